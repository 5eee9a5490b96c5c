"""The demo's daily rounds: what the portal itself did each morning at 07:30 until the day before the demo's, by the real services.

Today's round is left to the portal: before 07:30 the page shows what will go out, after it what did. Mails go where the portal's mails go:
without a mail server they are kept and read in the book.
"""

from datetime import date, datetime, time, timedelta

from common import clock
from notifications import delivery, services
from notifications.models import OutboundMessage
from reports.reminders import schedule, sending

EVENING = time(16, 45)
DAY = timedelta(days=1)


class Rounds:
    """Catches up with the story: call ``until`` with the hour of each act before it is played, ``deliver`` after it."""

    def __init__(self, first: date, last: date) -> None:
        """Rounds are made from ``first`` to ``last``, both included."""
        self._next, self._last = first, last
        self.made = 0

    def until(self, moment: datetime) -> None:
        """The rounds that come before this hour; in the evening before each of them everybody reads what he was told."""
        while self._next <= self._last and (starts := datetime.combine(self._next, schedule.STAGES.starts_at)) <= moment:
            _read(datetime.combine(self._next - DAY, EVENING))
            with clock.at(starts):
                self.made += sending.run_daily() is not None
                self.deliver()
            self._next += DAY

    def finish(self) -> None:
        """The rounds after the last act; what the last day told stays unread."""
        self.until(datetime.combine(self._last, time.max))
        _read(datetime.combine(self._last, EVENING))

    def deliver(self) -> None:
        """Mail what waits, at this hour."""
        delivery.deliver_waiting(limit=OutboundMessage.objects.under_way().count() + 1)


def _read(moment: datetime) -> None:
    with clock.at(moment):
        for message in OutboundMessage.objects.unread().filter(made_at__lte=clock.now()).select_related("recipient"):
            services.mark_read(user=message.recipient, message_id=message.pk)
