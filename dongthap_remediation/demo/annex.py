"""The demo's annex: an invented "Phụ lục 2" laid out as offices do.

``python -m dongthap_remediation.demo.annex`` writes the file anew from ``findings``; a test holds that the two agree.
"""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from dongthap_remediation.demo.findings import FINDINGS

FILE = "phu-luc-2-gia-dinh.xlsx"
PATH = Path(__file__).parent / "data" / FILE
_TITLE = (
    "PHỤ LỤC 2",
    "CÁC HẠN CHẾ PHẢI KHẮC PHỤC QUA KIỂM TRA VIỆC THỰC HIỆN ĐỀ ÁN",
    "(Giả định: số liệu đặt ra để chạy thử cổng, không phải của Báo cáo kiểm tra)",
)
_HEADER = (
    ("STT", "Đơn vị được kiểm tra", "Kết quả kiểm tra", "Biện pháp khắc phục", None, "Phân công", None),
    (None, None, "Hạn chế", "Nội dung", "Thời hạn", "Chủ trì", "Phối hợp"),
)
_WIDTHS = (6, 24, 52, 40, 14, 20, 20)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_THIN = Side(style="thin")


def annex_workbook() -> Workbook:
    """Title, header of two rows, numbering row, one group a district, merged unit cells, total and signature."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục 2"
    for line in _TITLE:
        sheet.append([line])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(_WIDTHS))
    sheet.append([None])
    _header(sheet)
    total = sum(_group(sheet, place, district) for place, district in enumerate(FINDINGS))
    sheet.append(["Tổng cộng", None, f"{total} hạn chế"])
    sheet.append([None])
    sheet.append([None, None, None, None, "TRƯỞNG ĐOÀN KIỂM TRA"])
    sheet.append([None, None, None, None, "(Đã ký)"])
    _dress(sheet)
    return book


def _header(sheet: Worksheet) -> None:
    first = sheet.max_row + 1
    for line in _HEADER:
        sheet.append(list(line))
    for column in (1, 2):
        sheet.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)
    for left, right in ((4, 5), (6, 7)):
        sheet.merge_cells(start_row=first, end_row=first, start_column=left, end_column=right)
    sheet.append([f"({number})" for number in range(1, len(_WIDTHS) + 1)])


def _group(sheet: Worksheet, place: int, district: str) -> int:
    """The rows of one district; returns how many findings it has."""
    level = "thành phố" if district.startswith("Thành phố") else "huyện"
    sheet.append([f"{_ROMAN[place]}. {district}"])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(_WIDTHS))
    count = 0
    for number, (commune, findings) in enumerate(FINDINGS[district].items(), start=1):
        first = sheet.max_row + 1
        for line, (finding, remedy, due) in enumerate(findings):
            own = [number, commune] if line == 0 else [None, None]
            sheet.append([*own, finding, remedy, due or None, f"UBND {level}", f"Bưu điện {level}"])
        if len(findings) > 1:
            for column in (1, 2):
                sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=column, end_column=column)
        count += len(findings)
    return count


def _dress(sheet: Worksheet) -> None:
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows(min_row=1, max_row=sheet.max_row):
        for cell in row:
            heading = cell.row <= 7 or (cell.column == 1 and isinstance(cell.value, str))
            cell.font = Font(name="Times New Roman", size=12, bold=heading)
            cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="center" if cell.row <= 7 else None)
            if cell.row > 4:
                cell.border = Border(_THIN, _THIN, _THIN, _THIN)
            if cell.row in (5, 6, 7):
                cell.fill = PatternFill("solid", fgColor="E3EEF1")
    sheet.freeze_panes = "A8"


def write() -> None:
    target = BytesIO()
    annex_workbook().save(target)
    PATH.write_bytes(target.getvalue())


if __name__ == "__main__":
    write()
