"""The reminder run of a day: 10,000 open items, 2,000 people, beside a bare insert of the same rows and the building of their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from common import clock, workdays
from directives.models import Item, Obligation
from notifications.models import MessageLine, OutboundMessage
from reports.reminders import planning, schedule, sending
from reports.reminders.sending import Sent
from reports.reminders.subjects import item_subjects, report_subjects
from tests.bench.data import ISSUED, Databases, make_items
from tests.bench.report import Measure
from tests.bench.timing import in_turn
from units.models import Membership, Unit, User
from units.roles import Role

DATABASE = "bench_reminders"
ITEMS, PEOPLE, ROUNDS = 10_000, 2_000, 5


def prepare(databases: Databases) -> None:
    """A database of its own: every item of it is open."""
    databases.create(DATABASE, "bench_start")
    databases.use(DATABASE)
    make_items(ITEMS)
    _make_people()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _make_people() -> None:
    """Officers over all offices that work, as many in each. Inserted in bulk: nobody logs in, and reminders need no permissions."""
    units = list(Unit.objects.active_on(clock.today()).filter(kind__in=[Unit.Kind.UBND, Unit.Kind.POST]).order_by("pk"))
    names = [f"nguoi.{number}" for number in range(PEOPLE)]
    people = User.objects.bulk_create(
        User(username=name, full_name=f"Cán bộ {name}", email=f"{name}@dongthap.example", password="!", created_at=ISSUED) for name in names
    )
    Membership.objects.bulk_create(
        Membership(user=person, unit=units[number % len(units)], role=Role.OFFICER, started_on=ISSUED.date())
        for number, person in enumerate(people)
    )


def reminder_measures(databases: Databases) -> Iterator[Measure]:
    """In the order of the table. Every run is rolled back, so each does the same work."""
    databases.use(DATABASE)
    on = clock.today()
    assert Item.objects.open().count() == ITEMS
    assert Membership.objects.count() > PEOPLE
    with CaptureQueriesContext(connection) as captured:
        sent = sending.look_ahead(on=on)
    told = sum(len(outcome.told) for outcome in sent.outcomes)
    assert told > ITEMS / 2, told
    yield Measure.within(f"reminders, {ITEMS:,} open items, {PEOPLE:,} people: planning", "queries", len(captured), 25)
    times = in_turn(ROUNDS, lambda: _run(sent), _floor(sent))
    yield Measure.against(f"reminders, {told:,} lines in {len(sent.digests):,} digests / bare insert + texts", "ms", *times, 3)


def _run(expected: Sent) -> None:
    with transaction.atomic():
        sent = sending.send(on=expected.on, by=None)
        assert len(sent.digests) == len(expected.digests)
        transaction.set_rollback(True)


def _floor(sent: Sent) -> Callable[[], None]:
    """The least that the same digests cost: their words, from what was read before, and one insert a table."""
    on = sent.on
    calendar = schedule.Calendar(on, on + schedule.STAGES.horizon)
    stages = planning._stages(on, on, calendar, works=True)
    due = list(stages)
    subjects = [*item_subjects(Item.objects.filter(due_on__in=due)), *report_subjects(Obligation.objects.filter(due_on__in=due), on)]
    units, people = {unit.pk: unit for unit in Unit.objects.with_area()}, planning._people()
    left = workdays.working_days_since(list(stages), on)
    with transaction.atomic():
        sending.send(on=on, by=None)
        messages, lines = list(OutboundMessage.objects.order_by("pk")), list(MessageLine.objects.order_by("pk"))
        transaction.set_rollback(True)

    def bare() -> None:
        for one in subjects:
            list(planning._of_subject(one, stages[one.due_on], on, -left[one.due_on], units, people))
        with transaction.atomic():
            _insert(messages)
            _insert(lines)
            transaction.set_rollback(True)

    return bare


def _insert(rows: Sequence[Model]) -> None:
    for row in rows:
        row._state.adding = True
    type(rows[0])._default_manager.bulk_create(rows)
