"""A dispatch's file that can't be used is refused with a code and a sentence that says what to do; odd encodings are read."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest

from common.errors import FileRefused
from reading.files.document import read_document
from reading.files.limits import check_size
from tests.factories.compound import compound, word
from tests.factories.packages import excel_package
from tests.reading.dispatch import words

TEXT = (words.SAMPLES / "directives" / "cv_huyen_tam_nong.txt").read_text("utf-8")
BROKEN_DISK = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("a.docx", b"", "file_invalid", "rỗng"),
        ("a.txt", b" \n\t\n", "file_invalid", "rỗng"),
        ("a.docx", compound(word()), "file_invalid", "là Word đời cũ (.doc). Mở bằng Word, lưu lại thành .docx"),
        ("a.docx", BROKEN_DISK, "file_invalid", "là Word đời cũ (.doc) hoặc Excel đời cũ (.xls), bị hỏng"),
        ("a.docx", compound({"EncryptedPackage": b"x"}), "file_encrypted", "mật khẩu"),
        ("a.docx", BROKEN_DISK + "EncryptedPackage".encode("utf-16-le"), "file_encrypted", "mật khẩu"),
        ("a.docx", b"%PDF-1.7 ...", "file_invalid", "là PDF, không phải văn bản Word. Mở bản Word gốc"),
        ("a.docx", b"{\\rtf1 ...}", "file_invalid", "RTF"),
        ("a.docx", b"<html><body>x</body></html>", "file_invalid", "trang web, không phải văn bản Word"),
        ("a.docx", b"PK\x03\x04 broken", "file_invalid", "hỏng"),
        ("a.docx", excel_package(), "file_invalid", "là tệp Excel, không phải văn bản Word"),
        ("a.docx", zipped(**{"xl/workbook.xml": b"<x/>"}), "file_invalid", "Excel"),
        ("a.docx", zipped(readme=b"x"), "file_invalid", "không phải văn bản Word"),
        ("a.docx", zipped(**{"word/document.xml": b"<broken"}), "file_invalid", "hỏng"),
        ("a.docx", b"\xff\xd8\xff\xe0 photo", "file_invalid", "là ảnh, không phải văn bản Word"),
        ("a.png", b"\x89PNG....", "file_invalid", ".docx"),
        ("a.txt", b"\x01\x02\x03\x04 binary", "file_invalid", "dạng chữ"),
    ],
)
def test_a_bad_file_is_refused_in_words(name: str, content: bytes, code: str, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_document(content, name)
    assert refused.value.code == code
    assert says in refused.value.message
    assert f"“{name}”" in refused.value.message


def test_what_a_file_is_its_content_says() -> None:
    assert read_document(words.paragraphs(["Việc"]), "a.txt").paragraphs == ["Việc"]
    assert read_document("BM-01 Việc".encode(), "a.docx").paragraphs == ["BM-01 Việc"]


def test_a_file_over_the_limit_of_who_asks_is_refused() -> None:
    check_size(1 << 20, "a.docx", most=1 << 20)
    with pytest.raises(FileRefused, match=r"“a.docx” lớn hơn 1 MB") as refused:
        check_size((1 << 20) + 1, "a.docx", most=1 << 20)
    assert refused.value.code == "file_too_large"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reading.files.package.MAX_UNPACKED", 1_000_000)
    content = zipped(**{"word/document.xml": bytes(5_000_000)})
    assert len(content) < 10_000
    with pytest.raises(FileRefused) as refused:
        read_document(content, "a.docx")
    assert (refused.value.code, "quá lớn" in refused.value.message) == ("file_too_large", True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_any_form_is_read_without_remark(encoding: str) -> None:
    document = read_document(TEXT.encode(encoding), "a.txt")
    assert (document.paragraphs, document.converted) == (read_document(TEXT.encode(), "a.txt").paragraphs, set())


def test_decomposed_unicode_is_read_as_composed() -> None:
    assert read_document(unicodedata.normalize("NFD", TEXT).encode(), "a.txt") == read_document(TEXT.encode(), "a.txt")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(words.as_1258(TEXT), "Windows-1258"), (words.as_tcvn3(TEXT).encode(), "TCVN3"), (words.as_vni(TEXT).encode(), "VNI")],
)
def test_legacy_text_is_converted_with_a_remark(content: bytes, encoding: str) -> None:
    document = read_document(content, "a.txt")
    assert document.converted == {encoding}
    assert "tại bộ phận một cửa các xã, thị trấn" in "\n".join(document.paragraphs).lower()
