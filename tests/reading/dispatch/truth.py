"""Compare what was read with the truth beside a sample, as the samples' README defines it.

``accept`` lists other right values of a field, ``unscored`` fields are not judged, ``optional`` rows and codes are neither asked for
nor wrong. The letter case of the heading's fields is not compared: offices print them in capitals, and the truths themselves write the
subject both ways.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HEADING = ("number", "symbol", "kind", "issuer", "place", "issued_on", "issued_text", "subject", "signer", "signer_title", "signed_for")


def truth_of(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    return truth


def differences(truth: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """Every field that differs, in words; an empty list is equality."""
    found = [f"{name}: {got[name]!r} ≠ {truth[name]!r}" for name in HEADING if not _fits(truth, name, got[name], any_case=True)]
    matters = set(truth["matters"])
    for name in ("addressees", "recipients"):
        found += _lists(name, truth[name], got[name], units=name in matters)
    found += _points(truth["points"], got["points"], units="lead" in matters)
    return found + _warnings(truth["warnings"], got["warnings"])


def _fits(truth: dict[str, Any], name: str, value: Any, *, any_case: bool = False) -> bool:
    if name in truth.get("unscored", ()):
        return True
    right = [truth.get(name), *truth.get("accept", {}).get(name, ())]
    if any_case:
        return _folded(value) in [_folded(one) for one in right]
    return value in right


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _lists(name: str, truth: list[dict[str, Any]], got: list[dict[str, Any]], *, units: bool) -> list[str]:
    if [entry["text"] for entry in truth] != [entry["text"] for entry in got]:
        return [f"{name}: {[entry['text'] for entry in got]} ≠ {[entry['text'] for entry in truth]}"]
    found = []
    for right, read in zip(truth, got, strict=True):
        if units and "units" not in right.get("unscored", ()):
            missing = set(right["units"]) - set(read["units"])
            extra = set(read["units"]) - set(right["units"]) - set(right.get("optional_units", ()))
            found += [f"{name} “{right['text']}”: missing {sorted(missing)}, extra {sorted(extra)}"] if missing or extra else []
    return found


def _points(truth: list[dict[str, Any]], got: list[dict[str, Any]], *, units: bool) -> list[str]:
    right: dict[str, dict[str, Any]] = {}
    for entry in truth:
        right.setdefault(entry["key"], entry)
    read = {entry["key"]: entry for entry in got}
    found = [f"{key}: missing" for key, entry in right.items() if key not in read and not entry.get("optional")]
    found += [f"{key}: not in the text" for key in read if key not in right]
    if [key for key in read if key in right] != [key for key in right if key in read]:
        found.append(f"order: {list(read)}")
    for key in [key for key in right if key in read]:
        entry, point = right[key], read[key]
        fields = [name for name in ("parent", "text", "due_text", "due_on") if name in entry]
        if "due_on" in entry.get("accept", {}) and point["due_on"] != entry["due_on"]:
            fields.remove("due_text")  # the other right date has another phrase
        fields += ["coordinating_text"] if units and "coordinating_text" in entry else []
        found += [f"{key}.{name}: {point[name]!r} ≠ {entry[name]!r}" for name in fields if not _fits(entry, name, point[name])]
        for name in ("lead", "coordinating"):
            if units and name in entry and name not in entry.get("unscored", ()):
                accepted = [sorted(one) for one in [entry[name], *entry.get("accept", {}).get(name, ())]]
                found += [f"{key}.{name}: {point[name]} ≠ {entry[name]}"] if sorted(point[name]) not in accepted else []
    return found


def _warnings(truth: list[dict[str, Any]], got: list[dict[str, Any]]) -> list[str]:
    codes = {entry["code"] for entry in got}
    found = [f"warning {entry['code']}: missing" for entry in truth if not entry.get("optional") and entry["code"] not in codes]
    allowed = {entry["code"] for entry in truth}
    found += [f"warning {entry['code']}: {entry['message']}" for entry in got if entry["code"] not in allowed]
    for entry in truth:
        if entry.get("units") and not entry.get("optional"):
            units = {code for one in got if one["code"] == entry["code"] for code in one.get("units", ())}
            found += [f"warning {entry['code']}: {sorted(units)} ≠ {entry['units']}"] if units != set(entry["units"]) else []
    return found
