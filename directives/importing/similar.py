"""Findings of one unit that read alike, though not the same: a person says whether they are one. Pure; nothing is merged by itself.

Two texts are alike when nearly the same words stand in them, accents aside, or all words of the shorter one stand in the longer; texts with
different numbers are two findings ("thiếu 3 TTHC", "thiếu 5 TTHC").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from common.identity import identity_key, identity_mark
from common.shares import percent
from common.text import fold

ALIKE = 0.75
MOST_COMPARED = 3000
"""Findings of one unit that are compared with each other; the worst case grows with the square, at this size it takes about two seconds."""
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
        return identity_mark(self.text)


@dataclass(frozen=True)
class Pair:
    """``later`` is a new row of the file that might be the same finding as ``earlier``, a row above it or a stored one."""

    later: Text
    earlier: Text
    likeness: float

    @property
    def percent(self) -> int:
        """Never 100: what is the same is one finding already and no pair."""
        return min(99, percent(self.likeness, 1))

    @property
    def key(self) -> tuple[int, str, str]:
        """Names the pair in decisions that are kept, whichever came first."""
        first, second = sorted((self.later.key, self.earlier.key))
        return self.later.unit, first, second


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
    """Stored findings and rows above come before a row, whatever order they are given in. Only texts with the same numbers are compared."""
    ordered = sorted(group, key=lambda text: -1 if text.row is None else text.row)
    with_numbers: dict[frozenset[str], list[tuple[Text, str, frozenset[str]]]] = defaultdict(list)
    for text in ordered:
        key = identity_key(text.text)
        words = _words(key)
        with_numbers[_numbers(words)].append((text, key, words))
    found = []
    for alike in with_numbers.values():
        if len(alike) > 1:
            found += _Comparison(alike).pairs()
    return found


class _Comparison:
    """Finds for each new text the earlier one that is most like it, as ``likeness`` measures, without looking at every pair.

    Words are ordered by rarity. Two texts alike by their share of words have a word in common among the rarest of each (so many that the
    rest can't make up for it); a text that is contained has its rarest word in the longer. Sets of texts and of words are bits of numbers.
    """

    def __init__(self, texts: Sequence[tuple[Text, str, frozenset[str]]]) -> None:
        self._texts = texts
        often = Counter(word for *_, words in texts for word in words)
        rank = {word: place for place, (word, _) in enumerate(sorted(often.items(), key=lambda entry: (entry[1], entry[0])))}
        self._words = [sorted(rank[word] for word in words) for *_, words in texts]
        self._bits = [sum(1 << word for word in words) for words in self._words]
        self._having: dict[int, int] = defaultdict(int)
        self._rare: dict[int, int] = defaultdict(int)
        self._rarest: dict[int, int] = defaultdict(int)
        self._sized: dict[int, int] = defaultdict(int)

    def pairs(self) -> list[Pair]:
        """Each text is compared with those above it and then stands above the next ones."""
        found = []
        for place, (later, *_) in enumerate(self._texts):
            best = self._best(place) if later.row is not None and later.is_new and self._words[place] else None
            if best is not None:
                found.append(Pair(later, self._texts[best[1]][0], best[0]))
            self._add(place)
        return found

    def _add(self, place: int) -> None:
        words, bit = self._words[place], 1 << place
        self._sized[len(words)] |= bit
        for word in words:
            self._having[word] |= bit
        for word in words[: _rare_ones(len(words))]:
            self._rare[word] |= bit
        if len(words) >= _FEWEST_CONTAINED:
            self._rarest[words[0]] |= bit

    def _best(self, place: int) -> tuple[float, int] | None:
        """The likeness and the place of the earlier text that is most like this one; of several the first."""
        words, bits, key = self._words[place], self._bits[place], self._texts[place][1]
        best: tuple[float, int] | None = None
        for before in _places(self._candidates(words)):
            other, common = len(self._words[before]), (bits & self._bits[before]).bit_count()
            share = 2 * common / (len(words) + other)
            fewer = min(len(words), other)
            score = max(share, ALIKE) if fewer >= _FEWEST_CONTAINED and common == fewer else share
            if score >= ALIKE and (best is None or score > best[0]) and self._texts[before][1] != key:
                best = score, before
        return best

    def _candidates(self, words: Sequence[int]) -> int:
        size = len(words)
        alike = 0
        for word in words[: _rare_ones(size)]:
            alike |= self._rare.get(word, 0)
        near = 0
        for length in range(_fewest(size), size * 5 // 3 + 1):
            near |= self._sized.get(length, 0)
        contained = 0
        for word in words:
            contained |= self._rarest.get(word, 0)
        containing = 0
        if size >= _FEWEST_CONTAINED:
            containing = self._having.get(words[0], 0)
            for word in words[1:]:
                containing &= self._having.get(word, 0)
        return alike & near | contained | containing


def _fewest(size: int) -> int:
    """So many words a text must have at least to be alike one of ``size`` words by its share."""
    return -(-3 * size // 5)


def _rare_ones(size: int) -> int:
    """Among so many of its rarest words a text has one of any text alike by its share: 3/8 of all words are in both."""
    common = -(-3 * (size + _fewest(size)) // 8)
    return size - common + 1


def _places(bits: int) -> Iterator[int]:
    """The places of the ones, from below."""
    text = bin(bits)[:1:-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)


def _words(key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(key) if word not in _EMPTY_WORDS)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())
