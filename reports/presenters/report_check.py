"""All that a report says, short enough to be read once more before it goes, and the same rows for what was handed in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from common.formats import vn_num
from common.vocabulary import ITEM_STATES, State
from directives.doubts import doubt_words
from directives.presenters.evidence_words import files_words
from directives.workflow import ItemStatus
from reports.content import Content, ReportLine
from reports.models import Level
from reports.presenters.report_form import DraftPage
from reports.snapshot import Sent, SentDifficulty, SentEntry, difficulty_of, entry_of
from reports.workflow import REPORT_FLOW

LEVELS = {
    Level.TODO: State("todo", "circle-dashed", Level.TODO.label),
    Level.DOING: State("doing", "progress", Level.DOING.label),
    Level.DONE: State("done", "circle-check", Level.DONE.label),
}


@dataclass(frozen=True)
class EntryRow:
    """One item as it is reported; ``edit_url`` is empty where nothing can be changed any more."""

    index: int
    entry: SentEntry
    state: State
    edit_url: str = ""

    @property
    def files(self) -> str:
        """How many there are, in words."""
        return files_words(file.moment for file in self.entry.files)

    @property
    def stuck(self) -> list[str]:
        return stuck_words(self.entry.difficulties)


@dataclass(frozen=True)
class Asked:
    """A claim that contradicts itself, to be confirmed before the report goes; ``ticked``: the person said again that it is done."""

    line: ReportLine
    ticked: bool

    @property
    def words(self) -> str:
        return doubt_words(self.line.doubts)


@dataclass(frozen=True)
class CheckPage(DraftPage):
    """``refusal`` says why it was not handed in just now, ``confirmed`` of which items the person said again that they are done."""

    refusal: str = ""
    confirmed: Collection[int] = ()

    submit = REPORT_FLOW["submit"]

    @cached_property
    def facts(self) -> list[tuple[str, str, str]]:
        return facts_of(self.content)

    @cached_property
    def rows(self) -> Sequence[EntryRow]:
        return [_row(index, line, self.form_url) for index, line in enumerate(self.content.lines, start=1)]

    @cached_property
    def asked(self) -> list[Asked]:
        return [Asked(line, line.item.number in self.confirmed) for line in self.content.lines if line.doubts]

    @cached_property
    def stuck(self) -> list[str]:
        return stuck_words(map(difficulty_of, self.content.difficulties))

    @property
    def agreed_by(self) -> str:
        """'UBND huyện' without its name, as the unit speaks of itself."""
        unit = self.key.unit
        return f"UBND {unit.area.kind}" if unit.kind == unit.Kind.UBND else "đơn vị"


@dataclass(frozen=True)
class ClosedPage(CheckPage):
    """The draft, read only, and why; ``typed`` are (code, words) that were sent just now and could not be saved."""

    reason: str = ""
    typed: Sequence[tuple[str, str]] = ()

    @cached_property
    def rows(self) -> Sequence[EntryRow]:
        return [replace(row, edit_url="") for row in super().rows] if self.content.report is not None else []


def stuck_words(difficulties: Iterable[SentDifficulty]) -> list[str]:
    """One open difficulty in a line: 'Chưa có kinh phí (UBND xã Mỹ Long, chờ trả lời)'."""
    return [f"{each.title} ({each.unit}, {each.state[:1].lower()}{each.state[1:]})" for each in difficulties]


def facts_of(content: Content) -> list[tuple[str, str, str]]:
    """The facts above the button, each as (label, number, what is behind it)."""
    lines, total = content.lines, len(content.lines)
    verified = sum(line.item.status == ItemStatus.VERIFIED for line in lines)
    claimed = sum(line.item.status == ItemStatus.CLAIMED for line in lines)
    new = content.count(Level.DONE) - verified - claimed
    unfinished = [line for line in lines if line.level == Level.DOING]
    late, blocked = sum(line.is_late for line in unfinished), sum(_blocked(line) for line in unfinished)
    return [
        (
            "Hoàn thành",
            f"{vn_num(content.count(Level.DONE))}/{vn_num(total)} nội dung",
            _joined((verified, "đã xác nhận"), (claimed, "chờ xác nhận"), (new, "báo xong khi nộp")),
        ),
        ("Đang thực hiện", f"{vn_num(len(unfinished))} nội dung", _joined((late, "quá hạn"), (blocked, "đang vướng mắc"))),
        ("Chưa bắt đầu", f"{vn_num(content.count(Level.TODO))} nội dung", ""),
        ("Tệp minh chứng", f"{vn_num(sum(len(line.sent_files) for line in lines))} tệp", ""),
    ]


def _joined(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{vn_num(count)} {words}" for count, words in counts if count)


def _blocked(line: ReportLine) -> bool:
    return bool(getattr(line.item, "is_blocked", False))


def _row(index: int, line: ReportLine, form_url: str) -> EntryRow:
    state = ITEM_STATES["blocked"] if _blocked(line) and line.level != Level.DONE else LEVELS[line.level]
    return EntryRow(index, entry_of(line), state, f"{form_url}#n{line.item.number}")


def sent_rows(sent: Sent) -> list[EntryRow]:
    """The rows of what was handed in."""
    return [EntryRow(index, entry, LEVELS[entry.level]) for index, entry in enumerate(sent.entries, start=1)]
