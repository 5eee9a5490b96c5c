"""How tests open and send the Centre's pages of reports."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from directives.models import Item
from reports.models import Report
from tests.reports.handing_in import DISTRICT
from tests.reports.stage import Stage
from units.models import User

QUEUE = "/duyet-bao-cao/"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str, status: int = 200) -> str:
    response = browser(user).get(address)
    assert response.status_code == status, (address, response.status_code)
    return unescape(response.content.decode())


def send(user: User, address: str, code: int = 302, /, **data: Any) -> str:
    response = browser(user).post(address, data)
    assert response.status_code == code, (address, response.status_code, response.content.decode()[:2000])
    return unescape(response.content.decode())


def address(report: Report) -> str:
    return f"{QUEUE}{report.pk}/"


def queries(user: User, where: str) -> int:
    client = browser(user)
    client.get(where)
    with CaptureQueriesContext(connection) as found:
        assert client.get(where).status_code == 200
    return len(found)


def words(html: str) -> str:
    """The page's own text, white space folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())


def numbers(unit: str = DISTRICT) -> list[int]:
    return list(Item.objects.filter(accountable__code=unit).order_by("number").values_list("number", flat=True))


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of the review form as it stands there."""
    form = html[html.index('<form class="grid') :]
    form = form[: form.index("</form>")]
    hidden = dict(re.findall(r'type="hidden" name="(version|seen)" value="([^"]*)"', form))
    chosen = dict(re.findall(r'name="(verdict-\d+)" value="(\w+)"[^>]*checked', form))
    typed = dict(re.findall(r'<textarea name="([\w-]+)"[^>]*>\n?([^<]*)</textarea>', form))
    return {**hidden, **chosen, **typed}


def decide(stage: Stage, report: Report, code: int, act: str, sent: dict[str, str], said: dict[str, str] | None = None, **more: str) -> str:
    """Press a button of the form: what stood there, what was said anew, and the button."""
    return send(stage.centre, address(report), code, **{**sent, **(said or {}), **more, "viec": act})


def at(hour: str) -> datetime:
    return clock.localize(datetime.fromisoformat(f"2021-03-{hour}:00+07:00"))
