"""A dispatch's file as a list of printed lines in reading order, whatever it was written with.

``read_document`` looks at the content, never at the name's ending alone, and raises ``FileRefused`` with one of the contract's codes
(``file_invalid``, ``file_encrypted``, ``file_too_large``) and a sentence that says what to do. Paragraphs are counted from 1, empty
ones left out, cells of tables included. All text is NFC with runs of white space folded.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

from django.conf import settings

from common.errors import FileRefused
from reading.files.content import Document
from reading.files.plain import read_plain
from reading.files.word_lines import read_word

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_TEXT_ENDINGS = (".txt", ".md", ".markdown", ".text")


def load(source: str | Path | bytes | IO[bytes], name: str) -> bytes:
    """The content of a path, an open file or bytes; too large a file is refused before it is read whole."""
    limit: int = settings.UPLOAD_MAX_BYTES
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, (str, Path)):
        with Path(source).open("rb") as stream:
            content = stream.read(limit + 1)
    else:
        content = source.read(limit + 1)
    if len(content) > limit:
        raise FileRefused(
            "file_too_large", f"Tệp “{name}” lớn hơn {limit // (1024 * 1024)} MB. Bỏ bớt hình trong tệp, lưu lại rồi tải lên."
        )
    return content


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
