"""Importing an annex: commit all or the valid rows of a draft, or a file in one go, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from common import clock
from common.errors import Invalid
from directives import rules
from directives.importing.document import document_of
from directives.models import Directive, ImportBatch
from directives.services.filing import with_files
from directives.services.import_changes import Changes
from directives.services.import_drafts import (
    Preview,
    annex_of,
    choose,
    compute,
    content_of,
    discard_batch,
    guesses_of,
    lock_draft,
    new_batch,
    open_batch,
    preview,
    record_import,
    target_of_batch,
)
from directives.services.import_memory import remember_alike, remember_columns, remember_names, remembered_mappings
from directives.services.import_notices import tell_made
from directives.services.import_tally import tally
from directives.services.import_targets import Target, check_common_due, default_point, leaf_points, target_of
from directives.services.inspections import hold, settle
from directives.services.storing import store
from directives.workflow import ImportStatus
from reading.annex.choices import SWAP, AnnexChoices
from units.models import User

__all__ = [
    "Changes",
    "Outcome",
    "Preview",
    "Target",
    "annex_of",
    "choose",
    "commit_batch",
    "content_of",
    "default_point",
    "discard_batch",
    "guesses_of",
    "import_file",
    "leaf_points",
    "open_batch",
    "preview",
    "target_of",
]
Say = Callable[[str, int], None]
"""Told how far a commit is: what is done now, and the step of ``STEPS``."""
STEPS = 4


@dataclass(frozen=True)
class Outcome:
    """What was committed: the batch (None for a dry run) and the document that the command prints."""

    batch: ImportBatch | None
    document: dict[str, Any]


def _silent(words: str, step: int) -> None:
    """Nobody waits for news."""


@transaction.atomic
def commit_batch(*, batch_id: int, version: int, by: User, only_valid: bool, say: Say = _silent, by_worker: bool = False) -> ImportBatch:
    """Store the rows of a draft: all of them, or only those without an error. All or nothing."""
    rules.check_can_import(by)
    batch = lock_draft(batch_id, version, by_worker=by_worker)
    target = _locked(target_of_batch(batch))
    choices = AnnexChoices.from_storage(batch.choices)
    if choices.due_on is not None:
        check_common_due(target, choices.due_on)
    say("Đọc tệp, kiểm tra từng dòng", 1)
    found = compute(content_of(batch), batch.file_name, target, choices, decided=batch.choices.get("similar", {}))
    if found.checked.errors and not only_valid:
        raise Invalid(f"Còn {found.checked.rows_with_errors} dòng có lỗi. Sửa hết lỗi, hoặc chọn chỉ nhập các dòng hợp lệ.")
    if not found.plan.rows:
        raise Invalid("Chưa có dòng nào hợp lệ để nhập. Sửa lỗi trong tệp rồi tải lên lại.")
    if waiting := sum(not one.answer for one in found.checked.day_months):
        raise Invalid(f"Còn {waiting} hạn chưa rõ ngày và tháng có bị đảo không. Chọn ở mục “Ngày và tháng có thể bị đảo” rồi nhập.")
    say("Ghi nhớ cách viết, cách ghép cột", 2)
    remember_names(batch.choices, found.checked.book, by=by)
    remember_columns(batch.choices, found.checked, by=by)
    remember_alike(batch, found.alike, by=by)
    say(f"Ghi {len(found.plan.rows)} hạn chế", 3)
    return _commit(batch, target, found, by=by).batch or batch


@with_files()
def import_file(*, target: Target, content: bytes, file_name: str, by: User | None, dry_run: bool = False) -> Outcome:
    """The same in one go, as the command line does it: the valid rows are stored, nothing with ``dry_run``. May raise ``FileRefused``."""
    if by is not None:
        rules.check_can_import(by)
    choices = AnnexChoices.from_storage({"mappings": remembered_mappings()})
    if dry_run:
        found = compute(content, file_name, target, choices)
        return Outcome(None, document_of(found.checked, found.plan))
    target = _locked(target)
    found = compute(content, file_name, target, choices)
    if not found.plan.rows:
        return Outcome(None, document_of(found.checked, found.plan))
    batch = new_batch(target, by=by, content=content, file_name=file_name)
    return _commit(batch, target, found, by=by)


def _locked(target: Target) -> Target:
    """Hold the dispatch and the inspection: two imports of one inspection, or a decision on a waiting unit, wait for each other."""
    if target.directive is not None:
        Directive.objects.select_for_update(of=("self",)).get(pk=target.directive.pk)
    return hold(target)


def _commit(batch: ImportBatch, target: Target, found: Preview, *, by: User | None) -> Outcome:
    document = document_of(found.checked, found.plan)
    inspection = batch.inspection = settle(target)
    stored = store(batch, inspection, target.point, found.plan, by=by)
    batch.status, batch.committed_at = ImportStatus.COMMITTED, clock.now()
    batch.version += 1
    told = tell_made(batch, found.plan, by=by)
    batch.result = {**document, "counts": stored, "units": tally(found), "told": told}
    batch.save()
    words = f"nhập phụ lục “{batch.file_name}”: {stored['created']} hạn chế mới, {stored['updated']} cập nhật, {stored['items']} nội dung"
    if batch.choices.get("due_on"):
        words += f", hạn chung {date.fromisoformat(batch.choices['due_on']):%d/%m/%Y} do Trung tâm đặt"
    if swapped := sum(one.answer == SWAP for one in found.checked.day_months):
        words += f", {swapped} hạn đổi lại ngày và tháng theo lựa chọn của người nhập"
    record_import(batch, by=by, verb="committed", text=words, data=stored)
    return Outcome(batch, {**document, "batch": batch.pk, "inspection": inspection.pk})
