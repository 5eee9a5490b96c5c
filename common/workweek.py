"""Which days are worked, as a plain value: Monday to Friday, unless a day is marked as off or as worked. ``common.workdays`` asks the
database which are marked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)

AddWorkingDays = Callable[[date, int], date]
"""(day, number) → the ``number``-th working day after it."""


@dataclass(frozen=True)
class Signing:
    """The day on which a document was signed, from which its relative times count, and who counts working days: he knows the holidays."""

    on: date
    add_working_days: AddWorkingDays


@dataclass(frozen=True)
class Workweek:
    """``marked``: the days that are not as their weekday says; True where worked."""

    marked: Mapping[date, bool] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        return self.marked.get(day, day.weekday() < 5)

    def between(self, start_exclusive: date, end_inclusive: date) -> int:
        """The working days after the start up to and including the end; negative when the end lies before the start."""
        first, last = sorted((start_exclusive, end_inclusive))
        found = sum(self.works(first + timedelta(days=number)) for number in range(1, (last - first).days + 1))
        return found if start_exclusive <= end_inclusive else -found

    def walk(self, day: date, number: int, step: timedelta = DAY) -> date:
        """The ``number``-th working day from ``day``, which does not count itself."""
        while number:
            day += step
            number -= self.works(day)
        return day
