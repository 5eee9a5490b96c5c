"""What the columns of a file hold in which no header of findings was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from directives.forms.file_choices import AskedHeader, FileHeaderForm
from directives.models import ImportBatch
from reading.annex.columns import FINDINGS
from reading.tables.reader import HeaderGuess


class HeaderForm(FileHeaderForm):
    """One table for each grid that looks like one; a grid without a column of findings is not read."""

    column_rules = FINDINGS

    def __init__(self, data: Any = None, *, batch: ImportBatch, guesses: Sequence[HeaderGuess]) -> None:
        super().__init__(data, version=batch.version, headers=[_asked(guess) for guess in guesses])


def _asked(guess: HeaderGuess) -> AskedHeader:
    held = {column.index: column.field for column in reversed(guess.header.columns)}
    return AskedHeader(guess.title, guess.header.top, guess.header.headings, guess.examples, held)
