"""Words that mean something in official Vietnamese, as tables: the words, what they mean, how they stand in a text, where that was seen.

A row is tested by its own example (``tests/reading/test_vocabulary.py``); words that no document and no test has are not kept.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Phrase(NamedTuple):
    """``words`` is a regular expression with plain spaces; ``example`` a piece of text in which they mean this."""

    words: str
    meaning: str
    example: str
    seen: str


def either(rows: Iterable[Phrase]) -> str:
    """The alternatives of one table for a verbose regular expression; longer words first, so that "Tổng công ty" is no "Công ty"."""
    return "|".join(words.replace(" ", r"\ ") for words in sorted((row.words for row in rows), key=len, reverse=True))
