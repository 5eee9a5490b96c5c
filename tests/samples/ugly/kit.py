"""What the makers of ugly annexes share: rows of a truth, letters of the old encodings, workbooks and Word tables."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent
DATA = Path(__file__).parents[3] / "reading" / "files" / "data"
MATTERS = ["unit", "finding", "cause", "remedy", "due_text", "due_on", "lead", "coordinating", "note"]


def at(row: int, **place: Any) -> dict[str, Any]:
    """A source: ``at(7, sheet="PL1")`` or ``at(7, table=2)``."""
    return {**place, "row": row}


def row(source: dict[str, Any], unit: str, finding: str, **fields: Any) -> dict[str, Any]:
    """A finding of the truth; what is not said is empty, the lead is the unit itself."""
    known = {"cause": None, "remedy": None, "due_text": None, "due_on": None, "lead": [unit], "coordinating": [], "note": None}
    return {"source": source, "unit": unit, "finding": finding, **known, **fields, "action": "create"}


def error(source: dict[str, Any], column: str, code: str, value: str | None, suggestions: Sequence[str] | None = ()) -> dict[str, Any]:
    """An error of the truth; ``suggestions`` None: not judged."""
    told: dict[str, Any] = {"source": source, "column": column, "code": code, "value": value, "suggestions": list(suggestions or ())}
    return told if suggestions is not None else {**told, "unscored": ["suggestions"]}


def truth(name: str, about: str, rows: list[Any], *, errors: Sequence[Any] = (), skipped: int, warnings: Sequence[str] = ()) -> None:
    """Write the truth beside the file."""
    told = {
        "file": name, "command": "import_findings", "about": about, "matters": MATTERS, "rows": rows, "errors": list(errors),
        "warnings": [{"source": None, "code": code} for code in warnings], "skipped": skipped, "file_errors": [],
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (FOLDER / name).with_suffix(".truth.json").write_text(text + "\n", encoding="utf-8")


def fill(sheet: Worksheet, rows: dict[int, Sequence[Any]], *, left: int = 1) -> None:
    """Write rows by their number; None leaves a cell empty."""
    for number, values in rows.items():
        for column, value in enumerate(values, start=left):
            if value is not None:
                sheet.cell(number, column, value)


def bold(sheet: Worksheet, *references: str) -> None:
    for reference in references:
        sheet[reference].font = Font(name="Times New Roman", bold=True)


def tcvn3(text: str) -> str:
    """As a TCVN3 font holds it; capitals with marks exist for few letters."""
    with (DATA / "legacy_encoding_tcvn3.csv").open(encoding="utf-8", newline="") as file:
        table = {line["unicode_nfc"]: line["latin1_char"] for line in csv.DictReader(file) if line["set"] == "vn3"}
    return "".join(table.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def vni(text: str) -> str:
    """As a VNI font holds it."""
    with (DATA / "legacy_encoding_vni.csv").open(encoding="utf-8", newline="") as file:
        table = {line["unicode_nfc"]: line["vni_sequence"] for line in csv.DictReader(file) if line["kind"] == "standard"}
    return "".join(table.get(letter, letter) for letter in unicodedata.normalize("NFC", text))


def windows_1258(text: str) -> bytes:
    """Base letters with â ă ê ô ơ ư as one character, tones as marks behind them."""
    found = []
    for letter in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"]
        bare = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        found.append(bare + "".join(tones))
    return "".join(found).encode("cp1258")


# ---- Word ----


def vmerge(cell: Any, *, restart: bool) -> None:
    """Merge a cell with the one below it (``restart``) or above it."""
    mark = OxmlElement("w:vMerge")
    if restart:
        mark.set(qn("w:val"), "restart")
    cell._tc.get_or_add_tcPr().append(mark)


def auto_number(paragraph: Any, number_id: int) -> None:
    """Word counts this paragraph itself."""
    properties = paragraph._p.get_or_add_pPr()
    numbered = properties.get_or_add_numPr()
    numbered.get_or_add_ilvl().val = 0
    numbered.get_or_add_numId().val = number_id


def add_list(document: Any, number_id: int, kind: str, text: str) -> None:
    """Define a list of one level with ids of its own."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), str(number_id))
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("w:start", "1"), ("w:numFmt", kind), ("w:lvlText", text)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        level.append(element)
    abstract.append(level)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), str(number_id))
    pointer = OxmlElement("w:abstractNumId")
    pointer.set(qn("w:val"), str(number_id))
    number.append(pointer)
    root.append(number)
