"""The unit that each row of a table speaks of: of its own cell, of the group row over it, or of the row above.

Source: docs/reading.md, "Units of a row".

What is said about a trouble is left to ``checks``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from common.text import match_key
from reading.files.grid import EMPTY, Cell
from reading.tables.columns import DISTRICT, UNIT
from reading.tables.layout import Entry, Table
from reading.tables.parties import NameDoubt, NameReader
from reading.tables.places import PlaceFinder
from units.entries import BookUnit

_POST_HEADING = re.compile(r"(?:tên )?bưu (?:điện|cục)")


@dataclass(frozen=True)
class Trouble:
    """Why a cell gives no unit: ``value_missing`` (it can't be read), ``unit_missing`` (nothing is written), else a name with its doubt."""

    field: str
    code: str
    value: str | None
    doubt: NameDoubt | None = None


@dataclass(frozen=True)
class _Place:
    """What the rows below go on with: the unit or the trouble that it gave, and the words that stand for it."""

    text: str = ""
    unit: BookUnit | None = None
    trouble: Trouble | None = None
    groups: tuple[str, ...] = ()


class RowUnits:
    """Asked row by row, from above. ``heading`` is that of the column of units; ``before``: of the table that this one goes on with."""

    def __init__(self, table: Table, heading: str, reader: NameReader, places: PlaceFinder, before: "RowUnits | None" = None) -> None:
        self._table, self._reader, self._places = table, reader, places
        self._branch = "buudien" if _POST_HEADING.match(match_key(heading)) else ""
        self._context: BookUnit | None = before._context if before else places.of_table(table)
        self._whole: BookUnit | None = before._whole if before else places.unit_of_table(table, self._context)
        self._place: _Place | None = before._place if before else None
        self._district: tuple[tuple[str, ...], Cell] = before._district if before else ((), EMPTY)

    @property
    def is_named(self) -> bool:
        """Whether something stands for the unit of the last row, be it one that is not known."""
        return self._place is not None and bool(self._place.text)

    def of_row(self, entry: Entry, cells: Mapping[str, Cell]) -> tuple[BookUnit | None, list[Trouble]]:
        """The unit; a row without one goes on with the row above, unless it has a number of its own. No unit comes with troubles."""
        troubles: list[Trouble] = []
        group_district, group_unit = self._places.of_group(self._table, entry, self._context)
        before = self._place
        is_new = entry.numbered or before is None or before.groups != entry.groups
        if entry.own_unit:
            self._place = self._named(entry, cells, group_district, troubles)
        elif group_unit is not None and is_new:
            self._place = _Place(group_unit.name, group_unit, groups=entry.groups)
        elif is_new and self._whole is not None:
            self._place = _Place(self._whole.name, self._whole, groups=entry.groups)
        elif is_new:
            self._place = _Place(trouble=Trouble(UNIT, "unit_missing", None), groups=entry.groups)
        place = self._place
        if place is not None and place.trouble is not None:
            troubles.append(place.trouble)
        return place.unit if place is not None else None, troubles

    def _named(self, entry: Entry, cells: Mapping[str, Cell], group_district: BookUnit | None, troubles: list[Trouble]) -> _Place:
        cell = cells.get(UNIT, EMPTY)
        if cell.broken:
            return _Place(cell.text, trouble=Trouble(UNIT, "value_missing", cell.text or None), groups=entry.groups)
        if not cell.words:
            return _Place(trouble=Trouble(UNIT, "unit_missing", None), groups=entry.groups)
        district = self._column_district(entry, cells, cell.words, troubles) or group_district or self._context
        match = self._reader.match(cell.words, district, branch=self._branch)
        if match.unit is not None:
            return _Place(cell.words, match.unit, groups=entry.groups)
        doubt = self._reader.doubt(cell.words, district, match)
        return _Place(cell.words, trouble=Trouble(UNIT, "unit_unknown", cell.words, doubt), groups=entry.groups)

    def _column_district(self, entry: Entry, cells: Mapping[str, Cell], unit_text: str, troubles: list[Trouble]) -> BookUnit | None:
        """The district column's; left empty it goes on with the row above, in the same group."""
        cell = cells.get(DISTRICT, EMPTY)
        if cell.words or cell.broken:
            self._district = (entry.groups, cell)
        elif self._district[0] == entry.groups:
            cell = self._district[1]
        if cell.broken:
            troubles.append(Trouble(DISTRICT, "value_missing", cell.text or None))
        if cell.broken or not cell.words:
            return None
        found = self._places.of_cell(cell.words, unit_text)
        if found.unit is None and not self._reader.match(unit_text, None).unit:
            troubles.append(Trouble(DISTRICT, "unit_unknown", cell.words, self._reader.doubt(cell.words, None, found)))
        return found.unit
