"""Imports of files, whatever they hold: a file is kept as a draft with what a person decided about it, looked through, committed all or
nothing, taken back while nothing was built on it.

What a batch would do is computed anew from its file each time, so that the commit meets today's data and not those of the preview. What
differs between annexes and score tables is said by the two classes that inherit ``Imports`` (``importing``, ``scores``).
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.db import transaction

from common import clock
from common.audit import record
from common.errors import Conflict, FileRefused, Forbidden, Invalid
from directives.models import Inspection
from directives.models.import_batch import FileImport
from directives.services.filing import with_files
from directives.services.import_changes import Changes, changed_choices
from directives.services.import_memory import remembered_mappings
from directives.services.import_targets import Target, stored_inspection
from directives.services.inspections import drop_if_made_by, hold, lock, settle
from directives.workflow import ImportStatus
from reading.files.workbook import read_workbook
from reading.tables.checks import Checked
from reading.tables.columns import Columns
from reading.tables.reader import HeaderGuess, guess_headers
from units.models import User

Say = Callable[[str, int], None]
"""Told how far a commit is: what is done now, and the step of ``STEPS``."""
STEPS = 4


class Found(Protocol):
    """What committing a file would do now."""

    @property
    def checked(self) -> Checked[Any]: ...

    @property
    def planned(self) -> Sequence[Any]:
        """The rows that can be imported."""


B = TypeVar("B", bound=FileImport)
P = TypeVar("P", bound=Found)


@dataclass(frozen=True)
class Outcome(Generic[B]):
    """What was committed: the batch (None for a dry run, or where nothing could be stored) and the document that the command prints."""

    batch: B | None
    document: dict[str, Any]


@dataclass(frozen=True)
class Obstacle:
    """Something that was built on an import: the code of an item, and what happened to it."""

    item: str
    message: str


@dataclass(frozen=True)
class Undone:
    """What an undo did; with obstacles it did nothing."""

    removed: int
    restored: int
    obstacles: tuple[Obstacle, ...] = ()

    def document(self, batch: int) -> dict[str, Any]:
        """What ``undo_import`` prints."""
        blocked = [{"item": one.item, "message": one.message} for one in self.obstacles]
        return {"batch": batch, "removed": self.removed, "restored": self.restored, "blocked_by": blocked}


class Blocked(Exception):
    """Raised by ``Imports.take_back``: what stands in the way. Everything done so far is rolled back."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__()
        self.obstacles = tuple(obstacles)


def _silent(words: str, step: int) -> None:
    """Tells nobody: nobody waits for news of such an import."""


class Imports(ABC, Generic[B, P]):
    """The imports of one kind of file. ``thing`` is what one of them is called in a sentence, ``rows`` what it holds, ``discard_label`` the
    button that throws a draft away.
    """

    model: ClassVar[Any]
    related: ClassVar[tuple[str, ...]] = ("inspection__directive",)
    columns: ClassVar[Columns]
    memory: ClassVar[str]
    subject: ClassVar[str]
    thing: ClassVar[str]
    rows: ClassVar[str]
    discard_label: ClassVar[str]

    # ---- what differs ----

    @abstractmethod
    def check_may(self, user: User) -> None:
        """Raises where the user may not import such files."""

    @abstractmethod
    def read(self, content: bytes, name: str, target: Target, choices: Mapping[str, Any]) -> Checked[Any]:
        """The file as it is read with what was decided about it. May raise ``FileRefused``."""

    @abstractmethod
    def compute(self, content: bytes, name: str, target: Target, choices: Mapping[str, Any]) -> P:
        """What committing it would do now. May raise ``FileRefused`` and ``Invalid``."""

    @abstractmethod
    def document(self, found: P) -> dict[str, Any]:
        """What the command prints."""

    @abstractmethod
    def put_away(self, batch: B, target: Target, content: bytes, file_name: str) -> None:
        """Give a new batch its file. Inside ``with_files``."""

    @abstractmethod
    def content_of(self, batch: B) -> bytes:
        """The very file that was uploaded, of a draft."""

    @abstractmethod
    def write(self, batch: B, inspection: Inspection, found: P, *, by: User | None) -> tuple[str, dict[str, int]]:
        """Store the planned rows and what the batch keeps of them; returns the line of history and its counts."""

    @abstractmethod
    def take_back(self, batch: B, *, by: User | None) -> tuple[str, dict[str, int]]:
        """Undo what ``write`` did, counted in ``removed`` and ``restored``; returns the line of history. Raises ``Blocked``."""

    def throw_away(self, batch: B) -> None:
        """What goes with a draft besides its row."""

    def check_changes(self, batch: B, changes: Changes) -> None:
        """Raises where what a person decided can't be."""

    def check_ready(self, target: Target, found: P, choices: Mapping[str, Any]) -> None:
        """Raises where a question is open that has to be answered before the commit."""

    @abstractmethod
    def remember(self, batch: B, found: P, *, by: User) -> None:
        """Keep what a person explained in this draft for the next file."""

    # ---- drafts ----

    def open(self, *, by: User, target: Target, content: bytes, file_name: str, decided: Mapping[str, Any] | None = None) -> B:
        """Keep a file as a draft. Raises ``FileRefused`` where it can't be read; one in which no header was found is kept when a row looks
        like one, for a person to say what its columns hold. ``decided``: choices made with the upload.
        """
        self.check_may(by)
        mappings = remembered_mappings(self.memory)
        try:
            met = {table.header.mark for table in self.read(content, file_name, target, {"mappings": mappings}).tables}
        except FileRefused as refusal:
            if refusal.code != "header_missing" or not guess_headers(read_workbook(content, file_name), self.columns):
                raise
            met = set()
        known = {mark: mappings[mark] for mark in met & mappings.keys()}
        with with_files():
            batch = self.new_batch(target, by=by, content=content, file_name=file_name)
            batch.choices = {**({"mappings": known} if known else {}), **(decided or {})}
            batch.save()
            self.record(batch, by=by, verb="uploaded", text=f"tải lên {self.named(batch)}", data={"sha256": batch.file_sha256})
        return batch

    def new_batch(self, target: Target, *, by: User | None, content: bytes, file_name: str) -> B:
        """The draft of one file, not saved yet. Inside ``with_files`` only."""
        batch: B = self.model(
            inspection=target.inspection,
            new_title="" if target.inspection else target.new_title,
            file_sha256=hashlib.sha256(content).hexdigest(),
            created_at=clock.now(),
            created_by=by,
        )
        self.put_away(batch, target, content, file_name)
        return batch

    def target_of(self, batch: B) -> Target:
        """A draft for a new inspection that somebody made meanwhile goes to that one."""
        inspection = batch.inspection or stored_inspection(None, batch.new_title)
        return Target(inspection, batch.new_title, inspection.directive if inspection else None, None)

    def guesses_of(self, batch: B) -> list[HeaderGuess]:
        """The rows that look most like a header, where none was found."""
        return guess_headers(read_workbook(self.content_of(batch), batch.read_as), self.columns)

    def preview(self, batch: B) -> P:
        """What committing this draft would do now. May raise ``FileRefused``, or ``Invalid`` where nothing can be imported any more."""
        return self.compute(self.content_of(batch), batch.read_as, self.target_of(batch), batch.choices)

    @transaction.atomic
    def choose(self, *, batch_id: int, version: int, by: User, changes: Changes) -> tuple[B, bool]:
        """Keep what a person decided. Returns the draft, and whether anything changed. What would leave nothing to read is refused."""
        self.check_may(by)
        batch = self.lock_draft(batch_id, version)
        self.check_changes(batch, changes)
        before, batch.choices = batch.choices, changed_choices(batch.choices, changes)
        if batch.choices == before:
            return batch, False
        if any((changes.columns, changes.headers, changes.cells, changes.left_out)):
            try:
                self.read(self.content_of(batch), batch.read_as, self.target_of(batch), batch.choices)
            except FileRefused as refusal:
                nothing_left = f"Không bỏ hết mọi dòng được. Muốn bỏ cả tệp, bấm “{self.discard_label}”."
                raise Invalid(nothing_left if refusal.code == "no_rows" else refusal.message) from refusal
        batch.version += 1
        batch.save(update_fields=["choices", "version"])
        return batch, True

    @transaction.atomic
    def discard(self, *, batch_id: int, by: User) -> None:
        """Throw a draft and its file away; nothing was imported from it."""
        self.check_may(by)
        batch = self.lock_draft(batch_id, None)
        self.record(batch, by=by, verb="discarded", text=f"bỏ {self.named(batch)}, chưa nhập gì")
        self.throw_away(batch)
        batch.delete()

    def lock_draft(self, batch_id: int, version: int | None, *, by_worker: bool = False) -> B:
        """The draft, locked. ``version`` is what the person saw."""
        batch: B = self.locked(batch_id)
        if batch.status != ImportStatus.DRAFT:
            raise Forbidden(f"{self._thing} đã xong. Muốn nhập lại, tải tệp lên lần nữa.")
        if version is not None and version != batch.version:
            raise Conflict(f"Có người vừa sửa {self.thing}. Chưa lưu gì; xem lại bản mới rồi làm tiếp.")
        return batch

    def locked(self, batch_id: int) -> B:
        batches = self.model.objects.select_for_update(of=("self",)).select_related(*self.related)
        batch: B = batches.get(pk=batch_id)
        return batch

    # ---- commit and undo ----

    @transaction.atomic
    def commit(self, *, batch_id: int, version: int, by: User, only_valid: bool, say: Say = _silent, by_worker: bool = False) -> B:
        """Store the rows of a draft: all of them, or only those without an error. All or nothing."""
        self.check_may(by)
        batch = self.lock_draft(batch_id, version, by_worker=by_worker)
        target = hold(self.target_of(batch))
        say("Đọc tệp, kiểm tra từng dòng", 1)
        found = self.compute(self.content_of(batch), batch.read_as, target, batch.choices)
        if found.checked.errors and not only_valid:
            broken = found.checked.rows_with_errors
            raise Invalid(f"Còn {broken} dòng có lỗi. Sửa hoặc bỏ hết dòng lỗi, hoặc chọn chỉ nhập các dòng hợp lệ.")
        if not found.planned:
            raise Invalid("Chưa có dòng nào hợp lệ để nhập. Sửa lỗi trên trang này, hoặc trong tệp rồi tải lên lại.")
        self.check_ready(target, found, batch.choices)
        say("Ghi nhớ cách viết, cách ghép cột", 2)
        self.remember(batch, found, by=by)
        say(f"Ghi {len(found.planned)} {self.rows}", 3)
        self._commit(batch, target, found, by=by)
        return batch

    def import_file(self, *, target: Target, content: bytes, file_name: str, by: User | None, dry_run: bool = False) -> Outcome[B]:
        """The same in one go, as the command line does it: valid rows are stored, nothing with ``dry_run``. May raise ``FileRefused``."""
        if by is not None:
            self.check_may(by)
        with with_files():
            target = target if dry_run else hold(target)
            found = self.compute(content, file_name, target, {"mappings": remembered_mappings(self.memory)})
            document = self.document(found)
            if dry_run or not found.planned:
                return Outcome(None, document)
            batch = self.new_batch(target, by=by, content=content, file_name=file_name)
            self._commit(batch, target, found, by=by)
        return Outcome(batch, {**document, "batch": batch.pk, "inspection": batch.inspection_id})

    def _commit(self, batch: B, target: Target, found: P, *, by: User | None) -> None:
        inspection = batch.inspection = settle(target)
        batch.status, batch.committed_at = ImportStatus.COMMITTED, clock.now()
        batch.version += 1
        text, counts = self.write(batch, inspection, found, by=by)
        self.record(batch, by=by, verb="committed", text=text, data=counts)

    def undo(self, *, batch_id: int, by: User | None) -> Undone:
        """Take back a committed batch: what it made goes, what it changed gets its old values; nothing where somebody built on it."""
        if by is not None:
            self.check_may(by)
        try:
            with transaction.atomic():
                return self._undo(self.locked(batch_id), by=by)
        except Blocked as blocked:
            return Undone(0, 0, blocked.obstacles)

    def _undo(self, batch: B, *, by: User | None) -> Undone:
        if batch.status == ImportStatus.DRAFT:
            raise Forbidden(f"{self._thing} chưa nhập gì nên không có gì để hoàn tác.")
        if batch.status == ImportStatus.UNDONE:
            raise Forbidden(f"{self._thing} đã được hoàn tác trước đó.")
        if batch.inspection is not None:
            lock(batch.inspection)
        text, counts = self.take_back(batch, by=by)
        batch.status, batch.undone_at, batch.undone_by = ImportStatus.UNDONE, clock.now(), by
        batch.version += 1
        drop_if_made_by(batch)
        batch.save()
        self.record(batch, by=by, verb="undone", text=text, data=counts)
        return Undone(counts["removed"], counts["restored"])

    # ---- history ----

    @property
    def _thing(self) -> str:
        return self.thing[:1].upper() + self.thing[1:]

    @abstractmethod
    def named(self, batch: B) -> str:
        """What history calls the file of a draft."""

    def record(self, batch: B, *, by: User | None, verb: str, text: str, data: dict[str, Any] | None = None) -> None:
        """One line of the batch's history."""
        record(
            by=by,
            verb=f"{self.subject}.{verb}",
            text=text,
            subject_kind=self.subject,
            subject_id=batch.pk,
            subject_label=str(batch),
            data=data,
        )
