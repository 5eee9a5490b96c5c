"""Time beside progress: the deadline, how much of the time is gone, how much of the work is done, and what to say about the gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common import clock
from common.formats import vn_date, vn_num
from common.quarters import Quarter
from common.shares import percent
from directives.models import Directive
from reports.dashboard import Figures
from reports.owed import OwedReport


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
        """Of the time that is gone; a deadline is inclusive, so all of it is gone only when the last day is over."""
        share = percent(self.gone(today), self.days)
        return share if self.is_past(today) else min(share, 99)

    def is_past(self, today: date) -> bool:
        return self.end < today

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
    """How much time and how much of the work is gone: what the clock panel says."""

    frame: Frame | None
    today: date
    figures: Figures

    @property
    def left(self) -> int:
        return abs(self.frame.left(self.today)) if self.frame else 0

    @property
    def is_past(self) -> bool:
        return self.frame is not None and self.frame.is_past(self.today)

    @property
    def is_last_day(self) -> bool:
        return self.frame is not None and self.frame.end == self.today

    @property
    def big(self) -> tuple[str, str]:
        """The large words of the panel: days left, the last day, or days since. It is the frame's deadline: no work is called late."""
        if self.frame is None:
            return "", ""
        if self.is_last_day:
            return "Hôm nay", "là ngày cuối"
        return vn_num(self.left), "ngày sau hạn" if self.is_past else "ngày còn lại"

    @property
    def gone_words(self) -> str:
        """How far the time is: 'Đã qua 78/90 ngày của quý.'"""
        if self.frame is None:
            return ""
        days = vn_num(self.frame.days)
        if self.is_past:
            return f"Đã qua cả {days} ngày {self.frame.whole}."
        if self.is_last_day:
            return f"Hôm nay là ngày cuối trong {days} ngày {self.frame.whole}."
        return f"Đã qua {vn_num(self.gone)}/{days} ngày {self.frame.whole}."

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
        if self.is_past:
            return f"Hạn đã qua {vn_num(self.left)} ngày, còn {100 - self.figures.percent_done}% chưa xong."
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
