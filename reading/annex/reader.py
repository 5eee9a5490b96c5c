"""From a file to checked findings."""

import re
from collections.abc import Sequence
from datetime import date

from reading.annex.checks import Annex, check_layouts
from reading.annex.choices import AnnexChoices
from reading.annex.columns import FINDINGS, Field
from reading.files.grid import Workbook
from reading.files.workbook import read_workbook
from reading.tables.layout import Table
from reading.tables.reader import TableKind, read_tables
from units.matching import Books

__all__ = ["ANNEX", "Annex", "check_annex", "read_annex"]


def read_annex(
    content: bytes, name: str, *, books: Books, choices: AnnexChoices | None = None, on: date | None = None, year: int | None = None
) -> Annex:
    """Raises ``FileRefused`` with ``file_invalid``, ``file_encrypted``, ``file_too_large``, ``header_missing`` or ``no_rows``.

    ``on``, ``year``: the time of the dispatch that the annex belongs to, for an annex that states none.
    """
    return check_annex(read_workbook(content, name), name, books=books, choices=choices, on=on, year=year)


def check_annex(
    workbook: Workbook, name: str, *, books: Books, choices: AnnexChoices | None = None, on: date | None = None, year: int | None = None
) -> Annex:
    """The same for a file that is open already."""
    return read_tables(workbook, name, ANNEX, choices or AnnexChoices(), books=books, on=on, year=year)


def _due_years(tables: Sequence[Table]) -> list[int]:
    """The years of the due dates: of real dates, else of any."""
    dues = [entry.cells[Field.DUE] for table in tables for entry in table.entries if Field.DUE in entry.cells]
    real = [cell.day.year for cell in dues if cell.day is not None]
    return real or [int(found[0]) for cell in dues if (found := re.search(r"(?<!\d)20\d\d(?!\d)", cell.text))]


ANNEX = TableKind(
    columns=FINDINGS,
    check=check_layouts,
    missing="Không thấy bảng hạn chế trong “{}”. Cần một dòng tiêu đề, ví dụ “STT”, “Đơn vị”, “Hạn chế”, “Thời hạn”.",
    empty="Bảng hạn chế trong “{}” chưa có dòng nào dưới tiêu đề. Kiểm tra lại tệp rồi tải lên.",
    years=_due_years,
)
