"""The Centre gives an item to another unit: shown first, what belongs to it goes along, both sides hear it once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.formats import code_nb
from common.models import AuditEvent
from directives.models import Difficulty, Item
from directives.services import items as item_services
from notifications.models import OutboundMessage
from reports.content import content_of
from reports.giving import Giving, giving_of
from reports.models import Entry, Report
from reports.services.giving import give_item
from reports.workflow import ReportStatus
from tests.factories.units import unit
from tests.reports.handing_in import hand_in, key_of, write
from tests.reports.stage import TODAY, Stage
from units.models import User
from units.roles import Role
from units.succession import Succession

pytestmark = pytest.mark.django_db
WHY = "Xã kia mới là nơi được kiểm tra"
OLD, SAME_DISTRICT, ELSEWHERE = "ubnd-30115", "ubnd-30112", "ubnd-30187"
"""Mỹ Long of Cao Lãnh; a commune of the same district and one of another, neither of which has an item."""


def again(item: Item) -> Item:
    return Item.objects.select_related("responsible", "accountable").get(pk=item.pk)


def preview(stage: Stage, item: Item, to: str) -> Giving:
    return giving_of(again(item), unit(to), by=stage.centre, succession=Succession.on(clock.today()))


def give(stage: Stage, item: Item, to: str = ELSEWHERE, *, by: User | None = None, reason: str = WHY) -> Giving:
    plan = preview(stage, item, to)
    return give_item(
        item_id=item.pk, version=plan.move.item.version, by=by or stage.centre, receiver=unit(to), reason=reason, stamp=plan.stamp
    )


def told(user: User) -> list[OutboundMessage]:
    return [each for each in OutboundMessage.objects.filter(recipient=user) if "Trung tâm chuyển" in each.title]


def send(user: User, item: Item, **data: Any) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    address = reverse("item_give", args=[item.number])
    answer = client.post(address, data) if data else client.get(address)
    return answer.status_code, re.sub(r"\s+", " ", answer.content.decode())


def test_another_commune_of_the_district_does_it_and_the_same_one_answers(stage: Stage) -> None:
    item = stage.item("1.b", OLD)
    old, new = stage.person(OLD), stage.person(SAME_DISTRICT)
    stage.progress(item, OLD, TODAY)
    before = again(item)
    give(stage, item, SAME_DISTRICT)
    now = again(item)
    assert (now.responsible.code, now.accountable_id) == (SAME_DISTRICT, before.accountable_id)
    assert (now.status, now.percent, now.progress_note, now.correction_reason) == ("doing", 50, before.progress_note, WHY)
    assert now.version == before.version + 1
    event = AuditEvent.objects.get(verb="item.given", subject_id=item.pk)
    assert {OLD, SAME_DISTRICT} <= set(event.party_codes)
    assert event.text.startswith("chuyển thực hiện từ UBND xã Mỹ Long") and event.text.endswith(f"“{WHY}”")
    assert not Item.objects.visible_to(old).filter(pk=item.pk).exists()
    assert Item.objects.visible_to(new).filter(pk=item.pk).exists()
    assert [each.path for each in told(old)] == [reverse("my_work")]
    assert [each.path for each in told(new)] == [reverse("item_detail", args=[item.number])]
    assert told(new)[0].title.startswith(f"Trung tâm chuyển {code_nb(item.code)} từ UBND xã Mỹ Long sang")


def test_in_another_district_who_answers_changes_and_open_difficulties_go_along(stage: Stage) -> None:
    item, district = stage.item("1.b", OLD), stage.person("ubnd-873")
    of_unit = stage.stuck(OLD, "Thiếu bảng niêm yết", TODAY, item)
    of_district = stage.stuck("ubnd-873", "Thiếu kinh phí", TODAY, item)
    of_post = stage.stuck("buudien-873", "Thiếu người", TODAY, item)
    item_before = again(item)
    plan = give(stage, item)
    now = again(item)
    assert (now.responsible.code, now.accountable.code) == (ELSEWHERE, plan.move.accountable.code)
    assert now.accountable_id != item_before.accountable_id
    found = dict(Difficulty.objects.values_list("pk", "unit__code"))
    assert found == {of_unit.pk: ELSEWHERE, of_district.pk: now.accountable.code, of_post.pk: "buudien-873"}
    assert {each.unit.code for each in plan.loses} == {OLD, "ubnd-873"}
    assert len(told(district)) == 1


def test_what_was_drafted_of_it_goes_away_and_the_draft_stays(stage: Stage) -> None:
    item, other = stage.item("1.b", OLD), stage.item("1.a", "ubnd-873")
    write(stage, item)
    write(stage, other)
    assert [entry.report.unit.code for entry in preview(stage, item, ELSEWHERE).drafts] == ["ubnd-873"]
    assert preview(stage, item, SAME_DISTRICT).drafts == [], "the district answers for it as before"
    give(stage, item)
    assert list(Entry.objects.values_list("item", flat=True)) == [other.pk]
    assert Report.objects.get().status == ReportStatus.DRAFT
    assert content_of(key_of(stage)).line(item.number) is None


def test_a_report_under_review_that_tells_of_it_holds_it(stage: Stage) -> None:
    item = stage.item("1.b", OLD)
    hand_in(stage)
    with pytest.raises(Invalid, match=r"Báo cáo Quý I/2021 của UBND huyện Cao Lãnh có nội dung này đang chờ duyệt\. Chấp nhận"):
        preview(stage, item, ELSEWHERE)
    status, text = send(stage.centre, item, version=again(item).version, receiver=ELSEWHERE, viec="xem")
    assert status == 422 and "có nội dung này đang chờ duyệt" in text
    assert again(item).responsible.code == OLD
    give(stage, item, SAME_DISTRICT)  # the district's report tells of it as before


def test_a_unit_that_has_one_of_the_point_gets_no_second(stage: Stage) -> None:
    item, same = stage.item("1.b", OLD), stage.item("1.b", "ubnd-30124")
    with pytest.raises(Invalid, match=rf"đã có {code_nb(same.code)}.*Cổng không gộp hai nội dung: rút một trong hai"):
        preview(stage, item, "ubnd-30124")
    item_services.drop(item_id=same.pk, version=same.version, by=stage.centre, reason=WHY)
    with pytest.raises(Invalid, match=r"\(đã rút\)\. Khôi phục nội dung ấy"):
        preview(stage, item, "ubnd-30124")


@pytest.mark.parametrize(("to", "why"), [(OLD, "đang thực hiện nội dung này"), ("ubnd-30028-2025", "không hoạt động hôm nay")])
def test_not_to_who_has_it_and_not_to_who_is_not_in_force(stage: Stage, to: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        preview(stage, stage.item("1.b", OLD), to)


def test_a_claimed_one_is_returned_first_and_a_withdrawn_one_restored(stage: Stage) -> None:
    item = stage.item("1.b", OLD)
    stage.progress(item, OLD, TODAY, claim=True)
    with pytest.raises(Forbidden, match="chờ xác nhận thì trả lại trước"):
        give(stage, item)
    item_services.drop(item_id=item.pk, version=again(item).version, by=stage.centre, reason=WHY)
    with pytest.raises(Forbidden, match="đã rút thì khôi phục trước"):
        give(stage, item)
    assert again(item).responsible.code == OLD


@pytest.mark.parametrize(("code", "role"), [(OLD, Role.OFFICER), ("ubnd-873", Role.OFFICER), ("ubnd-87", Role.LEADER)])
def test_only_the_centre_gives(stage: Stage, code: str, role: Role) -> None:
    item, person = stage.item("1.b", OLD), stage.person(code, role)
    with pytest.raises(Forbidden, match="Chỉ Trung tâm"):
        give(stage, item, by=person)
    assert send(person, item)[0] == 403


@pytest.mark.parametrize("reason", ["", " \n", "x" * 4001])
def test_without_a_reason_that_fits_nothing_moves(stage: Stage, reason: str) -> None:
    item = stage.item("1.b", OLD)
    with pytest.raises(Invalid):
        give(stage, item, reason=reason)
    assert again(item).responsible.code == OLD


def test_what_changed_since_the_preview_stops_it(stage: Stage) -> None:
    item = stage.item("1.b", OLD)
    seen = preview(stage, item, ELSEWHERE)
    given: dict[str, Any] = {"item_id": item.pk, "by": stage.centre, "receiver": unit(ELSEWHERE), "reason": WHY, "stamp": seen.stamp}
    stage.stuck(OLD, "Thiếu bảng niêm yết", TODAY, item)
    with pytest.raises(Conflict, match="đã khác lúc anh/chị xem trước"):
        give_item(version=again(item).version, **given)
    stage.progress(item, OLD, TODAY)
    with pytest.raises(Conflict, match="Chưa lưu gì"):
        give_item(version=seen.move.item.version, **given)
    assert again(item).responsible.code == OLD


def test_the_page_shows_first_and_does_it_then(stage: Stage) -> None:
    item = stage.item("1.b", OLD)
    write(stage, item)
    version = again(item).version
    status, text = send(stage.centre, item)
    assert status == 200 and "Xem trước khi giao" in text and 'value="giao"' not in text
    status, text = send(stage.centre, item, version=version, receiver=ELSEWHERE, viec="xem")
    assert status == 200 and 'value="giao"' in text
    assert "Phần đã soạn của nội dung này trong báo cáo Quý I/2021 của UBND huyện Cao Lãnh (chưa nộp): <b>bỏ đi</b>" in text
    assert "<b>không còn thấy nội dung này</b>" in text
    stamp = re.findall(r'name="stamp" value="(\w+)"', text)[-1]
    sent = {"version": version, "receiver": ELSEWHERE, "stamp": stamp, "viec": "giao"}
    status, text = send(stage.centre, item, **sent)
    assert status == 422 and "Ghi căn cứ, lý do giao cho đơn vị khác." in text and 'value="giao"' in text
    status, text = send(stage.centre, item, **{**sent, "receiver": SAME_DISTRICT, "reason": WHY})
    assert status == 409 and "đã khác lúc anh/chị xem trước" in text
    assert again(item).responsible.code == OLD
    assert send(stage.centre, item, **sent, reason=WHY)[0] == 302
    assert again(item).responsible.code == ELSEWHERE
    status, text = send(stage.centre, item, **sent, reason=WHY)
    assert status == 409 and "chuyển thực hiện từ UBND xã Mỹ Long" in text, "who comes second reads what the first one did"


@pytest.mark.parametrize(("receiver", "why"), [("", "Chọn đơn vị nhận"), ("Xã Không Có", "Không có đơn vị “Xã Không Có”")])
def test_a_receiver_that_is_none_is_said_at_its_field(stage: Stage, receiver: str, why: str) -> None:
    item = stage.item("1.b", OLD)
    status, text = send(stage.centre, item, version=item.version, receiver=receiver, viec="xem")
    assert status == 422 and why in text and 'href="#id_receiver"' in text


def test_who_only_helped_and_does_it_now_no_longer_helps(stage: Stage) -> None:
    item = stage.item("1.b", OLD)
    assert "buudien-873" in item.coordinating.values_list("code", flat=True)
    status, text = send(stage.centre, item, version=item.version, receiver=ELSEWHERE, viec="xem")
    assert status == 200 and "Phối hợp giữ nguyên: Bưu điện huyện Cao Lãnh" in text and "(không bắt buộc)" not in text
    give(stage, item, "buudien-873")
    now = again(item)
    assert now.responsible.code == "buudien-873"
    assert "buudien-873" not in now.coordinating.values_list("code", flat=True)
