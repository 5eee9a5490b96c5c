"""Thousands of rows in one COPY: what PostgreSQL takes fastest, with every constraint and trigger in force as for an INSERT.

For rows that the portal makes itself, many at once (an import); few rows go by ``bulk_create`` as everywhere.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def copy_rows(rows: Iterable[Row]) -> list[Row]:
    """Insert new rows of one model, in the caller's transaction, and give them their keys. Two statements, however many rows."""
    made = list(rows)
    if not made:
        return made
    meta = type(made[0])._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    _give_keys(made, meta)
    _copy(meta, fields, ([field.pre_save(row, True) for field in fields] for row in made))
    for row in made:
        row._state.adding, row._state.db = False, connection.alias
    return made


def copy_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of which only the values are known, nobody needs their keys: ``names`` of the fields, the values in that order."""
    fields = [model._meta.get_field(name) for name in names]
    _copy(model._meta, fields, rows)


def _copy(meta: Any, fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    writers = [_writer(field) for field in fields]
    lines = ["\t".join([_NULL if value is None else write(value) for write, value in zip(writers, row, strict=True)]) for row in rows]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    statement = f"COPY {connection.ops.quote_name(meta.db_table)} ({columns}) FROM STDIN"
    if lines:
        with connection.cursor() as cursor, connection.wrap_database_errors:
            cursor.copy_expert(statement, io.StringIO("\n".join(lines) + "\n"))


def _give_keys(rows: list[Any], meta: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(meta.db_table), meta.pk.column, len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


def _writer(field: models.Field[Any, Any]) -> Callable[[Any], str]:
    """How values of a column are written in COPY's text; never asked for None."""
    if isinstance(field, models.ForeignKey):
        return _writer(field.target_field)
    if isinstance(field, models.JSONField):
        return lambda value: _as_json(value).translate(_ESCAPED)
    if isinstance(field, ArrayField):
        return _array
    if isinstance(field, models.DateField):
        return lambda value: str(value.isoformat())
    if isinstance(field, models.BooleanField):
        return lambda value: "t" if value else "f"
    if isinstance(field, models.IntegerField):
        return str
    return lambda value: str(value).translate(_ESCAPED)


def _array(values: Iterable[Any]) -> str:
    quoted = ('"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return ("{" + ",".join(quoted) + "}").translate(_ESCAPED)
