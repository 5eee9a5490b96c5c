"""An "XML Spreadsheet 2003" as grids, read in pieces: what programs write that call their export .xls and mean neither HTML nor BIFF."""

import io
import re
from datetime import date

from common.text import clean
from reading.files.grid import Cell
from reading.files.letters import Run
from reading.files.limits import MAX_SHEETS, MAX_TEXT
from reading.files.package import Counted, Handlers, given, stream
from reading.files.sheets import PLAIN, Sheets

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_xml_spreadsheet(content: bytes, sheets: Sheets) -> None:
    """The visible sheets of an XML Spreadsheet of 2003, as grids."""
    stream(io.BytesIO(content), _Book(sheets), Counted(sheets.name))


class _Book(Handlers):
    """Styles, then worksheets. Whether a sheet is hidden stands behind its cells."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._fonts: dict[str, str | None] = {}
        self._style = self._kind = ""
        self._row = self._column = self._span = self._worksheets = self._length = 0
        self._cell: dict[str, str] = {}
        self._runs: list[Run] = []
        self._font: str | None = None
        self._open = self._visible = self._data = False
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
        self._style = given(attributes, "ID")

    def _font_begins(self, attributes: dict[str, str]) -> None:
        """Of a style; inside a cell it is the font of the run that follows."""
        if self._data:
            self._font = given(attributes, "Face") or self._font
        else:
            self._fonts[self._style] = given(attributes, "FontName") or None

    def _sheet_begins(self, attributes: dict[str, str]) -> None:
        self._worksheets += 1
        self._row, self._state = 0, ""
        self._sheets.open(clean(given(attributes, "Name")))

    def _visible_begins(self, attributes: dict[str, str]) -> None:
        self._visible = True

    def _visible_ends(self) -> None:
        self._visible = False

    def _sheet_ends(self) -> None:
        self._sheets.close(shown="Hidden" not in self._state and self._worksheets <= MAX_SHEETS)

    def _row_begins(self, attributes: dict[str, str]) -> None:
        self._row, self._column = int(given(attributes, "Index") or self._row + 1), 0
        self._span = int(given(attributes, "Span") or 0)  # so many more rows like this one, which are empty

    def _row_ends(self) -> None:
        self._row += self._span

    def _cell_begins(self, attributes: dict[str, str]) -> None:
        self._cell, self._column = attributes, int(given(attributes, "Index") or self._column + 1)
        self._runs, self._length, self._kind = [], 0, ""
        across, down = int(given(attributes, "MergeAcross") or 0), int(given(attributes, "MergeDown") or 0)
        if across or down:
            self._sheets.merge(self._row, self._column, self._row + down, self._column + across)

    def _data_begins(self, attributes: dict[str, str]) -> None:
        self._kind, self._open, self._data = given(attributes, "Type"), True, True
        self._font = self._fonts.get(given(self._cell, "StyleID"))

    def _data_ends(self) -> None:
        self._open = self._data = False

    def _cell_ends(self) -> None:
        self._sheets.put(self._row, self._column, self._read())
        self._column += int(given(self._cell, "MergeAcross") or 0)

    def _read(self) -> Cell:
        text = "".join(piece for piece, _ in self._runs)
        if self._kind == "Error" or (not self._kind and given(self._cell, "Formula")):
            return Cell(clean(text), broken=True)
        if self._kind == "DateTime" and _DAY.match(text):
            return Cell.of_day(date.fromisoformat(text[:10]))
        if self._kind == "Number":
            return self._sheets.number(float(text), PLAIN)
        if self._kind == "Boolean":
            return Cell("TRUE" if text.strip() == "1" else "FALSE")
        return self._sheets.of_runs(self._runs)
