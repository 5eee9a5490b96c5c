"""Importing annexes of findings: what ``drafts`` leaves to the kind of file. All in one transaction, or nothing."""

import logging
from collections.abc import Mapping
from datetime import date
from typing import Any

from common.errors import FileRefused, Forbidden, Invalid
from directives import rules
from directives.importing.document import document_of
from directives.models import ImportBatch, ImportMapping, ImportRun, Inspection
from directives.models.import_batch import upload_to
from directives.services.drafts import STEPS, Imports, Obstacle, Outcome, Say, Undone
from directives.services.evidence import display_name
from directives.services.filing import keep
from directives.services.import_changes import Changes
from directives.services.import_memory import remember_alike, remember_columns, remember_names
from directives.services.import_notices import tell_made
from directives.services.import_previews import Preview, compute, read
from directives.services.import_tally import tally
from directives.services.import_targets import Target, check_common_due, default_point, leaf_points, stored_inspection, target_of
from directives.services.stored_files import drop_after_commit
from directives.services.storing import store
from directives.services.undoing import take_back
from reading.annex.checks import Annex
from reading.annex.choices import SWAP, AnnexChoices
from reading.annex.columns import FINDINGS
from units.models import User

__all__ = [
    "ANNEXES",
    "STEPS",
    "Changes",
    "Obstacle",
    "Outcome",
    "Preview",
    "Say",
    "Target",
    "Undone",
    "annex_of",
    "choose",
    "commit_batch",
    "content_of",
    "default_point",
    "discard_batch",
    "import_file",
    "leaf_points",
    "open_batch",
    "preview",
    "target_of",
    "undo_import",
]
log = logging.getLogger(__name__)


class AnnexImports(Imports[ImportBatch, Preview]):
    """Findings become items; the file itself is kept with the batch."""

    model, columns, memory = ImportBatch, FINDINGS, ImportMapping.Kind.FINDINGS
    related = ("inspection", "directive", "point__directive")
    subject, thing, rows, discard_label = "import", "lần nhập này", "hạn chế", "Bỏ tệp này"

    def check_may(self, user: User) -> None:
        rules.check_can_import(user)

    def read(self, content: bytes, name: str, target: Target, choices: Mapping[str, Any]) -> Annex:
        return read(content, name, target, AnnexChoices.from_storage(choices))

    def compute(self, content: bytes, name: str, target: Target, choices: Mapping[str, Any]) -> Preview:
        return compute(content, name, target, choices)

    def document(self, found: Preview) -> dict[str, Any]:
        return document_of(found.checked, found.plan)

    def named(self, batch: ImportBatch) -> str:
        return f"phụ lục “{batch.file_name}”"

    # ---- the file ----

    def put_away(self, batch: ImportBatch, target: Target, content: bytes, file_name: str) -> None:
        """Keep the file, under its hash."""
        batch.directive, batch.point, batch.file_name = target.directive, target.point, display_name(file_name)
        batch.file.name = upload_to(batch, file_name)
        keep(ImportBatch, "file", batch.file.name, content)

    def content_of(self, batch: ImportBatch) -> bytes:
        try:
            with batch.file.open("rb") as stream:
                content: bytes = stream.read()
        except FileNotFoundError as error:
            log.error("import %s: its file is gone from the store", batch.pk)
            raise FileRefused(
                "file_invalid", f"Kho tệp không còn tệp gốc “{batch.file_name}”. Bỏ lần nhập này và tải tệp lên lại."
            ) from error
        return content

    def throw_away(self, batch: ImportBatch) -> None:
        drop_after_commit(ImportBatch, str(batch.file.name))

    def target_of(self, batch: ImportBatch) -> Target:
        """A draft for a new inspection that somebody made meanwhile goes to that one."""
        return Target(
            batch.inspection or stored_inspection(batch.directive, batch.new_title), batch.new_title, batch.directive, batch.point
        )

    # ---- drafts ----

    def lock_draft(self, batch_id: int, version: int | None, *, by_worker: bool = False) -> ImportBatch:
        """While a worker imports it nobody else touches it; it holds the same lock."""
        if not by_worker and ImportRun.objects.filter(batch=batch_id, finished_at=None).exists():
            raise Forbidden("Cổng đang nhập tệp này. Chờ nhập xong rồi xem kết quả.")
        return super().lock_draft(batch_id, version, by_worker=by_worker)

    def check_changes(self, batch: ImportBatch, changes: Changes) -> None:
        """A point that takes findings, a group of the dispatch, a due date that can be kept."""
        target = self.target_of(batch)
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

    # ---- commit and undo ----

    def check_ready(self, target: Target, found: Preview, choices: Mapping[str, Any]) -> None:
        if choices.get("due_on"):
            check_common_due(target, date.fromisoformat(choices["due_on"]))
        if waiting := sum(not one.answer for one in found.checked.day_months):
            raise Invalid(f"Còn {waiting} hạn chưa rõ ngày và tháng có bị đảo không. Chọn ở mục “Ngày và tháng có thể bị đảo” rồi nhập.")

    def remember(self, batch: ImportBatch, found: Preview, *, by: User) -> None:
        remember_names(batch.choices, found.checked.book, by=by)
        remember_columns(self.memory, batch.choices, found.checked.first_tables, by=by)
        remember_alike(batch, found.alike, by=by)

    def write(self, batch: ImportBatch, inspection: Inspection, found: Preview, *, by: User | None) -> tuple[str, dict[str, int]]:
        batch.save()
        stored = store(batch, inspection, batch.point, found.plan, by=by)
        told = tell_made(batch, found.plan, by=by)
        batch.result = {**self.document(found), "counts": stored, "units": tally(found), "told": told}
        batch.save(update_fields=["result"])
        words = f"nhập {self.named(batch)}: {stored['created']} hạn chế mới, {stored['updated']} cập nhật, {stored['items']} nội dung"
        if batch.choices.get("due_on"):
            words += f", hạn chung {date.fromisoformat(batch.choices['due_on']):%d/%m/%Y} do Trung tâm đặt"
        if swapped := sum(one.answer == SWAP for one in found.checked.day_months):
            words += f", {swapped} hạn đổi lại ngày và tháng theo lựa chọn của người nhập"
        return words, stored

    def take_back(self, batch: ImportBatch, *, by: User | None) -> tuple[str, dict[str, int]]:
        counts = take_back(batch, by=by)
        return f"hoàn tác lần nhập “{batch.file_name}”: bỏ {counts['removed']} hạn chế, trả lại {counts['restored']} giá trị cũ", counts


ANNEXES = AnnexImports()
preview, choose, discard_batch, content_of = ANNEXES.preview, ANNEXES.choose, ANNEXES.discard, ANNEXES.content_of
commit_batch, import_file, undo_import = ANNEXES.commit, ANNEXES.import_file, ANNEXES.undo


def open_batch(*, by: User, target: Target, content: bytes, file_name: str, due_on: date | None = None) -> ImportBatch:
    """``ANNEXES.open``. ``due_on``: the Centre's for rows that state none."""
    rules.check_can_import(by)
    if due_on is not None:
        check_common_due(target, due_on)
    decided = {"due_on": due_on.isoformat()} if due_on else {}
    return ANNEXES.open(by=by, target=target, content=content, file_name=file_name, decided=decided)


def annex_of(batch: ImportBatch, content: bytes) -> Annex:
    """The file as it is read with what was decided about it. May raise ``FileRefused``."""
    return ANNEXES.read(content, batch.read_as, ANNEXES.target_of(batch), batch.choices)
