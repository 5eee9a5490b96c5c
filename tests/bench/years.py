"""What years bring: fifty dispatches at once beside one with as many items, and a day that is past beside today."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import F
from django.db.models.functions import Mod
from django.test import Client

from common import audit
from directives.models import Directive, Item, Obligation
from directives.workflow import DirectiveStatus
from tests.bench.data import PASSWORD, USERNAME, Databases
from tests.bench.http import Visitor, running
from tests.bench.measures import ROUNDS, fetch, queries
from tests.bench.report import Measure
from tests.bench.timing import in_turn
from units.models import User

LARGE, MANY, CHANGED = "bench_large", "bench_many", "bench_past"
DISPATCHES = 50
PAST = "?tinh_den=18-03-2021"
PAGES = {"overview": "/tong-quan/", "leader's page": "/lanh-dao/"}


def year_measures(databases: Databases) -> Iterator[Measure]:
    """In the order of the table."""
    for name, change in ((MANY, _spread), (CHANGED, _change)):
        databases.create(name, LARGE)
        databases.use(name)
        change()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM FULL ANALYZE directives_item")
            cursor.execute("VACUUM ANALYZE")
    databases.use(MANY)
    inside = Client()
    inside.force_login(User.objects.get(username=USERNAME))
    for name, page in PAGES.items():
        yield Measure.within(f"{name}, {DISPATCHES} dispatches × 2,000", "queries", len(queries(inside, page)), 12)
    with running(*(databases.url(name) for name in (LARGE, MANY, CHANGED))) as servers:
        one, many, changed = (Visitor(server) for server in servers)
        for visitor in (one, many, changed):
            visitor.log_in(USERNAME, PASSWORD)
        for name, page in PAGES.items():
            times = in_turn(ROUNDS, lambda page=page: fetch(many, page), lambda page=page: fetch(one, page))  # type: ignore[misc]
            yield Measure.against(f"{name}, {DISPATCHES} dispatches × 2,000 / one of 100,000", "ms", *times, 1.3)
        for name, page in {**PAGES, "unit list": "/don-vi/"}.items():
            times = in_turn(ROUNDS, lambda page=page: fetch(changed, page + PAST), lambda page=page: fetch(changed, page))  # type: ignore[misc]
            yield Measure.against(f"{name} of a past day, 10,000 of 100,000 items changed since / today", "ms", *times, 3)


def _spread() -> None:
    """The findings of the one dispatch over fifty, each with its groups and its reports."""
    first = Directive.objects.get()
    point, groups = first.points.get(key="1.b"), list(first.groups.all())
    owed = list(first.obligations.all())
    for slot in range(1, DISPATCHES):
        again = Directive.objects.get(pk=first.pk)
        again.pk, again.number, again.status, again.issued_at, again.issued_by = None, str(slot), DirectiveStatus.DRAFT, None, None
        again.save()
        Directive.objects.filter(pk=again.pk).update(status=DirectiveStatus.ISSUED, issued_at=first.issued_at)
        point.pk, point.directive, point.parent = None, again, None
        point.save()
        Obligation.objects.bulk_create(
            Obligation(directive=again, point=point, period_id=each.period_id, unit_id=each.unit_id, due_on=each.due_on) for each in owed
        )
        mine = Item.objects.alias(slot=Mod(F("number"), DISPATCHES)).filter(slot=slot, finding__isnull=False)
        for group in groups:
            old = group.pk if slot == 1 else group.old  # type: ignore[attr-defined]
            group.old, group.pk, group.directive = old, None, again  # type: ignore[attr-defined]
            group.save()
            mine.filter(group=old).update(directive=again, point=point, group=group)


def _change() -> None:
    """One item in ten, today."""
    Item.objects.alias(slot=Mod(F("number"), 10)).filter(slot=7).update(progress_note="Sửa hôm nay", version=F("version") + 1)
    audit.record(by=None, verb="item.progress", text="cập nhật tiến độ", subject_kind="item", subject_id=None)
