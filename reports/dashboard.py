"""How many? Each number counts a named set of ``directives.querysets``; tiles, tables, charts and ``statistics`` take it from here.

Every function takes the rows to count, so that a shared page counts what its reader may see (``visible_to``) and the command line all.
No function knows a page, a request or a word for the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, DateField, F, IntegerField, Max, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate

from common import vocabulary
from common.shares import percent
from directives.models import Directive, Item, Obligation
from directives.querysets import (
    ItemQuerySet,
    is_done_in_time,
    is_done_late,
    is_due_soon,
    is_open_in_time,
    is_open_overdue,
    is_overdue,
)
from directives.workflow import ITEM_FLOW, OPEN, ItemStatus
from reports.owed import OwedReport, latest_period, owed_reports, report_figures, rounds_of, states_by_unit
from units.models import Unit


@dataclass(frozen=True)
class Figures:
    """Numbers of one set of items: by stored state, whatever states there are, and three that overlap these."""

    states: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0
    due_soon: int = 0
    no_due_date: int = 0

    def __add__(self, other: Figures) -> Figures:
        states = {**self.states}
        for name, count in other.states.items():
            states[name] = states.get(name, 0) + count
        return Figures(
            states,
            self.overdue + other.overdue,
            self.due_soon + other.due_soon,
            self.no_due_date + other.no_due_date,
        )

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def verified(self) -> int:
        return self.states.get(ItemStatus.VERIFIED, 0)

    @property
    def claimed(self) -> int:
        return self.states.get(ItemStatus.CLAIMED, 0)

    @property
    def open(self) -> int:
        """How many items are the units' turn."""
        return sum(self.states.get(status, 0) for status in OPEN)

    @property
    def unfinished(self) -> int:
        """How many items are not verified yet."""
        return self.total - self.verified

    @property
    def urgent(self) -> int:
        """Overdue or due soon; the two never overlap."""
        return self.overdue + self.due_soon

    @property
    def percent_done(self) -> int:
        return percent(self.verified, self.total)

    @property
    def by_status(self) -> dict[str, int]:
        """For tiles and stacked bars: every item once, by its stored state; what is nearest to its end first."""
        return {status: self.states.get(status, 0) for status in reversed(counted_states())}

    @property
    def printed(self) -> dict[str, int]:
        """The numbers that ``statistics`` prints."""
        states = {status: self.states.get(status, 0) for status in counted_states()}
        return {"total": self.total, **states, "overdue": self.overdue, "due_soon": self.due_soon, "no_due_date": self.no_due_date}


def counted_states() -> list[str]:
    """The states that numbers tell apart, in their order: what was withdrawn is in none (``ItemQuerySet.counted``)."""
    return [status for status in ITEM_FLOW.statuses.values if status != ItemStatus.WITHDRAWN]


def total(figures: Iterable[Figures]) -> Figures:
    """The sum of figures of sets that do not overlap."""
    return sum(figures, Figures())


def totals(figures: Iterable[tuple[Any, Figures]]) -> dict[Any, Figures]:
    """The sum of figures of sets that do not overlap, for each key."""
    found: dict[Any, Figures] = {}
    for key, part in figures:
        found[key] = found.get(key, Figures()) + part
    return found


def _rows(items: ItemQuerySet, on: date, *keys: str) -> list[dict[str, Any]]:
    """One GROUP BY over ``keys`` and the stored state; the columns are those of the index ``item_matrix``."""
    return list(
        items.counted()
        .order_by()
        .values(*keys, "status")
        .annotate(
            n=Count("*"),
            overdue=Count("status", filter=is_overdue(on)),
            due_soon=Count("status", filter=is_due_soon(on)),
            no_due_date=Count("status", filter=Q(due_on=None)),
            last_due=Max("due_on"),
        )
    )


def _figures(row: Mapping[str, Any]) -> Figures:
    return Figures({row["status"]: row["n"]}, row["overdue"], row["due_soon"], row["no_due_date"])


def item_figures(items: ItemQuerySet, on: date) -> Figures:
    """The numbers of one set of items, in one query."""
    return total(_figures(row) for row in _rows(items, on))


def figures_by(items: ItemQuerySet, on: date, *keys: str) -> dict[Any, Figures]:
    """The numbers by one column (its value is the key) or several (a tuple is the key), in one query."""
    rows = _rows(items, on, *keys)
    return totals((row[keys[0]] if len(keys) == 1 else tuple(row[name] for name in keys), _figures(row)) for row in rows)


def _sides(seen: ItemQuerySet, unit_id: int) -> tuple[ItemQuerySet, ItemQuerySet]:
    """``ItemQuerySet.of_unit`` as two sets that share no item: an index counts either alone, both in one it reads from end to end."""
    return seen.filter(accountable=unit_id), seen.filter(responsible=unit_id).exclude(accountable=unit_id)


def figures_of_unit(seen: ItemQuerySet, unit_id: int, on: date) -> Figures:
    """The numbers of what a unit does or answers for."""
    return total(item_figures(side, on) for side in _sides(seen, unit_id))


def figures_by_pair(seen: ItemQuerySet, unit_id: int, on: date) -> dict[tuple[int, int], Figures]:
    """The same by responsible and accountable unit."""
    led, done = (figures_by(side, on, "responsible_id", "accountable_id") for side in _sides(seen, unit_id))
    return {**led, **done}


def most_urgent(items: ItemQuerySet, figures: Figures, rows: int, on: date, own: int | None = None) -> list[int]:
    """The ids of the first ``rows`` of these unfinished items (``ItemQuerySet.most_urgent``); ``figures`` are those of their set.

    Overdue and due soon come first: where they alone fill the rows, an index finds them, and the others are neither read nor sorted.
    """
    if not figures.unfinished:
        return []
    if figures.urgent >= rows:
        items = items.urgent(on).due_until(on + timedelta(days=vocabulary.DUE_SOON_DAYS))
    return items.most_urgent(rows, on, own)


@dataclass(frozen=True)
class Column:
    """A requirement group, or a dispatch, as a column of the matrix."""

    pk: int
    name: str


@dataclass(frozen=True)
class Matrix:
    """Accountable unit × column. Row, column and grand totals are sums of the cells, so they can't differ from them."""

    cells: Mapping[tuple[int, int], Figures]
    columns: Sequence[Column]
    last_dues: Mapping[int, date]
    """The last due date of each column that has one."""

    @cached_property
    def by_unit(self) -> dict[int, Figures]:
        """Row totals; its keys are the accountable units."""
        return totals((unit_id, figures) for (unit_id, _), figures in self.cells.items())

    @cached_property
    def total(self) -> Figures:
        return total(self.by_unit.values())

    @property
    def last_due(self) -> date | None:
        return max(self.last_dues.values(), default=None)

    def cell(self, unit_id: int, column_id: int) -> Figures:
        return self.cells.get((unit_id, column_id), Figures())

    def of_unit(self, unit_id: int) -> Figures:
        return self.by_unit.get(unit_id, Figures())

    def of_column(self, column_id: int, unit_ids: Iterable[int] | None = None) -> Figures:
        """The sum of one column over these units, or over all."""
        return total(self.cell(unit_id, column_id) for unit_id in (self.by_unit if unit_ids is None else unit_ids))


def matrix(items: ItemQuerySet, on: date, columns: Iterable[Column] = (), by: str = "group_id") -> Matrix:
    """State × accountable unit × ``by`` (requirement group or dispatch) by one GROUP BY; of ``columns`` those without items are left out.

    Names come from outside: joined here, they would cost more than the counting (the index alone answers it).
    """
    rows = _rows(items, on, "accountable_id", by)
    cells = totals(((row["accountable_id"], row[by]), _figures(row)) for row in rows)
    last_dues: dict[int, date] = {}
    for row in rows:
        if row["last_due"]:
            last_dues[row[by]] = max(row["last_due"], last_dues.get(row[by], row["last_due"]))
    used = {column_id for _, column_id in cells}
    return Matrix(cells, [column for column in columns if column.pk in used], last_dues)


def open_difficulties(items: ItemQuerySet) -> int:
    """Items with an open difficulty; they overlap the stored states."""
    return items.blocked().count()


def newly_overdue(items: ItemQuerySet, since: date, on: date) -> ItemQuerySet:
    """Overdue on the day ``on``, and not yet so before ``since``: their last day was the one before it or later."""
    return items.overdue(on).filter(due_on__gte=since - timedelta(days=1))


def count_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows a named set has, as a part of another query."""
    counted = rows.order_by().annotate(every_row=Value(1)).values("every_row").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Timeliness:
    """Items with a due date: done or open, in time or not. A claimed item is open, judged by the day of its claim."""

    done_in_time: int
    done_late: int
    open_in_time: int
    open_overdue: int


def timeliness(items: ItemQuerySet, on: date) -> Timeliness:
    """Done and open items, in time and late, in one query."""
    conditions = {
        "done_in_time": is_done_in_time(),
        "done_late": is_done_late(),
        "open_in_time": is_open_in_time(on),
        "open_overdue": is_open_overdue(on),
    }
    return Timeliness(**items.aggregate(**{name: Count("status", filter=condition) for name, condition in conditions.items()}))


def finished_by_day(items: ItemQuerySet) -> list[tuple[date, int]]:
    """How many of today's finished items were verified on which day, oldest first: the line of the chart ends at ``verified``."""
    return [(day, count) for day, count in _finished(items)]


def finished_by_unit(items: ItemQuerySet) -> dict[int, list[tuple[date, int]]]:
    """How many items were finished on each day, for each responsible unit."""
    found: dict[int, list[tuple[date, int]]] = {}
    for unit_id, day, count in _finished(items, "responsible_id"):
        found.setdefault(unit_id, []).append((day, count))
    return found


def _finished(items: ItemQuerySet, *keys: str) -> QuerySet[Any, Any]:
    days = items.verified().order_by().annotate(verified_on=TruncDate("verified_at", output_field=DateField()))
    return days.values_list(*keys, "verified_on").annotate(n=Count("*")).order_by("verified_on")


def coordinated_counts(items: ItemQuerySet) -> dict[int, int]:
    """In how many of these items each unit only takes part (``ItemQuerySet.coordinated_by`` for all units at once)."""
    links = Item.coordinating.through.objects.filter(item__in=items.order_by()).exclude(
        Q(item__responsible=F("unit")) | Q(item__accountable=F("unit"))
    )
    return dict(links.order_by().values_list("unit_id").annotate(n=Count("*")))


def even_share(total_items: int, days_gone: int, days: int) -> int:
    """How many would be done if the work were spread evenly over the days: all of it on the last day, not before."""
    if days_gone >= days:
        return total_items
    return min(round(total_items * days_gone / days), max(total_items - 1, 0))


def in_danger(figures: Figures, days_gone: int, days: int) -> bool:
    """Overdue work, and less of the work done than of the time is gone: not compared by rounded per cent."""
    return figures.overdue > 0 and figures.verified * days < figures.total * days_gone


# The whole of it, as the command line prints it


def statistics(directive: Directive | None, period: str | None, on: date, *, everything: bool = False) -> dict[str, Any]:
    """What ``statistics`` prints (docs/reading.md, "Figures").

    ``period`` None: the latest in which the directive has obligations; without a directive all is empty. ``everything``: all dispatches
    that are followed, with every quarter in which somebody has something to do; a unit has the report that asks most of it.
    """
    if everything:
        chosen = Item.objects.followed().counted()
        owed = [report for each in rounds_of(owed_reports(Obligation.objects.followed())) for report in each.owed]
    else:
        chosen = Item.objects.filter(directive=directive).counted()
        owed = owed_reports(Obligation.objects.filter(directive=directive))
        period = period or latest_period(owed)
        owed = [report for report in owed if report.period == period]
    table = matrix(chosen, on)
    return {
        "on": on.isoformat(),
        "directive": directive.pk if directive else None,
        "period": period,
        "items": {**table.total.printed, "open_difficulty": open_difficulties(chosen)},
        "timeliness": asdict(timeliness(chosen, on)),
        "reports": report_figures(owed, on).printed,
        "units": _unit_rows(table, owed),
    }


def _unit_rows(table: Matrix, owed: Sequence[OwedReport]) -> list[dict[str, Any]]:
    """One row an accountable unit: it answers for items, or owes a report; UBND first, each kind by code."""
    states = states_by_unit(owed)
    units = Unit.objects.filter(pk__in=set(table.by_unit) | set(states)).values_list("pk", "code", "kind")
    rows = []
    for pk, code, _ in sorted(units, key=lambda unit: (unit[2] != Unit.Kind.UBND, unit[1])):
        found = table.of_unit(pk)
        rows.append({"unit": code, "items": found.total, "verified": found.verified, "overdue": found.overdue, "report": states.get(pk)})
    return rows
