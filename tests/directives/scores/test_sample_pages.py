"""Every sample score table goes in and out by the pages, which say what its truth says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from common import clock
from tests.directives.scores.score_pages import goes_in_and_out
from tests.directives.scores.test_samples import ON, PATHS, REAL, truth_of
from tests.factories.scores import let_see
from tests.factories.units import ensure_units, make_user
from tests.visitor import Visitor
from units.roles import Role


@pytest.fixture
def centre(db: None) -> Iterator[Visitor]:
    ensure_units()
    with clock.at(ON):
        client = Client()
        client.force_login(let_see(make_user(Role.CENTRE, "kstthc-87", "tt.theodoi")))
        yield Visitor(client)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_sample_goes_in_and_out(path: Path, centre: Visitor) -> None:
    goes_in_and_out(path, truth_of(path), centre)


@pytest.mark.skipif(not REAL.is_dir(), reason="no real score tables lie beside the checkout")
def test_the_real_tables_go_in_and_out(centre: Visitor) -> None:
    for path in sorted(REAL.glob("*.truth.json")):
        truth = truth_of(path.with_name(path.name.removesuffix(".truth.json")))
        goes_in_and_out(REAL / truth["file"], truth, centre)
