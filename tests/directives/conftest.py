"""The stage of the item tests: units, the issued dispatch, and the day 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from common import clock
from directives.models import Directive
from tests.factories.directives import TODAY, Scene, the_import_scene, the_scene
from tests.factories.dispatches import draft_of, the_centre
from tests.factories.scores import the_scores
from tests.factories.units import ensure_units
from tests.kept import keep


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    keep(metafunc, {"import_scene": the_import_scene, "scores": the_scores, "scene": the_scene})


@pytest.fixture
def scene(kept: Scene | None, db: None) -> Iterator[Scene]:
    """The dispatch is issued, nothing was done yet."""
    with clock.at(TODAY):
        yield kept.for_test() if kept else the_scene()


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
