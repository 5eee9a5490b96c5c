"""What every reader of a spreadsheet does with the cells that it finds: budget, columns far to the right, the text of a cell in a font."""

from __future__ import annotations

from reading.files.grid import Cell, Grid, Merge, Workbook
from reading.files.letters import Letters
from reading.files.limits import MAX_COLUMNS, MAX_ROWS, Budget
from reading.files.package import too_large

_LAST_ROW = 1_048_576


class Sheets:
    """One workbook while it is read; ``grid`` is the sheet being filled."""

    def __init__(self, name: str) -> None:
        self.book = Workbook()
        self.budget = Budget(name)
        self.letters = Letters(self.book, self.budget)
        self.grid = Grid({})
        self._name = name

    def open(self, title: str) -> None:
        """Cells that are put from now on stand in this sheet."""
        self.grid = Grid({"sheet": title}, title=title)

    def close(self, *, shown: bool) -> None:
        """A hidden sheet is not data."""
        if shown:
            self.grid.arrange()
            self.book.grids.append(self.grid)
        self.grid = Grid({})

    def put(self, row: int, column: int, cell: Cell, *, rows: int = 1, columns: int = 1) -> None:
        """A cell, repeated over so many rows and columns. A row is not empty though nothing of it is read."""
        if not (cell.text or cell.broken):
            return
        if rows > MAX_ROWS or row > _LAST_ROW:
            raise too_large(self._name)
        for number in range(row, row + rows):
            held = self.grid.rows.get(number)
            if held is None:
                self.budget.row(0)
                held = self.grid.rows[number] = {}
            for place in range(min(column, MAX_COLUMNS + 1), min(column + columns - 1, MAX_COLUMNS + 1) + 1):
                self.budget.cell()
                held[place] = cell

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """A merged block; what lies beyond the columns that are read is left out."""
        self.budget.merges()
        if left <= MAX_COLUMNS and (top, left) != (bottom, right):
            self.grid.merge(Merge(top, left, bottom, min(right, MAX_COLUMNS)))

    def hide(self, *, rows: range = range(0), columns: range = range(0)) -> None:
        """Hidden rows and columns are data; the page may say so."""
        self.grid.hidden_rows.update(rows[:MAX_ROWS])
        self.grid.hidden_columns.update(columns[:MAX_COLUMNS])
