"""An .xlsx workbook as grids, read in pieces by its own parser.

openpyxl's worksheets would build every cell of a merged block and every gap, and forget the fonts of rich text: a small hostile file could
fill the memory, and a cell typed in two fonts would lose its letters. Values are those that are stored; formulas are never computed.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from common.text import clean
from reading.files import refusals
from reading.files.grid import Cell
from reading.files.letters import Run
from reading.files.limits import MAX_COLUMNS, MAX_LETTERS, MAX_SHEETS, MAX_TEXT
from reading.files.package import Handlers, Package, attribute, local
from reading.files.sheets import PLAIN, Look, Sheets

MAX_STRINGS = 1_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: [a-z]{1,5}="[^"<>]{0,20}")*/>(?=<c r="|</row>)')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]{0,300}(?:(?<!/)></row>|/>)(?=<row r="|</sheetData>|\Z)')
_LONGEST_ROW = 1 << 20  # bytes


def read_xlsx(package: Package, sheets: Sheets) -> None:
    """The visible sheets of an Excel workbook, as grids."""
    main = package.main or "xl/workbook.xml"
    root, related = package.tree(main), package.related(main)
    parts = dict(related.values())
    if any(local(one) == "workbookPr" and attribute(one, "date1904") in ("1", "true") for one in root):
        sheets.epoch = CALENDAR_MAC_1904
    looks = _looks(package, parts["styles"]) if parts.get("styles", "") in package else []
    strings = _Strings(package.name)
    if parts.get("sharedStrings", "") in package:
        package.stream(parts["sharedStrings"], strings)
    for sheet in [one for one in root.iter() if isinstance(one.tag, str) and local(one) == "sheet"][:MAX_SHEETS]:
        kind, part = related.get(attribute(sheet, "id") or "", ("", ""))
        if kind == "worksheet" and (attribute(sheet, "state") or "visible") == "visible":
            sheets.open(clean(attribute(sheet, "name") or ""))
            package.stream(part, _Sheet(sheets, looks, strings.found))
            sheets.close()


def _looks(package: Package, part: str) -> list[Look]:
    groups = {local(group): group for group in package.tree(part) if isinstance(group.tag, str)}
    formats = {int(attribute(one, "numFmtId") or 0): attribute(one, "formatCode") or "" for one in groups.get("numFmts", ())}
    fonts = [next((attribute(one, "val") for one in font if local(one) == "name"), None) for font in groups.get("fonts", ())]
    found = []
    for one in groups.get("cellXfs", ()):
        number, place = int(attribute(one, "numFmtId") or 0), int(attribute(one, "fontId") or 0)
        code = formats.get(number) or BUILTIN_FORMATS.get(number, "General")
        found.append(Look.of(fonts[place] if place < len(fonts) else None, code))
    return found


class _Rich(Handlers):
    """Text that may be set in several fonts (None: the cell's own). Readings (rPh) are left out."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._pieces: list[str] = []
        self._font: str | None = None
        self._length = 0
        self._open = self._reading = False
        self.starts = {"r": self._run_begins, "rFont": self._named, "t": self._text_begins, "rPh": self._reading_begins}
        self.ends = {"r": self._close_run, "t": self._text_ends, "rPh": self._reading_ends}

    def text(self, data: str) -> None:
        if self._open and self._length < MAX_TEXT:
            self._pieces.append(data)
            self._length += len(data)

    def _begin(self) -> None:
        self._runs, self._pieces, self._length, self._font = [], [], 0, None

    def _run_begins(self, attributes: dict[str, str]) -> None:
        self._close_run()

    def _named(self, attributes: dict[str, str]) -> None:
        self._font = attributes.get("val")

    def _close_run(self) -> None:
        if self._pieces:
            self._runs.append(("".join(self._pieces), self._font))
        self._pieces, self._font = [], None

    def _text_begins(self, attributes: dict[str, str]) -> None:
        self._open = not self._reading

    def _text_ends(self) -> None:
        self._open = False

    def _reading_begins(self, attributes: dict[str, str]) -> None:
        self._reading = True

    def _reading_ends(self) -> None:
        self._reading = False


class _Strings(_Rich):
    """The shared strings: a text, or the runs of a rich text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.found: list[str | tuple[Run, ...]] = []
        self._name, self._letters = name, 0
        self.starts = {**self.starts, "si": self._string_begins}
        self.ends = {**self.ends, "si": self._string_ends}

    def _string_begins(self, attributes: dict[str, str]) -> None:
        self._begin()

    def _string_ends(self) -> None:
        self._close_run()
        self._letters += self._length
        if len(self.found) >= MAX_STRINGS or self._letters > MAX_LETTERS:
            raise refusals.too_large(self._name)
        is_plain = all(font is None for _, font in self._runs)
        self.found.append("".join(text for text, _ in self._runs) if is_plain else tuple(self._runs))


class _Sheet(_Rich):
    """The cells and merged blocks of one sheet."""

    def __init__(self, sheets: Sheets, looks: list[Look], strings: list[str | tuple[Run, ...]]) -> None:
        super().__init__()
        self._sheets, self._looks, self._strings = sheets, looks, strings
        self._row = self._after = 0
        self._reference = ""  # the last one in this row that was written; ``_after``: cells since then that have none
        self._attributes: dict[str, str] = {}
        self._formula = self._in_cell = self._filled = False
        self.starts = {
            **self.starts, "row": self._row_begins, "c": self._cell_begins, "f": self._formula_begins, "v": self._text_begins,
            "mergeCell": self._merged,
        }  # fmt: skip
        self.ends = {**self.ends, "c": self._cell_ends, "v": self._text_ends}

    def pieces(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Without the cells and rows that hold formats only, of which a sheet may have millions.

        Each of them says where it stands, and so does what follows it: nothing moves.
        """
        left = b""
        for chunk in chunks:
            left += chunk
            cut = left.rfind(b'<row r="')
            if cut > 0:
                yield _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", left[:cut]))
                left = left[cut:]
            elif len(left) > _LONGEST_ROW:
                yield left
                left = b""
        yield left

    # ---- rows and blocks ----

    def _row_begins(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._reference, self._after = "", 0

    def _merged(self, attributes: dict[str, str]) -> None:
        left, top, right, bottom = range_boundaries(attributes["ref"])
        if None not in (left, top, right, bottom):
            self._sheets.merge(top, left, bottom, right)

    # ---- cells ----

    def _cell_begins(self, attributes: dict[str, str]) -> None:
        """Most cells of a large file are empty: what they are is looked at only when something is in them."""
        if "r" in attributes:
            self._reference, self._after = attributes["r"], 0
        else:
            self._after += 1
        self._attributes, self._in_cell, self._filled = attributes, True, False

    def _fill(self) -> None:
        """The first tag inside a cell."""
        if self._in_cell and not self._filled:
            self._filled, self._formula = True, False
            self._begin()

    def _formula_begins(self, attributes: dict[str, str]) -> None:
        self._fill()
        self._formula = True

    def _text_begins(self, attributes: dict[str, str]) -> None:
        self._fill()
        self._open = self._in_cell and not self._reading

    def _run_begins(self, attributes: dict[str, str]) -> None:
        self._fill()
        self._close_run()

    def _place(self) -> tuple[int, int]:
        """The (row, column) at which a cell says that it stands."""
        written = _REFERENCE.fullmatch(self._reference)
        if written is None:
            return self._row, self._after
        return int(written[2]), column_index_from_string(written[1]) + self._after

    def _cell_ends(self) -> None:
        self._in_cell = False
        if not self._filled:
            return
        row, column = self._place()
        if column > MAX_COLUMNS and row in self._sheets.grid.rows:
            return
        place = int(self._attributes.get("s", "0"))
        look = self._looks[place] if place < len(self._looks) else PLAIN
        cell = self._cell("".join(self._pieces), look)
        if cell is not None:
            self._sheets.put(row, column, cell)

    def _cell(self, value: str, look: Look) -> Cell | None:
        kind = self._attributes.get("t", "n")
        if kind == "e":
            return Cell(clean(value), broken=True)
        if kind == "s" and value:
            return self._of(self._strings[int(value)], look)
        if kind in ("inlineStr", "str"):
            return self._of((*self._runs, (value, None)) if self._runs else value, look)
        value = value.strip()
        if not value:
            return Cell("", broken=True) if self._formula else None
        if kind == "b":
            return Cell("TRUE" if value == "1" else "FALSE")
        if kind == "d":
            return Cell.of_day(datetime.fromisoformat(value.replace("Z", "")).date(), month=look.is_month)
        return self._sheets.number(float(value), look)

    def _of(self, found: str | tuple[Run, ...], look: Look) -> Cell:
        if isinstance(found, str):
            return self._sheets.cell(found, look.font)
        return self._sheets.of_runs([(text, font or look.font) for text, font in found])
