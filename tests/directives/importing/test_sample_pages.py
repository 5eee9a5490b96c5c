"""Every sample annex, the real one included, goes in and out by the pages, which say what its truth says.

The day is that on which the files were made, as in ``test_samples``, which asks the same of the command.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from common import clock
from tests.directives.importing.annex_pages import INSPECTED, OURS, REAL_ONES, goes_in_and_out
from tests.factories.units import ensure_units, make_user
from tests.visitor import Visitor
from units.roles import Role


@pytest.fixture
def centre(db: None) -> Iterator[Visitor]:
    ensure_units()
    with clock.at(INSPECTED):
        client = Client()
        client.force_login(make_user(Role.CENTRE, "kstthc-87", "tt.theodoi"))
        yield Visitor(client)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_sample_goes_in_and_out(path: Path, centre: Visitor) -> None:
    goes_in_and_out(path, centre)


@pytest.mark.skipif(not REAL_ONES, reason="the real documents lie beside the checkout, they are not here")
def test_the_real_annexes_go_in_and_out(centre: Visitor) -> None:
    for path in REAL_ONES:
        goes_in_and_out(path, centre)
