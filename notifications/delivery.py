"""From the outbox to the mail server. Safe to run anywhere, any number of times, and to be killed at any moment.

A letter is what waits for one person: it is claimed in its rows before anything is done, then rendered and checked (``leaving``).
``SENDING`` is written when only the end of the mail is missing. A claim whose worker is lost is taken up again after ``CLAIM``; a letter
lost while ``SENDING`` becomes ``UNSURE`` and is never sent again by itself: mailed at most once, as far as SMTP allows.

A server that is down, silent, or refuses everything is one matter of its own (``server``): the first such failure ends the batch, mails
wait, and it is asked again after a pause. What one letter meets (its address is refused) is that letter's matter alone.
"""

import logging
import smtplib
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from common import clock
from notifications import leaving, letters, outbox, server
from notifications.batch import Batch, Refused, is_refusal, words_of
from notifications.leaving import Bundle, Leaving
from notifications.models import OutboundMessage
from notifications.querysets import MessageQuerySet
from notifications.smtp import CarefulBackend
from notifications.workflow import TROUBLED, MessageStatus

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)  # longer than a task may run
MAX_LOST = 5
SKEW = timedelta(minutes=1)
BATCH = 500


class TakenOver(Exception):
    """Another worker has the letter by now."""


def deliver_waiting(limit: int = BATCH) -> int:
    """Mail what waits, for at most ``MAIL_TASK_SECONDS`` and one letter; rings again when more is left. Returns how many were taken up."""
    heal()
    if server.is_paused():
        return 0
    post, batch, ends = _Post(), Batch(), time.monotonic() + settings.MAIL_TASK_SECONDS
    try:
        while batch.taken < limit and not batch.is_over and time.monotonic() < ends and (bundle := leaving.claim_next()) is not None:
            batch.taken += 1
            _deliver(bundle, post, batch)
    finally:
        post.close()
        batch.settle()
    if not server.is_paused() and OutboundMessage.objects.waiting(timezone.now()).exists():
        outbox.ring()
    return batch.taken


def heal() -> None:
    """What a lost worker left, and what was written while the machine's clock was ahead: nothing waits for a time that is far away."""
    now = timezone.now()
    waiting = OutboundMessage.objects.filter(status=MessageStatus.PENDING)
    waiting.filter(next_try_at__gt=now + server.LONGEST_PAUSE + SKEW).update(next_try_at=now)
    waiting.filter(waiting_since__gt=now + SKEW).update(waiting_since=now)
    server.heal()
    for stuck in (OutboundMessage.objects.filter(claimed_at__lt=now - CLAIM), OutboundMessage.objects.filter(claimed_at__gt=now + SKEW)):
        claimed = stuck.filter(status=MessageStatus.CLAIMED)
        claimed.filter(lost__gte=MAX_LOST - 1).update(status=MessageStatus.FAILED, error="Bộ gửi bị dừng giữa chừng nhiều lần.")
        claimed.update(status=MessageStatus.PENDING, next_try_at=now, lost=F("lost") + 1)
        stuck.filter(status=MessageStatus.SENDING).update(status=MessageStatus.UNSURE, error="Bộ gửi bị dừng đúng lúc đang trao thư.")


def retry(messages: MessageQuerySet) -> int:
    """These mails, of those that failed, are unsure or wait, go out as soon as the server takes them. Returns how many."""
    now = timezone.now()
    again = messages.filter(status__in=TROUBLED).update(
        status=MessageStatus.PENDING, attempts=0, lost=0, error="", claimed_at=None, next_try_at=now, waiting_since=now
    )
    waiting = messages.filter(status=MessageStatus.PENDING).update(next_try_at=now)
    server.ask_now()
    outbox.ring_after_commit()
    return max(again, waiting)


class _Post:
    """The connection, opened for the first mail and again after one that broke."""

    def __init__(self) -> None:
        self.backend: Any = None

    def open(self) -> Any:
        if self.backend is None:
            backend = get_connection()
            backend.open()
            self.backend = backend
        return self.backend

    def close(self) -> None:
        backend, self.backend = self.backend, None
        if backend is not None:
            try:
                backend.close()
            except (smtplib.SMTPException, OSError) as error:
                logger.info("the mail server was left without a farewell: %s", error)


def _deliver(bundle: Bundle, post: _Post, batch: Batch) -> None:
    letter = leaving.letter_for(bundle.messages)
    if not isinstance(letter, Leaving):
        bundle.note(status=letter.status, error=letter.why)
        return
    half_sent = False

    def before_end() -> None:
        nonlocal half_sent
        if not bundle.note(status=MessageStatus.SENDING, only=(MessageStatus.CLAIMED,)):
            raise TakenOver
        bundle.note_letter(letter)
        half_sent = True

    try:
        backend = post.open()
        keeps = getattr(backend, "keeps", False)
        if isinstance(backend, CarefulBackend):
            backend.begin_letter(before_end, seconds=settings.MAIL_LETTER_SECONDS)
        elif not keeps:
            before_end()
        backend.send_messages([letters.email_of(bundle.carrier, letter.letter, letter.address)])
    except TakenOver:
        logger.warning("message %s was taken over by another worker", bundle.carrier.pk)
        post.close()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("message %s, attempt %s: %s", bundle.carrier.pk, bundle.carrier.attempts, error)
        if is_refusal(error):
            batch.refused.append(Refused(bundle, letter.address, error))
        elif half_sent and not isinstance(error, smtplib.SMTPResponseException):
            post.close()
            bundle.note(status=MessageStatus.UNSURE, error=f"{words_of(error)} Lúc đó thư đã được trao.")
            batch.broken = words_of(error)
        else:
            post.close()
            batch.put_back.append(bundle)
            batch.broken = words_of(error)
    else:
        bundle.handed_over(letter, MessageStatus.KEPT if keeps else MessageStatus.SENT, clock.now())
        batch.accepted += 1
