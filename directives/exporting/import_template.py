"""The empty annex for those who want one: its headings come from the table of columns, so the importer reads it without asking.

Units are chosen from lists that stand in a hidden sheet, written so that the importer finds them; the workbook carries its version.
"""

from collections.abc import Iterable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.packaging.custom import IntProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from reading.annex.columns import FINDINGS, Field
from units.entries import BookUnit, UnitKind

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
VERSION, VERSION_NAME = 1, "phien_ban_mau"
"""Counts up when the columns change; kept in the workbook's own properties, where no row can be taken for a finding."""
_HEADER_ROW = 3
_LAST_ROW = 1000
_LISTS = "Danh mục"
_LINES = (
    "DANH MỤC HẠN CHẾ PHẢI KHẮC PHỤC",
    "Mỗi dòng một hạn chế. Chọn đơn vị trong danh sách, hoặc ghi kèm huyện. Hạn ghi đủ năm, ví dụ 31/03/2021; không có thì để trống.",
)


def template(units: Iterable[BookUnit]) -> bytes:
    """An .xlsx with a title, a remark and the headings; below them empty rows with lists of ``units``."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Hạn chế"
    for number, line in enumerate(_LINES, start=1):
        sheet.cell(number, 1, line).font = Font(name="Times New Roman", size=13, bold=number == 1, italic=number > 1)
    thin = Side(style="thin")
    for index, (field, width) in enumerate(_WIDTHS.items(), start=1):
        cell = sheet.cell(_HEADER_ROW, index, "STT" if field is Field.NUMBER else FINDINGS.labels[field])
        cell.font = Font(name="Times New Roman", size=12, bold=True)
        cell.fill = PatternFill("solid", fgColor="E3EEF1")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(thin, thin, thin, thin)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
    _lists(book, list(units))
    book.custom_doc_props.append(IntProperty(name=VERSION_NAME, value=VERSION))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _lists(book: Workbook, units: list[BookUnit]) -> None:
    """The drop-downs: inspected units, and those that may lead or coordinate. A name of one's own is allowed too."""
    inspected = [unit for unit in units if unit.kind in (UnitKind.UBND, UnitKind.POST) and unit.area.parent_id is not None]
    hidden = book.create_sheet(_LISTS)
    hidden.sheet_state = "hidden"
    for column, (name, members) in enumerate((("don_vi_kiem_tra", inspected), ("don_vi", units)), start=1):
        names = sorted({unit.qualified_name for unit in members})
        for row, text in enumerate(names, start=1):
            hidden.cell(row, column, text)
        letter = get_column_letter(column)
        book.defined_names[name] = DefinedName(name, attr_text=f"'{_LISTS}'!${letter}$1:${letter}${max(1, len(names))}")
    for field, name in ((Field.UNIT, "don_vi_kiem_tra"), (Field.LEAD, "don_vi"), (Field.COORDINATING, "don_vi")):
        letter = get_column_letter(list(_WIDTHS).index(field) + 1)
        choice = DataValidation(type="list", formula1=f"={name}", allow_blank=True, showErrorMessage=False)
        choice.add(f"{letter}{_HEADER_ROW + 1}:{letter}{_LAST_ROW}")
        book.active.add_data_validation(choice)
