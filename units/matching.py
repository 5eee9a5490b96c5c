"""A written name with its context and date → the unit, candidates with reasons, or nothing.

Invariants (docs/reading.md, "How units are matched"; docs/domain.md, "Names of units" and traps 2, 9 to 12)
- A kind that is written must fit; the district is that written in the name, else the context; a name that fits exactly one unit
  is that unit.
- Homonyms need their district. Missing accents and near spellings are candidates, never a match.
- What a person taught is asked first: a spelling that was explained once is read so whatever the rules make of it ("BĐ T.Mười" is no
  Bưu điện Tỉnh), within the district for which it was explained, and without one wherever the unit may be meant.
- Units are those in force on the document's day, or in the year it states: codes and names were reused in 2025. ``units.register`` knows
  which these are; the book asks nothing of the database.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Indel

from common.text import fold
from units import names
from units.entries import BookArea, BookUnit, Level, Spelling, UnitKind
from units.names import WrittenName
from units.tree import OFFICES, Branch, UnitTree, district_around

_MOST_CANDIDATES = 5
_NEAR = 0.8
"""So much of their letters two names have in common, in the same order, when one may be a misspelling of the other."""


@dataclass(frozen=True)
class Candidate:
    """A unit that the writer may have meant; ``reason`` is a Vietnamese phrase for the screen, ``score`` 0–1 orders them."""

    unit: BookUnit
    reason: str
    score: float


@dataclass(frozen=True)
class Match:
    """``unit`` when the name is decided; else what a person may choose from, best first."""

    unit: BookUnit | None = None
    candidates: tuple[Candidate, ...] = ()
    ambiguous: bool = False

    @property
    def status(self) -> Literal["matched", "ambiguous", "unknown"]:
        if self.unit is not None:
            return "matched"
        return "ambiguous" if self.ambiguous else "unknown"


@dataclass(frozen=True)
class _Alias:
    unit: BookUnit
    written: WrittenName
    within: int | None


@dataclass
class _Asked:
    """One question, with its context filled in."""

    written: WrittenName
    branch: Branch
    kinds: frozenset[str]
    level: str
    areas: list[BookArea] = field(default_factory=list)  # the districts of the context, none when there is no context


class UnitBook(UnitTree):
    """All units in force at one time, with their other spellings."""

    def __init__(self, units: Iterable[BookUnit], spellings: Iterable[Spelling] = ()) -> None:
        units = list(units)
        super().__init__(units)
        self._folded: dict[str, list[BookArea]] = defaultdict(list)  # areas by their name without accents, alone and with their kind
        self._spelt: dict[int, str] = {}  # names of areas without accents
        self._offices: dict[str, BookUnit] = {}
        self._aliases: dict[str, list[_Alias]] = defaultdict(list)
        self._taught: dict[str, list[_Alias]] = defaultdict(list)
        for unit in units:
            for name in (unit.name, unit.short_name) if unit.kind in OFFICES else ():
                self._offices.setdefault(names.office_key(name), unit)
        for area in self._areas.values():
            name = fold(area.name)
            for spelling in (name, f"{fold(area.kind)} {name}"):
                self._folded[spelling].append(area)
            self._spelt[area.pk] = name
        for taught in spellings:
            known = self.by_code(taught.unit)
            if known is None:
                continue
            entry = _Alias(known, names.parse(taught.text), taught.within)
            self._taught[names.spelling_key(taught.text)].insert(0, entry)  # the last word counts
            if known.kind not in OFFICES and entry.written.core:
                self._aliases[entry.written.core].append(entry)

    def match(
        self,
        name: str,
        *,
        district: BookUnit | None = None,
        kind: str | Collection[str] | None = None,
        branch: Branch | None = None,
        level: Literal["district", "commune"] | None = None,
    ) -> Match:
        """The unit that ``name`` means.

        ``district`` (a unit of that district), ``kind`` ("huyện"; or several: {"xã", "phường"}), ``branch`` and ``level`` are what the
        context says; what the name itself says wins over them.
        """
        written = names.parse(name)
        if not (written.branch or written.core or written.kind):
            return Match()
        if (taught := self._taught_unit(name, written, district, kind, branch, level)) is not None:
            return Match(taught)
        if (office := self._office(written, district, kind)) is not None:
            return office
        asked = _Asked(written, _branch(written, branch), _kinds(written, kind), written.level or level or "")
        if self._elsewhere(written):
            return Match()
        if asked.kinds & names.PROVINCE_KINDS or self._is_province(written):
            return self._decide(
                asked, [unit.area for unit in self.provinces(asked.branch) if written.core in ("", names.core_key(unit.area.name))]
            )
        unknown_district = self._set_context(asked, district)
        if unknown_district:
            return Match(candidates=self._without_district(asked, unknown_district, district))
        if not written.core:
            return self._bare_kind(asked)
        found = self._exact(asked)
        if not found and asked.areas and not asked.kinds and asked.level != Level.COMMUNE:
            found = [area for area in asked.areas if self._is_named(area, asked)]  # "UBND Cao Lãnh" under "Huyện Cao Lãnh"
        return self._decide(asked, found) if found else Match(candidates=self._guesses(asked))

    def office(self, name: str) -> BookUnit | None:
        """The body with a name of its own that this whole name means, if any: by what a person taught, else by its name as it is."""
        taught = self._taught.get(names.spelling_key(name), ())
        if (known := next((entry.unit for entry in taught if entry.unit.kind in OFFICES), None)) is not None:
            return known
        found = self._office(names.parse(name), None, None)
        return found.unit if found is not None else None

    def district_among(self, name: str, communes: Iterable[str]) -> Match:
        """The district that ``name`` means when these communes are said to lie in it: "(Hồng Ngự)" after "Long Khánh A" is the huyện."""
        found = self.match(name, level="district")
        if found.status != "ambiguous":
            return found
        written = list(communes)
        fitting = [
            one for one in found.candidates if all(self.match(commune, district=one.unit, level="commune").unit for commune in written)
        ]
        return Match(fitting[0].unit) if written and len(fitting) == 1 else found

    def is_spelling(self, name: str, *, district: BookUnit | None = None) -> bool:
        """Whether a person can teach this: not a name that several units bear, unless the district tells which ("Tân Phước" means another
        one in the next file), nor words that only point to what a row is about ("Bưu điện", "UBND xã").
        """
        written = names.parse(name)
        if not (written.core or written.district) or written.any_of_level:
            return False
        return district is not None or not self.match(name).ambiguous

    # ---- steps of matching ----

    def _office(self, written: WrittenName, district: BookUnit | None, kind: str | Collection[str] | None) -> Match | None:
        key = written.office
        found = self._offices.get(key) or (self._offices.get(f"sở {key}") if kind in ("sở", "so") else None)
        if found is None or (written.province not in ("", names.core_key(found.area.name))):
            return None
        if district is not None and found.kind == UnitKind.OFFICE and not written.province and "tỉnh" not in written.core:
            return Match(candidates=(Candidate(found, "Không ghi rõ là của Tỉnh", 0.5),))  # a district has its own Văn phòng
        return Match(found)

    def _elsewhere(self, written: WrittenName) -> bool:
        """Whether the name belongs to another province."""
        named = written.province or (written.core if written.kind in names.PROVINCE_KINDS else "")
        return bool(named) and all(named != names.core_key(unit.area.name) for unit in self.provinces())

    def _is_province(self, written: WrittenName) -> bool:
        return (
            not written.kind and not written.district and any(written.core == names.core_key(unit.area.name) for unit in self.provinces())
        )

    def _taught_unit(
        self,
        name: str,
        written: WrittenName,
        district: BookUnit | None,
        kind: str | Collection[str] | None,
        branch: Branch | None,
        level: str | None,
    ) -> BookUnit | None:
        """The unit that a person said this very spelling means; the one said of the district of the context wins. A spelling without UBND
        or Bưu điện follows the column in which it stands.
        """
        entries = self._taught.get(names.spelling_key(name), ())
        around = district_around(district) if district is not None else None
        here = around.pk if around is not None else None
        kinds = _kinds(written, kind)
        for entry in sorted(entries, key=lambda one: one.within is None):
            unit, area = entry.unit, entry.unit.area
            if entry.within is not None and entry.within != here:
                continue
            if unit.kind in OFFICES:
                return unit
            if (level and area.level != level) or (kinds and not written.kind and area.kind not in kinds):
                continue
            if here is None or area.level != Level.COMMUNE or area.parent_id == here:
                return self._of_area.get((area.pk, branch), unit) if branch and not written.branch else unit
        return None

    def _set_context(self, asked: _Asked, district: BookUnit | None) -> str:
        """Fill in the districts of the context; returns the words of a written district that does not exist."""
        written = asked.written
        if written.district:
            kinds = frozenset({written.district_kind}) if written.district_kind else names.DISTRICT_KINDS
            question = _Asked(WrittenName(core=written.district, kind=written.district_kind), "ubnd", kinds, Level.DISTRICT)
            asked.areas = self._exact(question)
            return "" if asked.areas else f"{written.district_kind} {written.district}".strip()
        if district is not None and not (asked.kinds and asked.kinds <= names.DISTRICT_KINDS and written.core):
            own = district_around(district)
            asked.areas = [own] if own is not None and asked.level != Level.DISTRICT else []
        return ""

    def _bare_kind(self, asked: _Asked) -> Match:
        """ "Bưu điện huyện", "UBND cấp huyện": the district of the context, whose kind must fit unless the level alone is meant."""
        if not asked.kinds & names.DISTRICT_KINDS:
            return Match()
        fitting = [area for area in asked.areas if asked.written.any_of_level or area.kind in asked.kinds]
        if fitting:
            return self._decide(asked, fitting)
        return Match(candidates=self._candidates(asked, asked.areas, "Khác loại đơn vị đã ghi", 0.5))

    def _exact(self, asked: _Asked, *, everywhere: bool = False) -> list[BookArea]:
        """Areas whose name and kind are those written, in the context; other spellings that were decided before count as names."""
        cores = dict.fromkeys((asked.written.core, names.roman_as_number(asked.written.core)))
        for core in cores:
            official = [area for area in self._named.get(core, ()) if self._fits(area, asked, everywhere=everywhere)]
            aliases = [
                entry
                for entry in self._aliases.get(core, ())
                if self._alias_fits(entry, asked, unnamed=not official, everywhere=everywhere)
            ]
            found = {area.pk: area for area in [*official, *(entry.unit.area for entry in aliases)]}
            if found:
                return list(found.values())
        return []

    def _fits(self, area: BookArea, asked: _Asked, *, everywhere: bool = False) -> bool:
        if area.level == Level.PROVINCE or (asked.level and area.level != asked.level):
            return False
        if asked.kinds and area.kind not in asked.kinds:
            return False
        return everywhere or self._lies_in(area, asked)

    def _lies_in(self, area: BookArea, asked: _Asked) -> bool:
        return not asked.areas or any(area.parent_id == district.pk for district in asked.areas)

    def _alias_fits(self, entry: _Alias, asked: _Asked, *, unnamed: bool, everywhere: bool) -> bool:
        area = entry.unit.area
        if asked.level and area.level != asked.level:
            return False
        if entry.written.branch and entry.written.branch != asked.branch:
            return False
        if asked.kinds and (entry.written.kind or area.kind) not in asked.kinds:
            return False
        if entry.within is None or any(district.pk == entry.within for district in asked.areas):
            return everywhere or self._lies_in(area, asked) or area.level == Level.DISTRICT
        return unnamed and (everywhere or not asked.areas)

    def _is_named(self, area: BookArea, asked: _Asked) -> bool:
        return names.core_key(area.name) == asked.written.core

    def _decide(self, asked: _Asked, areas: Iterable[BookArea]) -> Match:
        units = [unit for area in areas if (unit := self._of_area.get((area.pk, asked.branch))) is not None]
        if len(units) == 1:
            return Match(units[0])
        return Match(candidates=tuple(Candidate(unit, f"Trùng tên: {_place(unit.area)}", 1.0) for unit in units), ambiguous=len(units) > 1)

    def _guesses(self, asked: _Asked) -> tuple[Candidate, ...]:
        """Best first: same letters without accents or near spellings in the context; then the name with another kind, or elsewhere."""
        folded = fold(asked.written.core)
        same = [area for area in self._folded.get(folded, ()) if self._fits(area, asked)]
        if same:
            return self._candidates(asked, same, "Chỉ khác dấu", 0.95)
        found = [
            Candidate(unit, "Gần giống cách viết", ratio)
            for _, ratio, key in process.extract(folded, self._spelt, scorer=Indel.normalized_similarity, score_cutoff=_NEAR, limit=None)
            if self._fits(self._areas[key], asked) and (unit := self._of_area.get((key, asked.branch)))
        ]
        other = _Asked(asked.written, asked.branch, frozenset(), asked.level, asked.areas)
        found += self._candidates(asked, self._exact(other), "Khác loại đơn vị đã ghi", 0.75)
        found += self._candidates(asked, self._exact(other, everywhere=True), "Ở huyện khác", 0.7)
        unique = {candidate.unit.code: candidate for candidate in reversed(found)}
        return tuple(sorted(unique.values(), key=lambda candidate: (-candidate.score, candidate.unit.code))[:_MOST_CANDIDATES])

    def _without_district(self, asked: _Asked, unknown: str, district: BookUnit | None) -> tuple[Candidate, ...]:
        """A district is written that does not exist: units of that name anywhere; else the words may be no district ("Tân H Cơ")."""
        found = self._candidates(asked, self._exact(asked, everywhere=True), f"Không có “{unknown}” trong danh mục", 0.5)
        if found or not asked.written.joined:
            return found
        asked.written = replace(asked.written, core=asked.written.joined, district="", district_kind="")
        self._set_context(asked, district)
        return self._guesses(asked)

    def _candidates(self, asked: _Asked, areas: Iterable[BookArea], reason: str, score: float) -> tuple[Candidate, ...]:
        units = (self._of_area.get((area.pk, asked.branch)) for area in areas)
        return tuple(Candidate(unit, reason, score) for unit in units if unit is not None)


def _branch(written: WrittenName, context: Branch | None) -> Branch:
    if written.branch == names.POST:
        return "buudien"
    return "ubnd" if written.branch else context or "ubnd"


def _kinds(written: WrittenName, context: str | Collection[str] | None) -> frozenset[str]:
    if written.any_of_level:
        return next((kinds for kinds in (names.DISTRICT_KINDS, names.COMMUNE_KINDS) if written.kind in kinds), names.PROVINCE_KINDS)
    if written.kind:
        return frozenset({written.kind})
    if context is None or written.level:
        return frozenset()
    return frozenset({context}) if isinstance(context, str) else frozenset(context)


def _place(area: BookArea) -> str:
    """'xã Tân Phước, huyện Tân Hồng'."""
    own = f"{area.kind} {area.name}"
    return f"{own}, {area.parent.kind} {area.parent.name}" if area.level == Level.COMMUNE and area.parent else own


Books = Callable[[date | None, int | None], UnitBook]
"""Gives the book of a day, else of a year, else of today: a reader learns only from the file of which time its units are."""
