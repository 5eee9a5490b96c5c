"""Where Excel may have swapped day and month, both readings are told and a person decides."""

from __future__ import annotations

from datetime import date

import pytest

from reading.annex.choices import KEEP, SWAP, WHOLE_COLUMN, AnnexChoices
from reading.annex.reader import Annex
from reading.files.grid import Cell, Grid
from tests.reading.annex.tables import grid_of, read

HEADER = ("STT", "Đơn vị", "Hạn chế", "Thời hạn")
UNIT = "Xã Mỹ Long, huyện Cao Lãnh"


def sheet(*dues: date | str, title: str = "PHỤ LỤC NĂM 2021") -> Grid:
    """Row 3 holds the first due date; a date is a real one of the workbook."""
    rows = [(str(number), UNIT, f"Hạn chế {number}", str(due)) for number, due in enumerate(dues, start=1)]
    grid = grid_of((title,), HEADER, *rows)
    for number, due in enumerate(dues, start=3):
        if isinstance(due, date):
            grid.rows[number][4] = Cell(f"{due:%d/%m/%Y}", day=due)
    return grid


def doubtful(annex: Annex) -> list[int]:
    return [one.source["row"] for one in annex.warnings if one.code == "day_month_doubtful" and one.source]


def days(annex: Annex) -> list[tuple[str, date | None]]:
    return [(row.due_text, row.due_on) for row in annex.rows]


MAY_4, DEC_3, MARCH_3 = date(2021, 5, 4), date(2021, 12, 3), date(2021, 3, 3)
MIXED = (MAY_4, DEC_3, "31/3/2021", MARCH_3)


def test_real_dates_up_to_the_twelfth_beside_text_above_it_are_doubtful_and_stay_as_they_stand() -> None:
    annex = read(sheet(*MIXED))
    assert doubtful(annex) == [3, 4]  # the third of March reads the same both ways
    assert [on for _, on in days(annex)] == [MAY_4, DEC_3, date(2021, 3, 31), MARCH_3]
    assert annex.warnings[0].readings == (MAY_4, date(2021, 4, 5))


@pytest.mark.parametrize(
    "dues",
    [
        (MAY_4, DEC_3),  # no date in text
        (MAY_4, DEC_3, "Quý I/2021"),  # a quarter is none
        (MAY_4, date(2021, 3, 15), "31/3/2021"),  # a real date that no machine could have swapped
        (MAY_4, DEC_3, "31/3/2021", "05/4/2021"),  # text that a machine would have taken
    ],
)
def test_a_column_that_no_machine_swapped_raises_no_doubt(dues: tuple[date | str, ...]) -> None:
    assert doubtful(read(sheet(*dues))) == []


def test_a_date_outside_the_stated_period_that_would_lie_in_it_the_other_way_round_is_doubtful() -> None:
    annex = read(sheet(MAY_4, date(2021, 6, 2), date(2021, 3, 2), title="HẠN CHẾ PHẢI KHẮC PHỤC TRONG QUÝ I NĂM 2021"))
    assert doubtful(annex) == [4]  # 02/06 read as the sixth of February; 04/05 lies outside both ways


def test_a_person_swaps_a_whole_column_and_keeps_one_row() -> None:
    annex = read(sheet(*MIXED), choices=AnnexChoices(day_month={"PL": {WHOLE_COLUMN: SWAP, 4: KEEP}}))
    assert doubtful(annex) == []
    assert days(annex) == [
        ("05/04/2021", date(2021, 4, 5)),
        ("03/12/2021", DEC_3),
        ("31/3/2021", date(2021, 3, 31)),
        ("03/03/2021", MARCH_3),
    ]
    assert [(one.source["row"], one.answer) for one in annex.day_months] == [(3, SWAP), (4, KEEP)]


def test_an_answer_touches_no_date_that_is_not_doubtful() -> None:
    annex = read(sheet(MAY_4, DEC_3), choices=AnnexChoices(day_month={"PL": {WHOLE_COLUMN: SWAP, 3: SWAP}}))
    assert [on for _, on in days(annex)] == [MAY_4, DEC_3]


def test_a_cell_that_a_person_typed_on_the_page_takes_no_doubt_away_from_the_others() -> None:
    annex = read(sheet(*MIXED), choices=AnnexChoices(cells={"PL": {3: {4: "05/04/2021"}}}))
    assert doubtful(annex) == [4]
