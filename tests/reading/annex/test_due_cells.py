"""Every due cell is read in full, is an error of its row, or is understood to name no day."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.annex.due_cells import read_due
from reading.files.grid import Cell, lines_of
from tests.reading.annex.tables import grid_of, read

YEAR = 2021


def cell(text: str) -> Cell:
    return Cell(lines_of(text))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("31/3/2021", date(2021, 3, 31)),
        ("Ngày hoàn thành: 31/3/2021", date(2021, 3, 31)),
        ("31/03/2021 00:00:00", date(2021, 3, 31)),
        ("17 giờ ngày 15/3/2021", date(2021, 3, 15)),
        ("17h00, 31/03/2021", date(2021, 3, 31)),
        ("2021/03/31", date(2021, 3, 31)),
        ("31/3 năm 2021", date(2021, 3, 31)),
        ("Trước 30/6", date(2021, 6, 30)),
        ("31/03/2021 (1)", date(2021, 3, 31)),
        ("31/03/2021*", date(2021, 3, 31)),
        ("Theo Công văn số 15/UBND-NC ngày 05/02/2021, trước ngày 31/3/2021", date(2021, 3, 31)),
        ("Hoàn thành 100% trong quý I/2021", date(2021, 3, 31)),
        ("Quý I/2021 (31/3/2021)", date(2021, 3, 31)),
        ("cuối tháng 3/2021", date(2021, 3, 31)),
        ("ngày cuối cùng của tháng 3/2021", date(2021, 3, 31)),
        ("trước tháng 7/2021", date(2021, 6, 30)),
        ("nửa đầu tháng 3/2021", date(2021, 3, 15)),
        ("10 ngày đầu tháng 3/2021", date(2021, 3, 10)),
        ("Năm 2021", date(2021, 12, 31)),
        ("6 tháng đầu năm", date(2021, 6, 30)),
        # spans end
        ("30/3-05/4/2021", date(2021, 4, 5)),
        ("01/3/2021-15/3/2021", date(2021, 3, 15)),
        ("ngày 30/3-05/4/2021", date(2021, 4, 5)),
        ("tuần từ 22/3 đến 26/3/2021", date(2021, 3, 26)),
        ("15/12 - 15/01/2022", date(2022, 1, 15)),
        ("15/12/2021 đến tháng 6/2022", date(2022, 6, 30)),
        ("tháng 3, 4/2021", date(2021, 4, 30)),
        ("Quý I và quý II năm 2021", date(2021, 6, 30)),
        ("ngày 14, 15 và 16/6/2021", date(2021, 6, 16)),
        ("2021 - 2025", date(2025, 12, 31)),
        # a day of Excel that lost its format
        ("44286", date(2021, 3, 31)),
        ("44286.5", date(2021, 3, 31)),
    ],
)
def test_a_time_that_is_read_in_full_has_its_day(text: str, on: date) -> None:
    due = read_due(cell(text), YEAR)
    assert (due.on, due.trouble, due.text) == (on, "", text)


@pytest.mark.parametrize(
    "text",
    [
        "31/O3/2021", "3l/03/2021", "31/03/202l", "31,03,2021", "31-03/2021", "31-03-21", "31.3", "03/31/2021", "310/3/2021",
        "31-Mar-2021", "12:03", "15", "3", "31/02/2021", "31/4", "01/01/1921", "39999", "50001", "123456",
        "31/03/20211", "31/03/2021 1", "Quý I/20211", "tháng 3/20212",
        "tuần 4 tháng 3/2021", "tuần thứ 4 tháng 3/2021", "giữa tháng 3/2021", "đầu quý II/2021", "trong tuần này",
        "31/3/2021 hoặc 15/4/2021", "31/3, 15/4/2021", "31/3/2021\n15/4/2021", "ngày 15 và 30/3/2021", "tháng 3 hoặc tháng 4/2021",
        "Quý I, IV/2021", "Quý I/2021, trước ngày 25/3/2021", "30, 31/3/2021",
        "Ngày … tháng … năm 2021", "…/3/2021", "ngày      tháng 3 năm 2021", "trong tháng", "hết quý", "năm nay",
        "31/3-15/3/2021", "15/12-15/01", "15 ngày kể từ ngày 01/3/2021", "Theo Công văn số 15/UBND-NC ngày 05/02/2021",
        "thường xuyên, 31/O3/2021", "trước Tết năm 2021",
    ],
)  # fmt: skip
def test_a_time_that_is_not_read_in_full_is_an_error_that_names_the_cell(text: str) -> None:
    due = read_due(cell(text), YEAR)
    assert due.trouble.endswith(".")
    assert cell(text).words in due.trouble


@pytest.mark.parametrize(
    ("text", "ongoing"),
    [
        ("thường xuyên", True), ("Thường xuyên trong năm", True), ("Hằng quý", True), ("thứ 6 hằng tuần", True),
        ("trước ngày 15 của tháng cuối quý", True), ("từ tháng 3/2021 trở đi", True), ("2021 và các năm tiếp theo", True),
        ("khẩn trương", False), ("Ngay sau kiểm tra", False), ("trong 15 ngày kể từ ngày ký", False), ("05 ngày làm việc", False),
        ("từ ngày 01/7/2021", False), ("-", False), ("trong thời gian sớm nhất", False),
    ],
)  # fmt: skip
def test_what_is_understood_to_name_no_day_keeps_its_words(text: str, ongoing: bool) -> None:
    due = read_due(cell(text), YEAR)
    assert (due.text, due.on, due.trouble, due.ongoing) == (text, None, "", ongoing)


@pytest.mark.parametrize("text", ["Click or tap to enter a date.", "Bấm vào đây để chọn ngày.", "Bấm để nhập ngày", "Chọn ngày", " "])
def test_the_placeholder_of_a_date_control_is_an_empty_cell(text: str) -> None:
    assert (read_due(cell(text), YEAR).text, read_due(cell(text), YEAR).trouble) == ("", "")


def test_a_time_without_a_year_asks_for_it_where_none_is_stated() -> None:
    assert "không ghi năm" in read_due(cell("31/3"), None).trouble
    assert "không ghi năm" in read_due(cell("quý I"), None).trouble


PIECES = st.sampled_from(
    ["31/3/2021", "30/3", "15/4/2021", "quý I", "tháng 3", "2021", "tuần 4", "ngày", "năm", "-", "/", ".", " ", ",", "và", "hoặc", "trước",
     "đến", "từ", "cuối", "giữa", "hằng", "7", "12", "O3", "thường xuyên", "(1)", "kể từ", "x"]
)  # fmt: skip


@settings(max_examples=400, deadline=None, database=None)
@given(text=st.lists(PIECES, min_size=1, max_size=6).map(" ".join) | st.lists(PIECES, min_size=1, max_size=6).map("".join))
def test_a_cell_with_a_digit_is_read_or_is_an_error_or_says_that_it_has_no_day(text: str) -> None:
    """None without an error only for what recurs, goes on, is relative or only begins; each of them by a word of its own."""
    due = read_due(cell(text), YEAR)
    if due.on is None and not due.trouble:
        assert not re.search(r"\d", text) or re.search(r"hằng|thường xuyên|từ|\d (?:\(\d+\) )?(?:ngày|tháng|tuần|năm)", text)


HEADER = ("STT", "Đơn vị", "Hạn chế", "Thời hạn")


def test_a_row_whose_due_date_is_not_read_is_never_stored_as_one_without() -> None:
    annex = read(grid_of(HEADER, ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết", "31/O3/2021")))
    assert annex.rows == []
    (error,) = annex.errors
    assert (error.column, error.code, error.value) == ("Thời hạn", "date_invalid", "31/O3/2021")
