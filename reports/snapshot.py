"""What was handed in, kept as plain values: it reads the same in ten years, whatever happened to the items since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from common.plain import as_plain, made_of
from directives.models import Difficulty, Evidence
from directives.models.item import item_code
from reports.content import Content, ReportLine
from reports.models import Level, Submission


@dataclass(frozen=True)
class SentFile:
    """A file that went with an entry; ``pk`` is its evidence, ``moment`` what its sender said of a picture: before or after."""

    pk: int
    name: str
    size: int
    image: bool
    moment: str = ""
    caption: str = ""

    @property
    def moment_words(self) -> str:
        return Evidence.Moment(self.moment).label if self.image and self.moment else ""


@dataclass(frozen=True)
class SentDifficulty:
    """A difficulty that was open then; ``state`` in words."""

    title: str
    unit: str
    state: str


@dataclass(frozen=True)
class SentEntry:
    """One entry as it was handed in. ``percent`` is what the item said before this submission claimed it; None in what was handed in before
    the portal kept it.
    """

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
    percent: int | None = None
    difficulties: Sequence[SentDifficulty] = ()

    @property
    def code(self) -> str:
        return item_code(self.number)


@dataclass(frozen=True)
class Sent:
    """A submission: its entries by number, the general remarks, and the open difficulties that belong to no single item."""

    remarks: str
    entries: Sequence[SentEntry]
    difficulties: Sequence[SentDifficulty] = ()

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


def take(content: Content, entries: Mapping[int, int], before: Content | None = None) -> dict[str, Any]:
    """The content of a submission, for the database. ``entries``: item id → entry id; ``before``: as it was before it claimed anything."""
    percents = {line.item.pk: line.item.percent for line in (before or content).lines}
    said = [entry_of(line, entries[line.item.pk], percents[line.item.pk]) for line in content.lines]
    taken: dict[str, Any] = as_plain(Sent(content.remarks, said, [difficulty_of(each) for each in content.difficulties]))
    return taken


def difficulty_of(difficulty: Difficulty) -> SentDifficulty:
    return SentDifficulty(difficulty.title, difficulty.unit.name, difficulty.get_status_display())


def entry_of(line: ReportLine, entry_id: int = 0, percent: int | None = None) -> SentEntry:
    """What would be handed in of this item now."""
    item = line.item
    return SentEntry(
        entry=entry_id,
        item=item.pk,
        number=item.number,
        title=item.title,
        group=item.group.name,
        point=item.point.key,
        responsible=item.responsible.name,
        place=(item.site or item.responsible).short_name,
        due_on=item.due_on,
        level=line.level,
        result=line.result.strip(),
        late_reason=line.late_reason.strip(),
        expected_on=None if line.level == Level.DONE else line.expected_on,  # what is done is not expected
        after_window=line.after_window,
        files=[SentFile(file.pk, file.name, file.size, file.is_image, file.moment, file.caption) for file in line.sent_files],
        percent=percent,
        difficulties=[difficulty_of(each) for each in line.difficulties],
    )


def read(submission: Submission) -> Sent:
    """A submission as it was handed in, from its stored copy. One from before this was held says of what is done when it is expected."""
    sent = made_of(Sent, submission.content)
    return replace(sent, entries=[replace(one, expected_on=None) if one.level == Level.DONE else one for one in sent.entries])


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
