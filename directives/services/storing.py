"""The rows of an import plan, written many at once: findings made and changed, their items, and what undoing needs to know."""

from datetime import date
from typing import Any

from common.audit import event_of, record_many
from common.bulk import copy_rows, copy_values
from directives.importing.duty import Duty
from directives.importing.plan import COMPARED, ImportPlan, PlannedRow, makes_item, values_of
from directives.models import Finding, ImportBatch, ImportedRow, Inspection, Item, Point
from directives.services.finding_items import BATCH, due_source_of, make_items, parties_of
from directives.workflow import OPEN, ItemStatus
from units.models import User

ITEM_DUE = ("due_on", "due_text", "due_source", "ongoing")
ITEM_PARTIES = ("responsible_id", "accountable_id", "site_id")


def store(batch: ImportBatch, inspection: Inspection, point: Point | None, plan: ImportPlan, *, by: User | None) -> dict[str, int]:
    """Write the plan of a batch for its inspection; returns the counts that the batch keeps. ``point``: the file's own, or None."""
    created = [row for row in plan.rows if row.action == "create"]
    updated = [row for row in plan.rows if row.action == "update" and row.stored is not None]
    findings = copy_rows(
        Finding(inspection_id=inspection.pk, unit_id=row.row.unit.pk, text=row.row.finding, source=row.row.source, **values_of(row.row))
        for row in created
    )
    changed = {finding.pk: finding for finding in Finding.objects.filter(pk__in=[row.stored.pk for row in updated if row.stored])}
    kept_items = _items_of(updated)
    imported = [_update(batch, row, changed[row.stored.pk], kept_items.get(row.stored.pk)) for row in updated if row.stored]
    _save_updates(changed, kept_items, updated, by=by)
    made = list(zip(findings, created, strict=True)) + [(changed[row.stored.pk], row) for row in updated if row.stored]
    points = _points_of(point, plan)
    wanted = [(points[row.point], finding, row.duty) for finding, row in made if makes_item(row) and row.duty is not None]
    items = make_items(wanted, by=by)
    wanted_ids = {finding.pk for _, finding, _ in wanted}
    for entry in imported:
        if entry.before["item"] is None:
            entry.before["made_item"] = entry.finding_id in wanted_ids
    ImportedRow.objects.bulk_create(imported, batch_size=BATCH)
    copy_values(
        ImportedRow,
        ("batch", "finding", "action", "before", "source"),
        ((batch.pk, finding.pk, ImportedRow.Action.CREATE, {}, row.row.source) for finding, row in zip(findings, created, strict=True)),
    )
    return {
        "created": len(created),
        "updated": len(updated),
        "unchanged": plan.count("unchanged"),
        "items": len(items),
        "held": plan.held,
    }


def _points_of(point: Point | None, plan: ImportPlan) -> dict[str, Point]:
    """The points under which the plan makes items, by key: the file's own, and those that a person chose for single findings."""
    if point is None:
        return {}
    others = {row.point for row in plan.rows if makes_item(row)} - {point.key}
    found = {one.key: one for one in point.directive.points.filter(key__in=others).select_related("directive")} if others else {}
    return {point.key: point, **found}


def _items_of(rows: list[PlannedRow]) -> dict[int, Item]:
    """Items of the findings that change, by finding; locked, since people work on them."""
    wanted = [row.stored.pk for row in rows if row.stored is not None and row.stored.item is not None]
    if not wanted:
        return {}
    items = Item.objects.select_for_update(of=("self",)).filter(finding__in=wanted).prefetch_related("coordinating")
    return {item.finding_id: item for item in items if item.finding_id is not None}


def _update(batch: ImportBatch, row: PlannedRow, finding: Finding, item: Item | None) -> ImportedRow:
    """Change a finding and what of its item follows; ``before`` keeps the old values."""
    before: dict[str, Any] = {"finding": {name: _plain(getattr(finding, name)) for name in COMPARED}, "item": None}
    for name, value in values_of(row.row).items():
        setattr(finding, name, value)
    if item is not None and row.duty is not None and item.status in OPEN:
        before["item"] = {name: _plain(getattr(item, name)) for name in (*ITEM_DUE, *ITEM_PARTIES, "coordinating_text")}
        before["item"]["coordinating"] = sorted(unit.pk for unit in item.coordinating.all())
        _follow(item, row.duty)
        before["item"]["version_after"] = item.version
    return ImportedRow(batch=batch, finding=finding, action=ImportedRow.Action.UPDATE, before=before, source=row.row.source)


def _follow(item: Item, duty: Duty) -> None:
    """An open item takes over what the annex now says: its due date unless the Centre set one; who does it, while nobody has begun."""
    if item.due_source != Item.DueSource.CENTRE:
        item.due_on, item.due_text, item.due_source, item.ongoing = duty.due_on, duty.due_text[:200], due_source_of(duty), duty.ongoing
    if item.status == ItemStatus.TODO and item.updated_at is None:
        item.responsible_id, item.accountable_id, item.site_id = duty.responsible.pk, duty.accountable.pk, duty.site.pk
    item.coordinating_text = duty.coordinating_text[:300]
    item.version += 1


def _save_updates(changed: dict[int, Finding], items: dict[int, Item], rows: list[PlannedRow], *, by: User | None) -> None:
    if not changed:
        return
    Finding.objects.bulk_update(changed.values(), list(COMPARED), batch_size=BATCH)
    followed = [
        (items[row.stored.pk], row.duty)
        for row in rows
        if row.stored is not None and row.duty is not None and row.stored.pk in items and items[row.stored.pk].status in OPEN
    ]
    if not followed:
        return
    fields = [*ITEM_DUE, "responsible", "accountable", "site", "coordinating_text", "version"]
    Item.objects.bulk_update([item for item, _ in followed], fields, batch_size=BATCH)
    through = Item.coordinating.through
    through.objects.filter(item__in=[item.pk for item, _ in followed]).delete()
    through.objects.bulk_create(
        (
            through(item_id=item.pk, unit_id=unit.pk)
            for item, duty in followed
            for unit in duty.coordinating
            if unit.pk not in (item.responsible_id, item.accountable_id)
        ),
        batch_size=5 * BATCH,
    )
    record_many(
        event_of(
            by=by,
            verb="item.annex_changed",
            text="cập nhật theo phụ lục nhập lại" + _due_words(item, duty),
            subject_kind="item",
            subject_id=item.pk,
            subject_label=f"{item.code} {item.title}",
            party_codes=parties_of(duty),
        )
        for item, duty in followed
    )


def _due_words(item: Item, duty: Duty) -> str:
    if item.due_on is None:
        return ""
    noted = f" ({duty.due_note})" if duty.due_note and item.due_on == duty.due_on else ""
    return f", hạn {item.due_on:%d/%m/%Y}{noted}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
