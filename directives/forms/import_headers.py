"""What the columns of a file hold in which no header of findings was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from directives.forms.import_choices import column_field
from directives.forms.inspections import short
from directives.importing.columns import FIELD_LABELS, Field, field_of
from directives.importing.reader import HeaderGuess
from directives.models import ImportBatch
from directives.services.import_drafts import Changes


class HeaderForm(forms.Form):
    """One table for each grid that looks like one; a grid without a column of findings is not read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, data: Any = None, *, batch: ImportBatch, guesses: Sequence[HeaderGuess]) -> None:
        super().__init__(data, initial={"version": batch.version})
        self.guesses = list(guesses)
        for place, guess in enumerate(self.guesses):
            for index, heading in sorted(guess.header.headings.items()):
                example = guess.examples.get(index, "")
                held = field_of(heading)
                self.fields[f"cot-{place}-{index}"] = column_field(
                    index, heading, f"Dòng dưới: {short(example) if example else '(trống)'}", held.value if held else ""
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [self._chosen(data, place) for place, _ in enumerate(self.guesses)]
        if not any(Field.FINDING in fields.values() for fields in chosen):
            self.add_error(None, "Chọn cột chứa nội dung hạn chế.")
        for fields in chosen:
            held = list(fields.values())
            for field, label in FIELD_LABELS.items():
                if field is not Field.FINDING and held.count(field) > 1:
                    self.add_error(None, f"Hai cột cùng là “{label}”. Giữ một cột.")
        return data

    def _chosen(self, data: dict[str, Any], place: int) -> dict[int, str]:
        return {index: data.get(f"cot-{place}-{index}", "") for index in self.guesses[place].header.headings}

    def changes(self) -> Changes:
        """Where each header begins and what its columns hold, for the grids that hold findings."""
        found = {guess.title: (guess, self._chosen(self.cleaned_data, place)) for place, guess in enumerate(self.guesses)}
        kept = {title: pair for title, pair in found.items() if Field.FINDING in pair[1].values()}
        return Changes(
            headers={title: guess.header.top for title, (guess, _) in kept.items()},
            columns={title: {str(index): field for index, field in fields.items()} for title, (_, fields) in kept.items()},
        )
