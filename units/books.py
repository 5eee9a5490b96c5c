"""The book of units of the last call, kept while nothing in it has changed: building one costs more than reading a dispatch with it."""

from __future__ import annotations

from datetime import date

from django.db import connection

from units.matching import UnitBook
from units.models import Area, Unit, UnitAlias

_MOST_KEPT = 8  # a portal reads the documents of few dates
_kept: dict[tuple[str, date | None, int | None], tuple[str, UnitBook]] = {}


def current_book(on: date | None = None, year: int | None = None) -> UnitBook:
    """``UnitBook.load``, or the book that it gave before if no area, unit or other spelling was added, changed or removed since.

    Without a date the book depends on the portal's day, so it is loaded anew. Units in a kept book are shared: read them, never save them.
    """
    if on is None and year is None:
        return UnitBook.load()
    key = (str(connection.settings_dict["NAME"]), on, year)
    stamp = _stamp()
    kept = _kept.get(key)
    if kept is not None and kept[0] == stamp:
        return kept[1]
    book = UnitBook.load(on=on, year=year)
    while len(_kept) >= _MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = (stamp, book)
    return book


def _stamp() -> str:
    """Changes with every row that is added, changed or removed: PostgreSQL marks each version of a row with its transaction (``xmin``)."""
    tables = (connection.ops.quote_name(model._meta.db_table) for model in (Area, Unit, UnitAlias))
    counted = (f"(SELECT count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) FROM {table})" for table in tables)  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute("SELECT concat_ws('/', " + ", ".join(counted) + ")")
        row = cursor.fetchone()
    return str(row[0])
