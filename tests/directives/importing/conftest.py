"""The stage of imports: the dispatch of two districts is issued, Tân Hồng waits for a decision, it is 19/03/2021."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from common import clock
from tests.factories.directives import TODAY, Scene, the_import_scene


@pytest.fixture
def import_scene(kept: Scene | None, db: None) -> Scene:
    """As in the dispatch: Tân Hồng is addressed, no point gives it a task."""
    return kept.for_test() if kept else the_import_scene()


@pytest.fixture
def scene(import_scene: Scene) -> Iterator[Scene]:
    with clock.at(TODAY):
        yield import_scene
