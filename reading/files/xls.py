"""An Excel 97–2003 workbook (.xls) as grids, by xlrd. Values are those that are stored; links are never followed."""

import io
from typing import Any

import xlrd
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from common.text import clean
from reading.files.grid import Cell
from reading.files.letters import WINDOWS
from reading.files.sheets import PLAIN, Look, Sheets, cut

_VIETNAMESE = 1258


def read_xls(content: bytes, sheets: Sheets) -> None:
    """The visible sheets of a workbook of Excel 97–2003, as grids."""
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO())
    if book.biff_version < 80 and book.codepage == _VIETNAMESE:  # later versions hold Unicode
        sheets.letters.converted.add(WINDOWS)
    if book.datemode:
        sheets.epoch = CALENDAR_MAC_1904
    reader = _Reader(book, sheets)
    for place in range(book.nsheets):
        sheet = book.sheet_by_index(place)
        if sheet.visibility == 0:
            reader.read(sheet)
        book.unload_sheet(place)


class _Reader:
    """Turns the sheets of an opened workbook into grids, one after the other."""

    def __init__(self, book: Any, sheets: Sheets) -> None:
        self._sheets = sheets
        self._fonts = [font.name for font in book.font_list]
        formats = {key: shown.format_str for key, shown in book.format_map.items()}
        self._looks = [Look.of(self._font(style.font_index), formats.get(style.format_key, "")) for style in book.xf_list]

    def _font(self, place: int) -> str | None:
        return self._fonts[place] if 0 <= place < len(self._fonts) else None

    def read(self, sheet: Any) -> None:
        self._sheets.open(clean(sheet.name))
        for row in range(sheet.nrows):
            for column, kind in enumerate(sheet.row_types(row)):
                if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                    self._sheets.put(row + 1, column + 1, self._cell(sheet, row, column, kind))
        for top, bottom, left, right in sheet.merged_cells:  # the ends are not part of the block
            self._sheets.merge(top + 1, left + 1, bottom, right)
        self._sheets.close()

    def _cell(self, sheet: Any, row: int, column: int, kind: int) -> Cell:
        value, style = sheet.cell_value(row, column), sheet.cell_xf_index(row, column)
        look = self._looks[style] if 0 <= style < len(self._looks) else PLAIN
        if kind == xlrd.XL_CELL_ERROR:
            return Cell(xlrd.error_text_from_code.get(value, "#N/A"), broken=True)
        if kind == xlrd.XL_CELL_BOOLEAN:
            return Cell("TRUE" if value else "FALSE")
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            return self._sheets.number(float(value), look)
        changes = sheet.rich_text_runlist_map.get((row, column))
        if changes:
            return self._sheets.of_runs(cut(str(value), look.font, [(place, self._font(font)) for place, font in changes]))
        return self._sheets.cell(str(value), look.font)
