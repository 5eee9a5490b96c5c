"""What a person says about a file: columns, remembered by header; single cells; rows left out; and when the portal is unsure."""

from __future__ import annotations

import pytest

from common.errors import FileRefused
from reading.annex.choices import AnnexChoices as Choices
from reading.annex.columns import FINDINGS, Field
from reading.files.grid import Workbook
from reading.tables.reader import guess_headers
from tests.reading.annex.tables import findings, grid_of, layout_of, read

HEADER = ("STT", "Đơn vị", "Hạn chế", "Hướng", "Thời hạn")
ODD = ("Mục", "Chỗ", "Chuyện", "Ngày")


def test_a_heading_that_cannot_be_placed_is_told_and_its_meaning_is_remembered_by_the_header() -> None:
    rows = (HEADER, ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", "Niêm yết đủ", "31/3/2021"))
    annex = read(grid_of(*rows))
    (table,) = annex.tables
    assert table.unsure == [4]
    assert annex.rows[0].remedy == ""
    remembered = Choices(mappings={table.header.mark: {str(table.header.position(4)): Field.REMEDY.value}})
    elsewhere = grid_of(("Năm 2021",), *[(None, *row) for row in rows], title="Trang khác")  # lower and further right
    again = read(elsewhere, choices=remembered)
    assert again.rows[0].remedy == "Niêm yết đủ"
    assert again.tables[0].unsure == []


def test_a_mapping_is_not_used_for_another_header() -> None:
    other = layout_of(("STT", "Đơn vị", "Hạn chế", "Khác", "Thời hạn"), ("1", "Xã A", "B", "C")).tables[0].header.mark
    annex = read(
        grid_of(HEADER, ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", "Niêm yết đủ", None)),
        choices=Choices(mappings={other: {"4": "remedy"}}),
    )
    assert annex.rows[0].remedy == ""


def test_what_is_said_for_one_file_wins_over_the_headings_and_over_what_is_remembered() -> None:
    rows = (HEADER, ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", "Niêm yết đủ", "31/3/2021"))
    mark = read(grid_of(*rows)).tables[0].header.mark
    choices = Choices(columns={"PL": {"4": "cause", "5": ""}}, mappings={mark: {"4": "remedy"}})
    (row,) = read(grid_of(*rows), choices=choices).rows
    assert (row.cause, row.remedy, row.due_text) == ("Niêm yết đủ", "", "")


def test_a_header_that_is_none_for_the_portal_is_one_when_a_person_says_so() -> None:
    grid = grid_of(("Bảng kê",), ODD, ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", "31/3/2021"))
    with pytest.raises(FileRefused) as refused:
        read(grid)
    assert refused.value.code == "header_missing"
    (guess,) = guess_headers(Workbook([grid]), FINDINGS)
    assert guess.header.top == 2
    assert guess.header.headings == dict(enumerate(ODD, start=1))
    assert guess.examples[3] == "Chưa niêm yết"
    fields = {"1": "number", "2": "unit", "3": "finding", "4": "due"}
    said = Choices(headers={"PL": 2}, columns={"PL": fields})
    known = Choices(mappings={guess.header.mark: fields})
    for choices in (said, known):
        annex = read(grid, choices=choices)
        assert findings(annex) == [("ubnd-30115", "Chưa niêm yết")]
        assert annex.rows[0].due_text == "31/3/2021"
    with pytest.raises(FileRefused):  # without a column of findings it is still no table of findings
        read(grid, choices=Choices(headers={"PL": 2}, columns={"PL": {"1": "number", "2": "unit"}}))


def test_an_error_names_the_cell_and_a_correction_of_that_cell_mends_it() -> None:
    grid = grid_of(HEADER, ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", None, "31/02/2021"))
    (error,) = read(grid).errors
    assert (error.code, error.grid, error.source["row"], error.place) == ("date_invalid", "PL", 2, 5)
    stored = {"cells": {error.grid: {str(error.source["row"]): {str(error.place): "28/02/2021"}}}}
    annex = read(grid, choices=Choices.from_storage(stored))
    assert annex.errors == []
    assert annex.rows[0].due_text == "28/02/2021"
    assert grid.at(2, 5).text == "31/02/2021", "the file that was read stays as it is"


def test_a_correction_adds_no_row_and_empties_none() -> None:
    grid = grid_of(HEADER, ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", None, None))
    cells = {9: {2: "Xã Mỹ Hiệp"}, 2: {1: "", 2: "", 3: "", 4: "", 5: ""}}
    assert findings(read(grid, choices=Choices(cells={"PL": cells}))) == [("ubnd-30115", "Chưa niêm yết")]


def test_a_row_left_out_is_no_finding_no_error_and_still_lends_its_unit() -> None:
    grid = grid_of(
        HEADER,
        ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", None, "31/02/2021"),
        (None, None, "Thiếu sổ", None, None),
        ("2", "Xã Mỹ Hiệp, huyện Cao Lãnh", "Ghế gãy", None, None),
    )
    annex = read(grid, choices=Choices.from_storage({"left_out": {"PL": [2, 4]}}))
    assert annex.errors == []
    assert findings(annex) == [("ubnd-30115", "Thiếu sổ")]
    assert annex.skipped == 3
    assert [(row.grid, row.source["row"], row.row_text) for row in annex.left_out] == [
        ("PL", 2, "Chưa niêm yết"),
        ("PL", 4, "Ghế gãy"),
    ]


def test_a_duplicate_is_none_when_the_first_is_left_out() -> None:
    rows = (HEADER, ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết"), ("2", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết"))
    assert [error.code for error in read(grid_of(*rows)).errors] == ["duplicate_in_file"]
    annex = read(grid_of(*rows), choices=Choices(left_out={"PL": frozenset({2})}))
    assert annex.errors == []
    assert len(annex.rows) == 1
