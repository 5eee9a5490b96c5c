"""The demo as a visitor meets it on 19/03/2021: 67 items of the real dispatch, 13 of a made-up plan, and the reminders of its story."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from common import clock
from directives.models import Difficulty, Directive, Item
from dongthap_remediation.demo import loader
from notifications.models import OutboundMessage, Round
from reports.reminders import sending
from tests.factories.units import ensure_units
from tests.kept import made

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 19)
# Of the districts and UBND Tỉnh; communes have their own rows. What the plan adds stands below.
ROWS = {
    "ubnd-876": ["Quá hạn 7 ngày", "Quá hạn 1 ngày"],
    "ubnd-871": ["Quá hạn 7 ngày", "Còn 3 ngày", "Còn 4 ngày", "Còn 5 ngày"],
    "ubnd-873": ["Quá hạn 3 ngày", "Còn 7 ngày"],
    "ubnd-874": ["Còn 3 ngày", "Còn 7 ngày"],
    "ubnd-870": ["Còn 3 ngày"],
    "ubnd-87": ["Quá hạn 7 ngày", "Quá hạn 7 ngày", "Quá hạn 3 ngày"],
}
ROWS_OF_PLAN = {
    "ubnd-872": ["Quá hạn 7 ngày"],
    "ubnd-873": ["Quá hạn 3 ngày", "Còn 3 ngày"],
    "ubnd-876": ["Quá hạn 3 ngày"],
    "ubnd-87": ["Quá hạn 7 ngày", "Quá hạn 3 ngày", "Quá hạn 3 ngày"],
}


def the_demo() -> list[str]:
    """What was said while it was loaded."""
    said: list[str] = []
    ensure_units()
    loader.load_demo(said.append)
    return said


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    with override_settings(DEMO=True, PORTAL_TODAY=DAY), made(the_demo, django_db_blocker) as words:
        yield words


def test_the_demo_plays_to_the_day_of_the_pages(said: list[str]) -> None:
    """docs/domain.md, "What issuing makes": 26 items of the dispatch and one a finding; Tân Hồng's findings wait with it."""
    assert any("44 hạn chế" in line for line in said), said
    plan = Directive.objects.get(symbol="KH-UBND")
    items = Item.objects.exclude(directive=plan).select_related("responsible", "finding")
    assert (items.filter(finding=None).count(), items.filter(finding__isnull=False).count()) == (26, 41)
    with clock.at(DAY):
        late = {(item.responsible.code, f"{item.due_on:%d/%m}") for item in items.overdue()}
    assert late == {
        ("ubnd-30007", "12/03"), ("ubnd-30226", "12/03"), ("ubnd-30226", "15/03"), ("ubnd-30226", "18/03"), ("ubnd-30103", "16/03"),
    }  # fmt: skip
    assert Counter(items.values_list("due_source", flat=True))["annex"] == 36, "of 41 in the annex, without those that wait with Tân Hồng"
    with clock.at(DAY):
        of_plan = plan.items.overdue().values_list("point__key", "responsible__code")
    assert set(of_plan) == {("II.1", "ubnd-873"), ("II.1", "ubnd-876"), ("PL.2", "ubnd-872")}
    assert (plan.items.count(), list(plan.obligations.values_list("period__code", flat=True))) == (13, ["2021-Q2"] * 4)
    assert {"todo", "doing", "claimed", "verified"} == set(items.values_list("status", flat=True))
    assert Difficulty.objects.filter(status="waiting").count() == 5


def test_loading_the_demo_again_changes_nothing() -> None:
    before = list(Item.objects.values_list("pk", "version"))
    call_command("load_demo", verbosity=0)
    assert before and list(Item.objects.values_list("pk", "version")) == before


def test_the_demo_s_reminders_are_those_of_the_design() -> None:
    planned = {item.code for item in Item.objects.filter(directive__symbol="KH-UBND")}
    told: dict[bool, dict[str, list[str]]] = {True: defaultdict(list), False: defaultdict(list)}
    for outcome in sending.look_ahead(on=DAY).outcomes:
        assert outcome.status == "queued"
        reminder = outcome.reminder
        if len(reminder.unit.code) <= len("ubnd-873"):
            told[reminder.subject in planned][reminder.unit.code].append(reminder.line.headline)
    assert (told[False], told[True]) == (ROWS, ROWS_OF_PLAN)
    inbox = OutboundMessage.objects.filter(recipient__username="ubnd.huyencaolanh")
    assert [message.title.split(" thêm ")[0] for message in inbox.unread()] == ["UBND xã Tân Hội Trung"]
    titles = {f"{clock.localize(message.made_at):%d/%m %H:%M}": message.title for message in inbox.digests()}
    assert set(titles) >= {"12/03 07:30", "15/03 07:30", "16/03 07:30", "17/03 07:30", "18/03 07:30"}
    assert titles["12/03 07:30"].startswith("3 nội dung còn trong hạn")  # the stage of three days falls on a Saturday, with the plan's
    assert inbox.filter(kind="notice", title__startswith="Trung tâm trả lời vướng mắc", made_at__date=date(2021, 3, 11)).count() == 1
    thanh_binh = OutboundMessage.objects.filter(recipient__username="ubnd.thanhbinh")
    assert set(thanh_binh.values_list("status", flat=True)) == {"inbox"}  # it has no address
    assert not OutboundMessage.objects.under_way().exists()
    assert (Round.objects.latest("day").day, Round.objects.count()) == (date(2021, 3, 18), 18)
