"""Every link of every page, clicked by everybody who is shown it: nobody is offered what he may not open."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve, reverse

from common import clock
from tests.portal.access_world import TODAY, World
from tests.portal.looking import ask
from tests.portal.test_access import LINES

_LINK = re.compile(r"""<(?:a|img)\s[^>]*?(?:href|src)="([^"#]*)""")


def _shape(address: str) -> tuple[str, ...]:
    """What an address is, whatever it speaks of: its name and the names of its conditions."""
    parts = urlsplit(address)
    return (resolve(parts.path).view_name, *sorted(parse_qs(parts.query)))


def _links(address: str, response: HttpResponseBase) -> Iterator[str]:
    """Where this page leads; where it sends on to."""
    if response.status_code == 302:
        yield urljoin(address, response.headers["Location"])
    elif response.status_code == 200 and "html" in response.headers["Content-Type"]:
        for href in dict.fromkeys(_LINK.findall(response.content.decode())):  # type: ignore[attr-defined]
            found = urljoin(address, unescape(href))
            if found.startswith("/") and not found.startswith("/static/"):
                yield found


def _walk(browser: Client, starts: list[str]) -> list[tuple[str, str, int]]:
    """(page, link, what came of it): of each kind of link on each kind of page the first one; each address is asked once."""
    kinds: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    met: dict[str, int] = dict.fromkeys(starts, 0)
    clicked, waiting = [], deque(starts)
    while waiting:
        page = waiting.popleft()
        response = ask(browser, "GET", page)
        met[page] = response.status_code
        for link in _links(page, response):
            if (kind := (_shape(page), _shape(link))) in kinds:
                continue
            kinds.add(kind)
            clicked.append((page, link))
            if link not in met:
                met[link] = 0
                waiting.append(link)
    return [(page, link, met[link]) for page, link in clicked]


REMINDED = date(2021, 3, 24)
"""A day on which reports are reminded of."""
WALKS = [*((walker, TODAY) for walker in ("leader", "admin", "district", "post", "commune", "department")), ("centre", REMINDED)]


@pytest.mark.parametrize(("walker", "day"), WALKS, ids=str)
def test_every_link_that_a_page_shows_opens_for_its_reader(walker: str, day: date, world: World, browsers: dict[str, Client]) -> None:
    starts = [reverse(line[0], args=world.objects[line[1]]) for line in LINES if line[2] == "GET"]
    with clock.at(day):
        clicked = _walk(browsers[walker], starts)
    assert len(clicked) > 20
    assert [one for one in clicked if one[2] not in (200, 302)] == []
