"""Importing a score table: commit a draft, or read a file and store it in one go. One transaction, absence changes nothing.

Scores are personal data: history and messages hold counts only, the file goes when it is committed, and nothing follows from a score by
itself (``services.scores_following`` is the hand that acts).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from common import clock
from common.errors import Invalid
from directives import rules
from directives.importing.scores import COMPARED, PlannedScore, counts_of, score_document, values_of
from directives.models import ImportMapping, Inspection, Score, ScoreBatch, ScoreChange, ScoreFollowUp
from directives.services.import_memory import remembered_mappings
from directives.services.import_targets import Target, target_of
from directives.services.inspections import hold, settle
from directives.services.scores_drafts import (
    Preview,
    choose_scores,
    compute,
    content_of,
    discard_scores,
    guesses_of,
    lock_draft,
    new_batch,
    open_scores,
    preview_scores,
    record_scores,
    target_of_batch,
)
from directives.services.scores_memory import remember_choices
from directives.services.scores_undoing import before_of
from directives.workflow import ImportStatus
from reading.tables.choices import Choices
from units.models import User

__all__ = [
    "Outcome",
    "Preview",
    "Target",
    "choose_scores",
    "commit_scores",
    "discard_scores",
    "guesses_of",
    "import_scores",
    "open_scores",
    "preview_scores",
    "target_of",
]
_BATCH = 1000


@dataclass(frozen=True)
class Outcome:
    """What was committed: the batch (None for a dry run, or where nothing could be stored) and the document that the command prints."""

    batch: ScoreBatch | None
    document: dict[str, Any]


@transaction.atomic
def commit_scores(*, batch_id: int, version: int, by: User, only_valid: bool) -> ScoreBatch:
    """Store the rows of a draft: all of them, or only those without an error; the file and what was decided about it are then forgotten."""
    rules.check_can_import_scores(by)
    batch = lock_draft(batch_id, version)
    target = hold(target_of_batch(batch))
    found = compute(content_of(batch), batch.suffix, target, Choices.from_storage(batch.choices))
    if found.checked.errors and not only_valid:
        raise Invalid(f"Còn {found.checked.rows_with_errors} dòng có lỗi. Sửa hoặc bỏ hết dòng lỗi, hoặc chọn chỉ nhập các dòng hợp lệ.")
    if not found.planned:
        raise Invalid("Chưa có dòng nào hợp lệ để nhập. Sửa lỗi trên trang này, hoặc trong tệp rồi tải lên lại.")
    remember_choices(batch.choices, found.checked, by=by)
    _commit(batch, target, found, by=by)
    return batch


@transaction.atomic
def import_scores(*, target: Target, content: bytes, file_name: str, by: User | None, dry_run: bool = False) -> Outcome:
    """Read, check and store the valid rows in one go; nothing with ``dry_run``. May raise ``FileRefused`` and ``Invalid``."""
    if by is not None:
        rules.check_can_import_scores(by)
    if not dry_run:
        target = hold(target)
    found = compute(content, file_name, target, Choices(mappings=remembered_mappings(ImportMapping.Kind.SCORES)))
    document = score_document(found.checked, found.planned)
    if dry_run or not found.planned:
        return Outcome(None, document)
    batch = new_batch(target, by=by, content=content, file_name=file_name)
    _commit(batch, target, found, by=by)
    return Outcome(batch, {**document, "batch": batch.pk, "inspection": batch.inspection_id})


def _commit(batch: ScoreBatch, target: Target, found: Preview, *, by: User | None) -> None:
    batch.inspection = settle(target)
    batch.status, batch.committed_at = ImportStatus.COMMITTED, clock.now()
    batch.content, batch.choices, batch.version = None, {}, batch.version + 1
    batch.counts = {**counts_of(found.planned), "errors": found.checked.rows_with_errors, "skipped": found.checked.skipped}
    batch.save()
    _store(batch, batch.inspection, found.planned)
    counts = batch.counts
    words = f"nhập bảng điểm: {counts['created']} người mới, {counts['updated']} cập nhật, {counts['unchanged']} không đổi"
    record_scores(batch, by=by, verb="committed", text=words, data=counts)


def _store(batch: ScoreBatch, inspection: Inspection, planned: list[PlannedScore]) -> None:
    now = clock.now()
    made = Score.objects.bulk_create(
        (
            Score(
                inspection=inspection,
                unit_id=one.row.unit.pk,
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
    changes = [ScoreChange(batch=batch, score=score, action=ScoreChange.Action.CREATE) for score in made]
    rows = {one.stored.pk: one.row for one in planned if one.action == "update" and one.stored is not None}
    changed = list(Score.objects.select_for_update().filter(pk__in=rows))
    done = ScoreFollowUp.objects.filter(score__in=rows).order_by().values_list("score").annotate(last=Max("pk"))
    last = dict(done) if rows else {}
    for score in changed:
        before = before_of(score, last.get(score.pk, 0))
        changes.append(ScoreChange(batch=batch, score=score, action=ScoreChange.Action.UPDATE, before=before))
        for name, value in values_of(rows[score.pk]).items():
            setattr(score, name, value)
        score.source, score.batch = rows[score.pk].source, batch
    if changed:
        fields = [name.removesuffix("_id") for name in COMPARED]
        Score.objects.bulk_update(changed, [*fields, "source", "batch"], batch_size=_BATCH)
    ScoreChange.objects.bulk_create(changes, batch_size=_BATCH)
