"""The portal's clock: the only readers of the day and the time.

With the setting ``PORTAL_TODAY`` the portal lives on that day, with the machine's time of day. Due dates, reminders and history follow this
clock; sessions, lock-out, heartbeats and retries follow the machine. The demo and the tests travel with ``at()``.

A day that never ends would run backwards at the machine's midnight: an act of 00:03 would stand above one of 23:46, and one of this morning
above the demo's own acts of noon. So the portal's time stands still until the machine's time of day has caught up with the newest row of
history: no act is ever stamped before one that is already told. The newest row is asked of the database, because processes start at
different times and none of them knows the others' acts; the day itself never moves, for every page is of that day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.db import connection
from django.utils import timezone

_travelling: ContextVar[datetime | None] = ContextVar("portal_clock", default=None)


def now() -> datetime:
    """The portal's moment, aware, in Asia/Ho_Chi_Minh."""
    if (moment := _travelling.get()) is not None:
        return moment
    machine = timezone.localtime()
    if settings.PORTAL_TODAY is None:
        return machine
    own = datetime.combine(settings.PORTAL_TODAY, machine.timetz())
    told = _newest_act()
    return told if told is not None and told.date() == own.date() and told > own else own


def _newest_act() -> datetime | None:
    """When the act that was written last was done; whoever waits for the same rows may see one that is a little older."""
    with connection.cursor() as cursor:  # bare: every page asks, and the clock is older than the models
        cursor.execute("SELECT at FROM common_auditevent ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
    return timezone.localtime(row[0]) if row is not None else None


def today() -> date:
    """The portal's day in Asia/Ho_Chi_Minh."""
    if settings.PORTAL_TODAY is not None and _travelling.get() is None:
        return settings.PORTAL_TODAY
    return now().date()


@contextmanager
def at(moment: date | datetime) -> Iterator[None]:
    """Live at ``moment`` inside the block; a bare date means 09:00 of that day, a naive time is local."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    token = _travelling.set(timezone.localtime(moment))
    try:
        yield
    finally:
        _travelling.reset(token)


def localize(moment: datetime) -> datetime:
    """A stored moment in Asia/Ho_Chi_Minh, for the screen."""
    return timezone.localtime(moment)
