"""Dates whose day and month may be swapped: a person says which way round they are meant, for a whole sheet or row by row."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from reading.annex.choices import KEEP, SWAP, WHOLE_COLUMN
from reading.annex.day_month import DayMonth

DATES_SHOWN = 100
"""Dates of a file that are asked about one by one; the others follow the answer for their sheet."""
_ANSWERS = [("", "Chưa chọn"), (SWAP, "Excel đã đảo: đổi lại ngày và tháng"), (KEEP, "Không đảo: giữ như trong tệp")]


class DayMonthFields:
    """The fields ``dao-cot-N`` of the sheets and ``dao-N`` of the dates. ``stored``: ``ImportBatch.choices["day_month"]``."""

    def __init__(self, dates: Sequence[DayMonth], stored: Mapping[str, Mapping[str, str]]) -> None:
        by_row = {(one.grid, one.source["row"]): one for one in dates}
        self.sheets = list(dict.fromkeys(one.grid for one in dates))
        self.dates = list(by_row.values())[:DATES_SHOWN]
        self.more = len(by_row) - len(self.dates)
        self.count = len(by_row)
        self.waiting = sum(not one.answer for one in by_row.values())
        self._stored = stored

    @property
    def keys(self) -> list[Any]:
        """What the numbers of the fields stand for."""
        return [self.sheets, [(one.grid, one.source["row"]) for one in self.dates]]

    def fields(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for place, sheet in enumerate(self.sheets):
            label = f"Các hạn của “{sheet}”" if len(self.sheets) > 1 else "Cả cột thời hạn"
            found[f"dao-cot-{place}"] = forms.ChoiceField(
                label=label, required=False, choices=_ANSWERS, initial=self._said(sheet, WHOLE_COLUMN), widget=forms.RadioSelect
            )
        for place, one in enumerate(self.dates):
            choices = [
                ("", "Như cả cột"),
                (SWAP, f"Đổi thành {one.swapped:%d/%m/%Y}"),
                (KEEP, f"Giữ {one.stands:%d/%m/%Y}"),
            ]
            label = f"Hạn của dòng {one.source['row']}"
            found[f"dao-{place}"] = forms.ChoiceField(
                label=label, required=False, choices=choices, initial=self._said(one.grid, one.source["row"])
            )
        return found

    def changes(self, data: Mapping[str, Any]) -> dict[tuple[str, int], str]:
        """Answers that differ from what the page showed."""
        places = {(sheet, WHOLE_COLUMN): f"dao-cot-{place}" for place, sheet in enumerate(self.sheets)}
        places |= {(one.grid, int(one.source["row"])): f"dao-{place}" for place, one in enumerate(self.dates)}
        said = {place: str(data.get(name, "")) for place, name in places.items()}
        return {place: answer for place, answer in said.items() if answer != self._said(*place)}

    def _said(self, sheet: str, row: int) -> str:
        return self._stored.get(sheet, {}).get(str(row), "")
