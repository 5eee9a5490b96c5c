"""Put messages into the outbox: in the caller's transaction, once a key, the post is rung for after commit.

The bell is only a bell: delivery rests on the rows alone, and the sweep of each minute finds what a lost broker did not tell.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from common import clock
from notifications.models import MessageLine, OutboundMessage
from notifications.registry import LetterLine, Told
from notifications.workflow import CHANGEABLE, UNDER_WAY, MessageKind, MessageStatus

logger = logging.getLogger(__name__)

DELIVER_TASK = "notifications.deliver"
_LOCK = 0x6F757462  # "outb": one writer of digests at a time
LONGEST_TITLE = int(MessageLine._meta.get_field("title").max_length or 0)
LONGEST_NOTE = int(MessageLine._meta.get_field("note").max_length or 0)
LONGEST_DETAIL = int(MessageLine._meta.get_field("detail").max_length or 0)


@dataclass(frozen=True)
class Draft:
    """A message to be stored: to whom, for which unit, and what the portal tells him now. Without ``mail`` it is only read there."""

    key: str
    kind: MessageKind
    recipient_id: int
    unit_id: int | None
    mail: bool
    day: date
    told: Told


@dataclass(frozen=True)
class Known:
    """What is stored already: the day of each line's message, and the messages of a day that may no longer be added to."""

    line_days: dict[str, date]
    closed: frozenset[str]


def line_key(topic: str, person_id: int) -> str:
    """The ledger's key: this person was told this."""
    return f"{topic}:{person_id}"


def lock() -> None:
    """Until the end of the transaction nobody else plans what goes out: what ``known`` answers stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def known(line_keys: Iterable[str], message_keys: Iterable[str]) -> Known:
    """Which of these lines and messages are stored, in two queries."""
    keys, wanted = list(line_keys), list(message_keys)
    lines = MessageLine.objects.order_by().filter(dedupe_key__in=keys)
    days = dict(lines.values_list("dedupe_key", "message__day")) if keys else {}
    messages = OutboundMessage.objects.filter(dedupe_key__in=wanted).exclude(status__in=CHANGEABLE).order_by()
    return Known(days, frozenset(messages.values_list("dedupe_key", flat=True)) if wanted else frozenset())


@transaction.atomic
def enqueue(drafts: Sequence[Draft], *, made_at: datetime | None = None) -> int:
    """Store these messages and their lines; a key that is there already is left alone. Returns how many messages are new.

    Lines for a message that still waits are added to it; for one that has left they are not stored. Keys are written in one order, so two
    writers wait for each other and never block each other for ever.
    """
    drafts = sorted(drafts, key=lambda draft: draft.key)
    if not drafts:
        return 0
    moment = made_at or clock.now()
    before = OutboundMessage.objects.order_by().filter(dedupe_key__in=[draft.key for draft in drafts])
    old = set(before.values_list("dedupe_key", flat=True))
    OutboundMessage.objects.bulk_create([_row(draft, moment) for draft in drafts if draft.key not in old], ignore_conflicts=True)
    rows = before.filter(status__in=CHANGEABLE).select_for_update().order_by("pk").values_list("dedupe_key", "pk")
    open_ids = dict(rows)
    lines = [
        _line_row(line, draft.recipient_id, open_ids[draft.key]) for draft in drafts if draft.key in open_ids for line in draft.told.lines
    ]
    MessageLine.objects.bulk_create(sorted(lines, key=lambda line: line.dedupe_key), ignore_conflicts=True)
    _retitle([draft for draft in drafts if draft.key in old and draft.key in open_ids], open_ids)
    new = [pk for key, pk in open_ids.items() if key not in old]
    empty = OutboundMessage.objects.filter(pk__in=new, lines=None)  # another writer told all of it under another message
    gone = empty.delete()[0] if new else 0
    ring_after_commit()
    return len(new) - gone


@transaction.atomic
def forget_messages(*, before: datetime) -> int:
    """Messages made before that moment of the portal's clock, with their lines; what is still under way stays. Returns how many messages.

    The lines are the ledger of what was told. Their keys hold the day or the act, none of which comes again after months.
    """
    old = list(OutboundMessage.objects.filter(made_at__lt=before).exclude(status__in=UNDER_WAY).values_list("pk", flat=True))
    OutboundMessage.objects.filter(pk__in=old).delete()
    return len(old)


def ring_after_commit() -> None:
    """Once a transaction, however many messages it stores; an earlier call counts unless it could be rolled back without this one."""
    current = set(connection.savepoint_ids)
    if not any(call is ring and set(held) <= current for held, call, *_ in connection.run_on_commit):
        transaction.on_commit(ring, robust=True)


def ring() -> None:
    """Tell a worker that there is post. A lost broker is logged: the sweep finds the rows within a minute."""
    try:
        current_app.send_task(DELIVER_TASK)
    except (OperationalError, OSError) as error:
        logger.warning("no broker to ring for the post: %s", error)


def cut(text: str, most: int) -> str:
    """Long words are read whole behind the link."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _retitle(drafts: Sequence[Draft], ids: dict[str, int]) -> None:
    """A message that got more lines says so in its title and is unread again."""
    for draft in drafts:
        changed = OutboundMessage.objects.filter(pk=ids[draft.key]).exclude(title=draft.told.title)
        changed.update(title=draft.told.title, intro=draft.told.intro, read_at=None)


def _row(draft: Draft, moment: datetime) -> OutboundMessage:
    told, now = draft.told, timezone.now()
    return OutboundMessage(
        kind=draft.kind, recipient_id=draft.recipient_id, unit_id=draft.unit_id, dedupe_key=draft.key, day=draft.day,
        title=cut(told.title, LONGEST_TITLE), intro=told.intro, closing=told.closing, path=told.path, action=told.action,
        status=MessageStatus.PENDING if draft.mail else MessageStatus.INBOX, waiting_since=now, next_try_at=now, made_at=moment,
    )  # fmt: skip


def _line_row(line: LetterLine, person_id: int, message_id: int) -> MessageLine:
    return MessageLine(
        message_id=message_id, topic=line.topic, dedupe_key=line_key(line.topic, person_id), urgency=line.urgency, tone=line.tone,
        headline=line.headline, note=cut(line.note, LONGEST_NOTE), title=cut(line.title, LONGEST_TITLE),
        detail=cut(line.detail, LONGEST_DETAIL), path=line.path,
    )  # fmt: skip
