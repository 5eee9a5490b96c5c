"""Small annexes, written as offices do: a title with the day, a header, rows."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from directives.forms.import_choices import ChoicesForm
from directives.forms.unit_list import UnitNames
from directives.models import ImportBatch
from directives.services import importing

TITLE = ("PHỤ LỤC 2", "(Kèm theo Báo cáo số 15/BC-VPUBND ngày 22 tháng 01 năm 2021)")
HEADER = ("STT", "Đơn vị", "Hạn chế", "Nguyên nhân", "Yêu cầu khắc phục", "Thời hạn", "Chủ trì", "Phối hợp", "Ghi chú")


def annex(*rows: Sequence[Any], header: Sequence[Any] = HEADER, title: Sequence[str] = TITLE, sheet: str = "Phụ lục 2") -> bytes:
    """An .xlsx of one sheet; the first row of findings is row 4."""
    return book({sheet: [*([line] for line in title), header, *rows]})


def book(sheets: dict[str, list[Sequence[Any]]]) -> bytes:
    """An .xlsx with these rows, from row 1 of each sheet."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def row(number: Any, unit: str | None, finding: str | None, **more: Any) -> list[Any]:
    """One row under ``HEADER``."""
    return [number, unit, finding, *(more.get(name) for name in ("cause", "remedy", "due", "lead", "coordinating", "note"))]


def as_read(batch: ImportBatch) -> dict[str, Any]:
    """What the preview page sends when nobody changes anything."""
    found = importing.preview(batch)
    form = ChoicesForm(batch=batch, preview=found, names=UnitNames({}, found.checked.book))
    return {bound.html_name: value for bound in form if (value := bound.value()) is not None and bound.html_name != "version"}
