"""Marking a file costs no more than reading it: nothing is opened as a whole that would build what a hostile part names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from directives.exporting.import_marked import marked
from reading.files.whole import opens_whole
from reading.tables.told import RowError
from tests.samples import hostile

WHOLE_SHEET = "A1:XFD1048576"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ERROR = RowError({"sheet": "PL", "row": 2}, "Đơn vị", "unit_unknown", "Xã X", "Không có đơn vị tên “Xã X”.", grid="PL", place=2)


def workbook(hidden: str = "", part: str = "", extra: str = "") -> bytes:
    """Two sheets; the hidden one holds ``hidden`` behind its rows, the package one more part."""
    book = openpyxl.Workbook()
    book.active.title = "PL"
    for row in (("STT", "Đơn vị", "Hạn chế"), (1, "Xã X", "Chưa niêm yết")):
        book.active.append(row)
    book.create_sheet("Ẩn").sheet_state = "hidden"
    out, changed = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                content = f'<worksheet xmlns="{MAIN}"><sheetData/>{hidden}</worksheet>'.encode()
            new.writestr(name, content)
        if part:
            new.writestr(part, extra)
    return changed.getvalue()


def comments(content: bytes) -> dict[str, str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["PL"]
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def test_an_honest_workbook_is_opened_as_it_is() -> None:
    content = workbook('<mergeCells count="1"><mergeCell ref="A1:C40"/></mergeCells>')
    assert opens_whole(content, "a.xlsx")
    found = marked(content, "a.xlsx", [ERROR])
    assert comments(found) == {"B2": ERROR.message}
    assert openpyxl.load_workbook(io.BytesIO(found))["Ẩn"].sheet_state == "hidden"


@pytest.mark.parametrize(
    "content",
    [
        workbook(f'<mergeCells count="1"><mergeCell ref="{WHOLE_SHEET}"/></mergeCells>'),
        workbook(f'<hyperlinks><hyperlink ref="{WHOLE_SHEET}" location="PL!A1"/></hyperlinks>'),
        workbook("", "xl/tables/table1.xml", f'<table xmlns="{MAIN}" id="1" ref="{WHOLE_SHEET}"/>'),
        workbook("", "xl/comments1.xml", f'<comments xmlns="{MAIN}"><commentList><comment ref="{WHOLE_SHEET}"/></commentList></comments>'),
        workbook("<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 20_001 + "</mergeCells>"),
        workbook("", "xl/media/image1.bmp", "BM"),
    ],
    ids=["merge", "link", "table", "comment", "merges", "picture"],
)  # fmt: skip
def test_a_workbook_that_would_cost_too_much_as_a_whole_is_written_anew_with_its_marks(content: bytes) -> None:
    assert not opens_whole(content, "a.xlsx")
    assert comments(marked(content, "a.xlsx", [ERROR])) == {"B2": ERROR.message}


def test_a_merged_block_is_marked_in_its_first_cell() -> None:
    book = openpyxl.Workbook()
    book.active.title = "PL"
    for row in (("STT", "Đơn vị"), (1, "Xã X"), (2, None)):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    out = io.BytesIO()
    book.save(out)
    below = RowError({"sheet": "PL", "row": 3}, "Đơn vị", "unit_unknown", "", "Sai.", grid="PL", place=2)
    assert comments(marked(out.getvalue(), "a.xlsx", [below])) == {"B2": "Sai."}


@pytest.mark.parametrize(
    "maker",
    [
        hostile.entities_in_sheet, hostile.entities_in_strings, hostile.entities_in_styles, hostile.foreign_entity, hostile.encrypted_zip,
        hostile.zip_bomb, hostile.zip_bomb_that_lies, hostile.deep_tags, hostile.many_merges, hostile.picture,
        hostile.document_under_a_wrong_name,
    ],
)  # fmt: skip
def test_no_hostile_file_is_opened_as_a_whole(maker: Callable[[], bytes]) -> None:
    assert not opens_whole(maker(), "a.xlsx")
