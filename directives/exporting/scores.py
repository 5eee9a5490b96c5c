"""Scores as a workbook. Names are masked unless they were asked for; text stays text: what somebody wrote never becomes a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from common.formats import vn_date
from directives.models import Score, ScoreFollowUp

TITLE = "Bảng điểm kiểm tra kiến thức"
_MASKED: tuple[tuple[str, float], ...] = (
    ("Mã", 14), ("Họ tên (che)", 16), ("Đơn vị", 40), ("Nơi quản lý", 34), ("Thành phần", 20), ("Điểm", 9), ("Thang điểm", 11),
    ("Xếp loại", 14), ("Việc đã ghi", 30),
)  # fmt: skip
_NAMED: tuple[tuple[str, float], ...] = (
    ("Mã", 14), ("Họ và tên", 28), ("Chức vụ", 34), ("Đơn vị", 40), ("Nơi quản lý", 34), ("Thành phần", 20), ("Điểm", 9),
    ("Thang điểm", 11), ("Xếp loại", 14), ("Việc đã ghi", 30), ("Ghi chú", 30),
)  # fmt: skip
_MAX_TEXT = 32_767


def masked(name: str) -> str:
    """ "Nguyễn Thị Mẫu" → "N. T. M."."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def export_scores(scores: Iterable[Score], *, named: bool, today: date) -> bytes:
    """``scores`` come with ``standing`` follow-ups. Not ``named``: posts and remarks stay out too, in a small office they name a person."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Bảng điểm")
    columns = _NAMED if named else _MASKED
    for position, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    words = "có họ tên: giữ trong đơn vị, không gửi tiếp" if named else "họ tên đã che"
    sheet.append([_text(sheet, TITLE, bold=True)])
    sheet.append([_text(sheet, f"Lấy ngày {vn_date(today)}; {words}.")])
    sheet.append([])
    sheet.append([_text(sheet, label, bold=True) for label, _ in columns])
    for score in scores:
        sheet.append(_cells(sheet, score, named=named))
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _cells(sheet: WriteOnlyWorksheet, score: Score, *, named: bool) -> Sequence[Any]:
    standing: list[ScoreFollowUp] = score.standing  # type: ignore[attr-defined]
    done = "; ".join(dict.fromkeys(one.get_kind_display() for one in standing))
    tail = [float(score.score), int(score.max_score), _text(sheet, score.grade), _text(sheet, done)]
    where = [_text(sheet, score.unit.qualified_name), _text(sheet, score.employer.name), _text(sheet, score.get_staff_kind_display())]
    if not named:
        return [_text(sheet, score.code), _text(sheet, masked(score.full_name)), *where, *tail]
    who = [_text(sheet, score.code), _text(sheet, score.shown_name), _text(sheet, score.position)]
    return [*who, *where, *tail, _text(sheet, score.note)]


def _text(sheet: WriteOnlyWorksheet, value: str, *, bold: bool = False) -> Any:
    """A cell of type text, also when it begins with "=", "+", "-" or "@"."""
    cell = WriteOnlyCell(sheet)
    cell._value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", value)[:_MAX_TEXT], "s"
    cell.quotePrefix = True  # so that editing the cell in Excel keeps it text
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=False)
    return cell
