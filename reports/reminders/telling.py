"""What a day's letter says. One function for what is looked at before, read on the portal and mailed; asked again when the mail leaves."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from notifications import registry
from notifications.registry import Reader, Told
from reports.reminders import schedule, words
from reports.reminders.planning import Kind, Reminder, still_true


def register() -> None:
    """Called when the app is ready."""
    registry.register(*(kind.value for kind in Kind), teller=tell, habit=schedule.inbox_habit)


def tell(reader: Reader, topics: Sequence[str], on: date) -> list[Told]:
    """Of these reminders those that are still due and still this reader's, in the words of ``on``."""
    mine = [
        one
        for one in still_true(topics, on)
        if one.unit.pk == reader.unit_id and any(person.pk == reader.person_id for person in one.people)
    ]
    return [digest(on, mine)] if mine else []


def digest(on: date, reminders: Sequence[Reminder]) -> Told:
    """All that one person is told on a day, most urgent first; ``reminders`` come in the order of the plan."""
    ordered = sorted(reminders, key=lambda one: one.line.urgency)
    only_copies = all(one.kind == Kind.ESCALATION for one in ordered)
    verb = "Đề nghị" if any(one.verb == "Đề nghị" for one in ordered) else "Yêu cầu"
    return Told(
        title=words.digest_title([(one.short, one.line.headline, one.is_report) for one in ordered]),
        path=reverse("home"),  # each person's own first page: a leader's overview, an officer's work
        action="Mở cổng theo dõi" if only_copies else "Mở việc của đơn vị tôi",
        lines=tuple(one.line for one in ordered),
        intro=words.digest_intro(on, len(ordered), only_copies=only_copies, verb=verb),
        closing="" if only_copies else words.CLOSING,
        habit=schedule.habit(),
    )
