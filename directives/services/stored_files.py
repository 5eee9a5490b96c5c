"""Files go with what they belonged to: once nothing refers to them any more, after the commit.

A file is kept by its hash, so several rows may share one. Whoever writes a row with a file, and whoever drops one, holds the lock of its
path: a file is never dropped under a row that is about to name it.
"""

from datetime import timedelta
from functools import partial

from django.core.files.storage import Storage
from django.db import connection, models, transaction
from django.utils import timezone

from directives.models import Directive, Evidence, ImportBatch

_HOLDERS: tuple[tuple[type[models.Model], str, str], ...] = (
    (ImportBatch, "file", "imports"),
    (Directive, "file", "directives"),
    (Evidence, "file", "evidence"),
    (Evidence, "thumbnail", "thumbnails"),
    (Evidence, "original", "originals"),
)
"""Which column names the files of which folder."""
STALE = timedelta(days=1)
"""A younger file may belong to an upload that is not committed yet."""


def hold_path(path: str) -> None:
    """Until the end of the transaction nobody else writes or drops this file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"file {path}"])


def drop_after_commit(holder: type[models.Model], path: str) -> None:
    """Once the caller's transaction is committed the file goes, unless another row of ``holder`` refers to it."""
    transaction.on_commit(partial(drop, holder, "file", path))


def discard_stale_files() -> int:
    """Drop files to which no row refers: of uploads that were cut off, of drafts thrown away by older versions.
    Returns how many. For the daily retention; may run at any time, also twice at once.
    """
    return sum(_discard(holder, column, folder) for holder, column, folder in _HOLDERS)


def _discard(holder: type[models.Model], column: str, folder: str) -> int:
    storage = _storage(holder, column)
    try:
        parts, _ = storage.listdir(folder)
    except FileNotFoundError:
        return 0
    paths = [f"{folder}/{part}/{name}" for part in parts for name in storage.listdir(f"{folder}/{part}")[1]]
    named = set(holder._default_manager.filter(**{f"{column}__in": paths}).values_list(column, flat=True))
    born_before = timezone.now() - STALE
    return sum(drop(holder, column, path) for path in paths if path not in named and storage.get_modified_time(path) < born_before)


@transaction.atomic
def drop(holder: type[models.Model], column: str, path: str) -> bool:
    """Whether the file went: it stays while a row names it."""
    hold_path(path)
    storage = _storage(holder, column)
    if holder._default_manager.filter(**{column: path}).exists() or not storage.exists(path):
        return False
    storage.delete(path)
    return True


def _storage(holder: type[models.Model], column: str) -> Storage:
    storage: Storage = holder._meta.get_field(column).storage  # type: ignore[union-attr]
    return storage
