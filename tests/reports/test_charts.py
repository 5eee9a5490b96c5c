"""Time beside progress and the drawn lines: pure geometry and sentences, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from reports.dashboard import Figures
from reports.owed import OwedReport
from reports.presenters.chart import burn, spark, weekly
from reports.presenters.pace import Frame, Pace, frame_of_reports

QUARTER = Frame(date(2021, 1, 1), date(2021, 3, 31), "Hạn báo cáo Quý I/2021", "của quý")
TODAY = date(2021, 3, 19)


def owed(due_on: date | None) -> OwedReport:
    return OwedReport(1, 1, "ubnd-868", 1, "2021-Q1", due_on, "not_started", None)


def test_the_time_of_a_report_is_its_quarter() -> None:
    assert frame_of_reports([owed(date(2021, 3, 31))]) == QUARTER
    assert frame_of_reports([owed(None)]) is None and frame_of_reports([]) is None
    early = frame_of_reports([owed(date(2021, 3, 25))])
    assert early is not None and (early.days, early.whole) == (84, "kể từ 01/01/2021")


@pytest.mark.parametrize(
    ("day", "gone", "percent", "left"),
    [
        (date(2020, 12, 31), 0, 0, 90),
        (date(2021, 1, 1), 1, 1, 89),
        (TODAY, 78, 87, 12),
        (date(2021, 3, 31), 90, 99, 0),  # the last day is not over
        (date(2021, 4, 2), 90, 100, -2),
    ],
)
def test_days_gone_and_left(day: date, gone: int, percent: int, left: int) -> None:
    assert (QUARTER.gone(day), QUARTER.percent(day), QUARTER.left(day)) == (gone, percent, left)


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        (Figures({"verified": 35, "doing": 32}), "Chậm hơn thời gian 35 điểm phần trăm."),
        (Figures({"verified": 95, "todo": 5}), "Đi trước thời gian 8 điểm phần trăm."),
        (Figures({"verified": 87, "todo": 13}), "Kịp với thời gian đã qua."),
        (Figures({"verified": 2}), "Tất cả nội dung đã hoàn thành."),
        (Figures(), "Văn bản này chưa có nội dung khắc phục nào."),
    ],
)
def test_the_verdict_follows_from_the_gap(figures: Figures, verdict: str) -> None:
    assert Pace(QUARTER, TODAY, figures).verdict == verdict


@pytest.mark.parametrize(
    ("day", "big", "gone", "verdict"),
    [
        (date(2021, 3, 30), ("1", "ngày còn lại"), "Đã qua 89/90 ngày của quý.", "Chậm hơn thời gian 29 điểm phần trăm."),
        (
            date(2021, 3, 31),
            ("Hôm nay", "là ngày cuối"),
            "Hôm nay là ngày cuối trong 90 ngày của quý.",
            "Chậm hơn thời gian 29 điểm phần trăm.",
        ),
        (date(2021, 4, 1), ("1", "ngày sau hạn"), "Đã qua cả 90 ngày của quý.", "Hạn đã qua 1 ngày, còn 30% chưa xong."),
    ],
)
def test_the_clock_is_read_on_the_day_before_of_and_after_the_deadline(day: date, big: tuple[str, str], gone: str, verdict: str) -> None:
    pace = Pace(QUARTER, day, Figures({"verified": 7, "todo": 3}))
    assert (pace.big, pace.gone_words, pace.verdict) == (big, gone, verdict)


def test_without_a_date_no_deadline_is_invented() -> None:
    pace = Pace(None, TODAY, Figures({"todo": 3}))
    assert (pace.verdict, pace.big[1], pace.remaining) == ("Văn bản không ghi hạn.", "", "Còn 3 nội dung chưa xong.")


def points(line: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.split())]


def test_the_line_is_flat_until_the_day_of_a_change_and_ends_today() -> None:
    drawn = burn(QUARTER, TODAY, [(date(2021, 3, 5), 2), (date(2021, 3, 6), 3)], 10)
    assert drawn is not None
    line = points(drawn.line)
    assert [y for _, y in line] == [164.0, 164.0, 134.0, 89.0, 89.0]
    assert [x for x, _ in line] == sorted(x for x, _ in line)
    assert drawn.end == (f"{line[-1][0]:.1f}", f"{line[-1][1]:.1f}")
    assert "5 trên 10 đến ngày 19/03/2021. Nếu chia đều theo ngày, cần đạt 9." in drawn.spoken


@pytest.mark.parametrize("items", [1, 3, 26, 67, 999, 100_000])
@pytest.mark.parametrize("today", [date(2021, 1, 1), date(2021, 2, 10), TODAY, date(2021, 5, 30)])
def test_everything_stays_within_the_drawing(items: int, today: date) -> None:
    drawn = burn(QUARTER, today, [(date(2020, 12, 1), 1), (date(2021, 12, 1), items - 1)], items)
    assert drawn is not None
    assert all(0 <= x <= 380 and 0 <= y <= 190 for x, y in points(drawn.line))
    assert all(0 <= float(text.x) <= 380 and 0 <= float(text.y) <= 190 for text in (drawn.done, drawn.even, *drawn.days))
    assert 2 <= len(drawn.ticks) <= 6


def test_nothing_is_drawn_without_items_or_before_the_time_begins() -> None:
    assert burn(QUARTER, TODAY, [], 0) is None
    assert burn(QUARTER, date(2020, 12, 30), [], 5) is None


def test_weeks_are_running_totals_that_end_today() -> None:
    totals = weekly([(date(2021, 1, 4), 1), (date(2021, 3, 5), 2), (TODAY, 1)], TODAY)
    assert totals == [1, 1, 1, 1, 3, 3, 4]
    drawn = spark(totals, 4)
    assert (drawn.first, drawn.last, drawn.end_y) == (1, 4, "4.0")
    assert len(drawn.line.split()) == 7
