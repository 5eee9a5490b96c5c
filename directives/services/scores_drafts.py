"""Drafts of score imports: keep a score table with what a person decided about it, and compute what committing it would do.

A draft holds personal data: it is readable only by who may import scores, goes when it is committed or thrown away, and by itself after a
week (``scores_keeping``). No line of history, log or message holds a name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db import transaction

from common import clock
from common.audit import record
from common.errors import Conflict, FileRefused, Forbidden, Invalid
from common.identity import identity_key
from directives import rules
from directives.importing.scores import COMPARED, PlannedScore, StoredScore, plan_scores
from directives.models import ImportMapping, Inspection, Score, ScoreBatch
from directives.services.import_changes import Changes, changed_choices
from directives.services.import_memory import remembered_mappings
from directives.services.import_targets import Target, stored_inspection
from directives.workflow import ImportStatus
from reading.files.workbook import read_workbook
from reading.scores.checks import CheckedScores
from reading.scores.columns import SCORES
from reading.scores.reader import neutral_name, read_scores
from reading.tables.choices import Choices
from reading.tables.reader import HeaderGuess, guess_headers
from units.books import current_book
from units.models import User


@dataclass(frozen=True)
class Preview:
    """What committing would do now."""

    checked: CheckedScores
    planned: list[PlannedScore]


@transaction.atomic
def open_scores(*, by: User, target: Target, content: bytes, file_name: str) -> ScoreBatch:
    """Keep a score table as a draft. Raises ``FileRefused`` where it can't be read; one in which no header of scores was found is kept when
    a row looks like one, for a person to say what its columns hold.
    """
    rules.check_can_import_scores(by)
    mappings = remembered_mappings(ImportMapping.Kind.SCORES)
    try:
        found = compute(content, file_name, target, Choices(mappings=mappings))
        met = {table.header.mark for table in found.checked.tables}
    except FileRefused as refusal:
        if refusal.code != "header_missing" or not guess_headers(read_workbook(content, neutral_name(file_name)), SCORES):
            raise
        met = set()
    batch = new_batch(target, by=by, content=content, file_name=file_name)
    batch.choices = {"mappings": {mark: mappings[mark] for mark in met & mappings.keys()}} if met & mappings.keys() else {}
    batch.save()
    record_scores(batch, by=by, verb="uploaded", text="tải lên một bảng điểm để xem trước", data={"sha256": batch.file_sha256})
    return batch


def preview_scores(batch: ScoreBatch) -> Preview:
    """What committing this draft would do now. May raise ``FileRefused`` or, where the names are gone already, ``Invalid``."""
    return compute(content_of(batch), batch.suffix, target_of_batch(batch), Choices.from_storage(batch.choices))


def guesses_of(batch: ScoreBatch) -> list[HeaderGuess]:
    """The rows that look most like a header, where none was found."""
    return guess_headers(read_workbook(content_of(batch), neutral_name(batch.suffix)), SCORES)


def content_of(batch: ScoreBatch) -> bytes:
    """The very file that was uploaded, while the batch is a draft."""
    return bytes(batch.content or b"")


@transaction.atomic
def choose_scores(*, batch_id: int, version: int, by: User, changes: Changes) -> tuple[ScoreBatch, bool]:
    """Keep what a person decided. Returns the draft, and whether anything changed. What would leave nothing to read is refused."""
    rules.check_can_import_scores(by)
    batch = lock_draft(batch_id, version)
    before = batch.choices
    batch.choices = changed_choices(before, changes)
    if batch.choices == before:
        return batch, False
    try:
        preview_scores(batch)
    except FileRefused as refusal:
        words = "Không bỏ hết mọi dòng được. Muốn bỏ cả tệp, bấm “Bỏ bảng này”." if refusal.code == "no_rows" else refusal.message
        raise Invalid(words) from refusal
    batch.version += 1
    batch.save(update_fields=["choices", "version"])
    return batch, True


@transaction.atomic
def discard_scores(*, batch_id: int, by: User) -> None:
    """Throw a draft and its file away; nothing was imported from it."""
    rules.check_can_import_scores(by)
    batch = lock_draft(batch_id, None)
    record_scores(batch, by=by, verb="discarded", text="bỏ một bảng điểm đang xem trước, chưa nhập gì")
    batch.delete()


def new_batch(target: Target, *, by: User | None, content: bytes, file_name: str) -> ScoreBatch:
    return ScoreBatch(
        inspection=target.inspection,
        new_title="" if target.inspection else target.new_title,
        content=content,
        suffix=PurePath(file_name.lower()).suffix[:8],
        file_sha256=hashlib.sha256(content).hexdigest(),
        created_at=clock.now(),
        created_by=by,
    )


def target_of_batch(batch: ScoreBatch) -> Target:
    inspection = batch.inspection or stored_inspection(None, batch.new_title)
    return Target(inspection, batch.new_title, inspection.directive if inspection else None, None)


def lock_draft(batch_id: int, version: int | None) -> ScoreBatch:
    """The draft, locked. ``version`` is what the person saw."""
    batch = ScoreBatch.objects.select_for_update(of=("self",)).select_related("inspection__directive").get(pk=batch_id)
    if batch.status != ImportStatus.DRAFT:
        raise Forbidden("Bảng điểm này đã nhập xong. Muốn nhập lại, tải tệp lên lần nữa.")
    if version is not None and version != batch.version:
        raise Conflict("Có người vừa sửa bảng điểm này. Chưa lưu gì; xem lại bản mới rồi làm tiếp.")
    return batch


def compute(content: bytes, name: str, target: Target, choices: Choices) -> Preview:
    """The file read, checked and planned against what is stored now. ``name``: the file's, of which only the kind is used."""
    if target.inspection is not None and Score.objects.filter(inspection=target.inspection, pseudonymised_at__isnull=False).exists():
        raise Invalid("Bảng điểm của đợt kiểm tra này đã hết thời hạn lưu tên, không nhập lại được.", field="inspection")
    directive = target.directive
    checked = read_scores(
        content,
        name,
        books=current_book,
        choices=choices,
        on=directive.issued_on if directive else None,
        year=directive.issued_year if directive else None,
    )
    return Preview(checked, plan_scores(checked.rows, _stored(target.inspection)))


def _stored(inspection: Inspection | None) -> Mapping[tuple[int, str], StoredScore]:
    if inspection is None:
        return {}
    rows = Score.objects.named().filter(inspection=inspection).values("pk", "unit_id", "full_name", *COMPARED)
    return {
        (row["unit_id"], identity_key(row["full_name"])): StoredScore(row["pk"], {name: row[name] for name in COMPARED}) for row in rows
    }


def record_scores(batch: ScoreBatch, *, by: User | None, verb: str, text: str, data: dict[str, Any] | None = None) -> None:
    """One line of history, without a name."""
    record(
        by=by,
        verb=f"scores.{verb}",
        text=text,
        subject_kind="scores",
        subject_id=batch.pk,
        subject_label=f"Bảng điểm số {batch.pk}",
        data=data,
    )
