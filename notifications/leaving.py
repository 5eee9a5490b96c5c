"""A letter when it leaves: what waits for one person, checked against who he is and what is true now, and rendered.

Nothing that was right when it was queued is trusted: a closed account gets none, a corrected address is used, work that is done or passed
on is left out, and where nothing is left nothing is sent. After a server was down each person gets one letter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common import clock
from notifications import letters, registry, server
from notifications.letters import Letter
from notifications.models import MessageLine, OutboundMessage
from notifications.querysets import MessageQuerySet
from notifications.registry import Reader
from notifications.workflow import MessageKind, MessageStatus
from units.models import Membership, Unit


@dataclass(frozen=True)
class Leaving:
    """A letter that leaves now: its words, and the address to which it goes."""

    address: str
    letter: Letter


@dataclass(frozen=True)
class Stays:
    """Nothing leaves: the reason, and the status that the message gets."""

    status: MessageStatus
    why: str


@dataclass(frozen=True)
class Bundle:
    """Messages to one person that leave as one letter, claimed by this worker at ``claimed_at``; the newest one carries it."""

    messages: tuple[OutboundMessage, ...]
    claimed_at: datetime

    @property
    def carrier(self) -> OutboundMessage:
        return self.messages[-1]

    def note(self, *, status: MessageStatus, only: tuple[MessageStatus, ...] = (), **values: Any) -> int:
        """Write these values to the messages of the bundle that this worker still holds. Returns how many those were."""
        mine = self._mine()
        return (mine.filter(status__in=only) if only else mine).update(status=status, **values)

    def note_letter(self, leaving: Leaving) -> None:
        """Keep the words that are handed to the server, before it is known whether they arrive."""
        self._mine().filter(pk=self.carrier.pk).update(**_record(leaving))

    def handed_over(self, leaving: Leaving, status: MessageStatus, moment: datetime) -> None:
        """Mark the carrying message as sent, and the older ones as gone with it."""
        self._mine().filter(pk=self.carrier.pk).update(status=status, sent_at=moment, error="", **_record(leaving))
        older = self._mine().exclude(pk=self.carrier.pk)
        older.update(status=MessageStatus.DROPPED, error=f"Gửi gộp trong thư của ngày {self.carrier.day:%d/%m/%Y}.")

    def waited_out(self) -> bool:
        return timezone.localdate(min(message.waiting_since for message in self.messages)) < server.waits_from()

    def _mine(self) -> MessageQuerySet:
        held = (MessageStatus.CLAIMED, MessageStatus.SENDING)
        return OutboundMessage.objects.filter(pk__in=[message.pk for message in self.messages], claimed_at=self.claimed_at, status__in=held)


@transaction.atomic
def claim_next() -> Bundle | None:
    """Claim what waits longest, with all that goes into the same letter. Messages that another worker is claiming are passed over."""
    now = timezone.now()
    rows = OutboundMessage.objects.select_for_update(skip_locked=True)
    first = rows.waiting(now).order_by("next_try_at", "id").first()
    if first is None:
        return None
    others = rows.filter(status=MessageStatus.PENDING, recipient=first.recipient_id, unit=first.unit_id).exclude(pk=first.pk).order_by("id")
    together = _together(first, list(others))
    found = OutboundMessage.objects.filter(pk__in=[message.pk for message in together])
    found.update(status=MessageStatus.CLAIMED, claimed_at=now, attempts=F("attempts") + 1)
    return Bundle(tuple(found.order_by("id")), now)


def _together(first: OutboundMessage, others: list[OutboundMessage]) -> list[OutboundMessage]:
    """Reminders of several days are one letter always; with the rest when the server was away meanwhile."""
    everything = [first, *others]
    if others and server.was_away(min(message.waiting_since for message in everything)):
        return everything
    return [one for one in everything if one.kind == MessageKind.DIGEST] if first.kind == MessageKind.DIGEST else [first]


def letter_for(messages: Sequence[OutboundMessage]) -> Leaving | Stays:
    """The letter for these messages: addressed to the reader as he is now, with what is still true for him.

    The last message carries the others.
    """
    message = messages[-1]
    post = Membership.objects.current().filter(user=message.recipient_id).select_related("user", "unit__area__parent").first()
    if post is None or not post.user.is_active:
        return Stays(MessageStatus.DROPPED, "Tài khoản không còn dùng.")
    if message.unit_id is not None and post.unit_id != message.unit_id:
        return Stays(MessageStatus.DROPPED, f"Người nhận đã chuyển sang {post.unit.name}.")
    if not post.user.email:
        return Stays(MessageStatus.INBOX, "Người nhận chưa có địa chỉ thư.")
    letter = render(messages, post.unit)
    if letter is None:
        return Stays(MessageStatus.DROPPED, "Không còn việc nào đến hạn hoặc cần báo khi thư được gửi.")
    return Leaving(post.user.email, letter)


def render(messages: Sequence[OutboundMessage], unit: Unit) -> Letter | None:
    """The letter as it would leave now; None where nothing of it is true any more. The last message carries it."""
    carrier = messages[-1]
    on = max(carrier.day, clock.today())  # a round that was asked for a day ahead speaks of that day
    topics = MessageLine.objects.filter(message__in=[message.pk for message in messages]).order_by("id").values_list("topic", flat=True)
    told = registry.told(Reader(carrier.recipient_id, unit.pk), list(topics), on)
    if told is None:
        return None
    return letters.letter_of(told, MessageKind.DIGEST if told.habit else MessageKind.NOTICE, unit)


def _record(leaving: Leaving) -> dict[str, str]:
    return {"address": leaving.address, "sent_subject": leaving.letter.subject[:600], "sent_text": leaving.letter.text}
