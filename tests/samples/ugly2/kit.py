"""What the second set shares beyond ``ugly.kit``: its own folder, places, dates and CSV text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from tests.samples.ugly.kit import MATTERS, at

FOLDER = Path(__file__).parent


def on_sheet(sheet: str | None) -> Callable[[int], dict[str, Any]]:
    """``here = on_sheet("PL1")``, then ``here(7)`` is the source of its row 7; None: a CSV."""
    return lambda number: at(number, sheet=sheet)


def due(text: str, day: str | None) -> dict[str, Any]:
    return {"due_text": text, "due_on": day}


def merge(sheet: Worksheet, blocks: Iterable[str]) -> None:
    for block in blocks:
        sheet.merge_cells(block)


def csv_text(records: Sequence[Sequence[str]]) -> str:
    """Semicolons and Windows line ends, as a Vietnamese Excel saves it."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(records)
    return out.getvalue()


def truth(name: str, about: str, rows: list[Any], *, errors: Sequence[Any] = (), skipped: int, warnings: Sequence[str] = ()) -> None:
    """Write the truth beside the file."""
    told = {
        "file": name, "command": "import_findings", "about": about, "matters": MATTERS, "rows": rows, "errors": list(errors),
        "warnings": [{"source": None, "code": code} for code in warnings], "skipped": skipped, "file_errors": [],
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (FOLDER / name).with_suffix(".truth.json").write_text(text + "\n", encoding="utf-8")
