"""Lists of areas behind "UBND" or "Bưu điện", in context: "các huyện: A, B và thành phố C", "các xã: X, Y (huyện C)", "cấp huyện"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reading.files.labels import CAPITALS
from units.entries import BookUnit
from units.matching import Candidate, Match, UnitBook
from units.names import COMMUNE_KINDS, DISTRICT_KINDS, core_key
from units.tree import Branch

_KIND = r"(?:thành phố|thị xã|thị trấn|đặc khu|huyện|quận|phường|tỉnh|xã|TP\.?|TX\.|TT\.)(?!\w)"
_KINDS = re.compile(rf"(?P<many>các\s+)?(?P<kinds>{_KIND}(?:\s*(?:,|và|/)\s*{_KIND})*)", re.I)
_LEVEL = re.compile(r"cấp\s+(?P<level>tỉnh|huyện|xã)\b(?P<note>\s+(?:được kiểm tra|có liên quan|liên quan|nêu trên))?", re.I)
_JOIN = re.compile(r"\s*(?:;\s*và|,\s*và|,|;|và|&)\s*")
_NARROWED = re.compile(
    r"\s*(?:(?:có\s+)?liên quan|có\s+(?!trách nhiệm)\w+|được\s+(?!giao|phân công)\w+|nêu|nói trên|còn lại|khác"
    r"|thuộc\s+(?!tỉnh)|trực thuộc|từ\s+\w)",
    re.I,
)
_CAPITALS = re.compile(rf"[{CAPITALS}][\w’']*(?:\s+(?:[{CAPITALS}][\w’']*|\d{{1,2}}\b))*")
_BRACKET = re.compile(r"\s*\(\s*(?:thuộc\s+)?(?P<where>[^()]{2,40}?)\s*\)")
_COLON, _COMMA, _BRACKET_AHEAD = re.compile(r"\s*:?\s*"), re.compile(r"\s*,\s*"), re.compile(r"[^.;]*\(")
_WORD = re.compile(r"[^\W_]+")
_IN_DISTRICT = re.compile(r"\s*,?\s*(?:thuộc\s+)?(?P<where>(?:huyện|thành phố|thị xã|TP\.?|TX\.)\s+(?=\w))", re.I)
_OTHER_BODIES = frozenset(
    ("UBND", "VPUBND", "Ủy", "Uỷ", "Bưu", "Văn", "Sở", "Trung", "Chủ", "Giám", "Chánh", "Thủ", "Phòng", "Công", "Ban", "Hội", "Các", "Bộ")
)
_ABBREVIATIONS = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}


@dataclass
class PlaceDoubt:
    """A name that was not matched: ambiguous, or unknown with what comes near it."""

    text: str
    start: int
    end: int
    ambiguous: bool
    candidates: tuple[Candidate, ...] = ()


@dataclass
class Places:
    """What a list of areas names. ``relative`` is "district" or "commune" for "cấp huyện", "cấp xã": whose, the point decides.

    ``bare`` tells a kind without any name ("UBND huyện"): the issuer's own.
    """

    end: int
    units: list[BookUnit] = field(default_factory=list)
    doubts: list[PlaceDoubt] = field(default_factory=list)
    relative: str = ""
    note: str = ""
    bare: str = ""
    narrowed: bool = False


@dataclass
class _Pending:
    """A commune name that waits for the district in brackets behind it."""

    text: str
    start: int
    end: int
    kinds: frozenset[str]


class PlaceReader:
    """Reads lists of areas with one book of units; ``district`` is the issuer's own district, where it has one."""

    def __init__(self, book: UnitBook, district: BookUnit | None) -> None:
        self.book = book
        self.district = district

    def _is_area(self, name: str, *levels: str) -> bool:
        """Whether an area of one of these levels (of any, if none is given) bears this name."""
        return any(not levels or area.level in levels for area in self.book.areas_named(core_key(name)))

    def read(self, text: str, start: int, branch: Branch, *, several: bool = False) -> Places | None:
        """The areas that begin at ``start``; ``None`` when no area is named there. ``several``: "các" stands before the body itself."""
        if level := _LEVEL.match(text, start):
            return Places(
                level.end(),
                relative={"huyện": "district", "xã": "commune"}.get(level["level"].lower(), ""),
                note=(level["note"] or "").strip(),
            )
        places = Places(start)
        pending: list[_Pending] = []
        position, kinds, plural = start, frozenset[str](), False
        found_any = False
        while True:
            heading = _KINDS.match(text, position)
            if heading and (not found_any or self._opens_group(text, heading, plural)):
                kinds = _kinds(heading["kinds"])
                plural = several or bool(heading["many"]) or len(kinds) > 1
                position = heading.end()
                behind = _COLON.match(text, position)
                name = self._name(text, behind.end() if behind else position)
                if name is None:
                    places.end = position
                    self._whole_group(places, text, heading, kinds, plural, branch)
                    if not found_any and not plural and not places.units:
                        return places if places.bare or places.narrowed else None
                    found_any = True
                else:
                    position = self._take(places, pending, text, name, kinds, branch)
                    found_any = True
            elif (name := self._name(text, position)) is not None:
                position = self._take(places, pending, text, name, kinds, branch)
                found_any = True
            else:
                break
            position = self._districts_behind(places, pending, text, position, branch, plural=plural)
            places.end = position
            join = _JOIN.match(text, position)
            if join is None or not self._goes_on(text, join, kinds, plural=plural):
                break
            position = join.end()
        self._settle(places, pending, branch, None)
        return places if found_any else None

    def _opens_group(self, text: str, heading: re.Match[str], plural: bool) -> bool:
        """A further "các huyện" or "thành phố Sa Đéc" in the list; "huyện" alone is the beginning of something else."""
        return bool(heading["many"]) or plural or self._name(text, heading.end() + 1) is not None or len(_kinds(heading["kinds"])) > 1

    def _goes_on(self, text: str, join: re.Match[str], kinds: frozenset[str], *, plural: bool) -> bool:
        """Whether the list goes on behind a comma, "và" or a semicolon. Behind a single kind only with a further name of that level."""
        if _KINDS.match(text, join.end()):
            return True
        name = self._name(text, join.end())
        if name is None:
            return False
        if plural:
            return ";" not in join[0] or self._bracket_follows(text, name[1]) or name[2]
        level = "commune" if kinds and kinds <= COMMUNE_KINDS else "district"
        return ";" not in join[0] and self._is_area(text[name[0] : name[1]], level)

    @staticmethod
    def _bracket_follows(text: str, position: int) -> bool:
        return _BRACKET_AHEAD.match(text, position) is not None

    def _name(self, text: str, position: int) -> tuple[int, int, bool] | None:
        """A proper name of an area at this place: the longest known one, else a run of capitals; the flag tells a known one."""
        words: list[re.Match[str]] = []
        here = position
        while len(words) < 5 and (word := _WORD.match(text, here)) is not None:
            words.append(word)
            here = word.end()
            if here >= len(text) or text[here] not in " -":
                break
            here += 1
        if not words or not (words[0][0][:1].isupper() or words[0][0].isdigit()):
            return None
        for count in range(len(words), 0, -1):
            if self._is_area(text[words[0].start() : words[count - 1].end()]):
                return words[0].start(), words[count - 1].end(), True
        run = _CAPITALS.match(text, position)
        if run is None or " " not in run[0] or run[0].split()[0] in _OTHER_BODIES:
            return None  # one capital alone begins a sentence: "UBND các huyện: Rà soát …"
        return run.start(), run.end(), False

    def _take(
        self, places: Places, pending: list[_Pending], text: str, name: tuple[int, int, bool], kinds: frozenset[str], branch: Branch
    ) -> int:
        """Match a name now, or keep a commune until the district behind it is read; returns the place behind the name."""
        start, end, _ = name
        if kinds and kinds <= COMMUNE_KINDS:
            pending.append(_Pending(text[start:end], start, end, kinds))
            return end
        if kinds & DISTRICT_KINDS:
            found = self.book.match(text[start:end], kind=kinds & DISTRICT_KINDS, branch=branch, level="district")
        elif kinds:
            found = self.book.match(f"{next(iter(kinds))} {text[start:end]}", branch=branch)
        else:
            found = self.book.match(text[start:end], branch=branch, district=self.district)
        self._record(places, found, text[start:end], start, end)
        return end

    def _districts_behind(self, places: Places, pending: list[_Pending], text: str, position: int, branch: Branch, *, plural: bool) -> int:
        """ "(huyện Cao Lãnh)", ", huyện Cao Lãnh" behind one or several communes; the communes may decide which "(Hồng Ngự)" is."""
        where, end = "", position
        near = _COMMA.match(text, position)
        named = self._name(text, near.end()) if near and pending else None
        if pending and (bracket := _BRACKET.match(text, position)):
            where, end = bracket["where"], bracket.end()
        elif pending and not plural and (behind := _IN_DISTRICT.match(text, position)) and (name := self._name(text, behind.end())):
            where, end = text[behind.start("where") : name[1]], name[1]
        elif (
            named
            and not plural
            and self._is_area(text[named[0] : named[1]], "district")
            and not self._is_area(text[named[0] : named[1]], "commune")
        ):
            where, end = text[named[0] : named[1]], named[1]
        if not where:
            return position
        found = self.book.district_among(where, [entry.text for entry in pending])
        if found.unit is None:
            return position if "(" not in text[position:end] else self._unsettled(places, pending, found, end)
        self._settle(places, pending, branch, found.unit)
        return end

    @staticmethod
    def _unsettled(places: Places, pending: list[_Pending], found: Match, end: int) -> int:
        for entry in pending:
            places.doubts.append(PlaceDoubt(entry.text, entry.start, entry.end, found.ambiguous, found.candidates))
        pending.clear()
        return end

    def _settle(self, places: Places, pending: list[_Pending], branch: Branch, district: BookUnit | None) -> None:
        for entry in pending:
            found = self.book.match(entry.text, district=district or self.district, kind=entry.kinds, branch=branch, level="commune")
            if found.unit is None and found.status == "unknown" and len(entry.kinds) == 1 and district is not None:
                # "UBND các xã: …, An Bình B (thành phố Hồng Ngự)": the stock word does not tell a xã from a phường.
                loose = self.book.match(entry.text, district=district, kind=COMMUNE_KINDS, branch=branch, level="commune")
                found = loose if loose.unit is not None else found
            self._record(places, found, entry.text, entry.start, entry.end)
        pending.clear()

    @staticmethod
    def _record(places: Places, found: Match, text: str, start: int, end: int) -> None:
        if found.unit is not None:
            if found.unit not in places.units:
                places.units.append(found.unit)
        else:
            places.doubts.append(PlaceDoubt(text, start, end, found.ambiguous, found.candidates))

    def _whole_group(self, places: Places, text: str, heading: re.Match[str], kinds: frozenset[str], plural: bool, branch: Branch) -> None:
        """A kind without names: "các huyện, thị xã, thành phố" are all districts, "huyện" alone is the issuer's."""
        if plural and _NARROWED.match(text, heading.end()):
            places.narrowed = True
            return
        if not plural:
            places.bare = next(iter(kinds))
            return
        groups: Iterable[BookUnit] = []
        if kinds & DISTRICT_KINDS:
            groups = self.book.districts(branch)
            if len(kinds) == 1:
                groups = [unit for unit in groups if unit.area.kind in kinds]
        elif kinds <= COMMUNE_KINDS | {"đặc khu"}:
            above = [self.district] if self.district is not None else [*self.book.provinces(), *self.book.districts()]
            groups = [unit for district in above for unit in self.book.communes_of(district, branch, kinds if len(kinds) == 1 else ())]
        places.units += [unit for unit in groups if unit not in places.units]


def _kinds(words: str) -> frozenset[str]:
    parts: Sequence[str] = re.findall(_KIND, words, re.I)
    return frozenset(_ABBREVIATIONS.get(part.lower().rstrip("."), part.lower()) for part in parts)
