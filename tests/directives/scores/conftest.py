"""The stage of the score tests: units, four persons' scores, 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common import clock
from directives.models import Score
from tests.factories.directives import TODAY
from tests.factories.scores import stored_scores
from tests.factories.units import ensure_units


@pytest.fixture
def scores(db: None) -> Iterator[dict[str, Score]]:
    """By name: a civil servant and a clerk of Mỹ Long (huyện Cao Lãnh), the same of Mỹ Đông (huyện Tháp Mười)."""
    ensure_units()
    with clock.at(TODAY):
        yield stored_scores()
