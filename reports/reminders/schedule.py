"""On which day a due date is reminded of: 14, 7, 3, 1 days before, on the day, 1, 3, 7 days after, then each week.

A day up to the due date that is not worked moves to the last working day before it, one after it to the next. What falls on one day, or was
missed, is one reminder: the latest. Source: contract of ``send_reminders``; design, page 16.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from common import workdays

BEFORE = (-14, -7, -3, -1, 0)
AFTER = (1, 3, 7)
WEEK = 7
ESCALATE_FROM = 3
_LONGEST_SHIFT = 31  # more days off in a row than any calendar has
HORIZON = timedelta(days=-BEFORE[0] + _LONGEST_SHIFT)
"""A due date that lies further ahead is not reminded of yet."""


@dataclass(frozen=True)
class Stage:
    """One scheduled reminder of a due date: ``offset`` days from it, ``moved_to`` the working day on which it goes out."""

    offset: int
    moved_to: date

    def falls_on(self, due_on: date) -> date:
        """The day before it was moved."""
        return due_on + timedelta(days=self.offset)


class Calendar:
    """The working days around a span, read once."""

    def __init__(self, first: date, last: date) -> None:
        margin = timedelta(days=_LONGEST_SHIFT)
        self._first, self._last = first - margin, last + margin
        self._working = workdays.working_days(self._first, self._last)

    def works(self, day: date) -> bool:
        return day in self._working

    def moved(self, day: date, *, forward: bool) -> date:
        """``day`` itself when it is worked, else the nearest working day in this direction; where the span ends, the day itself."""
        step = timedelta(days=1 if forward else -1)
        found = day
        while found not in self._working:
            found += step
            if not self._first <= found <= self._last:
                return day
        return found


def stage_on(due_on: date, on: date, since: date, calendar: Calendar) -> Stage | None:
    """The latest stage that goes out from ``since`` to ``on``, both included; None where there is none."""
    for offset in _latest_first((on - due_on).days):
        moved_to = calendar.moved(due_on + timedelta(days=offset), forward=offset > 0)
        if moved_to < since:
            return None  # earlier ones went out earlier still
        if moved_to <= on:
            return Stage(offset, moved_to)
    return None


def stage_falling_on(due_on: date, day: date, calendar: Calendar) -> Stage | None:
    """The stage whose own day is ``day``, moved or not."""
    offset = (day - due_on).days
    if offset not in (*BEFORE, *AFTER) and (offset <= AFTER[-1] or offset % WEEK):
        return None
    return Stage(offset, calendar.moved(day, forward=offset > 0))


def next_stage(due_on: date, after: date, calendar: Calendar) -> Stage | None:
    """The first stage up to the due date that goes out after this day."""
    stages = (Stage(offset, calendar.moved(due_on + timedelta(days=offset), forward=False)) for offset in BEFORE)
    return next((stage for stage in stages if stage.moved_to > after), None)


def _latest_first(days_past: int) -> Iterator[int]:
    """Every offset that can have come by a day so many days past the due date (negative: before it), the latest first."""
    week = days_past - days_past % WEEK
    while week > AFTER[-1]:
        yield week
        week -= WEEK
    yield from (offset for offset in reversed(AFTER) if offset <= days_past)
    yield from reversed(BEFORE)
