"""What the third set and the score tables share: truths with counted rows, stored values of formulas, Word tables."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlrd

from tests.samples.ugly.kit import row as plain_row

FOLDER = Path(__file__).parent
MATTERS = ["unit", "finding", "cause", "remedy", "due_text", "due_on", "lead", "coordinating", "coordinating_text", "note"]


def row(source: dict[str, Any], unit: str, finding: str, **fields: Any) -> dict[str, Any]:
    """A finding of the truth, open groups among its matters."""
    return plain_row(source, unit, finding, **{"coordinating_text": None, **fields})


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def write(path: Path, about: str, rows: list[Any], *, errors: Sequence[Any] = (), skipped: int, warnings: Sequence[str] = (),
          matters: Sequence[str] = tuple(MATTERS), command: str = "import_findings") -> None:  # fmt: skip
    """Write the truth beside the file, after its rows have been counted."""
    _settle(path)
    places = {json.dumps(told["source"], sort_keys=True) for told in (*rows, *errors)}
    tables = {told["source"].get("sheet", told["source"].get("table")) for told in (*rows, *errors)}
    found = sum(_filled(path, table) for table in tables)
    if len(places) + skipped != found:
        raise ValueError(f"{path.name}: {len(places)} rows + {skipped} skipped, but {found} are not empty")
    told = {
        "file": path.name, "command": command, "about": about, "matters": list(matters), "rows": rows, "errors": list(errors),
        "warnings": [{"source": None, "code": code} for code in warnings], "skipped": skipped, "file_errors": [],
    }  # fmt: skip
    path.with_suffix(".truth.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _settle(path: Path) -> None:
    """The same bytes on every run: no time of the clock in a zip."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    core = parts["docProps/core.xml"].decode("utf-8")
    parts["docProps/core.xml"] = re.sub(r"(?<=>)\d{4}-\d\d-\d\dT[\d:]+Z", "2021-03-01T00:00:00Z", core).encode("utf-8")
    _zip(path, parts)


def _zip(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(zipfile.ZipInfo(name, (2021, 3, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


def _filled(path: Path, table: Any) -> int:
    """How many rows of a sheet or Word table hold anything; told by content, not by the name."""
    content = path.read_bytes()
    lines: Any
    if path.suffix == ".docx":
        lines = [[cell.text for cell in line.cells] for line in docx.Document(str(path)).tables[table - 1].rows]
    elif path.suffix == ".csv":
        lines = csv.reader(io.StringIO(content.decode("latin-1"), newline=""), delimiter=";" if b";" in content else ",")
    elif content.startswith(b"PK"):
        lines = openpyxl.load_workbook(io.BytesIO(content))[table].iter_rows(values_only=True)
    else:
        sheet = xlrd.open_workbook(file_contents=content).sheet_by_name(table)
        lines = [sheet.row_values(number) for number in range(sheet.nrows)]
    return sum(any(str("" if value is None else value).strip() for value in line) for line in lines)


def store_values(path: Path, values: dict[str, str], part: str = "xl/worksheets/sheet1.xml") -> None:
    """Give formulas the values that Excel would have stored; openpyxl stores none."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    text = parts[part].decode("utf-8")
    for place, value in values.items():
        kind = "" if re.fullmatch(r"[\d.]+", value) else ' t="str"'
        pattern = rf'<c r="{place}"([^>]*?)><f>(.*?)</f><v ?/?>(?:</v>)?</c>'
        text, count = re.subn(pattern, rf'<c r="{place}"\1{kind}><f>\2</f><v>{value}</v></c>', text)
        if count != 1:
            raise ValueError(place)
    parts[part] = text.encode("utf-8")
    _zip(path, parts)


def word_table(document: Any, lines: Sequence[Sequence[str]]) -> Any:
    """A Word table of these lines; an empty text leaves the cell empty."""
    table = document.add_table(len(lines), len(lines[0]))
    for number, values in enumerate(lines):
        for place, text in enumerate(values):
            if text:
                table.cell(number, place).text = text
    return table


def letterhead(document: Any) -> None:
    """The first table of a report: it holds no findings."""
    word_table(document, [("UBND TỈNH ĐỒNG THÁP\nVĂN PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc")])


def csv_text(records: Sequence[Sequence[Any]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(records)
    return out.getvalue()
