"""Vietnamese text as offices really write it: one form for storing, one for comparing, one for guessing; and the two legacy font encodings.

``clean`` is what the portal stores and shows, ``match_key`` decides whether two names are the same, ``fold`` only proposes candidates
(it makes Tân Thạnh equal to Tân Thành) and never decides.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
# Excel writes control characters as _x000D_; zero-width characters and soft hyphens are left behind by web pages and PDF text layers.
_CONTROL = re.compile(r"_x000[9AaDd]_")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_ETH = "ð"  # U+00F0: typed for đ by old keyboards and fonts
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Open syllables only, and not after q: "hoà" but not "hoàn", "thuỷ" but not "quỳ".
_MISPLACED = re.compile(rf"qu([{_TONES}])([aeiouy])")  # "qúy" for "quý"
_NEW_STYLE = re.compile(rf"(?:(o)([ae])|(?<!q)(u)(y))([{_TONES}])(?![^\W\d_])")


def clean(text: str) -> str:
    """NFC, every run of white space (also NBSP and ``_x000D_``) folded to one space, stripped. The form of all stored text."""
    if "_x000" in text:
        text = _CONTROL.sub(" ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def match_key(text: str) -> str:
    """Equal for two spellings of the same words: letter case, Unicode form and tone placement (hoà/hòa, Uỷ/Ủy) do not count, accents do."""
    lowered = clean(text).casefold()
    if lowered.isascii():
        return lowered
    lowered = lowered.replace(_ETH, "đ")
    apart = _MISPLACED.sub(r"qu\2\1", unicodedata.normalize("NFD", lowered))
    return unicodedata.normalize("NFC", _NEW_STYLE.sub(_old_style, apart))


def fold(text: str) -> str:
    """``match_key`` without accents, đ as d. For candidates and search only: it merges names that differ."""
    bare = unicodedata.normalize("NFD", match_key(text)).replace("đ", "d")
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def decode_legacy(text: str, font_name: str | None) -> tuple[str, bool]:
    """The text of a run or cell that is set in ``font_name``, and whether it had to be converted.

    ``.Vn…`` fonts hold TCVN3, and those whose name ends in H draw capitals over lower-case bytes; ``VNI-…`` fonts hold VNI. Text that holds
    letters which exist in Unicode alone was typed in Unicode whatever its font says, and is left as it is.
    """
    font = (font_name or "").strip()
    if re.match(r"\.vn", font, re.IGNORECASE):
        if is_unicode_vietnamese(text):
            return text, False
        decoded = decode_tcvn3(text)
        if font.endswith("H") or (font.islower() and font.endswith("h")):
            decoded = decoded.upper()
    elif re.match(r"vni\b", font, re.IGNORECASE):
        if is_unicode_vietnamese(text):
            return text, False
        decoded = decode_vni(text)
    else:
        return text, False
    return decoded, decoded != text


def _old_style(found: re.Match[str]) -> str:
    first, second = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"{first}{found[5]}{second}"


def is_legacy_font(font_name: str | None) -> bool:
    """Whether text set in this font is TCVN3 or VNI by the font's name alone."""
    return re.match(r"\.vn|vni\b", (font_name or "").strip(), re.IGNORECASE) is not None


def decode_tcvn3(text: str) -> str:
    """Every character as a TCVN3 font draws it."""
    return text.translate(_tcvn3())


def decode_vni(text: str) -> str:
    """Every sequence of base and mark as a VNI font draws it."""
    pattern, letters = _vni()
    return pattern.sub(lambda found: letters[found[0]], text)


def is_unicode_vietnamese(text: str) -> bool:
    """Legacy text lives in Latin-1; ă đ ơ ư and everything with two marks lie beyond it."""
    return any(letter in "ăĂđĐĩĨũŨơƠưƯ" or "\u1ea0" <= letter <= "\u1ef9" for letter in text)


@cache
def _tcvn3() -> dict[int, str]:
    """The 74 letters of TCVN3; the 16 capitals of the wider VN1 set are ordinary Latin-1 letters and left alone."""
    with (_DATA / "legacy_encoding_tcvn3.csv").open(encoding="utf-8", newline="") as file:
        return {ord(row["latin1_char"]): row["unicode_nfc"] for row in csv.DictReader(file) if row["set"] == "vn3"}


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    """VNI writes a letter as a base and a mark character: the longest sequence wins."""
    with (_DATA / "legacy_encoding_vni.csv").open(encoding="utf-8", newline="") as file:
        letters = {row["vni_sequence"]: row["unicode_nfc"] for row in csv.DictReader(file)}
    return re.compile("|".join(map(re.escape, sorted(letters, key=len, reverse=True)))), letters
