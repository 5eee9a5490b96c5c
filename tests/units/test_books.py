"""A kept book of units is given again only while nothing in it has changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from units.books import current_book
from units.matching import UnitBook
from units.models import Unit, UnitAlias

IN_2021 = date(2021, 2, 1)


def test_a_book_is_built_once_while_nothing_changes(units_loaded: None) -> None:
    first = current_book(on=IN_2021)
    with CaptureQueriesContext(connection) as asked:
        assert current_book(on=IN_2021) is first
    assert len(asked) == 1


def test_books_of_two_dates_are_two_books(units_loaded: None) -> None:
    assert current_book(on=IN_2021) is not current_book(on=date(2025, 12, 1))
    assert len(current_book(on=date(2025, 12, 1)).districts()) == 0


@pytest.mark.parametrize("change", ["added", "changed", "removed"])
def test_a_change_is_seen_by_the_next_reader(units_loaded: None, change: str) -> None:
    before = current_book(on=IN_2021)
    unit = Unit.objects.get(code="ubnd-30115")
    if change == "added":
        UnitAlias.objects.create(unit=unit, text="Mỹ Longg", key="mỹ longg")
    elif change == "changed":
        Unit.objects.filter(pk=unit.pk).update(short_name="UBND Mỹ Long")
    else:
        UnitAlias.objects.filter(text="Tân Công Sinh").delete()
    after = current_book(on=IN_2021)
    assert after is not before
    unmatched = after.match("Tân Công Sinh", district=after.by_code("ubnd-871")).unit is None
    assert unmatched is (change == "removed")
    assert (after.match("UBND xã Mỹ Longg").unit is None) is (change != "added")


def test_a_kept_book_says_what_a_fresh_one_says(units_loaded: None) -> None:
    kept, fresh = current_book(year=2021), UnitBook.load(year=2021)
    assert [unit.code for unit in kept.districts()] == [unit.code for unit in fresh.districts()]
    assert kept.by_code("ubnd-870") == fresh.by_code("ubnd-870")
