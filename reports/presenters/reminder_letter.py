"""The letter that a unit would get on a day, before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from notifications import letters, server
from notifications.letters import Letter
from notifications.server import PostState
from reports.reminders import schedule, sending
from units.models import Unit, User


@dataclass(frozen=True)
class Receiver:
    name: str
    address: str


@dataclass(frozen=True)
class LetterPage:
    """``overdue``: today's round did not leave at its ``hour``."""

    letter: Letter
    on: date
    overdue: bool
    post: PostState
    receivers: Sequence[Receiver]

    @property
    def hour(self) -> str:
        return schedule.STAGES.hour


def letter_page(on: date, today: date, code: str) -> LetterPage | None:
    """None where this unit gets nothing (any more) on that day. All people of a unit get the same words; shown is the first one's."""
    sent = sending.look_ahead(on=on, since=on if on > today else None)
    told = {person.pk for outcome in sent.outcomes if outcome.reminder.unit.code == code for person in outcome.told}
    drafts = [draft for draft in sent.digests if draft.recipient_id in told]
    if not drafts:
        return None
    letter = letters.letter_of(drafts[0].told, drafts[0].kind, Unit.objects.with_area().get(code=code))
    people = User.objects.filter(pk__in=[draft.recipient_id for draft in drafts]).order_by("pk")
    receivers = [Receiver(*row) for row in people.values_list("full_name", "email")]
    return LetterPage(letter, on, on == today and sending.is_due(), server.state(), receivers)
