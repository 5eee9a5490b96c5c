"""Dispatches and files as the portal reads them: with its own book of units, and up to the size that may be uploaded."""

from pathlib import Path

from django.conf import settings

from common.workdays import add_working_days
from reading.dispatch.proposal import Proposal
from reading.dispatch.reader import read
from reading.files.limits import check_size
from units.books import current_book


def read_dispatch(content: bytes, name: str) -> Proposal:
    """``reading.dispatch.reader.read`` with the units and holidays that the database knows; may raise ``FileRefused``."""
    check_size(len(content), name, most=settings.UPLOAD_MAX_BYTES)
    return read(content, name, books=current_book, add_working_days=add_working_days)


def content_of_path(path: Path, name: str) -> bytes:
    """A file at the command line, called ``name`` in refusals; what is too large is refused before it is read whole."""
    check_size(path.stat().st_size, name, most=settings.UPLOAD_MAX_BYTES)
    return path.read_bytes()
