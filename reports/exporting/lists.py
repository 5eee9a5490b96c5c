"""A list as a workbook that comes back: a title, a line on how it is filled in, the headings, the rows. Every cell is text."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_HEADER_ROW = 4
_NARROW, _WIDE = 12, 44
_SPARE_ROWS = 200


def write_list(title: str, notes: Iterable[str], columns: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """``columns``: heading by field. Empty rows below are text too, so that a code keeps its zeros."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    for number, line in enumerate((title, *notes), start=1):
        _put(sheet, number, 1, line).font = Font(bold=number == 1, italic=number > 1)
    for index, heading in enumerate(columns.values(), start=1):
        cell = _put(sheet, _HEADER_ROW, index, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E3EEF1")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    last = _HEADER_ROW
    widths = [len(heading) for heading in columns.values()]
    for last, row in enumerate(rows, start=_HEADER_ROW + 1):
        for index, field in enumerate(columns, start=1):
            _put(sheet, last, index, row.get(field, ""))
            widths[index - 1] = max(widths[index - 1], len(row.get(field, "")))
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(max(width + 2, _NARROW), _WIDE)
        for number in range(last + 1, last + _SPARE_ROWS):
            sheet.cell(number, index).number_format = "@"
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """What somebody wrote never becomes a formula."""
    cell: Any = sheet.cell(row, column)
    cell._value, cell.data_type, cell.number_format = ILLEGAL_CHARACTERS_RE.sub("", text), "s", "@"
    return cell
