"""Where findings of an annex go and by when: the point and group of single findings, the Centre's due date for rows that state none."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator

from common.identity import identity_mark
from directives.forms.fields import VnDateField
from directives.forms.inspections import short
from directives.importing.plan import PlannedRow
from directives.models import ImportBatch
from directives.services.import_previews import Preview
from reading.annex.choices import RowChoice
from reading.tables.choices import title_of

NO_DUE, CENTRE_DUE = "khong", "trung-tam"
ROWS_SHOWN = 50


class CommonDueForm(forms.Form):
    """What becomes of rows that state no due date, asked at the upload and again in the preview."""

    due_choice = forms.ChoiceField(
        label="Khi một dòng không ghi hạn",
        required=False,
        choices=[(NO_DUE, "Để không có hạn"), (CENTRE_DUE, "Trung tâm đặt hạn chung; cổng ghi rõ “Trung tâm đặt”")],
        widget=forms.RadioSelect,
        initial=NO_DUE,
    )
    due_on = VnDateField(label="Hạn Trung tâm đặt", required=False, help_text="Chỉ điền khi chọn dòng trên. Ví dụ: 31/03/2021")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen, due_on = data.get("due_choice") == CENTRE_DUE, data.get("due_on")
        if "due_on" in self.errors or "due_choice" in self.errors:
            return data
        if chosen and due_on is None:
            self.add_error("due_on", "Ghi hạn Trung tâm đặt, ví dụ 31/03/2021; hoặc chọn để không có hạn.")
        elif due_on is not None and not chosen:
            self.add_error("due_on", "Đã ghi hạn nhưng chưa chọn “Trung tâm đặt hạn chung”. Chọn dòng đó, hoặc xoá hạn.")
        return data

    def common_due(self) -> date | None:
        """The Centre's day; None where rows without one stay without."""
        due_on: date | None = self.cleaned_data.get("due_on")
        return due_on


class RowPlaces:
    """The fields ``diem-N`` and ``nhom-N`` of the rows on one page of the preview; N is the row's place in the plan."""

    def __init__(self, preview: Preview, page_number: str | None) -> None:
        self.page = Paginator(preview.plan.rows, ROWS_SHOWN).get_page(page_number)
        first = self.page.start_index() - 1
        self._rows = {place: row for place, row in enumerate(self.page, start=first) if row.may_move}
        self._keys = {place: _key(row) for place, row in self._rows.items()}
        self._points, self._groups = _choices(preview) if self._rows else ([], [])

    @property
    def keys(self) -> list[tuple[str, int, str]]:
        """What the numbers of the fields stand for."""
        return list(self._keys.values())

    def fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for place, row in self._rows.items():
            line = self.name_of(place)
            for name, label, choices, chosen in (
                ("diem", f"Điểm của dòng {line}", self._points, row.choice.point),
                ("nhom", f"Nhóm yêu cầu của dòng {line}", self._groups, row.choice.group),
            ):
                known = chosen if chosen in dict(choices) else ""
                found[f"{name}-{place}"] = forms.ChoiceField(label=label, required=False, choices=choices, initial=known)
        return found

    def name_of(self, place: int) -> str:
        """ "7", or "7, ý 2" where the row holds several findings on this page."""
        row = self._rows[place].row.source
        first = self.page.start_index() - 1
        together = [other for other, planned in enumerate(self.page, start=first) if planned.row.source == row]
        return f"{row['row']}, ý {together.index(place) + 1}" if len(together) > 1 else str(row["row"])

    def movable(self, place: int) -> bool:
        return place in self._rows

    def changes(self, data: dict[str, Any]) -> dict[tuple[str, int, str], RowChoice]:
        """Rows for which something else was chosen than the page showed."""
        found = {}
        for place, row in self._rows.items():
            choice = RowChoice(data.get(f"diem-{place}", ""), data.get(f"nhom-{place}", ""))
            if choice != row.choice:
                found[self._keys[place]] = choice
        return found


def _key(row: PlannedRow) -> tuple[str, int, str]:
    return title_of(row.row.source), row.row.source["row"], identity_mark(row.row.finding)


def _choices(preview: Preview) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    places = preview.places
    if places is None:
        return [], []
    points = [(point.key, f"Điểm {point.key}: {short(point.text)}") for point in preview.points if point.key != places.point]
    groups = [(name, name) for name in places.duties[places.point].groups]
    return [("", f"Như cả tệp: điểm {places.point}"), *points], [("", "Cổng đề xuất theo câu chữ"), *groups]


def initial_due(batch: ImportBatch) -> dict[str, Any]:
    """The fields of ``CommonDueForm`` as the draft keeps them."""
    kept = batch.choices.get("due_on")
    return {"due_choice": CENTRE_DUE, "due_on": date.fromisoformat(kept)} if kept else {"due_choice": NO_DUE}
