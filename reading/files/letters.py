"""The one decision on letters: what encoding a file's text is in, and what text typed for a TCVN3 or VNI font says.

A font whose name says so decides. Where none does, legacy text is told by its words: it lives in Latin-1, becomes Vietnamese syllables when
it is decoded, and is none as it stands ("UBND x· Mü Long"). A short text is believed beside others of the same file that prove themselves.
Real Unicode, NFD and words of other languages fail one of these. UTF-8 that was taken for Windows-1252 ("Há»“ng Ngá»±") is mended by ftfy:
of 50 texts of the samples, each broken in six ways (once, twice, in every second line, with letters lost …), it brings back 90 of 100
words; decoding such a text as a whole, as was done before, 43.
"""

import codecs
import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import ftfy

from common.text import unescape
from reading.files.syllables import is_syllable

Run = tuple[str, str | None]  # text and font
_Name = TypeVar("_Name", bound=str)
_Written = TypeVar("_Written", str, bytes)
_DATA = Path(__file__).parent / "data"
_LATIN = re.compile("[\x80-\xff]")
_BEYOND = re.compile("[\u0100-\u1eff]")  # letters and marks that no legacy text holds
_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}\"'/\\|\-–—+*=&%<>“”‘’…]+")
_TWICE = re.compile("á[»º]|Ã[\x80-\xbf]|Æ[°¡]|Ä[\u2018\u0192\x90]|Å[¨©]|â€")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # that no text holds
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 200_000  # letters that choose an encoding
_SOUND = 0.6  # of the words with marks, to believe an encoding of a whole file
_MOST_MENDED, _MOST_LETTERS = 20_000, 3_000_000  # lines or cells, and letters, that are mended: an annex of 5,000 rows; more costs seconds
_FEW = 3  # words with marks that say something about a whole file in UTF-8
_WORDS_IN_ITSELF = 2  # that are no syllables as they stand, of one text that proves itself
_CONFIRMED = 4  # texts that prove themselves before a short one beside them is believed


class Legacy(StrEnum):
    """The two encodings of fonts, named as on the screen."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


WINDOWS, TWICE = "Windows-1258", "UTF-8 bị đọc nhầm"


# ---- text in a font ----


@lru_cache(maxsize=256)
def encoding_of(font: str | None) -> Legacy | None:
    """What a font holds by its name alone: ``.Vn…`` fonts TCVN3, ``VNI-…`` fonts VNI."""
    name = (font or "").strip().lower()
    return Legacy.TCVN3 if name.startswith(".vn") else Legacy.VNI if re.match(r"vni\b", name) else None


def decode_in_font(text: str, font: str | None) -> tuple[str, Legacy | None]:
    """The text of a run or cell that is set in ``font``, and the encoding that it had to be converted from.

    TCVN3 fonts whose name ends in H draw capitals over small letters. Text that holds letters which exist in Unicode alone was typed in
    Unicode whatever its font says, and is left as it is.
    """
    encoding = encoding_of(font)
    if encoding is None or _BEYOND.search(text):
        return text, None
    decoded = DECODERS[encoding](text)
    name = (font or "").strip()
    if encoding is Legacy.TCVN3 and (name.endswith("H") or (name.islower() and name.endswith("h"))):
        decoded = decoded.upper()
    return decoded, encoding if decoded != text else None


class Letters:
    """The texts of one file: read run by run, and what no font decides once all of it was read. ``converted``: the encodings met."""

    def __init__(self) -> None:
        self.converted: set[str] = set()
        self._undecided: set[str] = set()
        self._tried = 0
        self._proven: dict[Legacy, int] = {}
        self._has_unicode = False  # in a text outside of legacy fonts

    def read(self, runs: Sequence[Run]) -> tuple[str, bool]:
        """The text of these runs, and whether it has to wait for ``settled``."""
        pieces: list[str] = []
        decided = False
        for text, font in _joined(runs):
            decoded, encoding = decode_in_font(unescape(text), font)
            decided = decided or encoding_of(font) is not None
            if encoding is not None:
                self.converted.add(encoding)
            pieces.append(decoded)
        written = "".join(pieces)
        if decided or written.isascii():
            return written, False
        if _TWICE.search(written) and self._tried < _MOST_MENDED:
            self._tried += 1
            if (once := mended(written)) is not None:
                self.converted.add(TWICE)
                written = once
        waits = may_be_legacy(written)
        if waits:
            self._undecided.add(written)
        else:
            self._has_unicode = self._has_unicode or _BEYOND.search(written) is not None
        return written, waits

    def settle(self) -> bool:
        """After the whole file was read: whether any of its undecided texts proves an encoding."""
        found = [encoding for text in self._undecided if (encoding := proven(text)) is not None]
        self._proven = {encoding: found.count(encoding) for encoding in Legacy if encoding in found}
        return bool(found)

    def settled(self, text: str) -> str:
        """A text whose letters were undecided, decoded as the whole file turned out to be written."""
        encoding = proven(text) or self._likely(text)
        if encoding is None:
            return text
        self.converted.add(encoding)
        return DECODERS[encoding](text)

    def _likely(self, text: str) -> Legacy | None:
        """One odd word is enough in a file that proves one encoding, none in a file without Unicode Vietnamese."""
        if len(self._proven) != 1:
            return None
        ((encoding, count),) = self._proven.items()
        odd, fitting = _weigh(text, encoding)
        return encoding if count >= _CONFIRMED and fitting and (odd or not self._has_unicode) else None


def _joined(runs: Sequence[Run]) -> Iterable[Run]:
    """Neighbours of one font in one piece: VNI writes a letter as two characters, which may lie in two runs."""
    found: list[Run] = []
    for text, font in runs:
        if found and found[-1][1] == font:
            found[-1] = (found[-1][0] + text, font)
        else:
            found.append((text, font))
    return found


# ---- text without a font ----


def may_be_legacy(text: str) -> bool:
    """Quick and wide: whether there is anything to weigh at all."""
    return _LATIN.search(text) is not None and _BEYOND.search(text) is None


def proven(text: str) -> Legacy | None:
    """The encoding that a text proves by itself; None for everything else."""
    for encoding in Legacy:
        odd, fitting = _weigh(text, encoding)
        if fitting and odd >= _WORDS_IN_ITSELF:
            return encoding
    return None


def _weigh(text: str, encoding: Legacy) -> tuple[int, bool]:
    """(words that are no syllables as they stand, whether all words become syllables by decoding)."""
    if not may_be_legacy(text):
        return 0, False
    words = [word for word in _WORD.findall(text) if _LATIN.search(word)]
    if not all(is_syllable(DECODERS[encoding](word)) for word in words):
        return 0, False
    return sum(not is_syllable(word) for word in words), True


def mended(text: str) -> str | None:
    """The text where UTF-8 was taken for Windows-1252 and written as UTF-8 again; None where it was not."""
    if _TWICE.search(text) is None or len(text) > _MOST_LETTERS or text.count("\n") > _MOST_MENDED:
        return None
    once = "\n".join(ftfy.fix_encoding(line) for line in text.split("\n"))
    return once if _soundness(once) > _soundness(text) else None


# ---- files of text ----


def decoded(content: bytes) -> tuple[str, str] | None:
    """The text of a file of plain text, and the encoding that it had to be converted from ("" for Unicode); None for what is no text.

    UTF-8 and UTF-16 say what they are, also without a mark. Eight-bit text is Windows-1258, TCVN3 or VNI, whichever makes the most words
    Vietnamese syllables; TCVN3 and VNI also travel as UTF-8 whose letters are those of Latin-1.
    """
    codec = next((codec for mark, codec in _MARKS if content.startswith(mark)), "") or _unmarked(content[:4000])
    if codec.startswith("utf-8") and _CONTROLS.search(content):
        return None
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        if codec != "utf-8":
            return None
        encoding = _soundest(_EIGHT_BIT, content[:_SAMPLE])
        text = _EIGHT_BIT[encoding](content)
        return (text, encoding) if _soundness(text) >= _SOUND else None
    if codec.startswith("utf-16") and _CONTROLS.search(text[:_SAMPLE].encode()):
        return None
    if (once := mended(text)) is not None:
        return once, TWICE
    if (sound := _soundness(text)) < 0.5 and len(_marked(text)) >= _FEW:
        typed = _soundest(DECODERS, text[:_SAMPLE])
        if _soundness(DECODERS[typed](text[:_SAMPLE])) > max(_SOUND, 2 * sound):
            return DECODERS[typed](text), typed
    return text, ""


def _unmarked(sample: bytes) -> str:
    """UTF-16 without a mark shows by its zeros, which stand in every second place; those of a program stand anywhere."""
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) <= max(_FEW, len(sample) // 8) or 4 * min(odd, even) > max(odd, even):
        return "utf-8"
    return "utf-16-le" if odd > even else "utf-16-be"


def _soundest(ways: Mapping[_Name, Callable[[_Written], str]], sample: _Written) -> _Name:
    """The encoding by which the most words with marks are Vietnamese syllables."""
    return max(ways, key=lambda encoding: _soundness(ways[encoding](sample)))


def _soundness(text: str) -> float:
    """Which part of the words with marks are Vietnamese syllables."""
    words = _marked(text)
    return sum(is_syllable(word) for word in words) / len(words) if words else 0.0


def _marked(text: str) -> list[str]:
    return [word for word in _WORD.findall(text[:_SAMPLE]) if not word.isascii()]


# ---- the two encodings ----


def _decode_tcvn3(text: str) -> str:
    """Every character as a TCVN3 font draws it."""
    return text.translate(_tcvn3())


def _decode_vni(text: str) -> str:
    """Every sequence of base and mark as a VNI font draws it."""
    pattern, letters = _vni()
    return pattern.sub(lambda found: letters[found[0]], text)


DECODERS: dict[Legacy, Callable[[str], str]] = {Legacy.TCVN3: _decode_tcvn3, Legacy.VNI: _decode_vni}
_EIGHT_BIT: dict[str, Callable[[bytes], str]] = {
    WINDOWS: lambda content: unicodedata.normalize("NFC", content.decode("cp1258", "replace")),
    Legacy.TCVN3: lambda content: _decode_tcvn3(content.decode("cp1252", "replace")),
    Legacy.VNI: lambda content: _decode_vni(content.decode("cp1252", "replace")),
}


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
