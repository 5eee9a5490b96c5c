"""Findings of one unit that read alike, though not the same: a person says whether they are one. Pure; nothing is merged by itself.

Two texts are alike when nearly the same words stand in them, accents aside, or all words of the shorter one stand in the longer; texts with
different numbers are two findings ("thiếu 3 TTHC", "thiếu 5 TTHC").
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Indel

from common.identity import identity_key, identity_mark
from common.shares import percent
from common.text import fold

ALIKE = 0.75
MOST_COMPARED = 3000
"""Findings of one unit that are compared with each other; the worst case grows with the square, at this size it takes about two seconds."""
_FEWEST_CONTAINED = 4
_FIRST_LETTER = 0x10000  # the planes above are letters to a computer, whatever they mean
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
    if not common or _numbers(one) != _numbers(other):
        return 0.0
    share = 2 * common / (len(one) + len(other))
    return max(share, ALIKE) if _contain(one, other) else share


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
    return [pair for alike in with_numbers.values() if len(alike) > 1 for pair in _compared(alike)]


def _compared(texts: Sequence[tuple[Text, str, frozenset[str]]]) -> Iterator[Pair]:
    """For each new text the first of those above it that it is most like, as ``likeness`` measures.

    A text is written as a string, a letter a word, in one order for all: two such strings have as many letters in common as the texts have
    words, so ``Indel`` gives the share of words that both have. As bits of a number the words tell which text holds all of another.
    """
    places: dict[str, int] = {}
    for *_, words in texts:
        for word in words:
            places.setdefault(word, len(places))
    written = ["".join(chr(_FIRST_LETTER + place) for place in sorted(places[word] for word in words)) for *_, words in texts]
    bits = [sum(1 << places[word] for word in words) for *_, words in texts]
    for row, (later, key, words) in enumerate(texts):
        if later.row is None or not later.is_new or not words:
            continue
        above = [before for before in range(row) if texts[before][1] != key]
        strings = [written[before] for before in above]
        near = process.extract(written[row], strings, scorer=Indel.normalized_similarity, score_cutoff=ALIKE, limit=None)
        candidates = [above[at] for *_, at in near]
        if not near or near[0][1] <= ALIKE:  # else none that is only contained is more alike
            mine = bits[row]
            held = (before for before in above if (mine & bits[before]) in (mine, bits[before]) and _contain(words, texts[before][2]))
            candidates += itertools.islice(held, 1)
        scores = [(likeness(words, texts[before][2]), -before) for before in candidates]
        if scores:
            score, before = max(scores)
            yield Pair(later, texts[-before][0], score)


def _contain(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the longer of two texts holds all words of the shorter one, and these are enough to say something."""
    return min(len(one), len(other)) >= _FEWEST_CONTAINED and (one <= other or other <= one)


def _words(key: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(key) if word not in _EMPTY_WORDS)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())
