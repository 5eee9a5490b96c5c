"""The tables of a Word document as grids, with what stands above each table.

The words of a table inside a cell also stay in that cell.
"""

import re
from collections.abc import Sequence

from common.text import clean
from reading.files.grid import Cell, lines_of
from reading.files.limits import MAX_TEXT
from reading.files.package import Package
from reading.files.sheets import Sheets
from reading.files.word import Block, Paragraph, Table, read_word

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_DATED = re.compile(r"ngày\b.{0,20}\bnăm (20\d\d)", re.IGNORECASE)
_NEAR = 6  # paragraphs above a table that may be its title, however they look
_LONGEST_LINE = 300


def read_word_grids(package: Package, sheets: Sheets) -> None:
    """Every table of a Word document, as a grid."""
    word = read_word(package)
    sheets.letters.converted |= word.converted
    _Grids(sheets).read(word.blocks)


class _Grids:
    """The lines between two tables belong to the second."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets
        self._lines: list[tuple[str, bool]] = []  # text, and whether it looks like a heading
        self._dated: list[int] = []

    def read(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
                continue
            if text := clean(block.printed):
                self._lines.append((text, block.bold or block.centred))
                self._note_years(text)
            for box in block.boxes:
                self.read(box)

    def _table(self, table: Table) -> None:
        self._sheets.open(f"Bảng {table.number}", {"table": table.number})
        grid = self._sheets.grid
        grid.above, grid.years = self._above()
        self._lines = []
        inner: list[Table] = []
        for number, row in enumerate(table.rows, start=1):
            for box in row:
                text = lines_of("\n".join(_words(box.blocks, inner))[:MAX_TEXT])
                self._sheets.put(number, box.left, Cell(text))
                self._note_years(text)
        for block in table.merges:
            self._sheets.merge(block.top, block.left, block.bottom, block.right)
        grid.width = max([table.width, *(max(cells) for cells in grid.rows.values())])
        self._sheets.close()
        for one in inner:
            self._table(one)

    def _above(self) -> tuple[list[str], list[int]]:
        """The lines that may be the title of the next table, and the years that they state, else those of the document's own dates."""
        last = len(self._lines) - _NEAR
        lines = [text for place, (text, heading) in enumerate(self._lines) if (heading or place >= last) and len(text) <= _LONGEST_LINE]
        years = [int(year) for line in lines for year in _YEAR.findall(line)]
        return lines, years or self._dated[-1:]

    def _note_years(self, text: str) -> None:
        self._dated += [int(year) for year in _DATED.findall(text.replace("\n", " "))]


def _words(blocks: Sequence[Block], inner: list[Table]) -> list[str]:
    """The paragraphs of a cell; a table in it is one line a row, and is noted in ``inner``."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.printed)
            for box in block.boxes:
                found += _words(box, inner)
        else:
            inner.append(block)
            found += [" | ".join(clean(" ".join(_words(box.blocks, []))) for box in row) for row in block.rows]
    return found
