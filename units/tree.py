"""Units that are in force together, found by code, by area and in the two trees: the state's and the post company's."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, Protocol, TypeVar

from units import names
from units.entries import BookArea, BookUnit, Level, UnitKind

Branch = Literal["ubnd", "buudien"]
"""Of the two trees; also the kind of the units in it."""


class _Placed(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> str: ...


U = TypeVar("U", bound=_Placed)
OFFICES = (UnitKind.OFFICE, UnitKind.CENTRE, UnitKind.DEPARTMENT, UnitKind.OTHER)
"""Kinds of units that are known by a name of their own; the others bear that of their area."""


class UnitTree:
    """What is known of these units. Everything happens in memory."""

    def __init__(self, units: Iterable[BookUnit]) -> None:
        self._by_code: dict[str, BookUnit] = {}
        self._of_area: dict[tuple[int, str], BookUnit] = {}
        self._areas: dict[int, BookArea] = {}
        self._named: dict[str, list[BookArea]] = defaultdict(list)
        self._listed: dict[tuple[str, int | None, str], list[BookUnit]] = {}
        for unit in units:
            self._by_code[unit.code] = unit
            if unit.kind in OFFICES:
                continue
            self._of_area[unit.area_id, unit.kind] = unit
            if unit.area_id not in self._areas:
                self._areas[unit.area_id] = unit.area
                self._named[names.core_key(unit.area.name)].append(unit.area)

    @property
    def units(self) -> Mapping[str, BookUnit]:
        """All of them, by code."""
        return self._by_code

    def by_code(self, code: str) -> BookUnit | None:
        return self._by_code.get(code)

    def areas_named(self, core: str) -> list[BookArea]:
        """Areas of any level whose own name has this core key (``names.core_key``)."""
        return self._named.get(core, [])

    def provinces(self, branch: Branch = "ubnd") -> list[BookUnit]:
        """The province's unit; one, in the book of one Tỉnh."""
        return self._units_of(Level.PROVINCE, None, branch)

    def districts(self, branch: Branch = "ubnd") -> list[BookUnit]:
        """The UBND (or post offices) of all districts, by code."""
        return self._units_of(Level.DISTRICT, None, branch)

    def communes_of(self, district: BookUnit, branch: Branch = "ubnd", kinds: Collection[str] = ()) -> list[BookUnit]:
        """The UBND (or post offices) of the communes in the district of this unit, by code; of these kinds only, if any are given."""
        found = self._units_of(Level.COMMUNE, district.area_id, branch)
        return [unit for unit in found if not kinds or unit.area.kind in kinds]

    def ubnd_of(self, unit: BookUnit) -> BookUnit | None:
        """The UBND of the area in which this unit works."""
        return self._of_area.get((unit.area_id, UnitKind.UBND))

    def post_of(self, unit: BookUnit) -> BookUnit | None:
        """The post office of the area in which this unit works."""
        return self._of_area.get((unit.area_id, UnitKind.POST))

    def district_of(self, unit: BookUnit, branch: Branch = "ubnd") -> BookUnit | None:
        """The UBND (or post office) of the district in which this unit lies; of a district's unit its own."""
        area = district_around(unit)
        return self._of_area.get((area.pk, branch)) if area is not None else None

    def _units_of(self, level: str, parent: int | None, branch: Branch) -> list[BookUnit]:
        asked = (level, parent, branch)
        if asked not in self._listed:
            areas = (area for area in self._areas.values() if area.level == level and (parent is None or area.parent_id == parent))
            units = (self._of_area.get((area.pk, branch)) for area in areas)
            self._listed[asked] = sorted((unit for unit in units if unit is not None), key=lambda unit: unit.code)
        return list(self._listed[asked])


def district_around(unit: BookUnit) -> BookArea | None:
    """The district in which a unit lies; none for those of the Tỉnh, nor since 1/7/2025."""
    area = unit.area if unit.area.level == Level.DISTRICT else unit.area.parent
    return area if area is not None and area.level == Level.DISTRICT else None


def answers_for(unit: U, *, district: U | None, superior: U | None) -> U:
    """Who answers for the work of a unit: the UBND of its ``district`` for a commune or its post office, where there is one; the Centre's
    superior for the Centre; otherwise the unit itself.
    """
    if unit.level == Level.COMMUNE:
        return district or unit
    if unit.kind == UnitKind.CENTRE:
        return superior or unit
    return unit
