"""Items of findings, made many at once: an import and a later decision on a waiting unit do it alike.

Source: docs/domain.md, "What issuing makes".
"""

from collections.abc import Iterable, Mapping, Sequence

from common import clock
from common.audit import event_of, record_many
from common.bulk import copy_rows, copy_values
from common.due import due_of_cell
from directives.importing.duty import Duty, FindingFacts
from directives.models import Directive, Finding, ImportBatch, Item, Point, RequirementGroup
from directives.proposing.planning import ONGOING
from directives.services.import_targets import leaf_points
from directives.services.making import next_numbers
from directives.services.point_duties import duties_of
from directives.workflow import ITEM_FLOW, ImportStatus
from reading.annex.choices import AnnexChoices, RowChoice
from units.entries import BookUnit
from units.models import User

BATCH = 1000


def make_items(made: Sequence[tuple[Point, Finding, Duty]], *, by: User | None) -> list[Item]:
    """One item a finding, under its point of one dispatch, with the first line of its history; as many queries for one as for thousands."""
    if not made:
        return []
    step = ITEM_FLOW["assign"]
    groups = {group.name: group for group in made[0][0].directive.groups.all()}
    numbers = next_numbers(len(made))
    items = copy_rows(_item(point, number, finding, duty, groups) for number, (point, finding, duty) in zip(numbers, made, strict=True))
    through = Item.coordinating.through
    copy_values(
        through, ("item", "unit"), ((item.pk, unit.pk) for item, (*_, duty) in zip(items, made, strict=True) for unit in duty.coordinating)
    )
    record_many(
        event_of(
            by=by,
            verb=f"item.{step.verb}",
            text=step.words.format(said=f" từ kết quả kiểm tra{_due_words(duty)}"),
            subject_kind="item",
            subject_id=item.pk,
            subject_label=f"{item.code} {item.title}",
            party_codes=parties_of(duty),
        )
        for item, (*_, duty) in zip(items, made, strict=True)
    )
    return items


def parties_of(duty: Duty) -> set[str]:
    return {unit.code for unit in (duty.responsible, duty.accountable, duty.site, *duty.coordinating)}


def due_source_of(duty: Duty) -> Item.DueSource:
    if duty.from_annex:
        return Item.DueSource.ANNEX
    if duty.by_centre:
        return Item.DueSource.CENTRE
    return Item.DueSource.POINT if duty.due_on else Item.DueSource.NONE


def _due_words(duty: Duty) -> str:
    if duty.due_on is None:
        return ""
    if duty.by_centre:
        return f", hạn {duty.due_on:%d/%m/%Y} do Trung tâm đặt"
    noted = f" ({duty.due_note})" if duty.due_note else ""
    return f", hạn {duty.due_on:%d/%m/%Y} theo {'phụ lục' if duty.from_annex else 'văn bản'}{noted}"


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


def make_waiting_items(directive: Directive, units: Mapping[str, BookUnit], *, by: User | None) -> int:
    """After a waiting unit was taken in: its imported findings, which had to wait, become items. Returns how many.

    Each finding goes under the point and group that its import named, with the import's common due date unless that is past by now.
    Those of units that still wait or lie outside stay findings.
    """
    imports = ImportBatch.objects.filter(directive=directive, status=ImportStatus.COMMITTED).exclude(point=None).select_related("point")
    batches = {batch.pk: batch for batch in imports.defer("result")}
    waiting = Finding.objects.filter(item=None, imported__batch__in=batches).values_list("pk", "imported__batch_id")
    batch_of = dict(waiting.order_by("imported__batch_id"))  # the latest import that spoke of the finding
    if not batch_of:
        return 0
    points = {point.key: point for point in leaf_points(directive)}
    duties = duties_of(list(points.values()), units)
    own = {pk: batch.point.key for pk, batch in batches.items() if batch.point is not None}
    choices = {pk: AnnexChoices.from_storage(batches[pk].choices) for pk in set(batch_of.values())}
    by_id = {unit.pk: unit for unit in units.values()}
    made = []
    for finding in Finding.objects.filter(pk__in=batch_of).order_by("pk"):
        said = choices[batch_of[finding.pk]]
        choice = said.chosen([(finding.source, finding.text)]).get(0, RowChoice())
        key = choice.point if choice.point in points else own[batch_of[finding.pk]]
        if not duties[key].held(by_id[finding.unit_id]):
            due = said.due_on if said.due_on is not None and said.due_on >= clock.today() else None
            made.append((points[key], finding, duties[key].duty(facts_of(finding, units), group=choice.group, common_due=due)))
    return len(make_items(made, by=by))


def facts_of(finding: Finding, units: Mapping[str, BookUnit]) -> FindingFacts:
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


def _known(codes: Iterable[str], units: Mapping[str, BookUnit]) -> Iterable[BookUnit]:
    return (units[code] for code in codes if code in units)
