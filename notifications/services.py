"""What a person does with messages: read his own; the Centre lets a troubled mail go out again."""

from __future__ import annotations

from django.db import transaction

from common import clock
from common.audit import record
from notifications import delivery, rules
from notifications.models import OutboundMessage
from units.models import User


def mark_read(*, user: User, message_id: int) -> None:
    """One of his own messages; what is read stays read."""
    OutboundMessage.objects.of(user).unread().filter(pk=message_id).update(read_at=clock.now())


def mark_all_read(*, user: User) -> int:
    """All of his own messages; how many were new."""
    return OutboundMessage.objects.of(user).unread().update(read_at=clock.now())


@transaction.atomic
def send_again(*, message_id: int, by: User) -> OutboundMessage:
    """A mail that failed, or of which nobody knows whether it arrived: a person decides."""
    rules.check_can_see_post(by)
    message = delivery.retry(message_id=message_id)
    record(
        by=by,
        verb="mail.retried",
        text=f"cho gửi lại thư cho {message.recipient.full_name}",
        subject_kind="message",
        subject_id=message.pk,
        subject_label=message.title,
    )
    return message
