"""What a file says of itself: the days above its tables, and that it was typed in an old encoding. Annexes and score tables alike."""

import re
from datetime import date

from common.text import match_key
from reading.files.grid import Workbook
from reading.tables.told import FileWarning

_DAY = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (20\d\d)|(?<!\d)(\d{1,2})/(\d{1,2})/(20\d\d)(?!\d)")
_CONVERTED = "Tệp gõ bằng bảng mã cũ ({}); cổng đã chuyển sang Unicode. Đọc lại chữ trước khi nhập."


def days_in(line: str) -> list[date]:
    """The days that a title line names; "ngày 31 tháng 2" is no day, so it says nothing."""
    days = []
    for found in _DAY.finditer(match_key(line)):
        day, month, year = (int(part) for part in found.groups() if part is not None)
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return days


def encoding_warnings(workbook: Workbook) -> list[FileWarning]:
    """``encoding_converted`` where letters were turned into Unicode."""
    if not workbook.converted:
        return []
    return [FileWarning("encoding_converted", _CONVERTED.format(", ".join(sorted(workbook.converted))))]
