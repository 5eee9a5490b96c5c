"""Who a text speaks of: every body that it names, matched to a unit in the context of the document.

Source: docs/reading.md, "How units are matched".

A ``Mention`` is one body or list of bodies as printed. Heads stand for their bodies ("Chánh Văn phòng UBND Tỉnh"), persons are no units
("Lãnh đạo …", "các Phó Chủ tịch"), open groups ("các cơ quan liên quan") stay words. What depends on the point that holds the mention
("Bưu điện cấp huyện": whose?) is kept as ``relative`` and decided by ``assignment``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Self

from common.text import match_key
from reading.dispatch.bodies import (
    ABOVE,
    ADDRESSED,
    BODY,
    COMMUNE_WORDS,
    DEPARTMENT_JOIN,
    FIELD_OF_WORK,
    HEAD_OF_BODY,
    NO_DEPARTMENT,
    OF,
    PERSON,
    SEPARATOR,
    SUB_UNIT,
)
from reading.dispatch.body_names import name_end
from reading.dispatch.places import PlaceDoubt, PlaceReader, Places
from units.entries import BookUnit
from units.matching import UnitBook
from units.tree import Branch

Kind = Literal["units", "group", "unknown", "person", "reference"]


@dataclass
class Mention:
    """A body or a list of bodies in a text; ``start`` and ``end`` are offsets into it."""

    start: int
    end: int
    text: str
    kind: Kind
    units: list[BookUnit] = field(default_factory=list)
    sub_units: list[BookUnit] = field(default_factory=list)
    doubts: list[PlaceDoubt] = field(default_factory=list)
    relative: str = ""
    branch: Branch = "ubnd"
    reference: str = ""


@dataclass
class Context:
    """Whose document it is: the issuer as a unit where it is one of ours, its district, and whether bare words mean our province."""

    book: UnitBook
    issuer: BookUnit | None = None
    district: BookUnit | None = None
    home: bool = True

    @classmethod
    def of(cls, book: UnitBook, issuer: str | None, texts: list[str]) -> Self:
        provinces = book.provinces()
        names = [match_key(unit.area.name) for unit in provinces]
        if issuer is None:
            near = [match_key(unit.area.name) for unit in book.districts()]
            spoken = match_key(" ".join(texts))
            return cls(book, home=any(name in spoken for name in names) or sum(name in spoken for name in near) > 1)
        unit = book.match(issuer).unit
        if unit is not None:
            level = unit.area.level
            return cls(book, unit, None if level == "province" else book.district_of(unit))
        area = re.search(r"\b(?:huyện|thành phố|thị xã)\s+\S.*$", issuer, re.I)
        district = book.match(f"UBND {area[0]}").unit if area else None
        return cls(book, None, district, home=district is not None or any(name in match_key(issuer) for name in names))

    @property
    def province(self) -> BookUnit | None:
        found = self.book.provinces()
        return found[0] if found else None

    def whole(self, mention: Mention) -> list[BookUnit]:
        """All units of a level that is named without saying whose: the issuer's own district's, else those of the whole province.

        Where there are districts, "UBND cấp xã" of the whole province is an open group.
        """
        book, district = self.book, self.district
        if mention.relative == "district":
            if district is None:
                return book.districts(mention.branch)
            own = district if mention.branch == "ubnd" else book.post_of(district)
            return [own] if own is not None else []
        if mention.relative == "commune":
            above = [district] if district is not None else [] if book.districts() else book.provinces()
            return [unit for one in above for unit in book.communes_of(one, mention.branch)]
        return []


class Addressing:
    """Finds the mentions of a text."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._places = PlaceReader(context.book, context.district)
        self._bodies: dict[str, BookUnit | None] = {}

    def _body(self, name: str) -> BookUnit | None:
        """The unit with this whole name; asked once a name, because a plan names the same Sở in every row."""
        if name not in self._bodies:
            self._bodies[name] = self.context.book.office(name)
        return self._bodies[name]

    def mentions(self, text: str) -> list[Mention]:
        """Every body that the text names, in order."""
        found: list[Mention] = []
        position = 0
        while (match := BODY.search(text, position)) is not None:
            mention = self._read(text, match)
            if mention is None:
                position = match.start() + 1
                while position < len(text) and text[position - 1].isalnum() and text[position].isalnum():
                    position += 1
                continue
            found.append(mention)
            position = max(mention.end, match.start() + 1)
        return found

    def whole(self, mention: Mention) -> list[BookUnit]:
        """All units of a level that is named without saying whose."""
        return self.context.whole(mention)

    def _read(self, text: str, match: re.Match[str]) -> Mention | None:
        kind = str(match.lastgroup if match.lastgroup != "ref" else "reference")
        readers: dict[str, Callable[[str, re.Match[str]], Mention | None]] = {
            "ubnd": self._area_body,
            "post": self._area_body,
            "areas": self._areas,
            "office": self._office,
            "centre": self._centre,
            "dept": self._department,
            "depts": self._departments,
            "named": self._other,
            "other": self._other,
        }
        if kind in readers:
            mention = readers[kind](text, match)
        elif kind == "reference":
            mention = Mention(match.start(), match.end(), match[0], "reference", reference=match["ref"].rstrip("."))
        elif kind == "group":
            mention = Mention(match.start(), match.end(), match[0].strip(), "group")
        else:
            mention = Mention(match.start(), match.start() + len(match[0].rstrip()), match[0].strip(), "unknown")
        if mention is not None and PERSON.search(text[max(0, mention.start - 30) : mention.start]):
            mention.kind = "person"
        return mention

    def _area_body(self, text: str, match: re.Match[str]) -> Mention | None:
        """ "UBND …" or "Bưu điện …" with the areas behind it."""
        branch: Branch = "ubnd" if match.lastgroup == "ubnd" else "buudien"
        behind = OF.match(text, match.end())
        several = text[: match.start()].rstrip()[-4:].lower() in (" các", "các")
        places = self._places.read(text, behind.end() if behind else match.end(), branch, several=several)
        if places is None:
            return None
        mention = Mention(
            match.start(), places.end, text[match.start() : places.end].strip(), "units", places.units, [], places.doubts, branch=branch
        )
        if places.relative:
            mention.relative = f"{places.relative}{' inspected' if 'kiểm tra' in places.note else ''}"
        elif places.bare:
            self._own(mention, places)
        elif places.narrowed:
            self._above(text, mention)
        if not self.context.home and not re.search(r"tỉnh Đồng Tháp", mention.text) and mention.kind == "units":
            mention.kind, mention.units, mention.doubts, mention.relative = "unknown", [], [], ""
        return mention

    def _areas(self, text: str, match: re.Match[str]) -> Mention | None:
        """ "Các huyện, thành phố": the areas stand for their UBND."""
        places = self._places.read(text, match.start(), "ubnd")
        if places is None or places.narrowed or not places.units or not self.context.home:
            return None
        return Mention(match.start(), places.end, text[match.start() : places.end], "units", places.units, [], places.doubts)

    @staticmethod
    def _above(text: str, mention: Mention) -> None:
        """ "UBND các xã, phường nêu trên" are those of "Kính gửi", "nêu tại điểm 1" those of point 1; another part of a group is open."""
        mention.kind = "group"
        if (above := ABOVE.match(text, mention.end)) is not None:
            mention.end = above.end()
            mention.text = text[mention.start : mention.end].strip()
            level = "commune" if COMMUNE_WORDS.search(mention.text) else "district"
            mention.kind, mention.reference = "reference", (above["ref"] or "").rstrip(".") or f"{ADDRESSED}{level} {mention.branch}"

    def _own(self, mention: Mention, places: Places) -> None:
        """ "UBND Tỉnh", "Bưu điện huyện": the issuer's own province or district."""
        book, district = self.context.book, self.context.district
        unit: BookUnit | None = None
        if places.bare == "tỉnh":
            provinces = book.provinces(mention.branch)
            unit = provinces[0] if provinces else None
        elif places.bare in ("huyện", "thành phố", "thị xã") and district is not None:
            unit = district if mention.branch == "ubnd" else book.post_of(district)
        elif self.context.issuer is not None and self.context.issuer.area.kind == places.bare:
            issuer = self.context.issuer
            unit = book.ubnd_of(issuer) if mention.branch == "ubnd" else book.post_of(issuer)
        if unit is not None:
            mention.units = [unit]
        else:
            mention.relative = "district" if places.bare in ("huyện", "thành phố", "thị xã") else "one commune"

    def _office(self, text: str, match: re.Match[str]) -> Mention:
        return self._whole(text, match, match[0])

    def _other(self, text: str, match: re.Match[str]) -> Mention | None:
        """A body that has no code unless a person added it, with its whole name; ``None`` where the words are no name ("Công ty đã …")."""
        end = name_end(text, match.end(), named=match.lastgroup == "named")
        return self._whole(text, match, text[match.start() : end]) if end is not None else None

    def _centre(self, text: str, match: re.Match[str]) -> Mention:
        words = text[match.start() : name_end(text, match.end(), named=False) or match.end()]
        for cut in range(len(words.split()), 2, -1):
            name = " ".join(words.split()[:cut])
            if self.context.home and (unit := self._body(name)) is not None:
                return Mention(match.start(), match.start() + len(name), name, "units", [unit])
        return Mention(match.start(), match.start() + len(words.rstrip()), words.strip(), "unknown")

    def _department(self, text: str, match: re.Match[str]) -> Mention:
        return self._whole(text, match, match[0])

    def _whole(self, text: str, match: re.Match[str], words: str) -> Mention:
        """A body named by itself; one that is no unit of ours is unknown."""
        mention = Mention(match.start(), match.start() + len(words.rstrip()), words.strip(), "unknown")
        named_home = re.search(r"Đồng Tháp", words) is not None
        if self.context.home or named_home:
            unit = self._body(HEAD_OF_BODY.sub("", words).strip())
            if unit is not None:
                mention.kind, mention.units = "units", [unit]
                self._sub_units(text, mention)
        return mention

    def _sub_units(self, text: str, mention: Mention) -> None:
        """ "Văn phòng UBND Tỉnh (Trung tâm …)": the one in brackets does the work for the body before them."""
        bracket = SUB_UNIT.match(text, mention.end)
        inner = self._body(bracket[1]) if bracket else None
        if bracket and inner is not None and inner.parent_id is not None and inner.parent_id in [unit.pk for unit in mention.units]:
            mention.sub_units, mention.end = [inner], bracket.end()
            mention.text = text[mention.start : mention.end]

    def _departments(self, text: str, match: re.Match[str]) -> Mention:
        """ "Các Sở: Nội vụ, Thông tin và Truyền thông, Tư pháp"; of the ministries none has a code here."""
        kind = "Bộ" if re.search(r"\b[Bb]ộ\b", match[0]) else "Sở"
        mention = Mention(match.start(), match.end(), "", "units")
        position = match.end()
        while (found := FIELD_OF_WORK.match(text, position)) is not None:
            unit = self._body(f"{kind} {found[0]}") if self.context.home else None
            if unit is not None:
                mention.units.append(unit)
            else:
                mention.doubts.append(PlaceDoubt(f"{kind} {found[0]}", found.start(), found.end(), ambiguous=False))
            mention.end = found.end()
            between = DEPARTMENT_JOIN.match(text, mention.end)
            if between is None or not FIELD_OF_WORK.match(text, between.end()) or text[between.end()].islower():
                break
            if NO_DEPARTMENT.match(text, between.end()):
                break
            position = between.end()
        mention.text = text[match.start() : mention.end]
        if not mention.units:
            mention.kind = "unknown"
        return mention


def chain(text: str, mentions: list[Mention], first: int) -> list[Mention]:
    """The mention ``first`` and those that follow it in one list, parted by commas, semicolons and "và" only."""
    linked = [mentions[first]]
    for mention in mentions[first + 1 :]:
        if mention.start < linked[-1].end or not SEPARATOR.match(text[linked[-1].end : mention.start]):
            break
        linked.append(mention)
    return linked
