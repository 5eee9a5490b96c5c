"""One model for every kind of annex: grids of cells, whatever file they were read from.

``files`` fills it from .xlsx, .xls, .csv and Word tables. Rows are numbered as the program that wrote the file shows them, from 1; empty
cells and empty rows are not kept. ``Cell.text`` keeps the lines of a cell, each of them clean.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from common.text import printable


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: ``text`` with its line breaks, ``day`` when it is a real date, ``number`` when it is a real number, ``broken`` for
    an error value or a formula without a stored value (the text then says which). ``raw`` is the text as written while it is undecided
    whether a legacy encoding is meant; ``mended``: a person typed it on the page.
    """

    text: str
    day: date | None = None
    broken: bool = False
    number: float | None = None
    raw: str | None = None
    mended: bool = False

    @property
    def words(self) -> str:
        """The text on one line, as it is stored and compared."""
        return self.text.replace("\n", " ")

    @classmethod
    def of_day(cls, day: date, *, month: bool = False) -> Self:
        """A real date; formatted as a month alone ("3/2021", which Excel keeps as its first day) it is that month."""
        return cls(f"{day:%m/%Y}") if month else cls(f"{day:%d/%m/%Y}", day=day)

    @classmethod
    def of_number(cls, number: float) -> Self:
        """A real number, as Excel shows it without a format."""
        shown = str(int(number)) if number.is_integer() and abs(number) < _EXACT else f"{number:.10g}"
        return cls(shown, number=number)


_EXACT = 1e15  # digits that a number of Excel keeps
EMPTY = Cell("")


def lines_of(text: str) -> str:
    """The text of a cell with each of its lines clean and empty lines left out."""
    lines = (" ".join(line.split()) for line in printable(text).replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells; only its first cell holds a value."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """One sheet or one Word table. ``source`` is its printed place without the row, ``title`` what names it: the sheet's name, or the
    number of the Word table. ``above`` are the lines that stand over a Word table, ``years`` those that the document states before it,
    ``width`` is how many columns a Word table has. Hidden rows and columns are data like all others.
    """

    source: dict[str, Any]
    title: str = ""
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    width: int = 0
    _merges: dict[int, list[Merge]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_table(self) -> bool:
        """Whether it is a Word table, which may go on in the next one."""
        return "table" in self.source

    def merge(self, block: Merge) -> None:
        """Remember a merged block under each of its columns; call in any order, then ``arrange``."""
        for column in range(block.left, block.right + 1):
            self._merges[column].append(block)

    def arrange(self) -> None:
        """After reading: rows and cells in order, merged blocks findable."""
        self.rows = {number: dict(sorted(self.rows[number].items())) for number in sorted(self.rows)}
        for blocks in self._merges.values():
            blocks.sort(key=lambda block: block.top)

    def block(self, row: int, column: int) -> Merge | None:
        """The merged block that covers a cell."""
        blocks = self._merges.get(column)
        if not blocks:
            return None
        place = bisect_right(blocks, row, key=lambda block: block.top) - 1
        return blocks[place] if place >= 0 and blocks[place].bottom >= row else None

    def at(self, row: int, column: int) -> Cell:
        """The cell itself; EMPTY where nothing is written."""
        return self.rows.get(row, {}).get(column, EMPTY)

    def shown(self, row: int, column: int) -> Cell:
        """What a reader sees there: a cell merged downwards shows the value of its first row in each of its rows."""
        cell = self.at(row, column)
        if cell is EMPTY and (block := self.block(row, column)) is not None and block.top < row and block.left == column:
            return self.at(block.top, column)
        return cell

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """(row, column, cell) of everything that is written."""
        for number, row in self.rows.items():
            for column, cell in row.items():
                yield number, column, cell


@dataclass
class Workbook:
    """The visible grids of one file. ``converted``: the legacy encodings that were turned into Unicode, named as on the screen."""

    grids: list[Grid] = field(default_factory=list)
    converted: set[str] = field(default_factory=set)
