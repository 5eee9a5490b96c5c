"""Files that mean harm, or come out of it: made when they are asked for, into a folder. None of them is kept with the project.

Each maker writes one file; ``EXPECTED`` says how it has to end: a file error, or "read" for a file whose findings are there all the same.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import openpyxl
import xlwt

_HEADER = ("STT", "Đơn vị", "Hạn chế", "Thời hạn")
_ROW = (1, "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", "31/03/2021")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "xl/worksheets/sheet1.xml"
_MEGABYTE = 1 << 20


def _workbook(*rows: Iterable[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in (_HEADER, *(rows or (_ROW,))):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _document() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    table = document.add_table(2, 4)
    for place, (heading, value) in enumerate(zip(_HEADER, _ROW, strict=True)):
        table.cell(0, place).text, table.cell(1, place).text = heading, str(value)
    document.save(out)
    return out.getvalue()


def _with_part(content: bytes, part: str, pieces: Iterable[bytes]) -> bytes:
    """The package with one part replaced, or added; the pieces are packed as they come."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as stream:
            for piece in pieces:
                stream.write(piece)
    return out.getvalue()


def _with_strings(pieces: Iterable[bytes]) -> bytes:
    """A workbook with this part of shared strings."""
    return _with_part(_related(_workbook(), "sharedStrings", 'Target="sharedStrings.xml"'), "xl/sharedStrings.xml", pieces)


def _related(content: bytes, kind: str, target: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="rId99" Type="{space}/{kind}" {target}/></Relationships>'
    return _with_part(content, "xl/_rels/workbook.xml.rels", [links.replace("</Relationships>", more).encode()])


def _sheet(body: Iterable[bytes]) -> Iterable[bytes]:
    yield f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
    yield _findings()
    yield from body
    yield b"</sheetData></worksheet>"


def _findings() -> bytes:
    rows = []
    for number, values in ((1, _HEADER), (2, _ROW)):
        cells = "".join(
            f'<c r="{letter}{number}" t="inlineStr"><is><t>{value}</t></is></c>' for letter, value in zip("ABCD", values, strict=True)
        )
        rows.append(f'<row r="{number}">{cells}</row>')
    return "".join(rows).encode()


def zip_bomb() -> bytes:
    """A quarter of a gigabyte: more than the guard allows."""
    return _with_part(_workbook(), _SHEET, _sheet(b" " * _MEGABYTE for _ in range(256)))


def zip_bomb_that_lies() -> bytes:
    """The directory says that the part is small; it unpacks to 200 MB."""
    content = bytearray(_with_part(_workbook(), _SHEET, _sheet(b" " * _MEGABYTE for _ in range(200))))
    place = content.rfind(_SHEET.encode()) - 46  # its entry in the central directory
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def many_parts() -> bytes:
    out = io.BytesIO(_workbook())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(60_000):
            archive.writestr(f"xl/media/{number}.png", b"")
    return out.getvalue()


_LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10 if number else "ha" * 50}">' for number in range(10))


def _laughing(root: str, inside: str) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE x [{_LAUGHS}]>{root.replace("…", inside)}'.encode()


def entities_in_sheet() -> bytes:
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    return _with_part(_workbook(), _SHEET, [_laughing(f'<worksheet xmlns="{_MAIN}"><sheetData>…</sheetData></worksheet>', cell)])


def entities_in_strings() -> bytes:
    return _with_strings([_laughing(f'<sst xmlns="{_MAIN}">…</sst>', "<si><t>&a9;</t></si>")])


def entities_in_styles() -> bytes:
    return _with_part(_workbook(), "xl/styles.xml", [_laughing(f'<styleSheet xmlns="{_MAIN}">…</styleSheet>', "&a9;")])


def entities_in_word() -> bytes:
    root = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>…</w:body></w:document>'
    return _with_part(_document(), "word/document.xml", [_laughing(root, "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>")])


def foreign_entity(address: str = "file:///etc/hostname") -> bytes:
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "{address}">]><sst xmlns="{_MAIN}"><si><t>&a;</t></si></sst>'
    return _with_strings([text.encode()])


def foreign_styles(address: str) -> bytes:
    """The same in a part that is read as a tree."""
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "{address}">]><styleSheet xmlns="{_MAIN}">&a;</styleSheet>'
    return _with_part(_workbook(), "xl/styles.xml", [text.encode()])


def million_empty_rows() -> bytes:
    """Formats far down: what Ctrl+Shift+End and a colour leave behind."""
    rows = (
        "".join(
            f'<row r="{number}" s="1" customFormat="1"><c r="A{number}" s="1"/><c r="B{number}" s="1"/></row>' for number in part
        ).encode()
        for part in (range(start, start + 10_000) for start in range(3, 1_000_003, 10_000))
    )
    return _with_part(_workbook(), _SHEET, _sheet(rows))


def all_columns() -> bytes:
    """Thirty rows of 16,384 columns, all of them filled."""
    rows = (b"<row>" + b'<c t="str"><v>x</v></c>' * 16_384 + b"</row>" for _ in range(30))
    return _with_part(_workbook(), _SHEET, _sheet(rows))


def many_findings() -> bytes:
    """More rows than any inspection has."""
    cells = '<row><c><v>1</v></c><c t="str"><v>Xã {0}</v></c><c t="str"><v>Thiếu {0}</v></c><c t="str"><v>31/03/2021</v></c></row>'
    rows = ("".join(cells.format(number) for number in range(start, start + 1000)).encode() for start in range(0, 300_000, 1000))
    return _with_part(_workbook(), _SHEET, _sheet(rows))


def unknown_names() -> bytes:
    """As many rows as are read, each with a unit that no list holds."""
    return _workbook(*((number, f"Xã Mỹ Lợi {number}", f"Chưa niêm yết {number}", "31/03/2021") for number in range(9_900)))


def long_strings() -> bytes:
    """140 MB of text in cells, which memory would hold four bytes a letter."""
    piece = ("<si><t>" + "a" * 32_000 + "\U0001f600</t></si>").encode()
    return _with_strings([f'<sst xmlns="{_MAIN}">'.encode(), *[piece] * 4_400, b"</sst>"])


def one_long_tag() -> bytes:
    return _with_part(_workbook(), _SHEET, [f'<worksheet xmlns="{_MAIN}" x="'.encode(), *[b"x" * _MEGABYTE] * 120, b'"/>'])


def deep_tags() -> bytes:
    return _with_part(_workbook(), _SHEET, [f'<worksheet xmlns="{_MAIN}">'.encode(), b"<a>" * 2_000_000, b"</a>" * 2_000_000])


def many_merges() -> bytes:
    blocks = "".join(f'<mergeCell ref="A{number}:GR{number}"/>' for number in range(3, 500_000)).encode()
    whole = (
        f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode(),
        _findings(),
        b"</sheetData><mergeCells>",
        blocks,
        b"</mergeCells></worksheet>",
    )
    return _with_part(_workbook(), _SHEET, whole)


def many_styles() -> bytes:
    text = f'<styleSheet xmlns="{_MAIN}"><fonts>'.encode(), b"<font/>" * 2_500_000, b"</fonts></styleSheet>"
    return _with_part(_workbook(), "xl/styles.xml", text)


def word_of_empty_rows() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<w:document xmlns:w="{space}"><w:body><w:tbl>'.encode(), b"<w:tr/>" * 2_600_000, b"</w:tbl></w:body></w:document>"
    return _with_part(_document(), "word/document.xml", text)


def word_of_nested_tables() -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    begin, end = b"<w:tbl><w:tr><w:tc>" * 50_000, b"</w:tc></w:tr></w:tbl>" * 50_000
    text = f'<w:document xmlns:w="{space}"><w:body>'.encode(), begin, end, b"</w:body></w:document>"
    return _with_part(_document(), "word/document.xml", text)


def workbook_with_macros() -> bytes:
    return _with_part(_workbook(), "xl/vbaProject.bin", [b"x"])


def external_links(address: str = "http://192.0.2.1/x.xlsx") -> bytes:
    """A workbook on another machine that this one is said to take values from."""
    return _related(_workbook(), "externalLink", f'Target="{address}" TargetMode="External"')


def encrypted_zip() -> bytes:
    content = bytearray(_workbook())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def old_workbook_of_blanks() -> bytes:
    """.xls: 15,000 rows of 256 formatted cells with nothing in them."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("PL")
    for number, values in enumerate((_HEADER, _ROW)):
        for place, value in enumerate(values):
            sheet.write(number, place, value)
    style = xlwt.easyxf("pattern: pattern solid")
    for number in range(2, 15_000):
        sheet.row(number).set_cell_mulblanks(0, 255, style)
        if number % 500 == 0:
            sheet.flush_row_data()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def delimited_of_one_line() -> bytes:
    return ",".join(str(10 + number % 90) for number in range(3_300_000)).encode()


def delimited_with_an_open_quote() -> bytes:
    return ('STT;Đơn vị;Hạn chế\n1;Xã A;"' + "x" * 5_000_000).encode()


def delimited_of_many_rows() -> bytes:
    return ("STT;Đơn vị;Hạn chế;Thời hạn\n" + "".join(f"{n};Xã {n};Thiếu;31/3/2021\n" for n in range(150_000))).encode()


def huge() -> bytes:
    return _workbook() + bytes(200 * _MEGABYTE)


def web_page() -> bytes:
    return "<html><table><tr><td>STT</td><td>Hạn chế</td></tr></table></html>".encode()


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(40) + b"IEND"


def program() -> bytes:
    return b"MZ" + bytes(range(256)) * 50


def document_under_a_wrong_name() -> bytes:
    return _document()


def hidden_sheet_with_a_merge_of_everything() -> bytes:
    """14 kB; who opens it as a whole builds 17 thousand million cells."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (_HEADER, _ROW):
        book.active.append(row)
    book.create_sheet("an").sheet_state = "hidden"
    book.save(out)
    whole = f'<worksheet xmlns="{_MAIN}"><sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    return _with_part(out.getvalue(), "xl/worksheets/sheet2.xml", [whole.encode()])


def open_document_of_repetitions() -> bytes:
    """One filled cell, said to stand 17 thousand million times."""
    out = io.BytesIO()
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    table = f'<office:body><office:spreadsheet><table:table table:name="PL">{row}</table:table></office:spreadsheet></office:body>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content{names}>{table}</office:document-content>")
    return out.getvalue()


MAKERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "bom-nen.xlsx": (zip_bomb, "file_too_large"),
    "bom-nen-noi-doi.xlsx": (zip_bomb_that_lies, "file_invalid"),
    "sau-van-phan.xlsx": (many_parts, "file_too_large"),
    "thuc-the-trang.xlsx": (entities_in_sheet, "file_invalid"),
    "thuc-the-chuoi.xlsx": (entities_in_strings, "file_invalid"),
    "thuc-the-kieu.xlsx": (entities_in_styles, "file_invalid"),
    "thuc-the-word.docx": (entities_in_word, "file_invalid"),
    "thuc-the-ngoai.xlsx": (foreign_entity, "file_invalid"),
    "trieu-dong-trong.xlsx": (million_empty_rows, "read"),
    "du-cot.xlsx": (all_columns, "read"),
    "qua-nhieu-dong.xlsx": (many_findings, "file_too_large"),
    "ten-la.xlsx": (unknown_names, "read"),
    "chuoi-dai.xlsx": (long_strings, "file_too_large"),
    "the-dai.xlsx": (one_long_tag, "file_too_large"),
    "the-sau.xlsx": (deep_tags, "file_invalid"),
    "gop-o.xlsx": (many_merges, "file_too_large"),
    "gop-an.xlsx": (hidden_sheet_with_a_merge_of_everything, "read"),
    "lap-lai.ods": (open_document_of_repetitions, "file_too_large"),
    "kieu.xlsx": (many_styles, "file_too_large"),
    "dong-trong.docx": (word_of_empty_rows, "file_too_large"),
    "bang-long.docx": (word_of_nested_tables, "file_invalid"),
    "macro.xlsm": (workbook_with_macros, "file_invalid"),
    "lien-ket.xlsx": (external_links, "file_invalid"),
    "mat-khau.xlsx": (encrypted_zip, "file_encrypted"),
    "o-trong.xls": (old_workbook_of_blanks, "read"),
    "mot-dong.csv": (delimited_of_one_line, "file_too_large"),
    "ngoac-ho.csv": (delimited_with_an_open_quote, "file_invalid"),
    "nhieu-dong.csv": (delimited_of_many_rows, "file_too_large"),
    "200-mb.xlsx": (huge, "file_too_large"),
    "trang-web.xls": (web_page, "file_invalid"),
    "anh.xlsx": (picture, "file_invalid"),
    "chuong-trinh.xlsx": (program, "file_invalid"),
    "word.xlsx": (document_under_a_wrong_name, "read"),
}
EXPECTED = {name: result for name, (_, result) in MAKERS.items()}


def make(folder: Path) -> list[Path]:
    """Write all of them."""
    paths = []
    for name, (maker, _) in MAKERS.items():
        path = folder / name
        path.write_bytes(maker())
        paths.append(path)
    return paths
