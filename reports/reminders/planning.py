"""Who is reminded of what on a day: reads, in a fixed number of queries, and writes nothing.

``item_*`` go to the responsible and the accountable unit while it is their turn; ``report_*`` to the unit that owes and has not submitted;
from three days after the due date the superior of the unit that answers for it gets a copy (UBND Tỉnh: its leaders). A unit that waits for
a decision, a claimed item and what has no due date are never reminded of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.urls import reverse

from common import workdays
from common.formats import code_nb
from common.quarters import Quarter
from directives.models import Item, Obligation, PendingUnit, Point
from directives.presenters.items import due_source_words
from notifications.outbox import Line
from reports.dashboard import NOT_STARTED, OwedReport, owed_reports
from reports.reminders import schedule, words
from reports.reminders.schedule import Calendar, Stage
from reports.workflow import ReportStatus
from units.models import Membership, Unit
from units.models.unit import Level
from units.roles import WORKING_ROLES, Role

SUPERIOR_KINDS = (Unit.Kind.UBND, Unit.Kind.POST)  # the others report to nobody in this portal


class Kind(StrEnum):
    REPORT_DUE = "report_due"
    REPORT_OVERDUE = "report_overdue"
    ITEM_DUE = "item_due"
    ITEM_OVERDUE = "item_overdue"
    ESCALATION = "escalation"


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
    line: Line
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
        return self.kind in (Kind.REPORT_DUE, Kind.REPORT_OVERDUE) or (self.kind == Kind.ESCALATION and not self.subject.startswith("ND-"))

    def key_for(self, person: Person) -> str:
        return f"{self.topic}:{person.pk}"


@dataclass(frozen=True)
class _Subject:
    """What is due: an item or a report, with the units that answer."""

    code: str
    short: str
    key: str
    due_on: date
    is_report: bool
    unit_ids: tuple[int, ...]
    accountable_id: int
    modality: str
    title: str
    note: str
    state: str
    path: str
    returned: bool = False


@dataclass
class Plan:
    """The reminders of one day, most urgent first. On a day off they are those that were moved away from it."""

    on: date
    works: bool
    reminders: list[Reminder] = field(default_factory=list)


def plan(on: date, since: date) -> Plan:
    """What goes out on ``on``: each due date's latest stage of the days from ``since`` on, so what was missed comes as one."""
    calendar = Calendar(since, on + schedule.HORIZON)
    found = Plan(on, calendar.works(on))
    stages = _stages(on, since, calendar, works=found.works)
    subjects = [*_items(stages), *_reports(stages, on)]
    units = {unit.pk: unit for unit in Unit.objects.with_area()} if subjects else {}
    people = _people() if subjects else {}
    left = workdays.working_days_since(list(stages), on)
    for subject in subjects:
        stage = stages[subject.due_on]
        found.reminders += _of_subject(subject, stage, on, -left[subject.due_on], units, people)
    found.reminders.sort(key=lambda one: (one.line.urgency, one.kind != Kind.ESCALATION, one.subject, one.unit.sort_key, one.topic))
    return found


def _stages(on: date, since: date, calendar: Calendar, *, works: bool) -> dict[date, Stage]:
    """Due date → its stage of the day, for every due date that anything open has."""
    furthest = on + schedule.HORIZON
    days: set[date | None] = set(Item.objects.open().filter(due_on__lte=furthest).order_by().values_list("due_on", flat=True).distinct())
    awaited = Obligation.objects.filter(expected_on__lte=furthest)
    days |= set(awaited.order_by().values_list("expected_on", flat=True).distinct())
    found = {}
    for due_on in filter(None, days):
        stage = schedule.stage_on(due_on, on, since, calendar) if works else schedule.stage_falling_on(due_on, on, calendar)
        if stage is not None:
            found[due_on] = stage
    return found


def _items(stages: dict[date, Stage]) -> list[_Subject]:
    """Open items whose due date has its stage; where the accountable or the responsible unit waits for a decision, none."""
    if not stages:
        return []
    waiting = set(PendingUnit.objects.filter(outcome="").values_list("directive_id", "unit_id"))
    rows = (
        Item.objects.open()
        .filter(due_on__in=list(stages))
        .select_related("point")
        .only("number", "title", "due_on", "due_source", "status", "percent", "back_reason", "responsible_id", "accountable_id",
              "directive_id", "point__key", "point__modality")
        .order_by("number")
    )  # fmt: skip
    found = []
    for item in rows:
        units = tuple(dict.fromkeys((item.responsible_id, item.accountable_id)))
        if any((item.directive_id, unit) in waiting for unit in units):
            continue
        returned = bool(item.back_reason) and item.status == "doing"
        found.append(
            _Subject(
                code=item.code, short=code_nb(item.code), key=item.code, due_on=item.due_on, is_report=False, unit_ids=units,  # type: ignore[arg-type]
                accountable_id=item.accountable_id, modality=item.point.modality,
                title=f"{code_nb(item.code)}. {item.title}", note=due_source_words(item),
                state="Trung tâm trả lại để bổ sung" if returned else f"Đang ở mức {item.percent}%",
                path=reverse("item_detail", args=[item.number]), returned=returned,
            )
        )  # fmt: skip
    return found


def _reports(stages: dict[date, Stage], on: date) -> list[_Subject]:
    """Owed reports that are not submitted, by the day by which each is awaited (``OwedReport.expected_on``)."""
    if not stages:
        return []
    awaited = Obligation.objects.filter(expected_on__in=list(stages))
    owed = [one for one in owed_reports(awaited) if one.still_owed(on)]
    points = {point.pk: point for point in Point.objects.filter(pk__in={one.point_id for one in owed})} if owed else {}
    waiting = set(PendingUnit.objects.filter(outcome="").values_list("directive_id", "unit_id")) if owed else set()
    found = []
    for one in owed:
        point = points[one.point_id]
        if (point.directive_id, one.unit_id) in waiting:
            continue
        label = Quarter.parse(one.period).label
        found.append(
            _Subject(
                code=one.period, short=f"báo cáo {label}", key=f"{one.period}:{point.directive_id}", due_on=one.expected_on, is_report=True,  # type: ignore[arg-type]
                unit_ids=(one.unit_id,), accountable_id=one.unit_id, modality=point.modality,
                title=f"Báo cáo {label} về kết quả khắc phục", note=_source(one, point), state=_report_state(one.state),
                path=reverse("report_form", args=[point.directive_id, one.period, one.unit_code]),
                returned=one.state == ReportStatus.RETURNED,
            )
        )  # fmt: skip
    return found


def _source(owed: OwedReport, point: Point) -> str:
    """Whose day it is."""
    return "Trung tâm hẹn riêng" if owed.agreed_on else f"theo điểm {point.key}"


def _report_state(state: str) -> str:
    words_of = {NOT_STARTED: "Chưa soạn", ReportStatus.DRAFT: "Đang soạn", ReportStatus.RETURNED: "Trung tâm trả lại để bổ sung"}
    return words_of[state]


def _of_subject(
    subject: _Subject, stage: Stage, on: date, working_days_left: int, units: dict[int, Unit], people: dict[tuple[int, str], list[Person]]
) -> Iterable[Reminder]:
    """One reminder a unit that answers, and from the third day after the due date the copy to the superior."""
    late = stage.offset > 0
    kind = (Kind.REPORT_OVERDUE if late else Kind.REPORT_DUE) if subject.is_report else (Kind.ITEM_OVERDUE if late else Kind.ITEM_DUE)
    for unit_id in subject.unit_ids:
        to = _told(people, unit_id, *WORKING_ROLES)
        yield _reminder(subject, kind, units[unit_id], stage, on, working_days_left, to, units)
    accountable = units[subject.accountable_id]
    if stage.offset >= schedule.ESCALATE_FROM and (superior := superior_of(accountable, units)) is not None:
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
    subject: _Subject, kind: Kind, unit: Unit, stage: Stage, on: date, working_days_left: int, people: tuple[Person, ...],
    units: dict[int, Unit],
) -> Reminder:  # fmt: skip
    """The reminder with its line, ready to be told. A copy names the unit that is late: its superior has many."""
    is_post = unit.kind == Unit.Kind.POST
    verb = words.asks(subject.modality, is_post=is_post)
    head, tone = words.headline(subject.due_on, on)
    owing = units[subject.accountable_id]
    key, short, title = subject.key, subject.short, subject.title
    if kind == Kind.ESCALATION:
        sentence = words.escalation_sentence(owing.name, is_post=is_post)
        key, short, title = f"{owing.code}:{key}", f"{short} của {owing.qualified_name}", f"{owing.qualified_name}: {title}"
    elif subject.is_report:
        label = subject.short.removeprefix("báo cáo ")
        sentence = words.report_sentence(verb, label, subject.due_on, on, returned=subject.returned)
    else:
        sentence = words.item_sentence(verb, subject.due_on, on)
    topic = f"{kind}:{unit.code}:{key}:{subject.due_on}:{stage.offset:+d}"
    days_left = (subject.due_on - on).days
    line = Line(
        key=topic,
        urgency=days_left,
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


def _path(subject: _Subject, kind: Kind, owing: Unit) -> str:
    """The page behind the line: of a report the unit's own, for the superior the page of the unit that owes."""
    return subject.path if not (subject.is_report and kind == Kind.ESCALATION) else reverse("unit_detail", args=[owing.code])


def _people() -> dict[tuple[int, str], list[Person]]:
    """(unit, role) → who works there today with an account in use."""
    found: dict[tuple[int, str], list[Person]] = defaultdict(list)
    rows = Membership.objects.filter(ended_on=None, user__is_active=True).order_by("user_id")
    for unit_id, role, pk, name, address in rows.values_list("unit_id", "role", "user_id", "user__full_name", "user__email"):
        found[unit_id, role].append(Person(pk, name, address))
    return found


def _told(people: dict[tuple[int, str], list[Person]], unit_id: int, *roles: str) -> tuple[Person, ...]:
    return tuple(person for role in roles for person in people.get((unit_id, role), ()))
