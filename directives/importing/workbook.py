"""An annex's file as grids. What it is, its content says, never its name; what can't be read is refused with what to do."""

from __future__ import annotations

import io
from collections.abc import Callable

from common.errors import FileRefused
from directives.filetypes import DOC, DOCX, PDF, XLS, XLSX, sniff
from directives.importing.files.delimited import NAMED, is_table, read_delimited
from directives.importing.files.letters import settle
from directives.importing.files.word import read_word_tables
from directives.importing.files.xls import read_xls
from directives.importing.files.xlsx import read_xlsx
from directives.importing.grid import Workbook

_READERS: dict[str, Callable[[bytes, str], Workbook]] = {XLSX: read_xlsx, XLS: read_xls, DOCX: read_word_tables}
"""One reader a kind of file; each builds the same grids."""
_OTHER_KINDS = {PDF: "là PDF", DOC: "là Word đời cũ (.doc)"}
_BINARY_HEADS = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")


def read_workbook(content: bytes, name: str) -> Workbook:
    """The visible grids of a file, or ``FileRefused`` with ``file_invalid``, ``file_encrypted`` or ``file_too_large``."""
    if not content.strip(b"\0 \t\r\n"):
        raise FileRefused("file_invalid", f"Tệp “{name}” rỗng. Kiểm tra lại tệp rồi tải lên.")
    book = _reader(content, name)(content, name)
    settle(book)
    return book


def _reader(content: bytes, name: str) -> Callable[[bytes, str], Workbook]:
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<!--", b"<meta", b"<head")):
        raise FileRefused("file_invalid", f"Tệp “{name}” là trang web, không phải Excel. Mở bằng Excel, lưu thành .xlsx rồi tải lên.")
    if not content.startswith(_BINARY_HEADS) and b"%PDF-" not in content[:1024] and (name.lower().endswith(NAMED) or is_table(content)):
        return read_delimited
    if b"%PDF-" in content[:1024]:
        raise _other(PDF, name)
    try:
        kind = sniff(content, io.BytesIO(content), name)
    except FileRefused as refusal:
        if refusal.code == "file_encrypted" or "macro" in refusal.message:
            raise
        raise FileRefused("file_invalid", f"Không đọc được tệp “{name}”. Mở bằng Excel, lưu thành .xlsx rồi tải lên.") from refusal
    if (reader := _READERS.get(kind)) is None:
        raise _other(kind, name)
    return reader


def _other(kind: str, name: str) -> FileRefused:
    words = _OTHER_KINDS.get(kind, "không phải bảng tính")
    return FileRefused("file_invalid", f"Tệp “{name}” {words}. Mở tệp, đưa bảng hạn chế vào Excel, lưu thành .xlsx rồi tải lên.")
