"""An annex of every kind of file goes in and out through the browser, and the real one, whose header nobody has seen before.

All samples do so in ``tests.directives.importing.test_sample_pages``; what a browser adds is the same for each of them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests.directives.importing.annex_pages import INSPECTED, OURS, REAL_ONES, goes_in_and_out
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from units.roles import Role

pytestmark = pytest.mark.e2e
ONE_OF_EACH = list({path.suffix: path for path in reversed(OURS)}.values())
WITH_A_QUESTION = [path for path in OURS if path.name == "loi_ngay_dao_thang.xlsx"]


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(INSPECTED, django_db_blocker) as opened:
        opened.make_user("tt.theodoi", "kstthc-87", Role.CENTRE)
        yield opened


@pytest.fixture(scope="module")
def centre(portal: Portal, browser: Browser) -> Person:
    return Person(browser, portal).enter("tt.theodoi")


@pytest.mark.parametrize("path", [*ONE_OF_EACH, *WITH_A_QUESTION], ids=lambda path: path.name)
def test_a_sample_goes_in_and_out(path: Path, centre: Person) -> None:
    goes_in_and_out(path, centre)


@pytest.mark.skipif(not REAL_ONES, reason="the real documents lie beside the checkout, they are not here")
def test_the_real_annexes_go_in_and_out(centre: Person) -> None:
    for path in REAL_ONES:
        goes_in_and_out(path, centre)
