"""Working days of Q1/2021 and around, with the figures of the official break 10–16/02/2021."""

from __future__ import annotations

from datetime import date

import pytest

from common import workdays
from common.models import Holiday
from units.loading import load_units


@pytest.fixture(autouse=True)
def holidays(db: None) -> None:
    load_units()


@pytest.mark.parametrize(
    ("start", "expected"),
    [(date(2020, 12, 31), 58), (date(2021, 2, 1), 37), (date(2021, 2, 9), 31), (date(2021, 2, 17), 30), (date(2021, 3, 15), 12)],
)
def test_working_days_up_to_the_end_of_q1_2021(start: date, expected: int) -> None:
    assert workdays.working_days_between(start, date(2021, 3, 31)) == expected
    assert workdays.working_days_between(date(2021, 3, 31), start) == -expected


def test_no_days_lie_between_a_day_and_itself() -> None:
    assert workdays.working_days_between(date(2021, 3, 31), date(2021, 3, 31)) == 0


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2021, 3, 31), True),
        (date(2021, 3, 14), False),  # a Sunday: the last day of data of Q1
        (date(2021, 2, 16), False),  # the fifth day of Tết
        (date(2021, 2, 17), True),
        (date(2026, 1, 2), False),  # swapped for Saturday 10/01/2026
        (date(2026, 1, 10), True),
    ],
)
def test_a_day_is_worked_or_not(day: date, works: bool) -> None:
    assert (day in workdays.working_days(day, day)) is works


def test_neighbours_jump_over_tet() -> None:
    assert workdays.next_working_day(date(2021, 2, 9)) == date(2021, 2, 17)
    assert workdays.working_days_before(date(2021, 2, 17), 1) == date(2021, 2, 9)


@pytest.mark.parametrize(("number", "expected"), [(1, date(2021, 2, 17)), (15, date(2021, 3, 9)), (31, date(2021, 3, 31)), (250, None)])
def test_counting_forward_is_the_inverse_of_counting_between(number: int, expected: date | None) -> None:
    found = workdays.add_working_days(date(2021, 2, 9), number)
    assert workdays.working_days_between(date(2021, 2, 9), found) == number
    assert found in workdays.working_days(found, found)
    assert expected in (None, found)


def test_what_an_administrator_decides_wins() -> None:
    Holiday.objects.create(date=date(2021, 3, 31), kind=Holiday.Kind.SWAP_OFF, name="Nghỉ hoán đổi")
    assert workdays.working_days_between(date(2021, 3, 15), date(2021, 3, 31)) == 11
