"""What every reader of grids does with the cells that it finds: budget, columns far to the right, days, the text of a cell in its fonts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, from_excel

from reading.files import refusals
from reading.files.grid import Cell, Grid, Merge, Workbook, lines_of
from reading.files.letters import Letters, Run
from reading.files.limits import MAX_CELLS, MAX_COLUMNS, MAX_LETTERS, MAX_MERGES, MAX_ROWS, MAX_TEXT

_LAST_ROW = 1_048_576
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Look:
    """What matters of a cell's format."""

    font: str | None = None
    is_date: bool = False
    is_month: bool = False

    @classmethod
    def of(cls, font: str | None, code: str) -> Self:
        """``code`` shows numbers as days, or as months alone: "mm/yyyy", "mmm-yy"."""
        bare = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
        return cls(font, bool(is_date_format(code)), "m" in bare and "y" in bare and "d" not in bare)


PLAIN = Look()


class Sheets:
    """The grids of one file while they are read; ``grid`` is the one being filled, ``epoch`` where its serial days begin."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.grid = Grid({})
        self.letters = Letters()
        self.epoch = CALENDAR_WINDOWS_1900
        self._grids: list[Grid] = []
        self._known: dict[tuple[str, str | None], Cell] = {}
        self._rows = self._cells = self._letters = self._merges = 0

    # ---- cells ----

    def cell(self, text: str, font: str | None = None) -> Cell:
        """A cell in one font. Its text may be empty: such a cell is not kept. The same words in the same font share their cell."""
        known = self._known.get((text, font))
        if known is None:
            known = self._known[text, font] = self.of_runs([(text, font)])
        return known

    def of_runs(self, runs: Sequence[Run]) -> Cell:
        """A cell whose text is set in several fonts."""
        if sum(len(text) for text, _ in runs) > MAX_TEXT:
            runs = _shortened(runs)
        written, waits = self.letters.read(runs)
        self._letters += len(written)
        self._hold(self._letters <= MAX_LETTERS)
        return Cell(lines_of(written), raw=written if waits else None)

    def number(self, value: float, look: Look) -> Cell:
        """A number, or the day that its format shows; a time of day and what lies outside the calendar are numbers."""
        if look.is_date and (day := _day_of(value, self.epoch)) is not None:
            return Cell.of_day(day, month=look.is_month)
        return Cell.of_number(value)

    # ---- places ----

    def open(self, title: str, source: dict[str, Any] | None = None) -> None:
        """Cells that are put from now on stand in this sheet."""
        self.grid = Grid({"sheet": title} if source is None else source, title=title)

    def close(self, *, shown: bool = True) -> None:
        """A hidden sheet is not data."""
        if shown:
            self.grid.arrange()
            self._grids.append(self.grid)
        self.grid = Grid({})

    def put(self, row: int, column: int, cell: Cell, *, rows: int = 1, columns: int = 1) -> None:
        """A cell, repeated over so many rows and columns. A row is not empty though nothing of it is read."""
        if not (cell.text or cell.broken):
            return
        if rows > MAX_ROWS or row > _LAST_ROW:
            raise refusals.too_large(self.name)
        first, last = min(column, MAX_COLUMNS + 1), min(column + columns - 1, MAX_COLUMNS + 1)
        for number in range(row, row + rows):
            held = self.grid.rows.get(number)
            if held is None:
                self._rows += 1
                held = self.grid.rows[number] = {}
            self._cells += last - first + 1
            self._hold(self._rows <= MAX_ROWS and self._cells <= MAX_CELLS)
            for place in range(first, last + 1):
                held[place] = cell

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """A merged block; what lies beyond the columns that are read is left out."""
        self._merges += 1
        self._hold(self._merges <= MAX_MERGES)
        if left <= MAX_COLUMNS and (top, left) != (bottom, right):
            self.grid.merge(Merge(top, left, bottom, min(right, MAX_COLUMNS)))

    def _hold(self, kept: bool) -> None:
        if not kept:
            raise refusals.too_large(self.name)

    def finish(self) -> Workbook:
        """The grids, once the whole file is read; every text that no font decided is decided now."""
        if self.letters.settle():
            for grid in self._grids:
                for row, column, cell in list(grid.cells()):
                    if cell.raw is not None and (text := self.letters.settled(cell.raw)) != cell.raw:
                        grid.rows[row][column] = replace(cell, text=lines_of(text), raw=None)
        return Workbook(self._grids, self.letters.converted)


def cut(text: str, font: str | None, changes: Iterable[tuple[int, str | None]]) -> list[Run]:
    """The runs of a rich text: (place, font) says where another font begins."""
    starts = [(0, font), *changes]
    ends = [place for place, _ in starts[1:]] + [len(text)]
    return [(text[place:end], font) for (place, font), end in zip(starts, ends, strict=True) if end > place]


def _shortened(runs: Sequence[Run]) -> list[Run]:
    left, found = MAX_TEXT, []
    for text, font in runs:
        found.append((text[:left], font))
        left -= len(found[-1][0])
    return found


def _day_of(number: float, epoch: datetime) -> date | None:
    """A serial day; None for a time of day or what lies outside the calendar."""
    try:
        found = from_excel(number, epoch)
    except (ValueError, OverflowError):
        return None
    if isinstance(found, timedelta) or not isinstance(found, date):
        return None
    return found.date() if isinstance(found, datetime) else found
