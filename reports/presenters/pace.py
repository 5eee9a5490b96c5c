"""Time beside progress: the deadline, how much of the time is gone, how much of the work is done, and what to say about the gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common import clock
from common.formats import vn_date, vn_num
from common.quarters import Quarter
from directives.models import Directive
from reports.dashboard import Figures, OwedReport


@dataclass(frozen=True)
class Frame:
    """The time that counts: from ``start`` to ``end``, both included; ``title`` names its deadline, ``whole`` what it is part of."""

    start: date
    end: date
    title: str
    whole: str

    @property
    def days(self) -> int:
        return max((self.end - self.start).days + 1, 1)

    def gone(self, today: date) -> int:
        """Days begun until today, never more than there are."""
        return min(max((today - self.start).days + 1, 0), self.days)

    def percent(self, today: date) -> int:
        return round(100 * self.gone(today) / self.days)

    def left(self, today: date) -> int:
        """Days left; below zero when the deadline is missed."""
        return (self.end - today).days


def frame_of(directive: Directive, owed: Sequence[OwedReport], last_due: date | None) -> Frame | None:
    """The time of the latest owed report; without one, from issuing to the last due date; without any date, none is invented."""
    if (frame := frame_of_reports(owed)) is not None:
        return frame
    if last_due is None or directive.issued_at is None:
        return None
    start = min(clock.localize(directive.issued_at).date(), last_due)
    return Frame(start, last_due, "Hạn sau cùng của các nội dung", f"kể từ {vn_date(start)}")


def frame_of_reports(owed: Sequence[OwedReport]) -> Frame | None:
    """The time of owed reports of one period: from the first day of its quarter to the last due date."""
    dates = [report.due_on for report in owed if report.due_on]
    if not dates:
        return None
    quarter, end = Quarter.parse(owed[0].period), max(dates)
    whole = "của quý" if end == quarter.last_day else f"kể từ {vn_date(quarter.first_day)}"
    return Frame(min(quarter.first_day, end), end, f"Hạn báo cáo {quarter.label}", whole)


@dataclass(frozen=True)
class Pace:
    """What the clock panel says."""

    frame: Frame | None
    today: date
    figures: Figures

    @property
    def left(self) -> int:
        return abs(self.frame.left(self.today)) if self.frame else 0

    @property
    def left_words(self) -> str:
        if self.frame is None:
            return ""
        return "ngày còn lại" if self.frame.left(self.today) >= 0 else "ngày quá hạn"

    @property
    def is_late(self) -> bool:
        return self.frame is not None and self.frame.left(self.today) < 0 < self.figures.unfinished

    @property
    def gone(self) -> int:
        return self.frame.gone(self.today) if self.frame else 0

    @property
    def percent_gone(self) -> int:
        return self.frame.percent(self.today) if self.frame else 0

    @property
    def verdict(self) -> str:
        """The gap between time and work in one sentence."""
        if not self.figures.total:
            return "Văn bản này chưa có nội dung khắc phục nào."
        if not self.figures.unfinished:
            return "Tất cả nội dung đã hoàn thành."
        if self.frame is None:
            return "Văn bản không ghi hạn."
        gap = self.percent_gone - self.figures.percent_done
        if gap > 0:
            return f"Chậm hơn thời gian {gap} điểm phần trăm."
        return f"Đi trước thời gian {-gap} điểm phần trăm." if gap else "Kịp với thời gian đã qua."

    @property
    def remaining(self) -> str:
        """What is left, and how much of it waits for the Centre."""
        if not self.figures.unfinished:
            return ""
        waiting = f", trong đó {vn_num(self.figures.claimed)} đã báo xong và chờ xác nhận" if self.figures.claimed else ""
        return f"Còn {vn_num(self.figures.unfinished)} nội dung chưa xong{waiting}."
