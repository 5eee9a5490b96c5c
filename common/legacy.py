"""Text in one of the two legacy font encodings (TCVN3, VNI) where no font says so: is the evidence strong enough to convert it?

Legacy text lives in Latin-1. It is converted only if it holds no letter that exists in Unicode alone, if every word with such letters is a
Vietnamese syllable once it is decoded, and if two of them at least are none as they stand ("UBND x· Mü Long"). Real Unicode, NFD, and
words of other languages fail one of these. The tables are those of ``common.text``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from enum import StrEnum

from common.syllables import is_syllable
from common.text import decode_tcvn3, decode_vni, is_unicode_vietnamese

_LATIN = re.compile("[\x80-\xff]")
_BEYOND = re.compile("[\u0100-\u1eff]")  # letters and marks that no legacy text holds
_AROUND = " \t\n\r.,;:!?()[]{}\"'/\\|-–—+*=&%<>0123456789“”‘’…\xa0"
_WORD = re.compile(rf"[^{re.escape(_AROUND)}]+")
_WORDS_IN_ITSELF = 2  # of one text that proves itself
_CONFIRMED = 4  # texts that prove themselves before a short one beside them is believed


class Legacy(StrEnum):
    """The two encodings, named as on the screen."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


DECODERS: dict[Legacy, Callable[[str], str]] = {Legacy.TCVN3: decode_tcvn3, Legacy.VNI: decode_vni}


def may_be_legacy(text: str) -> bool:
    """Quick and wide: whether there is anything to weigh at all."""
    return _LATIN.search(text) is not None and not _is_unicode(text)


def proven(text: str) -> Legacy | None:
    """The encoding that a text proves by itself; None for everything else."""
    for encoding in Legacy:
        odd, fitting = _weigh(text, encoding)
        if fitting and odd >= _WORDS_IN_ITSELF:
            return encoding
    return None


class Evidence:
    """What all undecided texts of one file say together: a short text is believed beside others that prove themselves."""

    def __init__(self, texts: Iterable[str]) -> None:
        """``texts``: those that may be legacy, each once."""
        self._counts = dict.fromkeys(Legacy, 0)
        self._pure = False
        for text in texts:
            if (found := proven(text)) is not None:
                self._counts[found] += 1

    def __bool__(self) -> bool:
        """Whether any text proves anything."""
        return any(self._counts.values())

    def weigh_others(self, texts: Iterable[str]) -> None:
        """The other texts of the file: where none of them is Unicode Vietnamese, a text that reads both ways is legacy too."""
        self._pure = not any(_is_unicode(text) for text in texts)

    def decode(self, text: str) -> tuple[str, Legacy | None]:
        """The text as it was meant, and the encoding that it was in (None: it is left as it is)."""
        encoding = proven(text) or self._likely(text)
        return (DECODERS[encoding](text), encoding) if encoding is not None else (text, None)

    def _likely(self, text: str) -> Legacy | None:
        """One odd word is enough in a file that proves one encoding, none in a file without Unicode Vietnamese."""
        found = [encoding for encoding, count in self._counts.items() if count]
        if len(found) != 1 or self._counts[found[0]] < _CONFIRMED:
            return None
        odd, fitting = _weigh(text, found[0])
        return found[0] if fitting and (odd or self._pure) else None


def _weigh(text: str, encoding: Legacy) -> tuple[int, bool]:
    """(words that are no syllables as they stand, whether all words become syllables by decoding)."""
    if not may_be_legacy(text):
        return 0, False
    odd = 0
    for word in _WORD.findall(text):
        if not _LATIN.search(word):
            continue
        if not is_syllable(DECODERS[encoding](word)):
            return 0, False
        odd += not is_syllable(word)
    return odd, True


def _is_unicode(text: str) -> bool:
    composed = unicodedata.normalize("NFC", text)
    return is_unicode_vietnamese(composed) or _BEYOND.search(composed) is not None
