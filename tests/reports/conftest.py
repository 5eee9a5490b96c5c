"""The stage of the reports tests: units and the issued dispatch, on 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common import clock
from reports.models import Report
from tests.factories.units import ensure_units
from tests.kept import keep
from tests.reports.handing_in import begin, fresh, hand_in
from tests.reports.reviewing import at
from tests.reports.stage import TODAY, Stage, issue_dispatch, played


def the_stage() -> Stage:
    """Issued, nothing done yet."""
    ensure_units()
    with clock.at(TODAY):
        return Stage(issue_dispatch())


def the_busy_stage() -> Stage:
    """With work in every state."""
    stage = the_stage()
    with clock.at(TODAY):
        return played(stage)


def the_waiting_stage() -> Stage:
    """Everything of Cao Lãnh reported as done, at 14:20 the day before."""
    stage = the_stage()
    with clock.at(TODAY):
        hand_in(stage, at=at("18 14:20"), level="done", result="Đã làm xong", expected_text="")
    return stage


def the_started_stage() -> Stage:
    """The Centre has begun to review that report."""
    stage = the_waiting_stage()
    with clock.at(TODAY):
        begin(stage, Report.objects.get())
    return stage


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    keep(metafunc, {"started": the_started_stage, "waiting": the_waiting_stage, "busy": the_busy_stage, "stage": the_stage})


@pytest.fixture
def units(db: None) -> None:
    ensure_units()


@pytest.fixture
def today() -> Iterator[None]:
    with clock.at(TODAY):
        yield


@pytest.fixture
def stage(kept: Stage, db: None, today: None) -> Stage:
    """The dispatch and its people, in the state that the test's other fixtures name."""
    return kept.for_test()


@pytest.fixture
def busy(stage: Stage) -> Stage:
    return stage


@pytest.fixture
def waiting(stage: Stage) -> Report:
    return fresh(Report.objects.get())


@pytest.fixture
def started(waiting: Report) -> Report:
    return waiting
