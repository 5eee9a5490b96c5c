"""Ordinary letters for what is printed in capitals: names keep the capitals that the running text of the same document gives them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from common.text import match_key
from reading.vocabulary import either
from reading.vocabulary.endings import POSITIONS

_MARKS = ",.;:()“”\"'"
_AREA_KINDS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
_HEADS = (
    "ủy ban nhân dân", "ủy ban", "sở", "bộ", "văn phòng", "bưu điện", "phòng", "ban", "trung tâm", "hội đồng", "chi cục", "cục",
    "tổng công ty", "công ty",
)  # fmt: skip
_ACRONYMS = frozenset(("tthc", "kstthc", "ubnd", "hđnd", "pvhcc", "cntt", "qlda", "vnpt"))
_POSITION = re.compile(rf"(?P<deputy>phó\ )?(?P<own>{either(POSITIONS)})(?!\w)", re.X)


# What a narrow cell of the heading or of the signature breaks anywhere: (phrase, where it was seen broken).
_BROKEN = (
    ("ủy ban nhân dân", "“ỦY | BAN NHÂN DÂN”, CV 4085 TP HCM; “TM. ỦY BAN | NHÂN DÂN”, KH 7360 Lai Châu"),
    ("hội đồng nhân dân", "“HỘI ĐỒNG | NHÂN DÂN”, test_header"),
    ("thủ tướng chính phủ", "“THỦ | TƯỚNG CHÍNH PHỦ”, CĐ 230 Thủ tướng"),
    ("cộng hòa xã hội chủ nghĩa việt nam", "“CỘNG | HÒA XÃ HỘI …”, CĐ 230 Thủ tướng; “CỘNG HÒA XÃ | HỘI …”, HD 5155 TP HCM"),
    ("chủ tịch", "“KT. CHỦ | TỊCH”, test_header"),
    ("giám đốc", "“KT. GIÁM | ĐỐC”, test_header"),
)


def breaks_phrase(above: str, below: str) -> bool:
    """Whether the line break between two printed lines falls into a phrase that is always written whole."""
    upper, lower = f" {match_key(above)}", f"{match_key(below)} "
    for phrase, _ in _BROKEN:
        words = phrase.split()
        if any(
            upper.endswith(" " + " ".join(words[:cut])) and lower.startswith(" ".join(words[cut:]) + " ") for cut in range(1, len(words))
        ):
            return True
    return False


class Casing:
    """How the running text of one document writes its words; counted when it is first asked."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)
        self._pairs: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        self._words: defaultdict[str, Counter[str]] = defaultdict(Counter)

    @cached_property
    def _lines(self) -> list[tuple[list[str], list[str]]]:
        """The words of the running text, each line with its keys; a title in capitals says nothing about ordinary letters."""
        running = (text for text in self._texts if sum(map(str.isupper, text)) * 2 <= sum(map(str.isalpha, text)))
        split = (text.split() for text in running)
        return [(words, [_key(word) for word in words]) for words in split]

    def _count(self, wanted: set[str]) -> None:
        """Count how these words and their neighbours are written, once for every set of words."""
        self._pairs.clear()
        self._words.clear()
        for words, keys in self._lines:
            if wanted.isdisjoint(keys):
                continue
            for index, key in enumerate(keys):
                if key not in wanted:
                    continue
                inside = index > 1 and words[index - 1][-1] not in '.:;-–)“"' and words[index - 1] not in "-–"
                shown = words[index].strip(_MARKS)
                if inside:
                    self._words[key][shown] += 1
                if index + 1 < len(keys) and keys[index + 1] in wanted and (inside or words[index + 1][:1].isupper()):
                    self._pairs[key, keys[index + 1]][shown, words[index + 1].strip(_MARKS)] += 1

    def words(self, text: str) -> list[str]:
        """The words of a text in capitals as the document writes them elsewhere, lower-case where it never does."""
        words = text.split()
        keys = [_key(word) for word in words]
        self._count(set(keys))
        shown: list[str] = []
        for index, word in enumerate(words):
            core = word.strip(_MARKS)
            best = None
            if index + 1 < len(words) and word[-1:] not in ",.;:" and (pair := self._pairs.get((keys[index], keys[index + 1]))):
                best = pair.most_common(1)[0][0][0]
            if index and (best is None or not best[:1].isupper()) and words[index - 1][-1:] not in ",.;:":
                pair = self._pairs.get((keys[index - 1], keys[index]))
                best = pair.most_common(1)[0][0][1] if pair else best
            if best is None and core and (seen := self._words.get(keys[index])):
                alone = seen.most_common(1)[0][0]
                best = alone if alone.isupper() or alone.islower() else None  # "Công văn" elsewhere makes no name of "công"
            shown.append(word.replace(core, best if best is not None and _key(best) == keys[index] else core.lower()) if core else word)
        return shown

    def sentence(self, text: str) -> str:
        """A title in capitals as a sentence: "Kế hoạch triển khai thi hành Luật Việc làm"."""
        return capital(" ".join(self.words(text)))

    def body_name(self, text: str) -> str:
        """The name of a body printed in capitals: "Ủy ban nhân dân tỉnh Đồng Tháp", "Sở Công Thương"."""
        words = [word.lower() for word in text.split()]
        seen = self.words(text)
        shown, index = list(words), 0
        names = 0  # words before this one stand outside a proper name
        while index < len(words):
            kind = next((kind for kind in _AREA_KINDS if words[index : index + len(kind.split())] == kind.split()), None)
            if kind and index > 0 and not names and words[index : index + 2] != ["xã", "hội"]:
                length = len(kind.split())
                printed = seen[index : index + length + 2]
                if printed[0][:1].isupper() and printed[length : length + 1] and printed[length][:1].isupper() and length > 1:
                    shown[index] = capital(words[index])  # "Thành phố Hồ Chí Minh" is how that city writes itself
                index += length
                names = 1
                continue
            if names:
                shown[index] = capital(words[index])
            index += 1
        if not names:
            shown = _department(words, seen)
        name = capital(" ".join(shown)).replace("Uỷ ban", "Ủy ban").replace("uỷ ban", "ủy ban")
        return name.replace(" chính phủ", " Chính phủ").replace(" việt nam", " Việt Nam")


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    return match_key(word.strip(_MARKS))


def _department(words: list[str], seen: list[str]) -> list[str]:
    """ "SỞ THÔNG TIN VÀ TRUYỀN THÔNG": the document's own writing where it has one, else a capital for each part of the name."""
    head = next((head for head in _HEADS if words[: len(head.split())] == head.split()), "")
    length = len(head.split())
    if any(word[:1].isupper() for word in seen[length:]):
        return [capital(seen[0]) if index == 0 else word for index, word in enumerate(seen)]
    shown, new_part = [word.upper() if word in _ACRONYMS else word for word in words], length > 0
    for index in range(length, len(words)):
        if new_part and words[index] not in ("và", "-"):
            shown[index] = capital(shown[index])
        new_part = words[index] in ("và", "-") or words[index].endswith(",")
    return shown


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def office(text: str) -> str:
    """A position printed in capitals: "PHÓ CHỦ TỊCH" → "Phó Chủ tịch"."""
    lowered = re.sub(r"\s+", " ", text.strip().lower())
    found = _POSITION.match(lowered)
    if found is None:
        return capital(lowered)
    shown = capital(found["own"]).replace("hánh văn phòng", "hánh Văn phòng").replace("hánh thanh tra", "hánh Thanh tra")
    rest = lowered[found.end() :]
    return ("Phó " if found["deputy"] else "") + shown + (", " + office(rest[1:].strip()) if rest.startswith(",") else _after_office(rest))


def _after_office(rest: str) -> str:
    """What follows a position: a further mark of rank ("thường trực") or the body that it belongs to."""
    if not rest.strip():
        return rest
    bare = rest.strip()
    return " " + (capital(bare) if bare == "thường trực" else Casing([]).body_name(bare.upper()))
