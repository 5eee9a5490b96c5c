"""The leaders' page on paper: exactly one A4, also with as much on it as the rules let onto it. A report: as many A4 as it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from common import clock
from directives.models import Item
from directives.scope import read_scope
from directives.services import items
from reports.presenters.leader import leader_page
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from tests.reports.stage import TODAY, Stage, issue_dispatch
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.e2e

A4 = (595, 842)  # points
LONG = "Trụ sở UBND xã cách xa Bưu điện xã, chưa bố trí được điểm tiếp nhận chung nên người dân phải đi lại hai nơi"


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(TODAY, django_db_blocker) as opened:
        yield opened


def printed(reader: Person, path: str = "/lanh-dao/") -> list[tuple[int, int]]:
    """The sheets of the page as the browser prints it: width and height in points."""
    reader.open(path)
    content = reader.page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", content)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def test_the_summary_is_one_sheet_empty_and_full(portal: Portal, browser: Browser) -> None:
    portal.make_user("ld", "ubnd-87", Role.LEADER)
    leader = Person(browser, portal).enter("ld")
    stage = Stage(issue_dispatch())
    assert printed(leader) == [A4]
    fill(stage)
    reader = User.objects.get(username="ld")
    page = leader_page(reader, read_scope(reader, {}))
    assert len(page.points) == 8, [point.lead for point in page.points]
    assert "đơn vị khác" in page.sentence
    assert printed(leader) == [A4]
    assert "vướng mắc khác" in leader.text()


def fill(stage: Stage) -> None:
    """Every district late, every difficulty long and late, every report missing."""
    for item in Item.objects.filter(directive=stage.directive).select_related("responsible"):
        with clock.at(TODAY):
            items.set_due(item_id=item.pk, version=item.version, by=stage.centre, due_on=date(2021, 3, 10), reason="Theo ý kiến Lãnh đạo")
    for unit in ("ubnd-868", "ubnd-870", "ubnd-871"):
        stage.answer(stage.stuck(unit, f"{unit} {LONG}", date(2021, 3, 1)), date(2021, 3, 3), escalate=True)
        stage.stuck(unit, f"{unit} {LONG}", date(2021, 3, 1))
    stage.directive.obligations.update(due_on=date(2021, 3, 12))


def test_a_report_is_printed_on_a4_with_nothing_else_on_it(portal: Portal, browser: Browser) -> None:
    portal.make_user("bc", "ubnd-873", Role.OFFICER)
    officer = Person(browser, portal).enter("bc")
    directive = Item.objects.filter(accountable__code="ubnd-873").values_list("directive", flat=True)[0]
    path = f"/bao-cao/{directive}/2021-Q1/ubnd-873/"
    short = printed(officer, f"{path}in/")
    assert short == [A4]
    officer.page.emulate_media(media="print")
    for words in ("Quay lại sửa", "Báo cáo quý", "Văn phòng UBND Tỉnh – Trung tâm"):
        assert not officer.page.get_by_text(words).first.is_visible(), words
    officer.page.emulate_media(media="screen")
    for number in Item.objects.filter(accountable__code="ubnd-873").values_list("number", flat=True):
        data = {f"{number}-version": "0", f"{number}-level": "doing", f"{number}-result": "Đã làm một phần việc này. " * 70}
        token = {"X-CSRFToken": next(cookie["value"] for cookie in officer.context.cookies() if cookie["name"] == "csrftoken")}
        sent = officer.context.request.post(f"{path}noi-dung/{number}/", form=data, headers=token)
        assert sent.status == 200, sent.text()
    long = printed(officer, f"{path}in/")
    assert len(long) > 1 and set(long) == {A4}
