"""Compare what an import says with the truth beside a sample, as the samples' README defines it.

``accept`` lists other right values of a field, ``unscored`` fields are not judged, ``optional`` rows are neither asked for nor wrong.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parents[2] / "samples" / "findings"


def truth_of(name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((SAMPLES / name).with_suffix(".truth.json").read_text("utf-8"))
    return truth


def differences(truth: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Every value that differs, in words; an empty list is equality."""
    codes = [error["code"] for error in truth["file_errors"]]
    if codes or truth.get("accept_file_errors"):
        found = [error["code"] for error in got["file_errors"]]
        if found == codes and codes:
            return []
        if found and set(found) <= set(truth.get("accept_file_errors", ())):
            return []
        if codes or found:
            return [f"file errors: {found} ≠ {codes}"]
    out = [f"file errors: {got['file_errors']}"] if got["file_errors"] else []
    out += _rows(truth, got["rows"]) + _errors(truth["errors"], got["errors"])
    if truth.get("skipped") is not None and got["skipped"] != truth["skipped"]:
        out.append(f"skipped: {got['skipped']} ≠ {truth['skipped']}")
    warned, right = [one["code"] for one in got["warnings"]], [one["code"] for one in truth["warnings"]]
    return out + ([f"warnings: {warned} ≠ {right}"] if sorted(warned) != sorted(right) else [])


def _place(entry: dict[str, Any]) -> str:
    return json.dumps(entry["source"], ensure_ascii=False, sort_keys=True)


def _rows(truth: dict[str, Any], got: list[dict[str, Any]]) -> list[str]:
    """Rows in the file's order, one by one."""
    right = [row for row in truth["rows"] if not row.get("optional")]
    optional = {_place(row) for row in truth["rows"] if row.get("optional")}
    got = [row for row in got if _place(row) not in optional]
    if [_place(row) for row in right] != [_place(row) for row in got]:
        return [f"rows: {[_place(row) for row in got]} ≠ {[_place(row) for row in right]}"]
    out = []
    for row, read in zip(right, got, strict=True):
        for name in (*truth["matters"], "action"):
            accepted = [row.get(name), *row.get("accept", {}).get(name, ())]
            if name in row and name not in row.get("unscored", ()) and read[name] not in accepted:
                out.append(f"{_place(row)} {name}: {read[name]!r} ≠ {row[name]!r}")
    return out


def _errors(truth: list[dict[str, Any]], got: list[dict[str, Any]]) -> list[str]:
    out, left = [], list(got)
    for error in truth:
        codes = [error["code"], *error.get("accept", ())]
        fits = [one for one in left if _place(one) == _place(error) and one["column"] == error["column"] and one["code"] in codes]
        if not fits:
            out += [] if error.get("optional") else [f"error missing: {_place(error)} {error['column']} {error['code']}"]
            continue
        left.remove(fits[0])
        for name in ("value", "suggestions"):
            if name in error and name not in error.get("unscored", ()) and not error.get("optional") and fits[0][name] != error[name]:
                out.append(f"{_place(error)} {name}: {fits[0][name]!r} ≠ {error[name]!r}")
    return out + [f"error too many: {_place(one)} {one['column']} {one['code']} {one['value']!r}" for one in left]
