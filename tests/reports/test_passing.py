"""Passing on: what a unit that has ended leaves is seen, nobody is reminded of it, and one act brings it to who took over.

The worked example: the open items of Quý I/2021 on 01/07/2025, when 17 communes of 9 districts became 15 communes without districts.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from common.bulk import copy_rows
from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from directives.models import Finding, Inspection, Item, Obligation, PendingUnit
from directives.services import issuing
from notifications.models import OutboundMessage
from reports.left_behind import left_behind
from reports.models import Entry, Report
from reports.passing import Plan, plan_of
from reports.reminders.subjects import ended_units, item_subjects, report_subjects
from reports.services.passing import pass_on, pass_on_all
from tests.factories.units import make_user, unit
from tests.reports.handing_in import write
from tests.reports.stage import COMMUNES, DISTRICTS, Stage
from units.models import Membership, Unit, User
from units.roles import Role
from units.succession import Succession
from units.unit_services import close_unit

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)
WHY = "Nghị quyết số 1663/NQ-UBTVQH15"
AN_LONG, AN_PHONG = "ubnd-30022", "ubnd-30139"


def preview(code: str, **choices: Any) -> Plan:
    return plan_of(unit(code), succession=Succession.on(clock.today()), **choices)


def pass_one(stage: Stage, code: str, **choices: Any) -> Plan:
    return pass_on(unit_id=unit(code).pk, by=stage.centre, reason=WHY, stamp=preview(code, **choices).stamp, **choices)


def over(on: date) -> set[int]:
    return ended_units(Unit.objects.all(), on)


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def take_in_tan_hong(stage: Stage) -> None:
    waiting = PendingUnit.objects.get(unit__code="ubnd-869")
    issuing.decide_pending(pending_id=waiting.pk, by=stage.centre, take_in=True, reason="Phụ lục nêu hai xã của huyện")


@pytest.fixture
def example(stage: Stage) -> Iterator[Stage]:
    """All 17 communes have an open item; the day is 01/07/2025."""
    take_in_tan_hong(stage)
    with clock.at(DAY):
        yield stage


def close(code: str, successor: str | None, last_day: date) -> None:
    admin = User.objects.filter(username="quantri").first() or make_user(Role.ADMIN, "kstthc-87", "quantri")
    close_unit(by=admin, unit_id=unit(code).pk, last_day=last_day, successor=unit(successor) if successor else None, reason=WHY)


def test_the_worked_example_17_communes_of_9_districts_become_15_without_districts(example: Stage) -> None:
    general = Item.objects.filter(point__key="1.b")
    assert set(general.values_list("responsible__code", flat=True)) == {f"ubnd-{code}" for code in COMMUNES}
    assert general.values("accountable").distinct().count() == 9
    done = pass_on_all(by=example.centre, reason=WHY)
    assert {one.code for one in done.done} == {f"ubnd-{code}" for code in COMMUNES}
    assert {one.code for one, _ in done.left} == {f"ubnd-{code}" for code in (*DISTRICTS, "869")}
    assert all("1 nội dung phải chọn đơn vị nhận" in why for _, why in done.left)
    now = general.values_list("responsible__code", "accountable__code", "site__code")
    assert len({responsible for responsible, _, _ in now}) == 15
    assert all(responsible == accountable for responsible, accountable, _ in now), "no district answers any more"
    assert {site for _, _, site in now} == {f"ubnd-{code}" for code in COMMUNES}, "each keeps the place where it came from"
    assert [site for responsible, _, site in sorted(now) if responsible == "ubnd-30028-2025"] == [AN_LONG, AN_PHONG]
    for code in (*DISTRICTS, "869"):
        pass_one(example, f"ubnd-{code}", receiver=unit("kstthc-87"))
    assert left_behind() == []
    assert not Obligation.objects.exists(), "no commune owes a report unless one is added"
    assert AuditEvent.objects.filter(verb="directive.obligation_ended", data__reason=WHY).count() == 9


def test_what_an_ended_unit_holds_is_seen_by_the_centre_and_nobody_is_reminded(example: Stage, client: Client) -> None:
    items = Item.objects.filter(point__key="1.b")
    items.update(due_on=DAY, due_source="centre")
    assert item_subjects(items.all(), over(DAY)) == []
    assert report_subjects(Obligation.objects.all(), DAY, over(DAY)) == []
    client.force_login(example.centre)
    for page in ("overview", "my_work"):
        assert "26 đơn vị đã kết thúc hoạt động, còn 26 nội dung, 9 báo cáo chưa bàn giao" in words(client.get(reverse(page)))
    pass_one(example, AN_LONG)
    assert {pk for one in item_subjects(items.all(), over(DAY)) for pk in one.unit_ids} == {unit("ubnd-30028-2025").pk}
    client.force_login(example.person("ubnd-873"))
    assert "chưa bàn giao" not in words(client.get(reverse("my_work")))


def test_an_item_whose_doer_alone_has_ended_reminds_who_answers_for_it(stage: Stage) -> None:
    item = stage.item("1.b", "ubnd-30115")
    stage.set_due(item, date(2021, 4, 2))
    close("ubnd-30115", "ubnd-30112", date(2021, 3, 31))
    [subject] = item_subjects(Item.objects.filter(pk=item.pk), over(date(2021, 4, 1)))
    assert subject.unit_ids == (unit("ubnd-873").pk,)


def test_one_unit_with_preview_history_notice_and_its_people(example: Stage) -> None:
    person, heir = example.person(AN_LONG), unit("ubnd-30028-2025")
    receiver = make_user(Role.OFFICER, heir.code, "xa.anlong.moi")
    plan = preview(AN_LONG)
    assert [(sight.unit.code, sight.count) for sight in plan.gains] == [(heir.code, 1)]
    assert plan.loses == [], "An Long is the place that was inspected, so it and its district still see it"
    pass_one(example, AN_LONG)
    item = Item.objects.get(point__key="1.b", site__code=AN_LONG)
    said = AuditEvent.objects.get(subject_kind="item", subject_id=item.pk, verb="item.passed_on")
    assert said.text == (
        "chuyển thực hiện từ UBND xã An Long, huyện Tam Nông sang UBND xã An Long, "
        f"chủ trì từ UBND huyện Tam Nông sang UBND xã An Long: “{WHY}”"
    )
    assert set(said.party_codes) == {AN_LONG, "ubnd-871", heir.code}
    assert AuditEvent.objects.get(verb="unit.passed_on").subject_id == unit(AN_LONG).pk
    assert [m.title for m in OutboundMessage.objects.filter(recipient=receiver)] == [
        "Nhận bàn giao 1 nội dung của UBND xã An Long, huyện Tam Nông"
    ]
    assert [post.unit.code for post in Membership.objects.filter(user=person).order_by("id")] == [AN_LONG, heir.code]
    assert Membership.objects.get(user=person, unit__code=AN_LONG).ended_on == DAY


def test_what_is_finished_stays_under_the_old_name(stage: Stage) -> None:
    item = stage.item("1.b", AN_LONG)
    stage.progress(item, AN_LONG, date(2021, 3, 10), claim=True)
    stage.verify(item, date(2021, 3, 11))
    with clock.at(DAY):
        assert AN_LONG not in {one.unit.code for one in left_behind() if one.items}
        client = Client()
        client.force_login(stage.centre)
        shown = words(client.get(reverse("unit_now")))
    item.refresh_from_db()
    assert item.responsible.code == AN_LONG
    assert "UBND xã An Long, huyện Tam Nông: 1" in shown, "the list by units of today names it with what it became"


def test_report_draft_and_difficulty_go_to_the_successor(stage: Stage) -> None:
    item, heir = stage.item("1.a", "ubnd-873"), unit("ubnd-866")
    stuck = stage.stuck("ubnd-873", "Thiếu kinh phí", date(2021, 3, 10), item)
    write(stage, item, level="doing", result="Đã sửa mái", expected_text="")
    close("ubnd-873", "ubnd-866", date(2021, 3, 31))
    with clock.at(date(2021, 4, 1)):
        pass_one(stage, "ubnd-873")
    stuck.refresh_from_db()
    assert stuck.unit == heir
    assert Obligation.objects.filter(unit=heir).count() == 1
    assert not Obligation.objects.filter(unit__code="ubnd-873").exists()
    report = Report.objects.get(unit=heir)
    assert [entry.result for entry in Entry.objects.filter(report=report)] == ["Đã sửa mái"]
    assert Entry.objects.filter(report__unit__code="ubnd-873").count() == 1, "the draft of then stays readable"
    communes = Item.objects.filter(point__key="1.b", responsible__area__parent__code="873")
    assert set(communes.values_list("accountable__code", flat=True)) == {"ubnd-866"}


def test_where_the_successor_owes_the_same_report_there_is_one(stage: Stage) -> None:
    close("ubnd-873", "ubnd-872", date(2021, 3, 31))
    with clock.at(date(2021, 4, 1)):
        pass_one(stage, "ubnd-873")
    assert Obligation.objects.filter(unit__code="ubnd-872").count() == 1
    assert not Obligation.objects.filter(unit__code="ubnd-873").exists()


def test_a_report_under_review_holds_the_unit(stage: Stage) -> None:
    stage.report("ubnd-873", "submitted", date(2021, 3, 18))
    close("ubnd-873", "ubnd-866", date(2021, 3, 31))
    with clock.at(date(2021, 4, 1)):
        with pytest.raises(Conflict, match="đang chờ duyệt"):
            pass_one(stage, "ubnd-873")
        assert [one.code for one, _ in pass_on_all(by=stage.centre, reason=WHY).left] == ["ubnd-873"]
    assert Item.objects.filter(responsible__code="ubnd-873").exists()


def test_a_successor_that_has_ended_itself_is_followed_to_the_end(stage: Stage) -> None:
    close("ubnd-873", "ubnd-872", date(2021, 3, 31))
    close("ubnd-872", "ubnd-866", date(2021, 4, 30))
    with clock.at(date(2021, 5, 4)):
        assert [one.code for one in preview("ubnd-873").chain] == ["ubnd-872", "ubnd-866"]
        pass_one(stage, "ubnd-873")
    assert stage.item("1.a", "ubnd-866").site.code == "ubnd-873"


def test_a_chain_that_ends_with_nobody_or_in_a_loop_asks_for_a_receiver(stage: Stage) -> None:
    close("ubnd-873", "ubnd-872", date(2021, 3, 31))
    close("ubnd-872", None, date(2021, 4, 30))
    with clock.at(date(2021, 5, 4)):
        with pytest.raises(Invalid, match="phải chọn đơn vị nhận"):
            pass_one(stage, "ubnd-873")
        Unit.objects.filter(code="ubnd-872").update(successor=unit("ubnd-873"))  # as no act writes it
        assert preview("ubnd-873").heir is None


def test_parts_of_a_split_unit_are_chosen_item_by_item(stage: Stage) -> None:
    item = stage.item("1.b", AN_LONG)
    split, part = unit("ubnd-29995"), unit("ubnd-30154-2025")
    Item.objects.filter(pk=item.pk).update(responsible=split)
    with clock.at(DAY):
        assert [one.code for one in preview(split.code).parts] == ["ubnd-29992-2025", part.code]
        with pytest.raises(Invalid, match="còn 1 nội dung phải chọn"):
            pass_one(stage, split.code)
        pass_one(stage, split.code, chosen={item.number: part})
    item.refresh_from_db()
    assert (item.responsible, item.accountable) == (part, part)


def test_two_officers_at_once_and_a_preview_that_is_old(example: Stage) -> None:
    plan = preview(AN_LONG)
    pass_one(example, AN_LONG)
    with pytest.raises(Conflict, match="không còn gì chưa bàn giao"):
        pass_on(unit_id=plan.unit.pk, by=example.centre, reason=WHY, stamp=plan.stamp)
    old = preview(AN_PHONG).stamp
    Item.objects.filter(responsible__code=AN_PHONG).update(version=7)
    with pytest.raises(Conflict, match="đã khác lúc anh/chị xem trước"):
        pass_on(unit_id=unit(AN_PHONG).pk, by=example.centre, reason=WHY, stamp=old)
    assert Item.objects.filter(responsible__code=AN_PHONG).exists(), "nothing half done"


def test_who_may_not_and_what_is_not_taken(example: Stage) -> None:
    with pytest.raises(Forbidden):
        pass_on(unit_id=unit(AN_LONG).pk, by=example.person(AN_LONG), reason=WHY, stamp="")
    with pytest.raises(Invalid, match="Ghi căn cứ bàn giao"):
        pass_on(unit_id=unit(AN_LONG).pk, by=example.centre, reason=" ", stamp=preview(AN_LONG).stamp)
    with pytest.raises(Invalid, match="không hoạt động hôm nay"):
        pass_one(example, AN_LONG, receiver=unit(AN_PHONG))
    with pytest.raises(Conflict, match="đang hoạt động"):
        pass_one(example, "ubnd-30028-2025")


def test_the_page_shows_asks_and_passes_on(example: Stage, client: Client) -> None:
    client.force_login(example.centre)
    address = reverse("unit_pass_on", args=["ubnd-871"])
    shown = words(client.get(address))
    assert "Phải chọn đơn vị nhận: 1 nội dung" in shown
    assert "không đơn vị nào phải nộp thay" in shown
    number = example.item("1.a", "ubnd-871").number
    choices = {f"nhan_{number}": "ubnd-30001-2025"}
    looked = client.post(address, {"viec": "xem", **choices})
    stamp = re.search(r'name="stamp" value="(\w+)"', looked.content.decode()).group(1)  # type: ignore[union-attr]
    refused = words(client.post(address, {"viec": "ban-giao", "stamp": stamp, **choices}))
    assert "Ghi căn cứ bàn giao" in refused
    bad = words(client.post(address, {"viec": "ban-giao", "stamp": stamp, "reason": WHY, f"nhan_{number}": "xã Không Có"}))
    assert "Không có đơn vị “xã Không Có”" in bad
    done = client.post(address, {"viec": "ban-giao", "stamp": stamp, "reason": WHY, **choices}, follow=True)
    assert "Đã bàn giao 4 nội dung của UBND huyện Tam Nông." in words(done)
    assert example.item("1.a", "ubnd-30001-2025").accountable.code == "ubnd-30001-2025"
    all_of_them = words(client.post(reverse("unit_left"), {"reason": WHY}, follow=True))
    assert "Đã bàn giao 17 đơn vị." in all_of_them
    assert "Chưa bàn giao 8 đơn vị" in all_of_them


def test_each_general_item_waits_for_the_findings_of_its_own_place(example: Stage) -> None:
    like = example.item("1.b", AN_PHONG)
    finding = Finding.objects.create(inspection=inspection_of(example), unit=unit(AN_PHONG), text="Chưa niêm yết")
    made = Item.objects.create(
        number=900, directive=like.directive, point=like.point, group=like.group, title="Chưa niêm yết", finding=finding,
        responsible=like.responsible, accountable=like.accountable, site=like.responsible,
    )  # fmt: skip
    assert list(Item.objects.findings_of(like)) == [made]
    pass_on_all(by=example.centre, reason=WHY)
    made.refresh_from_db()
    long, phong = (Item.objects.get(point__key="1.b", finding=None, site__code=code) for code in (AN_LONG, AN_PHONG))
    assert long.responsible == phong.responsible == made.responsible
    assert list(Item.objects.findings_of(phong)) == [made]
    assert not Item.objects.findings_of(long).exists(), "the other place's finding holds nothing back here"
    assert Item.objects.general_of(made) == phong


def test_5000_items_of_a_district_in_at_most_60_queries(example: Stage) -> None:
    many_items(example, "ubnd-871", 5000)
    plan = preview("ubnd-871", receiver=unit("ubnd-30001-2025"))
    with CaptureQueriesContext(connection) as captured:
        pass_on(unit_id=plan.unit.pk, by=example.centre, reason=WHY, stamp=plan.stamp, receiver=unit("ubnd-30001-2025"))
    assert len(plan.moves) >= 5000
    assert len(captured) <= 60


def many_items(stage: Stage, code: str, count: int) -> None:
    """Items of findings of the district's communes, in bulk: only their number counts here."""
    like, first = stage.item("1.a", code), Item.objects.order_by("-number")[0].number + 1
    communes = list(Unit.objects.filter(kind="ubnd", area__parent=like.responsible.area))
    findings = copy_rows(
        Finding(inspection=inspection_of(stage), unit=communes[n % len(communes)], text=f"Hạn chế {n}") for n in range(count)
    )
    copy_rows(
        Item(
            number=first + n, directive=like.directive, point=like.point, group=like.group, title=finding.text, finding=finding,
            responsible=like.responsible, accountable=like.responsible, site=finding.unit,
        )
        for n, finding in enumerate(findings)
    )  # fmt: skip


def inspection_of(stage: Stage) -> Inspection:
    return Inspection.objects.get_or_create(title="Đợt kiểm tra lớn")[0]
