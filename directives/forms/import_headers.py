"""What the columns of a file hold in which no header of findings was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from directives.forms.file_choices import AskedHeader, FileHeaderForm
from directives.forms.import_choices import FINDING_COLUMNS
from directives.models import ImportBatch
from reading.annex.reader import HeaderGuess
from reading.tables.columns import field_of


class HeaderForm(FileHeaderForm):
    """One table for each grid that looks like one; a grid without a column of findings is not read."""

    column_rules = FINDING_COLUMNS

    def __init__(self, data: Any = None, *, batch: ImportBatch, guesses: Sequence[HeaderGuess]) -> None:
        super().__init__(data, version=batch.version, headers=[_asked(guess) for guess in guesses])


def _asked(guess: HeaderGuess) -> AskedHeader:
    read = {index: field_of(heading) for index, heading in guess.header.headings.items()}
    held = {index: field.value for index, field in read.items() if field is not None}
    return AskedHeader(guess.title, guess.header.top, guess.header.headings, guess.examples, held)
