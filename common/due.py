"""Phrases of time in official Vietnamese, and the day on which each is due.

``find_due`` reads running text and yields every phrase of time in order; which of them *is* the due date of a task is decided by
whoever reads the document. ``due_of_cell`` reads a cell or a field ("Thời hạn: …") whose whole text is one answer.

What each form means (docs/reading.md, "What counts as a time"; docs/domain.md, "Periods"):
- "trước ngày D", "chậm nhất ngày D", "đến hết ngày D" are due on D; ``inclusive`` is False for the first, whose words leave D out.
- A month, quarter, half-year or year is due on its last day, "trước tháng 7/2021" on the day before it begins; a span on its end.
- A time relative to signing counts calendar days unless it says working days. Without the day of signing, or from another event,
  it has no day. "Tháng này", "quý sau", "năm nay" are those of signing.
- What recurs, goes on, or only begins ("từ ngày 01/7/2021", "2025 và các năm tiếp theo") has no day.
- What a cell says beside its time counts too: two separate times, a time that names no day ("giữa tháng 3"), words of time that are not
  read ("31/O3/2021", "tuần 4") are a ``doubt``. Whoever stores a cell's day has to look at it; a document's table may go by the first.
- A time without a year takes ``default_year`` (else the year of signing); a day that does not exist (31/02) is ``invalid``.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from common import due_words as words
from common.due_points import HALF_A_YEAR, DueKind, WrittenTime, are_apart, are_separate, number, written
from common.text import clean
from common.workweek import Signing

__all__ = ["Doubt", "DueDate", "DueKind", "due_of_cell", "find_due"]

_NEAR = 100  # letters before a time in which the words that belong to it are looked for
_NO_END = (DueKind.RECURRING, DueKind.ONGOING)


class Doubt(StrEnum):
    """Why a phrase that speaks of a time does not say one day in full."""

    UNREAD = "unread"
    SEVERAL = "several"
    VAGUE = "vague"


@dataclass(frozen=True)
class DueDate:
    """One phrase of time: ``text`` as printed with the words that belong to it, and the day ``on`` which it is due (None: it has none).

    ``start`` and ``end`` are offsets into the text that was read. ``cued`` says that a word such as "trước", "trong", "đến hết" makes
    it a limit; ``cited`` that it looks like the date of a cited document; ``year_missing`` that no year is written and none was given.
    ``assumed``: the year is not written, ``on`` takes the given one. ``begins``: the first day that a period covers. ``doubt``: why the
    words do not say one day. ``working_days``: how many of them after signing are meant. ``of_event``: it counts from something else.
    """

    text: str
    kind: DueKind
    on: date | None = None
    inclusive: bool = True
    start: int = 0
    end: int = 0
    invalid: bool = False
    year_missing: bool = False
    assumed: bool = False
    cued: bool = False
    cited: bool = False
    begins: date | None = None
    doubt: Doubt | None = None
    working_days: int = 0
    of_event: bool = False


def find_due(text: str, *, signing: Signing | None = None, default_year: int | None = None, field: bool = False) -> list[DueDate]:
    """Every phrase of time in clean ``text``, in order, with offsets into it.

    ``field``: the text is what stands behind "Thời hạn:", so that a bare "2021 - 2025" or "31/3" in it is a time.
    """
    found = _Phrases(text, signing.on if signing else None, default_year, field).read()
    if signing is None:
        return found
    return [replace(due, on=signing.add_working_days(signing.on, due.working_days)) if due.working_days else due for due in found]


def due_of_cell(text: str, *, signing: Signing | None = None, default_year: int | None = None) -> DueDate | None:
    """What a cell or a field says about its due date; None when it is empty. ``text`` of the answer is all that stands in the cell.

    Words without any time in them ("Khẩn trương", "Ngay sau kiểm tra") are kept, of kind ``none``; the placeholder of an empty date control
    is nothing. The first time counts, but a day wins over what recurs or goes on, and over the date of a cited document.
    """
    cell = clean(text)
    if not cell or words.PLACEHOLDER.fullmatch(cell):
        return None
    found = find_due(cell, signing=signing, default_year=default_year, field=True)
    dated = [due for due in found if due.on or due.invalid or due.year_missing]
    own = [due for due in dated if not due.cited]
    chosen = [*own, *dated, *found, DueDate(cell, DueKind.NONE)][0]
    return replace(chosen, text=cell, start=0, end=len(cell), doubt=_doubt(cell, found, own, chosen))


def _doubt(cell: str, found: list[DueDate], own: list[DueDate], chosen: DueDate) -> Doubt | None:
    """What keeps a cell from saying one day, or understandably none, in full. ``own``: its times that are not those of cited documents."""
    if len({due.on for due in own}) > 1:
        return Doubt.SEVERAL
    if chosen.doubt or (chosen.begins and chosen.on and chosen.begins > chosen.on):
        return chosen.doubt or Doubt.UNREAD
    rest = cell
    for due in reversed(found):
        rest = f"{rest[: due.start]} | {rest[due.end :]}"
    if not found:
        return Doubt.UNREAD if words.SPEAKS_OF_TIME.search(rest) else None
    rest = words.BESIDE.sub(" ", rest)
    if own:
        finer = words.FINER.get(chosen.kind)
        return Doubt.UNREAD if re.search(r"\d", rest) or (finer and finer.search(rest)) else None
    if chosen.cited:
        return Doubt.UNREAD
    if chosen.kind in _NO_END:
        rest = words.OF_RECURRING.sub(" ", rest)
    return Doubt.UNREAD if words.SPEAKS_OF_TIME.search(rest) else None


@dataclass(frozen=True)
class _Phrases:
    """The phrases of one text. ``whole``: all of it is the answer of a field."""

    text: str
    signed_on: date | None
    default_year: int | None
    whole: bool

    def read(self) -> list[DueDate]:
        found: list[DueDate] = []
        matches = list(words.TIME.finditer(self.text))
        position = index = 0
        if self.whole and (years := words.BARE_YEARS.match(self.text)):
            first, last = int(years[1]), int(years[2] or years[1])
            kind = DueKind.SPAN if years[2] else DueKind.YEAR
            position = years.end()
            found.append(DueDate(years[0], kind, date(last, 12, 31), end=position, begins=date(first, 1, 1)))
        while index < len(matches):
            match, index = matches[index], index + 1
            if match.start() < position:
                continue
            if match["recurring"] or match["ongoing"]:
                kind = DueKind.RECURRING if match["recurring"] else DueKind.ONGOING
                due: DueDate | None = DueDate(match[0], kind, start=match.start(), end=match.end())
            elif match["relative"]:
                due = self._relative(match)
            else:
                due, taken = self._phrase(position, match, matches[index] if index < len(matches) else None)
                index += taken
            if due is not None:
                found[-1:] = self._joined(found[-1], due) if found else [due]
                position = due.end
        return found

    def _joined(self, before: DueDate, due: DueDate) -> list[DueDate]:
        """ "Định kỳ" and "hằng năm" beside each other are one phrase, and so is "hằng tuần, từ nay đến ngày 15/12/2025"."""
        joined = due.kind in _NO_END or (before.kind == DueKind.RECURRING and words.STRETCH.match(due.text))
        if not joined or before.kind not in _NO_END or not words.JOINED_ADVERBS.fullmatch(self.text, before.end, due.start):
            return [before, due]
        kind = DueKind.RECURRING if DueKind.RECURRING in (due.kind, before.kind) else due.kind
        return [DueDate(self.text[before.start : due.end], kind, start=before.start, end=due.end)]

    def _relative(self, match: re.Match[str]) -> DueDate | None:
        """The phrase "trong vòng 15 ngày (làm việc) kể từ ngày ký". A bare "15 ngày" in running text is a quantity."""
        cue = match["relative_cue"].strip()
        if not (cue or match["anchor"] or match["ahead"] or self.whole):
            return None
        on, working_days = None, 0
        of_signing = bool(match["signing"] or match["today"] or match["ahead"])
        if self.signed_on is not None and of_signing:
            count, step = number(match["count"]), match["step"].lower()
            working_days = count if step.startswith("ngày làm") else 0
            on = _later(self.signed_on, count, step)
        return DueDate(
            match[0],
            DueKind.RELATIVE,
            on,
            start=match.start(),
            end=match.end(),
            cued=bool(cue) and cue.lower() != "sau",
            doubt=Doubt.UNREAD if re.search(r"\d", match["anchor"] or "") else None,  # "15 ngày kể từ ngày 01/3/2021" names a day
            working_days=working_days,
            of_event=bool(match["anchor"]) and not of_signing,
        )

    def _phrase(self, floor: int, match: re.Match[str], following: re.Match[str] | None) -> tuple[DueDate | None, int]:
        """The phrase around one written time, and how many of the following matches it took in."""
        text, time, start, end, taken = self.text, written(match, self.signed_on), match.start(), match.end(), 0
        floor = max(floor, start - _NEAR)
        doubt = Doubt.SEVERAL if are_apart(match) else None
        if time.kind == DueKind.MONTH and (part := words.PART_OF_MONTH.search(text, floor, start)):
            start = part.start()
            time = time.up_to(int(part["days"] or 15)) if part["part"].lower() == "đầu" else time
        starting = words.STARTING.search(text, floor, start)
        if starting:
            start = starting.start()
        limited = match["until"] is not None or (starting is not None and time.kind == DueKind.SPAN)
        if limited:
            starting = None  # "từ 14-18/6/2021" ends by itself
        if following and (span := self._span(match, following, time, begun=starting is not None)):
            time, end, taken, starting, limited = span, following.end(), 1, None, True
        cue = None
        if not starting and not limited:
            before = words.BARE_DAYS.search(text, floor, start) if time.kind == DueKind.EXACT else None
            before = before or words.FROM_SIGNING.search(text, floor, start)
            if before:
                start = before.start()
                apart = are_separate(text[start : match.end()], [*re.findall(r"\d+", before[0]), str(time.last[2])])
                doubt = Doubt.SEVERAL if apart else doubt
                time, limited = replace(time, kind=DueKind.SPAN), True
            cue = words.CUE.search(text, floor, start)
            if cue:
                start = cue.start()
                vague = words.VAGUE.search(cue[0]) and not match["part"]
                doubt = Doubt.VAGUE if vague else Doubt.UNREAD if words.OFFSET.match(text, end) else doubt
        if time.loose and not self.whole and not ((cue or starting) and 1 <= time.last[1] <= 12):
            return None, taken
        told = words.YEAR_TOLD.match(text, end) if not time.last[0] else None
        end = told.end() if told else end
        due = DueDate(
            text[start:end],
            time.kind,
            start=start,
            end=end,
            cued=limited or (cue is not None and not words.WEEKDAY.fullmatch(cue[0])),
            cited=words.CITED.search(text, max(0, match.start() - _NEAR), match.start()) is not None,
            doubt=doubt,
        )
        if open_end := words.OPEN_END.match(text, end):
            kind = DueKind.NONE if open_end[0].rstrip().endswith("nay") else DueKind.ONGOING
            return replace(due, text=text[start : open_end.end()], end=open_end.end(), kind=kind), taken
        if starting:  # "trong tuần từ 19/4" says nothing of its end
            return replace(due, kind=DueKind.NONE, doubt=Doubt.UNREAD if "tuần" in starting[0].lower() else doubt), taken
        if self.signed_on is None and (told or match["near_unit"] or match["until"]):
            return replace(due, doubt=Doubt.UNREAD), taken  # nobody knows which month "this" is
        exclusive = cue is not None and re.search(r"trước(?: là| thời điểm)*[, ]+$", cue[0], re.IGNORECASE) is not None
        return self._dated(due, self._told(time, told), exclusive=exclusive), taken

    def _span(self, match: re.Match[str], following: re.Match[str], time: WrittenTime, *, begun: bool) -> WrittenTime | None:
        """From this time to the one that follows it, where words or a dash join them."""
        if following["recurring"] or following["ongoing"] or following["relative"]:
            return None
        second, between = written(following, self.signed_on), words.SPAN.fullmatch(self.text, match.end(), following.start())
        if between is None or not (begun or second.kind == time.kind or (self.whole and between[0].strip()[0] not in "-–—")):
            return None
        return time.until(second, exclusive=between[0].strip().endswith("trước"))

    def _told(self, time: WrittenTime, told: re.Match[str] | None) -> WrittenTime:
        """A year that is told by the day of signing: "tháng 9 tới", "quý I năm sau"."""
        if told is None or self.signed_on is None:
            return time
        ahead = words.AHEAD.search(told[0]) is not None
        this = time.in_year(self.signed_on.year)
        end = this.ends(exclusive=False)
        passed = "năm" in told[0].lower() or (end is not None and end < self.signed_on)
        return time.in_year(self.signed_on.year + 1) if ahead and passed else this

    def _dated(self, due: DueDate, time: WrittenTime, *, exclusive: bool) -> DueDate:
        """``due`` with the day that the time ends on."""
        assumed = 0
        if not time.last[0]:
            assumed = self.default_year or (self.signed_on.year if self.signed_on else 0)
            if not assumed:
                return replace(due, year_missing=True)
            time = time.in_year(assumed)
        on = time.ends(exclusive=exclusive)
        if on is None or time.begins is None:
            return replace(due, on=None, invalid=True)
        if assumed and self.default_year is None and self.signed_on is not None and on < self.signed_on - HALF_A_YEAR:
            # A letter of December that says "trước ngày 15/01" means the next January.
            time = replace(time, first=(assumed + 1, *time.first[1:]), last=(assumed + 1, *time.last[1:]))
            on = time.ends(exclusive=exclusive)
        begins = None if exclusive else time.begins
        exact = time.kind == DueKind.EXACT
        doubt = due.doubt or (Doubt.UNREAD if exact and on and not _is_that_day(on, self.text[due.start : due.end]) else None)
        return replace(due, on=on, assumed=assumed > 0, inclusive=not (exclusive and exact), begins=begins, doubt=doubt)


def _is_that_day(on: date, phrase: str) -> bool:
    """Whether a day falls on the weekday that is written beside it."""
    weekday = words.NAMED_WEEKDAY.search(phrase)
    return weekday is None or words.WEEKDAYS[weekday[1].lower()] == on.weekday()


def _later(start: date, count: int, step: str) -> date | None:
    if step.startswith("ngày làm"):
        return start if not count else None
    if step == "tháng":
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return {"ngày": start + timedelta(days=count), "tuần": start + timedelta(weeks=count)}.get(step)
