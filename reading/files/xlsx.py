"""An .xlsx workbook as grids, read in pieces by its own parser.

openpyxl's worksheets would build every cell of a merged block and every gap, and forget the fonts of rich text: a small hostile file could
fill the memory, and a cell typed in two fonts would lose its letters. Values are those that are stored; formulas are never computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from common.text import clean
from reading.files.days import day_of, is_month_format
from reading.files.grid import Cell, Grid, Merge, Workbook
from reading.files.letters import Letters, Run
from reading.files.limits import MAX_COLUMNS, MAX_LETTERS, MAX_SHEETS, MAX_TEXT, Budget
from reading.files.package import BROKEN, Handlers, Package, attribute, damaged, local, too_large

MAX_STRINGS = 1_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MAIN = "xl/workbook.xml"
_EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: [a-z]{1,5}="[^"<>]{0,20}")*/>(?=<c r="|</row>)')
_EMPTY_ROW = re.compile(rb'<row r="[0-9]{1,7}"[^<>]{0,300}(?:(?<!/)></row>|/>)(?=<row r="|</sheetData>|\Z)')
_LONGEST_ROW = 1 << 20  # bytes


def read_xlsx(content: bytes, name: str) -> Workbook:
    """The visible sheets, or ``FileRefused``."""
    try:
        return _Reader(Package(content, name)).read()
    except BROKEN as error:
        raise damaged(name) from error


@dataclass(frozen=True, slots=True)
class _Style:
    """What matters of a cell's format."""

    font: str | None
    bold: bool
    is_date: bool
    is_month: bool = False


_PLAIN = _Style(None, bold=False, is_date=False)


class _Reader:
    """One workbook: its styles, its strings, then its sheets."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.book = Workbook()
        self.budget = Budget(package.name)
        self.letters = Letters(self.book, self.budget)
        self.main = package.main or _MAIN
        self.styles: list[_Style] = []
        self.strings: list[str | tuple[Run, ...]] = []
        self.epoch = CALENDAR_WINDOWS_1900

    def read(self) -> Workbook:
        root, related = self.package.tree(self.main), self.package.related(self.main)
        parts = dict(related.values())
        if any(local(one) == "workbookPr" and attribute(one, "date1904") in ("1", "true") for one in root):
            self.epoch = CALENDAR_MAC_1904
        if "styles" in parts and parts["styles"] in self.package:
            self.styles = _styles(self.package, parts["styles"])
        if "sharedStrings" in parts and parts["sharedStrings"] in self.package:
            strings = _Strings(self.package.name)
            self.package.stream(parts["sharedStrings"], strings)
            self.strings = strings.found
        for sheet in [one for one in root.iter() if isinstance(one.tag, str) and local(one) == "sheet"][:MAX_SHEETS]:
            kind, part = related.get(attribute(sheet, "id") or "", ("", ""))
            if kind == "worksheet" and (attribute(sheet, "state") or "visible") == "visible":
                self.book.grids.append(self._sheet(clean(attribute(sheet, "name") or ""), part))
        return self.book

    def _sheet(self, title: str, part: str) -> Grid:
        grid = Grid({"sheet": title}, title=title)
        self.package.stream(part, _Sheet(self, grid))
        grid.arrange()
        return grid


def _styles(package: Package, part: str) -> list[_Style]:
    root = package.tree(part)
    groups = {local(group): group for group in root if isinstance(group.tag, str)}
    formats = {int(attribute(one, "numFmtId") or 0): attribute(one, "formatCode") or "" for one in groups.get("numFmts", ())}
    fonts = []
    for font in groups.get("fonts", ()):
        facts = {local(one): attribute(one, "val") for one in font}
        fonts.append((facts.get("name"), "b" in facts and facts["b"] not in ("0", "false")))
    found = []
    for one in groups.get("cellXfs", ()):
        number, place = int(attribute(one, "numFmtId") or 0), int(attribute(one, "fontId") or 0)
        font, bold = fonts[place] if place < len(fonts) else (None, False)
        code = formats.get(number) or BUILTIN_FORMATS.get(number, "General")
        found.append(_Style(font, bold, bool(is_date_format(code)), is_month_format(code)))
    return found


class _Strings(Handlers):
    """The shared strings: a text, or the runs of a rich text with the font of each (None: the cell's own). Readings (rPh) are left out."""

    def __init__(self, name: str) -> None:
        self.found: list[str | tuple[Run, ...]] = []
        self._name = name
        self._runs: list[Run] = []
        self._font: str | None = None
        self._pieces: list[str] = []
        self._length = self._letters = 0
        self._open = self._reading = False
        self.starts = {"si": self._begin, "r": self._run, "rFont": self._named, "t": self._text_begins, "rPh": self._reading_begins}
        self.ends = {"si": self._end, "r": self._run_ends, "t": self._text_ends, "rPh": self._reading_ends}

    def text(self, data: str) -> None:
        if self._open and self._length < MAX_TEXT:
            self._pieces.append(data)
            self._length += len(data)
            self._letters += len(data)

    def _begin(self, attributes: dict[str, str]) -> None:
        self._runs, self._pieces, self._length, self._font = [], [], 0, None

    def _run(self, attributes: dict[str, str]) -> None:
        self._close_run()

    def _named(self, attributes: dict[str, str]) -> None:
        self._font = attributes.get("val")

    def _run_ends(self) -> None:
        self._close_run()

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

    def _end(self) -> None:
        self._close_run()
        if len(self.found) >= MAX_STRINGS or self._letters > MAX_LETTERS:
            raise too_large(self._name)
        if all(font is None for _, font in self._runs):
            self.found.append("".join(text for text, _ in self._runs))
        else:
            self.found.append(tuple(self._runs))


class _Sheet(Handlers):
    """The cells, merged blocks and hidden rows and columns of one sheet."""

    def __init__(self, reader: _Reader, grid: Grid) -> None:
        self._reader, self._grid = reader, grid
        self._row = self._after = 0
        self._hidden = False
        self._reference = ""  # the last one in this row that was written; ``_after``: cells since then that have none
        self._attributes: dict[str, str] = {}
        self._inline_font: str | None = None
        self._style = _PLAIN
        self._value: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self._open = self._formula = self._reading = self._in_cell = self._filled = False
        self.starts = {
            "row": self._row_begins, "c": self._cell_begins, "f": self._formula_begins, "v": self._value_begins, "t": self._value_begins,
            "r": self._run_begins, "rFont": self._run_font, "rPh": self._reading_begins, "col": self._columns, "mergeCell": self._merged,
        }  # fmt: skip
        self.ends = {"c": self._cell_ends, "v": self._value_ends, "t": self._value_ends, "r": self._run_ends, "rPh": self._reading_ends}

    def text(self, data: str) -> None:
        if self._open and self._length < MAX_TEXT:
            self._value.append(data)
            self._length += len(data)

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

    # ---- rows and columns ----

    def _row_begins(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._reference, self._after = "", 0
        self._hidden = attributes.get("hidden") in ("1", "true")

    def _columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), MAX_COLUMNS)
            self._grid.hidden_columns.update(range(first, last + 1))

    def _merged(self, attributes: dict[str, str]) -> None:
        self._reader.budget.merges()
        left, top, right, bottom = range_boundaries(attributes["ref"])
        if None in (left, top, right, bottom) or left > MAX_COLUMNS:
            return
        self._grid.merge(Merge(top, left, bottom, min(right, MAX_COLUMNS)))

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
        self._filled, self._formula = True, False
        self._value, self._runs, self._length, self._inline_font = [], [], 0, None

    def _place(self) -> tuple[int, int]:
        """(row, column) of the cell."""
        written = _REFERENCE.fullmatch(self._reference)
        if written is None:
            return self._row, self._after
        return int(written[2]), column_index_from_string(written[1]) + self._after

    def _formula_begins(self, attributes: dict[str, str]) -> None:
        if self._in_cell:
            if not self._filled:
                self._fill()
            self._formula = True

    def _value_begins(self, attributes: dict[str, str]) -> None:
        self._open = self._in_cell and not self._reading
        if self._in_cell and not self._filled:
            self._fill()

    def _value_ends(self) -> None:
        self._open = False

    def _run_begins(self, attributes: dict[str, str]) -> None:
        if self._in_cell and not self._filled:
            self._fill()
        self._run_ends()

    def _run_font(self, attributes: dict[str, str]) -> None:
        self._inline_font = attributes.get("val")

    def _run_ends(self) -> None:
        if self._in_cell and self._value:
            self._runs.append(("".join(self._value), self._inline_font))
        self._value, self._inline_font = [], None

    def _reading_begins(self, attributes: dict[str, str]) -> None:
        self._reading = True

    def _reading_ends(self) -> None:
        self._reading = False

    def _cell_ends(self) -> None:
        self._in_cell = False
        if not self._filled:
            return
        number, column = self._place()
        row = self._grid.rows.get(number)
        if column > MAX_COLUMNS and row is not None:
            return
        place = int(self._attributes.get("s", "0"))
        styles = self._reader.styles
        self._style = styles[place] if place < len(styles) else _PLAIN
        cell = self._cell("".join(self._value))
        if cell is None or not (cell.text or cell.broken):
            return
        if row is not None:
            self._reader.budget.cell()
        else:
            self._reader.budget.row(1)
            row = self._grid.rows[number] = {}
            if self._hidden:
                self._grid.hidden_rows.add(number)
        row[min(column, MAX_COLUMNS + 1)] = cell  # a row is not empty though nothing of it is read

    def _cell(self, value: str) -> Cell | None:
        style, kind = self._style, self._attributes.get("t", "n")
        if kind == "e":
            return Cell(clean(value), broken=True)
        if kind == "s" and value:
            return self._shared(int(value))
        if kind in ("inlineStr", "str"):
            return self._runs_in(value)
        if not value.strip():
            return Cell("", broken=True) if self._formula else None
        if kind == "b":
            return Cell("TRUE" if value.strip() == "1" else "FALSE")
        if kind == "d":
            return Cell.of_day(datetime.fromisoformat(value.strip().replace("Z", "")).date(), month=style.is_month)
        return self._number(value.strip(), style)

    def _shared(self, place: int) -> Cell:
        found = self._reader.strings[place]
        if isinstance(found, str):
            return self._reader.letters.cell(found, self._style.font, bold=self._style.bold)
        return self._of_runs(found)

    def _runs_in(self, value: str) -> Cell:
        if not self._runs:
            return self._reader.letters.cell(value, self._style.font, bold=self._style.bold)
        return self._of_runs([*self._runs, (value, None)] if value else self._runs)

    def _of_runs(self, runs: tuple[Run, ...] | list[Run]) -> Cell:
        own = self._style.font
        return self._reader.letters.of_runs([(text, font or own) for text, font in runs], bold=self._style.bold)

    def _number(self, value: str, style: _Style) -> Cell:
        number = float(value)
        if style.is_date and (day := day_of(number, self._reader.epoch)) is not None:
            return Cell.of_day(day, month=style.is_month)
        return Cell.of_number(number, font=style.font, bold=style.bold)
