"""An Excel 97–2003 workbook (.xls) as grids, by xlrd. Values are those that are stored; links are never followed."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError
from xlrd.xldate import XLDateError, xldate_as_datetime

from common.errors import FileRefused
from common.text import clean
from reading.files.days import is_month_format
from reading.files.grid import Cell, Grid, Merge, Workbook
from reading.files.letters import Letters, Run
from reading.files.limits import MAX_COLUMNS, Budget

_BROKEN = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    OSError,
    EOFError,
)
_BOLD = 600  # weight of a font from which it is bold
_VIETNAMESE = 1258


def read_xls(content: bytes, name: str) -> Workbook:
    """The visible sheets, or ``FileRefused``."""
    try:
        opened = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO())
        return _Reader(opened, name).read()
    except FileRefused:
        raise
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise FileRefused("file_encrypted", f"Tệp “{name}” có mật khẩu. Bỏ mật khẩu, lưu lại rồi tải lên.") from error
        raise FileRefused("file_invalid", f"Tệp “{name}” bị hỏng, không mở được. Mở bằng Excel, lưu thành .xlsx rồi tải lên.") from error


class _Reader:
    """Turns the sheets of an opened workbook into grids, one after the other."""

    def __init__(self, opened: Any, name: str) -> None:
        self._opened, self._name = opened, name
        self._book = Workbook()
        self._budget = Budget(name)
        self._letters = Letters(self._book, self._budget)
        if opened.biff_version < 80 and opened.codepage == _VIETNAMESE:  # later versions hold Unicode
            self._book.converted.add("Windows-1258")

    def read(self) -> Workbook:
        for place in range(self._opened.nsheets):
            sheet = self._opened.sheet_by_index(place)
            if sheet.visibility == 0:
                self._book.grids.append(self._sheet(sheet))
            self._opened.unload_sheet(place)
        return self._book

    def _sheet(self, sheet: Any) -> Grid:
        title = clean(sheet.name)
        grid = Grid({"sheet": title}, title=title)
        for number in range(sheet.nrows):
            cells = dict(self._row(sheet, number))
            if cells:
                self._budget.row(len(cells))
                grid.rows[number + 1] = cells
        self._budget.merges(len(sheet.merged_cells))
        for top, bottom, left, right in sheet.merged_cells:  # the ends are not part of the block
            if left < MAX_COLUMNS:
                grid.merge(Merge(top + 1, left + 1, bottom, min(right, MAX_COLUMNS)))
        grid.hidden_rows = {number + 1 for number, row in sheet.rowinfo_map.items() if row.hidden}
        grid.hidden_columns = {number + 1 for number, column in sheet.colinfo_map.items() if column.hidden}
        grid.arrange()
        return grid

    def _row(self, sheet: Any, number: int) -> Iterator[tuple[int, Cell]]:
        kinds = sheet.row_types(number)
        for place in range(len(kinds)):
            if kinds[place] in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            cell = self._cell(sheet, number, place, kinds[place])
            if not (cell.text or cell.broken):
                continue
            yield min(place, MAX_COLUMNS) + 1, cell

    def _cell(self, sheet: Any, number: int, place: int, kind: int) -> Cell:
        value = sheet.cell_value(number, place)
        font = self._font(sheet.cell_xf_index(number, place))
        name, bold = self._named(font)
        if kind == xlrd.XL_CELL_ERROR:
            return Cell(xlrd.error_text_from_code.get(value, "#N/A"), broken=True)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return Cell("TRUE" if value else "FALSE")
        if kind == xlrd.XL_CELL_DATE and (day := self._day(value)) is not None:
            return Cell.of_day(day, month=self._is_month(sheet.cell_xf_index(number, place)))
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            return Cell.of_number(float(value), font=name, bold=bold)
        changes = sheet.rich_text_runlist_map.get((number, place))
        if changes:
            return self._letters.of_runs(list(self._runs(value, name, changes)), bold=bold)
        return self._letters.cell(str(value), name, bold=bold)

    def _runs(self, text: str, first: str | None, changes: list[tuple[int, int]]) -> Iterator[Run]:
        """The runs of a rich text: (place, font) says where another font begins."""
        starts = [(0, first), *((place, self._named(self._of(font))[0]) for place, font in changes)]
        for (place, font), (end, _) in zip(starts, [*starts[1:], (len(text), None)], strict=True):
            if end > place:
                yield text[place:end], font

    def _font(self, style: int) -> Any:
        styles = self._opened.xf_list
        return self._of(styles[style].font_index) if 0 <= style < len(styles) else None

    def _of(self, place: int) -> Any:
        fonts = self._opened.font_list
        return fonts[place] if 0 <= place < len(fonts) else None

    def _named(self, font: Any) -> tuple[str | None, bool]:
        return (font.name, font.weight >= _BOLD) if font is not None else (None, False)

    def _day(self, value: float) -> date | None:
        """A serial day; None for a time of day, which is shown as a number."""
        try:
            found: datetime = xldate_as_datetime(value, self._opened.datemode)
        except (XLDateError, OverflowError, ValueError):
            return None
        return None if value < 1 else found.date()

    def _is_month(self, style: int) -> bool:
        styles = self._opened.xf_list
        shown = self._opened.format_map.get(styles[style].format_key) if 0 <= style < len(styles) else None
        return shown is not None and is_month_format(shown.format_str)
