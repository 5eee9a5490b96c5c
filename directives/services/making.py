"""The rows of a plan: what a dispatch names and asks, items and owed reports. Called by ``services.issuing`` in its transaction."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Model

from common.audit import record
from common.quarters import Quarter
from directives.models import Directive, DirectiveUnit, Item, Obligation, Period, Point, PointUnit, RequirementGroup
from directives.proposing.planning import Plan, PlannedItem
from directives.workflow import ITEM_FLOW
from reading.dispatch.proposal import Proposal
from reading.groups import GroupSpec
from units.entries import BookUnit
from units.models import User


def fitting(record: Model, name: str, value: str | None) -> str:
    """What the column holds; the proposal keeps the whole of what was read."""
    return (value or "")[: record._meta.get_field(name).max_length]  # type: ignore[union-attr]


def make_units(directive: Directive, proposal: Proposal, units: Mapping[str, BookUnit]) -> None:
    named = [(DirectiveUnit.Role.ADDRESSEE, code) for entry in proposal.addressees for code in entry.units]
    named += [(DirectiveUnit.Role.RECIPIENT, code) for entry in proposal.recipients for code in entry.units]
    DirectiveUnit.objects.bulk_create(
        DirectiveUnit(directive=directive, unit_id=units[code].pk, role=role) for role, code in dict.fromkeys(named) if code in units
    )


def make_groups(directive: Directive, groups: Iterable[GroupSpec]) -> None:
    RequirementGroup.objects.bulk_create(
        RequirementGroup(directive=directive, name=group.name, words=", ".join(group.words), is_default=group.is_default, position=position)
        for position, group in enumerate({group.name: group for group in groups}.values())
    )


def make_points(directive: Directive, proposal: Proposal, plan: Plan, units: Mapping[str, BookUnit]) -> None:
    made: dict[str, Point] = {}
    for position, spec in enumerate(proposal.points):
        point = Point(
            directive=directive,
            parent=made.get(spec.parent or ""),
            key=spec.key,
            position=position,
            text=spec.text,
            paragraphs=list(spec.paragraphs),
            modality=spec.modality,
            makes=spec.makes,
            due_on=spec.due_on,
            due_by_centre=spec.due_set,
        )
        for name in ("label", "coordinating_text", "due_text", "due_kind"):
            setattr(point, name, fitting(point, name, getattr(spec, name)))
        point.save()
        made[spec.key] = point
    rows = []
    for spec in proposal.points:
        subs = [units[code] for code in spec.responsible_sub_unit if code in units]
        for code in dict.fromkeys(plan.leads[spec.key]):
            sub = next((unit.pk for unit in subs if unit.parent_id == units[code].pk), None)
            rows.append(PointUnit(point=made[spec.key], unit_id=units[code].pk, sub_unit_id=sub, role=PointUnit.Role.LEAD))
        rows += [
            PointUnit(point=made[spec.key], unit_id=units[code].pk, role=PointUnit.Role.COORDINATING)
            for code in dict.fromkeys(spec.coordinating)
            if code in units
        ]
    PointUnit.objects.bulk_create(rows)


def next_numbers(count: int) -> list[int]:
    """Numbers for new items, from a sequence: never handed out twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('item_number') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def make_work(directive: Directive, plan: Plan, units: Mapping[str, BookUnit], *, by: User | None) -> tuple[int, int]:
    """Items and obligations of the plan that are not there yet; returns how many of each were made."""
    points = {point.key: point for point in directive.points.all()}
    groups = {group.name: group for group in directive.groups.all()}
    there = set(Item.objects.filter(directive=directive, finding=None).values_list("point__key", "responsible__code"))
    planned = [item for item in plan.items if (item.point, item.responsible) not in there]
    numbers = next_numbers(len(planned))
    items = [_item(directive, number, item, points, groups, units) for number, item in zip(numbers, planned, strict=True)]
    Item.objects.bulk_create(items)
    through = Item.coordinating.through
    through.objects.bulk_create(
        through(item_id=item.pk, unit_id=units[code].pk) for item, spec in zip(items, planned, strict=True) for code in spec.coordinating
    )
    for item, spec in zip(items, planned, strict=True):
        hand_out(item, spec, by=by)
    owed = set(directive.obligations.values_list("period__code", "unit__code"))
    new = [entry for entry in plan.obligations if (entry.period, entry.unit) not in owed]
    Obligation.objects.bulk_create(
        Obligation(
            directive=directive,
            point=points[entry.point],
            period=period_of(entry.period),
            unit_id=units[entry.unit].pk,
            due_on=entry.due_on,
            due_text=entry.due_text,
        )
        for entry in new
    )
    return len(items), len(new)


def hand_out(item: Item, spec: PlannedItem, *, by: User | None) -> None:
    """Write the first line of an item's history."""
    whose = "do Trung tâm đặt" if spec.due_set else "theo văn bản"
    due = f", hạn {item.due_on:%d/%m/%Y} {whose}" if item.due_on else ""
    step = ITEM_FLOW["assign"]
    record(
        by=by,
        verb=f"item.{step.verb}",
        text=step.words.format(said=due),
        subject_kind="item",
        subject_id=item.pk,
        subject_label=f"{item.code} {item.title}",
        party_codes=[spec.responsible, spec.accountable, *spec.coordinating],
    )


def _item(
    directive: Directive,
    number: int,
    spec: PlannedItem,
    points: Mapping[str, Point],
    groups: Mapping[str, RequirementGroup],
    units: Mapping[str, BookUnit],
) -> Item:
    return Item(
        number=number,
        directive=directive,
        point=points[spec.point],
        group=groups[spec.group],
        title=spec.title[:300],
        responsible_id=units[spec.responsible].pk,
        accountable_id=units[spec.accountable].pk,
        coordinating_text=spec.coordinating_text[:300],
        due_on=spec.due_on,
        due_text=spec.due_text[:200],
        due_source=_due_source(spec),
        ongoing=spec.ongoing,
    )


def _due_source(spec: PlannedItem) -> Item.DueSource:
    if spec.due_on is None:
        return Item.DueSource.NONE
    return Item.DueSource.CENTRE if spec.due_set else Item.DueSource.POINT


def period_of(code: str) -> Period:
    """The period with this code, made with the data window of Decree 09/2019 Điều 12 when it is new."""
    quarter = Quarter.parse(code)
    period, _ = Period.objects.get_or_create(
        code=code,
        defaults={
            "name": quarter.label,
            "starts_on": quarter.first_day,
            "ends_on": quarter.last_day,
            "data_from": quarter.data_from,
            "data_to": quarter.data_to,
        },
    )
    return period
