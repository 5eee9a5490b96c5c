"""The portal with people and work in it, for the tests that walk all its addresses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from common import clock
from tests.factories.units import ensure_units
from tests.portal.access_world import TODAY, WALKERS, World, make_world
from tests.portal.looking import Look, looking


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once for all lines; undone at the end like any test's rows."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.at(TODAY):
        ensure_units()
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """One for each walker, logged in."""
    made = {name: Client() for name in WALKERS}
    for name, browser in made.items():
        if WALKERS[name]:
            browser.force_login(world.fresh(name))
    return made


@pytest.fixture(scope="module")
def look(browsers: dict[str, Client]) -> Look:
    return looking(browsers)
