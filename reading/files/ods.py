"""An OpenDocument spreadsheet (.ods) as grids, read in pieces (OASIS OpenDocument 1.3, part 3).

LibreOffice writes a million repeated empty rows below every sheet, and a hostile file repeats a filled one as often: repetitions are
counted before they are made. Comments and hidden sheets are no data.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from common.text import clean
from reading.files.grid import Cell
from reading.files.letters import Run
from reading.files.limits import MAX_SHEETS, MAX_TEXT
from reading.files.package import Handlers, Package, given
from reading.files.sheets import PLAIN, Sheets


def read_ods(package: Package, sheets: Sheets) -> None:
    """The visible sheets of an OpenDocument workbook, as grids."""
    package.stream("content.xml", _Content(sheets))


@dataclass
class _Style:
    font: str | None = None
    hidden: bool = False


_PLAIN = _Style()


class _Content(Handlers):
    """The styles that the document made for itself, then its tables."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._styles: dict[str, _Style] = {}
        self._style = _Style()
        self._tables = self._row = self._column = 0
        self._rows = self._columns = 1
        self._attributes: dict[str, str] = {}
        self._table_hidden = False
        self._runs: list[Run] = []
        self._spans: list[str | None] = []
        self._length = self._comment = 0
        self._in_cell = self._open = False
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "style": self._style_begins, "text-properties": self._text_properties, "table-properties": self._table_properties,
            "table": self._table_begins, "table-row": self._row_begins,
            "table-cell": self._cell_begins, "covered-table-cell": self._cell_begins, "annotation": self._comment_begins,
            "p": self._line_begins, "h": self._line_begins, "span": self._span_begins, "s": self._spaces, "tab": self._tab,
            "line-break": self._break,
        }  # fmt: skip
        self.ends = {
            "table": self._table_ends, "table-row": self._row_ends, "table-cell": self._cell_ends, "covered-table-cell": self._cell_ends,
            "annotation": self._comment_ends, "p": self._line_ends, "h": self._line_ends, "span": self._span_ends,
        }  # fmt: skip

    def text(self, data: str) -> None:
        if self._open and not self._comment and self._length < MAX_TEXT:
            self._runs.append((data, self._spans[-1] if self._spans else None))
            self._length += len(data)

    # ---- styles ----

    def _style_begins(self, attributes: dict[str, str]) -> None:
        self._style = self._styles[given(attributes, "name")] = _Style()

    def _text_properties(self, attributes: dict[str, str]) -> None:
        self._style.font = given(attributes, "font-name") or given(attributes, "font-family") or None

    def _table_properties(self, attributes: dict[str, str]) -> None:
        self._style.hidden = given(attributes, "display") == "false"

    def _styled(self, attributes: dict[str, str]) -> _Style:
        return self._styles.get(given(attributes, "style-name"), _PLAIN)

    # ---- tables, rows, columns ----

    def _table_begins(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        self._row, self._column = 1, 1
        self._table_hidden = self._styled(attributes).hidden or self._tables > MAX_SHEETS
        self._sheets.open(clean(given(attributes, "name")))

    def _table_ends(self) -> None:
        self._sheets.close(shown=not self._table_hidden)

    def _row_begins(self, attributes: dict[str, str]) -> None:
        self._column, self._rows = 1, _count(attributes, "number-rows-repeated")

    def _row_ends(self) -> None:
        self._row += self._rows

    # ---- cells ----

    def _cell_begins(self, attributes: dict[str, str]) -> None:
        self._attributes, self._in_cell, self._columns = attributes, True, _count(attributes, "number-columns-repeated")
        self._runs, self._spans, self._length = [], [], 0

    def _line_begins(self, attributes: dict[str, str]) -> None:
        if self._in_cell and not self._comment:
            self._open = True
            if self._runs:
                self._runs.append(("\n", None))

    def _line_ends(self) -> None:
        self._open = self._open and self._comment > 0

    def _span_begins(self, attributes: dict[str, str]) -> None:
        self._spans.append(self._styled(attributes).font or (self._spans[-1] if self._spans else None))

    def _span_ends(self) -> None:
        self._spans[-1:] = []

    def _spaces(self, attributes: dict[str, str]) -> None:
        self.text(" ")

    def _tab(self, attributes: dict[str, str]) -> None:
        self.text("\t")

    def _break(self, attributes: dict[str, str]) -> None:
        self.text("\n")

    def _comment_begins(self, attributes: dict[str, str]) -> None:
        self._comment += 1

    def _comment_ends(self) -> None:
        self._comment -= 1

    def _cell_ends(self) -> None:
        self._in_cell = self._open = False
        attributes = self._attributes
        down, right = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if not self._table_hidden:
            if down > 1 or right > 1:
                self._sheets.merge(self._row, self._column, self._row + down - 1, self._column + right - 1)
            self._sheets.put(self._row, self._column, self._cell(), rows=self._rows, columns=self._columns)
        self._column += self._columns

    def _cell(self) -> Cell:
        attributes = self._attributes
        kind = given(attributes, "value-type")
        text = "".join(piece for piece, _ in self._runs)
        if attributes.get(_CALC_TYPE) == "error":
            return Cell(clean(text), broken=True)
        if kind == "date" and (day := _day(given(attributes, "date-value"))) is not None:
            shows_day = text.count("/") != 1 and text.count("-") != 1
            return Cell.of_day(day, month=not shows_day and str(day.year) in text)
        if kind in ("float", "percentage", "currency") and given(attributes, "value"):
            return self._sheets.number(float(given(attributes, "value")), PLAIN)
        if not text.strip() and given(attributes, "formula") and not kind:
            return Cell("", broken=True)
        own = self._styled(attributes).font
        return self._sheets.of_runs([(piece, font or own) for piece, font in self._runs])


_CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"


def _count(attributes: dict[str, str], name: str) -> int:
    return max(1, int(given(attributes, name) or 1))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
