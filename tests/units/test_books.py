"""A kept book of units is given again only while nothing in it has changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.seed import REGISTER
from units.books import current_book, current_register
from units.models import Unit, UnitAlias
from units.register import Register

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


def test_a_change_costs_three_queries_more_and_matching_none(units_loaded: None) -> None:
    UnitAlias.objects.create(unit=Unit.objects.get(code="ubnd-30115"), text="Mỹ Lòng", key="mỹ lòng")
    with CaptureQueriesContext(connection) as loading:
        book = current_book(on=IN_2021)
    with CaptureQueriesContext(connection) as matching:
        book.match("Xã Tân Công Xính, huyện Tam Nông")
        book.match("Tân Công Sinh (Tam Nông)")
        book.district_among("Hồng Ngự", ["Long Khánh A"])
    assert (len(loading), len(matching)) == (1 + 3, 0)


def test_the_database_and_the_data_files_give_the_same_register(units_loaded: None) -> None:
    def said(register: Register) -> list[tuple[object, ...]]:
        codes = {unit.pk: unit.code for unit in register.units}
        return [
            (unit.code, unit.kind, unit.qualified_name, unit.short_name, unit.area.code, codes.get(unit.parent_id or 0), unit.valid_to)
            for unit in register.units
        ]

    assert said(current_register()) == said(REGISTER)
