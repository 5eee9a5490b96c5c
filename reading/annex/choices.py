"""What a person decided about an annex besides: the point and group of single findings, a due date for rows that state none, which way
round a doubtful date is meant.

A finding is named by its row and its own words (``common.identity``), since a cell may hold several: a choice never slips to another one,
and is gone with the words that it was made for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from common.identity import identity_mark
from reading.tables.choices import Choices, title_of

SWAP, KEEP = "swap", "keep"
WHOLE_COLUMN = 0
"""In place of a row: the answer holds for every doubtful date of the sheet that has none of its own."""


@dataclass(frozen=True)
class RowChoice:
    """For one finding: the key of the point under which its item is made, its requirement group; "" as for the whole file."""

    point: str = ""
    group: str = ""

    @classmethod
    def from_storage(cls, data: Mapping[str, str]) -> Self:
        return cls(data.get("point", ""), data.get("group", ""))

    def for_storage(self) -> dict[str, str]:
        """Only what was chosen, as JSON values for the draft."""
        return {name: value for name, value in (("point", self.point), ("group", self.group)) if value}


@dataclass(frozen=True)
class AnnexChoices(Choices):
    """``rows``: title → row → key of the finding → choice. ``due_on``: the Centre's due date for rows that state none. ``day_month``:
    title → row, or ``WHOLE_COLUMN`` → ``SWAP`` or ``KEEP``, for dates with the warning ``day_month_doubtful`` alone.
    """

    rows: Mapping[str, Mapping[int, Mapping[str, RowChoice]]] = field(default_factory=dict)
    due_on: date | None = None
    day_month: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    @classmethod
    def _parts(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        rows = {
            sheet: {int(row): {key: RowChoice.from_storage(choice) for key, choice in findings.items()} for row, findings in rows.items()}
            for sheet, rows in data.get("rows", {}).items()
        }
        day_month = {sheet: {int(row): str(answer) for row, answer in rows.items()} for sheet, rows in data.get("day_month", {}).items()}
        due_on = date.fromisoformat(data["due_on"]) if data.get("due_on") else None
        return {**super()._parts(data), "rows": rows, "due_on": due_on, "day_month": day_month}

    def chosen(self, findings: Iterable[tuple[Mapping[str, Any], str]]) -> dict[int, RowChoice]:
        """What was chosen for findings, by their place among those given as (source, text)."""
        if not self.rows:
            return {}
        found = {}
        for place, (source, text) in enumerate(findings):
            choice = self.rows.get(title_of(source), {}).get(source["row"], {}).get(identity_mark(text))
            if choice is not None:
                found[place] = choice
        return found
