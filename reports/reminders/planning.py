"""Who is reminded of what on a day: reads, in a fixed number of queries, and writes nothing.

What is due (``subjects``) goes to the units that answer; some days after the due date the superior of the unit that is late gets a copy
(UBND Tỉnh: its leaders). ``plan`` asks for a day, ``still_true`` for what a letter that leaves now was to speak of: one way to the words.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from django.urls import reverse

from common import workdays
from directives.models import Item, Obligation
from notifications.outbox import line_key
from notifications.registry import LetterLine
from reports.reminders import schedule, words
from reports.reminders.schedule import Calendar, Stage
from reports.reminders.subjects import Subject, ended_units, item_subjects, report_subjects
from units.entries import Level
from units.models import Membership, Unit
from units.roles import WORKING_ROLES, Role

ITEM_MARK = "ND-"  # an item's code begins so, a period never
SUPERIOR_KINDS = (Unit.Kind.UBND, Unit.Kind.POST)  # the others report to nobody in this portal


class Kind(StrEnum):
    REPORT_DUE = "report_due"
    REPORT_OVERDUE = "report_overdue"
    ITEM_DUE = "item_due"
    ITEM_OVERDUE = "item_overdue"
    ESCALATION = "escalation"


@dataclass(frozen=True)
class Topic:
    """What a reminder is about, for ever: everything that tells it from another one. ``owing`` is the late unit of a copy, else empty."""

    kind: str
    unit: str
    owing: str
    subject: str
    due_on: date
    offset: int

    def __str__(self) -> str:
        about = f"{self.owing}:{self.subject}" if self.owing else self.subject
        return f"{self.kind}:{self.unit}:{about}:{self.due_on}:{self.offset:+d}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None for a copy of a time when its key did not say who is late."""
        kind, unit, *about, due_on, offset = text.split(":")
        parts = 1 if about[-1].startswith(ITEM_MARK) else 2  # an item's code, or a period and its dispatch
        owing = "".join(about[:-parts])
        if (kind == Kind.ESCALATION) is not bool(owing):
            return None
        return cls(kind, unit, owing, ":".join(about[-parts:]), date.fromisoformat(due_on), int(offset))

    @property
    def is_item(self) -> bool:
        return self.subject.startswith(ITEM_MARK)


@dataclass(frozen=True)
class Person:
    """Somebody who is told, with his unit's people. ``address`` may be empty: then he reads it on the portal only."""

    pk: int
    name: str
    address: str


@dataclass(frozen=True)
class Reminder:
    """One reminder to one unit. ``topic`` names it for ever, with everything that tells it from another one: kind, unit, of a copy the unit
    that is late, subject, due date, stage. With a person it is the key under which it was told."""

    kind: Kind
    unit: Unit
    subject: str
    topic: str
    due_on: date
    stage: Stage
    days_left: int
    working_days_left: int
    people: tuple[Person, ...]
    line: LetterLine
    short: str
    verb: str
    owing_id: int
    subject_key: str
    """With ``owing_id`` what it is about, whoever is told: a period names a report only with its dispatch and the unit that owes it."""

    @property
    def about(self) -> tuple[str, int]:
        return self.subject_key, self.owing_id

    @property
    def is_report(self) -> bool:
        return self.kind in (Kind.REPORT_DUE, Kind.REPORT_OVERDUE) or (
            self.kind == Kind.ESCALATION and not self.subject.startswith(ITEM_MARK)
        )

    def key_for(self, person: Person) -> str:
        return line_key(self.topic, person.pk)


@dataclass
class ReminderPlan:
    """The reminders of one day, most urgent first. On a day off they are those that were moved away from it."""

    on: date
    works: bool
    reminders: list[Reminder] = field(default_factory=list)


def plan(on: date, since: date) -> ReminderPlan:
    """What goes out on ``on``: each due date's latest stage of the days from ``since`` on, so what was missed comes as one."""
    calendar = Calendar(since, on + schedule.STAGES.horizon)
    found = ReminderPlan(on, calendar.works(on))
    stages = _stages(on, since, calendar, works=found.works)
    due = list(stages)
    units = {unit.pk: unit for unit in Unit.objects.with_area()} if due else {}
    ended = ended_units(units.values(), on)
    items, owed = Item.objects.filter(due_on__in=due), Obligation.objects.filter(expected_on__in=due)
    subjects = [*item_subjects(items, ended), *report_subjects(owed, on, ended)] if due else []
    people = _people() if subjects else {}
    left = workdays.working_days_since(list(stages), on)
    for subject in subjects:
        stage = stages[subject.due_on]
        found.reminders += _of_subject(subject, stage, on, -left[subject.due_on], units, people)
    found.reminders.sort(key=_order)
    return found


def still_true(topics: Iterable[str], on: date) -> list[Reminder]:
    """The reminders of these topics that would be made on ``on`` too: it is still due, on the same date, and the same unit's matter.

    Of several stages of one thing the latest counts. Six queries, whatever the number.
    """
    wanted: dict[tuple[str, str, str], Topic] = {}
    for topic in sorted(filter(None, map(Topic.parse, topics)), key=lambda one: one.offset):
        wanted[topic.unit, topic.owing, topic.subject] = topic
    if not wanted:
        return []
    numbers = [int(one.subject.removeprefix(ITEM_MARK)) for one in wanted.values() if one.is_item]
    periods = {tuple(one.subject.split(":")) for one in wanted.values() if not one.is_item}
    units = {unit.pk: unit for unit in Unit.objects.with_area()}
    ended = ended_units(units.values(), on)
    subjects = item_subjects(Item.objects.filter(number__in=numbers), ended) if numbers else []
    if periods:
        owed = Obligation.objects.filter(
            period__code__in={code for code, _ in periods}, directive__in={pk for _, pk in periods},
            unit__code__in={one.owing or one.unit for one in wanted.values() if not one.is_item},
        )  # fmt: skip
        subjects += report_subjects(owed, on, ended)
    people = _people() if subjects else {}
    left = workdays.working_days_since([one.due_on for one in subjects], on)
    found = []
    for subject in subjects:
        for topic in wanted.values():
            if topic.subject != subject.key or topic.due_on != subject.due_on:
                continue
            made = _of_subject(subject, Stage(topic.offset, on), on, -left[subject.due_on], units, people)
            found += [one for one in made if one.topic == str(topic)]
    return sorted(found, key=_order)


def _order(one: Reminder) -> tuple[int, bool, str, str, str]:
    return one.days_left, one.kind != Kind.ESCALATION, one.subject, one.unit.sort_key, one.topic


def _stages(on: date, since: date, calendar: Calendar, *, works: bool) -> dict[date, Stage]:
    """Due date → its stage of the day, for every due date that anything open has."""
    furthest = on + schedule.STAGES.horizon
    days: set[date | None] = set(Item.objects.open().filter(due_on__lte=furthest).order_by().values_list("due_on", flat=True).distinct())
    awaited = Obligation.objects.filter(expected_on__lte=furthest)
    days |= set(awaited.order_by().values_list("expected_on", flat=True).distinct())
    found = {}
    for due_on in filter(None, days):
        stage = schedule.stage_on(due_on, on, since, calendar) if works else schedule.stage_falling_on(due_on, on, calendar)
        if stage is not None:
            found[due_on] = stage
    return found


def _of_subject(
    subject: Subject, stage: Stage, on: date, working_days_left: int, units: dict[int, Unit], people: dict[tuple[int, str], list[Person]]
) -> Iterable[Reminder]:
    """One reminder a unit that answers, and from some days after the due date on the copy to the superior."""
    late = stage.offset > 0
    kind = (Kind.REPORT_OVERDUE if late else Kind.REPORT_DUE) if subject.is_report else (Kind.ITEM_OVERDUE if late else Kind.ITEM_DUE)
    for unit_id in subject.unit_ids:
        to = _told(people, unit_id, *WORKING_ROLES)
        yield _reminder(subject, kind, units[unit_id], stage, on, working_days_left, to, units)
    accountable = units[subject.accountable_id]
    if stage.offset >= schedule.STAGES.escalate_from and (superior := superior_of(accountable, units)) is not None:
        to = _told(people, superior.pk, Role.LEADER) or _told(people, superior.pk, *WORKING_ROLES)
        yield _reminder(subject, Kind.ESCALATION, superior, stage, on, working_days_left, to, units)


def superior_of(unit: Unit, units: dict[int, Unit]) -> Unit | None:
    """Who gets the copy: of a district UBND UBND Tỉnh, of a district post office Bưu điện Tỉnh; of Bưu điện Tỉnh and Văn phòng nobody."""
    if unit.kind not in SUPERIOR_KINDS or unit.parent_id is None:
        return None
    if unit.kind == Unit.Kind.POST and unit.level == Level.PROVINCE:
        return None
    return units[unit.parent_id]


def _reminder(
    subject: Subject, kind: Kind, unit: Unit, stage: Stage, on: date, working_days_left: int, people: tuple[Person, ...],
    units: dict[int, Unit],
) -> Reminder:  # fmt: skip
    """The reminder with its line, ready to be told. A copy names the unit that is late: its superior has many."""
    is_post = unit.kind == Unit.Kind.POST
    verb = words.asks(subject.modality, is_post=is_post)
    head, tone = words.headline(subject.due_on, on)
    owing = units[subject.accountable_id]
    short, title, copy = subject.short, subject.title, kind == Kind.ESCALATION
    if copy:
        sentence = words.escalation_sentence(owing.name, is_post=is_post)
        short, title = f"{short} của {owing.qualified_name}", f"{owing.qualified_name}: {title}"
    elif subject.is_report:
        label = subject.short.removeprefix("báo cáo ")
        sentence = words.report_sentence(verb, label, subject.due_on, on, returned=subject.returned, closed=subject.closed)
    else:
        sentence = words.item_sentence(verb, subject.due_on, on)
    topic = str(Topic(kind, unit.code, owing.code if copy else "", subject.key, subject.due_on, stage.offset))
    days_left = (subject.due_on - on).days
    line = LetterLine(
        topic=topic,
        urgency=2 * days_left + copy,  # most urgent first; on the same day the own work before the copies
        headline=head,
        tone=tone,
        title=title,
        path=_path(subject, kind, owing),
        note=words.due_note(subject.due_on, subject.note),
        detail=f"{subject.state}. {sentence}",
    )
    return Reminder(
        kind, unit, subject.code, topic, subject.due_on, stage, days_left, working_days_left, people, line, short, verb,
        owing_id=owing.pk, subject_key=subject.key,
    )  # fmt: skip


def _path(subject: Subject, kind: Kind, owing: Unit) -> str:
    """The page behind the line: of a report the unit's own, for the superior the page of the unit that owes."""
    return subject.path if not (subject.is_report and kind == Kind.ESCALATION) else reverse("unit_detail", args=[owing.code])


def _people() -> dict[tuple[int, str], list[Person]]:
    """(unit, role) → who works there today with an account in use."""
    found: dict[tuple[int, str], list[Person]] = defaultdict(list)
    rows = Membership.objects.current().filter(user__is_active=True).order_by("user_id")
    for unit_id, role, pk, name, address in rows.values_list("unit_id", "role", "user_id", "user__full_name", "user__email"):
        found[unit_id, role].append(Person(pk, name, address))
    return found


def _told(people: dict[tuple[int, str], list[Person]], unit_id: int, *roles: str) -> tuple[Person, ...]:
    return tuple(person for role in roles for person in people.get((unit_id, role), ()))
