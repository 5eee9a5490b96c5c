"""Any past day: tables that keep what their rows were, and a block in which all of the portal reads them as they stood.

A table keeps its past where its model says so (``keeps_past()`` among its triggers). Whoever changes or removes a row leaves what it was in
``PastState``, whoever adds one that it was not there; the next line of history says until when (the portal's clock, not the database's).
The schema ``past`` has a view of the same name for each of these tables: the rows of the day in ``portal.as_of``. Inside ``as_of()`` it
comes first in the search path, so every query of every room reads that day, and nobody writes a second query for it (docs/adr).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from pgtrigger import After, Delete, Insert, Referencing, Statement, Trigger, Update

from common import clock

PARAM = "tinh_den"
_shown: ContextVar[date | None] = ContextVar("past_day", default=None)

# Planned anew each time: a plan that was kept from when the table was empty would read all of it for every row.
_KEEP = """
EXECUTE $past$
INSERT INTO common_paststate (table_name, row_id, state, began_at) SELECT $1, was.id, {state} FROM {rows}
ON CONFLICT (table_name, row_id) WHERE ended_at IS NULL DO NOTHING
$past$ USING TG_TABLE_NAME::text; RETURN NULL;
"""
_DAY = "(SELECT current_setting('portal.as_of')::timestamptz)"
_STATE = "to_jsonb(was), (SELECT max(ended_at) FROM common_paststate WHERE table_name = $1 AND row_id = was.id)"
# What changed since is looked up in memory: a hundred thousand ids take 8 MB.
_LOOK_BACK = """
SELECT set_config('portal.as_of', %s, true), set_config('transaction_read_only', 'on', true), set_config('work_mem', '64MB', true),
       set_config('search_path', 'past, ' || current_setting('search_path'), true)
"""
_OLD = Referencing(old="old_rows")  # type: ignore[no-untyped-call]
_NEW = Referencing(new="new_rows")  # type: ignore[no-untyped-call]
_BOTH = Referencing(old="old_rows", new="new_rows")  # type: ignore[no-untyped-call]


class _KeepsPast(Trigger):
    """One of the triggers by which a table keeps its past."""

    level = Statement
    when = After


def keeps_past(*, but: tuple[str, ...] = ()) -> list[Trigger]:
    """For ``Meta.triggers``: what a row was is kept. Needs the column ``id``.

    ``but``: not where only these columns changed, as those that a form saves while somebody types. Of tables of which few rows change at
    once: the two sides are joined, by a plan that was made for few.
    """
    less = "".join(f" - '{column}'" for column in but)
    differs = f" JOIN new_rows became USING (id) WHERE to_jsonb(was){less} <> to_jsonb(became){less}" if but else ""
    return [
        _trigger("past_of_new", Insert, _NEW, _KEEP.format(state="NULL, NULL", rows="new_rows was")),
        _trigger("past_of_changed", Update, _BOTH if but else _OLD, _KEEP.format(state=_STATE, rows="old_rows was" + differs)),
        _trigger("past_of_removed", Delete, _OLD, _KEEP.format(state=_STATE, rows="old_rows was")),
    ]


def ends_past() -> Trigger:
    """For the table of history: what was kept since the line before ended when this one was written."""
    ends = "UPDATE common_paststate SET ended_at = (SELECT max(at) FROM new_rows) WHERE ended_at IS NULL; RETURN NULL;"
    return Trigger(name="ends_past", level=Statement, when=After, operation=Insert, referencing=_NEW, func=ends)


def _trigger(name: str, operation: Any, referencing: Referencing, func: str) -> _KeepsPast:
    return _KeepsPast(name=name, operation=operation, referencing=referencing, func=" ".join(func.split()))


@contextmanager
def as_of(day: date | None) -> Iterator[None]:
    """Everything inside is read as it stood at the end of ``day``, and that day is today. Nothing can be written.

    ``None``, today and later days are the present: the block then does nothing.
    """
    if day is None or day >= clock.today():
        yield
        return
    end = end_of(day)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOOK_BACK, [end.isoformat()])
        token = _shown.set(day)
        try:
            with clock.at(end - timedelta(microseconds=1)):
                yield
        finally:
            _shown.reset(token)
            transaction.set_rollback(True)  # the settings go with it


def shown_day() -> date | None:
    """The past day of the block; None in the present."""
    return _shown.get()


def day_params() -> dict[str, str]:
    """What addresses of pages carry that can show a past day, so that a number and its list are of the same one."""
    day = _shown.get()
    return {PARAM: f"{day:%d-%m-%Y}"} if day else {}


def changed_since(model: type[Model], day: date) -> QuerySet[Any, Any]:
    """Ids (``row_id``) of rows that were added, changed or removed after ``day``. Asked in the present."""
    from common.models import PastState

    after = Q(ended_at__gte=end_of(day)) | Q(ended_at=None)
    return PastState.objects.filter(after, table_name=model._meta.db_table).order_by().values("row_id")


def end_of(day: date) -> datetime:
    """The first moment of the next day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


# The views


def drop_views(plan: list[Any], **_: Any) -> None:
    """Before tables change: a view would hold on to their columns (signal ``pre_migrate``)."""
    if plan:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS past CASCADE")


def make_views(plan: list[Any] | None = None, **_: Any) -> None:
    """After a migration: one view a table that keeps its past, with the columns it has now (signal ``post_migrate``).

    Of history, which is only added to, it holds the lines until that day.
    """
    if plan is None:  # after a flush, which leaves the schema as it is
        return
    tables = {model._meta.db_table for model in apps.get_models() if any(isinstance(each, _KeepsPast) for each in _triggers(model))}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS past CASCADE; CREATE SCHEMA past")
        cursor.execute(f"CREATE VIEW past.common_auditevent AS SELECT * FROM public.common_auditevent WHERE at < {_DAY}")  # noqa: S608
        for table in sorted(tables):
            cursor.execute(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                [table],
            )
            cursor.execute(_view(table, cursor.fetchall()))


def _triggers(model: Any) -> list[Trigger]:
    return list(getattr(model._meta, "triggers", []))


def _view(table: str, columns: list[tuple[str, str]]) -> str:
    """Rows that have not changed since, and what the others were. Only the columns that a query asks for are taken out of ``state``."""
    since = f"FROM public.common_paststate WHERE table_name = '{table}' AND (ended_at > {_DAY} OR ended_at IS NULL)"
    live = ", ".join(f'"{name}"' for name, _ in columns)
    kept = ", ".join(_column(name, kind) for name, kind in columns)
    return (
        f'CREATE VIEW past."{table}" AS SELECT {live} FROM public."{table}"'  # noqa: S608 - names that the database gave
        f" WHERE id NOT IN (SELECT row_id {since})"
        f" UNION ALL SELECT {kept} {since} AND state IS NOT NULL AND (began_at <= {_DAY} OR began_at IS NULL)"
    )


def _column(name: str, kind: str) -> str:
    if name == "id":
        return 'row_id AS "id"'
    taken = f"state -> '{name}'" if kind == "jsonb" else f"(state ->> '{name}')::{kind}"
    return f'{taken} AS "{name}"'
