"""How a report stands to its day: both days of one that came again, what is not there yet never among what was handed in."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from common import clock
from directives.models import Item, Obligation
from reports.dashboard import statistics
from reports.models import Report
from reports.owed import owed_reports, report_figures
from reports.presenters.report_times import due_words, handed_words, sum_words
from tests.reports.handing_in import DISTRICT, begin, give_back, hand_in, hand_in_as_written, write
from tests.reports.reporting import officer, text
from tests.reports.reviewing import QUEUE, address, at, numbers, page, words
from tests.reports.stage import TODAY, Stage, make_user
from units.roles import Role

BOTH = "Nộp lần đầu 15/03/2021, sớm 16 ngày; lần 2 19/03/2021"
DUE = date(2021, 3, 31)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((date(2021, 3, 15), DUE), "Nộp 15/03/2021, sớm 16 ngày"),
        ((DUE, DUE), "Nộp 31/03/2021, đúng hạn"),
        ((date(2021, 4, 2), DUE), "Nộp 02/04/2021, trễ hạn 2 ngày"),
        ((date(2021, 3, 15), None), "Nộp 15/03/2021"),
        ((date(2021, 3, 15), DUE, 2, TODAY), BOTH),
        ((date(2021, 4, 2), DUE, 3, date(2021, 4, 9)), "Nộp lần đầu 02/04/2021, trễ hạn 2 ngày; lần 3 09/04/2021"),
        ((date(2021, 3, 15), DUE, 1, date(2021, 3, 15)), "Nộp 15/03/2021, sớm 16 ngày"),
    ],
)
def test_what_was_handed_in_says_its_days(given: tuple[object, ...], said: str) -> None:
    assert handed_words(*given) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due_on", "agreed_on", "again", "said"),
    [
        (DUE, None, False, "Hạn 31/03/2021, còn 12 ngày"),
        (TODAY, None, False, "Hạn 19/03/2021, là hôm nay"),
        (date(2021, 3, 17), None, False, "Hạn 17/03/2021, quá hạn 2 ngày"),
        (None, None, False, "Văn bản không ghi hạn nộp"),
        (DUE, date(2021, 3, 24), True, "Hẹn nộp lại 24/03/2021, còn 5 ngày"),
        (DUE, date(2021, 3, 18), True, "Hẹn nộp lại 18/03/2021, quá hẹn 1 ngày"),
        (None, TODAY, False, "Hẹn nộp 19/03/2021, là hôm nay"),
    ],
)
def test_what_is_awaited_says_until_when(due_on: date | None, agreed_on: date | None, again: bool, said: str) -> None:
    assert due_words(due_on, TODAY, agreed_on, again=again) == said


class TestCameAgain:
    @pytest.fixture
    def report(self, stage: Stage) -> Report:
        """Handed in on 15/03, returned on 16/03, again on 19/03."""
        report = hand_in(stage, at=at("15 09:00"), level="done", expected_text="")
        number = numbers()[0]
        with clock.at(at("16 09:00")):
            give_back(stage, report, {number: "Gửi ảnh"}, again_by=date(2021, 3, 22))
        write(stage, Item.objects.get(number=number), level="done", result="Đã gửi ảnh", expected_text="")
        return hand_in_as_written(stage)

    def test_both_days_are_said_wherever_one_is(self, stage: Stage, report: Report) -> None:
        leader = make_user("lanhdao", "ubnd-87", Role.LEADER)
        for where, html in {
            "receipt": text(officer(stage).get(reverse("report_detail", args=[report.pk]))),
            "list": text(officer(stage).get("/bao-cao/")),
            "print": text(officer(stage).get(reverse("report_print", args=[report.pk]))),
            "queue": page(stage.centre, QUEUE),
            "review": page(stage.centre, address(report)),
            "overview": page(leader, "/tong-quan/"),
        }.items():
            assert BOTH in html, where

    def test_an_earlier_submission_says_its_own_day_alone(self, stage: Stage, report: Report) -> None:
        html = text(officer(stage).get(f"{reverse('report_detail', args=[report.pk])}?lan=1"))
        assert "Nộp 15/03/2021, sớm 16 ngày." in html and BOTH not in html

    def test_it_came_in_time_by_its_first_submission(self, stage: Stage, report: Report) -> None:
        [owed] = owed_reports(Obligation.objects.filter(unit__code=DISTRICT))
        assert owed.in_time() and (owed.last_number, owed.last_submitted_on) == (2, TODAY)

    def test_sent_back_it_says_the_agreed_day_on_the_pages_of_its_unit(self, stage: Stage, report: Report) -> None:
        give_back(stage, report, {numbers()[0]: "Ảnh còn mờ"}, again_by=date(2021, 3, 24))
        for where in ("/viec-cua-toi/", "/bao-cao/"):
            response = officer(stage).get(where, follow=True)
            assert "Hẹn nộp lại 24/03/2021, còn 5 ngày" in text(response), where
        assert f"{BOTH}. Hẹn nộp lại 24/03/2021, còn 5 ngày" in text(officer(stage).get("/viec-cua-toi/"))


class TestMissing:
    def test_what_never_came_is_not_counted_among_what_was_handed_in(self, stage: Stage) -> None:
        for unit in ("ubnd-870", "ubnd-871"):
            hand_in(stage, unit)
        with clock.at(date(2021, 4, 2)):
            hand_in(stage, expected_text="20/04/2021")
            figures = report_figures(owed_reports(Obligation.objects.all()), clock.today())
            assert sum_words(figures) == "2 đúng hạn, 1 nộp trễ; chưa nộp, quá hạn 5"
            assert "3/8 đơn vị phải báo cáo; 2 đúng hạn, 1 nộp trễ; chưa nộp, quá hạn 5" in words(page(stage.centre, QUEUE))
            assert "2 đúng hạn, 1 nộp trễ; chưa nộp, quá hạn 5." in words(page(stage.centre, "/tong-quan/"))
            told = statistics(stage.directive, None, clock.today())["reports"]
        assert (told["in_time"], told["late"]) == (2, 6)  # ``statistics`` counts both together
        assert list(told) == ["expected", "not_started", "draft", "submitted", "returned", "accepted", "in_time", "late"]


class TestReceipt:
    def test_it_asks_to_go_on_with_what_is_still_to_do_under_this_dispatch(self, stage: Stage) -> None:
        first, *rest = numbers()
        stage.progress(Item.objects.get(number=first), DISTRICT, TODAY, claim=True)
        report = hand_in(stage)
        html = text(officer(stage).get(reverse("report_detail", args=[report.pk])))
        assert f"{len(rest)} nội dung còn phải làm" in html and f"van_ban={stage.directive.pk}" in html

    def test_what_is_done_is_not_expected(self, stage: Stage) -> None:
        item = Item.objects.get(number=numbers()[0])
        write(stage, item, level="done", result="Đã xong", expected_text="30/03/2021")
        for number in numbers()[1:]:
            write(stage, Item.objects.get(number=number))
        report = hand_in_as_written(stage)
        begin(stage, report)
        text_of_review = words(page(stage.centre, address(report)))
        assert "Đã hoàn thành · dự kiến xong" not in text_of_review and "30/03/2021" not in text_of_review
