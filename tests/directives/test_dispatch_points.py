"""Points of a proposal added, split, joined and taken away in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from common import clock
from directives.models import Directive
from directives.presenters.proposal_text import text_blocks
from directives.services import issuing
from reading.dispatch.proposal import LineProposal, ParagraphText
from tests.directives.correcting import send, stored, text_of
from tests.factories.dispatches import the_centre

QUARTER_END = date(2021, 3, 31)


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with clock.at(date(2021, 2, 22)):
        yield


def test_a_point_that_was_missed_is_added_and_inherits(centre: Client, draft: Directive) -> None:
    response = send(centre, draft, "them", new_key="1.d", new_text="Bố trí máy quét tại Bộ phận Một cửa.")
    assert response.headers["Location"].endswith("?sua=them#sua-them")  # for the next one
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


def with_lines(draft: Directive, key: str, *lines: LineProposal, paragraphs: dict[int, str] | None = None) -> Directive:
    """The draft as if its point had these dash lines, in these paragraphs."""
    proposal = stored(draft)
    proposal.point(key).lines = lines
    for number, text in (paragraphs or {}).items():
        proposal.point(key).paragraphs += (number,)
        proposal.paragraphs = (*proposal.paragraphs, ParagraphText(number, text, "point", key))
    return issuing.update_draft(directive_id=draft.pk, version=draft.version, by=the_centre(), proposal=proposal, answers={}, changes=[])


def test_the_dash_lines_of_a_point_become_points_each_with_what_it_says(centre: Client, draft: Directive) -> None:
    draft = with_lines(
        draft,
        "2",
        LineProposal("Việc thứ nhất", lead=("buudien-87",), due_text="trước ngày 15/3/2021", due_on=date(2021, 3, 15), due_kind="exact"),
        LineProposal("Việc thứ hai", lead=("buudien-873",)),
        LineProposal("Sở Xây dựng làm việc thứ ba", due_text="hằng tháng", due_kind="recurring"),
    )
    send(centre, draft, "tach:2")
    found = {
        point.key: (point.text, point.lead, point.due_on, point.due_kind, point.makes)
        for point in stored(draft).points
        if point.key.startswith("2")
    }
    assert found["2"][4] == "nothing"
    assert found["2.1"] == ("Việc thứ nhất", ("buudien-87",), date(2021, 3, 15), "exact", "items")
    assert found["2.2"] == ("Việc thứ hai", ("buudien-873",), QUARTER_END, "quarter", "items")
    assert found["2.3"] == ("Sở Xây dựng làm việc thứ ba", (), None, "recurring", "items")


def test_a_point_made_of_a_line_names_its_paragraph(centre: Client, draft: Directive) -> None:
    draft = with_lines(
        draft,
        "2",
        LineProposal("Việc thứ nhất", lead=("buudien-87",), paragraph=101),
        LineProposal("Việc thứ hai", lead=("buudien-87",), paragraph=103),
        LineProposal("Việc thứ ba", lead=("buudien-87",), paragraph=103),
        paragraphs={101: "- Việc thứ nhất", 102: "Thời hạn hoàn thành: quý II/2021", 103: "- Việc thứ hai - Việc thứ ba"},
    )
    send(centre, draft, "tach:2")
    points = {point.key: point.paragraphs for point in stored(draft).points}
    assert (points["2"], points["2.1"], points["2.2"], points["2.3"]) == ((18, 103), (101, 102), (103,), (103,))
    titles = {block.point: block.title for block in text_blocks(stored(draft)) if block.point and block.first}
    assert titles["2.1"] == "Đoạn 101–102"
    assert (titles["2.2"], titles["2.3"]) == ("Trong đoạn 103", "Trong đoạn 103")
    assert "Không có trong văn bản" not in {titles["2.1"], titles["2.2"]}
    send(centre, draft, "them", new_key="4", new_text="Việc mới.")
    added = next(block for block in text_blocks(stored(draft)) if block.point == "4")
    assert added.title == "Người xem lại thêm"


def test_a_point_that_is_gone_meanwhile_is_no_server_error(centre: Client, draft: Directive) -> None:
    response = send(centre, draft, "bo:9.z")
    assert response.status_code == 422
    assert "Không còn điểm 9.z" in text_of(response)
