"""How much of a file is read: far above every annex of the province (143 communes), and far below what would fill the memory."""

from __future__ import annotations

from reading.files.package import too_large

MAX_CELLS = 250_000  # with something in them, all sheets together
MAX_ROWS = 10_000  # with something in them, all sheets together: twice the annex that the speed is measured with
MAX_COLUMNS = 200  # an annex has about ten; what lies further right is only told to be there
MAX_MERGES = 20_000
MAX_SHEETS = 300
MAX_TEXT = 32_767  # letters of one cell, as in Excel itself
MAX_LETTERS = 12_000_000  # of all different texts: 5,000 findings are 3 million
MAX_DELIMITED = 6_000_000  # letters of a .csv, whose records the parser may have to hold whole


class Budget:
    """Counts what one file was allowed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = self._cells = self._letters = self._merges = 0

    def row(self, cells: int) -> None:
        """A row that holds so many cells."""
        self._rows += 1
        self._cells += cells
        self._hold(self._rows <= MAX_ROWS and self._cells <= MAX_CELLS)

    def cell(self) -> None:
        """One more cell of a row that was counted."""
        self._cells += 1
        self._hold(self._cells <= MAX_CELLS)

    def letters(self, count: int) -> None:
        self._letters += count
        self._hold(self._letters <= MAX_LETTERS)

    def merges(self, count: int = 1) -> None:
        self._merges += count
        self._hold(self._merges <= MAX_MERGES)

    def _hold(self, kept: bool) -> None:
        if not kept:
            raise too_large(self._name)
