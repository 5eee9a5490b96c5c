"""Short tables for tests of the reading: rows of texts as one sheet, read as an annex of 2021."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reading.annex.choices import AnnexChoices
from reading.annex.columns import FINDINGS
from reading.annex.reader import Annex, check_annex
from reading.files.grid import Cell, Grid, Merge, Workbook, lines_of
from reading.tables.layout import Layout, read_layouts
from tests.seed import books

ON = date(2021, 3, 19)


def grid_of(*rows: Sequence[str | None], title: str = "PL", merges: Sequence[Merge] = ()) -> Grid:
    """Row 1 is the first; None leaves a cell empty, an empty row is none."""
    grid = Grid({"sheet": title}, title=title)
    for number, row in enumerate(rows, start=1):
        cells = {place: Cell(lines_of(text)) for place, text in enumerate(row, start=1) if text}
        if cells:
            grid.rows[number] = cells
    for merge in merges:
        grid.merge(merge)
    grid.arrange()
    return grid


def layout_of(*rows: Sequence[str | None], merges: Sequence[Merge] = ()) -> Layout:
    return read_layouts([grid_of(*rows, merges=merges)], FINDINGS)[0]


def read(*grids: Grid, choices: AnnexChoices | None = None) -> Annex:
    """Checked against the units of 2021; the sum of rows is asserted by the way."""
    annex = check_annex(Workbook(list(grids)), "a.xlsx", books=books, choices=choices, on=ON)
    held = {id(table.grid): len(table.grid.rows) for table in annex.tables}
    assert annex.source_rows + annex.skipped == sum(held.values())
    return annex


def findings(annex: Annex) -> list[tuple[str, str]]:
    """(code, finding) of every row."""
    return [(row.unit.code, row.finding) for row in annex.rows]
