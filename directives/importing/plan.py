"""What committing an annex would do, row by row: create, update or leave unchanged; the item that a finding makes, or why none.

Pure: what is stored comes in as plain values. The preview, the commit and the command line compute the same plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from directives.importing.checks import CheckedRow, FileWarning
from directives.importing.duty import Duties, Duty, FindingFacts

Action = Literal["create", "update", "unchanged"]
COMPARED = ("cause", "remedy", "due_text", "due_on", "leads", "coordinating", "coordinating_text", "note")


@dataclass(frozen=True)
class Stored:
    """A finding of the inspection as it is stored; ``values`` holds the fields of ``COMPARED``."""

    pk: int
    values: Mapping[str, Any]
    item: int | None


@dataclass(frozen=True)
class PlannedRow:
    """One row and what becomes of it. ``held`` says why its finding makes no item; "" also where no dispatch is given. ``merged`` says with
    what a person merged it; such a row changes nothing.
    """

    row: CheckedRow
    action: Action
    stored: Stored | None = None
    duty: Duty | None = None
    held: str = ""
    merged: str = ""


@dataclass
class ImportPlan:
    """Everything that a commit does, in the order of the file."""

    rows: list[PlannedRow] = field(default_factory=list)
    warnings: list[FileWarning] = field(default_factory=list)

    def count(self, action: Action) -> int:
        return sum(row.action == action for row in self.rows)

    def merge(self, merged: Mapping[int, str]) -> None:
        """Rows, by their place, that are one with another finding."""
        for place, words in merged.items():
            self.rows[place] = replace(self.rows[place], action="unchanged", merged=words)

    @property
    def new_items(self) -> int:
        """Items that will be made."""
        return sum(makes_item(row) for row in self.rows)

    @property
    def held(self) -> int:
        """New findings that stay without an item for now."""
        return sum(row.action == "create" and row.held != "" for row in self.rows)


def makes_item(row: PlannedRow) -> bool:
    """A new finding, or a changed one that has no item yet."""
    return row.duty is not None and row.action != "unchanged" and (row.stored is None or row.stored.item is None)


def values_of(row: CheckedRow) -> dict[str, Any]:
    """The fields of a finding as they are stored. ``leads`` stays empty where the annex names nobody."""
    return {
        "cause": row.cause,
        "remedy": row.remedy,
        "due_text": row.due_text[:200],
        "due_on": row.due_on,
        "leads": [unit.code for unit in row.leads] if row.named_lead else [],
        "coordinating": [unit.code for unit in row.coordinating],
        "coordinating_text": row.coordinating_text[:300],
        "note": row.note,
    }


def build_plan(rows: Sequence[CheckedRow], stored: Mapping[tuple[int, str], Stored], duties: Duties | None) -> ImportPlan:
    """``stored``: findings of the inspection by ``CheckedRow.key``; ``duties``: of the point, None where no dispatch is given."""
    plan = ImportPlan()
    for row in rows:
        known = stored.get(row.key)
        action: Action = "create"
        if known is not None:
            action = "unchanged" if all(known.values[name] == value for name, value in values_of(row).items()) else "update"
        held = duties.held(row.unit) if duties is not None else ""
        duty = duties.duty(_facts(row)) if duties is not None and not held else None
        plan.rows.append(PlannedRow(row, action, known, duty, held))
    plan.warnings = _warnings(plan.rows)
    return plan


def _facts(row: CheckedRow) -> FindingFacts:
    return FindingFacts(
        unit=row.unit,
        text=row.finding,
        heading=row.area,
        remedy=row.remedy,
        leads=row.leads if row.named_lead else (),
        coordinating=row.coordinating,
        coordinating_text=row.coordinating_text,
        due_on=row.due_on,
        due_text=row.due_text,
        ongoing=row.ongoing,
    )


_HELD_WORDS = {
    "pending": (
        "unit_pending",
        "{name} đang chờ Trung tâm quyết định có thuộc phạm vi văn bản không: {count} hạn chế được lưu, chưa thành nội dung khắc phục.",
    ),
    "outside": (
        "unit_outside_point",
        "{name} không thuộc đơn vị nào mà điểm này giao: {count} hạn chế được lưu, không thành nội dung khắc phục.",
    ),
}


def _warnings(rows: Sequence[PlannedRow]) -> list[FileWarning]:
    """One for each unit whose findings make no items, with its first row."""
    by_unit: dict[tuple[str, int], list[PlannedRow]] = {}
    for row in rows:
        if row.held:
            by_unit.setdefault((row.held, row.row.unit.pk), []).append(row)
    found = []
    for (held, _), group in by_unit.items():
        code, words = _HELD_WORDS[held]
        unit = group[0].row.unit
        found.append(FileWarning(code, words.format(name=unit.qualified_name, count=len(group)), group[0].row.source, (unit.code,)))
    return found
