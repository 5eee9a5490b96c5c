"""What a person decided on the page of a draft, worked into the choices that the draft keeps. No query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.errors import Invalid
from reading.annex.choices import KEEP, SWAP, RowChoice

MAX_CELL = 5000


@dataclass
class Changes:
    """What a person decided on the page; what is left empty stays as it was.

    ``units``: name key → codes of unit and district, and the text; one choice mends all equal names, an empty unit takes it back.
    ``columns``: grid → place → field, "" for a column that is not read. ``headers``: grid → row. ``cells``: grid → row → place → text,
    None takes a correction back. ``left_out``: (grid, row) → whether it is left out. ``similar``: key of a pair → decision.
    ``rows``: (grid, row, key of the finding) → point and group, an empty choice takes it back. ``due_on``: the Centre's for rows that
    state none, as ISO, "" takes it back. ``day_month``: (grid, row or ``choices.WHOLE_COLUMN``) → ``SWAP``, ``KEEP``, "" to be asked.
    """

    units: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headers: Mapping[str, int] = field(default_factory=dict)
    cells: Mapping[str, Mapping[int, Mapping[int, str | None]]] = field(default_factory=dict)
    left_out: Mapping[tuple[str, int], bool] = field(default_factory=dict)
    similar: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[tuple[str, int, str], RowChoice] = field(default_factory=dict)
    due_on: str | None = None
    day_month: Mapping[tuple[str, int], str] = field(default_factory=dict)


def changed_choices(before: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    """The stored choices with these changes worked in; parts that became empty are left away."""
    units = {**before.get("units", {}), **{key: dict(choice) for key, choice in changes.units.items()}}
    columns = {sheet: dict(places) for sheet, places in before.get("columns", {}).items()}
    for sheet, places in changes.columns.items():
        columns.setdefault(sheet, {}).update(places)
    out = {(sheet, int(row)) for sheet, rows in before.get("left_out", {}).items() for row in rows}
    out |= {place for place, wanted in changes.left_out.items() if wanted}
    out -= {place for place, wanted in changes.left_out.items() if not wanted}
    parts: dict[str, Any] = {
        "mappings": before.get("mappings", {}),
        "units": {key: choice for key, choice in units.items() if choice.get("unit")},
        "columns": columns,
        "headers": {**before.get("headers", {}), **changes.headers},
        "cells": _cells(before.get("cells", {}), changes.cells),
        "left_out": {sheet: sorted(row for name, row in out if name == sheet) for sheet in sorted({name for name, _ in out})},
        "similar": {**before.get("similar", {}), **changes.similar},
        "rows": _rows(before.get("rows", {}), changes.rows),
        "due_on": before.get("due_on", "") if changes.due_on is None else changes.due_on,
        "day_month": _day_month(before.get("day_month", {}), changes.day_month),
    }
    return {name: part for name, part in parts.items() if part}


def _cells(
    before: Mapping[str, Mapping[str, Mapping[str, str]]], changes: Mapping[str, Mapping[int, Mapping[int, str | None]]]
) -> dict[str, dict[str, dict[str, str]]]:
    kept = dict(_flat(before))
    for sheet, rows in changes.items():
        for row, cells in rows.items():
            for place, text in cells.items():
                if text is None:
                    kept.pop((sheet, str(row), str(place)), None)
                elif len(text) > MAX_CELL:
                    raise Invalid(f"Ô dài quá {MAX_CELL} chữ. Rút gọn rồi gửi lại.")
                else:
                    kept[sheet, str(row), str(place)] = text
    return _nested(kept)


def _day_month(before: Mapping[str, Mapping[str, str]], changes: Mapping[tuple[str, int], str]) -> dict[str, dict[str, str]]:
    kept = {(sheet, row): answer for sheet, rows in before.items() for row, answer in rows.items()}
    kept.update({(sheet, str(row)): answer for (sheet, row), answer in changes.items()})
    if not set(kept.values()) <= {SWAP, KEEP, ""}:
        raise Invalid("Chọn đổi ngày và tháng, hoặc giữ nguyên.")
    found: dict[str, dict[str, str]] = {}
    for (sheet, row), answer in kept.items():
        if answer:
            found.setdefault(sheet, {})[row] = answer
    return found


def _rows(
    before: Mapping[str, Mapping[str, Mapping[str, Any]]], changes: Mapping[tuple[str, int, str], RowChoice]
) -> dict[str, dict[str, dict[str, Any]]]:
    kept = dict(_flat(before))
    for (sheet, row, key), choice in changes.items():
        kept[sheet, str(row), key] = choice.for_storage()
    return _nested({place: choice for place, choice in kept.items() if choice})


def _flat(parts: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterable[tuple[tuple[str, str, str], Any]]:
    return (((sheet, row, key), value) for sheet, rows in parts.items() for row, held in rows.items() for key, value in held.items())


def _nested(parts: Mapping[tuple[str, str, str], Any]) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for (sheet, row, key), value in parts.items():
        found.setdefault(sheet, {}).setdefault(row, {})[key] = value
    return found
