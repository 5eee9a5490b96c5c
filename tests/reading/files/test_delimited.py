"""Text files of rows, however a program wrote them: the same table comes out."""

from __future__ import annotations

import codecs

import pytest

from common.errors import FileRefused
from reading.files.workbook import read_workbook

TABLE = (
    "STT;Đơn vị;Hạn chế;Thời hạn\n"
    '1;Xã Mỹ Long, huyện Cao Lãnh;"Chưa niêm yết; thiếu ghế\nvà bàn";31/3/2021\n'
    "2;Xã An Long, huyện Tam Nông;Quạt hỏng;\n"
)
ROWS = [
    ["STT", "Đơn vị", "Hạn chế", "Thời hạn"],
    ["1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết; thiếu ghế\nvà bàn", "31/3/2021"],
    ["2", "Xã An Long, huyện Tam Nông", "Quạt hỏng"],
]


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
    book = read_workbook(content, "a.csv")
    (grid,) = book.grids
    assert [[cell.text for cell in row.values()] for row in grid.rows.values()] == ROWS
    assert (grid.source, book.converted) == ({"sheet": None}, {"UTF-8 bị đọc nhầm"} if converted else set())


@pytest.mark.parametrize("sound", ["Quạt Pèrle Ãa hỏng", "Crème brûlée à la façon", "Müller, Größe, Fußgänger"])
def test_words_of_other_languages_are_left_as_they_are(sound: str) -> None:
    book = read_workbook(TABLE.replace("Quạt hỏng", sound).encode(), "a.csv")
    assert (book.grids[0].at(3, 3).text, book.converted) == (sound, set())


def test_a_table_under_another_name_is_read_and_running_text_is_sent_to_excel() -> None:
    assert len(read_workbook(TABLE.encode(), "bang.dat").grids[0].rows) == 3
    with pytest.raises(FileRefused, match=r"“bang.dat” chỉ có chữ, không chia thành cột. Mở tệp, đưa bảng vào Excel"):
        read_workbook("Kính gửi các đơn vị.\nĐề nghị thực hiện.\n".encode(), "bang.dat")
