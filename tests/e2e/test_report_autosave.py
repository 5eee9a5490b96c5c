"""A report that saves itself, in a real browser: a second tab, an expired session or a lost connection cost no word."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django import DjangoDbBlocker

from directives.models import Item, Obligation
from reports.models import Entry, Report
from reports.workflow import ReportStatus
from tests.e2e.audit import faults
from tests.e2e.people import Person
from tests.e2e.server import PASSWORD, Portal, open_portal
from tests.reports.stage import TODAY, issue_dispatch
from units.roles import Role

pytestmark = pytest.mark.e2e

NOTHING_KEPT = "() => !Object.keys(sessionStorage).some(name => name.startsWith('keep:'))"
SAVED = re.compile(r"Đã tự lưu lúc \d\d:\d\d")


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(TODAY, django_db_blocker) as opened:
        issue_dispatch()
        yield opened


@pytest.fixture(scope="module")
def districts(portal: Portal) -> list[str]:
    return list(Obligation.objects.order_by("pk").values_list("unit__code", flat=True))


@pytest.fixture
def unit(portal: Portal, districts: list[str]) -> str:
    """A district that has not begun, with an officer of the same name."""
    code = districts.pop()
    portal.make_user(f"cb.{code}", code, Role.OFFICER)
    return code


@pytest.fixture
def officer(portal: Portal, browser: Browser, unit: str) -> Iterator[Person]:
    person = Person(browser, portal).log_in(f"cb.{unit}")
    yield person
    assert person.errors == []
    person.close()


def form_of(unit: str) -> str:
    obligation = Obligation.objects.select_related("period").get(unit__code=unit)
    return reverse("report_form", args=[obligation.directive_id, obligation.period.code, unit])


def item_of(unit: str) -> Item:
    return Item.objects.filter(accountable__code=unit, point__key="1.a").get()


def part(page: Page, number: int) -> Locator:
    return page.locator(f"#n{number}")


def result(page: Page, number: int) -> Locator:
    return part(page, number).get_by_label("Kết quả đã làm được")


def stored(number: int) -> str:
    return Entry.objects.get(item__number=number).result


def forget_expected(person: Person, *words: str) -> None:
    """What the browser writes into its console about an answer that the test asked for."""
    person.errors[:] = [error for error in person.errors if not any(word in error for word in words)]


def test_what_is_typed_saves_itself_and_the_page_follows(officer: Person, unit: str) -> None:
    page, number = officer.page, item_of(unit).number
    officer.open("/bao-cao/")
    assert page.url.endswith(form_of(unit))
    total = page.locator("details.sect").count() - 1
    expect(page.locator("#tien-do")).to_have_text(f"Đã đủ 0/{total}")
    part(page, number).get_by_role("radio", name="Đang thực hiện").check()
    result(page, number).fill("Đã bố trí 12 ghế")
    part(page, number).get_by_label("Ngày dự kiến xong").fill("25/03/2021")
    expect(page.locator("#luu")).to_have_text(SAVED)
    expect(page.locator(f"#tt{number}")).to_have_text("Đã đủ")
    expect(page.locator(f"#mw{number}")).to_have_text("đã đủ")
    expect(page.locator("#tien-do")).to_have_text(f"Đã đủ 1/{total}")
    assert stored(number) == "Đã bố trí 12 ghế"
    result(page, number).fill("Đã bố trí 14 ghế")  # on the new version, by the same page
    expect.soft(page.locator("#luu")).to_have_text(SAVED)
    page.wait_for_function(NOTHING_KEPT)
    assert stored(number) == "Đã bố trí 14 ghế"
    page.reload()
    expect(result(page, number)).to_have_value("Đã bố trí 14 ghế")
    page.locator("#id_kn-text").fill("Đề nghị hỗ trợ kinh phí")
    expect(page.locator("#luu")).to_have_text(SAVED)
    assert Report.objects.get(unit__code=unit).remarks == "Đề nghị hỗ trợ kinh phí"


def test_two_tabs_show_both_texts_and_ask(officer: Person, unit: str) -> None:
    first, number = officer.page, item_of(unit).number
    officer.open(form_of(unit))
    second = officer.context.new_page()
    second.goto(form_of(unit))
    result(first, number).fill("Thẻ thứ nhất")
    expect(first.locator("#luu")).to_have_text(SAVED)
    result(second, number).fill("Thẻ thứ hai")
    box = second.locator(f"#xd{number}")
    expect(box).to_contain_text("Thẻ thứ nhất")
    expect(box).to_contain_text(f"Cán bộ cb.{unit} đã lưu nội dung này")
    expect(second.locator("#luu")).to_contain_text("Chưa lưu")
    expect(result(second, number)).to_have_value("Thẻ thứ hai")
    assert stored(number) == "Thẻ thứ nhất"
    box.get_by_role("button", name="Lưu bản của tôi").click()
    expect(second.locator("#luu")).to_have_text(SAVED)
    expect(box).to_be_empty()
    assert stored(number) == "Thẻ thứ hai"
    result(first, number).fill("Thẻ thứ nhất, lần nữa")
    first.locator(f"#xd{number}").get_by_role("link", name="Lấy bản đã lưu").click()
    expect(result(first, number)).to_have_value("Thẻ thứ hai")
    first.wait_for_function(NOTHING_KEPT)
    result(first, number).fill("Cùng một bản")  # the part that was fetched saves itself again
    expect(first.locator("#luu")).to_have_text(SAVED)
    assert stored(number) == "Cùng một bản"
    forget_expected(officer, "409")


def test_an_expired_session_costs_no_word(officer: Person, unit: str) -> None:
    page, number = officer.page, item_of(unit).number
    officer.open(form_of(unit))
    Session.objects.all().delete()
    result(page, number).fill("Gõ khi phiên đã hết")
    part(page, number).get_by_role("radio", name="Đang thực hiện").check()
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()
    assert not Entry.objects.filter(item__number=number).exists()
    officer.fill("Tên đăng nhập", f"cb.{unit}")
    officer.fill("Mật khẩu", PASSWORD)
    officer.press("Đăng nhập")
    officer.arrives(re.compile("^Báo cáo Quý I/2021"))
    expect(result(page, number)).to_have_value("Gõ khi phiên đã hết")
    expect(page.locator("#luu")).to_have_text(SAVED)
    expect(part(page, number).get_by_role("radio", name="Đang thực hiện")).to_be_checked()
    entry = Entry.objects.get(item__number=number)
    assert (entry.result, entry.level) == ("Gõ khi phiên đã hết", "doing")
    page.wait_for_function(NOTHING_KEPT)


def test_another_person_at_the_same_browser_gets_none_of_the_words(portal: Portal, officer: Person, unit: str) -> None:
    page, number = officer.page, item_of(unit).number
    portal.make_user(f"khac.{unit}", unit, Role.OFFICER)
    officer.open(form_of(unit))
    Session.objects.all().delete()
    result(page, number).fill("Lời của người trước")
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()
    officer.fill("Tên đăng nhập", f"khac.{unit}")
    officer.fill("Mật khẩu", PASSWORD)
    officer.press("Đăng nhập")
    officer.arrives(re.compile("^Báo cáo Quý I/2021"))
    expect(result(page, number)).to_have_value("")
    page.wait_for_timeout(1500)
    assert not Entry.objects.filter(item__number=number).exists()


def test_a_lost_connection_is_said_and_made_up_for(officer: Person, unit: str) -> None:
    page, number = officer.page, item_of(unit).number
    officer.open(form_of(unit))
    officer.context.set_offline(True)
    result(page, number).fill("Gõ khi mất mạng")
    expect(page.locator("#luu")).to_contain_text("Chưa lưu: mất kết nối, cổng giữ lại trên máy này và lưu khi có mạng lại")
    assert not Entry.objects.filter(item__number=number).exists()
    officer.context.set_offline(False)
    expect(page.locator("#luu")).to_have_text(SAVED)
    assert stored(number) == "Gõ khi mất mạng"
    forget_expected(officer, "ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")


def test_nobody_overtakes_himself_on_a_slow_connection(officer: Person, unit: str) -> None:
    page, number = officer.page, item_of(unit).number
    officer.open(form_of(unit))
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/noi-dung/*/", hold)
    result(page, number).fill("Nửa câu")
    for _ in range(100):
        if not held:
            page.wait_for_timeout(50)
    answer = held[0].fetch()  # the server has saved it, the browser has not heard
    assert stored(number) == "Nửa câu"
    result(page, number).fill("Nửa câu và phần còn lại")
    page.locator(".savebar").get_by_role("button", name="Lưu nháp").click()
    held[0].fulfill(response=answer)
    officer.sees("Đã lưu.")
    assert stored(number) == "Nửa câu và phần còn lại"
    page.wait_for_function(NOTHING_KEPT)


def test_from_the_form_to_the_receipt_and_back(officer: Person, unit: str) -> None:
    page, first = officer.page, item_of(unit).number
    officer.open(f"{form_of(unit)}?thieu=1")
    expect(page.locator(".errsum")).to_be_focused()
    bad = part(page, first).locator(".field-bad")
    expect(bad).to_have_count(1)
    part(page, first).get_by_label("Ngày dự kiến xong").fill("26/03/2021")
    expect(bad).to_have_count(0)  # an error goes away when its field is mended
    expect(page.locator(f".errsum a[href='#id_{first}-expected_text']")).to_have_count(0)
    assert Entry.objects.get(item__number=first).expected_text == "26/03/2021"
    for number in Item.objects.filter(accountable__code=unit).values_list("number", flat=True):
        part(page, number).get_by_role("radio", name="Đang thực hiện").check()
        result(page, number).fill("Đang làm")
        part(page, number).get_by_label("Ngày dự kiến xong").fill("26/03/2021")
    officer.press("Kiểm tra để nộp")  # at once: what has not saved itself yet goes with the form
    officer.arrives("Kiểm tra trước khi nộp")
    assert faults(page) == []
    page.get_by_role("link", name=re.compile("^Sửa nội dung 1$")).click()
    expect(page.locator("details.sect").first).to_have_attribute("open", "")  # complete, and unfolded by the link
    officer.press("Kiểm tra để nộp")
    officer.arrives("Kiểm tra trước khi nộp")
    officer.press("Nộp báo cáo")
    page.get_by_role("checkbox").check()
    officer.press("Nộp báo cáo")
    officer.arrives("Đã nộp báo cáo Quý I/2021")
    officer.press("Thu hồi để sửa")
    officer.arrives(re.compile("^Báo cáo Quý I/2021"))
    assert Report.objects.get(unit__code=unit).status == ReportStatus.DRAFT
    forget_expected(officer, "422")
    expect(page.locator(".toc")).to_contain_text("đã đủ")


def test_without_javascript_all_of_it_works(portal: Portal, browser: Browser, unit: str) -> None:
    officer = Person(browser, portal, javascript=False).log_in(f"cb.{unit}")
    page, number = officer.page, item_of(unit).number
    officer.open(form_of(unit))
    result(page, number).fill("Không có JavaScript")
    page.locator(".savebar").get_by_role("button", name="Lưu nháp").click()
    officer.sees("Đã lưu.")
    assert stored(number) == "Không có JavaScript"
    page.locator(".savebar").get_by_role("button", name="Kiểm tra để nộp").click()
    officer.sees(re.compile(r"Còn \d+ chỗ cần sửa trước khi nộp"))
    officer.close()
