"""The header of a table: its rows, the headings over each column, what the columns hold; and what a person said about it before.

A header is known again by the fingerprint of its headings without accents, whatever row and column it begins in: what a person said about
its columns is kept under that fingerprint, by the position of the column in the header (1 is the leftmost).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from common.text import clean, fold
from reading.files.grid import EMPTY, Cell, Grid
from reading.tables import rows as kinds
from reading.tables.columns import NOTHING, NUMBER, Column, Columns

_MOST_HEADER_ROWS = 4
_LONGEST_HEADING = 120
_GUESSED_ROWS = 40
_MOST_SPREAD = 4
Meaning = Mapping[int, str | None]


@dataclass(frozen=True)
class HeaderHints:
    """What a person said about the headers of one grid: ``columns`` by their place in the grid, ``remembered`` by fingerprint and position,
    ``row`` where the header begins. None as a field: the column is not read.
    """

    columns: Meaning = field(default_factory=dict)
    remembered: Mapping[str, Meaning] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True)
class TableHeader:
    """One header from ``top`` to ``last``. ``paths`` are the headings over each column, outermost first, also of columns that are not read;
    ``unplaced`` the columns whose heading could not be placed.
    """

    top: int
    last: int
    columns: list[Column]
    paths: dict[int, list[str]]
    mark: str
    unplaced: tuple[int, ...]

    @property
    def headings(self) -> dict[int, str]:
        """Of the headings over a column those nearest to the data."""
        return {index: path[-1] if path else "" for index, path in self.paths.items()}

    @property
    def held(self) -> dict[int, str]:
        """What each column is read as; of one that says two things the first."""
        return {column.index: column.field for column in reversed(self.columns)}

    def position(self, index: int) -> int:
        """Where a column stands in the header, from 1: how a mapping that is remembered names it."""
        return sorted(self.paths).index(index) + 1


class HeaderReader:
    """Finds headers of one kind in one grid, from above. What a person said of columns is said of one header, wherever it is printed."""

    def __init__(self, grid: Grid, kind: Columns, hints: HeaderHints | None = None) -> None:
        self._grid, self._kind, self._hints = grid, kind, hints or HeaderHints()
        row = self._hints.row
        self._said_of = fingerprint(self._paths(row, self._last(row))) if row in grid.rows and row is not None else None

    def at(self, number: int) -> TableHeader | None:
        """The header that begins in this row."""
        asked = number == self._hints.row
        if not asked and not self._may_begin(number, 2 if not self._hints.remembered else 0):
            return None
        header = self._read(number)
        trusted = asked or header.mark in self._hints.remembered
        if not trusted and not self._may_begin(number, 2):
            return None
        fields = {column.field for column in header.columns}
        if not fields.issuperset(self._kind.needed) or not (trusted or all(fields & group for group in self._kind.beside)):
            return None
        self._said_of = self._said_of or header.mark
        return header

    def guess(self) -> TableHeader | None:
        """The row that looks most like a header where none of this kind was found, for a person to say what its columns are."""
        best: tuple[int, int] | None = None
        for number in list(self._grid.rows)[:_GUESSED_ROWS]:
            cells = self._grid.rows[number]
            if len(cells) > len(self._kind.needed) and self._may_begin(number, 0):
                score = len(cells) + 3 * sum(self._kind.is_heading(cell.words) for cell in cells.values())
                best = max(best, (score, -number)) if best else (score, -number)
        return self._read(-best[1]) if best else None

    def is_other(self, number: int) -> bool:
        """Whether a row heads a table of something else (figures of a district): it has a column of numbers of its own."""
        cells = self._grid.rows[number].values()
        return len(cells) > 2 and self._may_begin(number, 2) and any(self._means(cell) == NUMBER for cell in cells)

    def begins_with_headings(self) -> bool:
        """Whether the first row of the grid is a header, though none of this kind."""
        first = next(iter(self._grid.rows.values()), {})
        return sum(self._kind.is_heading(cell.words) for cell in first.values()) > 1

    def _means(self, cell: Cell) -> str | None:
        found = self._kind.meaning(cell.words)
        return found.field if found else None

    def _may_begin(self, number: int, known: int) -> bool:
        """Whether a row holds short words only, ``known`` of them headings that the vocabulary knows."""
        cells = self._grid.rows[number].values()
        if len(cells) < 2 or not all(map(_is_short, cells)):
            return False
        return not known or sum(self._kind.is_heading(cell.words) for cell in cells) >= known

    def _read(self, number: int) -> TableHeader:
        last = self._last(number)
        paths = self._paths(number, last)
        mark = fingerprint(paths)
        columns, said = self._corrected(self._kind.read(paths), paths, mark)
        placed = {column.index for column in columns} | said
        unplaced = tuple(index for index, path in paths.items() if index not in placed and path and not self._is_passed(path))
        return TableHeader(number, last, columns, paths, mark, unplaced)

    def _is_passed(self, path: list[str]) -> bool:
        """Whether the headings over a column say why it is not read: it is a count, what was done well, the part of a score."""
        means = (self._kind.meaning(text, path[:place]) for place, text in reversed(list(enumerate(path))))
        return next((found.field == NOTHING or found.rank > 0 for found in means if found is not None), False)

    def _last(self, top: int) -> int:
        """The lowest row of a header: cells merged downwards, and rows of headings under those that spread over several columns."""
        blocks = [self._grid.block(top, index) for index in self._grid.rows[top]]
        last = max([top, *(block.bottom for block in blocks if block is not None and block.top == top)])
        last = min(last, top + _MOST_HEADER_ROWS - 1)
        while last - top < _MOST_HEADER_ROWS - 1 and self._is_subheader(top, last + 1):
            last += 1
        return last

    def _is_subheader(self, top: int, number: int) -> bool:
        """A row of headings whose cells stand where the row above them is empty or spreads over several columns.

        One of them is known, or all stand under merged headings ("Cơ sở vật chất | Niêm yết" under "Hạn chế").
        """
        cells, above = self._grid.rows.get(number, {}), self._grid.rows[top]
        if not cells or not all(map(_is_short, cells.values())) or kinds.is_numbering([cell.words for cell in cells.values()]):
            return False
        blocks = {index: self._grid.block(top, index) for index in cells}
        spread = {index for index, block in blocks.items() if block is not None and block.right > block.left}
        heads_several = {index for index in cells if index in above and (index + 1) not in above and (index + 1) in cells}
        if any(index in above for index in cells.keys() - spread - heads_several):
            return False
        return len(spread) == len(cells) or any(self._kind.is_heading(cell.words, below=True) for cell in cells.values())

    def _paths(self, top: int, last: int) -> dict[int, list[str]]:
        """The headings over each column that has one; also of columns under a merged heading, which hold data with nothing over them."""
        blocks = [self._grid.block(top, index) for index in self._grid.rows[top]]
        used = {index for number in range(top, last + 1) for index in self._grid.rows.get(number, {})}
        for block in blocks:
            if block is not None and block.right - block.left < _MOST_SPREAD:
                used.update(range(block.left, block.right + 1))
        return {index: self._path(index, top, last) for index in sorted(used)}

    def _path(self, index: int, top: int, last: int) -> list[str]:
        """The headings over one column, outermost first."""
        path: list[str] = []
        for number in range(top, last + 1):
            cell = self._grid.at(number, index)
            if cell is EMPTY and (block := self._grid.block(number, index)) is not None:
                cell = self._grid.at(block.top, block.left)
            elif cell is EMPTY and number < last and any(self._grid.at(below, index).text for below in range(number + 1, last + 1)):
                left = [place for place in self._grid.rows.get(number, {}) if place < index]
                cell = self._grid.at(number, max(left)) if left else EMPTY  # a heading over several columns that were not merged
            if cell.text and (not path or path[-1] != cell.words):
                path.append(cell.words)
        return path

    def _corrected(self, columns: list[Column], paths: dict[int, list[str]], mark: str) -> tuple[list[Column], set[int]]:
        """The columns with what a person said, for this file or for this header before; and the places that were said. A column that says
        two things goes on to say the other one.
        """
        places = sorted(paths)
        remembered = self._hints.remembered.get(mark, {})
        said = {places[position - 1]: found for position, found in remembered.items() if 0 < position <= len(places)}
        if self._said_of in (None, mark):
            said.update(self._hints.columns)
        agreed = {column.index for column in columns if said.get(column.index) == column.field}
        added = [Column(at, found, clean((paths.get(at) or [""])[-1])) for at, found in said.items() if found and at not in agreed]
        taken = {column.field for column in added if column.field not in self._kind.several}
        kept = [column for column in columns if (column.index in agreed or column.index not in said) and column.field not in taken]
        return sorted([*kept, *added], key=lambda column: column.index), set(said)


def _is_short(cell: Cell) -> bool:
    """A cell that may be a heading."""
    return cell.day is None and cell.number is None and len(cell.words) <= _LONGEST_HEADING and not kinds.is_number(cell.words)


def fingerprint(paths: Mapping[int, list[str]]) -> str:
    """Equal for headers with the same headings in the same order, whatever their accents, letter case and place."""
    headings = [[fold(text) for text in paths[index]] for index in sorted(paths)]
    return hashlib.sha256(json.dumps(headings, ensure_ascii=False).encode()).hexdigest()[:32]
