"""Findings of one unit that read alike, though not the same: a person says whether they are one. Pure; nothing is merged by itself.

Two texts are alike when nearly the same words stand in them, accents aside, or all words of the shorter one stand in the longer; texts with
different numbers are two findings ("thiếu 3 TTHC", "thiếu 5 TTHC").
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common.text import fold, match_key

ALIKE = 0.75
MOST_COMPARED = 400
"""Findings of one unit that are compared with each other; beyond that nobody would look through the pairs."""
_FEWEST_CONTAINED = 4
_EMPTY_WORDS = frozenset(
    ("các", "của", "tại", "và", "về", "với", "cho", "ở", "là", "được", "có", "việc", "những", "một", "số", "theo", "đã", "còn")
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Text:
    """One finding: its unit and its words. ``row``: its place among the planned rows, None for one that is stored; ``label`` names it."""

    unit: int
    text: str
    row: int | None = None
    label: str = ""
    is_new: bool = True

    @property
    def key(self) -> str:
        return similar_key(self.text)


@dataclass(frozen=True)
class Pair:
    """``later`` is a new row of the file that might be the same finding as ``earlier``, a row above it or a stored one."""

    later: Text
    earlier: Text
    likeness: float

    @property
    def key(self) -> tuple[int, str, str]:
        """Names the pair in decisions that are kept, whichever came first."""
        first, second = sorted((self.later.key, self.earlier.key))
        return self.later.unit, first, second


def similar_key(text: str) -> str:
    """Equal for texts that are the same finding by themselves."""
    return hashlib.sha256(match_key(text).encode()).hexdigest()[:32]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Between 0 and 1: the share of words that both have; never below ``ALIKE`` where the longer holds all words of the shorter."""
    common = len(one & other)
    fewer = min(len(one), len(other))
    if not common or _numbers(one) != _numbers(other):
        return 0.0
    share = 2 * common / (len(one) + len(other))
    return max(share, ALIKE) if fewer >= _FEWEST_CONTAINED and common == fewer else share


def find_pairs(texts: Iterable[Text]) -> tuple[list[Pair], list[int]]:
    """Pairs to decide on, in the order of the file: for each new row the one that it is most like. And units with too many to compare."""
    by_unit: dict[int, list[Text]] = defaultdict(list)
    for text in texts:
        by_unit[text.unit].append(text)
    found: list[Pair] = []
    crowded = []
    for unit, group in by_unit.items():
        if len(group) > MOST_COMPARED:
            crowded.append(unit)
        else:
            found += _pairs_of(group)
    return sorted(found, key=lambda pair: pair.later.row or 0), crowded


def _pairs_of(group: Sequence[Text]) -> list[Pair]:
    """Stored findings and rows above come before a row, whatever order they are given in."""
    ordered = sorted(group, key=lambda text: -1 if text.row is None else text.row)
    words = [_words(text.text) for text in ordered]
    found = []
    for place, later in enumerate(ordered):
        if later.row is None or not later.is_new:
            continue
        best: tuple[float, Text] | None = None
        for before in range(place):
            score = likeness(words[before], words[place])
            if score >= ALIKE and ordered[before].key != later.key and (best is None or score > best[0]):
                best = score, ordered[before]
        if best is not None:
            found.append(Pair(later, best[1], best[0]))
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(match_key(text)) if word not in _EMPTY_WORDS)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())
