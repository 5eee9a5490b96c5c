"""From the outbox to the mail server. Safe to run anywhere, any number of times, and to be killed at any moment.

A message is claimed in its row before anything is done (the attempt is counted then); ``SENDING`` is written when only the end of the mail
is missing. A claim whose worker is lost is taken up again after ``CLAIM``; a message lost while ``SENDING`` becomes ``UNSURE`` and is never
sent again by itself: mailed at most once, as far as SMTP allows, and the person reads it on the portal in any case.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from common import clock
from common.errors import Conflict
from notifications import letters, outbox
from notifications.models import OutboundMessage
from notifications.smtp import CarefulBackend
from notifications.workflow import MAX_ATTEMPTS, MessageStatus

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
BATCH = 50  # one task never runs so long that the broker hands it out again


class TakenOver(Exception):
    """Another worker has the message by now."""


def deliver_waiting(limit: int = BATCH) -> int:
    """Mail what waits, one after the other over one connection; rings again when more is left. Returns how many were taken up."""
    free_stuck()
    post, done = _Post(), 0
    try:
        while done < limit and (message := claim_next()) is not None:
            _deliver(message, post)
            done += 1
    finally:
        post.close()
    if done == limit and OutboundMessage.objects.waiting(timezone.now()).exists():
        outbox.ring()
    return done


def free_stuck() -> None:
    """What a lost worker left: claims are taken up again while attempts are left, half-sent ones wait for a person."""
    stuck = OutboundMessage.objects.filter(claimed_at__lt=timezone.now() - CLAIM)
    claimed = stuck.filter(status=MessageStatus.CLAIMED)
    claimed.filter(attempts__gte=MAX_ATTEMPTS).update(status=MessageStatus.FAILED, error="Bộ gửi bị dừng giữa chừng nhiều lần.")
    claimed.update(status=MessageStatus.PENDING, next_try_at=timezone.now())
    stuck.filter(status=MessageStatus.SENDING).update(status=MessageStatus.UNSURE, error="Bộ gửi bị dừng đúng lúc đang trao thư.")


@transaction.atomic
def claim_next() -> OutboundMessage | None:
    """The oldest message that waits, now this worker's own; one that another worker is just taking is passed over."""
    now = timezone.now()
    message = OutboundMessage.objects.waiting(now).select_for_update(skip_locked=True).order_by("id").first()
    if message is None:
        return None
    message.status, message.claimed_at = MessageStatus.CLAIMED, now
    message.attempts += 1
    message.save(update_fields=["status", "claimed_at", "attempts"])
    return message


@transaction.atomic
def retry(*, message_id: int) -> OutboundMessage:
    """A person decided that a mail which failed or is unsure goes out (again)."""
    message = OutboundMessage.objects.select_for_update().get(pk=message_id)
    if message.status not in (MessageStatus.FAILED, MessageStatus.UNSURE):
        raise Conflict("Thư này không còn ở tình trạng gửi lỗi, nên không gửi lại.")
    message.status, message.attempts, message.error = MessageStatus.PENDING, 0, ""
    message.claimed_at, message.next_try_at = None, timezone.now()
    message.save(update_fields=["status", "attempts", "error", "claimed_at", "next_try_at"])
    outbox.ring_after_commit()
    return message


class _Post:
    """The connection, opened for the first mail and again after one that broke."""

    def __init__(self) -> None:
        self.backend: Any = None

    def open(self) -> Any:
        if self.backend is None:
            self.backend = get_connection()
            self.backend.open()
        return self.backend

    def close(self) -> None:
        backend, self.backend = self.backend, None
        if backend is not None:
            try:
                backend.close()
            except (smtplib.SMTPException, OSError) as error:
                logger.info("the mail server was left without a farewell: %s", error)


def _deliver(message: OutboundMessage, post: _Post) -> None:
    mine = OutboundMessage.objects.filter(pk=message.pk, attempts=message.attempts)
    half_sent = False

    def before_end() -> None:
        nonlocal half_sent
        if not mine.filter(status=MessageStatus.CLAIMED).update(status=MessageStatus.SENDING):
            raise TakenOver
        half_sent = True

    try:
        backend = post.open()
        keeps = getattr(backend, "keeps", False)
        if isinstance(backend, CarefulBackend):
            backend.set_before_end(before_end)
        elif not keeps:
            before_end()
        backend.send_messages([letters.email_of(message)])
    except TakenOver:
        logger.warning("message %s was taken over by another worker", message.pk)
        post.close()
    except (smtplib.SMTPException, OSError) as error:
        post.close()
        _note_failure(message, error, unsure=half_sent and not isinstance(error, smtplib.SMTPResponseException))
    else:
        done = MessageStatus.KEPT if keeps else MessageStatus.SENT
        mine.filter(status__in=(MessageStatus.CLAIMED, MessageStatus.SENDING)).update(status=done, sent_at=clock.now(), error="")


def _note_failure(message: OutboundMessage, error: Exception, *, unsure: bool) -> None:
    """Again later, never again, or a person must look: a server that answered did not take the mail, a silent one may have."""
    logger.warning("message %s, attempt %s: %s", message.pk, message.attempts, error)
    if unsure:
        status = MessageStatus.UNSURE
    elif _for_good(error) or message.attempts >= MAX_ATTEMPTS:
        status = MessageStatus.FAILED
    else:
        status = MessageStatus.PENDING
    pause = PAUSES[min(message.attempts, len(PAUSES)) - 1]
    OutboundMessage.objects.filter(pk=message.pk, attempts=message.attempts).update(
        status=status, error=_words(error), next_try_at=timezone.now() + pause
    )


def _for_good(error: Exception) -> bool:
    """The server refuses this address or this mail and will refuse it again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and 500 <= error.smtp_code < 600


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"Máy chủ thư không nhận địa chỉ này: {next(iter(error.recipients.values()))[0]}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Máy chủ thư từ chối, mã {error.smtp_code}."
    return f"Không nối được với máy chủ thư ({type(error).__name__})."
