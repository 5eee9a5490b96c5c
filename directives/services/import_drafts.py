"""Drafts of imports: keep an annex with what a person decided about it, and compute what committing it would do.

What a batch would do is computed anew from its file each time, so that the commit meets today's data and not those of the preview.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from common import clock
from common.audit import record
from common.errors import Conflict, FileRefused, Forbidden, Invalid
from common.identity import identity_key, identity_mark
from directives import rules
from directives.importing.plan import ImportPlan, Places, Stored, build_plan
from directives.models import Finding, ImportBatch, ImportRun, Inspection, Point
from directives.models.import_batch import upload_to
from directives.models.item import item_code
from directives.services.evidence import display_name
from directives.services.filing import keep, with_files
from directives.services.import_changes import Changes, changed_choices
from directives.services.import_memory import Alike, alike_of, remembered_mappings
from directives.services.import_targets import Target, check_common_due, leaf_points, stored_inspection
from directives.services.point_duties import duties_of
from directives.services.stored_files import drop_after_commit
from directives.workflow import ImportStatus
from reading.annex.checks import Annex
from reading.annex.choices import AnnexChoices
from reading.annex.columns import FINDINGS
from reading.annex.reader import read_annex
from reading.files.workbook import read_workbook
from reading.tables.reader import HeaderGuess, guess_headers
from reading.tables.told import FileWarning
from units.books import current_book, units_by_code
from units.entries import BookUnit
from units.models import User

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Preview:
    """What committing would do now. ``alike``: rows that may be a finding that is there already, with what was decided about them;
    ``points``: those under which a finding may become an item, ``places`` what they say. Without a dispatch there are none.
    """

    checked: Annex
    plan: ImportPlan
    alike: tuple[Alike, ...] = ()
    points: tuple[Point, ...] = ()
    places: Places | None = None


@with_files()
def open_batch(*, by: User, target: Target, content: bytes, file_name: str, due_on: date | None = None) -> ImportBatch:
    """Keep an annex as a draft, with the file itself. Raises ``FileRefused`` where it can't be read; one in which no header of findings was
    found is kept when a row looks like one, for a person to say what its columns hold. ``due_on``: the Centre's for rows that state none.
    """
    rules.check_can_import(by)
    if due_on is not None:
        check_common_due(target, due_on)
    mappings = remembered_mappings()
    try:
        annex = read_annex(content, file_name, books=current_book, choices=AnnexChoices.from_storage({"mappings": mappings}))
        met = {table.header.mark for table in annex.tables}
    except FileRefused as refusal:
        if refusal.code != "header_missing" or not guess_headers(read_workbook(content, file_name), FINDINGS):
            raise
        met = set()
    batch = new_batch(target, by=by, content=content, file_name=file_name)
    known = {mark: mappings[mark] for mark in met & mappings.keys()}
    batch.choices = {**({"mappings": known} if known else {}), **({"due_on": due_on.isoformat()} if due_on else {})}
    batch.save(update_fields=["choices"])
    record_import(batch, by=by, verb="uploaded", text=f"tải lên phụ lục “{batch.file_name}”", data={"sha256": batch.file_sha256})
    return batch


def new_batch(target: Target, *, by: User | None, content: bytes, file_name: str) -> ImportBatch:
    """The stored draft of one file; the file is kept by its hash."""
    batch = ImportBatch(
        inspection=target.inspection,
        new_title="" if target.inspection else target.new_title,
        directive=target.directive,
        point=target.point,
        file_name=display_name(file_name),
        file_sha256=hashlib.sha256(content).hexdigest(),
        created_at=clock.now(),
        created_by=by,
    )
    path = upload_to(batch, file_name)
    keep(ImportBatch, "file", path, content)
    batch.file.name = path
    batch.save()
    return batch


def content_of(batch: ImportBatch) -> bytes:
    """The very file that was uploaded."""
    try:
        with batch.file.open("rb") as stream:
            content: bytes = stream.read()
    except FileNotFoundError as error:
        log.error("import %s: its file is gone from the store", batch.pk)
        raise FileRefused("file_invalid", f"Kho tệp không còn tệp gốc “{batch.file_name}”. Bỏ lần nhập này và tải tệp lên lại.") from error
    return content


def target_of_batch(batch: ImportBatch) -> Target:
    """A draft for a new inspection that somebody made meanwhile goes to that one."""
    return Target(batch.inspection or stored_inspection(batch.directive, batch.new_title), batch.new_title, batch.directive, batch.point)


def annex_of(batch: ImportBatch, content: bytes | None = None) -> Annex:
    """The file as it is read with what was decided about it. May raise ``FileRefused``."""
    choices = AnnexChoices.from_storage(batch.choices)
    return _read(content if content is not None else content_of(batch), batch.file_name, target_of_batch(batch), choices)


def guesses_of(batch: ImportBatch) -> list[HeaderGuess]:
    """The rows that look most like a header, where none was found."""
    return guess_headers(read_workbook(content_of(batch), batch.file_name), FINDINGS)


def preview(batch: ImportBatch, *, units: Mapping[str, BookUnit] | None = None) -> Preview:
    """What committing this draft would do now. May raise ``FileRefused``."""
    target, choices = target_of_batch(batch), AnnexChoices.from_storage(batch.choices)
    return compute(content_of(batch), batch.file_name, target, choices, units, batch.choices.get("similar", {}))


def compute(
    content: bytes,
    name: str,
    target: Target,
    choices: AnnexChoices,
    units: Mapping[str, BookUnit] | None = None,
    decided: Mapping[str, str] | None = None,
) -> Preview:
    """The file read, checked and planned against what is stored now. ``decided``: what was said about similar findings in this draft."""
    annex = _read(content, name, target, choices)
    points = tuple(leaf_points(target.directive)) if target.directive is not None and target.point is not None else ()
    places = None
    if target.point is not None:
        places = Places(target.point.key, duties_of(points, units if units is not None else units_by_code()), choices.due_on)
    chosen = choices.chosen((row.source, row.finding) for row in annex.rows)
    plan = build_plan(annex.rows, _stored(target.inspection), places, chosen)
    alike, crowded = alike_of(plan, target, decided or {})
    plan.merge({one.pair.later.row: one.words for one in alike if one.merged and one.pair.later.row is not None})
    plan.recur(_named_elsewhere(plan, target.inspection))
    names = [unit.name for unit in {row.row.unit.pk: row.row.unit for row in plan.rows}.values() if unit.pk in crowded]
    words = "{}: quá nhiều hạn chế, cổng không tìm các hạn chế giống nhau."
    plan.warnings += [FileWarning("similar_not_compared", words.format(name)) for name in names]
    return Preview(annex, plan, tuple(alike), points, places)


def _read(content: bytes, name: str, target: Target, choices: AnnexChoices) -> Annex:
    directive = target.directive
    return read_annex(
        content,
        name,
        books=current_book,
        choices=choices,
        on=directive.issued_on if directive else None,
        year=directive.issued_year if directive else None,
    )


def _named_elsewhere(plan: ImportPlan, inspection: Inspection | None) -> dict[tuple[int, str], str]:
    """The new rows that other inspections named as well, the latest of them in words."""
    new = [row.row for row in plan.rows if row.action == "create"]
    if not new:
        return {}
    marks = {(row.unit.pk, identity_mark(row.finding)): row.key for row in new}
    found = Finding.objects.filter(unit__in={unit for unit, _ in marks}, identity__in={mark for _, mark in marks})
    if inspection is not None:
        found = found.exclude(inspection=inspection)
    rows = found.order_by("pk").values_list("unit_id", "identity", "inspection__title", "item__number")
    return {
        marks[unit, mark]: f"Lặp lại: đã nêu ở “{title}”" + (f", {item_code(number)}" if number else "")
        for unit, mark, title, number in rows
        if (unit, mark) in marks
    }


def _stored(inspection: Inspection | None) -> dict[tuple[int, str], Stored]:
    if inspection is None:
        return {}
    names = ("cause", "remedy", "due_text", "due_on", "leads", "coordinating", "coordinating_text", "note")
    item = ("item", "item__point__key", "item__group__name")
    rows = Finding.objects.filter(inspection=inspection).values("pk", "unit_id", "text", *item, *names)
    return {
        (row["unit_id"], identity_key(row["text"])): Stored(
            row["pk"], {name: row[name] for name in names}, row["item"], row["item__point__key"] or "", row["item__group__name"] or ""
        )
        for row in rows
    }


@transaction.atomic
def choose(*, batch_id: int, version: int, by: User, changes: Changes) -> tuple[ImportBatch, bool]:
    """Keep what a person decided. Returns the draft, and whether anything changed. What would leave nothing to read is refused."""
    rules.check_can_import(by)
    batch = lock_draft(batch_id, version)
    before = batch.choices
    _check_places(batch, changes)
    batch.choices = changed_choices(before, changes)
    if batch.choices == before:
        return batch, False
    if any((changes.columns, changes.headers, changes.cells, changes.left_out)):
        _check_readable(batch)
    batch.version += 1
    batch.save(update_fields=["choices", "version"])
    return batch, True


def _check_places(batch: ImportBatch, changes: Changes) -> None:
    """A point that takes findings, a group of the dispatch, a due date that can be kept."""
    target = target_of_batch(batch)
    if changes.due_on:
        check_common_due(target, date.fromisoformat(changes.due_on))
    points = {choice.point for choice in changes.rows.values() if choice.point}
    groups = {choice.group for choice in changes.rows.values() if choice.group}
    if not points and not groups:
        return
    if target.directive is None:
        raise Invalid("Lần nhập này không gắn văn bản nên không chọn điểm, nhóm được.")
    if not points <= {point.key for point in leaf_points(target.directive)}:
        raise Invalid("Có điểm không nhận hạn chế. Chọn điểm khác.")
    if not groups <= set(target.directive.groups.values_list("name", flat=True)):
        raise Invalid("Văn bản không có nhóm yêu cầu này. Chọn nhóm khác.")


def _check_readable(batch: ImportBatch) -> None:
    try:
        annex_of(batch)
    except FileRefused as refusal:
        words = "Không bỏ hết mọi dòng được. Muốn bỏ cả tệp, bấm “Bỏ tệp này”." if refusal.code == "no_rows" else refusal.message
        raise Invalid(words) from refusal


@transaction.atomic
def discard_batch(*, batch_id: int, by: User) -> None:
    """Throw a draft away; nothing was imported from it."""
    rules.check_can_import(by)
    batch = lock_draft(batch_id, None)
    record_import(batch, by=by, verb="discarded", text=f"bỏ phụ lục “{batch.file_name}”, chưa nhập gì")
    drop_after_commit(ImportBatch, str(batch.file.name))
    batch.delete()


def lock_draft(batch_id: int, version: int | None, *, by_worker: bool = False) -> ImportBatch:
    """The draft, locked. ``version`` is what the person saw. While a worker imports it nobody else touches it; it holds the same lock."""
    if not by_worker and ImportRun.objects.filter(batch=batch_id, finished_at=None).exists():
        raise Forbidden("Cổng đang nhập tệp này. Chờ nhập xong rồi xem kết quả.")
    batches = ImportBatch.objects.select_for_update(of=("self",)).select_related("inspection", "directive", "point__directive")
    batch = batches.get(pk=batch_id)
    if version is not None and version != batch.version:
        raise Conflict("Có người vừa sửa lần nhập này. Chưa lưu gì; xem lại bản mới rồi làm tiếp.")
    if batch.status != ImportStatus.DRAFT:
        raise Forbidden("Lần nhập này đã xong. Muốn nhập lại, tải tệp lên lần nữa.")
    return batch


def record_import(batch: ImportBatch, *, by: User | None, verb: str, text: str, data: dict[str, Any] | None = None) -> None:
    """One line of the batch's history."""
    record(
        by=by,
        verb=f"import.{verb}",
        text=text,
        subject_kind="import",
        subject_id=batch.pk,
        subject_label=batch.file_name,
        data=data,
    )
