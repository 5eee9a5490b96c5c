"""Whatever is sent to whatever address by whomever: an answer in words, never a 500.

Each address gets a share of the odd requests: over all addresses every one is sent, by changing roles. A new address joins by itself.
``ODD_REQUESTS=all`` sends everything to every address, as one who may open it (some minutes).
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, client
from django.urls import reverse

from dongthap_remediation.gate import PortalRequest
from tests.portal.access_world import WALKERS, World
from tests.portal.odd_requests import COOKIES, FORM, SHAPES, VALUES, odd_addresses, query_of
from tests.portal.test_access import LINES, OPEN

ALL = os.environ.get("ODD_REQUESTS") == "all"
ADDRESSES = sorted({(line[0], line[1]) for line in LINES})
UNWELL = {"health-ready": {503}}  # no worker beats in the tests
WORDED = {400, 404, 405, 413}


@pytest.fixture(autouse=True)
def as_the_server_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are made as ``dongthap_remediation.wsgi`` makes them."""
    monkeypatch.setattr(client, "WSGIRequest", PortalRequest)


def test_the_web_server_runs_this_door() -> None:
    from dongthap_remediation.wsgi import application

    assert application.request_class is PortalRequest


def send(browser: Client, address: str, *, method: str = "GET", **more: Any) -> HttpResponseBase:
    """One request, undone."""
    cookies = browser.cookies.copy()
    if "HTTP_COOKIE" in more:
        browser.cookies.clear()
    with transaction.atomic():
        response = browser.generic(method, address, **more)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    browser.cookies = cookies
    return response


def share(things: Any, turn: int, size: int) -> list[Any]:
    """``size`` of the things, others at each turn; all of them when everything is asked for."""
    listed = list(things)
    return listed if ALL else [listed[(turn * size + place) % len(listed)] for place in range(min(size, len(listed)))]


def who_may_open(name: str, thing: str) -> str:
    lines = [line for line in LINES if line[:2] == [name, thing]]
    may = [walker for line in lines for walker, code in zip(WALKERS, line[3:], strict=True) if code in ("ok", "422", "go", "409")]
    return next((walker for walker in may if walker != "anonymous"), "centre")


def odd_requests(turn: int, address: str, opener: str) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """(what, walker, address, request)."""
    walkers = list(WALKERS)
    for name, value in share(VALUES.items(), turn, 2):
        yield f"query: {name}", opener, address, {"QUERY_STRING": query_of(value)}
    for name, value in share(VALUES.items(), turn + 3, 2):
        yield f"form: {name}", opener, address, {"method": "POST", "data": query_of(value), "content_type": FORM}
    for place, (name, request) in enumerate(share(SHAPES.items(), turn, 3)):
        yield name, walkers[(turn + place) % len(walkers)], address, dict(request)
    for name, cookie in share(COOKIES.items(), turn, 1):
        yield name, "anonymous", address, {"HTTP_COOKIE": cookie}
    for odd in share(odd_addresses(address), turn, 1):
        yield f"address: {odd[:60]}", opener, odd, {}


@pytest.mark.parametrize(("name", "thing"), ADDRESSES, ids=[" ".join(pair) for pair in ADDRESSES])
def test_an_odd_request_is_answered_in_words(name: str, thing: str, world: World, browsers: dict[str, Client]) -> None:
    address, turn = reverse(name, args=world.objects[thing]), ADDRESSES.index((name, thing))
    wrong = []
    for what, walker, asked, request in odd_requests(turn, address, who_may_open(name, thing)):
        browser = browsers[walker]
        browser.raise_request_exception = False
        response = send(browser, asked, **request)
        status = response.status_code
        if status >= 500 and status not in UNWELL.get(name, set()):
            wrong.append((what, walker, status))
        elif status in WORDED and name not in OPEN and request.get("method") != "HEAD" and "Mã lỗi" not in text_of(response):
            wrong.append((what, walker, f"{status} without words"))
    assert wrong == []


def text_of(response: HttpResponseBase) -> str:
    if response.streaming:
        return ""
    content: bytes = response.content  # type: ignore[attr-defined]
    return (gzip.decompress(content) if response.headers.get("Content-Encoding") == "gzip" else content).decode(errors="replace")


@pytest.mark.parametrize("address", ["/%00/", "/dang-nhap/%00", "/noi-dung/%00/", "/static/%00.css", "/static/..%2f%00", "/cai-dat/%00/"])
def test_a_nul_in_an_address_is_no_address(address: str, db: None) -> None:
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code in (400, 404)
    assert "Mã lỗi" in text_of(response)


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        (SHAPES["form in utf-7"], 200, "Đăng nhập"),
        (SHAPES["form in base64"], 200, "Đăng nhập"),
        (SHAPES["page in utf-7"], 200, "Đăng nhập"),
        (SHAPES["query in base64"], 200, "Đăng nhập"),
        (SHAPES["parts without a boundary"], 400, "Cổng không nhận yêu cầu này"),
        (SHAPES["length"], 400, "Cổng không nhận yêu cầu này"),
        (SHAPES["nul in a name of a field"], 400, "Cổng không nhận yêu cầu này"),
        (SHAPES["too much"], 413, "Biểu mẫu quá lớn"),
        (SHAPES["too many fields"], 413, "Biểu mẫu quá lớn"),
    ],
    ids=["utf-7", "base64", "page", "query", "broken", "length", "nul", "too much", "too many"],
)
def test_what_is_no_form_of_ours_is_refused_where_it_is_read(request_: dict[str, Any], status: int, words: str, db: None) -> None:
    response = send(Client(raise_request_exception=False), reverse("login"), **request_)
    assert response.status_code == status
    assert words in text_of(response)


def test_an_address_that_takes_only_forms_says_so_and_where_the_form_is(world: World, browsers: dict[str, Client]) -> None:
    response = browsers["centre"].get(reverse("item_note", args=[world.item.number]))
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "Địa chỉ này không mở riêng được" in text_of(response)
    assert f'href="{reverse("item_detail", args=[world.item.number])}"' in text_of(response)


KINDS_OF_LIST = ("_list", "_queue", "_log", "_plan", "_work", "inbox", "overview", "grants")
LISTS = sorted({(line[0], line[1]) for line in LINES if line[2] == "GET" and "ok" in line[3:] and line[0].endswith(KINDS_OF_LIST)})


def test_no_attribute_of_a_secret_is_a_condition_of_any_list(world: World, browsers: dict[str, Client]) -> None:
    """What is asked by no form is not asked at all: the answer is the same with and without."""
    asked = "password__startswith=a&user__password__startswith=a&made_by__password__regex=a&scores__full_name__startswith=a&session_key=a"
    differs = []
    for name, thing in LISTS:
        browser, address = browsers[who_may_open(name, thing)], reverse(name, args=world.objects[thing])
        plain, odd = (send(browser, address, QUERY_STRING=query) for query in ("", asked))
        if plain.status_code == 200 and not plain.streaming and lines_of(plain) != lines_of(odd):
            differs.append(name)
    assert differs == []


def lines_of(response: HttpResponseBase) -> list[str]:
    """The rows and headings of a page, without its tokens and the hour."""
    text = re.sub(r'<input type="hidden"[^>]*>', "", text_of(response))
    return [found[0] for found in re.finditer(r"<(tr|li|h[1-6])\b.*?</\1>", text, re.S)]
