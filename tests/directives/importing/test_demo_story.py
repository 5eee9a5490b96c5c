"""The demo as a visitor meets it: 67 items on 19/03/2021, of which some are overdue and some due soon."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from common import clock
from directives.models import Difficulty, Item
from dongthap_remediation.demo import loader
from tests.factories.units import ensure_units
from tests.reports.stage import TODAY


@pytest.mark.django_db
def test_the_demo_plays_to_the_day_of_the_pages(settings: Settings) -> None:
    """docs/domain.md, "What issuing makes": 26 items of the dispatch and one a finding; Tân Hồng's findings wait with it."""
    settings.DEMO = True
    ensure_units()
    said: list[str] = []
    loader.load_demo(said.append)
    assert any("44 hạn chế" in line for line in said), said
    items = Item.objects.select_related("responsible", "finding")
    assert (items.filter(finding=None).count(), items.filter(finding__isnull=False).count()) == (26, 41)
    with clock.at(TODAY):
        late = {(item.responsible.code, f"{item.due_on:%d/%m}") for item in items.overdue()}
    assert late == {
        ("ubnd-30007", "12/03"), ("ubnd-30226", "12/03"), ("ubnd-30226", "15/03"), ("ubnd-30226", "18/03"), ("ubnd-30103", "16/03"),
    }  # fmt: skip
    assert Counter(items.values_list("due_source", flat=True))["annex"] == 36, "of 41 in the annex, without those that wait with Tân Hồng"
    assert {"todo", "doing", "claimed", "verified"} == set(items.values_list("status", flat=True))
    assert Difficulty.objects.filter(status="waiting").count() == 4


@pytest.mark.django_db
def test_loading_the_demo_again_changes_nothing(settings: Settings) -> None:
    settings.DEMO = True
    ensure_units()
    loader.load_demo(lambda _: None)
    before = list(Item.objects.values_list("pk", "version"))
    call_command("load_demo", verbosity=0)
    assert list(Item.objects.values_list("pk", "version")) == before
