"""The register of units as the database has it now, kept while nothing in it changes: the only queries that the book of names costs."""

from datetime import date

from django.db import connection

from common import clock
from units.entries import BookArea, BookUnit, Spelling
from units.matching import UnitBook
from units.models import Area, Unit, UnitAlias
from units.register import Register

_kept: dict[str, tuple[str, Register]] = {}


def current_book(on: date | None = None, year: int | None = None) -> UnitBook:
    """The units in force on ``on``, or at any time in ``year`` when the day is not known; by default on the portal's day.

    One query, and three more when an area, a unit or another spelling was added, changed or removed since the last call.
    """
    return current_register().book(on, year, today=clock.today())


def current_register() -> Register:
    """The register of all units of all times, as the database has it now."""
    database, stamp = str(connection.settings_dict["NAME"]), _stamp()
    kept = _kept.get(database)
    if kept is None or kept[0] != stamp:
        kept = _kept[database] = (stamp, _load())
    return kept[1]


def units_by_code() -> dict[str, BookUnit]:
    """All units of all times, by code."""
    return {unit.code: unit for unit in current_register().units}


def _load() -> Register:
    areas = _areas()
    columns = ("pk", "code", "kind", "name", "short_name", "area_id", "parent_id", "valid_from", "valid_to")
    units = [
        BookUnit(pk, code, kind, name, short_name, areas[area], parent, *period)
        for pk, code, kind, name, short_name, area, parent, *period in Unit.objects.order_by("code").values_list(*columns)
    ]
    spellings = UnitAlias.objects.standing().order_by("pk").values_list("text", "unit__code", "within_id", "before")
    return Register(units, (Spelling(*values) for values in spellings))


def _areas() -> dict[int, BookArea]:
    columns = ("pk", "code", "level", "kind", "name", "parent_id", "valid_from", "valid_to")
    rows = {row[0]: row for row in Area.objects.values_list(*columns)}
    made: dict[int, BookArea] = {}

    def made_of(pk: int) -> BookArea:
        if pk not in made:
            _, code, level, kind, name, parent, *period = rows[pk]
            made[pk] = BookArea(pk, code, level, kind, name, made_of(parent) if parent is not None else None, *period)
        return made[pk]

    return {pk: made_of(pk) for pk in rows}


def _stamp() -> str:
    """Changes with every row that is added, changed or removed: PostgreSQL marks each version of a row with its transaction (``xmin``)."""
    tables = (connection.ops.quote_name(model._meta.db_table) for model in (Area, Unit, UnitAlias))
    counted = (f"(SELECT count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) FROM {table})" for table in tables)  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute("SELECT concat_ws('/', " + ", ".join(counted) + ")")
        row = cursor.fetchone()
    return str(row[0])
