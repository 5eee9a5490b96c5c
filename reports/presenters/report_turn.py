"""The report that a unit has to write next, in one line with its button: for the pages of its work."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from common.quarters import Quarter
from reports import rules
from reports.owed import OwedReport
from reports.presenters.report_list import ACTS
from reports.presenters.report_times import time_words
from reports.workflow import ReportStatus
from units.models import Unit, User


@dataclass(frozen=True)
class ReportTurn:
    """``url`` is empty for readers who don't write it."""

    title: str
    state: str
    time: str
    is_late: bool
    act: str
    url: str


def report_turn(user: User, unit: Unit, owed: OwedReport | None, today: date) -> ReportTurn | None:
    """None where no report is the unit's turn."""
    if owed is None:
        return None
    returned, closed = owed.state == ReportStatus.RETURNED, owed.is_closed(today)
    time = ("Trung tâm đã trả lại để bổ sung. " if returned else "") + time_words(owed, today)
    mine = user.unit == unit and rules.writes_reports(user)
    return ReportTurn(
        title=f"Báo cáo {Quarter.parse(owed.period).label}",
        state=owed.state,
        time=f"{time}. Kỳ báo cáo đã khóa" if closed else time,
        is_late=owed.is_behind(today),
        act="Xem vì sao đã khóa" if closed else ACTS[owed.state],
        url=reverse("report_list") if mine else "",
    )
