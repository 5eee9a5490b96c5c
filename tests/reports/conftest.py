"""The stage of the reports tests: units and the issued dispatch, on 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common import clock
from reports.models import Report
from tests.reports.handing_in import begin, fresh, hand_in
from tests.reports.reviewing import at
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


@pytest.fixture
def waiting(stage: Stage) -> Report:
    """Everything of Cao Lãnh reported as done, at 14:20 the day before."""
    return hand_in(stage, at=at("18 14:20"), level="done", result="Đã làm xong", expected_text="")


@pytest.fixture
def started(stage: Stage, waiting: Report) -> Report:
    begin(stage, waiting)
    return fresh(waiting)
