"""What a person decides about an annex before it is imported: besides units, columns, cells and rows the findings that are alike, the point
and group of a finding, a common due date, which way round a doubtful date is meant.
"""

from dataclasses import replace
from typing import Any

from django import forms

from directives.forms.day_months import DayMonthFields
from directives.forms.file_choices import FileChoicesForm
from directives.forms.import_places import CommonDueForm, RowPlaces, initial_due
from directives.forms.unit_list import UnitNames
from directives.models import ImportBatch
from directives.services.import_changes import Changes
from directives.services.import_memory import KEEP, MERGE, PAIRS_SHOWN
from directives.services.import_previews import Preview


class ChoicesForm(CommonDueForm, FileChoicesForm):
    """The decisions of one draft of an annex."""

    def __init__(self, data: Any = None, *, batch: ImportBatch, preview: Preview, names: UnitNames, page_number: str | None = None) -> None:
        self.alike = preview.alike[:PAIRS_SHOWN]
        self.places = RowPlaces(preview, page_number)
        self.day_months = DayMonthFields(preview.checked.day_months, batch.choices.get("day_month", {}))
        self._due = batch.choices.get("due_on", "")
        super().__init__(data, batch=batch, checked=preview.checked, names=names, initial=initial_due(batch))
        if preview.places is None:
            del self.fields["due_choice"], self.fields["due_on"]
        for place, one in enumerate(self.alike):
            self.fields[f"giong-{place}"] = forms.ChoiceField(
                label="Xử lý hạn chế giống nhau",
                required=False,
                initial=one.decision or KEEP,
                choices=[(KEEP, "Giữ cả hai"), (MERGE, "Gộp, không nhập dòng này")],
                widget=forms.RadioSelect,
            )
        self.fields.update(self.places.fields())
        self.fields.update(self.day_months.fields())

    def asked(self) -> list[Any]:
        return [*super().asked(), [one.key for one in self.alike], self.places.keys, self.day_months.keys]

    def changes(self) -> Changes:
        due_on = self.common_due()
        kept = due_on.isoformat() if due_on else ""
        return replace(
            super().changes(),
            similar=self._similar(),
            rows=self.places.changes(self.cleaned_data),
            day_month=self.day_months.changes(self.cleaned_data),
            due_on=kept if kept != self._due else None,
        )

    def _similar(self) -> dict[str, str]:
        chosen = {one.key: self.cleaned_data.get(f"giong-{place}") or KEEP for place, one in enumerate(self.alike)}
        return {one.key: chosen[one.key] for one in self.alike if chosen[one.key] != (one.decision or KEEP)}
