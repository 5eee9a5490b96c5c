"""Reports of the stage as people write, hand in and decide on them, and their pages as a browser sends them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from reports.content import Content, content_of
from reports.models import Report
from reports.services.reviewing import Said, accept, return_report, start_review
from reports.workflow import Verdict
from tests.reports.handing_in import DISTRICT, fine, hand_in, key_of, write
from tests.reports.stage import Stage
from units.models import User

__all__ = ["DISTRICT", "POST", "address", "browser_of", "content", "decide", "hand_in", "key_of", "officer", "text", "typed", "write_all"]
POST = "buudien-87"


def content(stage: Stage, unit: str = DISTRICT) -> Content:
    return content_of(key_of(stage, unit))


def address(stage: Stage, name: str = "report_form", *more: int, unit: str = DISTRICT) -> str:
    return reverse(name, args=[stage.directive.pk, "2021-Q1", unit, *more])


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def officer(stage: Stage, unit: str = DISTRICT) -> Client:
    return browser_of(stage.person(unit))


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def typed(response: Any, **changes: str) -> dict[str, Any]:
    """The form as a browser would send it, with these fields changed ("44-result": words)."""
    html = response.content.decode()
    form = html[html.index("data-keep") : html.rindex("</form>")]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind, name = given.get("type", "text"), given.get("name")
        if name and kind != "file" and (kind not in ("radio", "checkbox") or re.search(r"\schecked\b", tag)):
            found.setdefault(name, []).append(given.get("value", ""))
    for name, words in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        found[name] = [words.removeprefix("\n")]
    return {**found, **{name: [value] for name, value in changes.items()}}


def write_all(stage: Stage, unit: str = DISTRICT, **values: str) -> None:
    for line in content(stage, unit).lines:
        write(stage, line.item, unit, **values)


def decide(stage: Stage, report: Report, *, back: bool, number: int, comment: str = "Bổ sung ảnh") -> Report:
    start_review(report_id=report.pk, version=report.version, by=stage.centre)
    said = {**fine(report), number: Said(Verdict.MORE, comment)}
    values: dict[str, Any] = {"report_id": report.pk, "version": report.version, "by": stage.centre, "said": said}
    return return_report(**values, comment="Thiếu ảnh ở một nội dung", again_by=date(2021, 3, 24)) if back else accept(**values)
