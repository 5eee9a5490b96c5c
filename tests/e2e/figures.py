"""What the pages count against what their lists hold, and what the command line says."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from urllib.parse import urljoin

from django.core.management import call_command

from tests.e2e.people import Person


def figures_are_lists(centre: Person) -> int:
    """Every number on the overview that leads to a list of items is the number of its rows; how many were compared."""
    centre.open("/tong-quan/")
    links = [
        (link.inner_text(), urljoin(centre.page.url, link.get_attribute("href")))
        for link in centre.page.locator("main a[href*='/noi-dung/?']").all()
    ]
    counted = [(text, url, int(numbers[-1])) for text, url in links if (numbers := re.findall(r"\d+", text.replace("\n", " ")))]
    rows = {url: rows_behind(centre, url) for url in {url for _, url, _ in counted}}
    assert [(text, url) for text, url, number in counted if rows[url] != number] == []
    return len(counted)


def statistics() -> dict[str, Any]:
    """What the command line says."""
    out = io.StringIO()
    call_command("statistics", "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def rows_behind(person: Person, url: str) -> int:
    """How many items a list holds, counted by their links."""
    answer = person.get(f"{url}&moi_trang=50")
    assert answer.status == 200, url
    return len(set(re.findall(r'href="(/noi-dung/\d+/)"', answer.text())))
