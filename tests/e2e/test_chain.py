"""The story goes on: findings become work, a difficulty is answered, the report of Quý I/2021 is written, returned, accepted; reminders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from directives.models import Difficulty, Finding, Item
from tests.e2e import acts
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from tests.factories.annexes import annex, row
from units.models import UnitAlias
from units.roles import Role

pytestmark = pytest.mark.e2e

ISSUED, IMPORTED, STUCK, REPORTED = date(2021, 2, 22), date(2021, 2, 26), date(2021, 3, 12), date(2021, 3, 19)
PEOPLE = {
    "tt.theodoi": ("kstthc-87", Role.CENTRE),
    "ubnd.huyencaolanh": ("ubnd-873", Role.OFFICER),
    "ubnd.thapmuoi": ("ubnd-872", Role.OFFICER),
}
FINDINGS = (
    row(1, "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết đủ TTHC", due="15/03/2021"),
    row(2, "Xã Mỹ Lonh, huyện Cao Lãnh", "Thiếu hồ sơ ghi mẫu", due="31/03/2021"),
    row(3, "Xã Mỹ Lonh, huyện Cao Lãnh", "Máy in hỏng"),
)


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(ISSUED, django_db_blocker) as opened:
        for username, (unit, role) in PEOPLE.items():
            opened.make_user(username, unit, role)
        yield opened


def test_the_chain_closes(portal: Portal, browser: Browser, tmp_path: Path) -> None:
    people = {username: Person(browser, portal).log_in(username) for username in PEOPLE}
    centre, district, neighbour = people["tt.theodoi"], people["ubnd.huyencaolanh"], people["ubnd.thapmuoi"]
    acts.upload(centre)
    acts.answer_all(centre)
    acts.issue(centre)

    with portal.on(IMPORTED):
        the_centre_imports_an_annex_and_mends_an_unknown_commune(centre, tmp_path)
    with portal.on(STUCK):
        number = the_district_raises_a_difficulty_and_the_centre_answers(district, centre)
        the_neighbour_finds_nothing_of(neighbour, number)

    assert {username: person.errors for username, person in people.items() if person.errors} == {}


def the_centre_imports_an_annex_and_mends_an_unknown_commune(centre: Person, folder: Path) -> None:
    before = Item.objects.count()
    file = folder / "phu-luc-2.xlsx"
    file.write_bytes(annex(*FINDINGS))
    centre.open("/nhap-ket-qua/")
    centre.attach("Tệp Excel có bảng hạn chế", [file])
    centre.fill("Tên đợt kiểm tra mới", "Kiểm tra việc thực hiện Đề án năm 2020")
    centre.press("Tải lên và xem trước")
    centre.arrives("Ghép cột và kiểm tra")
    centre.sees(re.compile(r"Tên đơn vị cần chọn \(1\)"))
    assert not Finding.objects.exists(), "nothing is written before it is confirmed"
    question = centre.page.get_by_label(re.compile("Trong tệp: “.*Mỹ Lonh"))
    assert "Mỹ Long" in question.locator("option").nth(1).inner_text(), "the best candidate stands first"
    question.select_option(index=1)
    centre.press("Kiểm tra lại")
    centre.press("Nhập 3 hạn chế")
    centre.arrives("Đã nhập 3 hạn chế")
    assert Item.objects.count() == before + 3
    assert {finding.unit.code for finding in Finding.objects.select_related("unit")} == {"ubnd-30115"}
    assert UnitAlias.objects.filter(unit__code="ubnd-30115").count() == 1, "the choice is remembered, once for both rows"


def the_district_raises_a_difficulty_and_the_centre_answers(district: Person, centre: Person) -> int:
    item = Item.objects.get(finding__text="Máy in hỏng")
    district.open(f"/noi-dung/{item.number}/")
    district.follow("Nêu vướng mắc")
    district.fill("Vướng mắc", "Chưa có kinh phí mua máy in")
    district.press("Gửi Trung tâm")
    expect(district.page.locator("main .head")).to_contain_text("Đang vướng mắc")
    centre.open("/vuong-mac/")
    centre.follow("Chưa có kinh phí mua máy in")
    centre.choose(re.compile("^Đã hướng dẫn|Hướng dẫn"))
    centre.fill("Nội dung trả lời đơn vị", "Bưu điện huyện cho mượn máy in đến khi mua được")
    centre.press("Gửi trả lời")
    district.open(f"/noi-dung/{item.number}/")
    district.sees(re.compile("Bưu điện huyện cho mượn máy in"))
    assert Difficulty.objects.get().status == "guided"
    return item.number


def the_neighbour_finds_nothing_of(neighbour: Person, number: int) -> None:
    for address in (f"/noi-dung/{number}/", f"/vuong-mac/{Difficulty.objects.get().pk}/"):
        assert neighbour.get(address).status == 404, address
    neighbour.open("/noi-dung/?q=may+in")
    assert number not in neighbour.item_numbers()
