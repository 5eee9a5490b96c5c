"""The letter that a unit would get on a day, before it is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from notifications import letters, outbox
from notifications.outbox import Draft
from notifications.presenters import has_server
from reports.reminders import sending
from units.models import User


def letter_page(on: date, today: date, code: str) -> dict[str, Any] | None:
    """None where this unit gets nothing (any more) on that day. All people of a unit get the same words; shown is the first one's."""
    sent = sending.look_ahead(on=on, since=on if on > today else None)
    told = {person.pk for outcome in sent.outcomes if outcome.reminder.unit.code == code for person in outcome.told}
    drafts = [draft for draft in sent.digests if draft.recipient_id in told]
    if not drafts:
        return None
    message, lines = outbox.unsent(drafts[0])
    message.recipient = User.objects.get(pk=message.recipient_id)
    letter = letters.letter_of(message, lines)
    return {
        "message": message,
        "letter": letter,
        "subject": letter.subject,
        "on": on,
        "overdue": on == today and sending.is_due(),
        "starts_at": sending.STARTS_AT,
        "has_server": has_server(),
        "receivers": _receivers(drafts),
    }


def _receivers(drafts: list[Draft]) -> list[dict[str, str]]:
    names = dict(User.objects.filter(pk__in=[draft.recipient_id for draft in drafts]).values_list("pk", "full_name"))
    return [{"name": names[draft.recipient_id], "address": draft.address} for draft in drafts]
