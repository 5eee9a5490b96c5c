"""What a written name of a unit says: branch, kind, own name, district, province. Pure text; which unit it is, ``units.matching`` decides.

Understands the spellings of the genre: X., P., F1, TT., H., TP., TX., UB, UBND, Uỷ ban nhân dân, BĐ, BĐ-VHX, Bưu cục, "Bộ phận Một
cửa xã …", a head for the body ("Chủ tịch UBND xã …"), districts behind a comma, a dash, in brackets or without any of them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from common.text import match_key

UBND, POST = "ubnd", "buudien"
PROVINCE_KINDS = frozenset({"tỉnh"})
DISTRICT_KINDS = frozenset({"huyện", "thành phố", "thị xã"})
COMMUNE_KINDS = frozenset({"xã", "phường", "thị trấn"})

_ABBREVIATIONS = {
    "t": "tỉnh", "tp": "thành phố", "tx": "thị xã", "h": "huyện", "x": "xã", "p": "phường", "f": "phường", "tt": "thị trấn",
}  # fmt: skip
_KIND = r"tỉnh|thành phố|thị xã|huyện|xã|phường|thị trấn|tp|tx|h|x|p|tt|f"
_LEADING_KIND = re.compile(rf"(cấp )?({_KIND})(?: (.*))?")
_PHUONG = re.compile(r"(?:phường|p|f) ?(\d{1,2}|i{1,3}|iv|vi{0,3}|ix|xi?)")
_DISTRICT_KIND = "(?:huyện|h|thành phố|tp|thị xã|tx)"
_DISTRICT_FIRST = re.compile(rf"({_DISTRICT_KIND} \S.*?) ((?:xã|x|phường|p|thị trấn|tt) \S.*)")
_INLINE = re.compile(rf" (?:thuộc )?(?=(?:{_DISTRICT_KIND}|tỉnh) \S)")
_HEAD = re.compile(r"(?:(?:đồng chí|ông|bà) )?(?:chủ tịch|giám đốc|thủ trưởng|chánh(?= (?:văn phòng|vp)))(?: |$)")
_BRANCHES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    # (how it is written, branch, "commune" when it exists at that level only)
    (re.compile(r"(?:điểm )?(?:bưu điện|bđ) ?-? ?(?:văn hóa|vh)(?: ?x(?:ã)?\b)?"), POST, "commune"),
    (re.compile(r"bưu cục(?: cấp \d)?"), POST, ""),
    (re.compile(r"bưu điện|bđ"), POST, ""),
    (
        re.compile(
            r"(?:bộ phận|bp) ?(?:một cửa|1 cửa|mc|tiếp nhận và trả kết quả|tn ?(?:&|và) ?tkq)"
            r"(?: kết hợp bưu điện| liên thông)?(?: (?:của|tại))?"
        ),
        UBND,
        "",
    ),
    (re.compile(r"bpmc"), UBND, ""),
    (re.compile(r"ủy ban nhân dân|ủy ban nd|ub nhân dân|ubnd|ủy ban|ub"), UBND, ""),
)  # fmt: skip
_JOINED_POST = re.compile(r"bđ ?([xht])(?= |$)")  # BĐX, BĐH, BĐT
_NOTES = r"(?:để )?(?:b/c|báo cáo|biết|t/h|thực hiện|p/h|phối hợp)"  # why a recipient gets a copy
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10", "xi": "11"}


def inline(name: str) -> str:
    """A short name as it stands inside a sentence: 'huyện Lai Vung', 'xã Mỹ Long'; 'TP Cao Lãnh', 'UBND Tỉnh' stay as they are."""
    kind = next((kind for kind in DISTRICT_KINDS | COMMUNE_KINDS if name.lower().startswith(f"{kind} ")), "")
    return kind + name[len(kind) :]


@dataclass(frozen=True)
class WrittenName:
    """The parts of one written name, as match keys; "" is what is not written. ``any_of_level`` stands for "cấp huyện", "cấp xã".

    ``joined`` is the own name with a district that follows it without a comma: what was meant if those words are no district.
    """

    branch: str = ""
    level: str = ""
    kind: str = ""
    core: str = ""
    any_of_level: bool = False
    district_kind: str = ""
    district: str = ""
    province: str = ""
    office: str = ""
    joined: str = ""


@lru_cache(maxsize=8192)  # one document asks about the same few hundred names again and again
def parse(name: str) -> WrittenName:
    """Take a written name apart. Never fails: what is not understood stays in ``core``, which then fits no unit."""
    key = _tidy(name)
    first, *rest = _segments(key)
    if (turned := _DISTRICT_FIRST.fullmatch(first)) is not None:
        first, rest = turned[2], [turned[1], *rest]
    elif rest and _kind(first)[0] in DISTRICT_KINDS and _kind(rest[0])[0] in COMMUNE_KINDS and _kind(rest[0])[1]:
        first, rest = rest[0], [first, *rest[1:]]  # "Huyện Lai Vung, xã Hòa Long"
    branch, level, remainder = _branch(_HEAD.sub("", first, count=1))
    if branch == UBND and (inner := _branch(remainder))[0] == UBND:
        remainder = inner[2]  # "Bộ phận Một cửa UBND xã …"
    whole = remainder
    remainder, *inline = _INLINE.split(whole)
    kind, core, any_of_level = _kind(remainder, alone=bool(branch))
    district_kind = district = province = ""
    for segment in [*inline, *rest]:
        where_kind, where, _ = _kind(segment)
        if where_kind == "tỉnh" or (not where_kind and where == "đồng tháp"):
            province = where or province
        elif where_kind and not where:
            kind = kind or where_kind  # "Hồng Ngự (thành phố)"
        elif not district:
            district_kind, district = where_kind, where
        else:
            core = f"{core}, {segment}"
    joined = _kind(whole)[1] if inline else ""
    return WrittenName(branch, level, kind, core, any_of_level, district_kind, district, province, office_key(key), joined)


def core_key(name: str) -> str:
    """The comparable form of a unit's own name: 'Phường 01' and 'Phường I' have the core of 'Phường 1'."""
    key = match_key(name)
    return key.lstrip("0") if key.isdecimal() else key


def roman_as_number(core: str) -> str:
    """'thường phước ii' → 'thường phước 2', 'i' → '1'; unchanged when the last word is no Roman number."""
    *words, last = core.split(" ")
    return " ".join([*words, _ROMAN.get(last, last)])


def office_key(name: str) -> str:
    """One form for the many ways to write an office without an area in its name: 'Văn phòng UBND tỉnh Đồng Tháp' = 'VP.UBND Tỉnh'."""
    key = _tidy(name).replace(",", " ")
    for long, short in _OFFICE_WORDS:
        key = long.sub(short, key)
    return " ".join(key.split())


# An annex has thousands of names: what each goes through is compiled once.
_OFFICE_WORDS = [
    (re.compile(long), short)
    for long, short in (
        (r"^chánh (?=văn phòng|vp)|^giám đốc ", ""),
        (r"ủy ban nhân dân|ủy ban nd", "ubnd"),
        (r"hội đồng nhân dân", "hđnd"),
        (r"văn phòng", "vp"),
        (r"vp ?ubnd", "vp ubnd"),
        (r"thủ tục hành chính", "tthc"),
        (r"kiểm soát tthc", "kstthc"),
        (r"phục vụ hành chính công", "pvhcc"),
        (r"trung tâm", "tt"),
        (r"&| và |-", " "),
        (r"(?<=.)(?: (?:của )?tỉnh)?(?: đồng tháp)?$", ""),
    )
]
_NOTE = re.compile(rf" ?\((?:{_NOTES})\)$")
_BEFORE, _BEHIND = re.compile(r"^[\s\-+*•;:,]+"), re.compile(r"[\s\-;:,]+$")
_NUMBER = re.compile(rf"^(?:\d{{1,2}}[.)] ?(?=[^\W\d])|[ivx]+\. ?(?={_DISTRICT_KIND}[ .]))")  # "1. Xã …", "II. Huyện …"
_PROVINCE = re.compile(r"\bt (?=đồng tháp)")


def spelling_key(name: str) -> str:
    """The whole of a written name as it is compared with spellings that a person explained: capitals, points and spaces do not count."""
    return _tidy(name)


def _tidy(name: str) -> str:
    key = _NUMBER.sub("", _BEFORE.sub("", _NOTE.sub("", match_key(name))))
    key = _BEHIND.sub("", key.replace(".", " ").replace("–", "-").replace("—", "-"))
    for written, plain in (("t p ", "tp "), ("vpubnd", "vp ubnd"), ("ubnd", "ubnd ")):
        key = key.replace(written, plain)
    return _PROVINCE.sub("tỉnh ", " ".join(key.split()))


def _segments(key: str) -> list[str]:
    """Split at commas, spaced dashes and brackets: 'xã mỹ long' | 'huyện cao lãnh'."""
    key = re.sub(r"(bưu điện|bđ) ?- ?(văn hóa|vh)", r"\1 \2", key)
    key = re.sub(r"(?<=\w)-(?=\w\b)", " ", key)  # "Long Khánh-A"
    return [part.strip() for part in re.split(r"[,()\[\];]| - |(?<=\w)-(?=\w)", key) if part.strip()] or [""]


def _branch(text: str) -> tuple[str, str, str]:
    joined = _JOINED_POST.match(text)
    if joined:
        return POST, "", f"{_ABBREVIATIONS[joined[1]]}{text[joined.end() :]}"
    for pattern, branch, level in _BRANCHES:
        found = pattern.match(text)
        if found and (found.end() == len(text) or text[found.end()] == " "):
            return branch, level, text[found.end() :].strip()
    return "", "", text


def _kind(text: str, *, alone: bool = False) -> tuple[str, str, bool]:
    """(kind, own name, whether it says "cấp …"); ``alone``: one letter may be a kind without a name ("UBND H.")."""
    if found := _PHUONG.fullmatch(text):
        return "phường", core_key(roman_as_number(found[1])), False
    found = _LEADING_KIND.fullmatch(text)
    if not found:
        return "", core_key(text), False
    kind, core = _ABBREVIATIONS.get(found[2], found[2]), found[3] or ""
    if len(found[2]) == 1 and not core and not alone:
        return "", core_key(text), False  # a lone letter is no kind
    if kind == "phường":
        core = roman_as_number(core) if " " not in core else core
    return kind, core_key(core), bool(found[1])
