"""What the Centre takes back after it was given: counted nowhere, still to be read, restored by an act."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from common.errors import Conflict, Forbidden, Invalid
from common.formats import code_nb
from common.models import AuditEvent
from directives import rules
from directives.models import Difficulty, Item
from directives.notices import item_topic, say_of_item
from directives.services import items
from notifications.models import OutboundMessage
from reports.dashboard import statistics
from reports.reminders.planning import plan
from tests.factories.directives import TODAY, Scene
from units.models import User
from units.roles import Role

REASON = "Việc này do Sở làm, giao nhầm cho xã"


def drop(scene: Scene, item: Item, reason: str = REASON, by: User | None = None) -> Item:
    item = scene.again(item)
    return items.drop(item_id=item.pk, version=item.version, by=by or scene.centre, reason=reason)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("status", ["todo", "doing", "claimed"])
def test_a_withdrawn_item_keeps_its_reason_and_its_history_and_is_told_once(scene: Scene, status: str) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), status)
    told = OutboundMessage.objects.count()
    people = {scene.person("ubnd-30115").pk, scene.person("ubnd-873").pk}
    item = drop(scene, item)
    found = scene.again(item)
    assert (found.status, found.correction_reason, found.claimed_at, found.claimed_by) == ("withdrawn", REASON, None, None)
    event = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk).first()
    assert event is not None
    assert (event.verb, event.text) == ("item.withdrawn", f"rút nội dung: “{REASON}”")
    notice = say_of_item(found.responsible_id, item_topic(found, "withdrawn"))
    assert notice is not None
    assert f"Trung tâm rút nội dung {code_nb(found.code)}" in notice.title
    new = OutboundMessage.objects.order_by("-pk")[: OutboundMessage.objects.count() - told]
    assert sorted(new.values_list("recipient", flat=True)) == sorted(people)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_nothing_is_withdrawn(scene: Scene, reason: str) -> None:
    item = scene.item("1.b", "ubnd-30115")
    with pytest.raises(Invalid, match="Ghi căn cứ, lý do rút nội dung"):
        drop(scene, item, reason)
    assert scene.again(item).status == "todo"


def test_a_verified_item_is_reopened_first(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "verified")
    with pytest.raises(Forbidden, match="mở lại trước"):
        drop(scene, item)


@pytest.mark.parametrize(("unit", "role"), [("ubnd-30115", Role.OFFICER), ("ubnd-873", Role.OFFICER), ("ubnd-87", Role.LEADER)])
def test_only_the_centre_withdraws(scene: Scene, unit: str, role: Role) -> None:
    with pytest.raises(Forbidden, match="Chỉ Trung tâm"):
        drop(scene, scene.item("1.b", "ubnd-30115"), by=scene.person(unit, role))


def test_two_people_withdraw_once(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    drop(scene, item)
    with pytest.raises(Conflict, match="rút nội dung"):
        items.drop(item_id=item.pk, version=item.version, by=scene.person("kstthc-87", Role.CENTRE, "second"), reason=REASON)


def test_it_is_counted_nowhere(scene: Scene) -> None:
    item = scene.set_due(scene.item("1.b", "ubnd-30115"), date(2021, 3, 22))
    scene.stuck(item, scene.person("ubnd-30115"))
    before = statistics(item.directive, None, TODAY)
    assert any(item.code in str(each) for each in plan(TODAY, TODAY).reminders)
    assert [each.item_id for each in Difficulty.objects.waiting()] == [item.pk]
    drop(scene, item)
    after = statistics(item.directive, None, TODAY)
    assert after["items"]["total"] == before["items"]["total"] - 1
    assert after["items"]["due_soon"] == before["items"]["due_soon"] - 1
    assert (before["items"]["open_difficulty"], after["items"]["open_difficulty"]) == (1, 0)
    assert "withdrawn" not in after["items"]
    assert statistics(None, None, TODAY, everything=True)["items"] == after["items"]
    assert not any(item.code in str(each) for each in plan(TODAY, TODAY).reminders)
    assert not Difficulty.objects.waiting().exists()
    for named in ("unfinished", "open", "overdue", "due_soon", "urgent", "counted"):
        assert item not in getattr(Item.objects, named)(), named


def test_the_general_item_no_longer_waits_for_a_finding_that_was_withdrawn(scene: Scene) -> None:
    general, finding = scene.item("1.b", "ubnd-30115"), scene.finding_item("ubnd-30115", "Chưa niêm yết")
    general = scene.progress(general)
    with pytest.raises(Forbidden, match=finding.code):
        rules.check_item(scene.person("ubnd-30115"), general, "claim")
    drop(scene, finding)
    rules.check_item(scene.person("ubnd-30115"), general, "claim")


def test_a_unit_does_nothing_more_with_it_and_reads_why(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "doing")
    drop(scene, item)
    page = browser(scene.person("ubnd-30115")).get(reverse("item_detail", args=[item.number])).content.decode()
    assert "Đã rút" in page and REASON in page
    item = scene.again(item)
    for act in ("update", "claim", "evidence", "difficulty", "due"):
        with pytest.raises(Forbidden):
            rules.check_item(scene.doer_of(item) if act != "due" else scene.centre, item, act)


def test_the_list_shows_it_where_it_is_asked_for(scene: Scene) -> None:
    item = drop(scene, scene.item("1.b", "ubnd-30115"))
    client = browser(scene.centre)
    listed = client.get(reverse("item_list"))
    link = reverse("item_detail", args=[item.number])
    assert link not in listed.content.decode()
    assert "tinh_trang=withdrawn" in listed.content.decode()
    alone = client.get(reverse("item_list"), {"tinh_trang": "withdrawn"}).content.decode()
    assert link in alone and reverse("item_detail", args=[scene.item("1.b", "ubnd-30103").number]) not in alone
    exported = client.get(reverse("item_export"), {"tinh_trang": "withdrawn"})
    assert exported.status_code == 200


def test_what_was_withdrawn_by_mistake_is_done_on(scene: Scene) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    item = drop(scene, item)
    again = items.restore(item_id=item.pk, version=item.version, by=scene.centre, reason="Rút nhầm")
    found = scene.again(again)
    assert (found.status, found.is_returned, found.correction_reason) == ("doing", False, "Rút nhầm")
    with pytest.raises(Forbidden, match="Chỉ khôi phục được nội dung đã rút"):
        items.restore(item_id=item.pk, version=found.version, by=scene.centre, reason="Lần nữa")


@pytest.mark.django_db(transaction=False)
def test_no_sql_withdraws_without_a_reason(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    with pytest.raises(IntegrityError, match="item_steps"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(status="withdrawn")
    with pytest.raises(IntegrityError, match="item_steps"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(status="withdrawn", correction_reason="  ")
