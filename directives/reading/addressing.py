"""Who a text speaks of: every body that it names, matched to a unit in the context of the document (contract, "Units").

A ``Mention`` is one body or list of bodies as printed. Heads stand for their bodies ("Chánh Văn phòng UBND Tỉnh"), persons are no units
("Lãnh đạo …", "các Phó Chủ tịch"), open groups ("các cơ quan liên quan") stay words. What depends on the point that holds the mention
("Bưu điện cấp huyện": whose?) is kept as ``relative`` and decided by ``assignment``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from common.text import match_key
from directives.reading.places import Doubt, PlaceReader, Places, Role
from units.matching import UnitBook
from units.models import Unit

Kind = Literal["units", "group", "unknown", "person", "reference"]

_HEAD_OF = r"(?:(?:Chủ tịch|Giám đốc|Chánh|Thủ trưởng|Trưởng|Cục trưởng|người đứng đầu)\s+(?:các\s+)?)?"
_FIELDS = (
    r"(?:Nội vụ|Tư pháp|Tài chính|Xây dựng|Y tế|Công [Tt]hương|Giao thông [Vv]ận tải|Kế hoạch và Đầu tư|Nông nghiệp và Phát triển [Nn]ông thôn|Nông nghiệp và Môi trường"
    r"|Tài nguyên và Môi trường|Thông tin và Truyền thông|Văn h[óo][aá],? Thể thao và Du lịch|Văn h[óo][aá] và Thể thao|Du lịch|Giáo dục và Đào tạo|Khoa học và Công nghệ"
    r"|Lao động\s*-\s*Thương binh và Xã hội|Lao động, Thương binh và Xã hội|Ngoại vụ|Ngoại giao|Dân tộc và Tôn giáo|Quốc phòng|Công an|KH&CN|TT&TT|NN&PTNT|KH&ĐT|GD&ĐT|VHTT&DL|TN&MT|GTVT|LĐTBXH"
    r"|[A-ZĐÀ-Ỹ][\w]*(?:\s+[a-zà-ỹđ]+)?(?:\s+(?:và|-)\s+[A-ZĐÀ-Ỹ][\w]*(?:\s+[a-zà-ỹđ]+)?)?)"
)
_GROUP_WORD = r"(?:sở|ban|ngành|cơ quan|đơn vị|địa phương|đoàn thể|bộ|tổ chức|cá nhân|doanh nghiệp|phòng|hội|cấp)"
_GROUP = (
    rf"(?:[Cc]ác\s+)?{_GROUP_WORD}(?:\s*,\s*{_GROUP_WORD})+(?:\s*,?\s*(?:và\s+)?{_GROUP_WORD})*(?:\s+(?:cấp\s+)?[Tt]ỉnh|\s+trên địa bàn(?: [Tt]ỉnh)?)?(?:\s+(?:có\s+)?liên quan)?"
    rf"|(?:[Cc]ác\s+)?{_GROUP_WORD}(?:\s+và\s+{_GROUP_WORD})*\s+(?:khác\s+)?(?:có\s+)?liên quan(?:\s+khác)?"
    rf"|[Cc]ác\s+(?:Sở|Bộ|[Ss]ở|[Bb]ộ)\s*,\s*(?:ban\s*,\s*)?(?:ngành|cơ quan)(?:[\s,]+(?:và\s+)?(?:đoàn thể|địa phương|cơ quan ngang [Bb]ộ))*(?:\s+[Tt]ỉnh)?(?:\s+(?:có\s+)?liên quan)?"
    rf"|[Cc]ác\s+{_GROUP_WORD}(?!\s*:)(?:\s+(?:chuyên môn|[Tt]ỉnh))?"
)
_REFERENCE = r"(?:[Cc]ác\s+)?(?:cơ quan|đơn vị|xã|phường|địa phương|huyện)[\w\s,]{0,30}?(?:nêu\s+|có tên\s+|quy định\s+|được giao\s+)?(?:tại|ở)\s+(?:[Đđ]iểm|[Đđ]iều|[Mm]ục|[Kk]hoản)\s+(?P<ref>[\dIVXa-zđ][\w.]*)"


def _verbose(pattern: str) -> str:
    """A pattern for use inside a verbose one, where bare spaces do not count."""
    return pattern.replace(" ", r"\ ")


_HEAD, _FIELD = _verbose(_HEAD_OF), _verbose(_FIELDS)
_BODY = re.compile(
    rf"""(?<![\w])(?:
      (?P<reference>{_verbose(_REFERENCE)})
    | (?P<office>{_HEAD}(?:Văn\ phòng|VP)\.?\s*(?:HĐND\s+và\s+)?(?:UBND|[ỦU][yỷ]\ ban\ nhân\ dân)(?:\s+(?:[Tt]ỉnh|huyện|thành\ phố|thị\ xã)(?:\s+[A-ZĐÀ-Ỹ]\w*){{0,3}})?)
    | (?P<centre>{_HEAD}(?:Trung\ tâm|TT)\s+(?:Kiểm\ soát|KSTTHC|KS\s?TTHC|Phục\ vụ\ [Hh]ành\ chính\ công|PVHCC)[^,;.:()]{{0,60}})
    | (?P<depts>{_HEAD}[Cc]ác\s+[Ss]ở\s*:?\s*(?={_FIELD}))
    | (?P<dept>{_HEAD}Sở\s+{_FIELD}(?:\s+tỉnh\s+[A-ZĐÀ-Ỹ]\w*(?:\s+[A-ZĐÀ-Ỹ]\w*)*)?)
    | (?P<ubnd>{_HEAD}(?:Văn\ phòng\ )?(?:UBND|[ỦU][yỷ]\ ban\ nhân\ dân|[ỦU][yỷ]\ ban\ ND)(?!\w))
    | (?P<post>{_HEAD}(?:Bưu\ điện|BĐ)(?!\s*-?\s*(?:Văn\ hóa|VH))(?!\w))
    | (?P<areas>[Cc]ác\s+(?=(?:huyện|thành\ phố|thị\ xã|xã|phường|thị\ trấn)(?!\w)))
    | (?P<group>{_HEAD}(?:{_verbose(_GROUP)}))
    | (?P<other>{_HEAD}(?:
          (?:Các\ )?Bộ(?!\ (?:phận|trưởng|luật|Luật|chỉ|tiêu|máy|[Cc]hính\ trị|Tư\ lệnh|TTHC))\s*:?\s+{_FIELD}(?:\s*[,;]\s*{_FIELD})*(?:\s+và\s+{_FIELD})?
        | Phòng\s+{_FIELD}(?:\s+(?:huyện|thành\ phố|thị\ xã))?
        | (?:Công\ an|Thanh\ tra|Bộ\ Chỉ\ huy\ [Qq]uân\ sự|Cục\ [Tt]huế|Cục\ [Tt]hống\ kê|Kho\ bạc\ Nhà\ nước|Bảo\ hiểm\ xã\ hội|Ngân\ hàng\ Nhà\ nước|Viện\ kiểm\ sát|Tòa\ án)\s*(?:nhân\ dân\s+)?(?:tỉnh|Tỉnh|huyện|thành\ phố|Thành\ phố|cấp\ \w+)?
        | (?:Ban\s+(?:Quản\ lý|Tổ\ chức|Dân\ tộc|Chỉ\ đạo|Tuyên\ giáo|Dân\ vận)|Hội\s+[A-ZĐÀ-Ỹ]\w*|Hiệp\ hội|Liên\ minh\ Hợp\ tác\ xã|Liên\ đoàn|Ủy\ ban\ Mặt\ trận|Mặt\ trận|Đài\s+[A-ZĐÀ-Ỹ]\w*|Báo\s+[A-ZĐÀ-Ỹ]\w*|Cổng\ [Tt]hông\ tin
             |Trung\ tâm|Tổng\ công\ ty|Công\ ty|Chi\ cục|Cục|Văn\ phòng|Trường|Thông\ tấn\ xã|Đoàn\ Thanh\ niên|Tỉnh\ đoàn)[^,;.:()]{{0,60}}
      ))
    )""",
    re.X,
)
_PERSON = re.compile(
    r"(?:(?:^|[\s,/])(?:CT|PCT|GĐ|PGĐ|CVP|PCVP|TT|TTr|HĐND|TTUB|HU|TU)[\s/,.]*|Thường trực\s+|[Ll]ãnh đạo[\s/,]*"
    r"|Phó\s+(?:Chủ tịch|Giám đốc|Chánh)[\s/,]*|Chuyên viên[\s/,]*)$"
)
_SUB_UNIT = re.compile(r"\s*\(\s*(?:giao\s+|qua\s+)?([^()]{4,120})\)")
_SEPARATOR = re.compile(r"^\s*(?:[,;&]|(?:[,;]\s*)?và|cùng(?: với)?|với)?\s*(?:các\s+)?$", re.I)


@dataclass
class Mention:
    """A body or a list of bodies in a text; ``start`` and ``end`` are offsets into it."""

    start: int
    end: int
    text: str
    kind: Kind
    units: list[Unit] = field(default_factory=list)
    sub_units: list[Unit] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    relative: str = ""
    role: Role = "ubnd"
    reference: str = ""


@dataclass
class Context:
    """Whose document it is: the issuer as a unit where it is one of ours, its district, and whether bare words mean our province."""

    book: UnitBook
    issuer: Unit | None = None
    district: Unit | None = None
    home: bool = True

    @classmethod
    def of(cls, book: UnitBook, issuer: str | None, texts: list[str]) -> Context:
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
    def province(self) -> Unit | None:
        found = self.book.provinces()
        return found[0] if found else None


class Addressing:
    """Finds the mentions of a text."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._places = PlaceReader(context.book, context.district)
        self._bodies: dict[str, Unit | None] = {}

    def _body(self, name: str) -> Unit | None:
        """The unit with this whole name; asked once a name, because a plan names the same Sở in every row."""
        if name not in self._bodies:
            self._bodies[name] = self.context.book.office(name)
        return self._bodies[name]

    def mentions(self, text: str) -> list[Mention]:
        """Every body that the text names, in order."""
        found: list[Mention] = []
        position = 0
        while (match := _BODY.search(text, position)) is not None:
            mention = self._read(text, match)
            if mention is None:
                position = match.start() + 1
                while position < len(text) and text[position - 1].isalnum() and text[position].isalnum():
                    position += 1
                continue
            found.append(mention)
            position = max(mention.end, match.start() + 1)
        return found

    def whole(self, mention: Mention) -> list[Unit]:
        """All units of a level that is named without saying whose: the issuer's own district's, else those of the whole province."""
        book, district = self.context.book, self.context.district
        if mention.relative == "district":
            if district is not None:
                own = district if mention.role == "ubnd" else book.post_of(district)
                return [own] if own is not None else []
            return book.districts(mention.role)
        if mention.relative == "commune" and district is not None:
            return book.communes_of(district, mention.role)
        return []

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
        }
        if kind in readers:
            mention = readers[kind](text, match)
        elif kind == "reference":
            mention = Mention(match.start(), match.end(), match[0], "reference", reference=match["ref"].rstrip("."))
        elif kind == "group":
            mention = Mention(match.start(), match.end(), match[0].strip(), "group")
        else:
            mention = Mention(match.start(), match.start() + len(match[0].rstrip()), match[0].strip(), "unknown")
        if mention is not None and _PERSON.search(text[max(0, mention.start - 30) : mention.start]):
            mention.kind = "person"
        return mention

    def _area_body(self, text: str, match: re.Match[str]) -> Mention | None:
        """ "UBND …" or "Bưu điện …" with the areas behind it."""
        role: Role = "ubnd" if match.lastgroup == "ubnd" else "buudien"
        behind = re.compile(r"\s*(?:của\s+)?").match(text, match.end())
        assert behind is not None  # the pattern matches the empty text
        several = text[: match.start()].rstrip()[-4:].lower() in (" các", "các")
        places = self._places.read(text, behind.end(), role, several=several)
        if places is None:
            return None
        mention = Mention(
            match.start(), places.end, text[match.start() : places.end].strip(), "units", places.units, [], places.doubts, role=role
        )
        if places.relative:
            mention.relative = f"{places.relative}{' inspected' if 'kiểm tra' in places.note else ''}"
        elif places.bare:
            self._own(mention, places)
        elif places.narrowed:
            mention.kind = "group"
        if not self.context.home and not re.search(r"tỉnh Đồng Tháp", mention.text) and mention.kind == "units":
            mention.kind, mention.units, mention.doubts, mention.relative = "unknown", [], [], ""
        return mention

    def _areas(self, text: str, match: re.Match[str]) -> Mention | None:
        """"Các huyện, thành phố": the areas stand for their UBND."""
        places = self._places.read(text, match.start(), "ubnd")
        if places is None or places.narrowed or not places.units or not self.context.home:
            return None
        return Mention(match.start(), places.end, text[match.start() : places.end], "units", places.units, [], places.doubts)

    def _own(self, mention: Mention, places: Places) -> None:
        """ "UBND Tỉnh", "Bưu điện huyện": the issuer's own province or district."""
        book, district = self.context.book, self.context.district
        unit: Unit | None = None
        if places.bare == "tỉnh":
            provinces = book.provinces(mention.role)
            unit = provinces[0] if provinces else None
        elif places.bare in ("huyện", "thành phố", "thị xã") and district is not None:
            unit = district if mention.role == "ubnd" else book.post_of(district)
        elif self.context.issuer is not None and self.context.issuer.area.kind == places.bare:
            issuer = self.context.issuer
            unit = book.ubnd_of(issuer) if mention.role == "ubnd" else book.post_of(issuer)
        if unit is not None:
            mention.units = [unit]
        else:
            mention.relative = "district" if places.bare in ("huyện", "thành phố", "thị xã") else "commune"

    def _office(self, text: str, match: re.Match[str]) -> Mention:
        return self._whole(text, match, match[0])

    def _centre(self, text: str, match: re.Match[str]) -> Mention:
        words = match[0]
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
            unit = self._body(re.sub(r"^(?:Chủ tịch|Giám đốc|Thủ trưởng|Trưởng)\s+", "", words).strip())
            if unit is not None:
                mention.kind, mention.units = "units", [unit]
                self._sub_units(text, mention)
        return mention

    def _sub_units(self, text: str, mention: Mention) -> None:
        """ "Văn phòng UBND Tỉnh (Trung tâm …)": the one in brackets does the work for the body before them."""
        bracket = _SUB_UNIT.match(text, mention.end)
        inner = self._body(bracket[1]) if bracket else None
        if bracket and inner is not None and inner.parent_id is not None and inner.parent_id in [unit.pk for unit in mention.units]:
            mention.sub_units, mention.end = [inner], bracket.end()
            mention.text = text[mention.start : mention.end]

    def _departments(self, text: str, match: re.Match[str]) -> Mention:
        """ "Các Sở: Nội vụ, Thông tin và Truyền thông, Tư pháp"."""
        mention = Mention(match.start(), match.end(), "", "units")
        name = re.compile(_FIELDS)
        join = re.compile(r"\s*(?:,\s*và|,|;|và)\s*(?:Sở\s+)?")
        position = match.end()
        while (found := name.match(text, position)) is not None:
            unit = self._body(f"Sở {found[0]}") if self.context.home else None
            if unit is not None:
                mention.units.append(unit)
            else:
                mention.doubts.append(Doubt(f"Sở {found[0]}", found.start(), found.end(), ambiguous=False))
            mention.end = found.end()
            between = join.match(text, mention.end)
            if between is None or not name.match(text, between.end()) or text[between.end()].islower():
                break
            if re.match(r"(?:UBND|Bưu điện|Văn phòng|[ỦU][yỷ] ban|Công an)\b", text[between.end() :]):
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
        if mention.start < linked[-1].end or not _SEPARATOR.match(text[linked[-1].end : mention.start]):
            break
        linked.append(mention)
    return linked
