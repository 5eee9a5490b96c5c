"""A dispatch's file as a list of printed lines in reading order, whatever it was written with.

``read_document`` looks at the content, never at the name's ending alone, and raises ``FileRefused`` with a code of docs/reading.md
(``file_invalid``, ``file_encrypted``, ``file_too_large``) and a sentence that says what to do. Paragraphs are counted from 1, empty
ones left out, cells of tables included. All text is NFC with runs of white space folded.
"""

from __future__ import annotations

from common.errors import FileRefused
from reading.files.content import Document
from reading.files.plain import read_plain
from reading.files.word_lines import read_word

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_TEXT_ENDINGS = (".txt", ".md", ".markdown", ".text")


def read_document(content: bytes, name: str) -> Document:
    """The lines of a Word or text file. ``name`` only serves messages and tells text from an unknown binary format."""
    if not content.strip():
        raise FileRefused("file_invalid", f"Tệp “{name}” rỗng. Kiểm tra lại tệp rồi tải lên.")
    if content.startswith(_OLE):
        raise _ole_refusal(content, name)
    if content.startswith(b"PK"):
        return read_word(content, name)
    if content.startswith(b"%PDF") or b"%PDF-" in content[:1024]:
        raise FileRefused("file_invalid", f"Tệp “{name}” là PDF. Mở bản Word gốc của văn bản, lưu thành .docx rồi tải lên.")
    if content.startswith(b"{\\rtf"):
        raise FileRefused("file_invalid", f"Tệp “{name}” là RTF. Mở bằng Word, chọn Lưu thành loại Word (.docx) rồi tải lên.")
    head = content[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise FileRefused("file_invalid", f"Tệp “{name}” là trang web, không phải Word. Mở bằng Word, lưu thành .docx rồi tải lên.")
    if not name.lower().endswith(_TEXT_ENDINGS):
        raise FileRefused("file_invalid", f"Không đọc được tệp “{name}”. Cổng đọc văn bản Word (.docx) và văn bản dạng chữ (.txt, .md).")
    return read_plain(content, name)


def _ole_refusal(content: bytes, name: str) -> FileRefused:
    """An encrypted .docx and an old .doc are both OLE containers; the directory of streams tells them apart."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return FileRefused(
            "file_encrypted",
            f"Tệp “{name}” có mật khẩu. Mở bằng Word, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ tài liệu), lưu lại rồi tải lên.",
        )
    return FileRefused("file_invalid", f"Tệp “{name}” là Word đời cũ (.doc). Mở bằng Word, chọn Lưu thành loại Word (.docx) rồi tải lên.")
