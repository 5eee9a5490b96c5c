"""What was handed in, kept as plain values: it reads the same in ten years, whatever happened to the items since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from directives.models.item import item_code
from reports.content import Content, Line
from reports.models import Level, Submission


@dataclass(frozen=True)
class SentFile:
    """A file that went with an entry; ``pk`` is its evidence."""

    pk: int
    name: str
    size: int
    image: bool


@dataclass(frozen=True)
class SentEntry:
    """One entry as it was handed in. ``status`` is the item's stored state just after it."""

    entry: int
    item: int
    number: int
    title: str
    group: str
    point: str
    responsible: str
    place: str
    due_on: date | None
    level: Level
    result: str
    late_reason: str
    expected_on: date | None
    after_window: bool
    files: Sequence[SentFile]

    @property
    def code(self) -> str:
        return item_code(self.number)


@dataclass(frozen=True)
class Sent:
    """A submission: its entries by number, and the general remarks."""

    remarks: str
    entries: Sequence[SentEntry]

    def entry(self, number: int) -> SentEntry | None:
        return next((entry for entry in self.entries if entry.number == number), None)

    def count(self, level: Level) -> int:
        return sum(entry.level == level for entry in self.entries)


@dataclass(frozen=True)
class Change:
    """What is different in one entry since an earlier submission; an entry that was not there before is ``new``."""

    before: SentEntry | None
    after: SentEntry
    fields: tuple[str, ...]
    files_added: Sequence[SentFile] = field(default=())
    files_left: Sequence[SentFile] = field(default=())

    @property
    def new(self) -> bool:
        return self.before is None


_COMPARED = ("level", "result", "late_reason", "expected_on")


def take(content: Content, entries: Mapping[int, int]) -> dict[str, Any]:
    """The content of a submission, for the database. ``entries``: item id → entry id."""
    return {"remarks": content.remarks, "entries": [_entry(line, entries[line.item.pk]) for line in content.lines]}


def _entry(line: Line, entry_id: int) -> dict[str, Any]:
    item = line.item
    site = item.site or item.responsible
    sent = SentEntry(
        entry=entry_id,
        item=item.pk,
        number=item.number,
        title=item.title,
        group=item.group.name,
        point=item.point.key,
        responsible=item.responsible.name,
        place=site.short_name,
        due_on=item.due_on,
        level=line.level,
        result=line.result.strip(),
        late_reason=line.late_reason.strip(),
        expected_on=line.expected_on,
        after_window=line.after_window,
        files=[SentFile(file.pk, file.name, file.size, file.is_image) for file in line.sent_files],
    )
    plain = asdict(sent)
    return plain | {name: plain[name] and plain[name].isoformat() for name in ("due_on", "expected_on")} | {"level": sent.level.value}


def read(submission: Submission) -> Sent:
    """A submission as it was handed in."""
    content = submission.content
    return Sent(content["remarks"], [_read_entry(row) for row in content["entries"]])


def _read_entry(row: Mapping[str, Any]) -> SentEntry:
    days = {name: date.fromisoformat(row[name]) if row[name] else None for name in ("due_on", "expected_on")}
    return SentEntry(**{**row, **days, "level": Level(row["level"]), "files": [SentFile(**file) for file in row["files"]]})


def changes(before: Sent, after: Sent) -> list[Change]:
    """The entries that say something else than before, in their order; those that say the same are left out."""
    found = []
    for entry in after.entries:
        old = before.entry(entry.number)
        if old is None:
            found.append(Change(None, entry, _COMPARED))
            continue
        fields = tuple(name for name in _COMPARED if getattr(old, name) != getattr(entry, name))
        known, sent = {file.pk for file in old.files}, {file.pk for file in entry.files}
        added = [file for file in entry.files if file.pk not in known]
        left = [file for file in old.files if file.pk not in sent]
        if fields or added or left:
            found.append(Change(old, entry, fields, added, left))
    return found
