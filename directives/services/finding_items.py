"""Items of findings, made many at once: what an import and a later decision on a waiting unit do alike (directive.md, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from common.audit import event_of, record_many
from common.bulk import copy_rows, copy_values
from common.due import due_of_cell
from directives.importing.duty import Duties, Duty, FindingFacts, PointFacts
from directives.models import Directive, Finding, ImportBatch, Item, Point, PointUnit, RequirementGroup
from directives.proposing.grouping import KNOWN_GROUPS, GroupSpec
from directives.proposing.planning import ONGOING
from directives.services.making import next_numbers
from directives.workflow import ImportStatus
from units.models import Unit, User

BATCH = 1000


def duties_of(point: Point, units: Mapping[str, Unit]) -> Duties:
    """What the point says, as stored now. ``units``: all, by code."""
    by_id = {unit.pk: unit for unit in units.values()}
    named = list(PointUnit.objects.filter(point=point).values_list("role", "unit_id").order_by("id"))
    general = Item.objects.filter(point=point, finding=None, due_source=Item.DueSource.POINT).values_list("due_on", "due_text").first()
    due_on, due_text = general or (point.due_on, point.due_text)
    pending = point.directive.pending_units.filter(outcome="").values_list("unit_id", flat=True)
    return Duties(
        PointFacts(
            leads=tuple(by_id[pk] for role, pk in named if role == PointUnit.Role.LEAD),
            coordinating=tuple(by_id[pk] for role, pk in named if role == PointUnit.Role.COORDINATING),
            coordinating_text=point.coordinating_text,
            due_on=due_on,
            due_text=due_text if due_on else "",
            pending=frozenset(pending),
            groups=tuple(_spec(group) for group in point.directive.groups.all()),
        ),
        units,
    )


def _spec(group: RequirementGroup) -> GroupSpec:
    """A stored group; words of a known group that nobody edited keep their commas ("bố trí, sắp xếp")."""
    known = next((one for one in KNOWN_GROUPS if one.name == group.name and ", ".join(one.words) == group.words), None)
    words = known.words if known else tuple(word.strip() for word in group.words.split(",") if word.strip())
    return GroupSpec(group.name, words, group.is_default)


def make_items(point: Point, made: Sequence[tuple[Finding, Duty]], *, by: User | None) -> list[Item]:
    """One item a finding, with the first line of its history; as many queries for one as for thousands."""
    if not made:
        return []
    groups = {group.name: group for group in point.directive.groups.all()}
    numbers = next_numbers(len(made))
    items = copy_rows(_item(point, number, finding, duty, groups) for number, (finding, duty) in zip(numbers, made, strict=True))
    through = Item.coordinating.through
    copy_values(
        through, ("item", "unit"), ((item.pk, unit.pk) for item, (_, duty) in zip(items, made, strict=True) for unit in duty.coordinating)
    )
    record_many(
        event_of(
            by=by,
            verb="item.assigned",
            text="giao nội dung từ kết quả kiểm tra" + _due_words(duty),
            subject_kind="item",
            subject_id=item.pk,
            subject_label=f"{item.code} {item.title}",
            party_codes=parties_of(duty),
        )
        for item, (_, duty) in zip(items, made, strict=True)
    )
    return items


def parties_of(duty: Duty) -> set[str]:
    return {unit.code for unit in (duty.responsible, duty.accountable, duty.site, *duty.coordinating)}


def due_source_of(duty: Duty) -> Item.DueSource:
    if duty.from_annex:
        return Item.DueSource.ANNEX
    return Item.DueSource.POINT if duty.due_on else Item.DueSource.NONE


def _due_words(duty: Duty) -> str:
    if duty.due_on is None:
        return ""
    return f", hạn {duty.due_on:%d/%m/%Y} theo {'phụ lục' if duty.from_annex else 'văn bản'}"


def _item(point: Point, number: int, finding: Finding, duty: Duty, groups: Mapping[str, RequirementGroup]) -> Item:
    return Item(
        number=number,
        directive_id=point.directive_id,
        point_id=point.pk,
        finding_id=finding.pk,
        group_id=groups[duty.group].pk,
        title=duty.title,
        responsible_id=duty.responsible.pk,
        accountable_id=duty.accountable.pk,
        site_id=duty.site.pk if duty.site else None,
        coordinating_text=duty.coordinating_text[:300],
        due_on=duty.due_on,
        due_text=duty.due_text[:200],
        due_source=due_source_of(duty),
        ongoing=duty.ongoing,
    )


def make_waiting_items(directive: Directive, units: Mapping[str, Unit], *, by: User | None) -> int:
    """After a waiting unit was taken in: its imported findings, which had to wait, become items. Returns how many.

    Each finding goes under the point that its import named. Those of units that still wait or lie outside stay findings.
    """
    waiting = (
        Finding.objects.filter(
            item=None, imported__action="create", imported__batch__directive=directive, imported__batch__status=ImportStatus.COMMITTED
        )
        .exclude(imported__batch__point=None)
        .values_list("pk", "imported__batch_id")
        .order_by("pk")
    )
    batch_of = dict(waiting)
    points = {
        batch.pk: batch.point for batch in ImportBatch.objects.filter(pk__in=set(batch_of.values())).select_related("point__directive")
    }
    by_point: dict[int, tuple[Point, list[Finding]]] = {}
    for finding in Finding.objects.filter(pk__in=batch_of).order_by("pk"):
        point = points[batch_of[finding.pk]]
        if point is not None:
            by_point.setdefault(point.pk, (point, []))[1].append(finding)
    made = 0
    for point, findings in by_point.values():
        duties = duties_of(point, units)
        by_id = {unit.pk: unit for unit in units.values()}
        ready = [finding for finding in findings if not duties.held(by_id[finding.unit_id])]
        made += len(make_items(point, [(finding, duties.duty(facts_of(finding, units))) for finding in ready], by=by))
    return made


def facts_of(finding: Finding, units: Mapping[str, Unit]) -> FindingFacts:
    """A stored finding, as the annex named it."""
    by_id = {unit.pk: unit for unit in units.values()}
    due = due_of_cell(finding.due_text)
    return FindingFacts(
        unit=by_id[finding.unit_id],
        text=finding.text,
        heading="",
        remedy=finding.remedy,
        leads=tuple(_known(finding.leads, units)),
        coordinating=tuple(_known(finding.coordinating, units)),
        coordinating_text=finding.coordinating_text,
        due_on=finding.due_on,
        due_text=finding.due_text,
        ongoing=due is not None and due.kind in ONGOING,
    )


def _known(codes: Iterable[str], units: Mapping[str, Unit]) -> Iterable[Unit]:
    return (units[code] for code in codes if code in units)
