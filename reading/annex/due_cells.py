"""The due date of one cell of an annex: read in full, or an error, or nothing (docs/reading.md, "What counts as a time").

Nothing that a person would take for a date is ever stored as none: what holds a digit or a word of time and is not understood in full is
``date_invalid``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from common.due import Doubt, DueDate, DueKind, due_of_cell
from reading.annex.day_month import DayMonth
from reading.files.grid import Cell

EARLIEST, LATEST = 2000, 2100
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(40_000, 50_001)  # July 2009 to November 2036
_EXAMPLE = "ví dụ 31/03/2021 hoặc Quý I/2021"
_DOUBTS = {
    Doubt.UNREAD: "Không đọc chắc được thời hạn “{0}”. Ghi rõ một ngày, một tháng hoặc một quý, {1}.",
    Doubt.SEVERAL: "“{0}” nêu nhiều thời hạn. Ghi một thời hạn, {1}; mỗi thời hạn một dòng nếu là nhiều việc.",
    Doubt.VAGUE: "“{0}” không nói ngày nào. Ghi rõ ngày, {1}.",
}


@dataclass(frozen=True)
class CellDue:
    """What a cell says: its words, the day if it names one, whether it goes on or recurs; ``trouble`` why it can't be stored;
    ``doubt``: its day and month may be swapped.
    """

    text: str = ""
    on: date | None = None
    ongoing: bool = False
    trouble: str = ""
    doubt: DayMonth | None = None


def read_due(cell: Cell, year: int | None) -> CellDue:
    """``year``: the one stated above the table, for a time that writes none. A cell with an error value is looked at elsewhere."""
    if cell.broken or not cell.words:
        return CellDue()
    if (on := cell.day or _serial_day(cell.words)) is not None:
        return CellDue(cell.words, on, trouble="" if EARLIEST <= on.year <= LATEST else _no_year(cell.words))
    due = _due_of(cell.text, year)
    if due is None:
        return CellDue()
    return CellDue(due.text, due.on, due.kind in (DueKind.ONGOING, DueKind.RECURRING), _trouble(cell.words, due))


@lru_cache(maxsize=2048)
def _due_of(text: str, year: int | None) -> DueDate | None:
    """An annex says the same few times over and over."""
    return due_of_cell(text, default_year=year)


def _trouble(words: str, due: DueDate) -> str:
    if due.invalid:
        return f"Không có ngày “{words}”. Ghi ngày có thật, {_EXAMPLE}."
    if due.doubt is not None:
        return _DOUBTS[due.doubt].format(words, _EXAMPLE)
    if due.year_missing:
        return f"“{words}” không ghi năm, phía trên bảng cũng không có năm. Ghi đủ, {_EXAMPLE}."
    return "" if due.on is None or EARLIEST <= due.on.year <= LATEST else _no_year(words)


def _no_year(words: str) -> str:
    return f"Năm của thời hạn “{words}” không đúng. Ghi lại, {_EXAMPLE}."


def _serial_day(words: str) -> date | None:
    """A day that lost its format: 44286 is how Excel keeps 31/03/2021."""
    found = re.fullmatch(r"(\d{5})(?:[.,]\d+)?", words)
    return _EXCEL_EPOCH + timedelta(days=int(found[1])) if found and int(found[1]) in _SERIALS else None
