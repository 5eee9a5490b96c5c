"""Sentences with times as offices write them, in a letter of 05/4/2021: no time is wrong in silence, and no question too many.

``data/times.tsv`` gives each sentence what a clerk would make of it: a day, ``recurring``, ``describes`` (no due date of the task),
``asked`` (he would ask). Lines that begin with # are headings.
"""

from pathlib import Path

import pytest

from tests.reading.dispatch.conftest import Reader

_ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "times.tsv").read_text("utf-8").splitlines()[1:]
    if not line.startswith("#")
]


def _reading(letter: Reader, sentence: str) -> tuple[str | None, str | None, bool]:
    """Day and phrase of a point that says this, and whether its time is asked about."""
    proposal = letter(f"1. {sentence}\n\n2. Việc khác.")
    point = proposal.points[0]
    asked = any(warning.code in ("due_doubtful", "due_unread") for warning in proposal.warnings)
    return point.due_on and point.due_on.isoformat(), point.due_text, asked


@pytest.mark.parametrize(("truth", "sentence"), _ROWS, ids=[sentence for _, sentence in _ROWS])
def test_a_time_is_never_wrong_in_silence(letter: Reader, truth: str, sentence: str) -> None:
    on, phrase, asked = _reading(letter, sentence)
    if asked:
        assert on is None
    elif truth == "recurring":
        assert (on, bool(phrase)) == (None, True)
    else:
        assert on == (None if truth == "describes" else truth)


def test_of_a_hundred_sentences_that_say_what_they_mean_ninety_are_read_without_a_question(letter: Reader) -> None:
    sure = [sentence for truth, sentence in _ROWS if truth != "asked"]
    asked = [sentence for sentence in sure if _reading(letter, sentence)[2]]
    assert len(asked) * 10 <= len(sure), "\n".join(asked)
