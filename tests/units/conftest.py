"""Units for every test of this room that touches the database."""

from __future__ import annotations

import pytest

from tests.factories.units import ensure_units


@pytest.fixture
def units_loaded(db: None) -> None:
    ensure_units()
