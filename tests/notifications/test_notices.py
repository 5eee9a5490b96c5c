"""What somebody did is told to those whom it concerns: to nobody else, not to himself, once, and only if the act stands."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from common import clock
from directives.models import Item
from directives.services import evidence, items
from notifications import notices
from notifications.models import OutboundMessage
from notifications.notices import Notice
from tests.factories.directives import photo
from tests.factories.units import ensure_units, make_user, unit
from tests.reports.stage import Stage, issue_dispatch
from units.models import User
from units.roles import Role

DAY = date(2021, 3, 19)


@pytest.fixture
def stage(db: None) -> Stage:
    ensure_units()
    return Stage(issue_dispatch())


@pytest.fixture
def people(stage: Stage) -> dict[str, User]:
    """Two in the district, one in its commune, one next door, one of the post office; they act on the stage."""
    found = {code: make_user(Role.OFFICER, code, f"nguoi.{code}") for code in ("ubnd-873", "ubnd-30115", "ubnd-872", "buudien-873")}
    stage._people |= {f"{code}.{Role.OFFICER.value}": person for code, person in found.items()}
    found["second"] = make_user(Role.OFFICER, "ubnd-873", "nguoi.thu.hai", email="")
    return found


def told() -> dict[str, str]:
    """Who was told, and how far the mail is."""
    return dict(OutboundMessage.objects.values_list("recipient__username", "status"))


def tell(**more: object) -> int:
    """A notice by mail too; ``mail=False``: on the portal alone."""
    values = {"title": "Đã trả lời", "path": "/noi-dung/1/", "unit_ids": [unit("ubnd-873").pk], "by": None, **more}
    to = {name: values.pop(name) for name in ("unit_ids", "by")}
    mail = values.pop("mail", True)
    notice = Notice(**values)  # type: ignore[arg-type]
    notices.register("act", say=lambda _unit, _topic: notice)
    if mail:
        return notices.tell(topic="act:1", **to)  # type: ignore[arg-type]
    return notices.show(topic="act:1", notice=notice, **to)  # type: ignore[arg-type]


def test_the_people_of_the_unit_are_told_once(people: dict[str, User]) -> None:
    assert tell(detail="“Làm theo mẫu”") == 2
    assert tell(detail="“Làm theo mẫu”") == 0
    assert told() == {"nguoi.ubnd-873": "pending", "nguoi.thu.hai": "inbox"}
    message = OutboundMessage.objects.get(recipient=people["ubnd-873"])
    assert (message.kind, str(message.unit), message.path) == ("notice", "UBND huyện Cao Lãnh", "/noi-dung/1/")
    assert message.lines.get().detail == "“Làm theo mẫu”"


def test_who_did_it_who_left_and_an_empty_place_are_not_told(people: dict[str, User]) -> None:
    User.objects.filter(pk=people["second"].pk).update(is_active=False)
    assert tell(by=people["ubnd-873"], unit_ids=[unit("ubnd-873").pk, None, unit("ubnd-868").pk]) == 0
    assert told() == {}


def test_without_mail_it_is_on_the_portal_only(people: dict[str, User]) -> None:
    tell(mail=False)
    assert set(told().values()) == {"inbox"}


def test_long_words_are_cut_and_read_whole_behind_the_link(people: dict[str, User]) -> None:
    tell(title="Đ" * 500, detail="Ắ" * 4000)
    line = OutboundMessage.objects.all()[0].lines.get()
    assert (len(line.title), len(line.detail), line.detail[-1]) == (300, 400, "…")


def test_an_act_that_is_undone_tells_nothing(people: dict[str, User]) -> None:
    with transaction.atomic():
        tell()
        transaction.set_rollback(True)
    assert told() == {}


def test_a_decision_on_an_item_is_told_to_who_does_it_and_who_answers_for_it(stage: Stage, people: dict[str, User]) -> None:
    item = stage.item("1.b", "ubnd-30115")
    stage.progress(item, "ubnd-30115", DAY, claim=True)
    item = Item.objects.get(pk=item.pk)
    with clock.at(DAY):
        items.return_item(item_id=item.pk, version=item.version, by=stage.centre, reason="Thiếu ảnh chụp")
    assert set(told()) == {"nguoi.ubnd-30115", "nguoi.ubnd-873", "nguoi.thu.hai"}
    message = OutboundMessage.objects.get(recipient=people["ubnd-30115"])
    assert message.title == f"{item.code.replace('-', '‑')} được trả lại để bổ sung"
    assert message.lines.get().detail == "“Thiếu ảnh chụp”" and message.path == reverse("item_detail", args=[item.number])


@pytest.mark.parametrize(("tell_it", "messages"), [(True, 3), (False, 0)])
def test_verifying_tells_unless_a_wider_notice_does(stage: Stage, people: dict[str, User], tell_it: bool, messages: int) -> None:
    item = stage.item("1.b", "ubnd-30115")
    stage.progress(item, "ubnd-30115", DAY, claim=True)
    item = Item.objects.get(pk=item.pk)
    items.verify(item_id=item.pk, version=item.version, by=stage.centre, tell=tell_it)
    assert OutboundMessage.objects.count() == messages


def test_an_answer_goes_to_the_unit_and_a_question_to_the_centre(stage: Stage, people: dict[str, User]) -> None:
    centre = stage.centre.username
    difficulty = stage.stuck("ubnd-873", "Chưa có mẫu thống nhất", DAY, stage.item("1.a", "ubnd-873"))
    assert told() == {centre: "inbox"}
    stage.answer(difficulty, DAY)
    assert set(told()) == {centre, "nguoi.ubnd-873", "nguoi.thu.hai"}
    assert OutboundMessage.objects.get(recipient=people["ubnd-873"]).lines.get().detail == "“Đã xem xét”"


def test_files_of_a_commune_are_told_to_its_district_by_no_mail(stage: Stage, people: dict[str, User]) -> None:
    item = stage.item("1.b", "ubnd-30115")
    with clock.at(DAY):
        evidence.add_files(
            item_id=item.pk, by=people["ubnd-30115"], uploads=[photo(mark="1"), photo(mark="2")], caption="Ảnh", moment="after"
        )
    assert told() == {"nguoi.ubnd-873": "inbox", "nguoi.thu.hai": "inbox"}
    assert OutboundMessage.objects.all()[0].title == f"UBND xã Mỹ Long thêm 2 ảnh vào {item.code.replace('-', '‑')}"
    with clock.at(DAY):
        evidence.add_files(
            item_id=stage.item("1.a", "ubnd-873").pk, by=people["ubnd-873"], uploads=[photo()], caption="Ảnh", moment="after"
        )
    assert OutboundMessage.objects.count() == 2


def test_the_bell_counts_what_is_unread_and_the_inbox_shows_it(people: dict[str, User], client: Client) -> None:
    client.force_login(people["ubnd-873"])
    tell(detail="“Làm theo mẫu”")
    page = client.get("/thong-bao/").content.decode()
    assert page.count('<span class="count">1<span class="vh"> chưa đọc</span></span>') == 2  # in the head, and in the menu of phones
    assert "“Làm theo mẫu”" in page and 'href="/noi-dung/1/"' in page
    message = OutboundMessage.objects.get(recipient=people["ubnd-873"])
    client.post(reverse("inbox_read", args=[message.pk]))
    assert 'class="count"' not in client.get("/thong-bao/").content.decode()
