"""Without JavaScript the main acts work all the same: log in, find, update with a file, claim, verify."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from directives.models import Item
from tests.e2e import acts
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from tests.e2e.state import play

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(date(2021, 3, 19), django_db_blocker) as opened:
        play(opened)
        yield opened


def test_an_officer_finds_updates_proves_and_claims_and_the_centre_verifies(portal: Portal, browser: Browser) -> None:
    officer = Person(browser, portal, javascript=False).log_in("ubnd.huyencaolanh")
    number = Item.objects.get(responsible__code="ubnd-30103").number

    officer.open("/noi-dung/")
    officer.page.get_by_label("Tình trạng").select_option(label="Chưa bắt đầu")
    officer.press("Lọc")
    officer.sees(re.compile("Đang lọc"))
    assert officer.item_numbers() == [number]

    officer.open(f"/noi-dung/{number}/")
    officer.follow("Cập nhật tiến độ")
    officer.choose("Đang thực hiện")
    officer.press("Lưu cập nhật")  # the per cent is 0 and no result is written: this is allowed, the work has begun
    expect(officer.page.locator("main .head")).to_contain_text("Đang thực hiện")

    acts.claim(officer, number, "Đã niêm yết đủ 21/21 TTHC", [acts.AFTER])
    expect(officer.page.locator(".shots img")).to_have_count(1)

    centre = Person(browser, portal, javascript=False).log_in("tt.theodoi")
    acts.verify(centre, number)


def test_a_dispatch_is_uploaded_answered_and_issued(portal: Portal, browser: Browser) -> None:
    centre = Person(browser, portal, javascript=False).log_in("tt.theodoi")
    items = Item.objects.count()
    acts.upload(centre)
    acts.answer_all(centre)
    centre.arrives("Sẽ giao 26 nội dung và 8 báo cáo")
    acts.issue(centre)
    assert Item.objects.count() == items + 26
