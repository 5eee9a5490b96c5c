"""Files that are kept with their rows: both, or neither.

A file lies under the hash of its content, so one file may serve several rows. It is written inside the transaction that writes its row;
where that is not kept, the file is taken away again, unless another row needs it. Who writes or takes away a path holds its lock until
his transaction ends: nobody takes away what another one is about to use.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import DatabaseError, models, transaction

from common.errors import NotStored
from directives.services.stored_files import drop, hold_path

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Written:
    """A file that the running transaction wrote, and the column that names it."""

    model: type[models.Model]
    column: str
    path: str


_written: ContextVar[list[_Written] | None] = ContextVar("files_written", default=None)


@contextmanager
def with_files() -> Iterator[None]:
    """A transaction whose files go with it. Also a decorator; inside another one, that one has the last word."""
    around, mine = _written.get(), list[_Written]()
    token, undone = _written.set(mine), True
    try:
        with transaction.atomic():
            yield
            undone = transaction.get_rollback()
    except BaseException:
        undone = True
        raise
    finally:
        _written.reset(token)
        if undone:
            for written in mine:
                _take_away(written)
        elif around is not None:
            around.extend(mine)


def keep(model: type[models.Model], name: str, path: str, content: bytes) -> None:
    """Write the file that the column ``name`` of ``model`` will name, once: the same content again is already there, and one that was cut
    off is written anew. Inside ``with_files`` only. Raises ``NotStored`` where the store takes nothing.
    """
    written = _written.get()
    if written is None:
        raise RuntimeError("keep() is called inside with_files()")
    field: Any = model._meta.get_field(name)
    hold_path(path)
    try:
        if field.storage.exists(path):
            if field.storage.size(path) == len(content):
                return
            field.storage.delete(path)
        written.append(_Written(model, name, path))
        field.storage.save(path, ContentFile(content))
    except OSError as error:
        raise NotStored(error.errno, f"the store takes no file: {error.strerror}", path) from error


def _take_away(written: _Written) -> None:
    """Remove what a transaction wrote that was not kept. What fails here is logged: the person reads why his own act failed."""
    try:
        drop(written.model, written.column, written.path)
    except (DatabaseError, OSError):
        log.exception("a file without a row stays in the store: %s", written.path)
