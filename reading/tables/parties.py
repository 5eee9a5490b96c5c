"""The units that a cell names, seen from the row's inspected unit: "UBND huyện" is its district, "UBND xã" its own commune.

Names are matched by ``units.matching``; what a person chose for a name before wins. Open groups ("các cơ quan liên quan") are words, no
units.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from common.text import clean, match_key
from units import names
from units.entries import BookUnit, Level, UnitKind
from units.matching import Candidate, Match, UnitBook
from units.tree import Branch

_CAPITAL = "(?-i:[" + "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper()) + "])"
_MEMBER = r"(?:sở|ban|ngành|cơ quan|đơn vị|phòng|bộ phận|đoàn thể|tổ chức|hội|cá nhân|địa phương|bộ|lực lượng)"
_PLACE = "(?:huyện|tỉnh|xã|phường|thị trấn|thành phố|thị xã)"
_TAIL = rf"(?:\s+(?:chuyên môn|chức năng|khác|cấp \w+|trên địa bàn(?: \w+)?|có|liên quan|thuộc {_PLACE}|của {_PLACE}|{_PLACE}))*"
_SEVERAL = rf"(?:các|những)\s+{_MEMBER}(?!\s*:)(?:\s*(?:,|và|-|/)?\s*{_MEMBER}\b(?!\s+{_CAPITAL}))*{_TAIL}"
_LINKED = rf"{_MEMBER}(?:\s*(?:,|và)\s*{_MEMBER}\b)*\s+(?:có\s+)?liên quan{_TAIL}"
_GROUP = re.compile(rf"(?<!\w)(?:{_SEVERAL}|{_LINKED})(?!\w)", re.IGNORECASE)
_COMMUNE_KINDS = re.compile(r"(?:các\s+)?\bxã\s*(?:,|/|và|-)\s*phường(?:\s*(?:,|/|và|-)\s*thị trấn)?", re.IGNORECASE)
_DISTRICT_KINDS = re.compile(r"(?:các\s+)?\bhuyện\s*(?:,|/|-)\s*(?:thị xã\s*(?:,|/|-)\s*)?thành phố", re.IGNORECASE)
_HARD = re.compile(r"\s*[;\n]\s*")
_BODY = (
    r"(?:ubnd|ub|ủy ban|uỷ ban|bưu điện|bưu cục|bđ|sở|văn phòng|vp|trung tâm|tt|bộ phận|bp|bpmc|xã|phường|thị trấn|chủ tịch|giám đốc|phòng"
    r"|công an|đài|ban|công chức|nhân viên|lãnh đạo|đoàn|hội|mặt trận)"
)
_SOFT = re.compile(rf"\s*,\s*|\s+(?:và|&|\+|-|–)\s+(?={_BODY}\b)|\s*/\s*(?={_BODY}\b)|\s*\+\s*|\s+&\s+", re.IGNORECASE)
_STARTS = re.compile(rf"(?:và\s+)?{_BODY}\b", re.IGNORECASE)
_LINKING = re.compile(r"^(?:và|cùng với|cùng|phối hợp)\s+|^[-+•*]\s*|\s+(?:và|cùng|cùng với|với)$", re.IGNORECASE)
_DISTRICT_FIRST = re.compile(r"(?:huyện|thành phố|thị xã|h\.|tp\.?|tx\.?)\s*\S", re.IGNORECASE)
_OWN = frozenset(
    {"đơn vị", "đơn vị được kiểm tra", "địa phương", "xã được kiểm tra", "ubnd xã được kiểm tra", "cơ quan được kiểm tra", "tại chỗ"}
)


_WITH = re.compile(r"[\s,;.–-]*(?<!\w)phối\s+hợp(?:\s+(?:cùng|với|cùng với|của))*\s*:?\s*", re.IGNORECASE)
_EACH = re.compile(r"(\S.*?)\s+chủ trì\s*[,;]\s*(?!phối hợp)(\S.*?)\s+(?:cùng )?phối hợp\s*\.?", re.IGNORECASE)
_LEADS = re.compile(
    r"^\s*[-+•*]?\s*(?:giao\s+)?(?:(?:đơn vị|cơ quan)\s+)?chủ trì(?:\s+thực hiện)?\s*:?\s*"
    r"|\s*[,:(]*\s*\bchủ trì(?:\s+thực hiện)?\s*\)?\s*$",
    re.IGNORECASE,
)


def split_leads(text: str) -> tuple[str, str]:
    """(leads, coordinating) of one cell that says both: "UBND xã chủ trì, phối hợp với Bưu điện huyện", "… chủ trì, … phối hợp"."""
    if (each := _EACH.fullmatch(text.strip())) is not None:
        return each[1], each[2]
    found = _WITH.search(text)
    leads, others = (text[: found.start()], text[found.end() :]) if found else (text, "")
    return _LEADS.sub("", leads), others


@dataclass(frozen=True)
class NameDoubt:
    """A name that decided nothing: what was written, what may be meant, and the key under which a choice is kept."""

    text: str
    key: str
    candidates: tuple[Candidate, ...]
    ambiguous: bool


@dataclass
class Parties:
    """What a cell of leads or coordinating units says."""

    units: list[BookUnit] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    doubts: list[NameDoubt] = field(default_factory=list)

    def add(self, other: "Parties") -> None:
        """Those of another cell, or of the rest of this one; none twice."""
        self.units += [unit for unit in other.units if unit not in self.units]
        self.words += other.words
        self.doubts += other.doubts


def choice_key(text: str, district: BookUnit | None) -> str:
    """Equal names in the same district are one question."""
    return f"{district.code if district is not None else ''}|{match_key(text)}"


def district_in_key(key: str) -> str:
    """The district's code in a choice's key, "" for none."""
    return key.partition("|")[0]


class NameReader:
    """Reads names for one import; every distinct question is asked of the book once."""

    def __init__(self, book: UnitBook, chosen: Mapping[str, str] | None = None) -> None:
        self.book = book
        self._chosen = dict(chosen or {})
        self._known: dict[tuple[str, str, str], Match] = {}

    def match(self, text: str, district: BookUnit | None, branch: str = "") -> Match:
        """The unit of a name in the context of a district."""
        asked = (match_key(text), district.code if district is not None else "", branch)
        if asked not in self._known:
            chosen = self.book.by_code(self._chosen.get(choice_key(text, district), ""))
            hint: Branch | None = "buudien" if branch == "buudien" else None
            self._known[asked] = Match(chosen) if chosen is not None else self._found(text, district, hint)
        return self._known[asked]

    def _found(self, text: str, district: BookUnit | None, hint: Branch | None) -> Match:
        """By the book; "Châu Thành/An Hiệp" is the commune of the two, whichever stands first."""
        found = self.book.match(text, district=district, branch=hint)
        parts = [part.strip() for part in text.split("/")]
        if found.unit is not None or len(parts) != 2 or not all(parts):
            return found
        either = [self.book.match(", ".join(order), district=district, branch=hint).unit for order in (parts, parts[::-1])]
        units = [unit for unit in either if unit is not None]
        return Match(units[0]) if len(units) == 1 else found

    def doubt(self, text: str, district: BookUnit | None, found: Match) -> NameDoubt:
        return NameDoubt(text, choice_key(text, district), found.candidates, found.ambiguous)

    def district_of(self, unit: BookUnit) -> BookUnit | None:
        return self.book.district_of(unit)

    def parties(self, text: str, unit: BookUnit) -> Parties:
        """The units that a cell names, in its order, none twice."""
        found = Parties()
        rest = _DISTRICT_KINDS.sub("cấp huyện", _COMMUNE_KINDS.sub("cấp xã", text))
        found.words = [clean(group[0]) for group in _GROUP.finditer(rest)]
        district = self.district_of(unit)
        for part in _HARD.split(_GROUP.sub(";", rest)):
            before: BookUnit | None = None
            for piece in self._pieces(part, district):
                match = self._one(piece, unit, district, before)
                if match.unit is None:
                    found.doubts.append(self.doubt(piece, district, match))
                elif match.unit not in found.units:
                    found.units.append(match.unit)
                before = match.unit or before
        return found

    def _pieces(self, part: str, district: BookUnit | None) -> list[str]:
        """The names in a list; a comma also stands inside a name ("xã Mỹ Long, huyện Cao Lãnh")."""
        pieces: list[str] = []
        for raw in _SOFT.split(part):
            piece = _LINKING.sub("", clean(raw)).strip(" .:,")
            if not piece:
                continue
            if pieces and self._belongs(pieces[-1], piece, district):
                pieces[-1] = f"{pieces[-1]}, {piece}"
            else:
                pieces.append(piece)
        return pieces

    def _belongs(self, before: str, piece: str, district: BookUnit | None) -> bool:
        written = names.parse(before)
        if _DISTRICT_FIRST.match(piece):
            return bool(written.core) and written.kind not in names.DISTRICT_KINDS and not written.district
        return not _STARTS.match(piece) and self.match(f"{before}, {piece}", district).unit is not None and not names.parse(piece).kind

    def _one(self, piece: str, unit: BookUnit, district: BookUnit | None, before: BookUnit | None) -> Match:
        if self._chosen.get(choice_key(piece, district)):
            return self.match(piece, district)
        if match_key(piece) in _OWN:
            return Match(unit)
        written = names.parse(piece)
        if not written.core and not written.district and (own := self._relative(written, unit)) is not None:
            return own
        match = self.match(piece, district)
        if match.unit is None and before is not None and not written.branch and not written.kind:
            inherited = "Bưu điện" if before.kind == UnitKind.POST else "Sở" if before.kind == UnitKind.DEPARTMENT else "UBND"
            again = self.match(f"{inherited} {piece}", district)
            return again if again.unit is not None else match
        return match

    def _relative(self, written: names.WrittenName, unit: BookUnit) -> Match | None:
        """ "UBND xã", "Bưu điện xã", a bare "UBND" or "Bưu điện": the row's own; a kind that is written must fit."""
        own, post, district = self.book.ubnd_of(unit), self.book.post_of(unit), self.district_of(unit)
        if written.kind in names.COMMUNE_KINDS:
            if unit.area.level != Level.COMMUNE:
                return None
            meant = post if written.branch == names.POST else own
            if written.any_of_level or unit.area.kind == written.kind:
                return Match(meant)
            return Match(candidates=_candidates([meant], "Khác loại đơn vị đã ghi"))
        if written.kind or not written.branch:
            return None
        if written.branch == names.UBND:
            return Match(own)
        posts = [post, self.book.post_of(district) if district is not None else None]
        several = list({one.code: one for one in posts if one is not None}.values())
        if len(several) == 1:
            return Match(several[0])
        return Match(candidates=_candidates(several, "Bưu điện cùng địa bàn"), ambiguous=True)


def _candidates(units: Iterable[BookUnit | None], reason: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(unit, reason, 0.9) for unit in units if unit is not None)
