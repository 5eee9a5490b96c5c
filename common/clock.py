"""The portal's clock: the only readers of the day and the time.

With the setting ``PORTAL_TODAY`` the portal lives on that day, with the machine's time of day. Due dates, reminders and history follow this
clock; sessions, lock-out, heartbeats and retries follow the machine. The demo and the tests travel with ``at()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_travelling: ContextVar[datetime | None] = ContextVar("portal_clock", default=None)


def now() -> datetime:
    """The portal's moment, aware, in Asia/Ho_Chi_Minh."""
    if (moment := _travelling.get()) is not None:
        return moment
    machine = timezone.localtime()
    if settings.PORTAL_TODAY is None:
        return machine
    return datetime.combine(settings.PORTAL_TODAY, machine.timetz())


def today() -> date:
    """The portal's day in Asia/Ho_Chi_Minh."""
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
