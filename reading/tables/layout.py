"""Which rows of a grid are the rows of a table, and under which headings: title, header of one or more rows, numbering row, group rows,
totals, notes, signature. The column that makes a row count (``Columns.main``) is that of findings or of names; what it is does not matter.

Pure: no unit is looked up here. Invariant (docs/reading.md): entries + skipped = non-empty rows of a grid that holds a header.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reading.files.grid import EMPTY, Cell, Grid, Merge
from reading.tables import rows as kinds
from reading.tables.columns import DISTRICT, NUMBER, UNIT, Column, Columns
from reading.tables.headers import HeaderHints, HeaderReader, TableHeader

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass
class Entry:
    """One row. ``main``: its cells in the columns that make it count; ``cells``: of the other fields. ``numbered``: it has a number of its
    own; ``own_unit``: its unit cell says something, it does not go on with the row above.
    """

    row: int
    cells: dict[str, Cell]
    main: list[tuple[Column, Cell]]
    numbered: bool
    own_unit: bool
    groups: tuple[str, ...] = ()


@dataclass
class Table:
    """One header and the rows under it. ``titles`` are the lines above it, ``year`` the latest year that they state, ``continues`` the
    table that it goes on with (over a page or, in a Word document, without a header), ``notes`` the lines passed over below it and below
    those that go on with it, ``groups`` the group rows that stand over whatever follows its last row.
    """

    kind: Columns
    grid: Grid
    header: TableHeader
    titles: list[str]
    year: int | None
    entries: list[Entry] = field(default_factory=list)
    continues: "Table | None" = None
    notes: list[str] = field(default_factory=list)
    groups: tuple[str, ...] = ()

    @property
    def columns(self) -> list[Column]:
        """The columns that are read."""
        return self.header.columns

    @property
    def headings(self) -> dict[int, str]:
        """Those of all columns, also of those that are not read."""
        return self.header.headings

    @property
    def unsure(self) -> list[int]:
        """The columns with something in them whose heading could not be placed: a person has to say what they are."""
        rows = [self.grid.rows[entry.row] for entry in self.entries]
        return [index for index in self.header.unplaced if any(index in row for row in rows)]

    def places(self, wanted: str) -> list[int]:
        """The columns of a field."""
        return [column.index for column in self.columns if column.field == wanted]

    def place(self, wanted: str) -> int | None:
        """The first column that holds a field; None where there is none."""
        return next((column.index for column in self.columns if column.field == wanted), None)

    def heading(self, wanted: str) -> str:
        """The printed heading of a field's column, or a name of ours where the table has none."""
        ours = "Đơn vị" if wanted == UNIT else self.kind.labels[wanted]
        return next((column.heading for column in self.columns if column.field == wanted), ours)


@dataclass
class Layout:
    """The tables of one grid and how many of its rows were passed over knowingly."""

    tables: list[Table]
    skipped: int


def read_layouts(
    grids: Sequence[Grid], kind: Columns, hints: Mapping[str, HeaderHints] | None = None, default: HeaderHints | None = None
) -> list[Layout]:
    """The layouts of all grids of a file, in order. ``hints``: what a person said about headers, by the grid's title (``default`` for the
    others); it wins over the headings. A Word table without a header goes on with the one before it; other Word tables above the first one
    of this kind are part of its title.
    """
    layouts: list[Layout] = []
    before: Table | None = None  # the last table of the Word table just before
    lines: list[str] = []
    for grid in grids:
        goes_on = before if grid.is_table else None
        layout = _read_layout(grid, kind, (hints or {}).get(grid.title, default), lines if grid.is_table else [], goes_on)
        layouts.append(layout)
        before = layout.tables[-1] if layout.tables else None
        if grid.is_table:
            any_found = any(one.tables for one in layouts)
            lines = [] if any_found else [*lines, *grid.above, *(cell.words for _, _, cell in grid.cells())]
    return layouts


def _read_layout(grid: Grid, kind: Columns, hints: HeaderHints | None, above: Sequence[str], goes_on: Table | None) -> Layout:
    """One grid; ``above`` are lines over it, ``goes_on`` the table whose rows its own may be."""
    headers = HeaderReader(grid, kind, hints)
    walk = _Walk(grid, kind, headers, above)
    walk.walk()
    if not walk.tables and goes_on is not None and goes_on.grid.width == grid.width and not headers.begins_with_headings():
        walk = _Walk(grid, kind, headers, above)
        walk.go_on(goes_on)
        walk.walk()
    entries = sum(len(table.entries) for table in walk.tables)
    return Layout(walk.tables, len(grid.rows) - entries)


class _Walk:
    """Goes down the rows once."""

    def __init__(self, grid: Grid, kind: Columns, headers: HeaderReader, above: Sequence[str]) -> None:
        self._grid, self._kind, self._headers = grid, kind, headers
        self._numbers = list(grid.rows)
        self.tables: list[Table] = []
        self._lines: list[str] = [*above, *grid.above]  # lines since the last row of a table: the title of a table that may follow
        self._groups: tuple[str, ...] = ()
        self._ended = self._in_notes = False

    def walk(self) -> None:
        place = 0
        while place < len(self._numbers):
            number = self._numbers[place]
            header = self._headers.at(number)
            if header is not None:
                self._open(header)
                while place < len(self._numbers) and self._numbers[place] <= header.last:
                    place += 1
                continue
            self._ended = self._ended or (bool(self.tables) and self._headers.is_other(number))
            following = self._numbers[place + 1] if place + 1 < len(self._numbers) else None
            if not self.tables or not self._take(number, following):
                line = " ".join(cell.words for cell in self._grid.rows[number].values())
                self._lines.append(line)
                if self.tables:
                    self.tables[-1].notes.append(line)
            place += 1
        if self.tables:
            self.tables[-1].groups = self._groups

    def go_on(self, table: Table) -> None:
        """Begin below the last row of a table in another grid."""
        self.tables.append(Table(self._kind, self._grid, table.header, table.titles, table.year, continues=table, notes=table.notes))
        self._lines, self._groups = [], table.groups

    def _open(self, header: TableHeader) -> None:
        years = [int(year) for line in self._lines for year in _YEAR.findall(line)] or self._grid.years
        before = self.tables[-1] if self.tables else None
        year = max(years) if years else before.year if before else None
        repeated = before is not None and not self._ended and before.header.mark == header.mark
        if before is not None and repeated and not any(kinds.names_district(line) for line in self._lines):
            self.tables.append(Table(self._kind, self._grid, header, before.titles, year, continues=before, notes=before.notes))
        else:
            self.tables.append(Table(self._kind, self._grid, header, self._lines, year))
            self._groups = ()
        self._lines, self._ended, self._in_notes = [], False, False

    # ---- rows under a header ----

    def _take(self, number: int, following: int | None) -> bool:
        """Sort one row in; False for a line that is no entry."""
        table, cells = self.tables[-1], self._grid.rows[number]
        stt = cells.get(table.place(NUMBER) or 0, EMPTY)
        numbered = stt.broken or kinds.is_number(stt.words)
        texts = [cell.words for cell in cells.values() if cell.text]
        if self._ended or (not numbered and kinds.is_signature(texts)):
            self._ended = True
            return False
        if (
            kinds.is_page_mark(texts)
            or kinds.is_numbering(texts)
            or (not numbered and self._is_total(table, cells))
            or self._is_template(table, cells)
            or self._is_note(cells, numbered=numbered)
        ):
            return False
        if (group := self._group(table, number, cells, stt, following)) is not None:
            self._remember(group)
            return False
        entry = self._entry(table, number, numbered=numbered)
        if entry is None:
            return False
        if not entry.numbered and not entry.own_unit and not entry.main:
            return self._join(table, entry)
        table.entries.append(entry)
        self._lines, self._in_notes = [], False
        return True

    def _is_template(self, table: Table, cells: dict[int, Cell]) -> bool:
        """A row that was left to be filled in: dots and dashes beside its number."""
        number = table.place(NUMBER)
        words = [cell.words for index, cell in cells.items() if index != number]
        return len(words) > 1 and all(kinds.is_no_tick(text) for text in words)

    def _is_total(self, table: Table, cells: dict[int, Cell]) -> bool:
        first, main = min(cells), set(table.places(self._kind.main))
        said = [cells[index].words for index in cells.keys() & main]
        return (first not in main and kinds.is_total(cells[first].words, alone=False)) or (
            bool(said) and all(kinds.is_total(text, alone=True) for text in said)
        )

    def _is_note(self, cells: dict[int, Cell], *, numbered: bool) -> bool:
        if numbered or len(cells) > 2:
            self._in_notes = False
            return False
        first = cells[min(cells)].words
        self._in_notes = kinds.is_note(first) or (self._in_notes and len(cells) == 1)
        return self._in_notes

    def _group(self, table: Table, number: int, cells: dict[int, Cell], stt: Cell, following: int | None) -> str | None:
        """The words of a group row: a district, a unit or a requirement area that stands for the rows below. Its label stands first."""
        fields = {column.index: column.field for column in table.columns}
        heads = {column.index for column in table.columns if column.field in (NUMBER, UNIT, DISTRICT)}
        first_main = min(table.places(self._kind.main), default=1)
        labelled = kinds.is_label(stt.words)
        numbered = kinds.is_number(stt.words)
        rest = {index: cell for index, cell in cells.items() if fields.get(index) != NUMBER or not labelled}
        if len(rest) > 1 and not numbered:  # "I. Huyện Cao Lãnh … 12 hạn chế"
            first = min(rest)
            rest = {index: cell for index, cell in rest.items() if index == first or not kinds.is_count(cell.words)}
        if len(rest) != 1:
            return None
        ((index, cell),) = rest.items()
        words = f"{stt.words.rstrip('.)/')}. {cell.words}" if labelled and cell is not stt else cell.words
        block = self._grid.block(number, index)
        wide = block is not None and block.right > block.left and block.left < first_main
        stands_first = index in heads or index < first_main
        wide = wide or self._covers(table, cell, block, following, stt)
        names_unit = index == first_main and not table.places(UNIT) and kinds.is_place(cell.words)
        if len(cells) == 1:
            return words if stands_first or wide or names_unit else None
        if numbered and not wide and not names_unit:
            return words if stands_first and following is not None and self._only_main(table, following) else None
        return words if stands_first or wide or names_unit or kinds.is_group_label(stt.words) else None

    def _covers(self, table: Table, cell: Cell, block: Merge | None, following: int | None, stt: Cell) -> bool:
        """Whether one cell is merged over all that a row would say: a topic, if its number goes on below ("1.1") or in capitals."""
        read = [column.index for column in table.columns if column.field != NUMBER]
        if block is None or len(read) < 3 or not (block.left <= min(read) and block.right >= max(read)):
            return False
        number = table.place(NUMBER)
        below = self._grid.at(following, number).words if following is not None and number is not None else ""
        return cell.words.isupper() or (bool(stt.words) and below.startswith(f"{stt.words.rstrip('.')}."))

    def _only_main(self, table: Table, number: int) -> bool:
        """Whether the next row counts without a number and a unit of its own: then this row's unit stands for it."""
        held = {column.field for column in table.columns if self._grid.at(number, column.index).text}
        stt = self._grid.at(number, table.place(NUMBER) or 0)
        return self._kind.main in held and UNIT not in held and not kinds.is_number(stt.words)

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
        values: dict[str, Cell] = {}
        main: list[tuple[Column, Cell]] = []
        own = self._grid.rows[number]
        for column in table.columns:
            if column.field == self._kind.main:
                cell = own.get(column.index, EMPTY)
                if (cell.text or cell.broken) and not kinds.is_blank_mark(cell.words):
                    main.append((column, cell))
            elif column.field != NUMBER:
                cell = self._grid.shown(number, column.index)
                if cell.text or cell.broken:
                    values.setdefault(column.field, cell)
        unit = own.get(table.place(UNIT) or 0, EMPTY)
        own_unit = bool(unit.text or unit.broken)
        own_unit = own_unit or (numbered and UNIT in values)  # merged downwards over rows with numbers of their own
        if not own_unit:
            values.pop(UNIT, None)
        if not any(column.index in own for column in table.columns if column.field != NUMBER):
            return None
        return Entry(number, values, main, numbered, own_unit, self._groups)

    def _join(self, table: Table, entry: Entry) -> bool:
        """A row that only goes on with the one above (a second remedy): its words go there, and the row itself is passed over."""
        above = table.entries[-1] if table.entries else None
        if above is None or above.row != self._numbers[self._numbers.index(entry.row) - 1]:
            return False
        for column in table.columns:
            cell = self._grid.at(entry.row, column.index)
            if cell.text and column.field in self._kind.continued:
                before = above.cells.get(column.field, EMPTY)
                above.cells[column.field] = replace(before, text=f"{before.text}\n{cell.text}".strip(), day=None) if before.text else cell
        return False
