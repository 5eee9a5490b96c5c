"""How a report stands to its day, in words, wherever it is said: receipt, list, queue, overview, review, print, pages of the unit.

Whether it came in time is judged by the first submission (docs/reading.md); a report that came again says both days. While it is the
unit's turn the day is the agreed one where there is one ("Hẹn nộp lại").
"""

from collections.abc import Sequence
from datetime import date, datetime

from common import clock
from common.formats import vn_date, vn_num
from common.workdays import working_days_between
from directives.models import Obligation
from reports.models import Submission
from reports.owed import OwedReport, ReportFigures


def due_words(due_on: date | None, today: date, agreed_on: date | None = None, *, again: bool = False) -> str:
    """'Hạn 31/03/2021, còn 12 ngày'; 'Hẹn nộp lại 24/03/2021, còn 5 ngày' where the Centre named a day for this report (``again``: after it
    was handed in once).
    """
    day = agreed_on or due_on
    if day is None:
        return "Văn bản không ghi hạn nộp"
    name, noun = (("Hẹn nộp lại" if again else "Hẹn nộp"), "hẹn") if agreed_on else ("Hạn", "hạn")
    left = (day - today).days
    words = f"còn {vn_num(left)} ngày" if left > 0 else "là hôm nay" if left == 0 else f"quá {noun} {vn_num(-left)} ngày"
    return f"{name} {vn_date(day)}, {words}"


def against_words(day: date, due_on: date | None) -> str:
    """', sớm 16 ngày' behind the day of the first submission; "" where nothing is owed or dated."""
    if due_on is None:
        return ""
    left = (due_on - day).days
    return f", sớm {vn_num(left)} ngày" if left > 0 else ", đúng hạn" if left == 0 else f", trễ hạn {vn_num(-left)} ngày"


def handed_words(first_on: date, due_on: date | None, last_number: int | None = None, last_on: date | None = None) -> str:
    """'Nộp 15/03/2021, sớm 16 ngày'; 'Nộp lần đầu 15/03/2021, sớm 16 ngày; lần 2 19/03/2021' where it came again."""
    again = last_number is not None and last_on is not None and last_number > 1
    first = f"Nộp {'lần đầu ' if again else ''}{vn_date(first_on)}{against_words(first_on, due_on)}"
    return f"{first}; lần {last_number} {vn_date(last_on)}" if again else first


def submissions_words(submissions: Sequence[Submission], shown: Submission, owed: Obligation | None) -> str:
    """The same of the standing submissions of one report, up to the one ``shown``; ``owed`` is the duty behind it."""
    first, due_on = clock.localize(submissions[0].submitted_at).date(), owed.due_on if owed else None
    if shown == submissions[0]:
        return handed_words(first, due_on)
    return handed_words(first, due_on, shown.number, clock.localize(shown.submitted_at).date())


def beside_moment(day: date, said: str, due_on: date | None) -> str:
    """``said`` beside the moment of a submission: of the only one, how it stands to the due date is enough ('Sớm 13 ngày')."""
    alone = handed_words(day, due_on)
    return against_words(day, due_on).removeprefix(", ").capitalize() if said == alone else said


def time_words(report: OwedReport, today: date) -> str:
    """Of an owed report: when it came and how that stands to the due date, or until when it is awaited."""
    if report.first_submitted_on is None:
        return due_words(report.due_on, today, report.agreed_on)
    said = handed_words(report.first_submitted_on, report.due_on, report.last_number, report.last_submitted_on)
    return f"{said}. {due_words(None, today, report.agreed_on, again=True)}" if report.is_awaited and report.agreed_on else said


def days_waited(since: datetime, today: date) -> int:
    """Working days since a submission came in."""
    return max(working_days_between(clock.localize(since).date(), today), 0)


def sum_words(figures: ReportFigures) -> str:
    """'6 đúng hạn, 1 nộp trễ; chưa nộp, quá hạn 2': what is not there yet is never counted among what was handed in."""
    sent = f"{vn_num(figures.in_time)} đúng hạn" + (f", {vn_num(figures.late_sent)} nộp trễ" if figures.late_sent else "")
    return sent + (f"; chưa nộp, quá hạn {vn_num(figures.late_missing)}" if figures.late_missing else "")
