"""Importing an annex: keep the file as a draft, preview what it would do, choose units, commit all or the valid rows, in one transaction.

What a batch would do is computed anew from its file each time, so that the commit meets today's data and not those of the preview.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from common import clock
from common.audit import record
from common.errors import Conflict, Forbidden, Invalid
from common.text import clean, match_key
from directives import rules
from directives.importing.checks import Checked
from directives.importing.document import document_of
from directives.importing.plan import ImportPlan, Stored, build_plan
from directives.importing.reader import Annex, Choices, read_annex
from directives.models import Directive, Finding, ImportBatch, Inspection, Point
from directives.models.import_batch import upload_to
from directives.services.evidence import display_name, keep
from directives.services.finding_items import duties_of
from directives.services.issuing import units_by_code
from directives.services.storing import store
from directives.workflow import DirectiveStatus, ImportStatus
from units.models import Unit, User
from units.services import remember_alias

log = logging.getLogger(__name__)
MAX_TITLE = 300


@dataclass(frozen=True)
class Target:
    """Where findings go: a stored inspection or the title of a new one, and the point under which they become items (None: no items)."""

    inspection: Inspection | None
    new_title: str
    directive: Directive | None
    point: Point | None


@dataclass(frozen=True)
class Preview:
    """What committing would do now. ``names``: the units that candidates and choices may show."""

    annex: Annex
    plan: ImportPlan

    @property
    def checked(self) -> Checked:
        return self.annex.checked


@dataclass(frozen=True)
class Outcome:
    """What was committed: the batch (None for a dry run) and the contract's document."""

    batch: ImportBatch | None
    document: dict[str, Any]


def target_of(*, inspection_id: int | None, new_title: str, directive_id: int | None, point_key: str = "") -> Target:
    """Check where findings are to go. The dispatch is by default the inspection's, the point the one that speaks of inspected communes."""
    inspection = None
    if inspection_id is not None:
        inspection = Inspection.objects.select_related("directive").filter(pk=inspection_id).first()
        if inspection is None:
            raise Invalid(f"Không có đợt kiểm tra nào mang mã {inspection_id}.", field="inspection")
    title = clean(new_title)
    if inspection is None and not title:
        raise Invalid("Chọn đợt kiểm tra, hoặc ghi tên đợt kiểm tra mới.", field="new_title")
    if len(title) > MAX_TITLE:
        raise Invalid(f"Tên đợt kiểm tra dài quá {MAX_TITLE} chữ. Rút gọn.", field="new_title")
    directive = inspection.directive if inspection else None
    if directive_id is not None:
        directive = Directive.objects.filter(pk=directive_id).first()
        if directive is None:
            raise Invalid(f"Không có văn bản nào mang mã {directive_id}.", field="directive")
    if directive is not None and directive.status != DirectiveStatus.ISSUED:
        raise Invalid("Văn bản này chưa giao việc nên chưa nhận hạn chế được. Giao việc trước.", field="directive")
    return Target(inspection, title, directive, _point(directive, point_key))


def _point(directive: Directive | None, key: str) -> Point | None:
    if directive is None:
        if key:
            raise Invalid("Có chọn điểm thì phải chọn văn bản.", field="point")
        return None
    leaves = list(leaf_points(directive))
    if key:
        point = next((one for one in leaves if one.key == key), None)
        if point is None:
            choices = ", ".join(one.key for one in leaves) or "không có điểm nào"
            raise Invalid(f"Điểm {key} không nhận hạn chế. Chọn một trong các điểm: {choices}.", field="point")
        return point
    return default_point(leaves)


def leaf_points(directive: Directive) -> list[Point]:
    """The points under which a finding may become an item: leaves that make items."""
    points = list(directive.points.select_related("directive"))
    parents = {point.parent_id for point in points}
    makes = (Point.Makes.ITEMS, Point.Makes.COMMUNE_ITEMS)
    return [point for point in points if point.pk not in parents and point.makes in makes]


def default_point(leaves: list[Point]) -> Point | None:
    """The leaf that speaks of inspected communes, else one that speaks of findings, else the first."""
    for fits in (
        lambda point: point.makes == Point.Makes.COMMUNE_ITEMS,
        lambda point: "được kiểm tra" in match_key(point.text),
        lambda point: "hạn chế" in match_key(point.text),
    ):
        found = next((point for point in leaves if fits(point)), None)
        if found is not None:
            return found
    return leaves[0] if leaves else None


# ---- the draft of the page ----


@transaction.atomic
def open_batch(*, by: User, target: Target, content: bytes, file_name: str) -> ImportBatch:
    """Keep an annex that can be read as a draft, with the file itself. Raises ``FileRefused`` where it can't."""
    rules.check_can_import(by)
    read_annex(content, file_name)
    batch = _new_batch(target, by=by, content=content, file_name=file_name)
    _record(batch, by=by, verb="uploaded", text=f"tải lên phụ lục “{batch.file_name}”", data={"sha256": batch.file_sha256})
    return batch


def _new_batch(target: Target, *, by: User | None, content: bytes, file_name: str) -> ImportBatch:
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
    keep(ImportBatch._meta.get_field("file").storage, path, content)
    batch.file.name = path
    batch.save()
    return batch


def content_of(batch: ImportBatch) -> bytes:
    """The very file that was uploaded."""
    with batch.file.open("rb") as stream:
        content: bytes = stream.read()
    return content


def preview(batch: ImportBatch, *, units: Mapping[str, Unit] | None = None) -> Preview:
    """What committing this draft would do now."""
    target = Target(batch.inspection, batch.new_title, batch.directive, batch.point)
    return _compute(content_of(batch), batch.file_name, target, Choices.from_storage(batch.choices), units)


def _compute(content: bytes, name: str, target: Target, choices: Choices, units: Mapping[str, Unit] | None = None) -> Preview:
    directive = target.directive
    annex = read_annex(
        content,
        name,
        choices=choices,
        on=directive.issued_on if directive else None,
        year=directive.issued_year if directive else None,
    )
    duties = None
    if target.point is not None:
        duties = duties_of(target.point, units if units is not None else units_by_code())
    return Preview(annex, build_plan(annex.checked.rows, _stored(target.inspection), duties))


def _stored(inspection: Inspection | None) -> dict[tuple[int, str], Stored]:
    if inspection is None:
        return {}
    names = ("cause", "remedy", "due_text", "due_on", "leads", "coordinating", "coordinating_text", "note")
    rows = Finding.objects.filter(inspection=inspection).values("pk", "unit_id", "text", "item", *names)
    return {(row["unit_id"], match_key(row["text"])): Stored(row["pk"], {name: row[name] for name in names}, row["item"]) for row in rows}


@transaction.atomic
def choose(
    *,
    batch_id: int,
    version: int,
    by: User,
    units: Mapping[str, Mapping[str, str]] | None = None,
    columns: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[ImportBatch, bool]:
    """Keep what a person decided: the unit of an unknown name, the meaning of a column. Returns the draft, and whether anything changed.

    ``units``: key → codes of unit and district, and the text; one choice mends all equal names, an empty unit takes it back.
    ``columns``: sheet → place → field, "" for a column that is not read.
    """
    rules.check_can_import(by)
    batch = _lock(batch_id, version)
    _check_draft(batch)
    names = dict(batch.choices.get("units", {}))
    for key, choice in (units or {}).items():
        if choice.get("unit"):
            names[key] = dict(choice)
        else:
            names.pop(key, None)
    sheets = {sheet: dict(places) for sheet, places in batch.choices.get("columns", {}).items()}
    for sheet, places in (columns or {}).items():
        sheets.setdefault(sheet, {}).update(places)
    choices = {"units": names, "columns": sheets}
    if choices == {"units": batch.choices.get("units", {}), "columns": batch.choices.get("columns", {})}:
        return batch, False
    batch.choices = choices
    batch.version += 1
    batch.save(update_fields=["choices", "version"])
    return batch, True


@transaction.atomic
def discard_batch(*, batch_id: int, by: User) -> None:
    """Throw a draft away; nothing was imported from it."""
    rules.check_can_import(by)
    batch = _lock(batch_id, None)
    _check_draft(batch)
    _record(batch, by=by, verb="discarded", text=f"bỏ phụ lục “{batch.file_name}”, chưa nhập gì")
    batch.delete()


def _lock(batch_id: int, version: int | None) -> ImportBatch:
    batches = ImportBatch.objects.select_for_update(of=("self",)).select_related("inspection", "directive", "point__directive")
    batch = batches.get(pk=batch_id)
    if version is not None and version != batch.version:
        raise Conflict("Có người vừa sửa lần nhập này. Chưa lưu gì; xem lại bản mới rồi làm tiếp.")
    return batch


def _check_draft(batch: ImportBatch) -> None:
    if batch.status != ImportStatus.DRAFT:
        raise Forbidden("Lần nhập này đã xong. Muốn nhập lại, tải tệp lên lần nữa.")


# ---- committing ----


@transaction.atomic
def commit_batch(*, batch_id: int, version: int, by: User, only_valid: bool) -> ImportBatch:
    """Store the rows of a draft: all of them, or only those without an error. All or nothing."""
    rules.check_can_import(by)
    batch = _lock(batch_id, version)
    _check_draft(batch)
    target = _locked(Target(batch.inspection, batch.new_title, batch.directive, batch.point))
    found = _compute(content_of(batch), batch.file_name, target, Choices.from_storage(batch.choices))
    if found.checked.errors and not only_valid:
        raise Invalid(f"Còn {found.checked.rows_with_errors} dòng có lỗi. Sửa hết lỗi, hoặc chọn chỉ nhập các dòng hợp lệ.")
    if not found.plan.rows:
        raise Invalid("Chưa có dòng nào hợp lệ để nhập. Sửa lỗi trong tệp rồi tải lên lại.")
    _remember(batch.choices, found, by=by)
    return _commit(batch, target, found, by=by).batch or batch


@transaction.atomic
def import_file(*, target: Target, content: bytes, file_name: str, by: User | None, dry_run: bool = False) -> Outcome:
    """The same in one go, as the command line does it: the valid rows are stored, nothing with ``dry_run``. May raise ``FileRefused``."""
    if by is not None:
        rules.check_can_import(by)
    if dry_run:
        found = _compute(content, file_name, target, Choices())
        return Outcome(None, document_of(found.checked, found.plan))
    target = _locked(target)
    found = _compute(content, file_name, target, Choices())
    if not found.plan.rows:
        return Outcome(None, document_of(found.checked, found.plan))
    batch = _new_batch(target, by=by, content=content, file_name=file_name)
    return _commit(batch, target, found, by=by)


def _locked(target: Target) -> Target:
    """Hold the dispatch and the inspection: two imports of one inspection, or a decision on a waiting unit, wait for each other."""
    if target.directive is not None:
        Directive.objects.select_for_update(of=("self",)).get(pk=target.directive.pk)
    if target.inspection is not None:
        Inspection.objects.select_for_update(of=("self",)).get(pk=target.inspection.pk)
    return target


def _commit(batch: ImportBatch, target: Target, found: Preview, *, by: User | None) -> Outcome:
    document = document_of(found.checked, found.plan)
    inspection = batch.inspection
    if inspection is None:
        inspection = batch.inspection = Inspection.objects.create(directive=target.directive, title=batch.new_title)
    stored = store(batch, inspection, target.point, found.plan, by=by)
    batch.status, batch.committed_at = ImportStatus.COMMITTED, clock.now()
    batch.version += 1
    batch.result = {**document, "counts": stored}
    batch.save()
    if target.directive is not None and inspection.directive_id is None:
        inspection.directive = target.directive
        inspection.save(update_fields=["directive"])
    words = f"nhập phụ lục “{batch.file_name}”: {stored['created']} hạn chế mới, {stored['updated']} cập nhật, {stored['items']} nội dung"
    _record(batch, by=by, verb="committed", text=words, data=stored)
    return Outcome(batch, {**document, "batch": batch.pk, "inspection": inspection.pk})


def _remember(choices: Mapping[str, Any], found: Preview, *, by: User) -> None:
    """Keep what a person explained about names, so that the next annex is understood without asking."""
    for choice in choices.get("units", {}).values():
        unit = found.annex.book.by_code(choice.get("unit", ""))
        if unit is None:
            continue
        district = found.annex.book.by_code(choice.get("district", ""))
        try:
            with transaction.atomic():
                remember_alias(by=by, unit=unit, text=choice["text"], within=district.area if district is not None else None)
        except Invalid as error:
            log.info("spelling %r was not remembered: %s", choice["text"], error.message)


def _record(batch: ImportBatch, *, by: User | None, verb: str, text: str, data: dict[str, Any] | None = None) -> None:
    record(
        by=by,
        verb=f"import.{verb}",
        text=text,
        subject_kind="import",
        subject_id=batch.pk,
        subject_label=batch.file_name,
        data=data,
    )
