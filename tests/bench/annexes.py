"""Annexes of many rows for the measurement: every text its own, names in the spellings of offices, cells in the fonts of offices."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from datetime import date, timedelta

import openpyxl
from openpyxl.styles import Alignment, Font

from units.models import Unit

HEADER = ("STT", "Đơn vị", "Nội dung hạn chế", "Nguyên nhân", "Biện pháp khắc phục", "Thời hạn", "Chủ trì", "Phối hợp", "Ghi chú")
_FIRST = date(2021, 3, 1)
_KINDS = {"xã": ("xã {}", "X. {}", "Xã {}"), "phường": ("phường {}", "P. {}", "Phường {}"), "thị trấn": ("thị trấn {}", "TT. {}", "TT {}")}
_SHORT = {"huyện": "H.", "thành phố": "TP."}
_BODIES = ("{}", "UBND {}", "Bộ phận Một cửa {}", "BPMC {}", "Bưu điện {}")
_BEHIND = (", {kind} {name}", " ({kind} {name})", " - {kind} {name}", ", {short} {name}", " thuộc {kind} {name}")
_FAULTS = ("chưa niêm yết đầy đủ", "trả kết quả trễ hẹn", "thiếu hồ sơ mẫu", "máy quét hỏng", "chưa mở sổ theo dõi", "ghế chờ không đủ")


def spellings(communes: Sequence[Unit], count: int) -> list[str]:
    """Names of communes with their districts, each written in another way: up to 75 of one commune."""
    ways = list(itertools.product(range(3), _BODIES, _BEHIND))
    found = []
    for number in range(count):
        area = communes[number % len(communes)].area
        kind, body, behind = ways[number // len(communes)]
        assert area.parent is not None
        where = behind.format(kind=area.parent.kind, name=area.parent.name, short=_SHORT[area.parent.kind])
        found.append(body.format(_KINDS[area.kind][kind].format(area.name)) + where)
    return found


def annex(communes: Sequence[Unit], rows: int) -> bytes:
    """One sheet of findings with a title, in Times New Roman as offices set it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Phụ lục 2"
    plain, bold, wrapped = (
        Font(name="Times New Roman", size=13),
        Font(name="Times New Roman", size=13, bold=True),
        Alignment(wrap_text=True),
    )
    sheet.append(["PHỤ LỤC 2: CÁC HẠN CHẾ QUA KIỂM TRA NĂM 2020"])
    sheet.append(HEADER)
    for number, name in enumerate(spellings(communes, rows), start=1):
        fault = f"Lĩnh vực số {number % 97}: {_FAULTS[number % len(_FAULTS)]}, phát hiện ở hồ sơ {number * 7919 % 1_000_003}"
        due: object = _FIRST + timedelta(days=number % 60) if number % 3 else "Quý II/2021"
        lead = "UBND cấp huyện"
        remedy = f"Khắc phục trong {number % 9 + 2} ngày, báo cáo kết quả"
        sheet.append([number, name, fault, "Thiếu người", remedy, due, lead, "các cơ quan liên quan", None])
    for row in sheet.iter_rows():
        for cell in row:
            cell.font, cell.alignment = (bold if cell.row < 3 else plain), wrapped
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_plainly(content: bytes) -> int:
    """The least that reading the same cells with their fonts costs with openpyxl."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return sum(1 for row in sheet.iter_rows() for cell in row if cell.value is not None and cell.font.name)
