"""One report is open until its own day: returned or opened after the lock, reminded of, and shown to its unit when it is closed."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from directives.models import Item, Obligation
from reports.models import Report
from reports.reminders.planning import Kind, plan
from reports.services.opening import open_report_again
from reports.services.reviewing import return_report
from reports.services.submitting import withdraw
from tests.reports.handing_in import DISTRICT, begin, fresh, give_back, hand_in, hand_in_as_written, take, write
from tests.reports.reporting import address as form_address
from tests.reports.reporting import officer, text
from tests.reports.reviewing import QUEUE, address, browser, decide, form_of, numbers, page, send, words
from tests.reports.stage import Stage

LOCK = date(2021, 4, 10)
AFTER = date(2021, 4, 12)
AGREED = date(2021, 4, 16)


@pytest.fixture
def handed_in(stage: Stage) -> Report:
    """Everything done, waiting; the period is locked after 10/04."""
    report = hand_in(stage, level="done", expected_text="")
    Obligation.objects.update(lock_on=LOCK)
    return report


def owed() -> Obligation:
    return Obligation.objects.get(unit__code=DISTRICT)


def mend(stage: Stage) -> None:
    write(stage, Item.objects.get(number=numbers()[0]), level="done", result="Đã gửi ảnh", expected_text="")


def told(on: date) -> list[tuple[str, str, int]]:
    """(kind, due date, offset) of the reminders of the day about Cao Lãnh's report."""
    found = plan(on, on).reminders
    return [
        (one.kind.value, f"{one.due_on:%d/%m}", one.stage.offset)
        for one in found
        if one.unit.code == DISTRICT and one.kind in (Kind.REPORT_DUE, Kind.REPORT_OVERDUE)
    ]


class TestReturned:
    def test_after_the_lock_a_day_is_asked_for_in_words(self, stage: Stage, handed_in: Report) -> None:
        with clock.at(AFTER):
            begin(stage, handed_in)
            with pytest.raises(Invalid, match=r"đã khóa sau ngày 10/04/2021\. Ghi ngày hẹn nộp lại") as refusal:
                return_report(report_id=handed_in.pk, version=fresh(handed_in).version, by=stage.centre, said={}, comment="Thiếu ảnh")
            assert refusal.value.field == "again_by"
            html = page(stage.centre, address(handed_in))
            assert "Kỳ báo cáo đã khóa. Trả lại thì phải ghi ngày hẹn" in words(html)
            html = decide(stage, handed_in, 422, "tra-lai", form_of(html), comment="Thiếu ảnh")
            assert "Hẹn nộp lại: Kỳ báo cáo đã khóa sau ngày 10/04/2021." in html
            assert fresh(handed_in).status == "submitted"

    def test_it_is_open_until_its_day_and_no_other_one_is(self, stage: Stage, handed_in: Report) -> None:
        with clock.at(AFTER):
            give_back(stage, handed_in, {numbers()[0]: "Gửi ảnh"}, again_by=AGREED)
        with clock.at(AGREED):
            assert "Hẹn nộp lại 16/04/2021, là hôm nay" in text(officer(stage).get(form_address(stage)))
            mend(stage)
            with pytest.raises(Forbidden, match="đã khóa sau ngày 10/04/2021"):
                hand_in(stage, "ubnd-870", expected_text="20/04/2021")
            assert hand_in_as_written(stage).submissions.count() == 2
            assert fresh(handed_in).first_submitted_on == date(2021, 3, 19)

    def test_after_its_day_it_is_closed_again_and_both_days_are_named(self, stage: Stage, handed_in: Report) -> None:
        with clock.at(AFTER):
            give_back(stage, handed_in, {numbers()[0]: "Gửi ảnh"}, again_by=AGREED)
        with clock.at(date(2021, 4, 17)), pytest.raises(Forbidden, match=r"10/04/2021\. Ngày hẹn nộp riêng 16/04/2021 cũng đã qua"):
            mend(stage)

    def test_a_resubmission_that_is_taken_back_keeps_the_day(self, stage: Stage, handed_in: Report) -> None:
        with clock.at(AFTER):
            give_back(stage, handed_in, {numbers()[0]: "Gửi ảnh"}, again_by=AGREED)
            mend(stage)
            report = hand_in_as_written(stage)
            withdraw(report_id=report.pk, version=report.version, by=stage.person(DISTRICT))
            mend(stage)

    def test_a_return_without_a_day_takes_an_earlier_one_away(self, stage: Stage, handed_in: Report) -> None:
        give_back(stage, handed_in, {numbers()[0]: "Gửi ảnh"}, again_by=date(2021, 3, 22))
        mend(stage)
        give_back(stage, hand_in_as_written(stage), {numbers()[0]: "Ảnh mờ"})
        assert owed().agreed_on is None


class TestReminders:
    def test_they_follow_the_agreed_day(self, stage: Stage, handed_in: Report) -> None:
        give_back(stage, handed_in, {numbers()[0]: "Gửi ảnh"}, again_by=date(2021, 3, 25))
        assert told(date(2021, 3, 24)) == [("report_due", "25/03", -1)]
        assert told(date(2021, 3, 26)) == [("report_overdue", "25/03", 1)]
        assert told(date(2021, 3, 30)) == []  # one day before the due date that no longer counts

    def test_the_line_says_whose_day_it_is(self, stage: Stage, handed_in: Report) -> None:
        give_back(stage, handed_in, {numbers()[0]: "Gửi ảnh"}, again_by=date(2021, 3, 25))
        [line] = [one.line for one in plan(date(2021, 3, 24), date(2021, 3, 24)).reminders if one.unit.code == DISTRICT and one.is_report]
        assert line.note == "hạn 25/03/2021, Trung tâm hẹn riêng"

    def test_what_was_handed_in_again_is_not_reminded_of(self, stage: Stage, handed_in: Report) -> None:
        give_back(stage, handed_in, {numbers()[0]: "Gửi ảnh"}, again_by=date(2021, 3, 25))
        mend(stage)
        hand_in_as_written(stage)
        assert told(date(2021, 3, 26)) == []


class TestOpened:
    def opened(self, stage: Stage, **values: object) -> Obligation:
        given = {"obligation_id": owed().pk, "by": stage.centre, "until": AGREED, "reason": "Đứt cáp quang 3 ngày", "seen": None, **values}
        return open_report_again(**given)  # type: ignore[arg-type]

    @pytest.fixture(autouse=True)
    def locked(self, stage: Stage) -> None:
        write(stage, Item.objects.get(number=numbers()[0]), result="Đã mua vật tư")
        Obligation.objects.update(lock_on=LOCK)

    def test_one_report_is_opened_without_moving_the_lock_of_all(self, stage: Stage) -> None:
        with clock.at(AFTER):
            self.opened(stage)
            mend(stage)
            assert set(Obligation.objects.values_list("lock_on", flat=True)) == {LOCK}
            with pytest.raises(Forbidden, match="đã khóa"):
                write(stage, stage.item("1.a", "ubnd-870"), "ubnd-870")
            text_of = AuditEvent.objects.filter(verb="directive.report_opened").get().text
            assert "của UBND huyện Cao Lãnh đến hết ngày 16/04/2021: “Đứt cáp quang 3 ngày”" in text_of
            assert "Trung tâm mở báo cáo Quý I/2021 đến hết ngày 16/04/2021" in text(officer(stage).get("/thong-bao/"))

    def test_what_was_returned_and_then_opened_has_one_day(self, stage: Stage) -> None:
        give_back(stage, hand_in(stage, level="done", expected_text=""), {numbers()[0]: "Bổ sung ảnh"}, again_by=date(2021, 3, 24))
        with clock.at(AFTER):
            self.opened(stage, seen=date(2021, 3, 24))
            html = words(text(officer(stage).get(form_address(stage))))
            assert html.count("16/04/2021") == 3 and "24/03/2021" not in html and "10/04/2021" not in html
            assert "Nộp được đến hết ngày 16/04/2021" in html and html.count("Hẹn nộp lại 16/04/2021") == 2

    def test_the_page_of_the_queue_leads_to_it(self, stage: Stage) -> None:
        with clock.at(AFTER):
            where = reverse("report_open", args=[stage.directive.pk, "2021-Q1", DISTRICT])
            assert f'href="{where}"' in page(stage.centre, f"{QUEUE}?tinh_trang=missing")
            assert "Kỳ báo cáo đã khóa sau ngày" in page(stage.centre, where)
            html = send(stage.centre, where, 422, until="", reason="", seen="")
            assert "Ghi ngày cuối cùng" in html
            send(stage.centre, where, 302, until="16/04/2021", reason="Đứt cáp", seen="")
            assert owed().agreed_on == AGREED
            assert f'href="{where}"' not in page(stage.centre, f"{QUEUE}?tinh_trang=missing")

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"until": None}, "until"),
            ({"until": date(2021, 4, 11)}, "until"),
            ({"reason": " "}, "reason"),
            ({"reason": "x" * 4001}, "reason"),
        ],
    )
    def test_what_is_missing_is_named_at_its_field(self, stage: Stage, values: dict[str, object], field: str) -> None:
        with clock.at(AFTER), pytest.raises(Invalid) as refusal:
            self.opened(stage, **values)
        assert refusal.value.field == field and owed().agreed_on is None

    def test_before_the_lock_by_others_and_twice_it_is_refused(self, stage: Stage) -> None:
        with pytest.raises(Forbidden, match="chưa khóa"):
            self.opened(stage)
        with clock.at(AFTER):
            with pytest.raises(Forbidden, match="Chỉ cán bộ theo dõi"):
                self.opened(stage, by=stage.person(DISTRICT))
            self.opened(stage)
            with pytest.raises(Conflict, match="vừa mở"):
                self.opened(stage)

    def test_an_accepted_report_needs_no_opening(self, stage: Stage) -> None:
        Obligation.objects.update(lock_on=None)
        take(stage, hand_in(stage, level="done", expected_text=""))
        Obligation.objects.update(lock_on=LOCK)
        with clock.at(AFTER), pytest.raises(Forbidden, match="không cần mở"):
            self.opened(stage)


class TestClosedForm:
    def test_the_unit_reads_its_own_draft_and_why_and_whom_to_call(self, stage: Stage) -> None:
        write(stage, Item.objects.get(number=numbers()[0]), result="Đã mua vật tư, chờ lắp")
        Obligation.objects.update(lock_on=LOCK)
        with clock.at(AFTER):
            html = text(officer(stage).get(form_address(stage)))
            assert "Đã mua vật tư, chờ lắp" in html and "<textarea" not in html
            assert "Kỳ báo cáo đã khóa sau ngày 10/04/2021." in html and "gọi cán bộ theo dõi của Trung tâm" in html
            assert "Xem bản đang soạn" in text(officer(stage).get("/bao-cao/"))

    def test_what_was_typed_while_it_closed_is_shown_to_be_copied(self, stage: Stage) -> None:
        number = numbers()[0]
        Obligation.objects.update(lock_on=LOCK)
        with clock.at(AFTER):
            typed = {f"{number}-version": "0", f"{number}-seen": "x", f"{number}-level": "doing", f"{number}-result": "Chữ vừa gõ"}
            response = browser(stage.person(DISTRICT)).post(form_address(stage), typed)
        assert response.status_code == 403 and "Chữ vừa gõ" in text(response) and "chưa được lưu" in text(response)
