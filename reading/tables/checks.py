"""Every row of a table as values, or every reason why not: with sheet, row, printed heading and what would be accepted. What rows hold is
said by the kind of table, which inherits ``TableCheck``.

Nothing is dropped silently: a row is read, or it has errors, or the layout passed over it knowingly. Invariant of a table of persons
(``Columns.personal``): no message repeats what a cell says, since a name may stand in any of them; only ``value`` and the row itself do.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, Self, TypeVar

from common.identity import identity_key
from reading.files.grid import Cell
from reading.tables.columns import UNIT
from reading.tables.layout import Entry, Layout, Table
from reading.tables.parties import NameDoubt, NameReader
from reading.tables.places import PlaceFinder
from reading.tables.row_units import RowUnits
from reading.tables.told import EXAMPLE_UNIT, FileWarning, LeftOut, RowError, is_ditto, words_of_broken
from units.entries import BookUnit
from units.matching import UnitBook

Row = TypeVar("Row")
_MOST_NAMED = 3


@dataclass
class Checked(Generic[Row]):
    """What a file says. ``book``: the units among which its names were looked for; ``tables`` are kept for the page that shows how columns
    were read; rows left out count as skipped.
    """

    book: UnitBook
    rows: list[Row] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[FileWarning] = field(default_factory=list)
    skipped: int = 0
    tables: list[Table] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def rows_with_errors(self) -> int:
        return len(places_of(error.source for error in self.errors))

    @property
    def first_tables(self) -> list[Table]:
        """The first table of each sheet: what is said about its columns holds wherever its header is printed again."""
        first: dict[str, Table] = {}
        for table in self.tables:
            first.setdefault(table.grid.title, table)
        return list(first.values())


def places_of(sources: Iterable[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    """The rows of a file that are named, each once."""
    return {tuple(source.items()) for source in sources}


@dataclass
class Names:
    """What is asked once a file: names and places looked up; ``seen``: where what may stand only once stood first."""

    reader: NameReader
    places: PlaceFinder
    seen: dict[tuple[int, str], Mapping[str, Any]] = field(default_factory=dict)


class TableCheck(Generic[Row]):
    """Checks the rows of one table, from above. ``before``: the check of the table that this one goes on with."""

    repeated: ClassVar[Collection[str] | None] = None
    """Fields in which "như trên" repeats the cell above; None: all."""
    once: ClassVar[str] = ""
    """What may stand only once, as the error calls it."""

    def __init__(self, table: Table, found: Checked[Row], names: Names, before: Self | None) -> None:
        self.table, self.found, self.reader, self._seen = table, found, names.reader, names.seen
        self.units: RowUnits = RowUnits(table, table.heading(UNIT), names.reader, names.places, before.units if before else None)
        self._above: dict[str | int, Cell] = before._above if before else {}

    # ---- what a kind of table says ----

    def shown(self, entry: Entry) -> str:
        """What the page shows of a row."""
        return " ".join(cell.words for _, cell in entry.main)

    def rows_of(self, entry: Entry, unit: BookUnit | None) -> Iterable[Row]:
        """The values of a row. What stands in the way is told by ``error``; then nothing of the row counts."""
        raise NotImplementedError

    # ---- the rows ----

    def check(self, left_out: Collection[int]) -> None:
        """``left_out``: rows of which only the unit counts, for those that go on with it."""
        for written in self.table.entries:
            self.source = {**self.table.grid.source, "row": written.row}
            self.errors: list[RowError] = []
            entry = self.prepared(written)
            self._row_text = self.shown(entry)
            unit = self._unit(entry)
            if entry.row in left_out:
                self.found.left_out.append(LeftOut(self.source, self.table.grid.title, self._row_text))
                self.found.skipped += 1
                continue
            rows = list(self.rows_of(entry, unit))
            if self.errors or unit is None:
                in_order = sorted(self.errors, key=lambda error: error.place or 0)
                self.found.errors += [replace(error, unit=unit) for error in in_order]
            else:
                self.found.rows += rows

    def prepared(self, entry: Entry) -> Entry:
        """The entry with what "nt", "như trên" and a ditto mark repeat."""
        cells = {name: self._same_as_above(name, cell) for name, cell in entry.cells.items()}
        if self.repeated is not None:
            return replace(entry, cells=cells)
        return replace(entry, cells=cells, main=[(column, self._same_as_above(column.index, cell)) for column, cell in entry.main])

    def _same_as_above(self, place: str | int, cell: Cell) -> Cell:
        if self.repeated is not None and place not in self.repeated:
            return cell
        if is_ditto(cell):
            return self._above.get(place, Cell(""))
        if cell.text:
            self._above[place] = cell
        return cell

    def whole(self, name: str, cell: Cell, heading: str = "") -> bool:
        """Whether a cell has a value that can be read; a formula without one is an error."""
        if cell.broken:
            self.error(name, "value_missing", cell.text or None, words_of_broken(cell.text or None), heading)
        return not cell.broken

    def _unit(self, entry: Entry) -> BookUnit | None:
        """The unit as the file names it, or the errors that say why it is not known."""
        unit, troubles = self.units.of_row(entry, entry.cells)
        for trouble in troubles:
            if trouble.code == "value_missing":
                self.error(trouble.field, trouble.code, trouble.value, words_of_broken(trouble.value))
            elif trouble.doubt is None:
                label = self.table.kind.labels[UNIT]
                words = f"Dòng này chưa ghi {label[:1].lower()}{label[1:]}. Ghi tên đơn vị, ví dụ “{EXAMPLE_UNIT}”."
                self.error(trouble.field, trouble.code, trouble.value, words)
            else:
                self.doubt(trouble.field, trouble.value or "", trouble.doubt)
        return unit

    # ---- errors ----

    def doubt(self, name: str, value: str, doubt: NameDoubt) -> None:
        """Remember a name that fits no unit or several, with its candidates."""
        nearest = "; ".join(one.unit.qualified_name for one in doubt.candidates[:_MOST_NAMED])
        this, such = (
            ("Tên này", "đơn vị nào tên như vậy") if self.table.kind.personal else (f"“{doubt.text}”", f"đơn vị tên “{doubt.text}”")
        )
        code = "unit_unknown"
        if doubt.ambiguous:
            code = "unit_ambiguous"
            words = f"{this} có thể là {len(doubt.candidates)} đơn vị: {nearest}. Chọn một, hoặc ghi kèm huyện."
        elif nearest:
            words = f"Không có {such}. Gần nhất: {nearest}. Chọn đơn vị đúng, hoặc sửa trong tệp."
        else:
            words = f"Không có {such}. Chọn đơn vị, hoặc sửa trong tệp, ví dụ “{EXAMPLE_UNIT}”."
        self.error(name, code, value, words, doubt=doubt)

    def only_once(self, unit: BookUnit, text: str, heading: str = "") -> None:
        """``duplicate_in_file`` for what the same unit has said already in this file; the first counts."""
        first = self._seen.setdefault((unit.pk, identity_key(text)), self.source)
        if first is not self.source:
            where = f"dòng {first['row']}" + (f", “{first['sheet']}”" if first.get("sheet") != self.source.get("sheet") else "")
            words = f"{self.once} của {unit.name} đã ghi ở {where}. Dòng đầu được tính."
            self.error(self.table.kind.main, "duplicate_in_file", text, words, heading)

    def error(self, name: str, code: str, value: str | None, message: str, heading: str = "", doubt: NameDoubt | None = None) -> None:
        """``heading``: that of the very column, where a field has several."""
        columns = [column for column in self.table.columns if column.field == name]
        named = next((column for column in columns if column.heading == heading), columns[0] if columns else None)
        self.errors.append(
            RowError(
                source=self.source,
                column=heading or self.table.heading(name),
                code=code,
                value=value,
                message=message,
                suggestions=doubt.candidates if doubt else (),
                name=doubt.text if doubt else "",
                name_key=doubt.key if doubt else "",
                row_text=self._row_text,
                grid=self.table.grid.title,
                place=named.index if named else None,
            )
        )


def check_tables(
    layouts: Sequence[Layout],
    found: Checked[Row],
    check: type[TableCheck[Row]],
    units: Mapping[str, str],
    left_out: Mapping[str, Collection[int]],
) -> None:
    """Check the rows of all tables, in the order of the file, into ``found``. ``units``: what a person chose for names
    (``parties.choice_key`` → unit code); ``left_out``: rows by the grid's title.
    """
    reader = NameReader(found.book, units)
    names = Names(reader, PlaceFinder(reader))
    one: TableCheck[Row] | None = None
    for layout in layouts:
        if layout.tables:
            found.tables += layout.tables
            found.skipped += layout.skipped
        for table in layout.tables:
            one = check(table, found, names, one if table.continues is not None else None)
            one.check(left_out.get(table.grid.title, ()))
