"""The unit of a row that has none of its own: it goes on with the row above, also with what was wrong there."""

from __future__ import annotations

import pytest

from directives.importing.grid import Cell, Grid
from tests.directives.importing.tables import findings, grid_of, read

pytestmark = pytest.mark.django_db
HEADER = ("STT", "Đơn vị", "Hạn chế")


def broken(grid: Grid, row: int, place: int, text: str = "#REF!") -> Grid:
    """The grid with one cell that holds an error of Excel."""
    grid.rows[row][place] = Cell(text, broken=True)
    return grid


def test_rows_below_a_cell_that_cannot_be_read_are_errors_too_and_none_is_lost() -> None:
    grid = grid_of(
        HEADER, ("1", "Xã Mỹ Long", "Thiếu ghế"), ("2", "?", "Thiếu bàn"), (None, None, "Thiếu quạt"), ("3", "Xã Tân Hội Trung", "Máy hỏng")
    )
    annex = read(broken(grid, 3, 2))
    assert findings(annex) == [("ubnd-30115", "Thiếu ghế"), ("ubnd-30103", "Máy hỏng")]
    assert [(error.source["row"], error.column, error.code, error.value) for error in annex.checked.errors] == [
        (3, "Đơn vị", "value_missing", "#REF!"), (4, "Đơn vị", "value_missing", "#REF!"),
    ]  # fmt: skip


def test_rows_below_an_unknown_name_give_the_same_error() -> None:
    annex = read(grid_of(HEADER, ("1", "Xã Mỹ Lonh", "Thiếu bàn"), (None, None, "Thiếu quạt"), ("2", None, "Thiếu ghế")))
    assert [(error.source["row"], error.code) for error in annex.checked.errors] == [
        (2, "unit_unknown"),
        (3, "unit_unknown"),
        (4, "unit_missing"),
    ]


def test_a_district_column_that_cannot_be_read_is_an_error_of_its_own() -> None:
    header = ("STT", "Huyện", "Xã", "Hạn chế")
    grid = grid_of(header, ("1", "?", "Mỹ Long", "Thiếu bàn"), ("2", "Huyện Cao Lãnh", "Mỹ Long", "Thiếu ghế"))
    errors = read(broken(grid, 2, 2)).checked.errors
    assert [(error.source["row"], error.column, error.code) for error in errors] == [(2, "Huyện", "value_missing")]
