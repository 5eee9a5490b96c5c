"""Rows and truths of score tables; the rest is borrowed from ``ugly3.kit``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.samples.ugly3.kit import write as write_truth

FOLDER = Path(__file__).parent
MATTERS = ("full_name", "position", "unit", "staff_kind", "score", "max_score", "grade", "note")


def person(source: dict[str, Any], name: str, position: str | None, unit: str, score: float, *, grade: str | None = None, scale: int = 10,
           post: bool | None = None, **fields: Any) -> dict[str, Any]:  # fmt: skip
    """A score of the truth; who sits at a post office is post staff unless told otherwise."""
    at_post = unit.startswith("buudien") if post is None else post
    kind = "post_staff" if at_post else "civil_servant"
    return {"source": source, "full_name": name, "position": position, "unit": unit, "staff_kind": kind, "score": score,
            "max_score": scale, "grade": grade, "note": None, **fields, "action": "create"}  # fmt: skip


def write(name: str, about: str, rows: list[Any], *, errors: Sequence[Any] = (), skipped: int, warnings: Sequence[str] = ()) -> None:
    write_truth(FOLDER / name, about, rows, errors=errors, skipped=skipped, warnings=warnings, matters=MATTERS, command="import_scores")
