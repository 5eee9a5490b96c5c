"""One decision on letters, for every kind of file: by the font, by the words of the whole file, by what makes words Vietnamese."""

from __future__ import annotations

import codecs
import io
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from reading.files.document import read_document
from reading.files.letters import Letters, decode_in_font, decoded, encoding_of, mended
from reading.files.workbook import read_workbook
from tests.reading.dispatch import words

SPECIMEN = "Cộng hoà xã hội chủ nghĩa Việt Nam – ĐỘC LẬP, Tự do; hạnh phúc: ẳẵặ ắằ ẩẫậ ểễệ ổỗộ ởỡợ ửữự ỷỹỵ"
TEXT = (Path(__file__).parents[2] / "samples" / "directives" / "cv_huyen_tam_nong.txt").read_text("utf-8")


# ---- by the font ----


@pytest.mark.parametrize(
    ("written", "font", "expected"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", ".VnTime", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("Uû ban nh©n d©n huyÖn", ".VnTimeH", "UỶ BAN NHÂN DÂN HUYỆN"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI-Times", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Uûy ban nhaân daân huyeän", "VNI-Helve", "Ủy ban nhân dân huyện"),
    ],
)
def test_text_in_a_legacy_font_is_converted(written: str, font: str, expected: str) -> None:
    assert decode_in_font(written, font) == (expected, encoding_of(font))


@pytest.mark.parametrize("font", ["Times New Roman", "", None, ".VnTime", "VNI-Times"])
def test_unicode_text_is_left_alone_whatever_its_font(font: str | None) -> None:
    assert decode_in_font(SPECIMEN, font) == (SPECIMEN, None)


@pytest.mark.parametrize("font", [".VnTime", "VNI-Times"])
def test_plain_letters_need_no_conversion(font: str) -> None:
    assert decode_in_font("Phu luc 1 (2020)", font) == ("Phu luc 1 (2020)", None)


def test_the_wider_capitals_of_vn1_are_no_part_of_tcvn3_fonts() -> None:
    assert decode_in_font("ÀÁÂ", ".VnTime") == ("ÀÁÂ", None)


# ---- by the words of the file ----


def read(*texts: str) -> list[str]:
    """Each text in a cell of its own, in an ordinary font."""
    letters = Letters()
    written = [letters.read([(text, "Times New Roman")])[0] for text in texts]
    letters.settle()
    return [letters.settled(text) for text in written]


@pytest.mark.parametrize("encode", [words.as_tcvn3, words.as_vni])
def test_a_short_text_is_believed_beside_others_that_prove_themselves(encode: words.Encode) -> None:
    said = ["UBND xã Mỹ Long", "Chưa niêm yết thủ tục", "Thiếu ghế ngồi chờ", "Hồ sơ trễ hẹn", "Xã Tân Hội"]
    assert read(*map(encode, said), encode("Bé")) == [*said, "Bé"]


@pytest.mark.parametrize("text", ["Bà Trà", "Crème brûlée", "São Tomé", "Bộ phận Một cửa", unicodedata.normalize("NFD", "Bà Trà ở xã")])
def test_real_letters_are_left_alone(text: str) -> None:
    assert read(text, text) == [text, text]


def test_what_no_font_says_is_decided_alike_in_a_dispatch_and_an_annex() -> None:
    """Typed for .VnTime, pasted into Times New Roman."""
    said = ["UBND huyện Cao Lãnh thực hiện", "Chưa niêm yết thủ tục", "Thiếu ghế ngồi chờ", "Hồ sơ trễ hẹn nhiều"]
    content = words.with_table([words.as_tcvn3(text) for text in said], [[words.as_tcvn3(text)] for text in said], [])
    document, book = read_document(content, "a.docx"), read_workbook(content, "a.docx")
    assert document.paragraphs == [*said, *said]
    assert [cell.text for _, _, cell in book.grids[0].cells()] == said
    assert book.grids[0].above == said
    assert document.converted == book.converted == {"TCVN3"}


def test_a_csv_that_excel_opened_with_the_wrong_letters_is_mended_cell_by_cell() -> None:
    book = openpyxl.Workbook()
    for row in (("Đơn vị", "Hạn chế"), ("UBND xã Mỹ Long", "Chưa niêm yết")):
        book.active.append([text.encode().decode("cp1252", "replace").replace("\ufffd", "\x90") for text in row])
    out = io.BytesIO()
    book.save(out)
    found = read_workbook(out.getvalue(), "a.xlsx")
    assert [cell.text for _, _, cell in found.grids[0].cells()][1:] == ["Hạn chế", "UBND xã Mỹ Long", "Chưa niêm yết"]
    assert found.converted == {"UTF-8 bị đọc nhầm"}


# ---- files of text ----


def twice(text: str) -> str:
    """As a program writes UTF-8 that it took for Windows-1252, bytes without a letter there included."""
    return "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode())


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_form_is_no_conversion(codec: str) -> None:
    assert decoded(TEXT.encode(codec)) == (TEXT, "")
    assert decoded(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")) == (TEXT, "")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (words.as_1258(TEXT), "Windows-1258"),
        (words.as_tcvn3(TEXT).encode(), "TCVN3"),
        (words.as_tcvn3(TEXT).encode("cp1252", "replace"), "TCVN3"),
        (words.as_vni(TEXT).encode(), "VNI"),
        (words.as_vni(TEXT).encode("cp1252", "replace"), "VNI"),
        (twice(TEXT).encode(), "UTF-8 bị đọc nhầm"),
        (twice(twice(TEXT)).encode(), "UTF-8 bị đọc nhầm"),
    ],
    ids=["1258", "tcvn3 in utf-8", "tcvn3", "vni in utf-8", "vni", "read twice", "read three times"],
)
def test_an_old_encoding_is_told_by_the_words_that_it_makes(content: bytes, encoding: str) -> None:
    found = decoded(content)
    assert found is not None
    assert found[1] == encoding
    assert "một cửa các xã, thị trấn" in found[0].lower()


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)),
        b"MZ\x90\0",
        b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0",
        b"\x01\x02 binary",
        "naïve café, où".encode("latin-1"),
        codecs.BOM_UTF8 + b"\xff\xfe",
    ],
)
def test_what_is_no_text_is_none(content: bytes) -> None:
    assert decoded(content) is None


@pytest.mark.parametrize("text", [SPECIMEN, "Quạt Pèrle Ãa hỏng", "Ủy ban nhân dân", "Crème, Ãa"])
def test_letters_that_look_mistaken_and_are_not_are_left(text: str) -> None:
    assert mended(text) is None


def test_no_more_is_mended_than_an_annex_holds() -> None:
    assert mended("Há»“ng Ngá»±\n" * 20_000) == "Hồng Ngự\n" * 20_000
    assert mended("Há»“ng Ngá»±\n" * 20_001) is None
    assert mended("Há»“ng Ngá»± " * 300_000) is None


def test_one_line_in_two_that_was_mistaken_is_mended_alone() -> None:
    lines = TEXT.splitlines()
    mixed = "\n".join(twice(line) if place % 2 else line for place, line in enumerate(lines))
    again = (mended(mixed) or "").splitlines()
    assert sum(line == was for line, was in zip(again, lines, strict=True)) >= 0.9 * len(lines)
