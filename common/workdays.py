"""Working days: Monday to Friday without holidays, and the Saturdays that the Government orders to be worked instead.

The ``Holiday`` table decides; it is seeded by ``load_units`` and may be edited, because swaps are decided each year.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from common.models import Holiday

_DAY = timedelta(days=1)
_LONGEST_BREAK = timedelta(days=31)  # the longest Tết break with both week-ends is 16 days


def is_working_day(day: date) -> bool:
    return _works(day, _marked(day, day))


def working_days_between(start_exclusive: date, end_inclusive: date) -> int:
    """The working days after ``start_exclusive`` up to and including ``end_inclusive``; negative when the end lies before the start."""
    first, last = sorted((start_exclusive, end_inclusive))
    return _count(start_exclusive, end_inclusive, _marked(first, last))


def working_days_since(starts: Iterable[date], end: date, marked: dict[date, str] | None = None) -> dict[date, int]:
    """``working_days_between(start, end)`` for each of these starts, in one query (none without a start).

    ``marked`` are the kinds of the marked days in between, for whoever has read them with something else.
    """
    days = sorted(set(starts))
    if not days:
        return {}
    if marked is None:
        marked = _marked(min(days[0], end), max(days[-1], end))
    return {start: _count(start, end, marked) for start in days}


def working_days(first: date, last: date) -> frozenset[date]:
    """The working days from ``first`` to ``last``, both included, in one query."""
    marked = _marked(first, last)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return frozenset(day for day in days if _works(day, marked))


def previous_working_day(day: date) -> date:
    """The last working day before ``day``."""
    return _walk(day, -_DAY, 1)


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    return _walk(day, _DAY, 1)


def on_or_before(day: date) -> date:
    """``day`` itself when it is worked, else the last working day before it."""
    return previous_working_day(day + _DAY)


def on_or_after(day: date) -> date:
    """``day`` itself when it is worked, else the first working day after it."""
    return next_working_day(day - _DAY)


def add_working_days(start_exclusive: date, number: int) -> date:
    """The ``number``-th working day after ``start_exclusive`` (``number`` ≥ 1)."""
    return _walk(start_exclusive, _DAY, number)


def working_days_before(day: date, number: int) -> date:
    """The ``number``-th working day before ``day`` (``number`` ≥ 1)."""
    return _walk(day, -_DAY, number)


def _count(start: date, end: date, marked: dict[date, str]) -> int:
    if end < start:
        return -_count(end, start, marked)
    return sum(_works(start + timedelta(days=number), marked) for number in range(1, (end - start).days + 1))


def _walk(day: date, step: timedelta, number: int) -> date:
    # At most two calendar days in seven plus one long break a year are off: this window always holds enough working days.
    window = _LONGEST_BREAK * (1 + number // 10)
    marked = _marked(day - window, day) if step < timedelta(0) else _marked(day, day + window)
    while number:
        day += step
        number -= _works(day, marked)
    return day


def _marked(first: date, last: date) -> dict[date, str]:
    return dict(Holiday.objects.filter(date__range=(first, last)).values_list("date", "kind"))


def _works(day: date, marked: dict[date, str]) -> bool:
    kind = marked.get(day)
    if kind is None:
        return day.weekday() < 5
    return kind == Holiday.Kind.MAKEUP_WORKDAY
