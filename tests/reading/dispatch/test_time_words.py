"""The words beside a time, row by row: each row reads its own sentence, and without it the sentence would be read otherwise."""

from __future__ import annotations

import re
from datetime import date

import pytest

from common.due import DueDate, find_due
from reading.dispatch.timing import Calendar, times_of_text
from reading.vocabulary import Phrase
from reading.vocabulary.times import NOT_READ, ROWS, Meaning, Row, row_of
from tests.seed import signed

SIGNED = date(2021, 3, 10)


def _parted(sentence: str) -> tuple[str, DueDate, str, str]:
    """The sentence without its brackets, the time between them, and the words on both sides in the time's own clause."""
    before, _, rest = sentence.partition("⟦")
    words, _, after = rest.partition("⟧")
    text = before + words + after
    found = [due for due in find_due(text, signing=signed(SIGNED), field=False) if due.start == len(before)]
    assert [due.text for due in found] == [words], sentence
    return text, found[0], before, after


def _means(sentence: str, rows: tuple[Row, ...]) -> Meaning | None:
    _, due, before, after = _parted(sentence)
    row = row_of(due, before, after, rows)
    return row.means if row else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.example)
def test_a_row_reads_its_sentence_and_no_other_row_does(row: Row) -> None:
    without = tuple(other for other in ROWS if other is not row)
    assert _means(row.example, ROWS) is row.means
    assert _means(row.example, without) is not row.means


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.example)
def test_a_sentence_of_the_vocabulary_is_read_as_its_row_says(row: Row) -> None:
    text, due, _, _ = _parted(row.example)
    times = times_of_text(text, Calendar(SIGNED))
    match row.means:
        case Meaning.LIMIT:
            assert (times.on, times.readings, times.unread) == (due.on, (), ())
        case Meaning.THING:
            assert not times.speaks
        case Meaning.ASK:
            assert (times.due, [found.due.on for found in times.readings]) == (None, [due.on])


@pytest.mark.parametrize("row", NOT_READ, ids=lambda row: row.example)
def test_words_of_time_that_are_not_read_are_named(row: Phrase) -> None:
    before, _, rest = row.example.partition("⟦")
    times = times_of_text(row.example.replace("⟦", "").replace("⟧", ""), Calendar(SIGNED))
    assert (times.due, times.readings) == (None, ())
    assert [(found.due.text, found.start) for found in times.unread] == [(rest.partition("⟧")[0], len(before))]
    assert next(other for other in NOT_READ if re.match(other.words, rest.partition("⟧")[0], re.I)) is row
