"""From a file to checked rows: workbook → layout → columns → checks. Writes nothing; the units are those of the annex's own time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from common.errors import FileRefused
from reading.annex.checks import Checked, check_layouts
from reading.files.grid import Workbook
from reading.files.workbook import read_workbook
from reading.tables.choices import Choices
from reading.tables.columns import Field
from reading.tables.headers import Header, HeaderReader
from reading.tables.layout import Layout, read_layouts
from reading.tables.stated import days_in, encoding_warnings
from units.books import current_book
from units.matching import UnitBook

__all__ = ["Annex", "Choices", "HeaderGuess", "check_annex", "guess_headers", "read_annex"]


@dataclass(frozen=True)
class Annex:
    """A file that was read: its checked rows, and the units among which its names were looked for."""

    checked: Checked
    book: UnitBook


def read_annex(content: bytes, name: str, *, choices: Choices | None = None, on: date | None = None, year: int | None = None) -> Annex:
    """Raises ``FileRefused`` with ``file_invalid``, ``file_encrypted``, ``file_too_large``, ``header_missing`` or ``no_rows``.

    ``on``, ``year``: the time of the dispatch that the annex belongs to, for an annex that states none.
    """
    return check_annex(read_workbook(content, name), name, choices=choices, on=on, year=year)


def check_annex(workbook: Workbook, name: str, *, choices: Choices | None = None, on: date | None = None, year: int | None = None) -> Annex:
    """The same for a file that is open already."""
    choices = choices or Choices()
    layouts = read_layouts(choices.corrected(workbook).grids, *choices.hints())
    if not any(layout.tables for layout in layouts):
        raise FileRefused(
            "header_missing",
            f"Không thấy bảng hạn chế trong “{name}”. Cần một dòng tiêu đề, ví dụ “STT”, “Đơn vị”, “Hạn chế”, “Thời hạn”.",
        )
    book = _book(layouts, on, year)
    checked = check_layouts(layouts, book, units=choices.units, left_out=choices.left_out, day_month=choices.day_month)
    if not checked.rows and not checked.errors:
        raise FileRefused("no_rows", f"Bảng hạn chế trong “{name}” chưa có dòng nào dưới tiêu đề. Kiểm tra lại tệp rồi tải lên.")
    checked.warnings += encoding_warnings(workbook)
    return Annex(checked, book)


@dataclass(frozen=True)
class HeaderGuess:
    """The row of a grid that looks most like a header, for a person to say what its columns hold; ``examples``: the first cells below."""

    title: str
    header: Header
    examples: dict[int, str]


def guess_headers(workbook: Workbook) -> list[HeaderGuess]:
    """One for each grid in which no header of findings was found; the way out of ``header_missing``."""
    found = []
    for grid, layout in zip(workbook.grids, read_layouts(workbook.grids), strict=True):
        header = None if layout.tables else HeaderReader(grid).guess()
        if header is not None:
            below = [row for number, row in grid.rows.items() if number > header.last]
            examples = {index: next((row[index].words for row in below if index in row), "") for index in header.headings}
            found.append(HeaderGuess(grid.title, header, examples))
    return found


def _book(layouts: list[Layout], on: date | None, year: int | None) -> UnitBook:
    """The units in force when the annex was written: the day above its tables, else the dispatch's, else a year that it states."""
    tables = [table for layout in layouts for table in layout.tables]
    days = [day for table in tables for line in table.titles for day in days_in(line)]
    if days:
        return current_book(on=max(days))
    if on is not None or year is not None:
        return current_book(on=on, year=None if on else year)
    years = [table.year for table in tables if table.year is not None]
    dues = [entry.cells[Field.DUE] for table in tables for entry in table.entries if Field.DUE in entry.cells]
    years = years or [cell.day.year for cell in dues if cell.day is not None]
    years = years or [int(found[0]) for cell in dues if (found := re.search(r"(?<!\d)20\d\d(?!\d)", cell.text))]
    return current_book(year=min(years)) if years else current_book()
