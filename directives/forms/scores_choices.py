"""What a person decides about a score table before it is imported."""

from __future__ import annotations

from collections.abc import Iterable

from directives.forms.file_choices import AskedHeader, ColumnRules, FileChoicesForm, FileHeaderForm, SeenFile, SeenTable
from directives.models import ScoreBatch
from directives.services.scores import Preview
from directives.services.scores_memory import first_tables
from reading.scores.columns import SCORE_LABELS, ScoreField, ScoreHeader
from reading.scores.reader import ScoreGuess

SCORE_COLUMNS = ColumnRules(
    labels={str(field): label for field, label in SCORE_LABELS.items()},
    needed={ScoreField.NAME: "Chọn cột chứa họ và tên.", ScoreField.SCORE: "Chọn cột chứa điểm."},
    repeated=ScoreField.NAME,
)


class ScoreChoicesForm(FileChoicesForm):
    """The decisions of one draft of scores."""

    column_rules = SCORE_COLUMNS


class ScoreHeaderForm(FileHeaderForm):
    """What the columns of a file hold in which no header of scores was found."""

    column_rules = SCORE_COLUMNS


def seen_scores(batch: ScoreBatch, preview: Preview) -> SeenFile:
    """A draft as it was read."""
    checked = preview.checked
    return SeenFile(
        choices=batch.choices,
        version=batch.version,
        book=checked.book,
        grids=[table.table.grid for table in checked.tables],
        tables=[
            SeenTable(
                grid=table.table.grid,
                mark=table.header.mark,
                headings=table.header.headings,
                held=_held(table.header),
                first_row=table.entries[0].row if table.entries else None,
            )
            for table in first_tables(checked)
        ],
        sources=[row.source for row in checked.rows],
        errors=checked.errors,
        left_out=checked.left_out,
    )


def asked_headers(guesses: Iterable[ScoreGuess]) -> list[AskedHeader]:
    """The rows that may be a header."""
    return [AskedHeader(guess.title, guess.header.top, guess.header.headings, guess.examples, _held(guess.header)) for guess in guesses]


def _held(header: ScoreHeader) -> dict[int, str]:
    """What each column is read as; of one that holds two things the one that its heading says first."""
    held: dict[int, str] = {}
    for index, field in header.columns:
        held.setdefault(index, str(field))
    return held
