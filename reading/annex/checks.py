"""Every row of the annex as findings, or every reason why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from common.identity import identity_key
from reading.annex.choices import AnnexChoices
from reading.annex.columns import Field
from reading.annex.day_month import DayMonth, DueColumn, due_columns
from reading.annex.due_cells import CellDue, read_due
from reading.annex.splitting import says_nothing, split_findings
from reading.files.grid import EMPTY, Cell
from reading.tables.checks import Checked, TableCheck, check_tables, places_of
from reading.tables.columns import Column
from reading.tables.layout import Entry, Layout
from reading.tables.parties import Parties, split_leads
from reading.tables.told import FileWarning
from units.entries import BookUnit
from units.matching import UnitBook


@dataclass(frozen=True)
class CheckedRow:
    """One finding, ready to be stored. ``area`` is the heading of its column, where findings have several."""

    source: dict[str, Any]
    unit: BookUnit
    finding: str
    cause: str
    remedy: str
    due_text: str
    due_on: date | None
    ongoing: bool
    leads: tuple[BookUnit, ...]
    coordinating: tuple[BookUnit, ...]
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
class Annex(Checked[CheckedRow]):
    """What an annex says. ``day_months``: every date that may be swapped, also those for which a person said which way round it is meant;
    ``dues``: the columns of due dates, by the identity of their table.
    """

    day_months: list[DayMonth] = field(default_factory=list)
    dues: dict[int, DueColumn] = field(default_factory=dict)

    @property
    def source_rows(self) -> int:
        """Rows of the file that hold findings or errors."""
        return len(places_of(row.source for row in self.rows)) + self.rows_with_errors


def check_layouts(layouts: Sequence[Layout], book: UnitBook, choices: AnnexChoices) -> Annex:
    """The rows of all tables, in the order of the file."""
    found = Annex(book, dues=due_columns((table for layout in layouts for table in layout.tables), choices.day_month))
    check_tables(layouts, found, _FindingCheck, choices.units, choices.left_out)
    return found


class _FindingCheck(TableCheck[CheckedRow]):
    """Rows of findings; one row may hold several."""

    found: Annex
    once = "Hạn chế này"

    def rows_of(self, entry: Entry, unit: BookUnit | None) -> Iterator[CheckedRow]:
        cells = entry.cells
        texts = self._texts(entry.main)
        if not texts and not any(cell.broken for _, cell in entry.main) and self.units.is_named:
            self.error(
                Field.FINDING, "finding_missing", None, "Dòng có đơn vị nhưng thiếu nội dung hạn chế. Ghi hạn chế, hoặc bỏ dòng này."
            )
        for name in (Field.CAUSE, Field.REMEDY, Field.NOTE):
            self.whole(name, cells.get(name, EMPTY))
        due = self._due(cells.get(Field.DUE, EMPTY))
        lead_text, with_text = split_leads(self._text_of(Field.LEAD, cells))
        leads = self._parties(Field.LEAD, lead_text, cells, unit)
        coordinating = self._parties(Field.COORDINATING, self._text_of(Field.COORDINATING, cells), cells, unit)
        coordinating.add(self._parties(Field.LEAD, with_text, cells, unit))
        if unit is None:
            return
        for column, text in texts:
            self.only_once(unit, text, column.heading)
        several = len(self.table.places(Field.FINDING)) > 1
        for column, text in texts:
            yield CheckedRow(
                source=self.source,
                unit=unit,
                finding=text,
                cause=cells.get(Field.CAUSE, EMPTY).words,
                remedy=cells.get(Field.REMEDY, EMPTY).words,
                due_text=due.text,
                due_on=due.on,
                ongoing=due.ongoing,
                leads=tuple(leads.units) or (unit,),
                coordinating=tuple(one for one in coordinating.units if one not in leads.units),
                coordinating_text="; ".join(dict.fromkeys([*leads.words, *coordinating.words])),
                note=cells.get(Field.NOTE, EMPTY).words,
                named_lead=bool(leads.units),
                day_month=due.doubt,
                area=column.heading if several else "",
            )

    def _texts(self, findings: list[tuple[Column, Cell]]) -> list[tuple[Column, str]]:
        texts: list[tuple[Column, str]] = []
        for column, cell in findings:
            if self.whole(Field.FINDING, cell, column.heading) and cell.words:
                texts += [(column, text) for text in split_findings(cell.text) if not says_nothing(text)]
        return texts

    def _due(self, cell: Cell) -> CellDue:
        self.whole(Field.DUE, cell)
        due = read_due(cell, self.table.year)
        if due.trouble:
            self.error(Field.DUE, "date_invalid", cell.words, due.trouble)
            return due
        doubt = self.found.dues[id(self.table)].doubt(cell.day, self.table.grid.title, self.source)
        if doubt is None:
            return due
        self.found.day_months.append(doubt)
        if not doubt.answer:
            words = f"Hạn {doubt.stands:%d/%m/%Y} có thể bị Excel đảo ngày và tháng, đúng ra là {doubt.swapped:%d/%m/%Y}. Xem lại rồi chọn."
            self.found.warnings.append(FileWarning("day_month_doubtful", words, self.source, readings=(doubt.stands, doubt.swapped)))
        return replace(due, text=f"{doubt.meant:%d/%m/%Y}", on=doubt.meant, doubt=doubt)

    def _text_of(self, name: str, cells: Mapping[str, Cell]) -> str:
        cell = cells.get(name, EMPTY)
        return cell.text if self.whole(name, cell) else ""

    def _parties(self, name: str, text: str, cells: Mapping[str, Cell], unit: BookUnit | None) -> Parties:
        """``text`` is what of the cell is read here."""
        if unit is None or not text.strip():
            return Parties()
        found = self.reader.parties(text, unit)
        for doubt in found.doubts:
            self.doubt(name, cells[name].words, doubt)
        return found
