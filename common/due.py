"""Phrases of time in official Vietnamese, and the day on which each is due.

``find_due`` reads running text and yields every phrase of time in order; which of them *is* the due date of a task is decided by
whoever reads the document. ``due_of_cell`` reads a cell or a field ("Thời hạn: …") whose whole text is one answer.

What each form means (docs/reading.md, "What counts as a time"; docs/domain.md, "Periods"):
- "trước ngày D", "chậm nhất ngày D", "đến hết ngày D" are due on D; ``inclusive`` is False for the first, whose words leave D out.
- A month, quarter, half-year or year is due on its last day, "trước tháng 7/2021" on the day before it begins; a span on its end.
- A time relative to signing counts calendar days unless it says working days. Without the day of signing, or from another event,
  it has no day.
- What recurs, goes on, or only begins ("từ ngày 01/7/2021", "2025 và các năm tiếp theo") has no day.
- What a cell says beside its time counts too: two separate times, a time that names no day ("giữa tháng 3"), words of time that are not
  read ("31/O3/2021", "tuần 4") are a ``doubt``. Whoever stores a cell's day has to look at it; a document's table may go by the first.
- A time without a year takes ``default_year`` (else the year of signing); a day that does not exist (31/02) is ``invalid``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from common import due_words as words
from common.quarters import Quarter
from common.text import clean
from common.workweek import Signing

_HALF_A_YEAR = timedelta(days=183)
_NEAR = 100  # letters before a time in which the words that belong to it are looked for


class DueKind(StrEnum):
    """How precisely a phrase names its day."""

    EXACT = "exact"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SPAN = "span"
    RELATIVE = "relative"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    NONE = "none"


class Doubt(StrEnum):
    """Why a cell that speaks of a time does not say one day in full."""

    UNREAD = "unread"
    SEVERAL = "several"
    VAGUE = "vague"


@dataclass(frozen=True)
class DueDate:
    """One phrase of time: ``text`` as printed with the words that belong to it, and the day ``on`` which it is due (None: it has none).

    ``start`` and ``end`` are offsets into the text that was read. ``cued`` says that a word such as "trước", "trong", "đến hết" makes
    it a limit; ``cited`` that it looks like the date of a cited document; ``year_missing`` that no year is written and none was given.
    ``assumed``: the year is not written, ``on`` takes the given one. ``begins``: the first day that a period covers. ``doubt``: why the
    words do not say one day. ``working_days``: how many of them after signing are meant.
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


@dataclass(frozen=True)
class _Point:
    """A time before its neighbours are looked at: the first and last (year, month, day) that it covers; a year of 0 is not written."""

    kind: DueKind
    first: tuple[int, int, int]
    last: tuple[int, int, int]
    loose: bool = False

    def in_year(self, year: int) -> _Point:
        return replace(self, first=(self.first[0] or year, *self.first[1:]), last=(self.last[0] or year, *self.last[1:]))


def find_due(text: str, *, signing: Signing | None = None, default_year: int | None = None, field: bool = False) -> list[DueDate]:
    """Every phrase of time in clean ``text``, in order, with offsets into it.

    ``field``: the text is what stands behind "Thời hạn:", so that a bare "2021 - 2025" or "31/3" in it is a time.
    """
    return _read(text, signing, default_year, whole=field)


def due_of_cell(text: str, *, signing: Signing | None = None, default_year: int | None = None) -> DueDate | None:
    """What a cell or a field says about its due date; None when it is empty. ``text`` of the answer is all that stands in the cell.

    Words without any time in them ("Khẩn trương", "Ngay sau kiểm tra") are kept, of kind ``none``; the placeholder of an empty date control
    is nothing. The first time counts, but a day wins over what recurs or goes on, and over the date of a cited document.
    """
    cell = clean(text)
    if not cell or words.PLACEHOLDER.fullmatch(cell):
        return None
    found = _read(cell, signing, default_year, whole=True)
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
    if chosen.kind in (DueKind.RECURRING, DueKind.ONGOING):
        rest = words.OF_RECURRING.sub(" ", rest)
    return Doubt.UNREAD if words.SPEAKS_OF_TIME.search(rest) else None


def _read(text: str, signing: Signing | None, default_year: int | None, *, whole: bool) -> list[DueDate]:
    if signing is None:
        return _phrases(text, None, default_year, whole=whole)
    found = _phrases(text, signing.on, default_year, whole=whole)
    return [replace(due, on=signing.add_working_days(signing.on, due.working_days)) if due.working_days else due for due in found]


def _phrases(text: str, signed_on: date | None, default_year: int | None, *, whole: bool) -> list[DueDate]:
    found: list[DueDate] = []
    matches = list(words.TIME.finditer(text))
    position = 0
    index = 0
    if whole and (years := words.BARE_YEARS.match(text)):
        first, last = int(years[1]), int(years[2] or years[1])
        kind = DueKind.SPAN if years[2] else DueKind.YEAR
        position = years.end()
        found.append(DueDate(years[0], kind, date(last, 12, 31), end=position, begins=date(first, 1, 1)))
    while index < len(matches):
        match = matches[index]
        index += 1
        if match.start() < position:
            continue
        if match["recurring"] or match["ongoing"]:
            due: DueDate | None = _adverb(text, match, found)
        elif match["relative"]:
            due = _relative(match, signed_on, whole=whole)
        else:
            following = matches[index] if index < len(matches) else None
            due, taken = _phrase(text, position, match, following, signed_on, default_year, whole=whole)
            index += taken
        if due is not None:
            found.append(due)
            position = due.end
    return found


def _adverb(text: str, match: re.Match[str], found: list[DueDate]) -> DueDate:
    """What recurs or goes on; "Định kỳ" and "hằng năm" beside each other are one phrase."""
    kind = DueKind.RECURRING if match["recurring"] else DueKind.ONGOING
    start = match.start()
    if found and found[-1].kind in (DueKind.RECURRING, DueKind.ONGOING) and words.JOINED_ADVERBS.fullmatch(text, found[-1].end, start):
        before = found.pop()
        start = before.start
        kind = DueKind.RECURRING if DueKind.RECURRING in (kind, before.kind) else kind
    return DueDate(text[start : match.end()], kind, None, start=start, end=match.end())


def _relative(match: re.Match[str], signed_on: date | None, *, whole: bool) -> DueDate | None:
    """The phrase "trong vòng 15 ngày (làm việc) kể từ ngày ký". A bare "15 ngày" in running text is a quantity."""
    cue = match["relative_cue"].strip()
    if not (cue or match["anchor"] or match["ahead"] or whole):
        return None
    on, working_days = None, 0
    if signed_on is not None and (match["signing"] or match["ahead"]):
        count, step = _number(match["count"]), match["step"].lower()
        working_days = count if step.startswith("ngày làm") else 0
        on = _later(signed_on, count, step)
    doubt = Doubt.UNREAD if re.search(r"\d", match["anchor"] or "") else None  # "15 ngày kể từ ngày 01/3/2021" names a day
    cued = bool(cue) and cue.lower() != "sau"
    return DueDate(match[0], DueKind.RELATIVE, on, start=match.start(), end=match.end(), cued=cued, doubt=doubt, working_days=working_days)


def _later(start: date, count: int, step: str) -> date | None:
    if step.startswith("ngày làm"):
        return start if not count else None
    if step == "tháng":
        months = start.year * 12 + start.month - 1 + count
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return {"ngày": start + timedelta(days=count), "tuần": start + timedelta(weeks=count)}.get(step)


def _phrase(
    text: str,
    floor: int,
    match: re.Match[str],
    following: re.Match[str] | None,
    signed_on: date | None,
    default_year: int | None,
    *,
    whole: bool,
) -> tuple[DueDate | None, int]:
    """The phrase around one written time, and how many of the following matches it took in."""
    point, start, end, taken = _point(match), match.start(), match.end(), 0
    floor = max(floor, start - _NEAR)
    starting = words.STARTING.search(text, floor, start)
    if starting:
        start = starting.start()
    limited = starting is not None and point.kind == DueKind.SPAN
    if limited:
        starting = None  # "từ 14-18/6/2021" ends by itself
    second = _point(following) if following and not (following["recurring"] or following["ongoing"] or following["relative"]) else None
    between = words.SPAN.fullmatch(text, end, following.start()) if following and second else None
    doubt = _apart(match)
    if following and second and between and (starting or second.kind == point.kind or (whole and between[0].strip()[0] not in "-–—")):
        point = _span(point, second, exclusive=between[0].strip().endswith("trước"))
        end, taken = following.end(), 1
        starting, limited = None, True
    cue = None
    if not starting and not limited:
        before = words.BARE_DAYS.search(text, floor, start) if point.kind == DueKind.EXACT else None
        before = before or words.FROM_SIGNING.search(text, floor, start)
        if before:
            start = before.start()
            doubt = doubt or _separate(text[start : match.end()], [*re.findall(r"\d+", before[0]), str(point.last[2])])
            point, limited = replace(point, kind=DueKind.SPAN), True
        cue = words.CUE.search(text, floor, start)
        if cue:
            start = cue.start()
            doubt = Doubt.VAGUE if words.VAGUE.search(cue[0]) and not match["part"] else doubt
    if point.loose and not (cue or starting or whole):
        return None, taken
    if point.loose and not whole and not 1 <= point.last[1] <= 12:
        return None, taken
    due = DueDate(
        text[start:end],
        point.kind,
        start=start,
        end=end,
        cued=limited or (cue is not None and not words.WEEKDAY.fullmatch(cue[0])),
        cited=words.CITED.search(text, max(0, match.start() - _NEAR), match.start()) is not None,
        doubt=doubt,
    )
    if open_end := words.OPEN_END.match(text, end):
        kind = DueKind.NONE if open_end[0].rstrip().endswith("nay") else DueKind.ONGOING
        return replace(due, text=text[start : open_end.end()], end=open_end.end(), kind=kind), taken
    if starting:
        return replace(due, kind=DueKind.NONE), taken
    exclusive = cue is not None and re.search(r"trước(?: là)?[, ]+$", cue[0], re.IGNORECASE) is not None
    return _dated(due, point, signed_on, default_year, exclusive=exclusive), taken


def _dated(due: DueDate, point: _Point, signed_on: date | None, default_year: int | None, *, exclusive: bool) -> DueDate:
    """``due`` with the day that the point ends on."""
    assumed = 0
    if not point.last[0]:
        assumed = default_year or (signed_on.year if signed_on else 0)
        if not assumed:
            return replace(due, year_missing=True)
        point = point.in_year(assumed)
    on = _end_of(point, exclusive=exclusive)
    if on is None or _day(point.first) is None:
        return replace(due, on=None, invalid=True)
    if assumed and default_year is None and signed_on is not None and on < signed_on - _HALF_A_YEAR:
        # A letter of December that says "trước ngày 15/01" means the next January.
        on = _end_of(replace(point, first=(assumed + 1, *point.first[1:]), last=(assumed + 1, *point.last[1:])), exclusive=exclusive)
    begins = None if exclusive else _day(point.first)
    return replace(due, on=on, assumed=assumed > 0, inclusive=not (exclusive and point.kind == DueKind.EXACT), begins=begins)


def _apart(match: re.Match[str]) -> Doubt | None:
    """Whether the months, quarters or years that one match holds are separate times: "tháng 3 hoặc tháng 4", "Quý I, IV"."""
    if match["quarters"]:
        return _separate(match["quarters"], [str(number) for number in _quarter_numbers(match["quarters"])])
    written = match["months"] or match["years"]
    return _separate(written, re.findall(r"\d+", written)) if written else None


def _separate(written: str, numbers: list[str]) -> Doubt | None:
    """Times that are listed are one time only where they follow each other."""
    if words.EITHER.search(written):
        return Doubt.SEVERAL
    steps = {int(later) - int(earlier) for earlier, later in pairwise(numbers)}
    return Doubt.SEVERAL if words.SEPARATE.search(written) and steps - {1} else None


def _end_of(point: _Point, *, exclusive: bool) -> date | None:
    if exclusive and point.kind != DueKind.EXACT:
        first = _day(point.first)
        return first - timedelta(days=1) if first else None
    return _day(point.last)


def _day(parts: tuple[int, int, int]) -> date | None:
    """A day of 0 is the last one of its month; None when there is no such day."""
    year, month, day = parts
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None


def _span(first: _Point, second: _Point, *, exclusive: bool) -> _Point:
    """From the beginning of one time to the end of the other; the one without a year takes the other's."""
    borrowed = not first.first[0] and second.last[0] != 0
    first, second = first.in_year(second.last[0]), second.in_year(first.first[0])
    if borrowed and (begin := _day(first.first)) and (end := _day(second.last)) and begin > end:
        earlier = (first.first[0] - 1, *first.first[1:])  # "15/12 - 15/01/2022" begins in the year before
        if (begin := _day(earlier)) and end - begin < _HALF_A_YEAR:
            first = replace(first, first=earlier)
    last = second.last
    if exclusive and second.kind != DueKind.EXACT and (begin := _day(second.first)):
        before = begin - timedelta(days=1)
        last = (before.year, before.month, before.day)
    return _Point(DueKind.SPAN, first.first, last)


def _point(match: re.Match[str]) -> _Point:
    """The written time of a match of ``words.TIME`` that is neither relative nor recurring."""
    for prefix in ("day", "bare", "num", "iso", "dm", "loose"):
        day = match[{"day": "day", "loose": "loose_day"}.get(prefix, f"{prefix}_day")]
        if day is None:
            continue
        month = match[{"day": "day_month", "loose": "loose_day_month"}.get(prefix, f"{prefix}_month")]
        year = match["loose_day_year" if prefix == "loose" else f"{prefix}_year"]
        # Day 0 does not exist and must not be read as "the last one".
        last = (_full_year(year), _number(month), int(day) or 99)
        if prefix == "num" and match["from_day"]:
            return _Point(DueKind.SPAN, (*last[:2], int(match["from_day"]) or 99), last)
        return _Point(DueKind.EXACT, last, last, loose=prefix == "loose")
    if match["months"]:
        numbers = [int(number) for number in re.findall(r"\d+", match["months"])] or [_number(match["months"])]
        return _months(DueKind.MONTH if len(numbers) == 1 else DueKind.SPAN, _full_year(match["month_year"]), numbers[0], numbers[-1])
    if match["loose_month"]:
        return _months(DueKind.MONTH, int(match["loose_month_year"]), int(match["loose_month"]), int(match["loose_month"]), loose=True)
    if match["quarters"]:
        return _quarters(match["quarters"], _full_year(match["quarter_year"]))
    if match["part"]:
        return _part(match)
    if match["stage_to"]:
        return _Point(DueKind.SPAN, (int(match["stage_from"]), 1, 1), (int(match["stage_to"]), 12, 31))
    years = [int(year) for year in re.findall(r"\d{4}", match["years"] or match["loose_year"])]
    return _Point(DueKind.YEAR if len(years) == 1 else DueKind.SPAN, (years[0], 1, 1), (years[-1], 12, 31))


def _number(written: str) -> int:
    return words.NUMBERS.get(written.lower()) or int(written)


def _full_year(year: str | None) -> int:
    if not year:
        return 0
    return int(year) if len(year) == 4 else 2000 + int(year)


def _months(kind: DueKind, year: int, first: int, last: int, *, loose: bool = False) -> _Point:
    return _Point(kind, (year, first, 1), (year, last, 0), loose)


def _quarters(written: str, year: int) -> _Point:
    numbers = _quarter_numbers(written)
    if not all(number in (1, 2, 3, 4) for number in numbers):
        return _Point(DueKind.QUARTER, (year, 99, 1), (year, 99, 1))
    ends = [Quarter(year or 2000, number) for number in numbers]
    first, last = ends[0].first_day, ends[-1].last_day
    kind = DueKind.QUARTER if len(numbers) == 1 else DueKind.SPAN
    return _Point(kind, (year, first.month, first.day), (year, last.month, last.day))


def _quarter_numbers(written: str) -> list[int]:
    """Those of "I và quý II"; 9 for what is none."""
    parts = re.findall(r"\b(?:\d+|[IVⅠⅡⅢⅣⅰⅱⅲⅳ]+)\b", written, re.IGNORECASE)
    return [words.ROMAN_VALUES.get(part.upper(), int(part) if part.isdecimal() else 9) for part in parts] or [_number(written)]


def _part(match: re.Match[str]) -> _Point:
    """Parts of a year: "6 tháng đầu năm", "nửa cuối năm", "9 tháng đầu năm"."""
    written = (match["part_months"] or "6").lower()
    months = _number(written)
    year = _full_year(match["part_year"])
    kind = DueKind.HALF_YEAR if months == 6 else DueKind.SPAN
    if match["part"].lower() == "đầu":
        return _months(kind, year, 1, months)
    return _months(kind, year, 13 - months, 12)
