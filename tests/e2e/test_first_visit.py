"""A first visit: everything comes from the portal itself, nothing is missing, its fonts arrive, and its policy is sent with the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(date(2021, 2, 22), django_db_blocker) as opened:
        yield opened


def test_the_log_in_page_asks_no_other_host_and_misses_nothing(portal: Portal, browser: Browser) -> None:
    visitor = Person(browser, portal)
    answers: dict[str, int] = {}
    visitor.page.on("response", lambda response: answers.update({response.url: response.status}))
    page = visitor.open("/")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.url == f"{portal.address}/dang-nhap/?next=/"
    assert {urlsplit(url).netloc for url in answers} == {urlsplit(portal.address).netloc}
    assert {url: status for url, status in answers.items() if status not in {200, 302}} == {}
    assert visitor.page.evaluate("() => document.fonts.check('16px \"Be Vietnam Pro\"', 'Đồng Tháp')")
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert visitor.errors == []
