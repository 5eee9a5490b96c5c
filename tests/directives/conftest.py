"""The stage of the item tests: units, the issued dispatch, and the day 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from common import clock
from directives.models import Directive
from tests.factories.directives import TODAY, Scene, issue
from tests.factories.dispatches import draft_of, the_centre
from tests.factories.units import ensure_units


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """The dispatch is issued, nothing was done yet."""
    ensure_units()
    with clock.at(TODAY):
        yield Scene(issue())


@pytest.fixture
def draft() -> Directive:
    return draft_of()


@pytest.fixture
def centre() -> Client:
    client = Client()
    client.force_login(the_centre())
    return client


@pytest.fixture
def units_there() -> None:
    ensure_units()
