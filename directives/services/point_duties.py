"""What points of a dispatch say about the work that findings make, as stored now: as many queries for one point as for all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from directives.importing.duty import Duties, PointFacts
from directives.models import Item, Point, PointUnit, RequirementGroup
from reading.groups import KNOWN_GROUPS, GroupSpec
from units.entries import BookUnit


def duties_of(points: Sequence[Point], units: Mapping[str, BookUnit]) -> dict[str, Duties]:
    """By the point's key, for points of one dispatch. ``units``: all, by code."""
    if not points:
        return {}
    by_id = {unit.pk: unit for unit in units.values()}
    named: dict[tuple[int, str], list[BookUnit]] = defaultdict(list)
    for point_id, role, pk in PointUnit.objects.filter(point__in=points).values_list("point_id", "role", "unit_id").order_by("id"):
        named[point_id, role].append(by_id[pk])
    dues = _general_dues(points)
    directive = points[0].directive
    pending = frozenset(directive.pending_units.filter(outcome="").values_list("unit_id", flat=True))
    groups = tuple(_spec(group) for group in directive.groups.all())
    found = {}
    for point in points:
        due_on, due_text = dues.get(point.pk, (point.due_on, point.due_text))
        facts = PointFacts(
            leads=tuple(named[point.pk, PointUnit.Role.LEAD]),
            coordinating=tuple(named[point.pk, PointUnit.Role.COORDINATING]),
            coordinating_text=point.coordinating_text,
            due_on=due_on,
            due_text=due_text if due_on else "",
            pending=pending,
            groups=groups,
            due_by_centre=point.due_by_centre and due_on == point.due_on,
        )
        found[point.key] = Duties(facts, units)
    return found


def _general_dues(points: Sequence[Point]) -> dict[int, tuple[date | None, str]]:
    """The due date of each point's first general item that has the point's."""
    items = Item.objects.filter(point__in=points, finding=None, due_source=Item.DueSource.POINT)
    first = items.order_by("point_id", "number").distinct("point_id").values_list("point_id", "due_on", "due_text")
    return {point_id: (due_on, due_text) for point_id, due_on, due_text in first}


def _spec(group: RequirementGroup) -> GroupSpec:
    """A stored group; words of a known group that nobody edited keep their commas ("bố trí, sắp xếp")."""
    known = next((one for one in KNOWN_GROUPS if one.name == group.name and ", ".join(one.words) == group.words), None)
    words = known.words if known else tuple(word.strip() for word in group.words.split(",") if word.strip())
    return GroupSpec(group.name, words, group.is_default)
