"""What committing an annex would do: the file as it is read, planned against what is stored now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.identity import identity_key, identity_mark
from directives.importing.plan import COMPARED, ImportPlan, PlannedRow, Stored, TargetPoints, build_plan
from directives.models import Finding, Inspection, Point
from directives.models.item import item_code
from directives.services.import_memory import Alike, alike_of
from directives.services.import_targets import Target, leaf_points
from directives.services.point_duties import duties_of
from reading.annex.checks import Annex
from reading.annex.choices import AnnexChoices
from reading.annex.reader import read_annex
from reading.tables.told import FileWarning
from units.books import current_book, units_by_code


@dataclass(frozen=True)
class Preview:
    """What committing would do now. ``alike``: rows that may be a finding that is there already, with what was decided about them;
    ``points``: those under which a finding may become an item, ``places`` what they say. Without a dispatch there are none.
    """

    checked: Annex
    plan: ImportPlan
    alike: tuple[Alike, ...] = ()
    points: tuple[Point, ...] = ()
    places: TargetPoints | None = None

    @property
    def planned(self) -> Sequence[PlannedRow]:
        return self.plan.rows


def compute(content: bytes, name: str, target: Target, kept: Mapping[str, Any]) -> Preview:
    """The file read, checked and planned against what is stored now. ``kept``: the choices of the draft. May raise ``FileRefused``."""
    choices = AnnexChoices.from_storage(kept)
    annex = read(content, name, target, choices)
    points = tuple(leaf_points(target.directive)) if target.directive is not None and target.point is not None else ()
    places = None
    if target.point is not None:
        places = TargetPoints(target.point.key, duties_of(points, units_by_code()), choices.due_on)
    chosen = choices.chosen((row.source, row.finding) for row in annex.rows)
    plan = build_plan(annex.rows, _stored(target.inspection), places, chosen)
    alike, crowded = alike_of(plan, target, kept.get("similar", {}))
    plan.merge({one.pair.later.row: one.words for one in alike if one.merged and one.pair.later.row is not None})
    plan.recur(_named_elsewhere(plan, target.inspection))
    names = [unit.name for unit in {row.row.unit.pk: row.row.unit for row in plan.rows}.values() if unit.pk in crowded]
    words = "{}: quá nhiều hạn chế, cổng không tìm các hạn chế giống nhau."
    plan.warnings += [FileWarning("similar_not_compared", words.format(name)) for name in names]
    return Preview(annex, plan, tuple(alike), points, places)


def read(content: bytes, name: str, target: Target, choices: AnnexChoices) -> Annex:
    """The file as it is read with what was decided about it. May raise ``FileRefused``."""
    on, year = target.time
    return read_annex(content, name, books=current_book, choices=choices, on=on, year=year)


def _named_elsewhere(plan: ImportPlan, inspection: Inspection | None) -> dict[tuple[int, str], str]:
    """The new rows that other inspections named as well, the latest of them in words."""
    new = [row.row for row in plan.rows if row.action == "create"]
    if not new:
        return {}
    marks = {(row.unit.pk, identity_mark(row.finding)): row.key for row in new}
    found = Finding.objects.filter(unit__in={unit for unit, _ in marks}, identity__in={mark for _, mark in marks})
    if inspection is not None:
        found = found.exclude(inspection=inspection)
    rows = found.order_by("pk").values_list("unit_id", "identity", "inspection__title", "item__number")
    return {
        marks[unit, mark]: f"Lặp lại: đã nêu ở “{title}”" + (f", {item_code(number)}" if number else "")
        for unit, mark, title, number in rows
        if (unit, mark) in marks
    }


def _stored(inspection: Inspection | None) -> dict[tuple[int, str], Stored]:
    if inspection is None:
        return {}
    item = ("item", "item__point__key", "item__group__name")
    rows = Finding.objects.filter(inspection=inspection).values("pk", "unit_id", "text", *item, *COMPARED)
    return {
        (row["unit_id"], identity_key(row["text"])): Stored(
            row["pk"], {name: row[name] for name in COMPARED}, row["item"], row["item__point__key"] or "", row["item__group__name"] or ""
        )
        for row in rows
    }
