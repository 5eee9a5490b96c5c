"""The register of all units that ever were, as plain values, and the books of those that were in force together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from units.entries import BookArea, BookUnit, Level, Spelling
from units.matching import UnitBook

_MOST_KEPT = 8  # a portal reads the documents of few dates


class Register:
    """Builds each book once: that costs more than reading a dispatch with it."""

    def __init__(self, units: Iterable[BookUnit], spellings: Iterable[Spelling]) -> None:
        self.units = tuple(units)
        self._spellings = tuple(spellings)
        self._provinces = {_root(unit.area) for unit in self.units}
        self._books: dict[tuple[date, date], UnitBook] = {}

    def book(self, on: date | None, year: int | None, *, today: date) -> UnitBook:
        """The units in force on ``on``, or at any time in ``year`` when the day is not known; where neither is, today."""
        first = last = on or today
        if on is None and year is not None:
            first, last = date(year, 1, 1), date(year, 12, 31)
        book = self._books.get((first, last))
        if book is None:
            spellings = [one for one in self._spellings if one.before is None or one.before > first]
            book = UnitBook([self._there(unit, first) for unit in self.units if unit.in_force(first, last)], spellings)
            while len(self._books) >= _MOST_KEPT:
                self._books.pop(next(iter(self._books)), None)
            self._books[first, last] = book
        return book

    def _there(self, unit: BookUnit, day: date) -> BookUnit:
        """The unit with the area that it has on that day: the bodies of the Tỉnh outlive a merger of it."""
        if unit.area.level != Level.PROVINCE or unit.area.in_force(day, day):
            return unit
        return replace(unit, area=next((area for area in self._provinces if area.in_force(day, day)), unit.area))


def _root(area: BookArea) -> BookArea:
    return area if area.parent is None else _root(area.parent)
