"""The stage of the item tests: units, the issued dispatch, and the day 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common import clock
from tests.factories.directives import TODAY, Scene, issue
from tests.factories.units import ensure_units


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """The dispatch is issued, nothing was done yet."""
    ensure_units()
    with clock.at(TODAY):
        yield Scene(issue())
