"""What a person decided about one file before it is committed: units for names, columns, single cells, rows that are left out.

Stored with the draft and applied each time the file is read; the file itself is never changed. Cells and rows are named by the grid's title
(the sheet's name, "Bảng 2" of a Word document, "CSV") and the row and column as the program that wrote the file counts them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from reading.files.grid import Cell, Grid, Workbook, lines_of
from reading.tables.headers import HeaderHints, Meaning


@dataclass(frozen=True)
class Choices:
    """``units``: name key → unit code. ``columns``: title → place → field ("" for none). ``mappings``: the same for a header known by its
    fingerprint, by position in it, also from earlier files. ``headers``: title → the row where the header begins. ``cells``: title →
    row → column → text. ``left_out``: title → rows.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mappings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headers: Mapping[str, int] = field(default_factory=dict)
    cells: Mapping[str, Mapping[int, Mapping[int, str]]] = field(default_factory=dict)
    left_out: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def from_storage(cls, data: Mapping[str, Any]) -> Self:
        return cls(**cls._parts(data))

    @classmethod
    def _parts(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "units": {key: str(choice["unit"]) for key, choice in data.get("units", {}).items()},
            "columns": {sheet: dict(columns) for sheet, columns in data.get("columns", {}).items()},
            "mappings": {mark: dict(meaning) for mark, meaning in data.get("mappings", {}).items()},
            "headers": {sheet: int(row) for sheet, row in data.get("headers", {}).items()},
            "cells": {
                sheet: {int(row): {int(column): str(text) for column, text in cells.items()} for row, cells in rows.items()}
                for sheet, rows in data.get("cells", {}).items()
            },
            "left_out": {sheet: frozenset(int(row) for row in rows) for sheet, rows in data.get("left_out", {}).items()},
        }

    def hints(self) -> tuple[dict[str, HeaderHints], HeaderHints]:
        """(by title, for the other grids), as ``layout.read_layouts`` takes them."""
        remembered = {mark: _meaning(fields) for mark, fields in self.mappings.items()}
        by_title = {
            title: HeaderHints(_meaning(self.columns.get(title, {})), remembered, self.headers.get(title))
            for title in {*self.columns, *self.headers}
        }
        return by_title, HeaderHints(remembered=remembered)

    def corrected(self, workbook: Workbook) -> Workbook:
        """The file with the single cells that a person corrected; the workbook that was read stays as it is."""
        if not self.cells:
            return workbook
        return replace(
            workbook, grids=[_corrected(grid, self.cells[grid.title]) if grid.title in self.cells else grid for grid in workbook.grids]
        )


def title_of(source: Mapping[str, Any]) -> str:
    """The title of the grid that a source names: the same for a row that was read and for one that is stored."""
    if "table" in source:
        return f"Bảng {source['table']}"
    return str(source["sheet"]) if source.get("sheet") is not None else "CSV"


def _meaning(fields: Mapping[str, str]) -> Meaning:
    return {int(place): held or None for place, held in fields.items()}


def _corrected(grid: Grid, cells: Mapping[int, Mapping[int, str]]) -> Grid:
    """Only rows that hold something already: a correction adds no row."""
    if not cells:
        return grid
    rows = dict(grid.rows)
    for number in rows.keys() & cells.keys():
        row = {**rows[number], **{column: Cell(lines_of(text), mended=True) for column, text in cells[number].items()}}
        rows[number] = {column: cell for column, cell in sorted(row.items()) if cell.text or cell.broken} or rows[number]
    return replace(grid, rows=rows)
