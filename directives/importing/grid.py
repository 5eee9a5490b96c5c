"""One model for every kind of annex: grids of cells, whatever file they were read from.

``workbook`` fills it from .xlsx; a reader of .xls, .csv or Word tables only has to build the same grids. Rows are numbered as the
program that wrote the file shows them, from 1; empty cells and empty rows are not kept. ``Cell.text`` keeps the lines of a cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.text import clean


@dataclass(frozen=True)
class Cell:
    """What a cell shows: ``text`` with its line breaks, ``day`` when it is a real date, ``broken`` for an error value or a formula
    without a stored value (the text then says which)."""

    text: str
    day: date | None = None
    broken: bool = False

    @property
    def words(self) -> str:
        """The text on one line, as it is stored and compared."""
        return clean(self.text)


EMPTY = Cell("")


@dataclass(frozen=True)
class Merge:
    """A block of merged cells; only its first cell holds a value."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """One sheet or one Word table. ``source`` is the contract's place without the row, ``title`` what names it: the sheet's name, or the
    heading above a table."""

    source: dict[str, Any]
    title: str = ""
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    _merges: dict[int, list[Merge]] = field(default_factory=lambda: defaultdict(list))

    def merge(self, block: Merge) -> None:
        """Remember a merged block under each of its columns; call in any order, then ``arrange``."""
        for column in range(block.left, block.right + 1):
            self._merges[column].append(block)

    def arrange(self) -> None:
        """After reading: rows in order, merged blocks findable."""
        self.rows = {number: self.rows[number] for number in sorted(self.rows)}
        for blocks in self._merges.values():
            blocks.sort(key=lambda block: block.top)

    def block(self, row: int, column: int) -> Merge | None:
        """The merged block that covers a cell."""
        blocks = self._merges.get(column, [])
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

    def continued(self, row: int, column: int) -> bool:
        """Whether the cell lies in a block that began in a row above."""
        block = self.block(row, column)
        return block is not None and block.top < row


@dataclass
class Workbook:
    """The visible grids of one file. ``converted``: text in a legacy font was turned into Unicode."""

    grids: list[Grid] = field(default_factory=list)
    converted: bool = False
