"""A report of 40 entries: what opening it and saving one entry cost, the whole request counted."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from directives.models import Directive, Item
from reports.models import Entry
from tests.bench.data import Databases, make_items
from tests.bench.report import Measure
from units.models import Unit
from units.roles import Role
from units.services import create_user

DATABASE = "bench_reports"
DISTRICT, PERIOD, ENTRIES = "ubnd-873", "2021-Q1", 40


def report_measures(databases: Databases) -> Iterator[Measure]:
    """In the order of the table; in a database of its own, in which the district answers for 40 items."""
    databases.create(DATABASE, "bench_start")
    databases.use(DATABASE)
    own = Item.objects.filter(accountable__code=DISTRICT)
    while own.count() < ENTRIES:
        make_items(Item.objects.count() + ENTRIES)
    surplus = own.order_by("number").values_list("pk", flat=True)[ENTRIES:]
    Item.objects.filter(pk__in=list(surplus)).update(responsible=_other(), accountable=_other())
    inside = Client()
    with clock.at(clock.today()):
        officer = create_user(
            by=None,
            username="huyen.dotoc",
            full_name="Người đo tốc độ",
            email="",
            unit=Unit.objects.get(code=DISTRICT),
            role=Role.OFFICER,
            password="Do-toc-do-2021",
            must_change_password=False,
        )
    inside.force_login(officer)
    form = f"/bao-cao/{Directive.objects.get().pk}/{PERIOD}/{DISTRICT}/"
    page = inside.get(form).content.decode()
    assert page.count('class="sect" id="n') == ENTRIES + 1, "forty items and the remarks"
    with CaptureQueriesContext(connection) as opening:
        assert inside.get(form).status_code == 200
    yield Measure.within(f"report of {ENTRIES} entries: opening it", "queries", len(opening), 15)
    number = own.order_by("number").values_list("number", flat=True)[0]
    for version in (0, 1):
        typed = {f"{number}-{name}": value for name, value in _typed(version).items()}
        with clock.at(clock.today()), CaptureQueriesContext(connection) as saving:  # a fixed day, which no office has, costs a query more
            assert inside.post(f"{form}noi-dung/{number}/", typed, headers={"HX-Request": "true"}).status_code == 200
    assert Entry.objects.get().version == 2, "it was saved twice"
    yield Measure.within(f"report of {ENTRIES} entries: saving one", "queries", len(saving), 10)


def _typed(version: int) -> dict[str, str]:
    return {
        "version": str(version),
        "level": "doing",
        "result": f"Đang làm, lần {version}",
        "late_reason": "",
        "expected_text": "25/03/2021",
    }


def _other() -> Unit:
    return Unit.objects.get(code="ubnd-872")
