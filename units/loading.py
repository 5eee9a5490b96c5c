"""Storing the seed (``units.seed``) and the holidays: what every portal begins with.

``load_units`` may run at any time and again: it adds what is missing and never touches a row that is there, so that what an
administrator has corrected stays corrected.
"""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from django.db import models, transaction

from common.models import Holiday
from common.text import match_key
from units import grants
from units.entries import BookArea, BookUnit
from units.models import Area, Unit, UnitAlias, User
from units.seed import AreaKey, Seed, area_key, era_of, rows


@transaction.atomic
def load_units() -> dict[str, int]:
    """Store the seed and say how many rows of each table were added. About twenty queries, whatever the number of units."""
    seed = Seed.read()
    areas, added_areas = _load_areas(seed)
    units, added_units = _load_units(seed, areas)
    if added_units:
        grants.write(User.objects.all())  # a new root is part of "everywhere"
    return {"areas": added_areas, "units": added_units, "aliases": _load_aliases(seed, areas, units), "holidays": _load_holidays()}


def _load_areas(seed: Seed) -> tuple[dict[AreaKey, Area], int]:
    known = {(area.code, era_of(area.valid_from)): area for area in Area.objects.all()}
    added = 0
    for _, areas in groupby(seed.areas.items(), key=lambda entry: (era_of(entry[1].valid_from), entry[1].level)):
        wanted = {key: _area_values(area, known) for key, area in areas}
        added += _add_missing(Area, wanted, known)
    return known, added


def _area_values(area: BookArea, known: Mapping[AreaKey, Area]) -> dict[str, Any]:
    values = {name: getattr(area, name) for name in ("code", "level", "kind", "name", "valid_from", "valid_to")}
    return {**values, "parent": known[area_key(area.parent)] if area.parent is not None else None}


def _load_units(seed: Seed, areas: Mapping[AreaKey, Area]) -> tuple[dict[str, Unit], int]:
    known = {unit.code: unit for unit in Unit.objects.all()}
    codes = {unit.pk: unit.code for unit in seed.units.values()}
    depths: dict[str, int] = {}
    for unit in seed.units.values():
        named = [codes[unit.parent_id]] if unit.parent_id is not None else []
        named += [seed.successors[unit.code]] if unit.code in seed.successors else []
        depths[unit.code] = max((depths[code] + 1 for code in named), default=0)
    added = 0
    for depth in sorted(set(depths.values())):  # whom others name is stored before them
        generation = {
            unit.code: _unit_values(unit, areas) | {
                "parent": known[codes[unit.parent_id]] if unit.parent_id is not None else None,
                "successor": known.get(seed.successors.get(unit.code, "")),
            }
            for unit in seed.units.values()
            if depths[unit.code] == depth
        }  # fmt: skip
        added += _add_missing(Unit, generation, known)
    return known, added


def _unit_values(unit: BookUnit, areas: Mapping[AreaKey, Area]) -> dict[str, Any]:
    values = {name: getattr(unit, name) for name in ("code", "kind", "name", "short_name", "valid_from", "valid_to")}
    return {**values, "area": areas[area_key(unit.area)]}


def _load_aliases(seed: Seed, areas: Mapping[AreaKey, Area], units: Mapping[str, Unit]) -> int:
    known = {(alias.unit_id, alias.key, alias.within_id): alias for alias in UnitAlias.objects.all()}
    stored = {area.pk: areas[key].pk for key, area in seed.areas.items()}
    wanted: dict[Any, dict[str, Any]] = {}
    for spelling in seed.spellings:
        unit, key, within = units[spelling.unit], match_key(spelling.text), stored.get(spelling.within or 0)
        wanted[unit.pk, key, within] = {"unit": unit, "text": spelling.text, "key": key, "within_id": within, "before": spelling.before}
    return _add_missing(UnitAlias, wanted, known)


def _load_holidays() -> int:
    """Of years of which the calendar holds nothing yet: in the others administrators have the word, also over what they took away."""
    known = {holiday.date: holiday for holiday in Holiday.objects.all()}
    kept = {day.year for day in known}
    days = ((day, row) for row in rows("holidays_vn_2020_2027.csv") if (day := date.fromisoformat(row["date"])).year not in kept)
    return _add_missing(Holiday, {day: {"date": day, "kind": row["kind"], "name": row["name_vi"]} for day, row in days}, known)


def _add_missing(model: type[models.Model], wanted: Mapping[Any, dict[str, Any]], known: dict[Any, Any]) -> int:
    """Add in one statement what ``known`` lacks, and put it there."""
    missing = {key: model(**values) for key, values in wanted.items() if key not in known}
    model._default_manager.bulk_create(missing.values())
    known.update(missing)
    return len(missing)
