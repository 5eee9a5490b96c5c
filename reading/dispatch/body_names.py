"""Where the name of a body ends that has no code here: before a verb, a comma or another body, behind the area that it belongs to."""

import re

from reading.files.labels import CAPITALS
from reading.vocabulary import either
from reading.vocabulary.bodies import ENDS, KINDS, NAMED_KINDS

_WORD = re.compile(r"[\s–-]+([^\s,;.:()\[\]“”\"]+)")
_END = re.compile(rf"(?:{either(ENDS)})(?!\w)", re.X)
_BODY = re.compile(rf"(?:{either(KINDS)}|{either(NAMED_KINDS)}|Sở|Bộ|UBND|[ỦU][yỷ]\ ban|Bưu\ điện|Chủ\ tịch|Giám\ đốc)(?!\w)", re.X)
_AREA = re.compile(
    r"(?:tỉnh|thành\ phố|huyện|thị\ xã|quận|xã(?!\ hội)|phường|TP\.?|cấp\ \w+|các\ cấp|quốc\ gia|Việt\ Nam)(?!\w)", re.I | re.X
)
_FIRST = re.compile(
    rf"(?!(?:Các|Những|Mỗi|Từng|Quý|Ông|Bà|Đồng\ chí|Thủ\ trưởng|Trưởng|Phó|Chủ\ tịch|Giám\ đốc|Lãnh\ đạo|Người|Cán\ bộ|Kế\ hoạch)\b)"
    rf"[{CAPITALS}]\w+",
    re.X,
)  # persons and things that are given are no bodies
_PROPER = re.compile(rf"\s+[{CAPITALS}]\w*")
_AND = re.compile(r"(?:và|hoặc)(?P<several>\s+các)?(?P<end>)\s+")
_ONE_SYLLABLE = ("Huế", "Vinh")
_MOST_WORDS = 14


def name_end(text: str, begin: int, *, named: bool, sure: bool = False) -> int | None:
    """The end of the name whose first words (its kind) end at ``begin``; ``None`` for a kind that is no name by itself.

    ``named``: without a capital or an area the words are no name ("Công ty đã …"). ``sure``: it ends with its last capital.
    """
    end, surest, proper = begin, begin, not named
    position, count, large = begin, 0, True
    while (word := _WORD.match(text, position)) is not None:
        here = word.start(1)
        if _END.match(text, here) or (("-" in word[0] or "–" in word[0]) and _BODY.match(text, here)):
            break
        if (joined := _AND.match(text, here)) is not None:
            following = text[joined.end() : joined.end() + 1]
            if _BODY.match(text, joined.end()) or (following.islower() and (large or joined["several"])):
                break
            position = joined.start("end")
            continue
        area = None if text[:here].endswith("ợp tác ") else _AREA.match(text, here)
        if area is not None:
            return _with_name(text, area.end())
        count += 1
        if count > _MOST_WORDS:
            return surest if proper and surest > begin else None
        large = word[1][0].isupper() or word[1][0].isdigit()
        position = end = word.end()
        if large:
            surest, proper = end, True
    end = surest if sure else end
    return end if proper and end > begin else None


def unlisted_end(text: str, begin: int) -> int | None:
    """The end of a body of a kind that no table holds, where only a body can stand: "Đề nghị Viễn thông Đồng Tháp nâng cấp …"."""
    first = _FIRST.match(text, begin)
    end = name_end(text, first.end(), named=True, sure=True) if first is not None else None
    return None if end is None or text[begin:end].isupper() else end  # "GIAO NHIỆM VỤ" is a heading


def _with_name(text: str, end: int) -> int:
    """Behind the kind of an area its own name, if it has one: "tỉnh Đồng Tháp"; and a further area: "Việt Nam tỉnh Lào Cai"."""
    found: list[re.Match[str]] = []
    while len(found) < 4 and (word := _PROPER.match(text, found[-1].end() if found else end)) and not _BODY.match(text, word.start() + 1):
        found.append(word)
    if len(found) == 1 and found[0][0].strip() not in _ONE_SYLLABLE and text[found[0].end() : found[0].end() + 2].strip().islower():
        found.clear()  # "Công an tỉnh Chỉ đạo …": a sentence begins
    end = found[-1].end() if found else end
    further = _AREA.match(text, end + 1) if not found else None
    return _with_name(text, further.end()) if further is not None else end
