"""An annex's file as grids. What it is, its content says, never its name; what can't be read is refused with what to do."""

from __future__ import annotations

from common.errors import FileRefused
from reading.files.grid import Workbook
from reading.files.kinds import reader_of
from reading.files.letters import settle


def read_workbook(content: bytes, name: str) -> Workbook:
    """The visible grids of a file, or ``FileRefused`` with ``file_invalid``, ``file_encrypted`` or ``file_too_large``."""
    if not content.strip(b"\0 \t\r\n"):
        raise FileRefused("file_invalid", f"Tệp “{name}” rỗng. Kiểm tra lại tệp rồi tải lên.")
    book = reader_of(content, name)(content, name)
    settle(book)
    return book
