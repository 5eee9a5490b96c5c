"""Owed reports by unit: state, day, and how the day stands to the due date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from common.formats import vn_num
from common.quarters import Quarter
from common.vocabulary import State
from reports import dashboard
from reports.dashboard import OwedReport, ReportFigures
from reports.presenters.links import report_url, unit_url
from reports.presenters.report_state import REPORT_STATES
from reports.workflow import ReportStatus
from units.models import Unit

_ORDER = (
    *(ReportStatus.SUBMITTED.value, ReportStatus.RETURNED.value, ReportStatus.DRAFT.value),
    *(dashboard.NOT_STARTED, ReportStatus.ACCEPTED.value),
)
"""What the Centre has to act on first, what is finished last."""


@dataclass(frozen=True)
class ReportRow:
    """One unit that owes a report; ``report_url`` is empty until it was handed in."""

    name: str
    inline: str
    url: str
    report_url: str
    state: State
    submitted_on: date | None
    time: str


@dataclass(frozen=True)
class OwedReports:
    """The owed reports of one period, as a panel shows them."""

    title: str
    figures: ReportFigures
    rows: Sequence[ReportRow]
    missing: str


def owed_panel(owed: Sequence[OwedReport], units: Mapping[int, Unit], today: date, *, reviewing: bool = False) -> OwedReports | None:
    """None where no report is owed. ``owed`` is of one period, ``units`` holds its units by id; ``reviewing``: the reader reviews."""
    if not owed:
        return None
    ordered = sorted(owed, key=lambda report: (_ORDER.index(report.state), units[report.unit_id].sort_key))
    missing = [units[report.unit_id].inline_name for report in ordered if not is_handed_in(report)]
    return OwedReports(
        title=f"Báo cáo {Quarter.parse(owed[0].period).label} theo đơn vị",
        figures=dashboard.report_figures(owed, today),
        rows=[_row(report, units[report.unit_id], today, reviewing) for report in ordered],
        missing=", ".join(missing),
    )


def is_handed_in(report: OwedReport) -> bool:
    """Submitted and not withdrawn (``ReportFigures.handed_in`` counts these)."""
    return report.state in (ReportStatus.SUBMITTED, ReportStatus.RETURNED, ReportStatus.ACCEPTED)


def _row(report: OwedReport, unit: Unit, today: date, reviewing: bool) -> ReportRow:
    address = report_url(report.report_id, reviewing=reviewing) if is_handed_in(report) and report.report_id else ""
    return ReportRow(
        name=unit.short_name,
        inline=unit.inline_name,
        url=unit_url(unit.code),
        report_url=address,
        state=REPORT_STATES[report.state],
        submitted_on=report.first_submitted_on,
        time=time_words(report, today),
    )


def time_words(report: OwedReport, today: date) -> str:
    """The day against the due date, inclusive: 'Đúng hạn, sớm 13 ngày', 'Nộp trễ 2 ngày', 'Còn 12 ngày', 'Quá hạn 3 ngày'."""
    if report.due_on is None:
        return "Không ghi hạn"
    day = report.first_submitted_on
    left = (report.due_on - (day or today)).days
    if day is None:
        return f"Quá hạn {vn_num(-left)} ngày" if left < 0 else f"Còn {vn_num(left)} ngày" if left else "Hạn hôm nay"
    if left < 0:
        return f"Nộp trễ {vn_num(-left)} ngày"
    return f"Đúng hạn, sớm {vn_num(left)} ngày" if left else "Đúng hạn"
