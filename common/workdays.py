"""Working days: Monday to Friday without holidays, and the Saturdays that the Government orders to be worked instead.

The ``Holiday`` table decides; it is seeded by ``load_units`` and may be edited, because swaps are decided each year.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from common.models import Holiday
from common.workweek import DAY, Signing, Workweek

_LONGEST_BREAK = timedelta(days=31)  # the longest Tết break with both week-ends is 16 days


def working_days_between(start_exclusive: date, end_inclusive: date) -> int:
    """The working days after ``start_exclusive`` up to and including ``end_inclusive``; negative when the end lies before the start."""
    return _workweek(*sorted((start_exclusive, end_inclusive))).between(start_exclusive, end_inclusive)


def working_days_since(starts: Iterable[date], end: date, marked: dict[date, str] | None = None) -> dict[date, int]:
    """``working_days_between(start, end)`` for each of these starts, in one query (none without a start).

    ``marked`` are the kinds of the marked days in between, for whoever has read them with something else.
    """
    days = sorted(set(starts))
    if not days:
        return {}
    week = _workweek(min(days[0], end), max(days[-1], end)) if marked is None else _of_kinds(marked)
    return {start: week.between(start, end) for start in days}


def working_days(first: date, last: date) -> frozenset[date]:
    """The working days from ``first`` to ``last``, both included, in one query."""
    week = _workweek(first, last)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return frozenset(day for day in days if week.works(day))


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    return _walk(day, DAY, 1)


def add_working_days(start_exclusive: date, number: int) -> date:
    """The ``number``-th working day after ``start_exclusive`` (``number`` ≥ 1)."""
    return _walk(start_exclusive, DAY, number)


def signing(on: date | None) -> Signing | None:
    """What ``common.due`` must know of a document's date, where it has one."""
    return Signing(on, add_working_days) if on is not None else None


def working_days_before(day: date, number: int) -> date:
    """The ``number``-th working day before ``day`` (``number`` ≥ 1)."""
    return _walk(day, -DAY, number)


def _walk(day: date, step: timedelta, number: int) -> date:
    # At most two calendar days in seven plus one long break a year are off: this window always holds enough working days.
    window = _LONGEST_BREAK * (1 + number // 10)
    week = _workweek(day - window, day) if step < timedelta(0) else _workweek(day, day + window)
    return week.walk(day, number, step)


def _workweek(first: date, last: date) -> Workweek:
    return _of_kinds(dict(Holiday.objects.filter(date__range=(first, last)).values_list("date", "kind")))


def _of_kinds(marked: Mapping[date, str]) -> Workweek:
    return Workweek({day: kind == Holiday.Kind.MAKEUP_WORKDAY for day, kind in marked.items()})
