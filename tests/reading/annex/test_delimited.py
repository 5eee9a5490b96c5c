"""Text files of rows, however a program wrote them: the same table comes out."""

from __future__ import annotations

import codecs

import pytest

from reading.annex.reader import read_annex
from tests.reading.annex.tables import ON, findings
from tests.seed import books

TABLE = (
    "STT;Đơn vị;Hạn chế;Thời hạn\n"
    '1;Xã Mỹ Long, huyện Cao Lãnh;"Chưa niêm yết; thiếu ghế\nvà bàn";31/3/2021\n'
    "2;Xã An Long, huyện Tam Nông;Quạt hỏng;\n"
)
FOUND = [("ubnd-30115", "Chưa niêm yết; thiếu ghế và bàn"), ("ubnd-30022", "Quạt hỏng")]


def once_more(text: str) -> bytes:
    """As a program writes UTF-8 that it took for Windows-1252, bytes without a letter there included."""
    return "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode()).encode()


@pytest.mark.parametrize(
    ("content", "converted"),
    [
        (TABLE.encode(), False),
        (TABLE.encode("utf-8-sig"), False),
        (("sep=;\n" + TABLE).encode(), False),
        (TABLE.replace("\n", "\r\n").encode(), False),
        (TABLE.replace("\n", "\r").encode("utf-8-sig"), False),
        (TABLE.replace(";", "|").replace("yết|", "yết;").encode(), False),
        (TABLE.encode("utf-16"), False),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), False),
        (TABLE.encode("utf-16-le"), False),
        (once_more(TABLE), True),
        (codecs.BOM_UTF8 + once_more(TABLE), True),
    ],
    ids=["utf8", "bom", "sep", "crlf", "cr", "pipe", "utf16", "utf16be", "utf16 without mark", "read twice", "read twice, mark"],
)
def test_the_same_table_comes_out(content: bytes, converted: bool) -> None:
    checked = read_annex(content, "a.csv", books=books, on=ON)
    assert [(row.unit.code, row.finding) for row in checked.rows] == FOUND
    assert [str(row.due_on) for row in checked.rows] == ["2021-03-31", "None"]
    assert [warning.code for warning in checked.warnings] == (["encoding_converted"] if converted else [])


def test_french_names_are_left_as_they_are() -> None:
    annex = read_annex(TABLE.replace("Quạt hỏng", "Quạt Pèrle Ãa hỏng").encode(), "a.csv", books=books, on=ON)
    assert findings(annex)[1] == ("ubnd-30022", "Quạt Pèrle Ãa hỏng")
