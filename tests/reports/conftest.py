"""The stage of the reports tests: units and the issued dispatch, on 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common import clock
from tests.reports.stage import TODAY, Stage, issue_dispatch, played
from units.loading import load_units


@pytest.fixture
def units(db: None) -> None:
    load_units()


@pytest.fixture
def today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


@pytest.fixture
def stage(units: None, today: None) -> Stage:
    """Issued, nothing done yet."""
    return Stage(issue_dispatch())


@pytest.fixture
def busy(stage: Stage) -> Stage:
    """With work in every state."""
    return played(stage)
