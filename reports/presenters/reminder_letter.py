"""The letter that a unit would get on a day, before it is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from notifications import delivery, letters
from notifications.outbox import Draft
from reports.reminders import schedule, sending
from units.models import Unit, User


def letter_page(on: date, today: date, code: str) -> dict[str, Any] | None:
    """None where this unit gets nothing (any more) on that day. All people of a unit get the same words; shown is the first one's."""
    sent = sending.look_ahead(on=on, since=on if on > today else None)
    told = {person.pk for outcome in sent.outcomes if outcome.reminder.unit.code == code for person in outcome.told}
    drafts = [draft for draft in sent.digests if draft.recipient_id in told]
    if not drafts:
        return None
    letter = letters.letter_of(drafts[0].told, drafts[0].kind, Unit.objects.with_area().get(code=code))
    return {
        "letter": letter,
        "subject": letter.subject,
        "on": on,
        "overdue": on == today and sending.is_due(),
        "hour": schedule.STAGES.hour,
        "post": delivery.state(),
        "receivers": _receivers(drafts),
    }


def _receivers(drafts: list[Draft]) -> list[dict[str, str]]:
    people = User.objects.filter(pk__in=[draft.recipient_id for draft in drafts]).order_by("pk")
    return [{"name": name, "address": address} for name, address in people.values_list("full_name", "email")]
