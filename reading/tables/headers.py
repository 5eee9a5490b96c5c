"""The header of a table: its rows, the headings over each column, what the columns hold; and what a person said about it before.

A header is known again by the fingerprint of its headings without accents, whatever row and column it begins in: what a person said about
its columns is kept under that fingerprint, by the position of the column in the header (1 is the leftmost).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from common.text import clean, fold
from reading.files.grid import EMPTY, Grid
from reading.tables import rows as kinds
from reading.tables.columns import Column, Field, field_of, looks_like_heading, means_nothing, read_headings

_MOST_HEADER_ROWS = 4
_LONGEST_HEADING = 120
_GUESSED_ROWS = 40
Meaning = Mapping[int, Field | None]


@dataclass(frozen=True)
class HeaderHints:
    """What a person said about the headers of one grid: ``columns`` by their place in the grid, ``remembered`` by fingerprint and position,
    ``row`` where the header begins. None as a field: the column is not read.
    """

    columns: Meaning = field(default_factory=dict)
    remembered: Mapping[str, Meaning] = field(default_factory=dict)
    row: int | None = None


@dataclass(frozen=True)
class Header:
    """One header from ``top`` to ``last``. ``headings`` are those nearest to the data, also of columns that are not read; ``unplaced`` are
    the columns whose heading could not be placed.
    """

    top: int
    last: int
    columns: list[Column]
    headings: dict[int, str]
    mark: str
    unplaced: tuple[int, ...]

    def position(self, index: int) -> int:
        """Where a column stands in the header, from 1: how a mapping that is remembered names it."""
        return sorted(self.headings).index(index) + 1


class HeaderReader:
    """Finds headers in one grid."""

    def __init__(self, grid: Grid, hints: HeaderHints | None = None) -> None:
        self._grid, self._hints = grid, hints or HeaderHints()

    def at(self, number: int) -> Header | None:
        """The findings header that begins in this row."""
        asked = number == self._hints.row
        if not asked and not self._may_begin(number, 2 if not self._hints.remembered else 0):
            return None
        header = self._read(number)
        known = asked or header.mark in self._hints.remembered
        if not known and not self._may_begin(number, 2):
            return None
        return header if any(column.field is Field.FINDING for column in header.columns) else None

    def guess(self) -> Header | None:
        """The row that looks most like a header where none of findings was found, for a person to say what its columns are."""
        best: tuple[int, Header] | None = None
        numbers = [number for number in list(self._grid.rows)[:_GUESSED_ROWS] if len(self._grid.rows[number]) > 1]
        for number in numbers:
            if not self._may_begin(number, 0):
                continue
            cells = self._grid.rows[number]
            score = len(cells) + 3 * sum(looks_like_heading(cell.words) for cell in cells.values())
            if best is None or score > best[0]:
                best = score, self._read(number)
        return best[1] if best else None

    def is_other(self, number: int) -> bool:
        """Whether a row heads a table of something else than findings (figures of a district): it has a column of numbers of its own."""
        cells = self._grid.rows[number].values()
        return len(cells) > 2 and self._may_begin(number, 2) and any(field_of(cell.words) is Field.NUMBER for cell in cells)

    def begins_with_headings(self) -> bool:
        """Whether the first row of the grid is a header, though none of findings."""
        first = next(iter(self._grid.rows.values()), {})
        return sum(looks_like_heading(cell.words) for cell in first.values()) > 1

    def _may_begin(self, number: int, known: int) -> bool:
        """Whether a row holds short words only, ``known`` of them headings that the table of columns knows."""
        cells = self._grid.rows[number].values()
        if len(cells) < 2 or any(cell.day or len(cell.words) > _LONGEST_HEADING or kinds.is_number(cell.words) for cell in cells):
            return False
        return not known or sum(looks_like_heading(cell.words) for cell in cells) >= known

    def _read(self, number: int) -> Header:
        last = min(self._bottom(number), number + _MOST_HEADER_ROWS - 1)
        while last - number < _MOST_HEADER_ROWS - 1 and self._is_subheader(number, last + 1):
            last += 1
        paths = {index: self._path(index, number, last) for index in self._used(number, last)}
        headings = {index: (path or [""])[-1] for index, path in paths.items()}
        mark = fingerprint(paths)
        columns, said = self._corrected(read_headings(paths) or [], headings, mark)
        placed = {column.index for column in columns} | said
        unplaced = tuple(index for index, path in sorted(paths.items()) if index not in placed and path and not means_nothing(path))
        return Header(number, last, columns, headings, mark, unplaced)

    def _bottom(self, number: int) -> int:
        blocks = [self._grid.block(number, index) for index in self._grid.rows[number]]
        return max([number, *(block.bottom for block in blocks if block is not None and block.top == number)])

    def _is_subheader(self, top: int, number: int) -> bool:
        """A row of headings whose cells stand where the row above them is empty or spreads over several columns.

        One of them is known, or all stand under merged headings ("Cơ sở vật chất | Niêm yết" under "Hạn chế").
        """
        cells = self._grid.rows.get(number, {})
        blocks = [self._grid.block(top, index) for index in cells]
        all_under = all(block is not None and block.right > block.left for block in blocks) and not any(
            kinds.is_number(cell.words) for cell in cells.values()
        )
        if not cells or not (all_under or any(looks_like_heading(cell.words) for cell in cells.values())):
            return False
        above = self._grid.rows[top]
        for index, cell in cells.items():
            block = self._grid.block(top, index)
            spread = block is not None and block.right > block.left
            heads_several = index in above and (index + 1) not in above and (index + 1) in cells
            if (index in above and not spread and not heads_several) or cell.day or len(cell.words) > 80:
                return False
        return not kinds.is_numbering([cell.words for cell in cells.values()])

    def _used(self, top: int, last: int) -> list[int]:
        return sorted({index for number in range(top, last + 1) for index in self._grid.rows.get(number, {})})

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

    def _corrected(self, columns: list[Column], headings: dict[int, str], mark: str) -> tuple[list[Column], set[int]]:
        """The columns with what a person said, for this file or for this header before; and the places that were said."""
        places = sorted(headings)
        remembered = self._hints.remembered.get(mark, {})
        said = {places[position - 1]: found for position, found in remembered.items() if 0 < position <= len(places)}
        said.update(self._hints.columns)
        kept = [column for column in columns if column.index not in said]
        added = [Column(index, found, clean(headings.get(index, ""))) for index, found in said.items() if found is not None]
        taken = {column.field for column in added if column.field is not Field.FINDING}
        kept = [column for column in kept if column.field not in taken]
        return sorted([*kept, *added], key=lambda column: column.index), set(said)


def fingerprint(paths: Mapping[int, list[str]]) -> str:
    """Equal for headers with the same headings in the same order, whatever their accents, letter case and place."""
    headings = [[fold(text) for text in paths[index]] for index in sorted(paths)]
    return hashlib.sha256(json.dumps(headings, ensure_ascii=False).encode()).hexdigest()[:32]
