"""Which names a misspelt one is near to, without accents: what ``units.matching`` proposes where no name is equal."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher

NEAR = 0.8  # of difflib's ratio
_PAIRS = 0.6  # each letter that differs spoils two pairs


class NearNames:
    """Names without accents (``common.text.fold``) by a key, and how near others are to them."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._by_pair: dict[str, list[int]] = defaultdict(list)

    def add(self, key: int, name: str) -> None:
        self._names[key] = name
        for pair in _pairs(name):
            self._by_pair[pair].append(key)

    def near(self, name: str) -> dict[int, float]:
        """Ratio by key, for the names that reach ``NEAR``.

        Such a name has nearly as many letters and shares most pairs of letters with this one; only those are measured.
        """
        shared: Counter[int] = Counter()
        for pair in _pairs(name):
            shared.update(self._by_pair.get(pair, ()))
        matcher = SequenceMatcher(None, b=name)
        found = {}
        for key, count in shared.items():
            own = self._names[key]
            shorter = min(len(own), len(name))
            if 2 * shorter < NEAR * (len(own) + len(name)) or count < _PAIRS * shorter - 2.5:
                continue
            matcher.set_seq1(own)
            if (ratio := matcher.ratio()) >= NEAR:
                found[key] = ratio
        return found


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
