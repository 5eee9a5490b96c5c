"""Files that can't be used are refused with a code and a sentence that says what to do; odd encodings are read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from common.errors import FileRefused
from tests.reading.dispatch import words
from tests.seed import read

SAMPLES = Path(__file__).parents[2] / "samples" / "directives"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)
TEXT = (SAMPLES / "cv_huyen_tam_nong.txt").read_text("utf-8")


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("a.docx", b"", "file_invalid", "rỗng"),
        ("a.txt", b" \n\t\n", "file_invalid", "rỗng"),
        ("a.docx", OLE, "file_invalid", "Word đời cũ"),
        ("a.doc", OLE, "file_invalid", "Lưu"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "file_encrypted", "mật khẩu"),
        ("a.docx", b"%PDF-1.7 ...", "file_invalid", "PDF"),
        ("a.docx", b"{\\rtf1 ...}", "file_invalid", "RTF"),
        ("a.docx", b"<html><body>x</body></html>", "file_invalid", "trang web"),
        ("a.docx", b"PK\x03\x04 broken", "file_invalid", "hỏng"),
        ("a.docx", _zip(xl__workbook_xml=b"<x/>"), "file_invalid", "Excel"),
        ("a.docx", _zip(readme=b"x"), "file_invalid", "không phải văn bản Word"),
        ("a.docx", _zip(word__document_xml=b"<broken"), "file_invalid", "hỏng"),
        ("a.png", b"\x89PNG....", "file_invalid", ".docx"),
        ("a.txt", b"\x01\x02\x03\x04 binary", "file_invalid", "dạng chữ"),
        ("a.txt", "Chỉ một câu, không giao việc gì.".encode(), "no_points", "điểm"),
    ],
)
def test_a_bad_file_is_refused_in_words(name: str, content: bytes, code: str, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(content, name)
    assert refused.value.code == code
    assert says in refused.value.message


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reading.files.package.MAX_UNPACKED", 1_000_000)
    content = _zip(word__document_xml=bytes(5_000_000))
    assert len(content) < 10_000
    with pytest.raises(FileRefused) as refused:
        read(content, "a.docx")
    assert (refused.value.code, "quá lớn" in refused.value.message) == ("file_too_large", True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_form_is_read_without_remark(encoding: str) -> None:
    proposal = read(TEXT.encode(encoding), "a.txt")
    assert len(proposal.points) == 6
    assert "encoding_converted" not in {warning.code for warning in proposal.warnings}


def test_decomposed_unicode_is_read_as_composed() -> None:
    import unicodedata

    proposal = read(unicodedata.normalize("NFD", TEXT).encode(), "a.txt")
    assert proposal.to_json() == read(TEXT.encode(), "a.txt").to_json()


@pytest.mark.parametrize("name", ["windows-1258", "tcvn3", "vni"])
def test_legacy_text_is_converted_with_a_remark(name: str) -> None:
    encoded = {"windows-1258": _as_1258(TEXT), "tcvn3": words.as_tcvn3(TEXT).encode("utf-8"), "vni": words.as_vni(TEXT).encode("utf-8")}[
        name
    ]
    proposal = read(encoded, "a.txt")
    assert "encoding_converted" in {warning.code for warning in proposal.warnings}
    assert proposal.point("2").text == read(TEXT.encode(), "a.txt").point("2").text


def _as_1258(text: str) -> bytes:
    """Windows-1258 as Windows writes it: base letters composed, tones apart."""
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for letter in unicodedata.normalize("NFD", text):
        if parts and unicodedata.combining(letter) and letter not in tones:
            last = parts.pop()
            held = last[1:] if len(last) > 1 else ""
            parts.append(unicodedata.normalize("NFC", last[0] + letter) + held)
        elif parts and letter in tones:
            parts[-1] += letter
        else:
            parts.append(letter)
    fixed = "".join(parts)
    return fixed.replace("“", '"').replace("”", '"').encode("cp1258")


def test_a_scan_in_a_word_file_is_told_from_a_dispatch() -> None:
    import docx
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 60)).save(picture, "JPEG")
    scan = docx.Document()
    scan.add_picture(io.BytesIO(picture.getvalue()))
    with pytest.raises(FileRefused) as refused:
        read(words.saved(scan), "quet.docx")
    assert refused.value.code == "no_points"
    assert "bản quét" in refused.value.message
    assert "Nhập tay" in refused.value.message


def test_a_letter_in_another_language_is_refused_for_that() -> None:
    text = "No: 12/PO\n\nDear all,\n\n1. The district shall review all its files before March.\n\n2. The post office shall report soon.\n"
    with pytest.raises(FileRefused) as refused:
        read(text.encode(), "letter.txt")
    assert refused.value.code == "no_points"
    assert "tiếng Việt có dấu" in refused.value.message
    assert "Nhập tay" in refused.value.message


def test_a_book_of_four_hundred_pages_is_no_dispatch_to_look_through() -> None:
    """It is refused before its points are read: these cost most."""
    points = "\n\n".join(f"{number}. UBND huyện Tam Nông rà soát hồ sơ và báo cáo." for number in range(1, 900))
    with pytest.raises(FileRefused) as refused:
        read(points.encode(), "sach.txt")
    assert refused.value.code == "file_too_large"
    assert "899 điểm" in refused.value.message
    assert "Nhập tay" in refused.value.message
