"""On which day a due date is reminded of: some days before it, on it, some days after it, then each week (``STAGES``).

A day up to the due date that is not worked moves to the last working day before it, one after it to the next. What falls on one day, or was
missed, is one reminder: the latest. Source: docs/reading.md, "Reminders".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from common import workdays

WEEK = 7
_LONGEST_SHIFT = 31  # more days off in a row than any calendar has


@dataclass(frozen=True)
class Stages:
    """When people are reminded: the one home of these numbers. Pages, letters, guides and the schedule are given their words from here."""

    before: tuple[int, ...] = (14, 7, 3, 1)
    after: tuple[int, ...] = (1, 3, 7)
    escalate_from: int = 3
    starts_at: time = time(7, 30)

    @property
    def up_to_due(self) -> tuple[int, ...]:
        """Offsets up to the due date: -14 … 0."""
        return (*(-days for days in self.before), 0)

    @property
    def horizon(self) -> timedelta:
        """A due date that lies further ahead is not reminded of yet."""
        return timedelta(days=max(self.before) + _LONGEST_SHIFT)

    @property
    def hour(self) -> str:
        return f"{self.starts_at:%H:%M}"

    @property
    def before_words(self) -> str:
        return ", ".join(map(str, self.before))

    @property
    def after_words(self) -> str:
        return ", ".join(map(str, self.after))


STAGES = Stages()


def habit() -> str:
    """When reminders are mailed, for the foot of the letter."""
    return (
        f"Thư gửi lúc {STAGES.hour} ngày làm việc, vào các mốc {STAGES.before_words} ngày trước hạn, đúng ngày hạn và "
        f"{STAGES.after_words} ngày sau hạn, rồi mỗi tuần; mỗi người một thư một ngày."
    )


def inbox_habit() -> str:
    """The same in one short sentence."""
    return f"Nhắc việc: một thư mỗi ngày làm việc, {STAGES.hour}"


@dataclass(frozen=True)
class Stage:
    """One scheduled reminder of a due date: ``offset`` days from it, ``moved_to`` the working day on which it goes out."""

    offset: int
    moved_to: date

    def falls_on(self, due_on: date) -> date:
        """The day on which the stage itself falls, before it was moved to a working day."""
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
    if offset not in (*STAGES.up_to_due, *STAGES.after) and (offset <= STAGES.after[-1] or offset % WEEK):
        return None
    return Stage(offset, calendar.moved(day, forward=offset > 0))


def next_stage(due_on: date, after: date, calendar: Calendar) -> Stage | None:
    """The first stage up to the due date that goes out after this day."""
    stages = (Stage(offset, calendar.moved(due_on + timedelta(days=offset), forward=False)) for offset in STAGES.up_to_due)
    return next((stage for stage in stages if stage.moved_to > after), None)


def _latest_first(days_past: int) -> Iterator[int]:
    """Every offset that can have come by a day so many days past the due date (negative: before it), the latest first."""
    week = days_past - days_past % WEEK
    while week > STAGES.after[-1]:
        yield week
        week -= WEEK
    yield from (offset for offset in reversed(STAGES.after) if offset <= days_past)
    yield from reversed(STAGES.up_to_due)
