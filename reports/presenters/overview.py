"""The overview page: where a dispatch stands, each number a link to a list with exactly that many rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from common import clock, vocabulary
from common.page_parts import Chip, Stat
from directives import rules as directive_rules
from directives.models import Difficulty, Directive, Item, PendingUnit, RequirementGroup
from directives.presenters.item_rows import ItemRow, item_rows
from directives.querysets import news
from reports import dashboard, rules
from reports.dashboard import Figures, Matrix
from reports.models import Report
from reports.owed import OwedReport, latest_period, owed_reports
from reports.presenters.chart import Burn, burn
from reports.presenters.links import decision_url, items_url, queue_url, unit_url
from reports.presenters.pace import Pace, frame_of
from reports.presenters.report_rows import OwedReports, owed_panel
from reports.presenters.side import Side, read_side
from units.entries import Level
from units.models import Unit, User

URGENT_ROWS = 7
WAITING_ROWS = 5
# The 12 district-level units of 2021 roughly as they lie on the map, three a row (General Statistics Office codes); others follow by name.
MAP_ORDER = ("870", "868", "869", "874", "871", "872", "875", "866", "873", "876", "867", "877")


def issued_directives(user: User) -> list[Directive]:
    """The dispatches of which the reader may choose one, the one issued last first, each with its requirement groups (``group_rows``)."""
    groups = RequirementGroup.objects.filter(directive=OuterRef("pk")).order_by("position", "pk")
    issued = Directive.objects.visible_to(user).issued().order_by("-issued_at", "-pk")
    return list(issued.annotate(group_rows=ArraySubquery(groups.values(row=JSONObject(pk="pk", name="name")))))


@dataclass(frozen=True)
class OverviewPage:
    """``waiting_units`` wait for a decision; ``owed`` is None where no report is owed."""

    directive: Directive
    directives: Sequence[Chip]
    today: date
    pace: Pace
    burn: Burn | None
    tiles: Sequence[Stat]
    side: Side
    urgent: Sequence[ItemRow]
    heat: Heat
    districts: Sequence[Tile]
    owed: OwedReports | None
    queue_url: str
    waiting_units: Sequence[Unit]
    can_steer: bool

    @property
    def due_soon_days(self) -> int:
        return vocabulary.DUE_SOON_DAYS


def overview_page(user: User, directives: Sequence[Directive], directive: Directive) -> OverviewPage:
    """All that the page shows of one dispatch; the number of queries does not depend on the number of rows."""
    today = clock.today()
    items = Item.objects.visible_to(user).filter(directive=directive)
    groups = [dashboard.Group(**row) for row in directive.group_rows]  # type: ignore[attr-defined]
    table = dashboard.matrix(items, today, groups)
    owed = owed_reports(directive.obligations.visible_to(user))
    owed = [report for report in owed if report.period == latest_period(owed)]
    units = units_of(directive, table, owed, today)
    visible = Difficulty.objects.visible_to(user)
    reviewing = directive_rules.can(rules.check_can_see_queue, user)
    side = read_side(
        directive,
        today,
        counts={
            "blocked": items.blocked(),
            "waiting": visible.waiting(),
            "submitted": Report.objects.submitted().filter(directive=directive, period__code=owed[0].period if owed else ""),
        },
        difficulties=visible.waiting().order_by("raised_at", "pk"),
        rows=WAITING_ROWS,
        events=news(user),
        reviewing=reviewing,
    )
    pace = Pace(frame_of(directive, owed, table.last_due), today, table.total)
    return OverviewPage(
        directive,
        _chooser(directives, directive),
        today,
        pace,
        burn(pace.frame, today, dashboard.finished_by_day(items), table.total.total) if pace.frame else None,
        _stats(directive, table.total, side.counts["blocked"]),
        side,
        item_rows(user, items.urgent(today).as_rows().order_by("due_key", "number")[:URGENT_ROWS], today),
        _heat(directive, table, units),
        district_tiles(units, table),
        owed_panel(owed, {unit.pk: unit for unit in units}, today, reviewing=reviewing),
        queue_url(directive.pk, owed[0].period) if reviewing and owed else "",
        [unit for unit in units if unit.is_waiting and unit.pk not in table.by_unit],  # type: ignore[attr-defined]
        directive_rules.can(directive_rules.check_can_steer, user),
    )


def _chooser(directives: Sequence[Directive], chosen: Directive) -> list[Chip]:
    """One chip a dispatch; nothing to choose from one."""
    address = reverse("overview")
    chips = [Chip(each.reference, f"{address}?van_ban={each.pk}", each == chosen) for each in directives]
    return chips if len(chips) > 1 else []


def _stats(directive: Directive, figures: Figures, blocked: int) -> list[Stat]:
    url = partial(items_url, van_ban=directive.pk)
    states = [(count, vocabulary.ITEM_STATES[key], key) for key, count in figures.by_status.items()]
    rows = [Stat(count, state.label, state.icon, state.tone, url(tinh_trang=key)) for count, state, key in states]
    rows.append(Stat(figures.overdue, "Trong đó quá hạn", "alert-octagon", "late", url(han="overdue")))
    if blocked:
        rows.append(Stat(blocked, "Trong đó vướng mắc", "alert-triangle", "block", url(tinh_trang="blocked")))
    return rows


def units_of(directive: Directive, table: Matrix, owed: Sequence[OwedReport], today: date) -> list[Unit]:
    """Units that answer for items or owe a report, the district-level units of the dispatch's day, and units that wait for a decision;

    ``is_waiting`` marks these.
    """
    waiting = PendingUnit.objects.filter(directive=directive, unit=OuterRef("pk"), outcome="")
    districts = Unit.objects.active_on(day_of(directive, today)).filter(kind=Unit.Kind.UBND, area__level=Level.DISTRICT)
    wanted = Q(pk__in={*table.by_unit, *(report.unit_id for report in owed)}) | Q(pk__in=districts.values("pk")) | Exists(waiting)
    return list(Unit.objects.with_area().annotate(is_waiting=Exists(waiting)).filter(wanted).order_by("sort_key"))


def day_of(directive: Directive, today: date) -> date:
    """The day on which the units of a dispatch are meant: its date, or as near to today as the year that it states allows."""
    if directive.issued_on:
        return directive.issued_on
    year = directive.issued_year or today.year
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


# Unit × group


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
class Heat:
    """The table, its column totals, and the units that stand beside it."""

    groups: Sequence[dashboard.Group]
    rows: Sequence[HeatRow]
    sums: Sequence[HeatCell]
    sum: HeatCell
    outside: Sequence[HeatRow]
    has_waiting: bool


def heat_step(figures: Figures) -> str:
    """none, h0 nothing done, h1 less than half, h2 half or more, h3 all."""
    if not figures.total:
        return "none"
    if figures.verified == figures.total:
        return "h3"
    if not figures.verified:
        return "h0"
    return "h2" if 2 * figures.verified >= figures.total else "h1"


def _heat(directive: Directive, table: Matrix, units: Sequence[Unit]) -> Heat:
    """UBND are the rows, other units stand outside; where no UBND answers for anything, all units are rows.

    A column total covers the rows above it, so it is a link only while its list has no rows of units outside.
    """
    accountable = [unit for unit in units if unit.pk in table.by_unit]
    inside = [unit for unit in accountable if unit.kind == Unit.Kind.UBND] or accountable
    outside = [unit for unit in accountable if unit not in inside]
    waiting = [unit for unit in units if unit.is_waiting and unit.pk not in table.by_unit]  # type: ignore[attr-defined]
    inside_ids, all_ids = [unit.pk for unit in inside], list(table.by_unit)

    def column(group_id: int) -> HeatCell:
        shown, everything = table.of_group(group_id, inside_ids), table.of_group(group_id, all_ids)
        return HeatCell(shown, items_url(van_ban=directive.pk, nhom=group_id) if shown.total == everything.total else "")

    def row(unit: Unit) -> HeatRow:
        link: dict[str, str | int | None] = {"van_ban": directive.pk, "chu_tri": unit.code}
        cells = [HeatCell(table.cell(unit.pk, group.pk), items_url(**link, nhom=group.pk)) for group in table.groups]
        return HeatRow(unit, unit_url(unit.code), cells, HeatCell(table.of_unit(unit.pk), items_url(**link)))

    decision = decision_url(directive.pk)
    sums = [column(group.pk) for group in table.groups]
    whole = dashboard.total(cell.figures for cell in sums)
    return Heat(
        groups=table.groups,
        rows=[*(row(unit) for unit in inside), *(HeatRow(unit, decision, (), None) for unit in waiting)],
        sums=sums,
        sum=HeatCell(whole, items_url(van_ban=directive.pk) if whole.total == table.total.total else ""),
        outside=[row(unit) for unit in outside],
        has_waiting=bool(waiting),
    )


# District-level units


@dataclass(frozen=True)
class Tile:
    """One district-level unit: with work, waiting for a decision, or outside the dispatch."""

    unit: Unit
    figures: Figures
    url: str
    is_waiting: bool

    @property
    def step(self) -> str:
        return heat_step(self.figures)


def district_tiles(units: Sequence[Unit], table: Matrix) -> list[Tile]:
    places = {code: place for place, code in enumerate(MAP_ORDER)}
    districts = [unit for unit in units if unit.kind == Unit.Kind.UBND and unit.level == Level.DISTRICT]
    districts.sort(key=lambda unit: (places.get(unit.area.code, len(places)), unit.sort_key))
    return [
        Tile(unit, table.of_unit(unit.pk), unit_url(unit.code), unit.is_waiting)  # type: ignore[attr-defined]
        for unit in districts
    ]
