"""Importing score tables: a draft with its preview, then the commit; or a file in one go, as the command line does it.

Invariants: no name in history, logs or messages; the file is kept only while it is a draft; a commit is all or nothing.
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
from common.errors import Forbidden, Invalid
from common.text import match_key
from directives import rules
from directives.importing.scores import (
    COMPARED,
    PlannedScore,
    StoredScore,
    counts_of,
    plan_scores,
    read_scores,
    score_document,
    values_of,
)
from directives.importing.scores_checks import CheckedScores
from directives.models import Inspection, Score, ScoreBatch
from directives.services.import_targets import Target, target_of
from directives.workflow import ImportStatus
from units.models import User

__all__ = ["Outcome", "Preview", "Target", "commit_scores", "discard_scores", "import_scores", "open_scores", "preview_scores", "target_of"]
_BATCH = 1000


@dataclass(frozen=True)
class Preview:
    """What committing would do now."""

    checked: CheckedScores
    planned: list[PlannedScore]


@dataclass(frozen=True)
class Outcome:
    """What was committed: the batch (None for a dry run, or where nothing could be stored) and the contract's document."""

    batch: ScoreBatch | None
    document: dict[str, Any]


@transaction.atomic
def open_scores(*, by: User, target: Target, content: bytes, file_name: str) -> ScoreBatch:
    """Keep a score table as a draft. Raises ``FileRefused`` where it can't be read."""
    rules.check_can_import_scores(by)
    _compute(content, file_name, target)
    batch = _new_batch(target, by=by, content=content, file_name=file_name)
    batch.save()
    _record(batch, by=by, verb="uploaded", text="tải lên một bảng điểm để xem trước", data={"sha256": batch.file_sha256})
    return batch


def preview_scores(batch: ScoreBatch) -> Preview:
    """What committing this draft would do now. May raise ``FileRefused`` or, where the names are gone already, ``Invalid``."""
    return _compute(bytes(batch.content or b""), batch.suffix, _target_of(batch))


@transaction.atomic
def commit_scores(*, batch_id: int, by: User, only_valid: bool) -> ScoreBatch:
    """Store the rows of a draft: all of them, or only those without an error; the file is then forgotten."""
    rules.check_can_import_scores(by)
    batch = _lock_draft(batch_id)
    target = _locked(_target_of(batch))
    found = _compute(bytes(batch.content or b""), batch.suffix, target)
    if found.checked.errors and not only_valid:
        raise Invalid(
            f"Còn {found.checked.rows_with_errors} dòng có lỗi. Sửa trong tệp rồi tải lên lại, hoặc chọn chỉ nhập các dòng hợp lệ."
        )
    if not found.planned:
        raise Invalid("Chưa có dòng nào hợp lệ để nhập. Sửa lỗi trong tệp rồi tải lên lại.")
    _commit(batch, target, found, by=by)
    return batch


@transaction.atomic
def import_scores(*, target: Target, content: bytes, file_name: str, by: User | None, dry_run: bool = False) -> Outcome:
    """Read, check and store the valid rows in one go; nothing with ``dry_run``. May raise ``FileRefused`` and ``Invalid``."""
    if by is not None:
        rules.check_can_import_scores(by)
    if not dry_run:
        target = _locked(target)
    found = _compute(content, file_name, target)
    document = score_document(found.checked, found.planned)
    if dry_run or not found.planned:
        return Outcome(None, document)
    batch = _new_batch(target, by=by, content=content, file_name=file_name)
    _commit(batch, target, found, by=by)
    return Outcome(batch, {**document, "batch": batch.pk, "inspection": batch.inspection_id})


@transaction.atomic
def discard_scores(*, batch_id: int, by: User) -> None:
    """Throw a draft and its file away; nothing was imported from it."""
    rules.check_can_import_scores(by)
    batch = _lock_draft(batch_id)
    _record(batch, by=by, verb="discarded", text="bỏ một bảng điểm đang xem trước, chưa nhập gì")
    batch.delete()


def _new_batch(target: Target, *, by: User | None, content: bytes, file_name: str) -> ScoreBatch:
    return ScoreBatch(
        inspection=target.inspection,
        new_title="" if target.inspection else target.new_title,
        content=content,
        suffix=PurePath(file_name.lower()).suffix[:8],
        file_sha256=hashlib.sha256(content).hexdigest(),
        created_at=clock.now(),
        created_by=by,
    )


def _target_of(batch: ScoreBatch) -> Target:
    return Target(batch.inspection, batch.new_title, batch.inspection.directive if batch.inspection else None, None)


def _lock_draft(batch_id: int) -> ScoreBatch:
    batch = ScoreBatch.objects.select_for_update(of=("self",)).select_related("inspection__directive").get(pk=batch_id)
    if batch.status != ImportStatus.DRAFT:
        raise Forbidden("Bảng điểm này đã nhập xong. Muốn nhập lại, tải tệp lên lần nữa.")
    return batch


def _locked(target: Target) -> Target:
    """Two imports of one inspection wait for each other."""
    if target.inspection is not None:
        Inspection.objects.select_for_update(of=("self",)).get(pk=target.inspection.pk)
    return target


def _compute(content: bytes, name: str, target: Target) -> Preview:
    """The file read, checked and planned against what is stored now. ``name``: the file's, of which only the kind is used."""
    if target.inspection is not None and Score.objects.filter(inspection=target.inspection, pseudonymised_at__isnull=False).exists():
        raise Invalid("Bảng điểm của đợt kiểm tra này đã hết thời hạn lưu tên, không nhập lại được.", field="inspection")
    directive = target.directive
    checked = read_scores(content, name, on=directive.issued_on if directive else None, year=directive.issued_year if directive else None)
    return Preview(checked, plan_scores(checked.rows, _stored(target.inspection)))


def _stored(inspection: Inspection | None) -> Mapping[tuple[int, str], StoredScore]:
    if inspection is None:
        return {}
    rows = Score.objects.named().filter(inspection=inspection).values("pk", "unit_id", "full_name", *COMPARED)
    return {(row["unit_id"], match_key(row["full_name"])): StoredScore(row["pk"], {name: row[name] for name in COMPARED}) for row in rows}


def _commit(batch: ScoreBatch, target: Target, found: Preview, *, by: User | None) -> None:
    if batch.inspection is None:
        batch.inspection = Inspection.objects.create(directive=target.directive, title=batch.new_title)
    batch.status, batch.committed_at, batch.content = ImportStatus.COMMITTED, clock.now(), None
    batch.counts = {**counts_of(found.planned), "errors": found.checked.rows_with_errors, "skipped": found.checked.skipped}
    batch.save()
    _store(batch, batch.inspection, found.planned)
    counts = batch.counts
    words = f"nhập bảng điểm: {counts['created']} người mới, {counts['updated']} cập nhật, {counts['unchanged']} không đổi"
    _record(batch, by=by, verb="committed", text=words, data=counts)


def _store(batch: ScoreBatch, inspection: Inspection, planned: list[PlannedScore]) -> None:
    now = clock.now()
    Score.objects.bulk_create(
        (
            Score(
                inspection=inspection,
                unit=one.row.unit,
                full_name=one.row.full_name[:200],
                source=one.row.source,
                batch=batch,
                imported_at=now,
                **values_of(one.row),
            )
            for one in planned
            if one.action == "create"
        ),
        batch_size=_BATCH,
    )
    changes = {one.stored.pk: one for one in planned if one.action == "update" and one.stored is not None}
    changed = list(Score.objects.select_for_update().filter(pk__in=changes))
    for score in changed:
        for name, value in values_of(changes[score.pk].row).items():
            setattr(score, name, value)
        score.source, score.batch = changes[score.pk].row.source, batch
    if changed:
        fields = [name.removesuffix("_id") for name in COMPARED]
        Score.objects.bulk_update(changed, [*fields, "source", "batch"], batch_size=_BATCH)


def _record(batch: ScoreBatch, *, by: User | None, verb: str, text: str, data: dict[str, Any] | None = None) -> None:
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
