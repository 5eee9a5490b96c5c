"""The overview page: where all that is followed stands, or a part of it, each number a link to a list with exactly that many rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import OuterRef, Q, Subquery

from common import clock, vocabulary
from common.page_parts import Stat
from directives import rules as directive_rules
from directives.models import Difficulty, Directive, Item, Obligation, PendingUnit
from directives.presenters.item_rows import ItemRow, item_rows
from directives.presenters.links import items_url
from directives.querysets import ItemQuerySet, news
from directives.scope import Scope
from reports import dashboard, rules
from reports.dashboard import Column, Figures, Matrix
from reports.left_behind import left_sets
from reports.models import Report
from reports.owed import OwedReport, Round, owed_reports, rounds_of
from reports.presenters.chart import Burn, burn
from reports.presenters.links import decision_url, overview_url, queue_url, unit_url
from reports.presenters.pace import Frame, Pace, frame_of
from reports.presenters.passing import LeftNotice, left_notice
from reports.presenters.report_rows import OwedReports, RoundRow, owed_panel, round_rows
from reports.presenters.side import Side, read_side
from units.entries import Level
from units.models import Unit, User

URGENT_ROWS = 7
WAITING_ROWS = 5
# The 12 district-level units of 2021 roughly as they lie on the map, three a row (General Statistics Office codes); others follow by name.
MAP_ORDER = ("870", "868", "869", "874", "871", "872", "875", "866", "873", "876", "867", "877")


@dataclass(frozen=True)
class DispatchRow:
    """One of several dispatches: how far it is, beside its own time."""

    directive: Directive
    pace: Pace
    url: str
    items_url: str
    overdue_url: str


@dataclass(frozen=True)
class OverviewPage:
    """Of one dispatch its time, line and reports; of several (``dispatches``) each with its own time. ``owed`` is None where no report is
    owed, or there are several ``rounds``; ``waiting_units`` wait for a decision.
    """

    scope: Scope
    today: date
    pace: Pace
    dispatches: Sequence[DispatchRow]
    burn: Burn | None
    tiles: Sequence[Stat]
    side: Side
    urgent: Sequence[ItemRow]
    heat: Heat
    districts: Sequence[Tile]
    rounds: Sequence[RoundRow]
    owed: OwedReports | None
    queue_url: str
    waiting_units: Sequence[Unit]
    can_steer: bool
    left: LeftNotice | None

    @property
    def due_soon_days(self) -> int:
        return vocabulary.DUE_SOON_DAYS


def overview_page(user: User, scope: Scope) -> OverviewPage:
    """All that the page shows of these dispatches; the number of queries does not depend on the number of rows."""
    today = clock.today()
    items = scope.items(Item.objects.visible_to(user))
    table = matrix_of(scope, items, today)
    rounds = rounds_of(owed_reports(scope.reports(Obligation.objects.visible_to(user))))
    owed = [report for each in rounds for report in each.owed]
    units = units_of(scope, table, owed, today)
    visible = Difficulty.objects.visible_to(user)
    reviewing = directive_rules.can(rules.check_can_see_queue, user)
    can_steer = directive_rules.can(directive_rules.check_can_steer, user)
    side = read_side(
        scope.directives[0],
        today,
        counts={
            "blocked": items.blocked(),
            "waiting": visible.waiting(),
            "submitted": scope.reports(Report.objects.submitted()),
            **(left_sets() if can_steer else {}),
        },
        difficulties=visible.waiting().order_by("raised_at", "pk"),
        rows=WAITING_ROWS,
        events=news(user),
        reviewing=reviewing,
    )
    pace = pace_of(scope, table, rounds, today)
    by_id = {unit.pk: unit for unit in units}
    return OverviewPage(
        scope,
        today,
        pace,
        dispatch_rows(scope, table, rounds, today),
        burn(pace.frame, today, dashboard.finished_by_day(items), table.total.total) if pace.frame else None,
        _stats(scope, table.total, side.counts["blocked"]),
        side,
        item_rows(
            user, Item.objects.as_rows().by_id(items.urgent(today).first_ids(URGENT_ROWS, "due_key", "number"))[0], today, scope.names
        ),
        _heat(scope, table, units),
        district_tiles(units, table),
        [] if len(rounds) == 1 else round_rows(scope, rounds, by_id, today, reviewing=reviewing),
        owed_panel(rounds[0].owed, by_id, today, reviewing=reviewing) if len(rounds) == 1 else None,
        queue_url(rounds[0].directive_id, rounds[0].period) if reviewing and len(rounds) == 1 else "",
        waiting_of(units, table),
        can_steer,
        left_notice(side.counts) if can_steer else None,
    )


def matrix_of(scope: Scope, items: ItemQuerySet, today: date) -> Matrix:
    """Of one dispatch by requirement group, of several by dispatch."""
    if scope.one:
        groups = [Column(**row) for row in scope.one.group_rows]  # type: ignore[attr-defined]
        return dashboard.matrix(items, today, groups)
    return dashboard.matrix(items, today, [Column(each.pk, each.number_and_symbol) for each in scope.directives], by="directive_id")


def pace_of(scope: Scope, table: Matrix, rounds: Sequence[Round], today: date) -> Pace:
    """The work beside the time of the only dispatch; several have no time in common."""
    return Pace(_frame(scope.one, rounds, table.last_due) if scope.one else None, today, table.total)


def dispatch_rows(scope: Scope, table: Matrix, rounds: Sequence[Round], today: date) -> list[DispatchRow]:
    """Nothing for one alone. What is late comes first, then what is due first."""
    if scope.one:
        return []
    rows = []
    for each in scope.directives:
        pace = Pace(_frame(each, rounds, table.last_dues.get(each.pk)), today, table.of_column(each.pk))
        urls = overview_url(each.pk), items_url(van_ban=each.pk), items_url(van_ban=each.pk, han="overdue")
        rows.append(DispatchRow(each, pace, *urls))
    return sorted(rows, key=lambda row: (not row.pace.figures.overdue, row.pace.frame.end if row.pace.frame else date.max))


def _frame(directive: Directive, rounds: Sequence[Round], last_due: date | None) -> Frame | None:
    """That of its latest round of reports, else of its items."""
    return frame_of(directive, next((one.owed for one in rounds if one.directive_id == directive.pk), []), last_due)


def waiting_of(units: Sequence[Unit], table: Matrix) -> list[Unit]:
    """Units that wait for a decision and answer for nothing meanwhile."""
    return [unit for unit in units if unit.waiting_in and unit.pk not in table.by_unit]  # type: ignore[attr-defined]


def _stats(scope: Scope, figures: Figures, blocked: int) -> list[Stat]:
    url = partial(items_url, **scope.params)
    states = [(count, vocabulary.ITEM_STATES[key], key) for key, count in figures.by_status.items()]
    rows = [Stat(count, state.label, state.icon, state.tone, url(tinh_trang=key)) for count, state, key in states]
    rows.append(Stat(figures.overdue, "Trong đó quá hạn", "alert-octagon", "late", url(han="overdue")))
    if blocked:
        rows.append(Stat(blocked, "Trong đó vướng mắc", "alert-triangle", "block", url(tinh_trang="blocked")))
    return rows


def units_of(scope: Scope, table: Matrix, owed: Sequence[OwedReport], today: date) -> list[Unit]:
    """Units that answer for items or owe a report, those of the districts on the day of the dispatch issued last, and those that wait

    for a decision: ``waiting_in`` is the dispatch that names such a unit.
    """
    waiting = PendingUnit.objects.filter(directive__in=scope.ids, unit=OuterRef("pk"), outcome="").order_by("pk").values("directive")[:1]
    districts = Unit.objects.active_on(day_of(scope.directives[0], today)).filter(kind=Unit.Kind.UBND, area__level=Level.DISTRICT)
    wanted = Q(pk__in={*table.by_unit, *(report.unit_id for report in owed)}) | Q(pk__in=districts.values("pk"))
    units = Unit.objects.with_area().annotate(waiting_in=Subquery(waiting))
    return list(units.filter(wanted | Q(waiting_in__isnull=False)).order_by("sort_key"))


def day_of(directive: Directive, today: date) -> date:
    """The day on which the units of a dispatch are meant: its date, or as near to today as the year that it states allows."""
    if directive.issued_on:
        return directive.issued_on
    year = directive.issued_year or today.year
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


# Unit × group, or unit × dispatch


@dataclass(frozen=True)
class HeatCell:
    """One cell: done of all, its step of colour, and the list behind it."""

    figures: Figures
    url: str

    @property
    def step(self) -> str:
        return heat_step(self.figures)


@dataclass(frozen=True)
class HeatRow:
    """One accountable unit; without cells it waits for a decision."""

    unit: Unit
    url: str
    cells: Sequence[HeatCell]
    sum: HeatCell | None


@dataclass(frozen=True)
class HeatColumn:
    """``url`` leads on to one dispatch."""

    name: str
    url: str


@dataclass(frozen=True)
class Heat:
    """The table, its column totals, and the units that stand beside it."""

    columns: Sequence[HeatColumn]
    rows: Sequence[HeatRow]
    sums: Sequence[HeatCell]
    sum: HeatCell
    outside: Sequence[HeatRow]
    decision_url: str


def heat_step(figures: Figures) -> str:
    """none, h0 nothing done, h1 less than half, h2 half or more, h3 all."""
    if not figures.total:
        return "none"
    if figures.verified == figures.total:
        return "h3"
    if not figures.verified:
        return "h0"
    return "h2" if 2 * figures.verified >= figures.total else "h1"


def _heat(scope: Scope, table: Matrix, units: Sequence[Unit]) -> Heat:
    """UBND are the rows, other units stand outside; where no UBND answers for anything, all units are rows.

    Of one dispatch a cell leads to its list, of several on to the row of the unit in the table of that dispatch. A column total covers the
    rows above it, so it is a link only while its list has no rows of units outside.
    """
    accountable = [unit for unit in units if unit.pk in table.by_unit]
    inside = [unit for unit in accountable if unit.kind == Unit.Kind.UBND] or accountable
    outside = [unit for unit in accountable if unit not in inside]
    inside_ids = [unit.pk for unit in inside]
    onward = {column.pk: "" if scope.one else overview_url(column.pk) for column in table.columns}

    def within(column_id: int) -> dict[str, str | int | None]:
        return {**scope.params, "nhom": column_id} if scope.one else {"van_ban": column_id}

    def column(column_id: int) -> HeatCell:
        shown, everything = table.of_column(column_id, inside_ids), table.of_column(column_id)
        return HeatCell(shown, items_url(**within(column_id)) if shown.total == everything.total else "")

    def cell(unit: Unit, column_id: int) -> HeatCell:
        url = items_url(**within(column_id), chu_tri=unit.code) if scope.one else f"{onward[column_id]}#{unit.code}"
        return HeatCell(table.cell(unit.pk, column_id), url)

    def row(unit: Unit) -> HeatRow:
        cells = [cell(unit, column.pk) for column in table.columns]
        return HeatRow(unit, unit_url(unit.code), cells, HeatCell(table.of_unit(unit.pk), items_url(**scope.params, chu_tri=unit.code)))

    waiting = [HeatRow(unit, decision_url(unit.waiting_in), (), None) for unit in waiting_of(units, table)]  # type: ignore[attr-defined]
    sums = [column(column_.pk) for column_ in table.columns]
    whole = dashboard.total(cell.figures for cell in sums)
    return Heat(
        columns=[HeatColumn(each.name, onward[each.pk]) for each in table.columns],
        rows=[*(row(unit) for unit in inside), *waiting],
        sums=sums,
        sum=HeatCell(whole, items_url(**scope.params) if whole.total == table.total.total else ""),
        outside=[row(unit) for unit in outside],
        decision_url=waiting[0].url if waiting else "",
    )


# District-level units


@dataclass(frozen=True)
class Tile:
    """One district-level unit: with work, waiting for a decision, or outside the dispatch."""

    unit: Unit
    figures: Figures
    url: str
    waiting_url: str

    @property
    def step(self) -> str:
        return heat_step(self.figures)


def district_tiles(units: Sequence[Unit], table: Matrix) -> list[Tile]:
    places = {code: place for place, code in enumerate(MAP_ORDER)}
    districts = [unit for unit in units if unit.kind == Unit.Kind.UBND and unit.level == Level.DISTRICT]
    districts.sort(key=lambda unit: (places.get(unit.area.code, len(places)), unit.sort_key))
    return [
        Tile(unit, table.of_unit(unit.pk), unit_url(unit.code), decision_url(unit.waiting_in) if unit.waiting_in else "")  # type: ignore[attr-defined]
        for unit in districts
    ]
