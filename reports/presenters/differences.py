"""What changed in a text, word by word: the pieces that stayed, came and went, in reading order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"(?:\d+(?:[.,/:]\d+)+|\w+|[^\w\s])\s*|^\s+")
"""A date or a number is one word; white space goes with the word before it."""


@dataclass(frozen=True)
class Piece:
    """A run of words; ``kind`` is "" (stayed), "ins" (came) or "del" (went)."""

    kind: str
    text: str


def word_pieces(before: str, after: str) -> list[Piece]:
    """From the earlier words to the later ones; white space alone is no change.

    Invariant: the words of the pieces without "del" are those of ``after``, without "ins" those of ``before``.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    found: list[Piece] = []
    for kind, gone, came in _calmed((code[0], old[code[1] : code[2]], new[code[3] : code[4]]) for code in matcher.get_opcodes()):
        if kind == "equal":
            found.append(Piece("", "".join(came)))
        else:
            found += [*_marked("del", "".join(gone), before=bool(came)), *_marked("ins", "".join(came))]
    return found


def _marked(kind: str, text: str, *, before: bool = False) -> Iterator[Piece]:
    """The mark ends with its last word; words that went stand apart from those that came (``before`` them)."""
    if text:
        kept = text.rstrip()
        gap = text[len(kept) :] or (" " if before else "")
        yield from (piece for piece in (Piece(kind, kept), Piece("", gap)) if piece.text)


_Run = tuple[str, Sequence[str], Sequence[str]]


def _calmed(runs: Iterator[_Run]) -> list[_Run]:
    """A lone comma between two changes goes with them: one change reads better than two."""
    calm: list[_Run] = []
    for run in runs:
        if run[0] != "equal" and len(calm) > 1 and not re.search(r"\w", "".join(calm[-1][2])):
            (_, gone, came), (_, old_same, new_same) = calm[-2:]
            calm[-2:] = [("replace", [*gone, *old_same, *run[1]], [*came, *new_same, *run[2]])]
        else:
            calm.append(run)
    return calm
