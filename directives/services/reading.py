"""Dispatches and files as the portal reads them: with its own book of units, and up to the size that may be uploaded."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from common.errors import FileRefused
from common.workdays import add_working_days
from reading.dispatch.proposal import Proposal
from reading.dispatch.reader import read
from units.books import current_book


def read_dispatch(content: bytes, name: str) -> Proposal:
    """``reading.dispatch.reader.read`` with the units and holidays that the database knows; may raise ``FileRefused``."""
    _check_size(len(content), name)
    return read(content, name, books=current_book, add_working_days=add_working_days)


def content_of_path(path: Path, name: str) -> bytes:
    """A file at the command line, called ``name`` in refusals; what is too large is refused before it is read whole."""
    _check_size(path.stat().st_size, name)
    return path.read_bytes()


def _check_size(size: int, name: str) -> None:
    limit: int = settings.UPLOAD_MAX_BYTES
    if size > limit:
        raise FileRefused(
            "file_too_large", f"Tệp “{name}” lớn hơn {limit // (1024 * 1024)} MB. Bỏ bớt hình trong tệp, lưu lại rồi tải lên."
        )
