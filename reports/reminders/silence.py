"""Why somebody is *not* told anything on a day: what waits for its next stage, for a decision, for the Centre, or has no due date."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from common.quarters import Quarter
from directives.models import Item, Obligation, PendingUnit
from reports.owed import OwedReport, owed_reports
from reports.reminders import schedule
from reports.reminders.schedule import Calendar
from units.models import Unit


@dataclass(frozen=True)
class NextReport:
    """When the units that have not reported for a period are reminded next, so many days before it is due."""

    label: str
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


def silence_on(on: date) -> Silence:
    """What a person of the Centre asks when he misses somebody in the list of the day. Four queries."""
    counts = Item.objects.order_by().aggregate(
        claimed=Count("pk", filter=Q(pk__in=Item.objects.claimed())), free=Count("pk", filter=Q(pk__in=Item.objects.open().no_due_date()))
    )
    waiting = PendingUnit.objects.filter(outcome="").select_related("unit__area__parent").order_by("unit__sort_key", "pk")
    pending = tuple((one.unit, one.pk) for one in waiting)
    return Silence(_next_reports(on, {unit.pk for unit, _ in pending}), pending, counts["claimed"], counts["free"])


def _next_reports(on: date, waiting: set[int]) -> tuple[NextReport, ...]:
    """Grouped by period and due date; units of which a decision is open owe nothing yet."""
    ahead = Obligation.objects.filter(expected_on__gt=on)
    owed = [one for one in owed_reports(ahead) if one.still_owed(on) and one.unit_id not in waiting]
    if not owed:
        return ()
    groups: dict[tuple[str, date], list[OwedReport]] = defaultdict(list)
    for one in owed:
        groups[one.period, one.expected_on].append(one)  # type: ignore[index]  # owed and ahead: it has a due date
    calendar = Calendar(on, max(due_on for _, due_on in groups))
    units = {unit.pk: unit for unit in Unit.objects.with_area().filter(pk__in={one.unit_id for one in owed})}
    found = []
    for (period, due_on), members in groups.items():
        stage = schedule.next_stage(due_on, on, calendar)
        if stage is not None:
            told = sorted((units[pk] for pk in {one.unit_id for one in members}), key=lambda unit: unit.sort_key)
            names = ", ".join(unit.qualified_name.removeprefix("UBND ") for unit in told)
            found.append((period, NextReport(Quarter.parse(period).label, stage.moved_to, (due_on - stage.moved_to).days, names)))
    return tuple(one for _, one in sorted(found, key=lambda each: (each[1].on, each[0])))
