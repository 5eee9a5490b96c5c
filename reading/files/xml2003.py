"""An "XML Spreadsheet 2003" as grids, read in pieces: what programs write that call their export .xls and mean neither HTML nor BIFF."""

from __future__ import annotations

import io
import re
from datetime import date

from common.text import clean
from reading.files.grid import Cell, Workbook
from reading.files.letters import Run
from reading.files.limits import MAX_SHEETS, MAX_TEXT
from reading.files.package import BROKEN, Counted, Handlers, damaged, stream
from reading.files.sheets import Sheets

NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_xml_spreadsheet(content: bytes, name: str) -> Workbook:
    """The visible sheets, or ``FileRefused``."""
    book = _Book(Sheets(name))
    try:
        stream(io.BytesIO(content), book, Counted(name))
    except BROKEN as error:
        raise damaged(name) from error
    return book.sheets.book


class _Book(Handlers):
    """Styles, then worksheets. Whether a sheet is hidden stands behind its cells."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self._fonts: dict[str, tuple[str | None, bool]] = {}
        self._style = self._kind = ""
        self._row = self._column = self._span = self._worksheets = self._length = 0
        self._cell: dict[str, str] = {}
        self._runs: list[Run] = []
        self._font: str | None = None
        self._hidden = self._open = self._visible = self._data = False
        self._state = ""
        self.starts = {
            "Style": self._style_begins, "Font": self._font_begins, "Worksheet": self._sheet_begins, "Row": self._row_begins,
            "Cell": self._cell_begins, "Data": self._data_begins, "Visible": self._visible_begins,
        }  # fmt: skip
        self.ends = {
            "Worksheet": self._sheet_ends,
            "Row": self._row_ends,
            "Cell": self._cell_ends,
            "Data": self._data_ends,
            "Visible": self._visible_ends,
        }

    def text(self, data: str) -> None:
        if self._open and self._length < MAX_TEXT:
            self._runs.append((data, self._font))
            self._length += len(data)
        elif self._visible and len(self._state) < MAX_TEXT:
            self._state += data

    def _style_begins(self, attributes: dict[str, str]) -> None:
        self._style = _of(attributes, "ID")

    def _font_begins(self, attributes: dict[str, str]) -> None:
        """Of a style; inside a cell it is the font of the run that follows."""
        if self._data:
            self._font = _of(attributes, "Face") or self._font
        else:
            self._fonts[self._style] = (_of(attributes, "FontName") or None, _of(attributes, "Bold") == "1")

    def _sheet_begins(self, attributes: dict[str, str]) -> None:
        self._worksheets += 1
        self._row, self._state = 0, ""
        self.sheets.open(clean(_of(attributes, "Name")))

    def _visible_begins(self, attributes: dict[str, str]) -> None:
        self._visible = True

    def _visible_ends(self) -> None:
        self._visible = False

    def _sheet_ends(self) -> None:
        self.sheets.close(shown="Hidden" not in self._state and self._worksheets <= MAX_SHEETS)

    def _row_begins(self, attributes: dict[str, str]) -> None:
        self._row, self._column = int(_of(attributes, "Index") or self._row + 1), 0
        self._span = int(_of(attributes, "Span") or 0)  # so many more rows like this one, which are empty
        if _of(attributes, "Hidden") == "1":
            self.sheets.hide(rows=range(self._row, self._row + self._span + 1))

    def _row_ends(self) -> None:
        self._row += self._span

    def _cell_begins(self, attributes: dict[str, str]) -> None:
        self._cell, self._column = attributes, int(_of(attributes, "Index") or self._column + 1)
        self._runs, self._length, self._kind = [], 0, ""
        across, down = int(_of(attributes, "MergeAcross") or 0), int(_of(attributes, "MergeDown") or 0)
        if across or down:
            self.sheets.merge(self._row, self._column, self._row + down, self._column + across)

    def _data_begins(self, attributes: dict[str, str]) -> None:
        self._kind, self._open, self._data = _of(attributes, "Type"), True, True
        self._font = self._fonts.get(_of(self._cell, "StyleID"), (None, False))[0]

    def _data_ends(self) -> None:
        self._open = self._data = False

    def _cell_ends(self) -> None:
        self.sheets.put(self._row, self._column, self._read())
        self._column += int(_of(self._cell, "MergeAcross") or 0)

    def _read(self) -> Cell:
        text = "".join(piece for piece, _ in self._runs)
        font, bold = self._fonts.get(_of(self._cell, "StyleID"), (None, False))
        if self._kind == "Error" or (not self._kind and _of(self._cell, "Formula")):
            return Cell(clean(text), broken=True)
        if self._kind == "DateTime" and _DAY.match(text):
            return Cell.of_day(date.fromisoformat(text[:10]))
        if self._kind == "Number":
            return Cell.of_number(float(text), font=font, bold=bold)
        if self._kind == "Boolean":
            return Cell("TRUE" if text.strip() == "1" else "FALSE")
        return self.sheets.letters.of_runs(self._runs, bold=bold)


def _of(attributes: dict[str, str], name: str) -> str:
    """An attribute by its local name."""
    return next((value for key, value in attributes.items() if key.rsplit(" ", 1)[-1] == name), "")
