"""Undoing the import of an annex, while nothing was built on it."""

from datetime import date
from typing import Any

from django.db.models import ProtectedError

from common.audit import event_of, record_many
from common.models import AuditEvent
from directives.models import Finding, ImportBatch, ImportedRow, Item
from directives.services.drafts import Blocked, Obstacle
from directives.services.import_notices import tell_undone
from directives.services.storing import ITEM_DUE, ITEM_PARTIES
from directives.workflow import ImportStatus
from units.models import User

_OWN_VERBS = ("item.assigned", "item.annex_changed")
_DATES = ("due_on",)


def take_back(batch: ImportBatch, *, by: User | None) -> dict[str, int]:
    """What the batch made goes, what it changed gets its old values; returns the counts. Raises ``Blocked``."""
    rows = list(batch.rows.select_related("finding"))
    made = [row.finding_id for row in rows if row.action == ImportedRow.Action.CREATE and row.finding_id]
    changed = [row for row in rows if row.action == ImportedRow.Action.UPDATE]
    findings = [*made, *(row.finding_id for row in changed if row.finding_id)]
    locked = Item.objects.select_for_update(of=("self",)).select_related("responsible", "accountable").filter(finding__in=findings)
    items = {item.finding_id: item for item in locked}
    obstacles = _later_imports(batch, rows) + _worked_on(list(items.values()), changed)
    if obstacles:
        raise Blocked(obstacles)
    taken = [items[pk] for pk in made if pk in items]
    taken += [items[row.finding_id] for row in changed if row.before.get("made_item") and row.finding_id in items]
    gone = [item.pk for item in taken]
    try:
        Item.objects.filter(pk__in=gone).delete()
    except ProtectedError as error:
        raise Blocked(_protecting(error)) from error
    _restore(changed, {pk: item for pk, item in items.items() if item.pk not in gone}, by=by)
    try:
        Finding.objects.filter(pk__in=made).delete()
    except ProtectedError as error:
        raise Blocked(_protecting(error)) from error
    tell_undone(batch, taken, by=by)
    batch.similar.all().delete()
    return {"removed": len(made), "restored": len(changed), "items": len(gone)}


def _later_imports(batch: ImportBatch, rows: list[ImportedRow]) -> list[Obstacle]:
    """An import committed later changed the same findings: that one has to be undone first. Rows are numbered as they are committed,
    whichever file was uploaded first.
    """
    touched = [row.finding_id for row in rows if row.finding_id]
    last = max((row.pk for row in rows), default=0)
    later = ImportedRow.objects.filter(finding__in=touched, batch__status=ImportStatus.COMMITTED, pk__gt=last).exclude(batch=batch)
    names = dict(later.values_list("batch_id", "batch__file_name").order_by("batch_id"))
    return [
        Obstacle("", f"Lần nhập sau từ tệp “{name}” đã cập nhật các hạn chế này. Hoàn tác lần nhập đó trước.") for name in names.values()
    ]


def _worked_on(items: list[Item], changed: list[ImportedRow]) -> list[Obstacle]:
    """Items on which somebody acted since: every act leaves its line in the history."""
    versions = {row.finding_id: row.before["item"]["version_after"] for row in changed if row.before.get("item")}
    acts = dict(
        AuditEvent.objects.filter(subject_kind="item", subject_id__in=[item.pk for item in items if item.finding_id not in versions])
        .exclude(verb__in=_OWN_VERBS)
        .values_list("subject_id", "text")
        .order_by("id")
    )
    found = []
    for item in sorted(items, key=lambda one: one.number):
        if item.finding_id in versions and item.version != versions[item.finding_id]:
            found.append(Obstacle(item.code, f"{item.code} đã được cập nhật sau khi nhập."))
        elif item.pk in acts:
            found.append(Obstacle(item.code, f"{item.code}: {acts[item.pk][:200]}"))
    return found


def _protecting(error: ProtectedError) -> list[Obstacle]:
    """What refers to an item and may not lose it (evidence, difficulties, entries of reports), learned from the database."""
    found: dict[str, Obstacle] = {}
    for thing in error.protected_objects:
        item = thing if isinstance(thing, Item) else getattr(thing, "item", None)
        code = item.code if isinstance(item, Item) else ""
        words = f"{code} đã có {thing._meta.verbose_name}." if code else f"Đã có {thing._meta.verbose_name} gắn với hạn chế này."
        found.setdefault(words, Obstacle(code, words))
    return sorted(found.values(), key=lambda one: one.message)


def _restore(changed: list[ImportedRow], items: dict[int | None, Item], *, by: User | None) -> None:
    findings, back = [], []
    for row in changed:
        if row.finding is None:
            continue
        for name, value in row.before["finding"].items():
            setattr(row.finding, name, _value(name, value))
        findings.append(row.finding)
        item, old = items.get(row.finding_id), row.before.get("item")
        if item is not None and old:
            for name in (*ITEM_DUE, *ITEM_PARTIES, "coordinating_text"):
                setattr(item, name, _value(name, old[name]))
            item.version += 1
            back.append((item, old["coordinating"]))
    if findings:
        Finding.objects.bulk_update(findings, list(changed[0].before["finding"]), batch_size=1000)
    if back:
        fields = [*ITEM_DUE, "responsible", "accountable", "site", "coordinating_text", "version"]
        Item.objects.bulk_update([item for item, _ in back], fields, batch_size=1000)
        through = Item.coordinating.through
        through.objects.filter(item__in=[item.pk for item, _ in back]).delete()
        through.objects.bulk_create(through(item_id=item.pk, unit_id=unit) for item, units in back for unit in units)
        record_many(
            event_of(
                by=by,
                verb="item.annex_changed",
                text="trả lại giá trị cũ vì lần nhập phụ lục đã được hoàn tác",
                subject_kind="item",
                subject_id=item.pk,
                subject_label=f"{item.code} {item.title}",
                party_codes=[item.responsible.code, item.accountable.code],
            )
            for item, _ in back
        )


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DATES and value else value
