"""Owed reports by unit: state, day, and how the day stands to the due date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from common.quarters import Quarter
from directives.models import Directive
from directives.scope import Scope
from reports.owed import NOT_STARTED, OwedReport, ReportFigures, Round, report_figures
from reports.presenters.links import queue_url, report_url, unit_url
from reports.presenters.report_times import sum_words, time_words
from reports.workflow import ReportStatus
from units.models import Unit

_ORDER = (
    *(ReportStatus.SUBMITTED.value, ReportStatus.RETURNED.value, ReportStatus.DRAFT.value),
    *(NOT_STARTED, ReportStatus.ACCEPTED.value),
)
"""What the Centre has to act on first, what is finished last."""


@dataclass(frozen=True)
class ReportRow:
    """One unit that owes a report; ``report_url`` is empty until it was handed in."""

    name: str
    inline: str
    url: str
    report_url: str
    state: str
    time: str


@dataclass(frozen=True)
class OwedReports:
    """The owed reports of one period, as a panel shows them."""

    title: str
    figures: ReportFigures
    rows: Sequence[ReportRow]
    missing: str
    sum: str


def owed_panel(owed: Sequence[OwedReport], units: Mapping[int, Unit], today: date, *, reviewing: bool = False) -> OwedReports | None:
    """None where no report is owed. ``owed`` is of one period, ``units`` holds its units by id; ``reviewing``: the reader reviews."""
    if not owed:
        return None
    figures = report_figures(owed, today)
    ordered = sorted(owed, key=lambda report: (_ORDER.index(report.state), units[report.unit_id].sort_key))
    missing = [units[report.unit_id].inline_name for report in ordered if not report.is_handed_in]
    return OwedReports(
        title=f"Báo cáo {Quarter.parse(owed[0].period).label} theo đơn vị",
        figures=figures,
        rows=[_row(report, units[report.unit_id], today, reviewing) for report in ordered],
        missing=", ".join(missing),
        sum=sum_words(figures),
    )


def _row(report: OwedReport, unit: Unit, today: date, reviewing: bool) -> ReportRow:
    address = report_url(report.report_id, reviewing=reviewing) if report.is_handed_in and report.report_id else ""
    return ReportRow(
        name=unit.short_name,
        inline=unit.inline_name,
        url=unit_url(unit.code),
        report_url=address,
        state=report.state,
        time=time_words(report, today),
    )


@dataclass(frozen=True)
class RoundRow:
    """The reports that one of several dispatches orders for one quarter, in one line."""

    period: str
    directive: Directive
    figures: ReportFigures
    missing: str
    late: int
    queue_url: str


def round_rows(scope: Scope, rounds: Sequence[Round], units: Mapping[int, Unit], today: date, *, reviewing: bool = False) -> list[RoundRow]:
    """The latest quarter first; ``units`` holds the units of all rounds by id."""
    directives = {each.pk: each for each in scope.directives}
    return [
        RoundRow(
            period=Quarter.parse(each.period).label,
            directive=directives[each.directive_id],
            figures=report_figures(each.owed, today),
            missing=", ".join(units[report.unit_id].inline_name for report in each.owed if not report.is_handed_in),
            late=sum(report.is_overdue(today) for report in each.owed),
            queue_url=queue_url(each.directive_id, each.period) if reviewing else "",
        )
        for each in rounds
    ]
