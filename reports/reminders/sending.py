"""Send the reminders of a day once, however often and from wherever it is asked.

One transaction: a lock that lets one sender plan at a time, what is stored already, the new digests and their lines, the round. The
unique keys of the outbox hold the same without the lock. A digest that has left is not added to: what arises after it goes into the next
one, since the next round looks back to this one.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from common import clock
from common.audit import Actor, record
from notifications import outbox
from notifications.models import Round
from notifications.outbox import Draft, Known
from notifications.workflow import MessageKind
from reports.reminders import schedule
from reports.reminders.planning import Person, Reminder, ReminderPlan, plan
from reports.reminders.telling import digest
from units.models import Unit

QUEUED = "queued"
ALREADY_QUEUED = "already_queued"
NO_RECIPIENT = "no_recipient"
SUPPRESSED_HOLIDAY = "suppressed_holiday"
CAPPED = "capped"


@dataclass(frozen=True)
class Outcome:
    """One reminder and what became of it; ``told`` are the persons who get (or would get) it now."""

    reminder: Reminder
    status: str
    told: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A day's reminders in order of urgency, and the digests that carry those that go out now."""

    on: date
    works: bool
    outcomes: tuple[Outcome, ...]
    digests: tuple[Draft, ...]

    def counts(self) -> dict[str, int]:
        """How many reminders have which status."""
        found: dict[str, int] = defaultdict(int)
        for outcome in self.outcomes:
            found[outcome.status] += 1
        return dict(found)


def run_daily() -> Sent | None:
    """What beat rings for, every few minutes: from the hour of a working day on, once. None when there is nothing to do."""
    if not is_due():
        return None
    sent = send(on=clock.today(), by=None)
    return sent if sent.works else None


def is_due() -> bool:
    """The hour has come and today's round is not made yet (of a day off there is none, whatever this says)."""
    moment = clock.now()
    return moment.time() >= schedule.STAGES.starts_at and not Round.objects.filter(day=moment.date()).exists()


@transaction.atomic
def send(*, on: date, by: Actor | None, limit: int | None = None, without: Collection[str] = ()) -> Sent:
    """Hand today's reminders to the outbox. ``limit``: at most so many reminders now; ``without``: not now to the units of these codes.
    What is left over goes out the next time.

    Whoever asks (beat, command, button), the permission is the caller's matter: ``rules.check_can_send_reminders``.
    """
    outbox.lock()
    sent = look_ahead(on=on, limit=limit, without=without)
    if not sent.works:
        return sent
    moment = _moment(on)
    made = outbox.enqueue(sent.digests, made_at=moment)
    if limit is None and not without:
        Round.objects.get_or_create(day=on, defaults={"finished_at": moment})
    if sent.digests:
        told = sum(outcome.status == QUEUED for outcome in sent.outcomes)
        current = Round.objects.filter(day=on).first()
        if current is not None:
            current.messages += made
            current.save(update_fields=["messages"])
        record(
            by=by, verb="reminders.sent", text=f"gửi nhắc việc ngày {on:%d/%m/%Y}: {told} lời nhắc, {len(sent.digests)} người nhận",
            subject_kind="reminders", subject_id=None, subject_label=f"{on:%d/%m/%Y}",
        )  # fmt: skip
    return sent


def look_ahead(*, on: date, limit: int | None = None, without: Collection[str] = (), since: date | None = None) -> Sent:
    """What ``send`` would do now; nothing is written. ``since``: the first day whose reminders count, by default that of the last round."""
    if since is None:
        since = Round.objects.filter(day__lt=on).order_by("-day").values_list("day", flat=True).first()
    found = plan(on, since or on)
    stored = _known(found)
    outcomes = _outcomes(found, stored, limit, without)
    return Sent(on, found.works, outcomes, tuple(_digests(on, outcomes, stored)))


def digest_key(on: date, person_id: int) -> str:
    """One digest a person a day."""
    return f"digest:{on}:{person_id}"


def _moment(on: date) -> datetime:
    """The time that stands on a message: now, or the hour of the round of another day."""
    now = clock.now()
    return now if on == now.date() else datetime.combine(on, schedule.STAGES.starts_at, tzinfo=now.tzinfo)


def _known(found: ReminderPlan) -> Known:
    people = {person.pk for one in found.reminders for person in one.people}
    return outbox.known(
        [one.key_for(person) for one in found.reminders for person in one.people], [digest_key(found.on, pk) for pk in sorted(people)]
    )


def _outcomes(found: ReminderPlan, stored: Known, limit: int | None, without: Collection[str]) -> tuple[Outcome, ...]:
    """Each reminder of the day with its status. One that went out on an earlier day is not of this day: it is left out."""
    outcomes: list[Outcome] = []
    queued = 0
    for one in found.reminders:
        days = {stored.line_days[key] for person in one.people if (key := one.key_for(person)) in stored.line_days}
        if any(day < found.on for day in days):
            continue
        outcome = _outcome(found, one, stored, told_already=bool(days))
        if outcome.status == QUEUED:
            if (limit is not None and queued >= limit) or one.unit.code in without:
                outcome = Outcome(one, CAPPED)
            else:
                queued += 1
        outcomes.append(outcome)
    return tuple(outcomes)


def _outcome(found: ReminderPlan, one: Reminder, stored: Known, *, told_already: bool) -> Outcome:
    if not found.works:
        return Outcome(one, SUPPRESSED_HOLIDAY)
    if not one.people:
        return Outcome(one, NO_RECIPIENT)
    untold = [person for person in one.people if one.key_for(person) not in stored.line_days]
    reachable = tuple(person for person in untold if digest_key(found.on, person.pk) not in stored.closed)
    if reachable:
        return Outcome(one, QUEUED, reachable)
    return Outcome(one, ALREADY_QUEUED if told_already else CAPPED)


def _digests(on: date, outcomes: Sequence[Outcome], stored: Known) -> list[Draft]:
    """One draft a person who gets something now, with all that the person is told this day: what is stored already is left alone."""
    everything: dict[int, list[Reminder]] = defaultdict(list)
    people: dict[int, tuple[Person, Unit]] = {}
    for outcome in outcomes:
        people |= {person.pk: (person, outcome.reminder.unit) for person in outcome.told}
        for person in outcome.reminder.people:
            if person in outcome.told or outcome.reminder.key_for(person) in stored.line_days:
                everything[person.pk].append(outcome.reminder)
    return [
        Draft(
            key=digest_key(on, pk), kind=MessageKind.DIGEST, recipient_id=pk, unit_id=unit.pk, mail=bool(person.address), day=on,
            told=digest(on, everything[pk]),
        )
        for pk, (person, unit) in people.items()
    ]  # fmt: skip
