"""How an annex divides among the units that answer for its findings: what the page of a committed batch shows."""

from typing import Any

from directives.importing.plan import PlannedRow
from directives.services.import_previews import Preview
from units.entries import BookUnit
from units.models import Unit

NUMBERS = ("created", "updated", "passed", "errors")


def tally(found: Preview) -> list[dict[str, Any]]:
    """One entry an accountable unit, then one without a unit for what makes no item or names nobody.

    ``passed`` counts findings that were there already or were merged; ``errors`` counts rows, the others findings.
    """
    units: dict[int, BookUnit] = {}
    counts: dict[int | None, dict[str, int]] = {}

    def count(unit: BookUnit | None, name: str) -> None:
        if unit is not None:
            units[unit.pk] = unit
        line = counts.setdefault(unit.pk if unit else None, dict.fromkeys(NUMBERS, 0))
        line[name] += 1

    for row in found.plan.rows:
        count(row.duty.accountable if row.duty is not None else None, _number(row))
    by_row = {tuple(error.source.items()): error.unit for error in found.checked.errors}
    for unit in by_row.values():
        count(_answering(found, unit), "errors")
    in_order = Unit.objects.filter(pk__in=units).values_list("pk", flat=True)
    lines = [{"unit": units[pk].code, "name": units[pk].name, **counts[pk]} for pk in in_order]
    return [*lines, {"unit": None, "name": "", **counts[None]}] if None in counts else lines


def _number(row: PlannedRow) -> str:
    return {"create": "created", "update": "updated"}.get(row.action, "passed")


def _answering(found: Preview, unit: BookUnit | None) -> BookUnit | None:
    """Who would answer for a row with errors, were it mended."""
    if unit is None or found.places is None:
        return None
    duties = found.places.duties[found.places.point]
    return duties.answering(unit) if not duties.held(unit) else None
