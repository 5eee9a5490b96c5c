"""The mail server as a whole: since when it takes nothing, when it is asked again, and how long mails wait for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone

from common import clock, workdays
from notifications.models import MailServer, OutboundMessage
from notifications.workflow import TROUBLED, UNDER_WAY, MessageStatus

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15))
LONGEST_PAUSE = PAUSES[-1]
STALLED = timedelta(minutes=10)


@dataclass(frozen=True)
class PostState:
    """How mail is doing. ``down_since``: the server takes nothing since then, and ``error`` says why; ``oldest``: since when the mail that
    waits longest does (machine's clock); ``stalled``: mails wait although no server is known to be down, so nobody delivers them."""

    has_server: bool
    down_since: datetime | None
    error: str
    last_success: datetime | None
    waiting: int
    troubled: int
    oldest: datetime | None
    stalled: bool

    @property
    def is_down(self) -> bool:
        return self.down_since is not None


def state() -> PostState:
    """The state of mail now, in two queries."""
    row = _row()
    now = timezone.now()
    found = OutboundMessage.objects.order_by().aggregate(
        waiting=Count("pk", filter=Q(status__in=UNDER_WAY)),
        troubled=Count("pk", filter=Q(status__in=TROUBLED)),
        oldest=Min("waiting_since", filter=Q(status__in=UNDER_WAY)),
        due=Min("next_try_at", filter=Q(status=MessageStatus.PENDING)),
    )
    late = found["due"] is not None and found["due"] < now - STALLED
    return PostState(
        has_server=bool(settings.EMAIL_URL),
        down_since=row.failing_since,
        error=row.error,
        last_success=row.accepted_at,
        waiting=found["waiting"],
        troubled=found["troubled"],
        oldest=found["oldest"],
        stalled=late and (row.failing_since is None or (row.next_try_at is not None and row.next_try_at < now - STALLED)),
    )


def is_paused() -> bool:
    """Whether the server failed lately, so that it is not asked again yet."""
    row = _row()
    return row.failing_since is not None and row.next_try_at is not None and row.next_try_at > timezone.now()


def failed(words: str) -> timedelta:
    """Remember that the server takes nothing. Returns the pause before it is asked again, longer each time up to ``LONGEST_PAUSE``."""
    row, now = _row(), clock.now()
    pause = pause_after(row.failures + 1)
    MailServer.objects.update_or_create(
        pk=1,
        defaults={
            "failing_since": row.failing_since or now, "failures": row.failures + 1, "failed_at": now, "error": words[:300],
            "next_try_at": timezone.now() + pause,
        },
    )  # fmt: skip
    return pause


def accepted() -> None:
    """Remember that the server took a mail: it works."""
    row = _row()
    healthy = {"failing_since": None, "failures": 0, "error": "", "next_try_at": None}
    back_at = timezone.now() if row.failing_since is not None else row.back_at
    MailServer.objects.update_or_create(pk=1, defaults={**healthy, "accepted_at": clock.now(), "back_at": back_at})


def was_away(since: datetime) -> bool:
    """Whether the server took nothing at some time since this moment. Then a mail that has waited since then waited for the server."""
    row = _row()
    return row.failing_since is not None or (row.back_at is not None and row.back_at > since)


def ask_now() -> None:
    """End the pause: a person wants the server to be asked at once."""
    MailServer.objects.filter(pk=1).exclude(failing_since=None).update(next_try_at=timezone.now())


def heal() -> None:
    """Bring back moments that were written while the machine's clock was ahead, so that nothing waits for a far day."""
    now = timezone.now()
    MailServer.objects.filter(next_try_at__gt=now + LONGEST_PAUSE).update(next_try_at=now)
    MailServer.objects.filter(back_at__gt=now + LONGEST_PAUSE).update(back_at=now)
    MailServer.objects.filter(failing_since__gt=clock.now() + LONGEST_PAUSE).update(failing_since=clock.now())


def pause_after(failures: int) -> timedelta:
    return PAUSES[min(max(failures, 1), len(PAUSES)) - 1]


def waits_from() -> date:
    """The first day whose mails may still wait: those of earlier days have waited ``MAIL_WAIT_WORKING_DAYS`` working days in vain (by the
    machine's clock)."""
    return workdays.working_days_before(timezone.localdate(), settings.MAIL_WAIT_WORKING_DAYS)


def give_up() -> None:
    """Called after a failure: mails that have waited long enough are marked as not sent."""
    over = OutboundMessage.objects.filter(status=MessageStatus.PENDING, waiting_since__date__lt=waits_from())
    over.update(status=MessageStatus.FAILED, error=f"{_row().error[:200]} {waited_words()}")


def waited_words() -> str:
    return f"Đã chờ máy chủ thư {settings.MAIL_WAIT_WORKING_DAYS} ngày làm việc."


def _row() -> MailServer:
    return MailServer.objects.filter(pk=1).first() or MailServer(pk=1)
