"""Every row of the annex as values of the portal, or every reason why not: with sheet, row, printed heading and what would be accepted.

Nothing is dropped silently: a row is a finding (or several), or it has errors, or the layout passed over it knowingly.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from common.identity import identity_key
from reading.annex.splitting import says_nothing, split_findings
from reading.files.grid import EMPTY, Cell
from reading.tables.columns import Column, Field
from reading.tables.day_month import DayMonth, DueColumn, due_columns
from reading.tables.due_cells import CellDue, read_due
from reading.tables.layout import Entry, Layout, Table
from reading.tables.parties import Doubt, NameReader, Parties, split_leads
from reading.tables.places import PlaceFinder
from reading.tables.row_units import RowUnits
from reading.tables.told import EXAMPLE_UNIT, FileWarning, LeftOut, RowError, is_ditto, words_of_broken
from units.matching import UnitBook
from units.models import Unit

_MOST_NAMED = 3


@dataclass(frozen=True)
class CheckedRow:
    """One finding, ready to be stored. ``group_text`` is what proposes its requirement group: a heading of several, and its words."""

    source: dict[str, Any]
    unit: Unit
    finding: str
    cause: str
    remedy: str
    due_text: str
    due_on: date | None
    ongoing: bool
    leads: tuple[Unit, ...]
    coordinating: tuple[Unit, ...]
    coordinating_text: str
    note: str
    named_lead: bool
    area: str = ""
    day_month: DayMonth | None = None

    @property
    def key(self) -> tuple[int, str]:
        """Equal for the same finding at the same unit."""
        return self.unit.pk, identity_key(self.finding)


@dataclass
class Checked:
    """What a file says. ``tables`` are kept for the page that shows how columns were read; rows left out count as skipped;
    ``day_months``: every date that may be swapped, also those for which a person said which way round it is meant.
    """

    rows: list[CheckedRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[FileWarning] = field(default_factory=list)
    skipped: int = 0
    tables: list[Table] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    day_months: list[DayMonth] = field(default_factory=list)

    @property
    def rows_with_errors(self) -> int:
        return len({tuple(error.source.items()) for error in self.errors})

    @property
    def source_rows(self) -> int:
        """Rows of the file that hold findings or errors."""
        return len({tuple(row.source.items()) for row in self.rows}) + self.rows_with_errors


def check_layouts(
    layouts: Sequence[Layout],
    book: UnitBook,
    *,
    units: Mapping[str, str] | None = None,
    left_out: Mapping[str, Collection[int]] | None = None,
    day_month: Mapping[str, Mapping[int, str]] | None = None,
) -> Checked:
    """The rows of all tables, in the order of the file. ``units``: what a person chose for names (``parties.choice_key`` → unit code);
    ``left_out``: rows by the grid's title, of which only the unit counts, for those that go on with it; ``day_month``: what a person said
    of doubtful dates (``choices.Choices.day_month``).
    """
    found = Checked()
    reader = NameReader(book, units)
    places = PlaceFinder(reader)
    seen: dict[tuple[int, str], Any] = {}
    dues = due_columns((table for layout in layouts for table in layout.tables), day_month or {})
    check: _TableCheck | None = None
    for layout in layouts:
        if not layout.tables:
            continue
        found.tables += layout.tables
        found.skipped += layout.skipped
        for table in layout.tables:
            before = check if table.continues is not None else None
            check = _TableCheck(table, reader, places, found, seen, dues[id(table)], before)
            check.check((left_out or {}).get(table.grid.title, ()))
    return found


class _TableCheck:
    """Checks the rows of one table, from above. ``before``: the check of the table that this one goes on with."""

    def __init__(
        self,
        table: Table,
        reader: NameReader,
        places: PlaceFinder,
        found: Checked,
        seen: dict[tuple[int, str], Any],
        dues: DueColumn,
        before: _TableCheck | None = None,
    ) -> None:
        self._table, self._reader, self._found, self._seen, self._dues = table, reader, found, seen, dues
        self._units: RowUnits = RowUnits(table, table.heading(Field.UNIT), reader, places, before._units if before else None)
        self._above: dict[Field | int, Cell] = before._above if before else {}

    def check(self, left_out: Collection[int]) -> None:
        for entry in self._table.entries:
            self._entry(entry, stored=entry.row not in left_out)

    def _entry(self, entry: Entry, *, stored: bool) -> None:
        self._source = {**self._table.grid.source, "row": entry.row}
        self._errors: list[RowError] = []
        cells = {name: self._same_as_above(name, cell) for name, cell in entry.cells.items()}
        findings = [(column, self._same_as_above(column.index, cell)) for column, cell in entry.findings]
        self._shown = " ".join(cell.words for _, cell in findings)
        unit = self._unit(entry, cells)
        if not stored:
            self._found.left_out.append(LeftOut(self._source, self._table.grid.title, self._shown))
            self._found.skipped += 1
            return
        texts = self._texts(findings)
        if not texts and not any(cell.broken for _, cell in findings) and self._units.is_named:
            words = "Dòng có đơn vị nhưng thiếu nội dung hạn chế. Ghi hạn chế, hoặc bỏ dòng này."
            self._error(Field.FINDING, "finding_missing", None, words)
        for name in (Field.CAUSE, Field.REMEDY, Field.NOTE):
            self._whole(name, cells.get(name, EMPTY))
        due = self._due(cells.get(Field.DUE, EMPTY))
        lead_text, with_text = split_leads(self._text_of(Field.LEAD, cells))
        leads = self._parties(Field.LEAD, lead_text, cells, unit)
        coordinating = self._parties(Field.COORDINATING, self._text_of(Field.COORDINATING, cells), cells, unit)
        coordinating.add(self._parties(Field.LEAD, with_text, cells, unit))
        if unit is not None:
            self._duplicates(unit, texts)
        if self._errors or unit is None:
            self._found.errors += [replace(error, unit=unit) for error in self._errors]
            return
        groups = dict.fromkeys([*leads.words, *coordinating.words])
        for column, text in texts:
            self._found.rows.append(
                CheckedRow(
                    source=self._source,
                    unit=unit,
                    finding=text,
                    cause=cells.get(Field.CAUSE, EMPTY).words,
                    remedy=cells.get(Field.REMEDY, EMPTY).words,
                    due_text=due.text,
                    due_on=due.on,
                    ongoing=due.ongoing,
                    leads=tuple(leads.units) or (unit,),
                    coordinating=tuple(one for one in coordinating.units if one not in leads.units),
                    coordinating_text="; ".join(groups),
                    note=cells.get(Field.NOTE, EMPTY).words,
                    named_lead=bool(leads.units),
                    day_month=due.doubt,
                    area=column.heading if sum(one.field is Field.FINDING for one in self._table.columns) > 1 else "",
                )
            )

    # ---- cells ----

    def _same_as_above(self, place: Field | int, cell: Cell) -> Cell:
        """ "nt", "như trên" and a ditto mark repeat the text above."""
        if is_ditto(cell):
            cell = self._above.get(place, EMPTY)
        elif cell.text:
            self._above[place] = cell
        return cell

    def _texts(self, findings: list[tuple[Column, Cell]]) -> list[tuple[Column, str]]:
        texts: list[tuple[Column, str]] = []
        for column, cell in findings:
            if self._whole(Field.FINDING, cell, column.heading):
                texts += [(column, text) for text in split_findings(cell.text) if not says_nothing(text)] if cell.words else []
        return texts

    def _whole(self, name: Field, cell: Cell, heading: str = "") -> bool:
        """Whether a cell has a value that can be read; a formula without one is an error."""
        if cell.broken:
            self._broken(name, cell.text or None, heading)
        return not cell.broken

    def _broken(self, name: Field, value: str | None, heading: str = "") -> None:
        self._error(name, "value_missing", value, words_of_broken(value), heading)

    def _due(self, cell: Cell) -> CellDue:
        self._whole(Field.DUE, cell)
        due = read_due(cell, self._table.year)
        if due.trouble:
            self._error(Field.DUE, "date_invalid", cell.words, due.trouble)
            return due
        doubt = self._dues.doubt(cell.day, self._table.grid.title, self._source)
        if doubt is None:
            return due
        self._found.day_months.append(doubt)
        if not doubt.answer:
            words = f"Hạn {doubt.stands:%d/%m/%Y} có thể bị Excel đảo ngày và tháng, đúng ra là {doubt.swapped:%d/%m/%Y}. Xem lại rồi chọn."
            self._found.warnings.append(FileWarning("day_month_doubtful", words, self._source, day_month=doubt))
        return replace(due, text=f"{doubt.meant:%d/%m/%Y}", on=doubt.meant, doubt=doubt)

    # ---- units ----

    def _unit(self, entry: Entry, cells: dict[Field, Cell]) -> Unit | None:
        """The inspected unit, or the errors that say why it is not known."""
        unit, troubles = self._units.of_row(entry, cells)
        for trouble in troubles:
            if trouble.code == "value_missing":
                self._broken(trouble.field, trouble.value)
            elif trouble.doubt is None:
                words = f"Dòng này chưa ghi đơn vị được kiểm tra. Ghi tên đơn vị, ví dụ “{EXAMPLE_UNIT}”."
                self._error(trouble.field, trouble.code, trouble.value, words)
            else:
                self._doubt(trouble.field, trouble.value or "", trouble.doubt)
        return unit

    def _text_of(self, name: Field, cells: dict[Field, Cell]) -> str:
        cell = cells.get(name, EMPTY)
        return cell.text if self._whole(name, cell) else ""

    def _parties(self, name: Field, text: str, cells: dict[Field, Cell], unit: Unit | None) -> Parties:
        """``text`` is what of the cell is read here."""
        if unit is None or not text.strip():
            return Parties()
        found = self._reader.parties(text, unit)
        for doubt in found.doubts:
            self._doubt(name, cells[name].words, doubt)
        return found

    def _doubt(self, name: Field, value: str, doubt: Doubt) -> None:
        named = [one.unit.qualified_name for one in doubt.candidates[:_MOST_NAMED]]
        code, nearest = "unit_unknown", "; ".join(named)
        if doubt.ambiguous:
            code = "unit_ambiguous"
            words = f"“{doubt.text}” có thể là {len(doubt.candidates)} đơn vị: {nearest}. Chọn một, hoặc ghi kèm huyện."
        elif named:
            words = f"Không có đơn vị tên “{doubt.text}”. Gần nhất: {nearest}. Chọn đơn vị đúng, hoặc sửa trong tệp."
        else:
            words = f"Không có đơn vị tên “{doubt.text}”. Chọn đơn vị, hoặc sửa trong tệp, ví dụ “{EXAMPLE_UNIT}”."
        self._error(name, code, value, words, doubt=doubt)

    def _duplicates(self, unit: Unit, texts: list[tuple[Column, str]]) -> None:
        for column, text in texts:
            key = unit.pk, identity_key(text)
            first = self._seen.get(key)
            if first is None:
                self._seen[key] = self._source
            else:
                where = f"dòng {first['row']}" + (f", “{first['sheet']}”" if first.get("sheet") != self._source.get("sheet") else "")
                self._error(
                    Field.FINDING,
                    "duplicate_in_file",
                    text,
                    f"Hạn chế này của {unit.name} đã ghi ở {where}. Dòng đầu được tính.",
                    column.heading,
                )

    def _error(self, name: Field, code: str, value: str | None, message: str, heading: str = "", doubt: Doubt | None = None) -> None:
        columns = [column for column in self._table.columns if column.field is name]
        named = next((column for column in columns if column.heading == heading), columns[0] if columns else None)
        self._errors.append(
            RowError(
                source=self._source,
                column=heading or self._table.heading(name),
                code=code,
                value=value,
                message=message,
                suggestions=doubt.candidates if doubt else (),
                name=doubt.text if doubt else "",
                name_key=doubt.key if doubt else "",
                row_text=self._shown,
                grid=self._table.grid.title,
                place=named.index if named else None,
            )
        )
