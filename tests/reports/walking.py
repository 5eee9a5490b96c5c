"""Walking a page as a reader does: its links, and how many rows the list behind a link holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from common.formats import read_date
from common.past import PARAM, as_of
from directives.forms.item_filter import ItemFilter
from directives.models import Item
from directives.scope import read_scope
from units.models import User


@dataclass(frozen=True)
class Anchor:
    """A link with the words inside it, white space folded."""

    href: str
    text: str

    @property
    def first_number(self) -> int:
        """The first number said."""
        found = re.search(r"[\d.]+", self.text)
        assert found, self
        return int(found[0].replace(".", ""))

    @property
    def of_total(self) -> int:
        """The second number of '3/10', else the only one."""
        found = re.search(r"([\d.]+)/([\d.]+)", self.text)
        return int(found[2].replace(".", "")) if found else self.first_number


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Anchor] = []
        self._href = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href, self._words = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.found.append(Anchor(self._href, " ".join("".join(self._words).split())))


def anchors(html: str) -> list[Anchor]:
    parser = _Anchors()
    parser.feed(html)
    return parser.found


def list_links(html: str) -> list[Anchor]:
    """Links to the item list with conditions, in the page's own content."""
    return [anchor for anchor in anchors(html[html.index("<main") :]) if anchor.href.startswith("/noi-dung/?")]


def rows_behind(address: str, user: User) -> int:
    """How many items the list at this address holds for this person."""
    params = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    day = params.get(PARAM)
    with as_of(read_date(day) if day else None):
        conditions = ItemFilter.read(params, read_scope(user, params))
        assert not conditions.ignored, address
        return len(list(conditions.narrow(Item.objects.visible_to(user))))


def shown(user: User, address: str, status: int = 200) -> str:
    """The page as this person sees it."""
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()
