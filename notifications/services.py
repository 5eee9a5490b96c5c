"""What a person does with messages: read his own, pass them on with his post; the Centre lets a troubled mail go out again."""

from django.db import transaction

from common import clock
from common.audit import record
from common.errors import Conflict
from notifications import delivery, outbox, rules
from notifications.models import OutboundMessage
from notifications.registry import LetterLine, Told
from notifications.workflow import TROUBLED, MessageKind
from units.models import User


def mark_read(*, user: User, message_id: int) -> None:
    """One of his own messages; what is read stays read."""
    OutboundMessage.objects.unread_by(user).filter(pk=message_id).update(read_at=clock.now())


def mark_all_read(*, user: User) -> int:
    """All of his own messages; how many were new."""
    return OutboundMessage.objects.unread_by(user).update(read_at=clock.now())


@transaction.atomic
def pass_on(*, giver: User, taker: User, unit_id: int) -> int:
    """What ``giver`` has not read yet for this unit is told to who takes over, on the portal; how many messages. Done again: none."""
    unread = OutboundMessage.objects.filter(recipient=giver, unit=unit_id, read_at=None).prefetch_related("lines").order_by("pk")
    return outbox.enqueue([_for(taker, unit_id, message) for message in unread])


def _for(taker: User, unit_id: int, message: OutboundMessage) -> outbox.Draft:
    names = ("topic", "urgency", "headline", "title", "path", "tone", "note", "detail")
    lines = tuple(LetterLine(**{name: getattr(line, name) for name in names}) for line in message.lines.all())
    told = Told(message.title, message.path, message.action, lines, message.intro, message.closing)
    key = f"passed:{message.pk}:{taker.pk}"
    return outbox.Draft(key, MessageKind(message.kind), taker.pk, unit_id, mail=False, day=message.day, told=told)


@transaction.atomic
def send_again(*, message_id: int, by: User) -> OutboundMessage:
    """A mail that failed, or of which nobody knows whether it arrived: a person decides. It goes to the address of today."""
    rules.check_can_send_again(by)
    message = OutboundMessage.objects.select_for_update().get(pk=message_id)
    if message.status not in TROUBLED:
        raise Conflict("Thư này không còn ở tình trạng gửi lỗi, nên không gửi lại.")
    delivery.retry(OutboundMessage.objects.filter(pk=message_id))
    record(
        by=by,
        verb="mail.retried",
        text=f"cho gửi lại thư cho {message.recipient.full_name}",
        subject_kind="message",
        subject_id=message.pk,
        subject_label=message.title,
    )
    return message


@transaction.atomic
def send_all_again(*, by: User) -> int:
    """Everything that failed, is unsure or waits goes out as soon as the server takes it; twice is as good as once. Returns how many."""
    rules.check_can_send_again(by)
    troubled = OutboundMessage.objects.troubled().count()
    again = delivery.retry(OutboundMessage.objects.all())
    if troubled:
        record(
            by=by, verb="mail.all_retried", text=f"cho gửi lại tất cả {troubled} thư gửi không được hoặc không rõ đã tới",
            subject_kind="message", subject_id=None, subject_label="Sổ nhắc việc",
        )  # fmt: skip
    return again
