"""Compare what was read with the truth beside a sample, as the samples' README defines it.

``matters`` names the fields that are judged, ``accept`` other right values of a field, ``unscored`` fields of one entry that are not
judged; ``optional`` points and codes are neither asked for nor wrong. The letter case of the heading's fields is not compared: offices
print them in capitals, and the truths themselves write the subject both ways.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HEADING = ("number", "symbol", "kind", "issuer", "place", "issued_on", "issued_text", "subject", "signer", "signer_title", "signed_for")


def truth_of(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    return truth


@dataclass
class Score:
    """How many fields were judged, what differs in words, and separately the points and times that are wrong: these may never be."""

    fields: int = 0
    wrong: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)

    def field(self, words: str, *, right: bool) -> None:
        self.fields += 1
        self.wrong += [] if right else [words]

    @property
    def differences(self) -> list[str]:
        return self.points + self.times + self.wrong


def compare(truth: dict[str, Any], got: dict[str, Any], *, whole: bool) -> Score:
    """Every field that the truth judges. ``whole``: it was written for all fields, ``matters`` only leaves the units out."""
    score, matters = Score(), set(truth["matters"])
    for name in HEADING:
        if name in matters or whole:
            score.field(f"{name}: {got[name]!r} ≠ {truth[name]!r}", right=_fits(truth, name, got[name], any_case=True))
    for name in ("addressees", "recipients"):
        if whole:
            texts = [entry["text"] for entry in got[name]]
            score.field(f"{name}: {texts}", right=texts == [entry["text"] for entry in truth[name]])
        if name in matters:
            _lists(score, name, truth[name], got[name])
    _points(score, truth, got, _asked(got["warnings"]), whole=whole)
    _warnings(score, truth["warnings"], got["warnings"])
    return score


def _fits(truth: dict[str, Any], name: str, value: Any, *, any_case: bool = False) -> bool:
    if name in truth.get("unscored", ()):
        return True
    right = [truth.get(name), *truth.get("accept", {}).get(name, ())]
    if any_case:
        return _folded(value) in [_folded(one) for one in right]
    return value in right


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _lists(score: Score, name: str, truth: list[dict[str, Any]], got: list[dict[str, Any]]) -> None:
    read = {entry["text"]: entry["units"] for entry in got}
    for right in truth:
        text = right["text"]
        score.field(f"{name} “{text}”: not among {list(read)}", right=text in read)
        if text in read and "units" not in right.get("unscored", ()):
            missing = set(right["units"]) - set(read[text])
            extra = set(read[text]) - set(right["units"]) - set(right.get("optional_units", ()))
            score.field(f"{name} “{text}”: missing {sorted(missing)}, extra {sorted(extra)}", right=not missing and not extra)


def _apart(truth: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Points by key; a key that the document prints twice counts on, as the reader's do."""
    found: dict[str, dict[str, Any]] = {}
    for entry in truth:
        key = entry["key"]
        found[key if key not in found else f"{key}({sum(one['key'] == key for one in found.values()) + 1})"] = entry
    return found


Asked = dict[str, list[str]]
_ASKED = ("due_doubtful", "due_unread")  # which of the two is secondary: a person looks at both


def _asked(warnings: list[dict[str, Any]]) -> Asked:
    """Points whose time the reader asks about, or says that it did not read it, with the words in question."""
    asked: Asked = {}
    for entry in warnings:
        if entry["code"] in _ASKED:
            words = [entry["words"]] if "words" in entry else [one["due_text"] for one in entry["readings"]]
            asked.setdefault(entry.get("point", ""), []).extend(words)
    return asked


def _points(score: Score, truth: dict[str, Any], got: dict[str, Any], asked: Asked, *, whole: bool) -> None:
    matters, right = set(truth["matters"]), _apart(truth["points"])
    read = {entry["key"]: entry for entry in got["points"]}
    score.points += [f"{key}: missing" for key, entry in right.items() if key not in read and not entry.get("optional")]
    score.points += [f"{key}: not in the text" for key in read if key not in right]
    if [key for key in read if key in right] != [key for key in right if key in read]:
        score.points.append(f"order: {list(read)}")
    for key in [key for key in right if key in read]:
        entry, point = right[key], read[key]
        for name in ("parent", "text", "lead", "coordinating"):
            if name in matters and name in entry and name not in entry.get("unscored", ()):
                value = sorted(point[name]) if isinstance(point[name], list) else point[name]
                accepted = [sorted(one) if isinstance(one, list) else one for one in (entry[name], *entry.get("accept", {}).get(name, ()))]
                score.field(f"{key}.{name}: {point[name]!r} ≠ {entry[name]!r}", right=value in accepted)
        if "lead" in matters and entry.get("coordinating_text"):
            said, words = point["coordinating_text"], entry["coordinating_text"]
            score.field(f"{key}.coordinating_text: {said!r} ≠ {words!r}", right=said == words)
        if whole:
            other = point["due_on"] in entry.get("accept", {}).get("due_on", ())  # the other right day has another phrase
            right_words = other or _fits(entry, "due_text", point["due_text"]) or _is_asked(entry["due_text"], point, asked.get(key, []))
            score.field(f"{key}.due_text: {point['due_text']!r} ≠ {entry['due_text']!r}", right=right_words)
        _time(score, key, entry, point, asked)
        _lines(score, key, entry.get("lines", ()), point.get("lines", ()), asked)


def _is_asked(words: str | None, point: dict[str, Any], asked: list[str]) -> bool:
    """A point whose time is asked about has no phrase of its own: the question holds it."""
    return point["due_text"] is None and words is not None and any(one in words or words in one for one in asked)


def _time(score: Score, key: str, entry: dict[str, Any], point: dict[str, Any], asked: Asked) -> None:
    """A time is right, or asked about; its phrase is judged where its day is."""
    if not entry.get("due_on") and "accept" not in entry and point["due_on"] is None:
        score.field(key, right=True)
        return
    right = _fits(entry, "due_on", point["due_on"])
    score.field(f"{key}.due_on: {point['due_on']!r} ≠ {entry.get('due_on')!r}", right=right or key in asked)
    score.times += [] if right or key in asked else [f"{key}: due on {point['due_on']} ({point['due_text']})"]
    if "due_text" in entry and point["due_on"] and point["due_on"] == entry["due_on"]:
        score.field(f"{key}.due_text: {point['due_text']!r} ≠ {entry['due_text']!r}", right=_fits(entry, "due_text", point["due_text"]))


def _lines(score: Score, key: str, right: Any, read: Any, asked: Asked) -> None:
    """The dash lines of a point: a truth gives what is judged of each."""
    if right and len(right) != len(read):
        score.points.append(f"{key}: {len(read)} lines ≠ {len(right)}")
        return
    for number, (entry, line) in enumerate(zip(right, read, strict=True) if right else (), start=1):
        for name in ("text", "lead"):
            if name in entry:
                score.field(f"{key} line {number}.{name}: {line[name]!r} ≠ {entry[name]!r}", right=line[name] == entry[name])
        if "due_on" in entry:
            _time(score, f"{key} line {number}", entry, line, {f"{one} line {number}": words for one, words in asked.items()})


def _warnings(score: Score, truth: list[dict[str, Any]], got: list[dict[str, Any]]) -> None:
    for code, point in {(entry["code"], entry.get("point")) for entry in truth if not entry.get("optional")}:
        codes = _ASKED if code in _ASKED else (code,)
        there = any(entry["code"] in codes and point in (None, entry.get("point")) for entry in got)
        score.field(f"warning {code} {point or ''}: missing", right=there)
    allowed = {entry["code"] for entry in truth} | set(_ASKED)
    for entry in got:
        if entry["code"] not in allowed:
            score.field(f"warning {entry['code']}: {entry['message']}", right=False)
    for entry in truth:
        if entry.get("units") and not entry.get("optional"):
            units = {code for one in got if one["code"] == entry["code"] for code in one.get("units", ())}
            score.field(f"warning {entry['code']}: {sorted(units)} ≠ {entry['units']}", right=units == set(entry["units"]))
