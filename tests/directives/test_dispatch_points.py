"""Points of a proposal added, split, joined and taken away in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from common import clock
from directives.models import Directive
from directives.services import issuing
from reading.dispatch.proposal import LineProposal
from tests.directives.correcting import send, stored, text_of
from tests.factories.dispatches import the_centre

QUARTER_END = date(2021, 3, 31)


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with clock.at(date(2021, 2, 22)):
        yield


def test_a_point_that_was_missed_is_added_and_inherits(centre: Client, draft: Directive) -> None:
    response = send(centre, draft, "them", new_key="1.d", new_text="Bố trí máy quét tại Bộ phận Một cửa.")
    assert response.headers["Location"].endswith("#diem-1.d")
    points = stored(draft).points
    assert [point.key for point in points] == ["1", "1.a", "1.b", "1.c", "1.d", "2", "3", "3.a", "3.b"]
    assert (points[4].parent, points[4].lead, points[4].makes) == ("1", points[0].lead, "items")
    assert issuing.issue_directive(directive_id=draft.pk, by=None).items == 34


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("", "Việc", "Ghi ký hiệu của điểm thêm"),
        ("4", "", "Ghi nội dung của điểm thêm"),
        ("1.a", "Việc", "Đã có điểm 1.a"),
        ("<b>", "Việc", "Ký hiệu chỉ gồm"),
    ],
)
def test_a_point_that_cannot_be_added_is_said(centre: Client, draft: Directive, key: str, text: str, words: str) -> None:
    response = send(centre, draft, "them", new_key=key, new_text=text)
    assert response.status_code == 422
    assert words in text_of(response)
    assert len(stored(draft).points) == 8


def test_a_typed_point_is_not_lost_when_another_button_is_pressed(centre: Client, draft: Directive) -> None:
    send(centre, draft, "luu", new_key="4", new_text="Việc mới.")
    assert stored(draft).points[-1].key == "4"


def test_a_point_is_taken_away_with_those_below_and_its_words_stay(centre: Client, draft: Directive) -> None:
    send(centre, draft, "bo:1")
    proposal = stored(draft)
    assert [point.key for point in proposal.points] == ["2", "3", "3.a", "3.b"]
    assert len(proposal.paragraphs) == 32
    assert not any(question.point == "1.c" for question in proposal.questions)
    page = centre.get(reverse("directive_proposal", args=[draft.pk]))
    assert page.status_code == 200
    assert "Không phải điểm giao việc" in text_of(page)
    made = issuing.issue_directive(directive_id=draft.pk, by=None)
    assert (made.items, made.obligations) == (3, 0)


def test_a_point_is_joined_to_the_one_before_it(centre: Client, draft: Directive) -> None:
    send(centre, draft, "gop:1.b")
    proposal = stored(draft)
    assert "1.b" not in [point.key for point in proposal.points]
    assert proposal.point("1.a").paragraphs == (14, 15, 16)
    assert proposal.point("1.a").text.endswith("phấn đấu).")


def test_the_dash_lines_of_a_point_become_points(centre: Client, draft: Directive) -> None:
    proposal = stored(draft)
    proposal.point("2").lines = (
        LineProposal("Việc thứ nhất", lead=("buudien-87",), due_text="trước ngày 15/3/2021", due_on=date(2021, 3, 15), due_kind="exact"),
        LineProposal("Việc thứ hai", lead=("buudien-873",)),
        LineProposal("Việc của cơ quan không có mã"),
    )
    draft = issuing.update_draft(directive_id=draft.pk, version=draft.version, by=the_centre(), proposal=proposal, answers={}, changes=[])
    send(centre, draft, "tach:2")
    found = {point.key: (point.text, point.lead, point.due_on, point.makes) for point in stored(draft).points if point.key.startswith("2")}
    assert found["2"][3] == "nothing"
    assert found["2.1"] == ("Việc thứ nhất", ("buudien-87",), date(2021, 3, 15), "items")
    assert found["2.2"] == ("Việc thứ hai", ("buudien-873",), QUARTER_END, "items")
    assert found["2.3"] == ("Việc của cơ quan không có mã", (), QUARTER_END, "items")  # no lead is invented


def test_a_point_that_is_gone_meanwhile_is_no_server_error(centre: Client, draft: Directive) -> None:
    response = send(centre, draft, "bo:9.z")
    assert response.status_code == 422
    assert "Không còn điểm 9.z" in text_of(response)
