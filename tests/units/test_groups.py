"""Groups of units in one line, as people name them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.units import ensure_units
from units.books import current_book
from units.groups import group_named, unit_groups
from units.matching import UnitBook


@pytest.fixture
def book(db: None) -> UnitBook:
    ensure_units()
    return current_book(on=date(2021, 2, 22))


@pytest.mark.parametrize(
    ("line", "count", "one"),
    [
        ("UBND các huyện, thành phố", 12, "ubnd-873"),
        ("UBND các huyện, thị xã, thành phố", 12, "ubnd-866"),
        ("UBND cấp huyện", 12, "ubnd-873"),
        ("các UBND cấp huyện", 12, "ubnd-873"),
        ("UBND các huyện", 9, "ubnd-873"),
        ("12 Bưu điện cấp huyện", 12, "buudien-873"),
        ("Bưu điện các huyện, thành phố", 12, "buudien-866"),
        ("UBND các xã của huyện Cao Lãnh", 17, "ubnd-30115"),
        ("UBND cấp xã của huyện Cao Lãnh", 18, "ubnd-30115"),
        ("Ủy ban nhân dân các xã, thị trấn huyện Cao Lãnh", 18, "ubnd-30115"),
        ("UBND cấp xã", 143, "ubnd-30115"),
    ],
)
def test_a_line_names_a_whole_group(book: UnitBook, line: str, count: int, one: str) -> None:
    group = group_named(line, book)
    assert group is not None
    assert (len(group.codes), one in group.codes, len(set(group.codes))) == (count, True, count)


@pytest.mark.parametrize(
    "line", ["UBND huyện Cao Lãnh", "UBND các huyện Cao Lãnh, Tháp Mười", "Sở Nội vụ", "UBND cấp xã của huyện Không Có", ""]
)
def test_a_name_of_one_unit_or_of_some_is_no_group(book: UnitBook, line: str) -> None:
    assert group_named(line, book) is None


def test_a_number_that_is_not_that_of_the_group_names_nobody(book: UnitBook) -> None:
    group = group_named("8 UBND cấp huyện", book)
    assert group is not None and group.codes == ()


def test_every_group_that_is_offered_is_read_back(book: UnitBook) -> None:
    groups = unit_groups(book)
    assert len(groups) > 25
    for group in groups:
        found = group_named(group.name, book)
        assert found is not None and found.codes == group.codes, group.name


def test_since_2025_the_communes_of_the_province_are_one_group(db: None) -> None:
    ensure_units()
    book = current_book(on=date(2025, 8, 1))
    group = group_named("UBND các xã, phường", book)
    assert group is not None
    assert len(group.codes) == len(book.communes_of(book.provinces()[0])) > 40
