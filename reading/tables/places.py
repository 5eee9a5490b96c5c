"""In which district a row's unit is to be looked for: the first that is there of the cell itself, a district column, the group row above,
the title above the table, the sheet's name (docs/reading.md, "Units of a row").
"""

import re

from common.text import match_key
from reading.tables.columns import UNIT
from reading.tables.layout import Entry, Table
from reading.tables.parties import NameReader
from units.entries import BookUnit, Level
from units.matching import Match
from units.names import parse

_LABEL = re.compile(r"^(?:[IVX]{1,6}|[\u2160-\u217f]|[A-ZĐ]|\d{1,3})\s*[.)/:\-]\s*|^[-+*•]\s*")
_COPY = re.compile(r"\s*\(\d+\)\s*$|^(?:pl|phụ lục|sheet)\s*\d*\s*[-–:.]?\s*", re.IGNORECASE)
_ABOUT = re.compile(
    r"^.*?\b(?:đơn vị|nơi|địa điểm|cơ quan)(?: (?:được|bị))?(?: (?:kiểm tra|khảo sát|làm việc))?\s*:\s*|^.*\bkiểm tra tại\s+", re.IGNORECASE
)
_LONGEST_NAME = 80
_KINDS = {"huyện": r"huyện|h\.?", "thành phố": r"thành phố|tp\.?|t\.p\.?", "thị xã": r"thị xã|tx\.?"}


class PlaceFinder:
    """Contexts of one workbook; texts are looked up once."""

    def __init__(self, reader: NameReader) -> None:
        self._reader = reader
        self._written = [
            (re.compile(rf"(?<!\w)(?:{_KINDS.get(unit.area.kind, unit.area.kind)})\s*{re.escape(match_key(unit.area.name))}(?!\w)"), unit)
            for unit in reader.book.districts()
        ]
        self._found: dict[tuple[str, str, tuple[str, ...]], BookUnit | None] = {}
        self._latest: dict[str, BookUnit] = {}
        self._communes: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    def of_table(self, table: Table) -> BookUnit | None:
        """The district that the title line names, else the sheet's name, else that of the table before it in the sheet or document."""
        key = "" if table.grid.is_table else table.grid.title
        found = self._own_district(table) or self._latest.get(key)
        if found is not None:
            self._latest[key] = found
        return found

    def _own_district(self, table: Table) -> BookUnit | None:
        communes = self._names(table, None)
        for line in reversed(table.titles):
            if (unit := self._mentioned(line)) is not None:
                return unit
        return self._district(_COPY.sub("", table.grid.title), communes) or self._mentioned(table.grid.title)

    def unit_of_table(self, table: Table, district: BookUnit | None) -> BookUnit | None:
        """The unit that the nearest line above names, else the sheet's name, where no column does: a commune, or whichever stands after
        "Đơn vị được kiểm tra:" or names the sheet. A district's body without these words is the one that wrote the table.
        """
        if any(column.field == UNIT for column in table.columns):
            return None
        lines = [(line, False) for line in reversed(table.titles)]
        for line, names_sheet in [*lines, (table.grid.title, True)]:
            said = _ABOUT.sub("", line)
            words = _COPY.sub("", _LABEL.sub("", said)).strip(" :.-–")
            if not words or len(words) > _LONGEST_NAME:
                continue
            named = self._reader.match(words, district).unit
            if named is not None and (named.area.level == Level.COMMUNE or ((names_sheet or said != line) and parse(words).branch)):
                return named
        return None

    def of_group(self, table: Table, entry: Entry, context: BookUnit | None) -> tuple[BookUnit | None, BookUnit | None]:
        """(district, unit) that the group rows above an entry name; the innermost counts. ``context``: the district of the table."""
        district: BookUnit | None = None
        unit: BookUnit | None = None
        for text in entry.groups:
            words = _LABEL.sub("", text).rstrip(" :.")
            found = self._district(words, self._names(table, entry.groups)) or self._mentioned(words)
            named = self._reader.match(words, district or context).unit
            if named is not None and named.area.level == Level.COMMUNE:
                unit = named
                district = district or self._reader.district_of(named)
            elif found is not None:
                district, unit = found, self._itself(table, words, named)
        return district, unit

    def _itself(self, table: Table, words: str, named: BookUnit | None) -> BookUnit | None:
        """ "Bưu điện huyện Cao Lãnh" over rows without a column of units is the unit; "Huyện Cao Lãnh" is but the district."""
        has_column = any(column.field == UNIT for column in table.columns)
        return named if named is not None and not has_column and parse(words).branch else None

    def of_cell(self, text: str, unit_text: str) -> Match:
        """A district column: a bare name that two districts bear is decided by the commune beside it."""
        found = self._reader.match(text, None)
        if found.unit is None or found.unit.area.level != Level.DISTRICT:
            found = self._reader.book.match(text, level="district")
        likely = self._likely(found, (unit_text,)) if unit_text else None
        return Match(likely) if likely is not None else found

    def _district(self, words: str, communes: tuple[str, ...]) -> BookUnit | None:
        """The district that is the whole of a text; where two bear the name, the communes under it decide."""
        if not words or len(words) > _LONGEST_NAME:
            return None
        key = ("district", match_key(words), communes)
        if key not in self._found:
            found = self._reader.book.match(words, level="district")
            unit = found.unit or self._likely(found, communes)
            self._found[key] = unit if unit is not None and unit.area.level == Level.DISTRICT else None
        return self._found[key]

    def _likely(self, found: Match, communes: tuple[str, ...]) -> BookUnit | None:
        """Of several districts of one name the one in which more of these communes lie than in any other."""
        if not found.ambiguous:
            return None
        match = self._reader.book.match
        lying = [
            (sum(match(name, district=one.unit, level="commune").unit is not None for name in communes), one.unit)
            for one in found.candidates
        ]
        most = max(count for count, _ in lying)
        best = [unit for count, unit in lying if count == most]
        return best[0] if most and len(best) == 1 else None

    def _mentioned(self, text: str) -> BookUnit | None:
        """The one district that a line names with its kind; a line that names several gives no context."""
        key = ("line", match_key(text), ())
        if key not in self._found:
            units = [unit for pattern, unit in self._written if pattern.search(key[1])]
            self._found[key] = units[0] if len(units) == 1 else None
        return self._found[key]

    def _names(self, table: Table, groups: tuple[str, ...] | None) -> tuple[str, ...]:
        """The first names under a title or group: enough to tell two districts of one name apart."""
        key = (str(id(table)), groups or ())
        if key not in self._communes:
            named = [
                entry.cells[UNIT].words
                for entry in table.entries
                if (groups is None or entry.groups == groups) and entry.own_unit and not entry.cells[UNIT].broken
            ]
            self._communes[key] = list(dict.fromkeys(named))[:5]
        return tuple(self._communes[key])
