"""Checking a report, handing it in, what its unit reads afterwards, its print, and what the pages cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from directives.models import Item, Obligation
from reports.models import Entry, Report, Submission
from reports.presenters.receipts import receipt_code
from reports.services.reviewing import start_review
from reports.services.submitting import submit
from reports.services.writing import save_entry
from reports.workflow import ReportStatus
from tests.reports.handing_in import write
from tests.reports.reporting import DISTRICT, address, content, decide, hand_in, key_of, officer, text, write_all
from tests.reports.stage import TODAY, Stage
from units.models import Unit

pytestmark = pytest.mark.django_db


class TestCheckAndSubmit:
    def test_the_check_shows_all_of_it_in_short(self, stage: Stage) -> None:
        write_all(stage)
        item = stage.item("1.a", DISTRICT)
        save_entry(
            by=stage.person(DISTRICT),
            key=key_of(stage),
            number=item.number,
            version=1,
            level="done",
            result="Đã bố trí 12 ghế",
            late_reason="",
            expected_text="",
        )
        page = text(officer(stage).get(address(stage, "report_check")))
        total = len(content(stage).lines)
        assert f"1/{total} nội dung" in page and "1 báo xong khi nộp" in page and f"{total - 1} nội dung" in page
        assert "Đã bố trí 12 ghế" in page and "Dự kiến xong 25/03/2021." in page
        assert "lãnh đạo UBND huyện đồng ý" in page

    def test_an_incomplete_report_is_sent_back_to_the_form(self, stage: Stage) -> None:
        assert officer(stage).get(address(stage, "report_check")).headers["Location"] == f"{address(stage)}?thieu=1"

    def test_it_goes_only_with_the_box_ticked_and_as_it_was_read(self, stage: Stage) -> None:
        write_all(stage)
        browser, seen = officer(stage), content(stage).stamp
        assert f'name="da-xem" value="{seen}"' in text(browser.get(address(stage, "report_check")))
        assert "Đánh dấu xác nhận" in text(browser.post(address(stage, "report_check"), {"da-xem": seen}))
        for stale, status in (("", 422), ("99", 409)):
            response = browser.post(address(stage, "report_check"), {"da-xem": stale, "dong-y": "1"})
            assert response.status_code == status and "Chưa nộp được" in text(response)
        assert not Submission.objects.exists()
        response = browser.post(address(stage, "report_check"), {"da-xem": seen, "dong-y": "1"})
        assert response.headers["Location"] == reverse("report_detail", args=[Report.objects.get().pk])

    def test_what_a_colleague_changes_meanwhile_is_read_before_it_goes(self, stage: Stage) -> None:
        write_all(stage)
        seen, line = content(stage).stamp, content(stage).lines[0]
        with clock.at(clock.now() + timedelta(hours=1)):
            write(stage, line.item, level="doing", result="Câu chữ mới của đồng nghiệp", expected_text="26/03/2021")
        response = officer(stage).post(address(stage, "report_check"), {"da-xem": seen, "dong-y": "1"})
        page = text(response)
        assert response.status_code == 409 and f"sửa {line.item.code} lúc" in page and "Câu chữ mới của đồng nghiệp" in page
        assert not Submission.objects.exists()
        officer(stage).post(address(stage, "report_check"), {"da-xem": content(stage).stamp, "dong-y": "1"})
        assert Submission.objects.count() == 1

    def test_the_second_of_two_at_the_same_moment_is_told(self, stage: Stage) -> None:
        write_all(stage)
        hand = {"da-xem": content(stage).stamp, "dong-y": "1"}
        officer(stage).post(address(stage, "report_check"), hand)
        response = officer(stage).post(address(stage, "report_check"), hand, follow=True)
        assert "vừa được nộp" in text(response) and "Đã nộp báo cáo Quý I/2021" in text(response)
        assert Submission.objects.count() == 1


class TestReceipt:
    def test_it_says_when_under_which_number_and_what_comes_next(self, stage: Stage) -> None:
        report = hand_in(stage)
        page = text(officer(stage).get(reverse("report_detail", args=[report.pk])))
        assert "Đã nộp báo cáo Quý I/2021" in page and "Nộp 19/03/2021, sớm 12 ngày" in page
        assert receipt_code(report) == f"BC‑2021‑Q1‑CL‑{report.pk:02d}" and receipt_code(report) in page
        assert "Trong 3 ngày làm việc, chậm nhất" in page and "24/03/2021" in page
        assert "Thu hồi để sửa" in page

    def test_late_and_on_the_last_day(self, stage: Stage) -> None:
        Obligation.objects.filter(unit__code=DISTRICT).update(due_on=date(2021, 3, 17))
        report = hand_in(stage)
        assert ", trễ hạn 2 ngày" in text(officer(stage).get(reverse("report_detail", args=[report.pk])))
        Obligation.objects.filter(unit__code=DISTRICT).update(due_on=TODAY)
        assert ", đúng hạn" in text(officer(stage).get(reverse("report_detail", args=[report.pk])))

    def test_taking_back_leads_to_the_form_until_the_review_starts(self, stage: Stage) -> None:
        report = hand_in(stage)
        url = reverse("report_withdraw", args=[report.pk])
        assert officer(stage).post(url, {"version": report.version}).headers["Location"] == address(stage)
        assert Report.objects.get().status == ReportStatus.DRAFT
        assert officer(stage).get(reverse("report_detail", args=[report.pk])).headers["Location"] == address(stage)
        submit(by=stage.person(DISTRICT), key=key_of(stage), seen=content(stage).stamp)
        report.refresh_from_db()
        start_review(report_id=report.pk, version=report.version, by=stage.centre)
        response = officer(stage).post(url, {"version": report.version})
        assert response.status_code == 403 and "đã bắt đầu duyệt" in text(response)
        assert "Thu hồi để sửa" not in text(officer(stage).get(reverse("report_detail", args=[report.pk])))

    def test_a_returned_report_shows_what_is_asked_and_the_way_back(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        report = decide(stage, hand_in(stage), back=True, number=item.number)
        page = text(officer(stage).get(reverse("report_detail", args=[report.pk])))
        assert "Trung tâm trả lại báo cáo Quý I/2021 để bổ sung" in page and "Sửa và nộp lại" in page
        assert "Thiếu ảnh ở một nội dung" in page and "Cần bổ sung (1 nội dung)" in page and "Bổ sung ảnh" in page
        assert f"{address(stage)}#n{item.number}" in page

    def test_an_accepted_report_says_so(self, stage: Stage) -> None:
        report = decide(stage, hand_in(stage), back=False, number=stage.item("1.a", DISTRICT).number)
        page = text(officer(stage).get(reverse("report_detail", args=[report.pk])))
        assert "Trung tâm đã chấp nhận báo cáo Quý I/2021" in page and "Sửa và nộp lại" not in page and "Cần bổ sung (1" in page

    def test_earlier_submissions_are_chips(self, stage: Stage) -> None:
        report = decide(stage, hand_in(stage), back=True, number=stage.item("1.a", DISTRICT).number)
        submit(by=stage.person(DISTRICT), key=key_of(stage), seen=content(stage).stamp)
        url = reverse("report_detail", args=[report.pk])
        page = text(officer(stage).get(url))
        assert "Lần 1, 19/03" in page and "Lần 2, 19/03" in page and "Nộp lần đầu 19/03/2021, sớm 12 ngày; lần 2 19/03/2021" in page
        first = text(officer(stage).get(f"{url}?lan=1"))
        assert "Đây là bản nộp lần 1" in first and "Bổ sung ảnh" in first
        for wrong in ("3", "x", "-1"):
            assert officer(stage).get(f"{url}?lan={wrong}").status_code == 404


class TestPrint:
    def test_the_draft_and_what_was_handed_in(self, stage: Stage) -> None:
        write_all(stage)
        browser = officer(stage)
        draft = text(browser.get(address(stage, "report_preview")))
        assert "Bản nháp, chưa nộp" in draft and "UBND HUYỆN CAO LÃNH" in draft and "Đang làm" in draft
        report = hand_in(stage)
        Entry.objects.update(result="Viết lại về sau")
        sent = text(browser.get(f"{reverse('report_print', args=[report.pk])}?lan=1"))
        assert receipt_code(report) in sent and "Đang làm" in sent and "Viết lại về sau" not in sent
        assert browser.get(f"{reverse('report_print', args=[report.pk])}?lan=2").status_code == 404


class TestCost:
    """Session, person, address and rights included; the same for few items and for many."""

    def test_opening_costs_at_most_fifteen_queries(self, stage: Stage) -> None:
        write_all(stage)
        few = opening(stage)
        grow(stage, 3)
        write_all(stage, result="Đang làm thêm")
        assert opening(stage) == few <= 15

    def test_saving_one_entry_costs_at_most_ten(self, stage: Stage) -> None:
        write_all(stage)
        few = saving(stage, "Khác")
        grow(stage, 3)
        assert saving(stage, "Khác nữa") == few <= 10


def opening(stage: Stage) -> int:
    browser = officer(stage)
    with CaptureQueriesContext(connection) as queries:
        response = browser.get(address(stage))
    assert response.status_code == 200
    return len(queries)


def saving(stage: Stage, result: str) -> int:
    item, browser = stage.item("1.a", DISTRICT), officer(stage)
    version = Entry.objects.get(item=item).version
    values = {"version": str(version), "level": "doing", "result": result, "expected_text": "26/03/2021"}
    data = {f"{item.number}-{name}": value for name, value in values.items()}
    with CaptureQueriesContext(connection) as queries:
        response = browser.post(address(stage, "report_entry", item.number), data)
    assert response.status_code == 200
    assert Entry.objects.get(item=item).result == result
    return len(queries)


def grow(stage: Stage, extra: int) -> None:
    """More work for the same unit, with a file each."""
    pattern = stage.item("1.a", DISTRICT)
    for number in range(extra):
        item = Item.objects.get(pk=pattern.pk)
        item.pk, item.number = None, 9000 + number
        item.responsible = Unit.objects.get(code=("ubnd-30118", "ubnd-30121", "ubnd-30127")[number])
        item.accountable = Unit.objects.get(code=DISTRICT)
        item._state.adding = True
        item.save()
