"""A dispatch is followed until the Centre ends that: what is left is named, kept, and nobody's turn; it can be taken up again."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from directives import rules
from directives.models import Difficulty, Directive, Item
from notifications.models import OutboundMessage
from reports.models import Report
from reports.reminders.planning import plan
from reports.services.following import left_of, take_step
from tests.reports.stage import TODAY, Stage

REASON = "Đã gửi báo cáo tổng hợp cho UBND Tỉnh"


def end(stage: Stage, directive: Directive | None = None) -> Directive:
    directive = directive or stage.directive
    directive.refresh_from_db()
    return take_step(directive_id=directive.pk, version=directive.version, by=stage.centre, act="close", reason=REASON)


def test_what_is_left_is_named_on_the_page_and_kept_in_the_history(busy: Stage, client: Client) -> None:
    left = left_of(busy.directive)
    assert left.words[:2] == ["22 nội dung đơn vị chưa làm xong (1 quá hạn)", "2 nội dung chờ xác nhận"]
    client.force_login(busy.centre)
    url = f"/van-ban/{busy.directive.pk}/ket-thuc/"
    page = client.get(url).content.decode()
    assert all(words in page for words in left.words)
    answer = client.post(url, {"version": busy.directive.version, "reason": REASON}, follow=True)
    assert "Đã kết thúc theo dõi văn bản." in answer.content.decode() and REASON in answer.content.decode()
    event = AuditEvent.objects.filter(verb="directive.closed").get()
    assert event.data["left"] == left.words and REASON in event.text and "22 nội dung" in event.text


def test_nobody_is_reminded_of_it_and_nothing_of_it_waits(busy: Stage) -> None:
    item = busy.item("1.b", "ubnd-30058")
    Difficulty.objects.create(
        item=item, unit=item.responsible, title="Thiếu kinh phí", raised_at=busy.directive.issued_at, raised_by=busy.person("ubnd-30058")
    )
    assert plan(TODAY, busy.directive.issued_at.date()).reminders
    assert Item.objects.verifiable_by(busy.centre).exists() and Difficulty.objects.answerable_by(busy.centre).exists()
    end(busy)
    assert not plan(TODAY, busy.directive.issued_at.date()).reminders
    assert not Item.objects.verifiable_by(busy.centre).exists() and not Difficulty.objects.answerable_by(busy.centre).exists()


def test_its_work_can_be_read_and_not_changed(busy: Stage, client: Client) -> None:
    end(busy)
    item = busy.item("1.a", "ubnd-876")
    person = busy.person("ubnd-876")
    for act in ("update", "evidence", "note", "difficulty"):
        with pytest.raises(Forbidden, match="kết thúc theo dõi"):
            rules.check_item(person, item, act)
    client.force_login(person)
    page = client.get(f"/noi-dung/{item.number}/")
    assert page.status_code == 200 and "đã kết thúc theo dõi văn bản" in page.content.decode()
    assert client.get(f"/noi-dung/{item.number}/cap-nhat/").status_code == 403


def test_every_unit_of_it_is_told_once(busy: Stage) -> None:
    person = busy.person("ubnd-876")
    end(busy)
    told = OutboundMessage.objects.filter(lines__topic__startswith=f"directive:{busy.directive.pk}:")
    assert told.filter(recipient=person).count() == 1
    assert not told.filter(recipient=busy.centre).exists()


def test_it_waits_for_reports_under_review(stage: Stage, waiting: Report) -> None:
    with pytest.raises(Forbidden, match=f"Còn báo cáo chờ duyệt của {waiting.unit.name}"):
        end(stage)
    stage.directive.refresh_from_db()
    assert stage.directive.status == "issued"


def test_a_reason_is_asked_for_and_only_the_centre_may(busy: Stage, client: Client) -> None:
    directive = busy.directive
    with pytest.raises(Invalid, match="Ghi căn cứ"):
        take_step(directive_id=directive.pk, version=directive.version, by=busy.centre, act="close", reason=" ")
    with pytest.raises(Conflict):
        take_step(directive_id=directive.pk, version=directive.version + 1, by=busy.centre, act="close", reason=REASON)
    with pytest.raises(Forbidden):
        take_step(directive_id=directive.pk, version=directive.version, by=busy.person("ubnd-876"), act="close", reason=REASON)
    client.force_login(busy.person("ubnd-876"))
    assert client.get(f"/van-ban/{directive.pk}/ket-thuc/").status_code == 403
    assert "Kết thúc theo dõi" not in client.get(f"/van-ban/{directive.pk}/").content.decode()


def test_taken_up_again_all_is_as_before(busy: Stage) -> None:
    before = [one.topic for one in plan(TODAY, busy.directive.issued_at.date()).reminders]
    directive = end(busy)
    with pytest.raises(Forbidden, match="Văn bản đang ở tình trạng"):
        end(busy)
    take_step(directive_id=directive.pk, version=directive.version, by=busy.centre, act="reopen", reason="UBND Tỉnh yêu cầu theo dõi tiếp")
    directive.refresh_from_db()
    assert (directive.status, directive.closed_at, directive.closed_by) == ("issued", None, None)
    assert [one.topic for one in plan(TODAY, directive.issued_at.date()).reminders] == before
    rules.check_item(busy.person("ubnd-876"), busy.item("1.a", "ubnd-876"), "update")


def test_the_database_keeps_a_dispatch_issued_and_its_end_with_time_and_reason(busy: Stage) -> None:
    row = Directive.objects.filter(pk=busy.directive.pk)
    for values in ({"status": "draft"}, {"status": "closed"}, {"status": "withdrawn"}, {"status": "closed", "status_reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**values)


def test_a_dispatch_is_withdrawn_as_one_ends_and_each_unit_is_told_that_it_need_do_nothing(busy: Stage, client: Client) -> None:
    directive = busy.directive
    url = f"/van-ban/{directive.pk}/thu-hoi/"
    client.force_login(busy.centre)
    page = client.get(url).content.decode()
    assert "22 nội dung đơn vị chưa làm xong" in page and "Thu hồi văn bản thì phần còn lại giữ nguyên" in page
    client.post(url, {"version": directive.version, "reason": " "})
    directive.refresh_from_db()
    assert directive.status == "issued", "not without a reason"
    person = busy.person("ubnd-876")
    answer = client.post(url, {"version": directive.version, "reason": "Công văn 300/UBND-KSTTHC"}, follow=True).content.decode()
    assert "Đã thu hồi văn bản." in answer and "<b>Đã thu hồi từ ngày" in answer and "300/UBND-KSTTHC" in answer
    directive.refresh_from_db()
    assert (directive.status, directive.closed_by) == ("withdrawn", busy.centre)
    assert not plan(TODAY, directive.issued_at.date()).reminders
    told = OutboundMessage.objects.filter(recipient=person, title__contains="được thu hồi, không phải thực hiện nữa")
    assert told.count() == 1
    with pytest.raises(Forbidden, match="đã thu hồi văn bản"):
        rules.check_item(person, busy.item("1.a", "ubnd-876"), "update")
    assert "Văn bản này đã thu hồi:" in client.get(f"/tong-quan/?van_ban={directive.pk}").content.decode()
    take_step(directive_id=directive.pk, version=directive.version, by=busy.centre, act="reopen", reason="Thu hồi nhầm")
    directive.refresh_from_db()
    assert (directive.status, directive.closed_at) == ("issued", None)


def test_a_dispatch_with_a_report_under_review_is_not_withdrawn(busy: Stage) -> None:
    busy.report("ubnd-873", "submitted", TODAY)
    with pytest.raises(Forbidden, match="Duyệt xong rồi mới kết thúc theo dõi hoặc thu hồi"):
        take_step(directive_id=busy.directive.pk, version=busy.directive.version, by=busy.centre, act="withdraw", reason="x")
