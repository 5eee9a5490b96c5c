"""What a walker meets at an address of the portal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def ask(browser: Client, method: str, address: str, data: dict[str, Any] | None = None) -> HttpResponseBase:
    """One request, undone: neither the database nor the browser's cookies remember it."""
    cookies = browser.cookies.copy()
    with transaction.atomic():
        response = browser.get(address, data) if method == "GET" else browser.post(address, data)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return response


@dataclass(frozen=True)
class Seen:
    """What a walker met at an address, and which queries it took."""

    status: int | str
    kind: str
    content: bytes
    queries: list[str]

    @property
    def text(self) -> str:
        if "spreadsheet" in self.kind:
            sheets = openpyxl.load_workbook(BytesIO(self.content), read_only=True)
            return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
        return self.content.decode(errors="replace")


Look = Callable[[str, str], Seen]


def looking(browsers: dict[str, Client]) -> Look:
    """What a walker sees at an address. Requests are undone, so each page is asked for once and several tests look at it."""

    @cache
    def look(walker: str, address: str) -> Seen:
        with CaptureQueriesContext(connection) as asked:
            response = ask(browsers[walker], "GET", address)
        return Seen(met(response), response.headers.get("Content-Type", ""), content_of(response), [query["sql"] for query in asked])

    return look


def met(response: HttpResponseBase) -> int | str:
    return "in" if went_to_login(response) else response.status_code


def content_of(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def went_to_login(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(f"{reverse('login')}?next=")
