"""The stage of the score tests: units, four persons' scores, 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common import clock
from directives.models import Score
from tests.factories.directives import TODAY
from tests.factories.scores import the_scores


@pytest.fixture
def scores(kept: dict[str, Score] | None, db: None) -> Iterator[dict[str, Score]]:
    """By name: a civil servant and a clerk of Mỹ Long (huyện Cao Lãnh), the same of Mỹ Đông (huyện Tháp Mười)."""
    with clock.at(TODAY):
        if kept is None:
            the_scores()
        yield {score.full_name: score for score in Score.objects.with_parts()}
