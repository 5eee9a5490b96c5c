"""The seed: areas, units, other spellings and holidays from the product's own copy of the data (``units/data/README.md`` gives the provenance).

``load_units`` may run at any time and again: it adds what is missing and brings what comes from the files up to date, and touches nothing that
people have added (aliases of their own, further holidays; a holiday that was edited stays as edited).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from common.models import Holiday
from units import names
from units.models import Area, Unit, UnitAlias
from units.models.unit import Level

_DATA = Path(__file__).parent / "data"
_ERA_2025 = date(2025, 7, 1)  # NQ 1663/NQ-UBTVQH15: no districts any more, new communes, codes used again
_OFFICES = (
    # (code, kind, name, short name, superior)
    ("vpubnd-87", Unit.Kind.OFFICE, "Văn phòng UBND Tỉnh", "Văn phòng UBND Tỉnh", "ubnd-87"),
    ("kstthc-87", Unit.Kind.CENTRE, "Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "Trung tâm KSTTHC và PVHCC", "vpubnd-87"),
    ("so-noi-vu-87", Unit.Kind.DEPARTMENT, "Sở Nội vụ", "Sở Nội vụ", "ubnd-87"),
    ("so-tttt-87", Unit.Kind.DEPARTMENT, "Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông", "ubnd-87"),
    ("so-tu-phap-87", Unit.Kind.DEPARTMENT, "Sở Tư pháp", "Sở Tư pháp", "ubnd-87"),
)  # fmt: skip


@dataclass
class Loaded:
    """How many rows of each table were added, and how many were brought up to date."""

    added: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return any(self.added.values()) or any(self.updated.values())


@transaction.atomic
def load_units() -> Loaded:
    """Store the seed; run again it changes nothing. About a dozen queries, whatever the number of units."""
    loaded = Loaded()
    areas = _load_areas(loaded)
    units = _load_units(areas, loaded)
    _load_successors(areas, units, loaded)
    _load_aliases(areas, units, loaded)
    _load_holidays(loaded)
    return loaded


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _load_areas(loaded: Loaded) -> dict[tuple[str, date | None], Area]:
    """All areas by (code, begins in 2025 or not), parents before children."""
    wanted: list[list[dict[str, Any]]] = [[], [], []]
    depth: dict[str, int] = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.COMMUNE: 2}
    for row in _rows("units_dong_thap_2021.csv"):
        wanted[depth[row["level"]]].append(
            {
                "code": row["code"], "level": row["level"], "kind": row["kind"], "name": row["name"], "parent": (row["parent_code"], None),
                "valid_from": _day(row["valid_from"]), "valid_to": _day(row["valid_to"]),
            }  # fmt: skip
        )
    wanted[0].append(_area_2025("82", Level.PROVINCE, "tỉnh Đồng Tháp", parent=""))
    for code, name in sorted({(row["new_code"], row["new_name"]) for row in _rows("units_successors_2025.csv")}):
        wanted[1].append(_area_2025(code, Level.COMMUNE, name, parent="82"))
    known = {_area_key(area.code, area.valid_from): area for area in Area.objects.all()}
    for generation in wanted:
        for values in generation:
            values["parent"] = known.get(values["parent"])
        known |= _store(Area, {_area_key(values["code"], values["valid_from"]): values for values in generation}, known, "areas", loaded)
    return known


def _area_2025(code: str, level: str, written: str, *, parent: str) -> dict[str, Any]:
    kind, _, name = written.partition(" ")
    return {
        "code": code, "level": level, "kind": kind.lower(), "name": name, "parent": (parent, _ERA_2025), "valid_from": _ERA_2025, "valid_to": None,
    }  # fmt: skip


def _area_key(code: str, valid_from: date | None) -> tuple[str, date | None]:
    """A code names an area only together with its era."""
    return code, _ERA_2025 if valid_from is not None and valid_from >= _ERA_2025 else None


def _load_units(areas: dict[tuple[str, date | None], Area], loaded: Loaded) -> dict[str, Unit]:
    generations: list[dict[str, dict[str, Any]]] = [{}, {}, {}]
    for (code, era), area in areas.items():
        depth = 0 if area.level == Level.PROVINCE else 1 if area.level == Level.DISTRICT or era else 2
        above = area.parent
        generations[depth][_ubnd_code(code, era)] = {
            "code": _ubnd_code(code, era), "kind": Unit.Kind.UBND, "name": f"UBND {area.kind} {area.name}",
            "short_name": "UBND Tỉnh" if depth == 0 else area.label, "area": area,
            "parent": _ubnd_code(above.code, era) if above else "",
            # An organisation outlives a change of its kind: UBND of thị xã Hồng Ngự is that of thành phố Hồng Ngự.
            "valid_from": era, "valid_to": area.valid_to,
        }  # fmt: skip
        if era is None:
            # The post company keeps its own organisation; when its offices end is not known from the state's lists.
            name = "Bưu điện Tỉnh" if depth == 0 else f"Bưu điện {area.kind} {area.name}"
            generations[depth][f"buudien-{code}"] = {
                "code": f"buudien-{code}", "kind": Unit.Kind.POST, "name": name, "short_name": name, "area": area,
                "parent": f"buudien-{above.code}" if above else "", "valid_from": None, "valid_to": None,
            }  # fmt: skip
    province = areas["87", None]
    for code, kind, name, short_name, superior in _OFFICES:
        generations[1 if superior == "ubnd-87" else 2][code] = {
            "code": code, "kind": kind, "name": name, "short_name": short_name, "area": province, "parent": superior,
            "valid_from": None, "valid_to": province.valid_to,
        }  # fmt: skip
    known = {unit.code: unit for unit in Unit.objects.all()}
    for generation in generations:
        for values in generation.values():
            values["parent"] = known.get(values["parent"])
        known |= _store(Unit, generation, known, "units", loaded)
    return known


def _ubnd_code(code: str, era: date | None) -> str:
    """A unit of 2025 whose code was another unit's in 2021 adds the year (contract "Unit codes"); the province's new code 82 was not."""
    return f"ubnd-{code}-2025" if era and code != "82" else f"ubnd-{code}"


def _load_successors(areas: dict[tuple[str, date | None], Area], units: dict[str, Unit], loaded: Loaded) -> None:
    """Links only: an expired unit keeps its people and its work until someone hands them over. Of a split unit the default successor is taken."""
    links = {"ubnd-87": "ubnd-82"}
    for row in _rows("units_successors_2025.csv"):
        if row["extent"] != "part":
            links[f"ubnd-{row['old_code']}"] = _ubnd_code(row["new_code"], _ERA_2025)
    wanted = {code: {"code": code, "successor": units[successor]} for code, successor in links.items()}
    _store(Unit, wanted, units, "successors", loaded)


def _load_aliases(areas: dict[tuple[str, date | None], Area], units: dict[str, Unit], loaded: Loaded) -> None:
    known = {(alias.unit_id, alias.key, alias.within_id): alias for alias in UnitAlias.objects.all()}
    wanted = {}
    for row in _rows("aliases.csv"):
        unit, within = units[row["unit"]], areas[row["within"], None] if row["within"] else None
        key = names.office_key(row["text"])
        wanted[unit.pk, key, within.pk if within else None] = {
            "unit": unit, "text": row["text"], "key": key, "within": within, "before": _day(row["before"]),
        }  # fmt: skip
    _store(UnitAlias, wanted, known, "aliases", loaded)


def _load_holidays(loaded: Loaded) -> None:
    """Only days that are not in the table yet: swaps are decided each year, and what an administrator wrote wins."""
    known = {holiday.date: holiday for holiday in Holiday.objects.all()}
    days = ((date.fromisoformat(row["date"]), row) for row in _rows("holidays_vn_2020_2027.csv"))
    wanted = {day: {"date": day, "kind": row["kind"], "name": row["name_vi"]} for day, row in days if day not in known}
    _store(Holiday, wanted, known, "holidays", loaded)


def _store(model: type[models.Model], wanted: dict[Any, dict[str, Any]], known: dict[Any, Any], table: str, loaded: Loaded) -> dict[Any, Any]:
    """Add what is missing and correct what differs, each in one statement; returns the stored rows by key."""
    missing = {key: model(**values) for key, values in wanted.items() if key not in known}
    model._default_manager.bulk_create(missing.values())
    differing: dict[Any, Any] = {}
    fields: set[str] = set()
    for key in wanted.keys() & known.keys():
        changes = {name: value for name, value in wanted[key].items() if getattr(known[key], _column(model, name)) != _plain(value)}
        for name, value in changes.items():
            setattr(known[key], name, value)
        if changes:
            differing[key] = known[key]
            fields |= changes.keys()
    if differing:
        model._default_manager.bulk_update(differing.values(), sorted(fields))
    loaded.added[table] = loaded.added.get(table, 0) + len(missing)
    loaded.updated[table] = loaded.updated.get(table, 0) + len(differing)
    return missing | differing


def _column(model: type[models.Model], name: str) -> str:
    """The attribute that holds a foreign key's id, so that comparing reads nothing."""
    return model._meta.get_field(name).attname  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
