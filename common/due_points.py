"""A time as it is written, without the words around it: its kind, and the first and last day that it covers."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Self

from common import due_words as words
from common.quarters import Quarter

HALF_A_YEAR = timedelta(days=183)


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


@dataclass(frozen=True)
class WrittenTime:
    """The first and last (year, month, day) that a time covers. A year of 0 is not written, a day of 0 is the last one of its month."""

    kind: DueKind
    first: tuple[int, int, int]
    last: tuple[int, int, int]
    loose: bool = False

    def in_year(self, year: int) -> Self:
        return replace(self, first=(self.first[0] or year, *self.first[1:]), last=(self.last[0] or year, *self.last[1:]))

    def up_to(self, days: int) -> Self:
        """Its first days: "10 ngày đầu tháng 5", "nửa đầu tháng 5"."""
        return replace(self, last=(*self.last[:2], days))

    @property
    def begins(self) -> date | None:
        return _day(self.first)

    def ends(self, *, exclusive: bool) -> date | None:
        """The last day that counts; None when there is no such day."""
        if exclusive and self.kind != DueKind.EXACT:
            return self.begins - timedelta(days=1) if self.begins else None
        return _day(self.last)

    def until(self, other: Self, *, exclusive: bool) -> Self:
        """From the beginning of this time to the end of the other; the one without a year takes the other's."""
        borrowed = not self.first[0] and other.last[0] != 0
        first, second = self.in_year(other.last[0]), other.in_year(self.first[0])
        begin, end = first.begins, _day(second.last)
        if borrowed and begin and end and begin > end:
            earlier = (first.first[0] - 1, *first.first[1:])  # "15/12 - 15/01/2022" begins in the year before
            if (begin := _day(earlier)) and end - begin < HALF_A_YEAR:
                first = replace(first, first=earlier)
        before = second.ends(exclusive=exclusive)
        last = (before.year, before.month, before.day) if exclusive and second.kind != DueKind.EXACT and before else second.last
        return replace(first, kind=DueKind.SPAN, last=last, loose=False)


def _day(parts: tuple[int, int, int]) -> date | None:
    year, month, day = parts
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None


def written(match: re.Match[str], signed_on: date | None) -> WrittenTime:
    """The time of a match of ``words.TIME`` that is neither relative nor recurring; ``signed_on`` tells which "tháng này" is."""
    for prefix in ("day", "bare", "num", "iso", "dm", "loose"):
        day = match[{"day": "day", "loose": "loose_day"}.get(prefix, f"{prefix}_day")]
        if day is None:
            continue
        month = match[{"day": "day_month", "loose": "loose_day_month"}.get(prefix, f"{prefix}_month")]
        year = match["loose_day_year" if prefix == "loose" else f"{prefix}_year"]
        # Day 0 does not exist and must not be read as "the last one".
        last = (_full_year(year), number(month), int(day) or 99)
        if prefix == "num" and match["from_day"]:
            return WrittenTime(DueKind.SPAN, (*last[:2], int(match["from_day"]) or 99), last)
        return WrittenTime(DueKind.EXACT, last, last, loose=prefix == "loose")
    if unit := match["near_unit"] or match["until"]:
        return _near(unit.lower(), match["near_day"], signed_on or date(1, 1, 1), ahead=words.AHEAD.search(match["near"] or "") is not None)
    if match["months"]:
        numbers = [int(one) for one in re.findall(r"\d+", match["months"])] or [number(match["months"])]
        return _months(DueKind.MONTH if len(numbers) == 1 else DueKind.SPAN, _full_year(match["month_year"]), numbers[0], numbers[-1])
    if match["loose_month"]:
        return _months(DueKind.MONTH, int(match["loose_month_year"]), int(match["loose_month"]), int(match["loose_month"]), loose=True)
    if match["quarters"]:
        return _quarters(match["quarters"], _full_year(match["quarter_year"]))
    if match["part"]:
        return _part(match)
    if match["stage_to"]:
        return WrittenTime(DueKind.SPAN, (int(match["stage_from"]), 1, 1), (int(match["stage_to"]), 12, 31))
    years = [int(year) for year in re.findall(r"\d{4}", match["years"] or match["loose_year"])]
    return WrittenTime(DueKind.YEAR if len(years) == 1 else DueKind.SPAN, (years[0], 1, 1), (years[-1], 12, 31))


def number(written: str) -> int:
    return words.NUMBERS.get(written.lower()) or int(written)


def _full_year(year: str | None) -> int:
    if not year:
        return 0
    return int(year) if len(year) == 4 else 2000 + int(year)


def _near(unit: str, day: str | None, today: date, *, ahead: bool) -> WrittenTime:
    """The month, quarter or year in which the document was signed ("trong tháng này", "ngày 05 tháng sau"), or the next one."""
    if unit == "năm":
        return WrittenTime(DueKind.YEAR, (today.year + ahead, 1, 1), (today.year + ahead, 12, 31))
    length = 1 if unit == "tháng" else 3
    year, month = divmod(today.year * 12 + (today.month - 1) // length * length + length * ahead, 12)
    if day:
        return WrittenTime(DueKind.EXACT, (year, month + 1, int(day) or 99), (year, month + 1, int(day) or 99))
    return _months(DueKind.MONTH if length == 1 else DueKind.QUARTER, year, month + 1, month + length)


def _months(kind: DueKind, year: int, first: int, last: int, *, loose: bool = False) -> WrittenTime:
    return WrittenTime(kind, (year, first, 1), (year, last, 0), loose)


def _quarters(written: str, year: int) -> WrittenTime:
    numbers = _quarter_numbers(written)
    if not all(one in (1, 2, 3, 4) for one in numbers):
        return WrittenTime(DueKind.QUARTER, (year, 99, 1), (year, 99, 1))
    ends = [Quarter(year or 2000, one) for one in numbers]
    first, last = ends[0].first_day, ends[-1].last_day
    kind = DueKind.QUARTER if len(numbers) == 1 else DueKind.SPAN
    return WrittenTime(kind, (year, first.month, first.day), (year, last.month, last.day))


def _quarter_numbers(written: str) -> list[int]:
    """Those of "I và quý II"; 9 for what is none."""
    parts = re.findall(r"\b(?:\d+|[IVⅠⅡⅢⅣⅰⅱⅲⅳ]+)\b", written, re.IGNORECASE)
    return [words.ROMAN_VALUES.get(part.upper(), int(part) if part.isdecimal() else 9) for part in parts] or [number(written)]


def _part(match: re.Match[str]) -> WrittenTime:
    """Parts of a year: "6 tháng đầu năm", "nửa cuối năm", "9 tháng đầu năm"."""
    months = number((match["part_months"] or "6").lower())
    kind = DueKind.HALF_YEAR if months == 6 else DueKind.SPAN
    first, last = (1, months) if match["part"].lower() == "đầu" else (13 - months, 12)
    return _months(kind, _full_year(match["part_year"]), first, last)


def are_apart(match: re.Match[str]) -> bool:
    """Whether the months, quarters or years that one match holds are separate times: "tháng 3 hoặc tháng 4", "Quý I, IV"."""
    if match["quarters"]:
        return are_separate(match["quarters"], [str(one) for one in _quarter_numbers(match["quarters"])])
    listed = match["months"] or match["years"]
    return listed is not None and are_separate(listed, re.findall(r"\d+", listed))


def are_separate(listed: str, numbers: list[str]) -> bool:
    """Times that are listed are one time only where they follow each other."""
    if words.EITHER.search(listed):
        return True
    steps = {int(later) - int(earlier) for earlier, later in pairwise(numbers)}
    return words.SEPARATE.search(listed) is not None and bool(steps - {1})
