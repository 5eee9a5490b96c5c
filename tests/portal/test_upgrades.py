"""An office's data is carried through every migration: back to the first version that was handed out, and forward again.

A migration that runs on empty tables alone proves nothing: PostgreSQL refuses to change a table in whose rows checks still wait.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from directives.models import Finding, Item
from notifications.models import OutboundMessage
from tests.factories.directives import Scene, issue
from tests.factories.units import ensure_units

pytestmark = pytest.mark.django_db(transaction=True)

HANDED_OUT = {"reports": "0003", "notifications": "0001", "directives": "0006", "units": "0002", "common": "0001"}
DISTRICT = "ubnd-873"


@pytest.fixture(scope="module", autouse=True)
def _units_afterwards(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Real transactions end with empty tables; the tests after this module want their units."""
    yield
    with django_db_blocker.unblock():
        ensure_units()


def test_data_of_the_first_version_is_carried_forward() -> None:
    ensure_units()
    scene = Scene(issue())
    officer = scene.person(DISTRICT)
    item = scene.finding_item("ubnd-30115", "Chưa niêm yết đủ TTHC")
    scene.evidence(scene.progress(item))
    scene.send_back(scene.claim(scene.again(item)))
    told = OutboundMessage.objects.filter(recipient=officer)
    before = set(told.values_list("pk", "unit__code", "lines__topic"))
    assert before and {unit for _, unit, _ in before} == {DISTRICT}
    held = (Item.objects.count(), Finding.objects.count())
    for app, name in HANDED_OUT.items():
        call_command("migrate", app, name, verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False)
    assert set(told.values_list("pk", "unit__code", "lines__topic")) == before
    assert (Item.objects.count(), Finding.objects.count()) == held
