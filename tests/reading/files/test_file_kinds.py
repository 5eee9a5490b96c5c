"""Every kind of file that an office sends is read for what it is, or refused with its true reason and the way on."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from common.errors import FileRefused
from reading.files.grid import Workbook
from reading.files.refusals import ActiveContent
from reading.files.sniff import EVIDENCE, Kind
from reading.files.workbook import read_workbook
from tests.factories.packages import changed

SAMPLES = Path(__file__).parents[2] / "samples" / "findings"
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name if name != "fo" else "xsl-fo-compatible"}:1.0"'
    for name in ("office", "table", "text", "style", "fo")
)


def package(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def ods(body: str, styles: str = "") -> bytes:
    content = (
        f'<office:document-content {ODS_SPACES} xmlns:calcext="{CALC}"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return package(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def shown(book: Workbook) -> dict[str, dict[tuple[int, int], str]]:
    return {grid.title: {(row, column): cell.text for row, column, cell in grid.cells()} for grid in book.grids}


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(FileRefused) as refused:
        read_workbook(content, name)
    assert refused.value.code in ("file_invalid", "file_too_large")
    assert "hỏng" not in refused.value.message
    return refused.value.message


def test_open_document_days_numbers_lines_merges_repetitions_comments_and_errors() -> None:
    text = '<table:table-cell office:value-type="string"{}>{}</table:table-cell>'
    rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "<table:table-row>"
        + text.format(' table:number-columns-spanned="2"', "<text:p>- Một</text:p><text:p>- <text:span>Hai</text:span></text:p>")
        + "<table:covered-table-cell/>"
        + '<table:table-cell office:value-type="date" office:date-value="2021-03-31"><text:p>31/03/21</text:p></table:table-cell>'
        + '<table:table-cell office:value-type="date" office:date-value="2021-03-01"><text:p>03/2021</text:p></table:table-cell>'
        + '<table:table-cell office:value-type="float" office:value="44286" table:number-columns-repeated="2"><text:p>44.286</text:p>'
        + "</table:table-cell>"
        + text.format("", "<office:annotation><text:p>ý kiến</text:p></office:annotation><text:p>A<text:s text:c='3'/>B</text:p>")
        + '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
        + "</table:table-row>"
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        + "</table:table-row>"
    )
    hidden = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    body = f'<table:table table:name="PL">{rows}</table:table><table:table table:name="Ẩn" table:style-name="ta2">{rows}</table:table>'
    book = read_workbook(ods(body, hidden), "a.ods")
    assert shown(book) == {
        "PL": {
            (4, 1): "- Một\n- Hai", (4, 3): "31/03/2021", (4, 4): "03/2021", (4, 5): "44286", (4, 6): "44286", (4, 7): "A B",
            (4, 8): "#REF!",
        }
    }  # fmt: skip
    (grid,) = book.grids
    assert grid.at(4, 3).day == date(2021, 3, 31)
    assert grid.at(4, 4).day is None  # a month, not its first day
    assert grid.at(4, 8).broken
    block = grid.block(4, 2)
    assert block is not None
    assert (block.left, block.right) == (1, 2)


def test_a_filled_row_repeated_a_million_times_is_refused_before_it_is_made() -> None:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert "quá lớn" in refusal(ods(f'<table:table table:name="PL">{row}</table:table>'), "a.ods")


def test_an_open_document_text_is_sent_to_word() -> None:
    content = package(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
    assert "(.odt). Mở bằng Word" in refusal(content, "a.odt")


# ---- binary workbooks ----


def record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(data)
    while True:
        size += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return head + size + data


def wide(text: str) -> bytes:
    written = text.encode("utf-16-le")
    return struct.pack("<I", len(written) // 2) + written


def xlsb(cells: Iterable[bytes], *, state: int = 0) -> bytes:
    """One sheet; style 1 is a date, style 2 the font .VnTime."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    link = f'<Relationship Id="{{}}" Type="{relations}/{{}}" Target="{{}}"/>'
    font = struct.pack("<HHHHBBBB", 260, 0, 400, 0, 0, 0, 0, 0) + bytes(9)
    styles = [
        record(43, font + wide("Times New Roman")), record(43, font + wide(".VnTime")), record(617, struct.pack("<I", 3)),
        *(record(47, struct.pack("<HHH", 0, number, place) + bytes(10)) for number, place in ((0, 0), (14, 0), (0, 1))), record(618),
    ]  # fmt: skip
    return package(
        **{
            "_rels/.rels": links.format(link.format("rId1", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": record(156, struct.pack("<II", state, 1) + wide("rId1") + wide("Phụ lục")),
            "xl/_rels/workbook.bin.rels": links.format(
                link.format("rId1", "worksheet", "worksheets/sheet1.bin")
                + link.format("rId2", "styles", "styles.bin")
                + link.format("rId3", "sharedStrings", "sharedStrings.bin")
            ),
            "xl/styles.bin": b"".join(styles),
            "xl/sharedStrings.bin": record(19, b"\0" + wide("Xã Mỹ Long")),
            "xl/worksheets/sheet1.bin": b"".join(cells),
        }
    )


def row(number: int, *, hidden: bool = False) -> bytes:
    return record(0, struct.pack("<IIH", number, 0, 300) + bytes([0, 0x10 if hidden else 0, 0]))


def at(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + value)


def test_a_binary_workbook_is_read_record_by_record() -> None:
    cells = [
        row(4, hidden=True), at(7, 0, struct.pack("<I", 0)), at(2, 1, struct.pack("<I", 44286 << 2 | 2), style=1),
        at(5, 2, struct.pack("<d", 2.5)), at(6, 3, wide("UBND x· Mü Long"), style=2), at(11, 4, b"\x17"), at(1, 5, b""),
        record(176, struct.pack("<IIII", 4, 5, 0, 0)),
    ]  # fmt: skip
    book = read_workbook(xlsb(cells), "a.xlsb")
    assert shown(book) == {
        "Phụ lục": {(5, 1): "Xã Mỹ Long", (5, 2): "31/03/2021", (5, 3): "2.5", (5, 4): "UBND xã Mỹ Long", (5, 5): "#REF!"}
    }
    (grid,) = book.grids
    assert grid.at(5, 2).day == date(2021, 3, 31)
    assert grid.shown(6, 1).text == "Xã Mỹ Long"
    assert book.converted == {"TCVN3"}


def test_a_binary_workbook_as_excel_writes_it_is_no_workbook_with_macros() -> None:
    """Excel names the type of every .xlsb macro-enabled."""
    types = "".join(
        f'<Override PartName="/{part}" ContentType="application/vnd.ms-excel.{kind}"/>'
        for part, kind in (("xl/workbook.bin", "sheet.binary.macroEnabled.main"), ("xl/worksheets/sheet1.bin", "worksheet"))
    )
    named = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'
    content = changed(xlsb([row(0), at(6, 0, wide("a"))]), parts={"[Content_Types].xml": named})
    assert shown(read_workbook(content, "a.xlsb")) == {"Phụ lục": {(1, 1): "a"}}
    assert EVIDENCE.take(content, "a.xlsb").kind == Kind.XLSB
    for part in ("xl/vbaProject.bin", "xl/du-lieu.bin"):
        macro = f'<Override PartName="/{part}" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        with pytest.raises(ActiveContent, match="có macro,"):
            read_workbook(changed(content, parts={part: b"x", "[Content_Types].xml": named.replace("</Types>", macro)}), "a.xlsb")


def test_two_cells_in_opposite_corners_cost_two_cells() -> None:
    cells = [row(0), at(6, 0, wide("a")), row(1_048_575), at(6, 16_383, wide("b"))]
    assert sum(1 for grid in read_workbook(xlsb(cells), "a.xlsb").grids for _ in grid.cells()) == 2


@pytest.mark.parametrize("content", [xlsb([row(0)], state=1), xlsb([record(2, b"\0")]), xlsb([b"\x07\xff\xff\xff\x7f"])])
def test_a_binary_workbook_that_is_not_understood_is_sent_to_excel(content: bytes) -> None:
    message = refusal(content, "a.xlsb")
    assert "lớn" in message or "(.xlsb)" in message


# ---- other kinds ----


WEB_ARCHIVE = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (WEB_ARCHIVE, "Phu luc.docx", "MHTML). Mở bằng Word"),
        (WEB_ARCHIVE, "Phu luc.xls", "MHTML). Mở tệp, đưa bảng vào Excel"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "Phu luc.docx", "trang web, không phải Word. Mở bằng Word"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "Phu luc.xls", "trang web, không phải Excel"),
        (b'<?xml?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "a.xml", "Word lưu dạng XML"),
        ((SAMPLES / "loi_tep_van_ban.rtf").read_bytes(), "a.rtf", "Rich Text (.rtf). Mở bằng Word, lưu lại thành .docx"),
        ((SAMPLES / "loi_tep_word_tu_trang_web.docx").read_bytes(), "a.docx", "ghép từ trang web"),
        (package(**{"anh.png": b"x"}), "a.zip", "tệp nén"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_with_its_true_reason_and_the_way_on(content: bytes, name: str, words: str) -> None:
    assert words in refusal(content, name)


def test_an_xml_spreadsheet_keeps_places_days_merges_fonts_and_hidden_sheets() -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    sheet = (
        '<Worksheet ss:Name="{}"><Table><Row ss:Index="3">'
        '<Cell ss:Index="2" ss:MergeDown="1"><Data ss:Type="String">Xã Mỹ Long</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2021-03-31T00:00:00.000</Data></Cell><Cell ss:StyleID="s1"><Data ss:Type="String">x· Mü Long</Data>'
        '</Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row></Table>{}</Worksheet>'
    )
    hidden = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Styles><Style ss:ID="s1"><Font ss:FontName=".VnTime"/></Style>'
        f"</Styles>{sheet.format('PL', '')}{sheet.format('Ẩn', hidden)}</Workbook>"
    )
    book = read_workbook(content.encode(), "a.xls")
    assert shown(book) == {"PL": {(3, 2): "Xã Mỹ Long", (3, 3): "31/03/2021", (3, 4): "xã Mỹ Long", (3, 5): "#DIV/0!"}}
    assert book.grids[0].at(3, 3).day == date(2021, 3, 31)
    assert book.grids[0].shown(4, 2).text == "Xã Mỹ Long"


def test_a_date_that_excel_shows_as_a_month_is_that_month() -> None:
    """Typed as 3/2021, Excel keeps the first of March and shows "Mar-21": the month is due on its last day."""
    book = openpyxl.Workbook()
    for place, code in enumerate(("mmm-yy", "mm/yyyy", '"tháng "m/yyyy', "dd/mm/yyyy"), start=1):
        cell = book.active.cell(place, 1, date(2021, 3, 1))
        cell.number_format = code
    out = io.BytesIO()
    book.save(out)
    (grid,) = read_workbook(out.getvalue(), "a.xlsx").grids
    assert [grid.at(place, 1).text for place in (1, 2, 3, 4)] == ["03/2021", "03/2021", "03/2021", "01/03/2021"]
    assert [grid.at(place, 1).day for place in (1, 4)] == [None, date(2021, 3, 1)]
