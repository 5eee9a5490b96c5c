"""The seed: areas, units, other spellings and holidays from the product's own copy of the data (provenance: ``units/data/README.md``).

``load_units`` may run at any time and again: it adds what is missing and never touches a row that is there, so that what an
administrator has corrected stays corrected.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from common.models import Holiday
from common.text import match_key
from units import services
from units.models import Area, Unit, UnitAlias
from units.models.unit import Level

_DATA = Path(__file__).parent / "data"
_ERA_2025 = date(2025, 7, 1)  # NQ 1663/NQ-UBTVQH15: no districts any more, new communes, codes used again
_PROVINCE = "ubnd-87"
_OFFICES = (
    # (code, kind, name, short name, superior)
    ("vpubnd-87", Unit.Kind.OFFICE, "Văn phòng UBND Tỉnh", "Văn phòng UBND Tỉnh", _PROVINCE),
    ("kstthc-87", Unit.Kind.CENTRE, "Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "Trung tâm KSTTHC và PVHCC", "vpubnd-87"),
    ("so-noi-vu-87", Unit.Kind.DEPARTMENT, "Sở Nội vụ", "Sở Nội vụ", _PROVINCE),
    ("so-tttt-87", Unit.Kind.DEPARTMENT, "Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông", _PROVINCE),
    ("so-tu-phap-87", Unit.Kind.DEPARTMENT, "Sở Tư pháp", "Sở Tư pháp", _PROVINCE),
)
# The lists name areas; when an office of the Tỉnh ends is not in them. Of this one it is known that it was gone when the Tỉnh merged.
_ENDED = {"so-tttt-87": date(2025, 6, 30)}

AreaKey = tuple[str, date | None]  # a code names an area only together with its era


@transaction.atomic
def load_units() -> dict[str, int]:
    """Store the seed and say how many rows of each table were added. About twenty queries, whatever the number of units."""
    areas, added_areas = _load_areas()
    units, added_units = _load_units(areas)
    if added_units:
        services.sync_all_grants()  # a new root is part of "everywhere"
    return {
        "areas": added_areas,
        "units": added_units,
        "aliases": _load_aliases(areas, units),
        "holidays": _load_holidays(),
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _load_areas() -> tuple[dict[AreaKey, Area], int]:
    """Parents before children: the three levels of 2021, and the two of 2025 beside the first and the last."""
    generations: dict[str, dict[AreaKey, dict[str, Any]]] = {Level.PROVINCE: {}, Level.DISTRICT: {}, Level.COMMUNE: {}}
    for row in [*_rows("units_dong_thap_2021.csv"), *_rows("units_dong_thap_2025.csv")]:
        valid_from = _day(row["valid_from"])
        generations[row["level"]][row["code"], _era(valid_from)] = {
            **{name: row[name] for name in ("code", "level", "kind", "name")},
            "parent": (row["parent_code"], _era(valid_from)),
            "valid_from": valid_from,
            "valid_to": _day(row["valid_to"]),
        }
    known = {(area.code, _era(area.valid_from)): area for area in Area.objects.select_related("parent")}
    added = 0
    for generation in generations.values():
        for values in generation.values():
            values["parent"] = known.get(values["parent"])
        added += _add_missing(Area, generation, known)
    return known, added


def _era(valid_from: date | None) -> date | None:
    return _ERA_2025 if valid_from is not None and valid_from >= _ERA_2025 else None


def _load_units(areas: Mapping[AreaKey, Area]) -> tuple[dict[str, Unit], int]:
    """UBND and post offices of every area, offices of the Tỉnh, superiors first; communes of 2025 lie as deep as the districts of 2021, so
    they are there when the communes of 2021 point at them as their successors.
    """
    codes = _ubnd_codes(areas)
    # Of a split unit the default successor.
    successors = {
        codes[row["old_code"], None]: codes[row["new_code"], _ERA_2025]
        for row in _rows("units_successors_2025.csv")
        if row["extent"] != "part"
    }
    depth = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.COMMUNE: 2}
    generations: list[dict[str, dict[str, Any]]] = [{}, {}, {}]
    for (code, era), area in areas.items():
        level = depth[Level(area.level)]
        own = codes[code, era]
        if own not in generations[0]:
            generations[1 if era else level][own] = {
                "code": own,
                "kind": Unit.Kind.UBND,
                "name": f"UBND {area.kind} {area.name}",
                "short_name": area.label if level else "UBND Tỉnh",
                "area": area,
                "parent": codes[area.parent.code, era] if area.parent else "",
                "valid_from": era,  # an organisation outlives a change of its kind: UBND of thị xã Hồng Ngự is that of thành phố Hồng Ngự
                "valid_to": area.valid_to if level else None,
                "successor": successors.get(own, ""),
            }
        if era is None:
            generations[level][f"buudien-{code}"] = _post_office(area)
    for code, kind, name, short_name, superior in _OFFICES:
        values: dict[str, Any] = {"code": code, "kind": kind, "name": name, "short_name": short_name, "area": areas["87", None]}
        generations[1 if superior == _PROVINCE else 2][code] = {**values, "parent": superior, "valid_to": _ENDED.get(code)}
    known = {unit.code: unit for unit in Unit.objects.all()}
    added = 0
    for generation in generations:
        for one in generation.values():
            one["parent"], one["successor"] = known.get(one["parent"]), known.get(one.get("successor", ""))
        added += _add_missing(Unit, generation, known)
    return known, added


def _post_office(area: Area) -> dict[str, Any]:
    """The post company keeps an organisation of its own; when its offices end is not known from the state's lists, so they have no end."""
    name = "Bưu điện Tỉnh" if area.level == Level.PROVINCE else f"Bưu điện {area.kind} {area.name}"
    parent = f"buudien-{area.parent.code}" if area.parent else ""
    return {"code": f"buudien-{area.code}", "kind": Unit.Kind.POST, "name": name, "short_name": name, "area": area, "parent": parent}


def _ubnd_codes(areas: Mapping[AreaKey, Area]) -> dict[AreaKey, str]:
    """The code of each area's UBND (contract, "Unit codes"): one of 2025 whose area took over a code of 2021 adds the year.

    The bodies of the Tỉnh went on under their codes, for both areas of the Tỉnh.
    """
    codes = {(code, era): f"ubnd-{code}-2025" if era and (code, None) in areas else f"ubnd-{code}" for code, era in areas}
    return {key: _PROVINCE if areas[key].level == Level.PROVINCE else code for key, code in codes.items()}


def _load_aliases(areas: Mapping[AreaKey, Area], units: Mapping[str, Unit]) -> int:
    known = {(alias.unit_id, alias.key, alias.within_id): alias for alias in UnitAlias.objects.all()}
    wanted: dict[Any, dict[str, Any]] = {}
    for row in _rows("aliases.csv"):
        unit, within = units[row["unit"]], areas[row["within"], None] if row["within"] else None
        key = match_key(row["text"])
        values = {"unit": unit, "text": row["text"], "key": key, "within": within, "before": _day(row["before"])}
        wanted[unit.pk, key, within.pk if within else None] = values
    return _add_missing(UnitAlias, wanted, known)


def _load_holidays() -> int:
    known = {holiday.date: holiday for holiday in Holiday.objects.all()}
    days = ((date.fromisoformat(row["date"]), row) for row in _rows("holidays_vn_2020_2027.csv"))
    return _add_missing(Holiday, {day: {"date": day, "kind": row["kind"], "name": row["name_vi"]} for day, row in days}, known)


def _add_missing(model: type[models.Model], wanted: Mapping[Any, dict[str, Any]], known: dict[Any, Any]) -> int:
    """Add in one statement what ``known`` lacks, and put it there."""
    missing = {key: model(**values) for key, values in wanted.items() if key not in known}
    model._default_manager.bulk_create(missing.values())
    known.update(missing)
    return len(missing)
