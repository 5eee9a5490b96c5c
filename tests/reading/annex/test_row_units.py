"""The unit of a row that has none of its own: it goes on with the row above, also with what was wrong there."""

from __future__ import annotations

import pytest

from reading.files.grid import Cell, Grid, Merge
from tests.reading.annex.tables import findings, grid_of, read

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
    assert [(error.source["row"], error.column, error.code, error.value) for error in annex.errors] == [
        (3, "Đơn vị", "value_missing", "#REF!"), (4, "Đơn vị", "value_missing", "#REF!"),
    ]  # fmt: skip


def test_rows_below_an_unknown_name_give_the_same_error() -> None:
    annex = read(grid_of(HEADER, ("1", "Xã Mỹ Lonh", "Thiếu bàn"), (None, None, "Thiếu quạt"), ("2", None, "Thiếu ghế")))
    assert [(error.source["row"], error.code) for error in annex.errors] == [
        (2, "unit_unknown"),
        (3, "unit_unknown"),
        (4, "unit_missing"),
    ]


def test_a_district_column_that_cannot_be_read_is_an_error_of_its_own() -> None:
    header = ("STT", "Huyện", "Xã", "Hạn chế")
    grid = grid_of(header, ("1", "?", "Mỹ Long", "Thiếu bàn"), ("2", "Huyện Cao Lãnh", "Mỹ Long", "Thiếu ghế"))
    errors = read(broken(grid, 2, 2)).errors
    assert [(error.source["row"], error.column, error.code) for error in errors] == [(2, "Huyện", "value_missing")]


@pytest.mark.parametrize(
    ("above", "title", "unit"),
    [
        ("Đơn vị được kiểm tra: UBND xã Mỹ Long, huyện Cao Lãnh", "PL", "ubnd-30115"),
        ("Đơn vị: Bưu điện huyện Cao Lãnh", "PL", "buudien-873"),
        ("Kết quả kiểm tra tại xã An Long", "PL", "ubnd-30022"),
        ("2. Xã Mỹ Long", "PL", "ubnd-30115"),
        ("PHỤ LỤC", "An Long", "ubnd-30022"),
        ("ỦY BAN NHÂN DÂN HUYỆN CAO LÃNH", "PL", None),
        ("VĂN PHÒNG UBND TỈNH", "PL", None),
        ("Huyện Cao Lãnh", "PL", None),
    ],
)
def test_a_line_over_a_table_without_units_names_the_one_it_is_about(above: str, title: str, unit: str | None) -> None:
    annex = read(grid_of((above,), ("STT", "Hạn chế", "Yêu cầu"), ("1", "Thiếu ghế", "Mua"), ("2", "Thiếu bàn", "Mua"), title=title))
    assert [code for code, _ in findings(annex)] == ([unit] * 2 if unit else [])
    assert [error.code for error in annex.errors] == ([] if unit else ["unit_missing"] * 2)


def test_a_column_of_units_is_not_filled_from_the_line_above() -> None:
    annex = read(grid_of(("Đơn vị được kiểm tra: UBND xã Mỹ Long, huyện Cao Lãnh",), HEADER, ("1", None, "Thiếu ghế")))
    assert [error.code for error in annex.errors] == ["unit_missing"]


@pytest.mark.parametrize(
    ("cell", "leads", "coordinating", "words"),
    [
        ("UBND xã chủ trì, phối hợp với Bưu điện huyện", ["ubnd-30115"], ["buudien-873"], ""),
        ("Chủ trì: UBND huyện; phối hợp: BĐ huyện, các ngành liên quan", ["ubnd-873"], ["buudien-873"], "các ngành liên quan"),
        ("Phối hợp với BĐ huyện", ["ubnd-30115"], ["buudien-873"], ""),
        ("UBND huyện", ["ubnd-873"], [], ""),
    ],
)
def test_one_cell_may_say_who_leads_and_who_helps(cell: str, leads: list[str], coordinating: list[str], words: str) -> None:
    row = read(grid_of((*HEADER, "Trách nhiệm"), ("1", "Xã Mỹ Long", "Thiếu ghế", cell))).rows[0]
    assert ([unit.code for unit in row.leads], [unit.code for unit in row.coordinating], row.coordinating_text) == (
        leads,
        coordinating,
        words,
    )


def test_an_unknown_helper_is_an_error_of_the_printed_column_with_the_whole_cell() -> None:
    annex = read(grid_of((*HEADER, "Trách nhiệm"), ("1", "Xã Mỹ Long", "Thiếu ghế", "UBND xã phối hợp Hội Nông dân Xyz")))
    assert [(error.column, error.code, error.value) for error in annex.errors] == [
        ("Trách nhiệm", "unit_unknown", "UBND xã phối hợp Hội Nông dân Xyz")
    ]


def test_a_day_that_lost_its_format_is_a_day() -> None:
    rows = [
        (str(number), "Xã Mỹ Long", f"Hạn chế {number}", due)
        for number, due in enumerate(("44286", "44286.0", "99999", "12345", "442860"), 1)
    ]
    annex = read(grid_of((*HEADER, "Thời hạn"), *rows))
    assert [(row.due_text, str(row.due_on)) for row in annex.rows] == [("44286", "2021-03-31"), ("44286.0", "2021-03-31")]
    assert [error.code for error in annex.errors] == ["date_invalid"] * 3


def test_a_unit_merged_over_rows_with_numbers_of_their_own_is_theirs() -> None:
    rows = [("1", "Xã Mỹ Long", "Thiếu ghế"), ("2", None, "Thiếu bàn"), ("3", None, "Thiếu quạt"), ("4", None, "Thiếu sổ")]
    annex = read(grid_of(HEADER, *rows, merges=[Merge(2, 2, 4, 2)]))
    assert [code for code, _ in findings(annex)] == ["ubnd-30115"] * 3
    assert [(error.source["row"], error.code) for error in annex.errors] == [(5, "unit_missing")]


def test_a_later_table_of_a_sheet_lies_in_the_district_of_the_title_until_another_is_named() -> None:
    grid = grid_of(
        ("KẾT QUẢ TẠI HUYỆN LẤP VÒ",), HEADER, ("1", "Tân Mỹ", "Thiếu ghế"), (), ("Đợt hai",), HEADER, ("1", "Tân Mỹ", "Thiếu bàn"), (),
        ("Huyện Thanh Bình",), HEADER, ("1", "Tân Mỹ", "Thiếu quạt"),
    )  # fmt: skip
    assert [code for code, _ in findings(read(grid))] == ["ubnd-30175", "ubnd-30175", "ubnd-30145"]


def test_a_group_is_a_unit_of_the_tables_district() -> None:
    grid = grid_of(("HUYỆN CHÂU THÀNH",), ("STT", "Hạn chế", "Yêu cầu"), ("I", "UBND XÃ TÂN PHÚ"), ("1", "Thiếu ghế", "Mua"))
    assert findings(read(grid)) == [("ubnd-30274", "Thiếu ghế")]


def test_a_topic_merged_over_a_row_with_a_number_is_a_group_when_its_number_goes_on() -> None:
    rows = [
        ("1", "Về công khai"),
        ("1.1", "Thiếu bảng", "Xã Mỹ Long", "Mua"),
        ("2", "VỀ CON NGƯỜI"),
        ("2", "Thiếu người", "Xã Mỹ Long", "Bổ sung"),
    ]
    header = ("TT", "Hạn chế", "Đơn vị", "Yêu cầu")
    annex = read(grid_of(header, *rows, merges=[Merge(2, 2, 2, 4), Merge(4, 2, 4, 4)]))
    assert findings(annex) == [("ubnd-30115", "Thiếu bảng"), ("ubnd-30115", "Thiếu người")] and annex.errors == []


def test_a_table_of_figures_below_the_findings_is_none_of_them() -> None:
    figures = [("STT", "Địa bàn", "Số khuyết điểm", "Tỷ lệ (%)"), ("1", "Huyện Cao Lãnh", "2", "50")]
    annex = read(grid_of(HEADER, ("1", "Xã Mỹ Long", "Thiếu ghế"), (), ("Bảng 2. Số liệu chung",), *figures))
    assert findings(annex) == [("ubnd-30115", "Thiếu ghế")] and annex.errors == []
