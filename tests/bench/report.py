"""What a measurement says, as a table for a person and as ``build/bench.json`` for a program (architecture, house rule 20)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

COLUMNS = ("name", "unit", "value", "floor", "ratio", "limit", "ok")


@dataclass(frozen=True)
class Measure:
    """One line. With a ``floor`` the ratio value / floor has to stay within ``limit``, without one the value itself."""

    name: str
    unit: str
    value: float
    floor: float | None
    ratio: float | None
    limit: float
    ok: bool

    @classmethod
    def within(cls, name: str, unit: str, value: float, limit: float) -> Measure:
        """A value with a limit of its own."""
        return cls(name, unit, round(value, 3), None, None, limit, value <= limit)

    @classmethod
    def against(cls, name: str, unit: str, value: float, floor: float, limit: float) -> Measure:
        """A value beside the least that the same work costs."""
        ratio = value / floor
        return cls(name, unit, round(value, 3), round(floor, 3), round(ratio, 3), limit, ratio <= limit)


def write(measures: Sequence[Measure], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(measure) for measure in measures], ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(measures: Sequence[Measure]) -> str:
    rows = [COLUMNS, *(_cells(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    return "\n".join("  ".join(_aligned(cell, column, widths[column]) for column, cell in enumerate(row)) for row in rows)


def _aligned(cell: str, column: int, width: int) -> str:
    return cell.ljust(width) if column < 2 else cell.rjust(width)


def _cells(measure: Measure) -> tuple[str, ...]:
    return tuple(_cell(getattr(measure, column)) for column in COLUMNS)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:g}" if isinstance(value, float) else str(value)
