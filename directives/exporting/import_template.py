"""The empty annex for those who want one: its headings come from the table of columns, so the importer reads it without asking."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from directives.importing.columns import FIELD_LABELS, Field

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE_NAME = "mau-ket-qua-kiem-tra.xlsx"
_WIDTHS: dict[Field, int] = {
    Field.NUMBER: 7,
    Field.UNIT: 34,
    Field.FINDING: 50,
    Field.CAUSE: 30,
    Field.REMEDY: 40,
    Field.DUE: 14,
    Field.LEAD: 26,
    Field.COORDINATING: 26,
    Field.NOTE: 24,
}
_HEADER_ROW = 3
_LINES = (
    "DANH MỤC HẠN CHẾ PHẢI KHẮC PHỤC",
    "Mỗi dòng một hạn chế. Ghi kèm huyện, ví dụ: Xã Mỹ Long, huyện Cao Lãnh. Hạn ghi đủ năm, ví dụ 31/03/2021; không có thì để trống.",
)


def template() -> bytes:
    """An .xlsx with a title, a remark and the headings; below them empty rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Hạn chế"
    for number, line in enumerate(_LINES, start=1):
        sheet.cell(number, 1, line).font = Font(name="Times New Roman", size=13, bold=number == 1, italic=number > 1)
    thin = Side(style="thin")
    for index, (field, width) in enumerate(_WIDTHS.items(), start=1):
        cell = sheet.cell(_HEADER_ROW, index, "STT" if field is Field.NUMBER else FIELD_LABELS[field])
        cell.font = Font(name="Times New Roman", size=12, bold=True)
        cell.fill = PatternFill("solid", fgColor="E3EEF1")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(thin, thin, thin, thin)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
    target = BytesIO()
    book.save(target)
    return target.getvalue()
