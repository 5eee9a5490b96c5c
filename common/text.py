"""Vietnamese text as offices really write it: one form for storing, one for comparing, one for guessing.

``clean`` (``printable`` where lines count) is what the portal stores and shows, ``match_key`` decides whether two names are the same,
``fold`` only proposes candidates (it makes Tân Thạnh equal to Tân Thành) and never decides.
"""

import re
import unicodedata
from functools import lru_cache

# ECMA-376 (22.9.2.19, ST_Xstring): a character that XML can't hold is written _xHHHH_, and so is the underscore of what only looks like it.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Zero-width and soft characters of web pages and PDF text layers, bidirectional marks, half surrogates: nobody sees them.
_INVISIBLE = (
    0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xD800, 0xE000), 0xFEFF,
    *range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF, *range(0xE0000, 0xE0080),
)  # fmt: skip
_CONTROLS = {number: " " for number in (*range(0x20), *range(0x7F, 0xA0)) if chr(number) not in "\t\n\r"}
# Word writes its non-breaking and its optional hyphen as controls.
_DROPPED: dict[int, str | None] = {**_CONTROLS, 0x1E: "-", 0x1F: None, 0x85: "\n", **dict.fromkeys(_INVISIBLE)}
_ETH = "ð"  # U+00F0: typed for đ by old keyboards and fonts
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Open syllables only, and not after q: "hoà" but not "hoàn", "thuỷ" but not "quỳ".
_MISPLACED = re.compile(rf"qu([{_TONES}])([aeiouy])")  # "qúy" for "quý"
_NEW_STYLE = re.compile(rf"(?:(o)([ae])|(?<!q)(u)(y))([{_TONES}])(?![^\W\d_])")


def clean(text: str) -> str:
    """NFC, every run of white space (also NBSP and ``_x000D_``) folded to one space, stripped, nothing invisible. The form of all stored
    text of one line.
    """
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """NFC without control, bidirectional and other invisible marks; lines and tabs stay. The form of stored text of several lines."""
    if "_x" in text:
        text = _ESCAPED.sub(_unescaped_mark, text)
    if not text.isprintable():
        text = text.translate(_DROPPED)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unescape(text: str) -> str:
    """A text of an Office file as it is shown: ``_x0110_`` is Đ, ``_x005F_x0041_`` is "_x0041_". Only for what was just read: done twice it
    would decode what a person wrote.
    """
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_unescaped, text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _unescaped_mark(found: re.Match[str]) -> str:
    """Such escapes go on into .csv files and are pasted into forms; one that stands for a letter may be meant as it is written."""
    letter = _unescaped(found)
    return found[0] if letter.isprintable() and letter != " " else letter


def match_key(text: str) -> str:
    """Equal for two spellings of the same words: letter case, Unicode form and tone placement (hoà/hòa, Uỷ/Ủy) do not count, accents do."""
    return _short_key(text) if len(text) <= _SHORT else _key(text)


def _key(text: str) -> str:
    lowered = clean(text).casefold()
    if lowered.isascii():
        return lowered
    lowered = lowered.replace(_ETH, "đ")
    apart = _MISPLACED.sub(r"qu\2\1", unicodedata.normalize("NFD", lowered))
    return unicodedata.normalize("NFC", _NEW_STYLE.sub(_old_style, apart))


# A row of an annex is asked for the key of the same few words a dozen times; long texts are not kept.
_SHORT = 200
_short_key = lru_cache(maxsize=4096)(_key)


def fold(text: str) -> str:
    """``match_key`` without accents, đ as d. For candidates and search only: it merges names that differ."""
    bare = unicodedata.normalize("NFD", match_key(text)).replace("đ", "d")
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _old_style(found: re.Match[str]) -> str:
    first, second = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"{first}{found[5]}{second}"
