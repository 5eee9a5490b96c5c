"""What committing an annex would do, row by row: create, update or leave unchanged; the item that a finding makes, or why none.

Pure: what is stored comes in as plain values. The preview, the commit and the command line compute the same plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from directives.importing.duty import Duties, Duty, FindingFacts
from reading.annex.checks import CheckedRow
from reading.annex.choices import RowChoice
from reading.tables.told import FileWarning

Action = Literal["create", "update", "unchanged"]
AS_THE_FILE = RowChoice()
COMPARED = ("cause", "remedy", "due_text", "due_on", "leads", "coordinating", "coordinating_text", "note")


@dataclass(frozen=True)
class Stored:
    """A finding of the inspection as it is stored; ``values`` holds the fields of ``COMPARED``. Its item keeps its ``point`` and ``group``,
    whatever file comes later.
    """

    pk: int
    values: Mapping[str, Any]
    item: int | None
    point: str = ""
    group: str = ""


@dataclass(frozen=True)
class TargetPoints:
    """The points under which findings become items: the key of the file's own, and what each says."""

    point: str
    duties: Mapping[str, Duties]
    common_due: date | None = None


@dataclass(frozen=True)
class PlannedRow:
    """One row and what becomes of it. ``held`` says why its finding makes no item; "" also where no dispatch is given. ``merged`` says with
    what a person merged it; such a row changes nothing. ``point``: the key under which its item is or will be made. ``recurs``: where the
    same finding of a new row was named before, in other inspections.
    """

    row: CheckedRow
    action: Action
    stored: Stored | None = None
    duty: Duty | None = None
    held: str = ""
    merged: str = ""
    point: str = ""
    choice: RowChoice = AS_THE_FILE
    recurs: str = ""

    @property
    def has_item(self) -> bool:
        return self.stored is not None and self.stored.item is not None

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields of the stored finding that the file says differently; () for a row that updates nothing."""
        if self.stored is None or self.action != "update":
            return ()
        return tuple(name for name, value in values_of(self.row).items() if self.stored.values[name] != value)

    @property
    def may_move(self) -> bool:
        """Whether a person still says under which point and group its item is made."""
        return self.point != "" and not self.has_item and not self.merged and self.action != "unchanged"


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

    def recur(self, named: Mapping[tuple[int, str], str]) -> None:
        """``named``: by the key of a row, where other inspections named the same finding."""
        for place, row in enumerate(self.rows):
            if row.action == "create" and row.row.key in named:
                self.rows[place] = replace(row, recurs=named[row.row.key])

    @property
    def new_items(self) -> int:
        """How many items committing will make."""
        return sum(makes_item(row) for row in self.rows)

    @property
    def held(self) -> int:
        """New findings that stay without an item for now."""
        return sum(row.action == "create" and row.held != "" for row in self.rows)


def makes_item(row: PlannedRow) -> bool:
    """A new finding, or a changed one that has no item yet."""
    return row.duty is not None and row.action != "unchanged" and not row.has_item


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


def build_plan(
    rows: Sequence[CheckedRow],
    stored: Mapping[tuple[int, str], Stored],
    places: TargetPoints | None,
    chosen: Mapping[int, RowChoice] | None = None,
) -> ImportPlan:
    """``stored``: findings of the inspection by ``CheckedRow.key``; ``places``: None where no dispatch is given; ``chosen``: by the row's
    place, what a person said about its point and group.
    """
    plan = ImportPlan()
    for place, row in enumerate(rows):
        known = stored.get(row.key)
        action: Action = "create"
        if known is not None:
            action = "unchanged" if all(known.values[name] == value for name, value in values_of(row).items()) else "update"
        choice = chosen.get(place, AS_THE_FILE) if chosen else AS_THE_FILE
        if places is None:
            plan.rows.append(PlannedRow(row, action, known))
        else:
            plan.rows.append(_placed(row, action, known, places, choice))
    plan.warnings = _warnings(plan.rows)
    return plan


def _placed(row: CheckedRow, action: Action, known: Stored | None, places: TargetPoints, choice: RowChoice) -> PlannedRow:
    """Under the point of the item that is there, else the chosen one, else the file's. A point that is gone counts as not chosen."""
    point, group = choice.point, choice.group
    if known is not None and known.item is not None:
        point, group = known.point, known.group
    if point not in places.duties:
        point = places.point
    duties = places.duties[point]
    held = duties.held(row.unit)
    duty = duties.duty(_facts(row), group=group, common_due=places.common_due) if not held else None
    return PlannedRow(row, action, known, duty, held, point=point, choice=choice)


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
        due_note=row.day_month.note if row.day_month else "",
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
