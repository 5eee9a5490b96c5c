"""The Centre's queue of one period under one dispatch: what waits, what was returned, what was accepted, who has not handed in yet.

Reports of post offices are in the queue and marked; they are not owed, so they are never missing or late (point 2 of the dispatch).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import Min, Q
from django.http import Http404
from django.urls import reverse

from common import clock
from common.page_parts import Chip
from common.quarters import Quarter
from directives.models import Directive, Item, Obligation, PendingUnit, Period
from directives.services.periods import lock_of
from reports.models import Report, Submission
from reports.owed import OwedReport, ReportFigures, owed_reports, report_figures, report_states, reports_by_queue
from reports.presenters.links import optional_url, queue_url, unit_url
from reports.presenters.report_times import days_waited, sum_words, time_words
from reports.presenters.review_rows import AcceptedRow, ReturnedRow, WaitingRow, accepted_rows, returned_rows, waiting_rows
from reports.querysets import ReportQuerySet
from reports.workflow import ReportStatus
from units.entries import Level
from units.models import Unit, User
from units.querysets import reach

MISSING = "missing"
TABS = {
    **{status.value: str(status.label) for status in (ReportStatus.SUBMITTED, ReportStatus.RETURNED, ReportStatus.ACCEPTED)},
    MISSING: "Chưa nộp",
}


@dataclass(frozen=True)
class Queue:
    """One period under one dispatch, with the reports that wait there; ``key`` names it in addresses: '12.2021-Q1'."""

    directive: Directive
    period: Period
    waiting: int

    @property
    def key(self) -> str:
        return f"{self.directive.pk}.{self.period.code}"

    @property
    def label(self) -> str:
        return f"{self.period.label} – {self.directive.reference}"


@dataclass(frozen=True)
class MissingRow:
    """A unit that owes and has not handed in."""

    unit: Unit
    url: str
    state: str
    time: str
    is_late: bool
    open_url: str


def queues_of(user: User) -> list[Queue]:
    """Every (dispatch, period) in which units of this person's task owe or sent a report, the dispatch issued last and its latest first."""
    owing = Obligation.objects.filter(reach(user).over("steer_work", "unit")).order_by().values_list("directive_id", "period_id")
    sent = Report.objects.reviewed_by(user).order_by().values_list("directive_id", "period_id")
    pairs = list(owing.union(sent))
    directives = Directive.objects.visible_to(user).issued().in_bulk({pair[0] for pair in pairs})
    periods = Period.objects.in_bulk({pair[1] for pair in pairs})
    waiting = reports_by_queue(Report.objects.reviewable_by(user)) if len(pairs) > 1 else {}
    found = [Queue(directives[pair[0]], periods[pair[1]], waiting.get(pair, 0)) for pair in pairs if pair[0] in directives]
    found.sort(key=lambda each: (each.directive.issued_at, each.directive.pk, Quarter.parse(each.period.code)), reverse=True)
    return found


def chosen_queue(queues: Sequence[Queue], key: str) -> Queue:
    """The one that the address asks for, else the latest in which a report waits, else the latest; 404 for one that is not there."""
    if not key:
        return next((each for each in queues if each.waiting), queues[0])
    found = next((each for each in queues if each.key == key), None)
    if found is None:
        raise Http404("Không có kỳ báo cáo này.")
    return found


@dataclass(frozen=True)
class QueuePage:
    """``owing`` are the duties behind the reports that are owed; the rows are those of the chosen tab, what was returned stands below what
    waits too. ``elsewhere`` wait in other queues, ``oldest_days`` is how long the oldest one waits; ``posts_may``: a post office may report
    and does not owe.
    """

    queue: Queue
    queues: Sequence[Queue]
    elsewhere: int
    tab: str
    tabs: Sequence[Chip]
    owing: Sequence[Obligation]
    waiting: Sequence[WaitingRow]
    returned: Sequence[ReturnedRow]
    accepted: Sequence[AcceptedRow]
    missing: Sequence[MissingRow]
    figures: ReportFigures
    waiting_count: int
    oldest_days: int | None
    sum: str
    late_missing: str
    late_sent: str
    not_sent: str
    points: str
    posts_may: bool
    posts_owe: bool
    pending: Sequence[str]
    due_days: Sequence[date]
    lock_on: date | None
    is_locked: bool
    remind_url: str


def queue_page(user: User, queues: Sequence[Queue], chosen: Queue, tab: str) -> QueuePage:
    """The page of one queue of ``queues``, which must not be empty."""
    today = clock.today()
    obligations = chosen.directive.obligations.filter(reach(user).over("steer_work", "unit"), period=chosen.period)
    owed = owed_reports(obligations)
    owing = list(obligations.select_related("point", "unit__area__parent"))
    units, by_unit = {one.unit_id: one.unit for one in owing}, {one.unit_id: one for one in owed}
    figures = report_figures(owed, today)
    reports = Report.objects.reviewed_by(user).filter(directive=chosen.directive, period=chosen.period).select_related("unit__area")
    states = report_states(reports)
    open_urls = _open_urls(owing, chosen, today)
    tab = tab if tab in TABS else ReportStatus.SUBMITTED.value
    oldest = _oldest(reports) if states.get(ReportStatus.SUBMITTED) else None
    back = tab in (ReportStatus.SUBMITTED, ReportStatus.RETURNED)
    accepted = list(reports.accepted().order_by("unit__sort_key")) if tab == ReportStatus.ACCEPTED else []
    return QueuePage(
        queue=chosen,
        queues=queues if len(queues) > 1 else [],
        elsewhere=sum(each.waiting for each in queues if each != chosen),
        tab=tab,
        tabs=_tabs(chosen, tab, {**states, MISSING: figures.missing}),
        owing=owing,
        waiting=waiting_rows(list(reports.submitted()), by_unit, today) if tab == ReportStatus.SUBMITTED else [],
        returned=returned_rows(list(reports.returned()), by_unit, open_urls, today) if back else [],
        accepted=accepted_rows(accepted, by_unit, today) if accepted else [],
        missing=_missing(owed, units, open_urls, today) if tab == MISSING else [],
        figures=figures,
        waiting_count=states.get(ReportStatus.SUBMITTED, 0),
        oldest_days=days_waited(oldest, today) if oldest else None,
        sum=sum_words(figures),
        late_missing=_names(owed, units, lambda one: one.is_overdue(today)),
        late_sent=_names(owed, units, lambda one: one.late(today) and one.is_handed_in),
        not_sent=_names(owed, units, lambda one: not one.is_handed_in),
        points=", ".join(dict.fromkeys(one.point.key for one in owing)),
        posts_may=_posts_may(chosen, set(units)),
        posts_owe=any(unit.kind == Unit.Kind.POST for unit in units.values()),
        pending=[each.unit.name for each in PendingUnit.objects.filter(directive=chosen.directive, outcome="").select_related("unit")],
        due_days=sorted({one.due_on for one in owing if one.due_on}),
        lock_on=lock_of(owing),
        is_locked=_is_past(lock_of(owing), today),
        remind_url=optional_url("reminder_plan") if figures.missing else "",
    )


def _tabs(chosen: Queue, tab: str, counts: Mapping[str, int]) -> list[Chip]:
    address = partial(queue_url, chosen.directive.pk, chosen.period.code)
    return [Chip(label, address(name), name == tab, counts.get(name, 0)) for name, label in TABS.items()]


def _open_urls(owing: Sequence[Obligation], chosen: Queue, today: date) -> dict[int, str]:
    """By unit: where a report that the lock has closed is opened alone."""
    closed = [one for one in owing if one.is_closed(today)]
    return {one.unit_id: reverse("report_open", args=[chosen.directive.pk, chosen.period.code, one.unit.code]) for one in closed}


def _missing(owed: Sequence[OwedReport], units: Mapping[int, Unit], open_urls: Mapping[int, str], today: date) -> list[MissingRow]:
    rows = [
        MissingRow(
            unit=units[one.unit_id],
            url=unit_url(one.unit_code),
            state=one.state,
            time=time_words(one, today),
            is_late=_is_past(one.expected_on, today),
            open_url=open_urls.get(one.unit_id, ""),
        )
        for one in owed
        if not one.is_handed_in
    ]
    return sorted(rows, key=lambda row: row.unit.sort_key)


def _names(owed: Sequence[OwedReport], units: Mapping[int, Unit], chosen: Callable[[OwedReport], bool]) -> str:
    found = sorted((units[one.unit_id] for one in owed if chosen(one)), key=lambda unit: unit.sort_key)
    return ", ".join(unit.short_name for unit in found)


def _oldest(reports: ReportQuerySet) -> datetime | None:
    """When the submission that waits longest came in."""
    waiting = Submission.objects.filter(report__in=reports.submitted(), withdrawn_at=None).filter(Q(review=None) | Q(review__decision=""))
    moment: datetime | None = waiting.aggregate(first=Min("submitted_at"))["first"]
    return moment


def _posts_may(chosen: Queue, owing: set[int]) -> bool:
    """Whether a post office above the communes has work under this dispatch and owes no report of this period: it may send one."""
    posts = Item.objects.counted().filter(directive=chosen.directive, responsible__kind=Unit.Kind.POST).exclude(responsible__in=owing)
    return posts.exclude(responsible__area__level=Level.COMMUNE).exists()


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today
