"""The stage of imports: the dispatch of two districts is issued, Tân Hồng waits for a decision, it is 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from common import clock
from directives.models import PendingUnit
from directives.reading.proposal import PlacedText
from tests.factories.directives import DISTRICTS, TODAY, Scene, issue, proposal
from tests.factories.units import ensure_units, unit


@pytest.fixture
def scene(db: None) -> Iterator[Scene]:
    """As in the dispatch: Tân Hồng is addressed, no point gives it a task."""
    ensure_units()
    with clock.at(TODAY):
        made = proposal()
        made = replace(made, addressees=(*made.addressees, PlacedText("UBND huyện Tân Hồng", ("ubnd-869",))))
        directive = issue(made=made)
        if not directive.pending_units.exists():
            PendingUnit.objects.create(directive=directive, unit=unit("ubnd-869"), code="addressee_without_task")
        assert DISTRICTS == ("ubnd-873", "ubnd-870")
        yield Scene(directive)
