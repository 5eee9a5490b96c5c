"""The seed as plain values: areas, units and other spellings from the product's own copy of the data (``units/data/README.md``).

``units.loading`` stores it. What reads documents can be tried with its register, without a database.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from units.entries import BookArea, BookUnit, Level, Spelling, UnitKind
from units.register import Register

_DATA = Path(__file__).parent / "data"
_ERA_2025 = date(2025, 7, 1)  # NQ 1663/NQ-UBTVQH15: no districts any more, new communes, codes used again
_PROVINCE = "ubnd-87"
_OFFICES = (
    # (code, kind, name, short name, superior)
    ("vpubnd-87", UnitKind.OFFICE, "Văn phòng UBND Tỉnh", "Văn phòng UBND Tỉnh", _PROVINCE),
    ("kstthc-87", UnitKind.CENTRE, "Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "Trung tâm KSTTHC và PVHCC", "vpubnd-87"),
    ("so-noi-vu-87", UnitKind.DEPARTMENT, "Sở Nội vụ", "Sở Nội vụ", _PROVINCE),
    ("so-tttt-87", UnitKind.DEPARTMENT, "Sở Thông tin và Truyền thông", "Sở Thông tin và Truyền thông", _PROVINCE),
    ("so-tu-phap-87", UnitKind.DEPARTMENT, "Sở Tư pháp", "Sở Tư pháp", _PROVINCE),
)
# The lists name areas; when an office of the Tỉnh ends is not in them. Of this one it is known that it was gone when the Tỉnh merged.
_ENDED = {"so-tttt-87": date(2025, 6, 30)}

AreaKey = tuple[str, date | None]  # a code names an area only together with its era


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of the data files, each a dictionary by its header."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def area_key(area: BookArea) -> AreaKey:
    return area.code, era_of(area.valid_from)


def era_of(valid_from: date | None) -> date | None:
    """Of areas and units that began with the reform of 2025 that day, of older ones none."""
    return _ERA_2025 if valid_from is not None and valid_from >= _ERA_2025 else None


@dataclass
class Seed:
    """Who is named by others stands before them: parents before children, successors before those that they follow. ``pk`` are counted."""

    areas: dict[AreaKey, BookArea] = field(default_factory=dict)
    units: dict[str, BookUnit] = field(default_factory=dict)
    successors: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)
    """Of a unit that was split all that took a part, the default successor first."""
    spellings: list[Spelling] = field(default_factory=list)

    @classmethod
    def read(cls) -> Self:
        seed = cls()
        seed._read_areas()
        seed._read_units()
        seed._read_spellings()
        return seed

    def register(self) -> Register:
        return Register(sorted(self.units.values(), key=lambda unit: unit.code), self.spellings)

    def _read_areas(self) -> None:
        """The three levels of 2021 and the two of 2025, level by level; new communes before the old ones that they follow."""
        files = [*rows("units_dong_thap_2025.csv"), *rows("units_dong_thap_2021.csv")]
        levels = [level.value for level in Level]
        for row in sorted(files, key=lambda row: levels.index(row["level"])):
            period = _day(row["valid_from"]), _day(row["valid_to"])
            parent = self.areas.get((row["parent_code"], era_of(period[0])))
            area = BookArea(len(self.areas) + 1, row["code"], row["level"], row["kind"], row["name"], parent, *period)
            self.areas[area_key(area)] = area

    def _read_units(self) -> None:
        """UBND and post offices of every area, offices of the Tỉnh."""
        codes = self._ubnd_codes()
        for row in rows("units_successors_2025.csv"):
            old, new = codes[row["old_code"], None], codes[row["new_code"], _ERA_2025]
            if row["extent"] != "part":  # of a split unit the default successor
                self.successors[old] = new
            if row["extent"] != "whole":
                self.parts.setdefault(old, []).append(new)
        for key, area in self.areas.items():
            self._add_ubnd(area, codes[key], codes[area_key(area.parent)] if area.parent else "")
            if era_of(area.valid_from) is None:
                self._add_post_office(area)
        for code, kind, name, short_name, superior in _OFFICES:
            self._add(code, kind, name, short_name, self.areas["87", None], superior, valid_to=_ENDED.get(code))

    def _ubnd_codes(self) -> dict[AreaKey, str]:
        """The code of each area's UBND (docs/glossary.md, "Unit codes"): one of 2025 whose area took over a code of 2021 adds the year.

        The bodies of the Tỉnh went on under their codes, for both areas of the Tỉnh.
        """
        codes = {(code, era): f"ubnd-{code}-2025" if era and (code, None) in self.areas else f"ubnd-{code}" for code, era in self.areas}
        return {key: _PROVINCE if self.areas[key].level == Level.PROVINCE else code for key, code in codes.items()}

    def _add_ubnd(self, area: BookArea, code: str, superior: str) -> None:
        """It outlives a change of its kind: UBND of thị xã Hồng Ngự is that of thành phố Hồng Ngự; that of the Tỉnh went on."""
        if area.level != Level.PROVINCE:
            self._add(code, UnitKind.UBND, f"UBND {area}", area.label, area, superior, era_of(area.valid_from), area.valid_to)
        elif era_of(area.valid_from) is None:
            self._add(code, UnitKind.UBND, f"UBND {area}", "UBND Tỉnh", area, superior)

    def _add_post_office(self, area: BookArea) -> None:
        """The post company keeps an organisation of its own; when its offices end is not known from the state's lists."""
        name = "Bưu điện Tỉnh" if area.level == Level.PROVINCE else f"Bưu điện {area}"
        self._add(f"buudien-{area.code}", UnitKind.POST, name, name, area, f"buudien-{area.parent.code}" if area.parent else "")

    def _add(
        self,
        code: str,
        kind: UnitKind,
        name: str,
        short_name: str,
        area: BookArea,
        superior: str,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> None:
        parent_id = self.units[superior].pk if superior else None
        self.units[code] = BookUnit(len(self.units) + 1, code, kind.value, name, short_name, area, parent_id, valid_from, valid_to)

    def _read_spellings(self) -> None:
        for row in rows("aliases.csv"):
            within = self.areas[row["within"], None].pk if row["within"] else None
            self.spellings.append(Spelling(row["text"], row["unit"], within, _day(row["before"])))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def split_units() -> dict[str, list[str]]:
    """Units that were divided among several, by code: a link of one successor doesn't say which part went where."""
    return Seed.read().parts
