"""How many reports, in which state? What is owed (obligations) against what was written; items are counted in ``reports.dashboard``."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import JSONObject

from common import clock
from common.quarters import Quarter
from directives.models.period import closing_day
from directives.querysets import ObligationQuerySet
from reports.models import Report, Submission
from reports.querysets import ReportQuerySet
from reports.workflow import ReportStatus

NOT_STARTED = "not_started"
AWAITED = (NOT_STARTED, ReportStatus.DRAFT, ReportStatus.RETURNED)
"""States in which a report is the unit's turn."""
ASKING = (ReportStatus.RETURNED, NOT_STARTED, ReportStatus.DRAFT, ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)
"""What asks most of its unit first."""


@dataclass(frozen=True)
class OwedReport:
    """One owed report with its state; ``state`` is ``not_started`` while nothing was written (``report_id`` is None then).

    ``agreed_on`` is the day that the Centre named for this one report, ``closes_on`` the last day on which it
    may be handed in (``Obligation``). ``last_*`` are of the last submission that was not
    withdrawn.
    """

    directive_id: int
    unit_id: int
    unit_code: str
    point_id: int
    period: str
    due_on: date | None
    state: str
    first_submitted_on: date | None
    report_id: int | None = None
    agreed_on: date | None = None
    closes_on: date | None = None
    last_number: int | None = None
    last_submitted_on: date | None = None

    @property
    def is_handed_in(self) -> bool:
        """Submitted and not withdrawn, whatever was said of it since."""
        return self.state in (ReportStatus.SUBMITTED, ReportStatus.RETURNED, ReportStatus.ACCEPTED)

    @property
    def is_finished(self) -> bool:
        return self.state == ReportStatus.ACCEPTED

    @property
    def is_awaited(self) -> bool:
        """The unit's turn: nothing was submitted, or it was sent back."""
        return self.state in AWAITED

    @property
    def expected_on(self) -> date | None:
        """The day by which it is awaited now: the agreed one where the Centre named one for this report, else the due date."""
        return self.agreed_on or self.due_on

    def still_owed(self, on: date) -> bool:
        """Whether its unit is reminded: not submitted; sent back, up to the due date, and after it only when it first came late; until it
        comes where the Centre named a day for it.
        """
        if not self.is_awaited or self.expected_on is None:
            return False
        return self.agreed_on is not None or self.expected_on >= on or self.late(on)

    def is_behind(self, on: date) -> bool:
        """The unit's turn, and the day by which it is awaited is past; one that was handed in is late again only against an agreed day."""
        day = self.agreed_on or (self.due_on if self.first_submitted_on is None else None)
        return self.is_awaited and day is not None and day < on

    def is_closed(self, on: date) -> bool:
        """Whether its form is shut, as ``Obligation.is_closed``: the Centre opens it first."""
        return self.closes_on is not None and self.closes_on < on

    def in_time(self) -> bool:
        """First submitted on or before the due date."""
        return self.first_submitted_on is not None and self.due_on is not None and self.first_submitted_on <= self.due_on

    def is_overdue(self, on: date) -> bool:
        """Not handed in although its due date is past."""
        return self.late(on) and not self.is_handed_in

    def late(self, on: date) -> bool:
        """First submitted after the due date, or not submitted although it is past."""
        return self.due_on is not None and self.due_on < (self.first_submitted_on or on)


def owed_reports(obligations: ObligationQuerySet) -> list[OwedReport]:
    """These obligations with the state of their reports, in one query, latest period first."""
    sent = Submission.objects.filter(report=OuterRef("pk"), withdrawn_at=None).order_by("-number")
    last = Subquery(sent.values(row=JSONObject(number="number", at="submitted_at"))[:1])
    written = Report.objects.filter(directive=OuterRef("directive"), period=OuterRef("period"), unit=OuterRef("unit"))
    report = Subquery(written.values(row=JSONObject(pk="pk", state="status", first="first_submitted_on", last=last))[:1])
    columns = ("directive_id", "unit_id", "unit__code", "point_id", "period__code", "due_on", "agreed_on", "lock_on")
    found = [_owed_report(*row) for row in obligations.annotate(report=report).values_list(*columns, "report")]
    found.sort(key=lambda owed: owed.unit_code)
    return sorted(found, key=lambda owed: Quarter.parse(owed.period), reverse=True)


def _owed_report(
    directive_id: int,
    unit_id: int,
    unit_code: str,
    point_id: int,
    period: str,
    due_on: date | None,
    agreed_on: date | None,
    lock_on: date | None,
    report: dict[str, Any] | None,
) -> OwedReport:
    written = report or {"pk": None, "state": NOT_STARTED, "first": None, "last": None}
    first, last = written["first"], written["last"] or {"number": None, "at": None}
    return OwedReport(
        directive_id=directive_id,
        unit_id=unit_id,
        unit_code=unit_code,
        point_id=point_id,
        period=period,
        due_on=due_on,
        state=written["state"],
        first_submitted_on=date.fromisoformat(first) if first else None,
        report_id=written["pk"],
        agreed_on=agreed_on,
        closes_on=closing_day(lock_on, agreed_on),
        last_number=last["number"],
        last_submitted_on=clock.localize(datetime.fromisoformat(last["at"])).date() if last["at"] else None,
    )


@dataclass(frozen=True)
class Round:
    """The reports that one dispatch orders for one quarter; ``owed`` is never empty."""

    directive_id: int
    period: str
    owed: Sequence[OwedReport]


def rounds_of(owed: Sequence[OwedReport]) -> list[Round]:
    """Of each dispatch the quarters in which somebody still has something to do, else its latest one; the latest quarter first."""
    found: dict[tuple[int, str], list[OwedReport]] = {}
    for report in owed:
        found.setdefault((report.directive_id, report.period), []).append(report)
    rounds = [Round(*key, reports) for key, reports in found.items()]
    latest: dict[int, str] = {}
    for each in rounds:
        latest.setdefault(each.directive_id, each.period)
    return [each for each in rounds if each.period == latest[each.directive_id] or any(not one.is_finished for one in each.owed)]


def states_by_unit(owed: Iterable[OwedReport]) -> dict[int, str]:
    """The state of each unit's report, of several the one that asks most of it."""
    return {report.unit_id: report.state for report in sorted(owed, key=lambda one: ASKING.index(one.state), reverse=True)}


def latest_period(owed: Sequence[OwedReport]) -> str | None:
    """The latest period in which a report is owed, whatever the day."""
    return owed[0].period if owed else None


@dataclass(frozen=True)
class ReportFigures:
    """Owed reports of one period by their state, and by their time."""

    expected: int
    not_started: int
    draft: int
    submitted: int
    returned: int
    accepted: int
    in_time: int
    late_sent: int
    late_missing: int

    @property
    def late(self) -> int:
        """As ``statistics`` counts: first submitted after the due date, or not submitted although it is past. Pages tell the two apart."""
        return self.late_sent + self.late_missing

    @property
    def printed(self) -> dict[str, int]:
        """The numbers that ``statistics`` prints."""
        counts = asdict(self)
        return {name: count for name, count in counts.items() if not name.startswith("late_")} | {"late": self.late}

    @property
    def handed_in(self) -> int:
        """Submitted and not withdrawn, whatever was said of them since."""
        return self.submitted + self.returned + self.accepted

    @property
    def missing(self) -> int:
        """How many reports are owed and not handed in."""
        return self.expected - self.handed_in


def report_figures(owed: Sequence[OwedReport], on: date) -> ReportFigures:
    """Counts these owed reports by their state on a day."""
    states = Counter(report.state for report in owed)
    by_state = {state: states[state] for state in (NOT_STARTED, *(status.value for status in ReportStatus))}
    late = [report.first_submitted_on is not None for report in owed if report.late(on)]
    return ReportFigures(
        expected=len(owed),
        in_time=sum(report.in_time() for report in owed),
        late_sent=late.count(True),
        late_missing=late.count(False),
        **by_state,
    )


def report_states(reports: ReportQuerySet) -> dict[str, int]:
    """How many of these reports, owed or voluntary, are in which state; one query, states without a report are left out."""
    return dict(reports.order_by().values_list("status").annotate(n=Count("*")))


def reports_by_queue(reports: ReportQuerySet) -> dict[tuple[int, int], int]:
    """How many of these reports each (directive, period) has, in one query."""
    rows = reports.order_by().values_list("directive_id", "period_id").annotate(n=Count("*"))
    return {(directive, period): count for directive, period, count in rows}
