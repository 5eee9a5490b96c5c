"""Whatever happens to a file, the portal reads it or refuses it in words, and every row that is not empty is accounted for."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell import MergedCell
from openpyxl.styles import Font

from common.errors import FileRefused
from reading.annex.columns import FINDINGS
from reading.annex.reader import Annex, check_annex
from reading.files.grid import Workbook
from reading.files.workbook import read_workbook
from reading.tables.layout import read_layouts
from tests.reading.annex.truth import SAMPLES
from tests.seed import books

UGLY = SAMPLES.parent / "ugly"
KINDS = (".xlsx", ".xls", ".csv", ".docx", ".ods", ".xlsb", ".rtf")
FILES = sorted(path for folder in (SAMPLES, UGLY) for path in folder.iterdir() if path.suffix in KINDS)
UNLIKE_OPENPYXL = (
    "co_mat_khau",
    "that_ra_la_pdf",
    "loi_tep_dau_gach_nguoc",
    "loi_tep_ten_phan_khac_hoa_thuong",
    "loi_tep_so_tinh_ten_khac",
)
SHEETS = [path for path in FILES if path.suffix == ".xlsx" and path.stem not in UNLIKE_OPENPYXL]
FONTS = (".VnTime", ".VnTimeH", "VNI-Times", "Times New Roman", "Arial")
WORDS = (
    "Xã Mỹ Long", "huyện Cao Lãnh", "I", "1", "a)", "-", "nt", "Tổng cộng", "Ghi chú: xem lại", "Chưa niêm yết", "- A\n- B", "31/02/2021",
    "Quý I/2021", "UBND xã", "TRƯỞNG ĐOÀN", "(1)", "x", "Trang 2", "\u00a0", "STT", "Hạn chế", "=1+1", "các cơ quan liên quan", 7, 44_286.5,
    "#REF!", "#N/A",
)  # fmt: skip
CODES = {"file_invalid", "file_encrypted", "file_too_large", "header_missing", "no_rows"}
bounded = settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


def assert_accounted(content: bytes, name: str) -> None:
    """Refused with a code that docs/reading.md names, or the sum adds up and every finding is whole."""
    try:
        workbook = read_workbook(content, name)
        annex = check_annex(workbook, name, books=books)
    except FileRefused as refused:
        code, message = refused.code, refused.message
    else:
        assert_sums(workbook, annex)
        return
    assert code in CODES
    assert len(message) > 20


def assert_sums(workbook: Workbook, annex: Annex) -> None:
    checked = annex
    layouts = zip(workbook.grids, read_layouts(workbook.grids, FINDINGS), strict=True)
    assert checked.source_rows + checked.skipped == sum(len(grid.rows) for grid, layout in layouts if layout.tables)
    assert not {tuple(row.source.items()) for row in checked.rows} & {tuple(error.source.items()) for error in checked.errors}
    for row in checked.rows:
        assert row.finding == " ".join(row.finding.split()) != ""
    for error in checked.errors:
        assert error.message
        assert error.column


@bounded
@given(data=st.data())
def test_a_file_with_bytes_cut_out_or_changed(data: Any) -> None:
    path: Path = data.draw(st.sampled_from(FILES))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, max(0, len(content) - 1)))
        if data.draw(st.booleans()):
            del content[start : start + data.draw(st.sampled_from((1, 2, 7, 100, 2000, 50_000)))]
        else:
            content[start : start + 1] = data.draw(st.binary(min_size=1, max_size=4))
    assert_accounted(bytes(content), path.name)


@bounded
@given(data=st.data())
def test_a_workbook_with_rows_and_columns_in_another_order_random_merges_and_fonts(data: Any) -> None:
    path: Path = data.draw(st.sampled_from(SHEETS))
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for block in list(sheet.merged_cells.ranges):
            if data.draw(st.booleans()):
                sheet.unmerge_cells(str(block))
        values = [[None if isinstance(cell, MergedCell) else cell.value for cell in row] for row in sheet.iter_rows()]
        if data.draw(st.booleans()):
            values = data.draw(st.permutations(values))
        order = data.draw(st.permutations(range(sheet.max_column))) if data.draw(st.booleans()) else range(sheet.max_column)
        for number, row in enumerate(values, start=1):
            for column, place in enumerate(order, start=1):
                cell = sheet.cell(number, column)
                if isinstance(cell, MergedCell):
                    continue
                cell.value = row[place]
                if data.draw(st.integers(0, 9)) == 0:
                    cell.font = Font(name=data.draw(st.sampled_from(FONTS)), bold=data.draw(st.booleans()))
        for _ in range(data.draw(st.integers(0, 3))):
            top, left = data.draw(st.integers(1, sheet.max_row)), data.draw(st.integers(1, sheet.max_column))
            down, right = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))
            sheet.merge_cells(start_row=top, start_column=left, end_row=top + down, end_column=left + right)
    out = io.BytesIO()
    book.save(out)
    assert_accounted(out.getvalue(), path.name)


@bounded
@given(data=st.data())
def test_a_table_of_anything_under_a_header(data: Any) -> None:
    """Rows that nobody foresaw: every one is a finding, an error or passed over knowingly."""
    cell = st.none() | st.sampled_from(WORDS) | st.text(max_size=12)
    rows = data.draw(st.lists(st.lists(cell, min_size=1, max_size=7), max_size=12))
    text = "\n".join(
        ";".join('"' + str("" if value is None else value).replace('"', '""').replace("\0", "") + '"' for value in row)
        for row in [("STT", "Đơn vị", "Hạn chế", "Nguyên nhân", "Thời hạn", "Chủ trì"), *rows]
    )
    assert_accounted(text.encode("utf-8-sig", "replace"), "bang.csv")
