"""Which rows of a grid are findings, and under which headings: title, header of one or more rows, numbering row, group rows, totals, notes,
signature.

Pure: no unit is looked up here. Invariant of the contract: entries + skipped = non-empty rows of a grid that holds a findings header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from directives.importing import rows as kinds
from directives.importing.columns import Column, Field, looks_like_heading, read_headings
from directives.importing.grid import EMPTY, Cell, Grid

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MOST_HEADER_ROWS = 4


@dataclass
class Entry:
    """One row of findings. ``numbered``: it has a number of its own; ``own_unit``: its unit cell is written, not continued from above."""

    row: int
    cells: dict[Field, Cell]
    findings: list[tuple[Column, Cell]]
    numbered: bool
    own_unit: bool
    groups: tuple[str, ...] = ()


@dataclass
class Table:
    """One header and the rows under it. ``titles`` are the lines above it, ``year`` the latest year that they state."""

    grid: Grid
    columns: list[Column]
    titles: list[str]
    year: int | None
    entries: list[Entry] = field(default_factory=list)

    def heading(self, wanted: Field) -> str:
        """The printed heading of a field's column, or its own name where the table has none."""
        return next((column.heading for column in self.columns if column.field is wanted), "Đơn vị" if wanted is Field.UNIT else "Hạn chế")


@dataclass
class Layout:
    """The tables of one grid and how many of its rows were passed over knowingly."""

    tables: list[Table]
    skipped: int


def read_layout(grid: Grid, chosen: dict[int, Field | None] | None = None) -> Layout:
    """``chosen``: what a person said about columns, by their place; it wins over the headings."""
    walk = _Walk(grid, chosen or {})
    walk.walk()
    entries = sum(len(table.entries) for table in walk.tables)
    return Layout(walk.tables, len(grid.rows) - entries)


class _Walk:
    """Goes down the rows once."""

    def __init__(self, grid: Grid, chosen: dict[int, Field | None]) -> None:
        self._grid, self._chosen = grid, chosen
        self._numbers = list(grid.rows)
        self.tables: list[Table] = []
        self._lines: list[str] = []  # lines since the last row of findings: the title of a table that may follow
        self._groups: tuple[str, ...] = ()
        self._ended = self._in_notes = False

    def walk(self) -> None:
        place = 0
        while place < len(self._numbers):
            number = self._numbers[place]
            header = self._header(number)
            if header is not None:
                columns, last = header
                self._open(columns)
                while place < len(self._numbers) and self._numbers[place] <= last:
                    place += 1
                continue
            following = self._numbers[place + 1] if place + 1 < len(self._numbers) else None
            if not self.tables or not self._take(number, following):
                self._lines.append(" ".join(cell.words for cell in self._grid.rows[number].values()))
            place += 1

    def _open(self, columns: list[Column]) -> None:
        years = [int(year) for line in self._lines for year in _YEAR.findall(line)]
        before = self.tables[-1].year if self.tables else None
        self.tables.append(Table(self._grid, columns, self._lines, max(years) if years else before))
        self._lines, self._groups, self._ended, self._in_notes = [], (), False, False

    # ---- headers ----

    def _header(self, number: int) -> tuple[list[Column], int] | None:
        """The columns of a findings header that begins in this row, and its last row."""
        cells = self._grid.rows[number]
        texts = [cell.words for cell in cells.values()]
        if len(texts) < 2 or any(cell.day or len(cell.words) > 120 or kinds.is_number(cell.words) for cell in cells.values()):
            return None
        if sum(looks_like_heading(text) for text in texts) < 2:
            return None
        last = min(self._bottom(number), number + _MOST_HEADER_ROWS - 1)
        while last - number < _MOST_HEADER_ROWS - 1 and self._is_subheader(number, last + 1):
            last += 1
        columns = read_headings({index: self._path(index, number, last) for index in self._used(number, last)})
        if columns is None:
            return None
        return self._corrected(columns), last

    def _bottom(self, number: int) -> int:
        blocks = [self._grid.block(number, index) for index in self._grid.rows[number]]
        return max([number, *(block.bottom for block in blocks if block is not None and block.top == number)])

    def _is_subheader(self, top: int, number: int) -> bool:
        """A row of headings whose cells stand where the row above them is empty or spreads over several columns."""
        cells = self._grid.rows.get(number)
        if not cells or not any(looks_like_heading(cell.words) for cell in cells.values()):
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

    def _corrected(self, columns: list[Column]) -> list[Column]:
        if not self._chosen:
            return columns
        headings = {column.index: column.heading for column in columns}
        kept = [column for column in columns if column.index not in self._chosen]
        added = [Column(index, found, headings.get(index, "")) for index, found in self._chosen.items() if found is not None]
        return sorted([*kept, *added], key=lambda column: column.index)

    # ---- rows under a header ----

    def _take(self, number: int, following: int | None) -> bool:
        """Sort one row in; False for a line that is no finding."""
        table, cells = self.tables[-1], self._grid.rows[number]
        stt = next((cells.get(column.index, EMPTY) for column in table.columns if column.field is Field.NUMBER), EMPTY)
        numbered = stt.broken or kinds.is_number(stt.words)
        texts = [cell.words for cell in cells.values() if cell.text]
        if self._ended or (not numbered and kinds.is_signature(texts)):
            self._ended = True
            return False
        if kinds.is_numbering(texts) or (not numbered and self._is_total(table, cells)) or self._is_note(cells, numbered=numbered):
            return False
        if (group := self._group(table, number, cells, stt, following)) is not None:
            self._remember(group)
            return False
        entry = self._entry(table, number, numbered=numbered)
        if entry is None:
            return False
        if not entry.numbered and not entry.own_unit and not entry.findings:
            return self._join(table, entry)
        table.entries.append(entry)
        self._lines, self._in_notes = [], False
        return True

    def _is_total(self, table: Table, cells: dict[int, Cell]) -> bool:
        first = min(cells)
        in_finding = any(column.index == first and column.field is Field.FINDING for column in table.columns)
        return kinds.is_total(cells[first].words, alone=in_finding)

    def _is_note(self, cells: dict[int, Cell], *, numbered: bool) -> bool:
        if numbered or len(cells) > 2:
            self._in_notes = False
            return False
        first = cells[min(cells)].words
        self._in_notes = kinds.is_note(first) or (self._in_notes and len(cells) == 1)
        return self._in_notes

    def _group(self, table: Table, number: int, cells: dict[int, Cell], stt: Cell, following: int | None) -> str | None:
        """The words of a group row: a district, a unit or a requirement area that stands for the rows below."""
        fields = {column.index: column.field for column in table.columns}
        first_finding = min(column.index for column in table.columns if column.field is Field.FINDING)
        rest = {index: cell for index, cell in cells.items() if fields.get(index) is not Field.NUMBER or not kinds.is_label(cell.words)}
        if len(rest) != 1:
            return None
        ((index, cell),) = rest.items()
        block = self._grid.block(number, index)
        wide = block is not None and block.right > block.left and block.left < first_finding
        heads = fields.get(index) in (Field.NUMBER, Field.UNIT, Field.DISTRICT) or index < first_finding
        if len(cells) == 1:
            return cell.words if heads or wide else None
        if kinds.is_number(stt.words) and not wide:
            return cell.words if heads and following is not None and self._only_finding(table, following) else None
        return cell.words if heads or wide or kinds.is_group_label(stt.words) else None

    def _only_finding(self, table: Table, number: int) -> bool:
        """Whether the next row brings a finding without a number and a unit of its own: then this row's unit stands for it."""
        held = {column.field for column in table.columns if self._grid.at(number, column.index).text}
        stt = next((self._grid.at(number, column.index) for column in table.columns if column.field is Field.NUMBER), EMPTY)
        return Field.FINDING in held and Field.UNIT not in held and not kinds.is_number(stt.words)

    def _remember(self, group: str) -> None:
        """A group ends those of its own kind of label and those below it ("I." ends "I. … 1. …")."""
        style = kinds.label_style(group)
        kept = []
        for text in self._groups:
            if kinds.label_style(text) == style:
                break
            kept.append(text)
        self._groups = (*kept, group)

    def _entry(self, table: Table, number: int, *, numbered: bool) -> Entry | None:
        values: dict[Field, Cell] = {}
        findings: list[tuple[Column, Cell]] = []
        own = self._grid.rows[number]
        for column in table.columns:
            if column.field is Field.FINDING:
                cell = own.get(column.index, EMPTY)
                if (cell.text or cell.broken) and not kinds.is_blank_mark(cell.words):
                    findings.append((column, cell))
            elif column.field is not Field.NUMBER:
                cell = self._grid.shown(number, column.index)
                if cell.text or cell.broken:
                    values[column.field] = cell
        unit = next((column for column in table.columns if column.field is Field.UNIT), None)
        own_unit = unit is not None and bool(own.get(unit.index, EMPTY).text or own.get(unit.index, EMPTY).broken)
        if not own_unit:
            values.pop(Field.UNIT, None)
        mapped = any(column.index in own for column in table.columns if column.field is not Field.NUMBER)
        if not mapped:
            return None
        return Entry(number, values, findings, numbered, own_unit, self._groups)

    def _join(self, table: Table, entry: Entry) -> bool:
        """A row that only goes on with the one above (a second remedy): its words go there, and the row itself is passed over."""
        above = table.entries[-1] if table.entries else None
        if above is None or above.row + 1 != entry.row:
            return False
        for column in table.columns:
            cell = self._grid.at(entry.row, column.index)
            if cell.text and column.field not in (Field.NUMBER, Field.FINDING, Field.UNIT):
                before = above.cells.get(column.field, EMPTY)
                above.cells[column.field] = replace(before, text=f"{before.text}\n{cell.text}".strip(), day=None) if before.text else cell
        return False
