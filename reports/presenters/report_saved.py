"""What the browser is told after a part of a report was saved: the moment, the new version, the state of that item, how far it all is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common import clock
from common.formats import code_nb
from common.vocabulary import State
from directives.models import Item
from directives.models.item import item_code
from directives.workflow import OPEN
from reports.content import ReportKey, ReportLine
from reports.forms.reports import EntryForm, stamp
from reports.models import Entry, Level
from reports.presenters.report_form import NOT_READY, READY, Progress

_CHECKED = ("level", "result", "late_reason", "expected_text")


@dataclass(frozen=True)
class SavedPart:
    """``number`` of the item or ``REMARKS``; ``version`` and ``seen`` go back into the form; ``mended`` are the fields of which nothing is
    asked any more; ``followers`` are other parts (by number) whose state changed with this one.
    """

    number: int | str
    moment: datetime | None
    version: int
    seen: str
    state: State | None = None
    progress: Progress | None = None
    mended: Sequence[str] = ()
    followers: Sequence[tuple[int, State]] = ()

    @property
    def time(self) -> str:
        return f"{clock.localize(self.moment):%H:%M}" if self.moment else ""


def entry_saved(key: ReportKey, entry: Entry, form: EntryForm, carried: str) -> SavedPart:
    """``carried`` is how far the page knew the whole to be."""
    line = ReportLine(entry.item, entry, None, (), clock.today(), key.period.data_to)
    problems = line.problems(_findings_before(key, line))
    ready = not problems
    progress = Progress.read(carried)
    progress = progress.after(entry.item.number, ready=ready) if progress else None
    mended = [f"id_{entry.item.number}-{name}" for name in _CHECKED if name not in {problem.field for problem in problems}]
    followers = _followers(key, line)
    for number, follows in followers:
        progress = progress.after(number, ready=follows) if progress else None
        mended += [f"id_{number}-level"] if follows else []
    return SavedPart(
        entry.item.number,
        entry.saved_at,
        entry.version,
        stamp(*form.typed().values()),
        READY if ready else NOT_READY,
        progress,
        mended,
        [(number, READY if follows else NOT_READY) for number, follows in followers],
    )


def _findings_before(key: ReportKey, line: ReportLine) -> Sequence[ReportLine]:
    """The findings that have to be done before the general item of a unit; asked only where it is said to be done."""
    item = line.item
    if line.level != Level.DONE or item.status not in OPEN or item.finding_id is not None:
        return ()
    rows = Item.objects.counted().findings_of(item)
    written = {entry.item_id: entry for entry in Entry.objects.filter(report=line.entry.report_id, item__in=rows)} if line.entry else {}
    return [ReportLine(each, written.get(each.pk), None, (), line.today, key.period.data_to) for each in rows]


def _followers(key: ReportKey, line: ReportLine) -> list[tuple[int, bool]]:
    """(number, whether it could go) of the general item that waits for this finding: its tag is true as soon as the finding changes."""
    item = line.item
    if item.finding_id is None or line.entry is None:
        return []
    general = Item.objects.counted().general_of(item)
    written = Entry.objects.filter(report=line.entry.report_id, item=general).first() if general is not None else None
    if general is None or written is None:
        return []
    its = ReportLine(general, written, None, (), line.today, key.period.data_to)
    return [(general.number, not its.problems(_findings_before(key, its)))]


def where_of(number: int) -> str:
    """'ND‑044', for a sentence about an item of which only the number is at hand."""
    return code_nb(item_code(number))
