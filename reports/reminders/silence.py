"""Why somebody is *not* told anything on a day: what waits for its next stage, for a decision, for the Centre, or has no due date."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from common.quarters import Quarter
from directives.models import Item, Obligation, PendingUnit
from reports.owed import OwedReport, owed_reports
from reports.reminders import schedule
from reports.reminders.schedule import Calendar
from units.models import Unit


@dataclass(frozen=True)
class NextReport:
    """When the units that have not reported for a period (``again``: since a return) are reminded next, so many days before it is due."""

    label: str
    again: bool
    on: date
    days: int
    units: str


@dataclass(frozen=True)
class Silence:
    """``pending`` are (unit, id of the open decision)."""

    reports: tuple[NextReport, ...]
    pending: tuple[tuple[Unit, int], ...]
    claimed: int
    no_due_date: int


def silence_on(on: date, told: Collection[tuple[str, int, date]]) -> Silence:
    """What a person of the Centre asks when he misses somebody in the list of the day. Four queries.

    ``told`` are the reports of which somebody is told on this day: (period, unit that owes, day by which it is awaited).
    """
    counts = Item.objects.order_by().aggregate(
        claimed=Count("pk", filter=Q(pk__in=Item.objects.claimed())), free=Count("pk", filter=Q(pk__in=Item.objects.open().no_due_date()))
    )
    waiting = PendingUnit.objects.filter(outcome="").select_related("unit__area__parent").order_by("unit__sort_key", "pk")
    return Silence(_next_reports(on, told), tuple((one.unit, one.pk) for one in waiting), counts["claimed"], counts["free"])


def _next_reports(on: date, told: Collection[tuple[str, int, date]]) -> tuple[NextReport, ...]:
    """Grouped by period, due date and whether it was sent back; where a decision is open a unit owes nothing yet."""
    waiting = PendingUnit.objects.filter(outcome="", directive=OuterRef("directive"), unit=OuterRef("unit"))
    ahead = Obligation.objects.filter(~Exists(waiting), expected_on__gt=on)
    owed = [one for one in owed_reports(ahead) if one.still_owed(on) and (one.period, one.unit_id, one.expected_on) not in told]
    if not owed:
        return ()
    groups: dict[tuple[str, date, bool], list[OwedReport]] = defaultdict(list)
    for one in owed:
        groups[one.period, one.expected_on, one.is_handed_in].append(one)  # type: ignore[index]  # owed and ahead: it has a due date
    calendar = Calendar(on, max(due_on for _, due_on, _ in groups))
    units = {unit.pk: unit for unit in Unit.objects.with_area().filter(pk__in={one.unit_id for one in owed})}
    found = []
    for (period, due_on, again), members in groups.items():
        stage = schedule.next_stage(due_on, on, calendar)
        if stage is not None:
            named = sorted((units[pk] for pk in {one.unit_id for one in members}), key=lambda unit: unit.sort_key)
            names = ", ".join(unit.qualified_name.removeprefix("UBND ") for unit in named)
            found.append((period, NextReport(Quarter.parse(period).label, again, stage.moved_to, (due_on - stage.moved_to).days, names)))
    return tuple(one for _, one in sorted(found, key=lambda each: (each[1].on, each[0])))
