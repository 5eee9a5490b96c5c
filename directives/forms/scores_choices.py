"""What a person decides about a score table before it is imported."""

from __future__ import annotations

from collections.abc import Iterable

from directives.forms.file_choices import AskedHeader, FileChoicesForm, FileHeaderForm, SeenFile, SeenTable
from directives.models import ScoreBatch
from directives.services.scores import Preview
from reading.scores.columns import SCORES
from reading.tables.headers import TableHeader
from reading.tables.reader import HeaderGuess


class ScoreChoicesForm(FileChoicesForm):
    """The decisions of one draft of scores."""

    column_rules = SCORES


class ScoreHeaderForm(FileHeaderForm):
    """What the columns of a file hold in which no header of scores was found."""

    column_rules = SCORES


def seen_scores(batch: ScoreBatch, preview: Preview) -> SeenFile:
    """A draft as it was read."""
    checked = preview.checked
    return SeenFile(
        choices=batch.choices,
        version=batch.version,
        book=checked.book,
        grids=[table.grid for table in checked.tables],
        tables=[
            SeenTable(
                grid=table.grid,
                mark=table.header.mark,
                headings=table.headings,
                held=_held(table.header),
                first_row=table.entries[0].row if table.entries else None,
                unsure=tuple(table.headings[index] for index in table.unsure),
            )
            for table in checked.first_tables
        ],
        sources=[row.source for row in checked.rows],
        errors=checked.errors,
        left_out=checked.left_out,
    )


def asked_headers(guesses: Iterable[HeaderGuess]) -> list[AskedHeader]:
    """The rows that may be a header."""
    return [AskedHeader(guess.title, guess.header.top, guess.header.headings, guess.examples, _held(guess.header)) for guess in guesses]


def _held(header: TableHeader) -> dict[int, str]:
    """What each column is read as; of one that holds two things the one that its heading says first."""
    return {column.index: column.field for column in reversed(header.columns)}
