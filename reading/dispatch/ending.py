"""The end of a dispatch (Decree 30/2020, Phụ lục I, boxes 7–9): where "Nơi nhận" and the signature stand and what they say."""

import re
from dataclasses import dataclass, field

from reading.dispatch.casing import breaks_phrase, capital, office
from reading.files.content import Line
from reading.files.labels import CAPITALS, DASH, read_label
from reading.vocabulary import either
from reading.vocabulary.endings import POSITIONS

TO_WHOM = re.compile(r"^\W*Nơi nhận\b\s*:?\s*", re.I)
_AUTHORITY = re.compile(rf"^(?:(?:TM|T/M|KT|TL|TUQ|Q)\s*[./]\s*|(?:TM|KT|TL|TUQ)\s+)(?=[{CAPITALS}]{{2}})")
_AUTHORITY_INSIDE = re.compile(rf"(?<=\S)\s+(?=(?:TM|KT|TL|TUQ)\.\s?[{CAPITALS}])")
_TITLE = re.compile(rf"(?:Q\.\s*)?(?:PHÓ\ )?(?:{either(POSITIONS).upper()})(?!\w)", re.X)
_SECOND_TITLE = re.compile(
    r"(?<=\S)\s+(?=(?:PHÓ|THỨ)\s)|(?<=NHÂN DÂN)\s+(?=CHỦ TỊCH|PHÓ)|(?<=\S)\s+(?=(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH VĂN PHÒNG"
    r"|TRƯỞNG BAN|THỦ TƯỚNG)$)"
)
_NAME = re.compile(r"^(?:[^\W\d_][^\W\d_.]*\.?\s+){1,7}[^\W\d_]+$")
_SIGNED = re.compile(r"^\W*(?:đã ký|ký tên|ký, đóng dấu)\b", re.I)
_INLINE_ITEM = re.compile(r"(?<=[;:.])\s+(?=[-–]\s)|^(?=[-–]\s)")


@dataclass
class ListEntry:
    """One entry of a list with the lines it was printed on."""

    text: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Signature:
    signer: str | None = None
    title: str | None = None
    signed_for: str | None = None
    lines: list[Line] = field(default_factory=list)


@dataclass
class Ending:
    """Recipients and signature; ``start`` and ``end`` bound them among the lines, ``start == end`` where there is neither."""

    start: int
    end: int
    recipients: list[ListEntry] = field(default_factory=list)
    recipient_lines: list[Line] = field(default_factory=list)
    signature: Signature = field(default_factory=Signature)


def read_ending(lines: list[Line], begin: int) -> Ending:
    """Find and read the first recipients and signature behind ``begin``; what follows ``end`` is annexes."""
    to_whom = next((index for index in range(begin, len(lines)) if TO_WHOM.match(lines[index].text) and len(lines[index].text) < 400), None)
    signed = _first_signature(lines, begin, to_whom)
    if to_whom is None and signed is None:
        return Ending(len(lines), len(lines))
    ending = Ending(start=min(index for index in (to_whom, signed) if index is not None), end=0)
    after_list = after_name = 0
    if to_whom is not None:
        after_list = _read_recipients(ending, lines, to_whom)
        if signed is None:
            signed = next(
                (index for index in range(to_whom + 1, min(after_list + 8, len(lines))) if _starts_signature(lines[index].text)), None
            )
    if signed is not None:
        after_name = _read_signature(ending.signature, lines, signed)
    ending.end = max(after_list, after_name)
    return ending


def _starts_signature(text: str) -> bool:
    if _AUTHORITY.match(text):
        return True
    return bool(_TITLE.match(text)) and _split_name(text) != ("", "") and not text.endswith((":", ";"))


def _first_signature(lines: list[Line], begin: int, to_whom: int | None) -> int | None:
    """The first line of the signature: behind the recipients, or shortly before them.

    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …" above "Căn cứ …" is the authority of a decision and no signature: points follow it.
    """
    window = range(begin, len(lines)) if to_whom is None else range(max(begin, to_whom - 8), min(to_whom + 80, len(lines)))
    for index in window:
        text = lines[index].text
        if not _starts_signature(text) or (read_label(text) is not None and not _AUTHORITY.match(text)):
            continue
        signed_name = any(_is_name(line.text) for line in lines[index + 1 : index + 5]) or bool(_split_name(text)[1])
        if (to_whom is None or index < to_whom) and not (signed_name and not _points_follow(lines, index, to_whom)):
            continue
        return index
    return None


def _points_follow(lines: list[Line], index: int, to_whom: int | None) -> bool:
    until = len(lines) if to_whom is None else to_whom
    return any(read_label(line.text) is not None for line in lines[index + 1 : min(until, index + 12)])


def _is_name(text: str) -> bool:
    words = text.split()
    return bool(_NAME.match(text)) and all(word[:1].isupper() for word in words) and len(text) < 50


def _read_recipients(ending: Ending, lines: list[Line], index: int) -> int:
    first = lines[index]
    ending.recipient_lines.append(first)
    pieces: list[tuple[str, Line]] = []
    if rest := TO_WHOM.sub("", first.text):
        pieces += [(piece, first) for piece in _INLINE_ITEM.split(rest) if piece.strip()]
    index += 1
    while index < len(lines):
        line = lines[index]
        dashed = DASH.match(line.text) is not None
        if _starts_signature(line.text) or (not dashed and line.cell != first.cell):
            break
        if (not dashed and (line.gap or (line.cell is None and pieces and pieces[-1][0].startswith("Lưu")))) or _is_annex_word(line.text):
            break
        if not dashed and line.cell is None and _is_name(line.text) and pieces and not pieces[-1][0].rstrip().endswith(","):
            break
        if dashed and line.cell != first.cell and line.cell is not None and pieces:
            break
        pieces += [(piece, line) for piece in _INLINE_ITEM.split(line.text) if piece.strip()]
        ending.recipient_lines.append(line)
        index += 1
    for text, line in pieces:
        dash = DASH.match(text)
        if ending.recipients and dash is None:
            ending.recipients[-1].text += " " + text
            ending.recipients[-1].lines.append(line)
        else:
            ending.recipients.append(ListEntry(text[dash.end() :] if dash else text, [line]))
    for item in ending.recipients:
        item.text = trimmed(item.text)
    return index


def _is_annex_word(text: str) -> bool:
    return re.match(r"^PHỤ LỤC\b", text) is not None


def trimmed(text: str) -> str:
    """An entry without the mark that ends it."""
    return re.sub(r"\s*(?:\./\.|[;.,])*\s*$", "", text)


def _read_signature(signature: Signature, lines: list[Line], index: int) -> int:
    """Authority ("TM. …", "KT. …"), position and name, one a line or all in one; returns the index behind the name."""
    cell = lines[index].cell
    authority: list[str] = []
    titles: list[str] = []
    while index < len(lines):
        line = lines[index]
        if DASH.match(line.text) or (line.cell != cell and cell is not None and not (line.cell is None and _is_name(line.text))):
            break
        if _SIGNED.match(line.text):
            signature.lines.append(line)
            index += 1
            continue
        printed, name = _split_name(line.text)
        if not printed and not name:
            break
        for part in _parts(printed):
            if _AUTHORITY.match(part):
                authority.append(part)
            elif authority and not titles and (authority[-1].endswith(",") or breaks_phrase(authority[-1], part)):
                authority[-1] += " " + part
            elif titles and (titles[-1].endswith(",") or not _TITLE.match(part)):
                titles[-1] += " " + part
            else:
                titles.append(part)
        signature.lines.append(line)
        index += 1
        if name:
            signature.signer = name
            break
    if signature.signer is None and len(titles) > 1 and not _TITLE.match(titles[-1]):
        signature.signer = titles.pop().title()
    signature.title = office(titles[0]) if titles else None
    signature.signed_for = ", ".join(_authority(part) for part in authority) or None
    return index


def _parts(printed: str) -> list[str]:
    """ "TM. ỦY BAN NHÂN DÂN   KT. CHỦ TỊCH", "KT. BỘ TRƯỞNG THỨ TRƯỞNG": one part for each authority and position."""
    parts: list[str] = []
    for part in _AUTHORITY_INSIDE.split(printed):
        mark = _AUTHORITY.match(part)
        cut = _SECOND_TITLE.search(part, mark.end()) if mark else None
        parts += [part[: cut.start()], part[cut.end() :]] if cut else [part]
    return [part.strip() for part in parts if part.strip()]


def _split_name(text: str) -> tuple[str, str]:
    """The part of a line in capitals and the name behind it."""
    words = text.split()
    count = 0
    while count < len(words) and words[count].upper() == words[count]:
        count += 1
    printed, name = " ".join(words[:count]), " ".join(words[count:])
    if name and not _is_name(name):
        return ("", "") if not printed else (text, "") if text.isupper() else ("", "")
    return printed, name


def _authority(part: str) -> str:
    """ "TM.ỦY BAN NHÂN DÂN" → "TM. Ủy ban nhân dân"."""
    mark, body = re.split(r"\s*[./]\s*|\s+", part, maxsplit=1)
    if _TITLE.match(body):
        return f"{mark}. {office(body)}"
    return f"{mark}. " + capital(body.lower().replace("uỷ ban", "ủy ban"))
