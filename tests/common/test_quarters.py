"""Quarters and their windows of data (Decree 09/2019/NĐ-CP, Điều 12)."""

from __future__ import annotations

from datetime import date

import pytest

from common.quarters import Quarter

Q1 = Quarter(2021, 1)


@pytest.mark.parametrize(
    ("number", "label", "first", "last", "data_from", "data_to"),
    [
        (1, "Quý I/2021", date(2021, 1, 1), date(2021, 3, 31), date(2020, 12, 15), date(2021, 3, 14)),
        (2, "Quý II/2021", date(2021, 4, 1), date(2021, 6, 30), date(2021, 3, 15), date(2021, 6, 14)),
        (3, "Quý III/2021", date(2021, 7, 1), date(2021, 9, 30), date(2021, 6, 15), date(2021, 9, 14)),
        (4, "Quý IV/2021", date(2021, 10, 1), date(2021, 12, 31), date(2021, 9, 15), date(2021, 12, 14)),
    ],
)
def test_a_quarter_knows_its_days_and_its_window(number: int, label: str, first: date, last: date, data_from: date, data_to: date) -> None:
    quarter = Quarter(2021, number)
    assert (quarter.label, quarter.first_day, quarter.last_day, quarter.data_from, quarter.data_to) == (
        label,
        first,
        last,
        data_from,
        data_to,
    )
    assert Quarter.of(first) == Quarter.of(last) == quarter == Quarter.parse(quarter.code)


def test_a_quarter_is_written_2021_q1_in_every_document() -> None:
    assert Q1.code == "2021-Q1"
    assert str(Q1) == "Quý I/2021"


@pytest.mark.parametrize("code", ["2021-Q5", "2021-Q0", "2021-q1", "21-Q1", "2021-Q11", " 2021-Q1", "2021Q1", ""])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse(code)


def test_quarters_sort_by_time() -> None:
    assert sorted([Quarter(2021, 2), Quarter(2020, 4), Q1]) == [Quarter(2020, 4), Q1, Quarter(2021, 2)]
