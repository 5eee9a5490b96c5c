"""The heading of a dispatch (Decree 30/2020, Phụ lục I, boxes 1–5): issuing body, number and symbol, place and date, kind and subject."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from common.text import clean, match_key
from reading.dispatch.casing import Casing, breaks_phrase, capital
from reading.dispatch.proposal import Heading
from reading.files.content import Line
from reading.files.labels import DASH, read_label

KINDS = (
    "nghị quyết", "quyết định", "chỉ thị", "quy chế", "quy định", "thông cáo", "thông báo", "hướng dẫn",
    "chương trình", "kế hoạch", "phương án", "đề án",
    "dự án", "báo cáo", "biên bản", "tờ trình", "hợp đồng", "công điện", "công văn", "bản ghi nhớ",
    "bản thỏa thuận", "giấy mời", "kết luận", "thông tri",
)  # fmt: skip
_BY_SYMBOL = {
    "nq": "nghị quyết", "qđ": "quyết định", "ct": "chỉ thị", "kh": "kế hoạch", "tb": "thông báo",
    "bc": "báo cáo", "hd": "hướng dẫn", "cđ": "công điện",
    "ctr": "chương trình", "ttr": "tờ trình", "pa": "phương án", "đa": "đề án", "gm": "giấy mời", "kl": "kết luận", "cv": "công văn",
}  # fmt: skip
_MARKS_OF_URGENCY = frozenset(("hỏa tốc", "thượng khẩn", "khẩn", "mật", "tối mật", "tuyệt mật", "dự thảo", "hoả tốc"))
_KIND = re.compile(r"^(" + "|".join(KINDS) + r")\b\s*(.*)$", re.I)
_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<number>\d+[A-Za-z]?)?[\s.…_]*(?:/|-(?=\s*[A-ZĐ]))\s*(?P<symbol>[^\s,;]+(?:\s?[-/&]\s?[^\s,;]+)*)", re.I
)
_NO_SYMBOL = re.compile(r"^Số\s*:?\s*(?P<number>\d+)?[\s.…_/]*$", re.I)
_DATE = re.compile(
    r"^(?P<place>[^\d]{2,60}?)\s*,\s*(?P<text>ngày\s*(?P<day>\d{1,2}|[\s.…_]*)\s*tháng\s*(?P<month>\d{1,2}|[\s.…_]*)\s*năm\s*(?P<year>\d{4}|[\s.…_\d]*))\s*$",
    re.I,
)
_HALF_DATE = re.compile(r",\s*ngày\b[^:;]{0,24}$", re.I)
_HALF_NUMBER = re.compile(r"^Số\s*:?\s*(?:\d*\s*/\S*[-/])?$", re.I)
_SHORT_DATE = re.compile(
    r"^(?P<place>[^\d]{2,60}?)\s*,\s*(?P<text>(?:ngày\s*)?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}))\s*$", re.I
)
_SUBJECT = re.compile(r"^V/v\s*[:.]?\s*", re.I)
_ABOUT = re.compile(r"^Về\s+(?:việc\s+)?(?=\w)", re.I)  # what some offices print for "V/v"
_STAMP = re.compile(r"^(?:(?:CÔNG VĂN|VĂN BẢN)\s+)?ĐẾN$|^(?:Số|Ngày|Giờ|Chuyển)\s*:?[\s\d/.…-]*$")  # of the office that received it
_MOTTO = re.compile(r"^CỘNG(?: H|$)")
RULE = re.compile(r"^[\s\-–—_=*.~]{3,}$")
TO = re.compile(r"^Kính gửi\s*:?\s*", re.I)
_WIRE = re.compile(r"^[^\W\d_].{2,80}\bđiện\s*:\s*$")
_AUTHORITY = re.compile(
    r"^(?:CHỦ TỊCH|[ỦU][YỶ] BAN|UBND|GIÁM ĐỐC|BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|HỘI ĐỒNG|TỔNG GIÁM ĐỐC|CHÁNH|BAN |CỤC TRƯỞNG|TRƯỞNG )"
)
_PREAMBLE = re.compile(r"^(?:Căn cứ|Thực hiện|Xét|Theo|Qua|Để|Ngày \d|Trên cơ sở|Thời gian qua|Trong thời gian|Nhằm)\b")
_BODY_START = re.compile(
    r"^(?:[ỦU][YỶ] BAN|UBND|SỞ|VĂN PHÒNG|VP\b|BỘ|TỔNG CỤC|CỤC|CHI CỤC|BAN|BƯU ĐIỆN|TỔNG CÔNG TY|CÔNG TY|TRUNG TÂM"
    r"|PHÒNG|HỘI ĐỒNG|TRƯỜNG|BỆNH VIỆN|ĐOÀN|THỦ TƯỚNG"
    r"|CHÍNH PHỦ|VIỆN|HỘI|LIÊN MINH|CÔNG AN|THANH TRA|TỈNH ỦY|HUYỆN ỦY|THÀNH ỦY|ĐẢNG ỦY|NGÂN HÀNG|KHO BẠC|BẢO HIỂM)\b"
)
_INNER_BODY = re.compile(
    r"^((?:UBND|[ỦU][YỶ] BAN NHÂN DÂN) (?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|TP\.?) .+?) ((?:SỞ|VĂN PHÒNG|PHÒNG"
    r"|TRUNG TÂM|CHI CỤC|BAN QUẢN LÝ|BAN DÂN TỘC|THANH TRA)\b.*)$"
)
_AREA = re.compile(r"\b(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\s+\S.*$")
_COMPLETED = re.compile(r"^(?:SỞ|PHÒNG|BAN|THANH TRA)\b")  # names that every province or district has
_OWN_AREA = re.compile(r"\b(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|VIỆT NAM|CHÍNH PHỦ|QUỐC HỘI)\b")


@dataclass
class Header(Heading):
    """Lines of the heading are remembered so that the page can mark them; ``end`` is where the body begins."""

    spots: dict[str, list[Line]] = field(default_factory=dict)
    end: int = 0


def read_header(lines: list[Line], casing: Casing) -> Header:
    """Read from the top until a line that is no part of a heading; ``end`` is the index of that line."""
    header = Header()
    issuer: list[Line] = []
    index, motto = 0, False
    while index < len(lines):
        line = lines[index]
        if (broken := _broken(lines, index)) is not None:
            line, index = broken, index + 1
        text = line.text
        if RULE.match(text) or match_key(text) in _MARKS_OF_URGENCY or (header.symbol and _STAMP.match(text)):
            pass
        elif _MOTTO.match(text) or (motto and text.isupper()):
            motto = "NAM" not in text.split()
        elif re.match(r"^Độc lập\b", text, re.I):
            motto = False
        elif _read_number(header, line) or _read_date(header, line):
            pass
        elif header.kind is None and header.subject is None and (_SUBJECT.match(text) or (header.symbol and _ABOUT.match(text))):
            index = _read_letter_subject(header, lines, index)
            continue
        elif (
            (found := _KIND.match(text))
            and (found[1].isupper() or line.bold)
            and not found[2].startswith((":", ","))
            and _is_title(found[2], in_capitals=found[1].isupper())
        ):
            header.kind = match_key(found[1])
            index = _read_titled_subject(header, lines, index, rest=found[2], casing=casing)
            break
        elif header.symbol is None and not header.subject and _names_body(text):
            issuer.append(line)
        elif not _heading_goes_on(lines, index):
            break
        index += 1
    header.end = index
    _name_issuer(header, issuer, casing)
    if header.kind is None:
        header.kind = _guess_kind(header, lines[index:])
    return header


def _broken(lines: list[Line], index: int) -> Line | None:
    """This line with the next one of its cell, where the break falls into the number ("Số: 45/UBND- | KSTTHC"), the date or its place."""
    if index + 1 >= len(lines) or lines[index + 1].cell != lines[index].cell or lines[index].cell is None:
        return None
    above, below = lines[index].text, lines[index + 1].text
    place = _DATE.match(below) and above.istitle() and not _BODY_START.match(above.upper())
    if place or _HALF_NUMBER.match(above) or (_HALF_DATE.search(above) and not _DATE.match(above)):
        return replace(lines[index], text=f"{above} {below}" if not above.endswith(("-", "/")) else above + below)
    return None


def _names_body(text: str) -> bool:
    """A line of the issuing body's name: in capitals, or at least beginning like a body."""
    if read_label(text) is not None:
        return False
    return text.isupper() or (len(text) < 60 and _BODY_START.match(text.upper()) is not None and not text.endswith((".", ":", ";")))


def _heading_goes_on(lines: list[Line], index: int) -> bool:
    """A stamp or a stray line inside the heading: short, and number, date, kind or "Kính gửi" still follow closely."""
    text = lines[index].text
    if TO.match(text) or _WIRE.match(text) or read_label(text) or _PREAMBLE.match(text) or len(text) > 80 or text.endswith((";", ":")):
        return False
    following = [line.text for line in lines[index + 1 : index + 9]]
    return any(_NUMBER.match(text) or _DATE.match(text) for text in following)


def _is_title(rest: str, *, in_capitals: bool) -> bool:
    """What may follow a kind on its own line: nothing, or the subject itself."""
    return not rest or in_capitals or rest[0].isupper() or rest[0] == "("


def _read_number(header: Header, line: Line) -> bool:
    if header.symbol is not None or not (found := _NUMBER.match(line.text) or _NO_SYMBOL.match(line.text)):
        return False
    header.number = found["number"]
    header.symbol = clean(found["symbol"]).rstrip(".") if "symbol" in found.groupdict() else None
    header.spots["number"] = [line]
    return True


def _read_date(header: Header, line: Line) -> bool:
    if header.issued_text is not None or not (found := _DATE.match(line.text) or _SHORT_DATE.match(line.text)):
        return False
    header.place, header.issued_text = clean(found["place"]), clean(found["text"])
    if found["year"].strip().isdigit() and len(found["year"].strip()) == 4:
        header.issued_year = int(found["year"])
        if found["day"].strip().isdigit() and found["month"].strip().isdigit():
            try:
                header.issued_on = date(header.issued_year, int(found["month"]), int(found["day"]))
            except ValueError:
                header.issued_on = None  # "ngày 31 tháng 2": the page shows the words as printed
    header.spots["issued_text"] = [line]
    return True


def _read_letter_subject(header: Header, lines: list[Line], index: int) -> int:
    """ "V/v …" of a letter, over as many lines as it takes; returns the index behind it."""
    first = lines[index]
    taken = [first]
    index += 1
    while index < len(lines):
        line = lines[index]
        goes_on = line.soft or line.cell or line.text[:1].islower() or (len(line.text) < 70 and line.text[-1] not in ".:;")
        if line.gap or line.cell != first.cell or not goes_on or _begins_part(line.text):
            break
        taken.append(line)
        index += 1
    _set_subject(header, taken, _ABOUT.sub("", " ".join(line.text for line in taken)))
    return index


def _begins_part(text: str) -> bool:
    """Another part of the heading, or the letter itself."""
    return any(pattern.match(text) for pattern in (RULE, TO, _DATE, _NUMBER, _PREAMBLE, DASH)) or read_label(text) is not None


def _set_subject(header: Header, taken: list[Line], text: str) -> None:
    header.subject = _SUBJECT.sub("", text).strip().rstrip(".;").rstrip() or None
    header.spots["subject"] = taken


def _read_titled_subject(header: Header, lines: list[Line], index: int, *, rest: str, casing: Casing) -> int:
    """The subject below the kind of document; returns the index of the first line that is no part of it."""
    taken: list[Line] = []
    pieces = [rest] if rest else []
    if rest:
        taken.append(lines[index])
    index += 1
    while index < len(lines):
        line = lines[index]
        text = line.text
        if RULE.match(text):
            index += 1
            if taken:
                break
            continue
        if TO.match(text) or _WIRE.match(text) or read_label(text) or DASH.match(text):
            break
        if _PREAMBLE.match(text) and (taken or text.endswith((".", ",", ";", ":"))):
            break  # "Thực hiện mô hình …" below "KẾ HOẠCH" is the subject
        if (
            taken
            and not line.soft
            and ((line.gap and not line.centred) or line.centred != taken[0].centred or text.isupper() != taken[0].text.isupper())
        ):
            break
        if taken and text.isupper() and _AUTHORITY.match(text) and header.kind in ("quyết định", "nghị quyết"):
            break
        if taken and (text.endswith(":") or len(text) > 400):
            break
        taken.append(line)
        pieces.append(text)
        index += 1
    subject = " ".join(pieces)
    if subject.isupper() or _SUBJECT.sub("", subject).isupper():
        words = _SUBJECT.sub("", subject)
        subject = casing.sentence(words) if words == subject else " ".join(casing.words(words))
    _set_subject(header, taken, subject)
    return index


def _guess_kind(header: Header, rest: list[Line]) -> str | None:
    prefix = (header.symbol or "").lower().split("-")[0].split("/")[-1]
    if prefix in _BY_SYMBOL:
        return _BY_SYMBOL[prefix]
    if header.subject or header.symbol or any(TO.match(line.text) for line in rest[:3]):
        return "công văn"
    return None


def _name_issuer(header: Header, lines: list[Line], casing: Casing) -> None:
    """The own name of the body; a bare "VĂN PHÒNG" or "SỞ …" is completed from the body above it."""
    bodies: list[str] = []
    for line in lines:
        text = clean(line.text).rstrip(".:")
        if bodies and breaks_phrase(bodies[-1], text):
            bodies[-1] += " " + text
            continue
        complete = bool(bodies) and not re.fullmatch(r"(?:VĂN PHÒNG|ĐOÀN|HỘI ĐỒNG|BAN|.* (?:CỦA|VÀ|-))", bodies[-1])
        if (
            _BODY_START.match(text)
            and (complete or not bodies)
            and not (bodies and re.match(r"^(?:[ỦU][YỶ] BAN|UBND)", text) and bodies[-1] == "VĂN PHÒNG")
        ):
            bodies.append(text)
        elif bodies:
            bodies[-1] += " " + text
        else:
            bodies.append(text)
    if not bodies:
        return
    if len(bodies) == 1 and (found := _INNER_BODY.match(bodies[0])):
        bodies = [found[1], found[2]]
    own, above = bodies[-1], bodies[-2] if len(bodies) > 1 else ""
    name = casing.body_name(_written_out(own))
    if above and not _OWN_AREA.search(own):
        parent = _written_out(above)
        if own.strip() in ("VĂN PHÒNG", "VP"):
            full = casing.body_name(parent)
            name = f"Văn phòng {full}"
        elif _COMPLETED.match(own) and (area := _AREA.search(parent)):
            name = f"{name} {_lower_first(casing.body_name('BAN ' + area[0]).removeprefix('Ban '))}"
    header.issuer = capital(name)
    header.spots["issuer"] = lines


def _written_out(text: str) -> str:
    text = re.sub(r"\bUBND\b", "ỦY BAN NHÂN DÂN", text)
    text = re.sub(r"\bU[ỶY] BAN\b", "ỦY BAN", text)
    return re.sub(r"\bTP\.?\s*(?=\S)", "THÀNH PHỐ ", text)


def _lower_first(text: str) -> str:
    return text if text.startswith("Thành phố") else text[:1].lower() + text[1:]
