"""Every page of the main job, wide and narrow, each ``<details>`` open: axe finds nothing, nothing is too wide or too small, no error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from tests.e2e.audit import faults
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from tests.e2e.state import Played, play

pytestmark = pytest.mark.e2e

SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})
CENTRE, ADMIN, LEADER, VERIFIER = "tt.theodoi", "tt.quantri", "ld.ubndtinh", "vp.xacnhan"
SCORES, SIDE, UNSAID = "tt.bangdiem", "xa.bangdiem", "xa.bangdiem (chưa nêu mục đích)"  # who may see scores
DISTRICT, COMMUNE, POST, READER = "ubnd.huyencaolanh", "xa.mylong", "bd.huyencaolanh", "so.noivu"
# Who opens what, and with which status it answers. Words in braces are fields of ``Played``.
PAGES = [
    ("", "/dang-nhap/", 200),
    (CENTRE, "/tong-quan/", 200),
    (LEADER, "/tong-quan/", 200),
    (LEADER, "/lanh-dao/", 200),
    (LEADER, "/tong-quan/?tinh_den=05-03-2021", 200),
    (LEADER, "/thay-doi/?tu=05-03-2021", 200),
    (DISTRICT, "/bao-cao/{issued}/2021-Q1/ubnd-873/", 200),
    (DISTRICT, "/bao-cao/{issued}/2021-Q1/ubnd-873/?thieu=1", 200),
    (DISTRICT, "/bao-cao/{issued}/2021-Q1/ubnd-873/in/", 200),
    ("ubnd.chauthanh", "/bao-cao/", 200),
    ("ubnd.chauthanh", "/bao-cao/{sent}/", 200),
    ("ubnd.chauthanh", "/bao-cao/{sent}/in/", 200),
    ("ubnd.thapmuoi", "/bao-cao/{reviewed}/?lan=1", 200),
    (CENTRE, "/duyet-bao-cao/", 200),
    (CENTRE, "/duyet-bao-cao/?tinh_trang=returned", 200),
    (CENTRE, "/duyet-bao-cao/?tinh_trang=accepted", 200),
    (CENTRE, "/duyet-bao-cao/?tinh_trang=missing", 200),
    (CENTRE, "/duyet-bao-cao/{sent}/", 200),
    (CENTRE, "/duyet-bao-cao/{reviewed}/", 200),
    (CENTRE, "/duyet-bao-cao/{reviewed}/?lan=1", 200),
    (CENTRE, "/nhac-viec/", 200),
    (CENTRE, "/nhac-viec/?ngay=2021-03-22", 200),
    (CENTRE, "/nhac-viec/thu/", 200),
    (CENTRE, "/nhac-viec/thu/1/", 200),
    (CENTRE, "/thong-bao/", 200),
    (DISTRICT, "/thong-bao/", 200),
    (CENTRE, "/vuong-mac/", 200),
    (CENTRE, "/vuong-mac/?tinh_trang=guided", 200),
    (CENTRE, "/vuong-mac/{difficulty}/", 200),
    (DISTRICT, "/vuong-mac/{difficulty}/", 200),
    (DISTRICT, "/vuong-mac/moi/", 200),
    (DISTRICT, "/noi-dung/{todo}/vuong-mac/", 200),
    (DISTRICT, "/noi-dung/{todo}/", 200),
    (CENTRE, "/viec-cua-toi/", 200),
    (VERIFIER, "/viec-cua-toi/", 200),
    (CENTRE, "/noi-dung/", 200),
    (CENTRE, "/noi-dung/?q=bien+ban&tinh_trang=doing", 200),
    (CENTRE, "/noi-dung/?q=khong+co+chu+nay", 200),
    (CENTRE, "/noi-dung/{claimed}/", 200),
    (CENTRE, "/noi-dung/{claimed}/tra-lai/", 200),
    (CENTRE, "/noi-dung/{verified}/", 200),
    (CENTRE, "/noi-dung/{verified}/mo-lai/", 200),
    (CENTRE, "/noi-dung/{todo}/han/", 200),
    (CENTRE, "/van-ban/", 200),
    (CENTRE, "/van-ban/moi/", 200),
    (CENTRE, "/van-ban/{draft}/de-xuat/", 200),
    (CENTRE, "/van-ban/{draft}/de-xuat/?thieu=1", 200),
    (CENTRE, "/van-ban/{answered}/xac-nhan/", 200),
    (CENTRE, "/van-ban/{issued}/", 200),
    (CENTRE, "/van-ban/{issued}/so-ngay/", 200),
    (CENTRE, "/van-ban/cho-xac-dinh/{waiting}/", 200),
    (CENTRE, "/don-vi/", 200),
    (CENTRE, "/don-vi/ubnd-873/", 200),
    (CENTRE, "/don-vi/ubnd-30115/", 200),
    (CENTRE, "/don-vi/buudien-87/", 200),
    (CENTRE, "/tai-khoan/", 200),
    (ADMIN, "/nguoi-dung/", 200),
    (ADMIN, "/nguoi-dung/moi/", 200),
    (ADMIN, "/nguoi-dung/{user}/", 200),
    (DISTRICT, "/viec-cua-toi/", 200),
    (DISTRICT, "/noi-dung/{returned}/", 200),
    (DISTRICT, "/noi-dung/{returned}/cap-nhat/", 200),
    (DISTRICT, "/noi-dung/{todo}/minh-chung/", 200),
    (DISTRICT, "/don-vi/ubnd-873/", 200),
    (DISTRICT, "/van-ban/{issued}/", 200),
    (DISTRICT, "/mat-khau/", 200),
    (DISTRICT, "/tong-quan/", 403),
    (COMMUNE, "/viec-cua-toi/", 200),
    (COMMUNE, "/noi-dung/{verified}/", 200),
    (COMMUNE, "/noi-dung/{returned}/", 404),
    (POST, "/viec-cua-toi/", 200),
    (READER, "/van-ban/{issued}/", 200),
    (SCORES, "/bang-diem/nhap/", 200),
    (SCORES, "/bang-diem/nhap/{table}/", 200),
    (SCORES, "/bang-diem/nhap/{strange}/", 200),
    (SCORES, "/bang-diem/nhap/{scored}/", 200),
    (SCORES, "/bang-diem/", 200),
    (SCORES, "/bang-diem/?muc=cao", 200),
    (SCORES, "/bang-diem/so-xem/", 200),
    (SIDE, "/bang-diem/{person}/", 200),
    (SIDE, "/bang-diem/{person}/nhac-nho/", 200),
    (SIDE, "/bang-diem/{person}/bo-tri-lai/", 200),
    (UNSAID, "/bang-diem/", 200),
]


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(date(2021, 3, 29), django_db_blocker) as opened:
        yield opened


@pytest.fixture(scope="module")
def played(portal: Portal) -> Played:
    return play(portal)


@pytest.fixture(scope="module")
def people(portal: Portal, played: Played, browser: Browser) -> dict[str, Person]:
    """Those who have opened a page already; each logs in once."""
    return {}


@pytest.fixture
def person(who: str, people: dict[str, Person], browser: Browser, portal: Portal) -> Person:
    """A visitor, or somebody who has logged in and, where he looks at scores, said why; at his desk, without an error yet."""
    if who not in people:
        people[who] = come(who, browser, portal)
    people[who].page.set_viewport_size(SIZES[0])  # type: ignore[arg-type]
    people[who].errors.clear()
    return people[who]


def come(who: str, browser: Browser, portal: Portal) -> Person:
    """A visitor, or somebody who has logged in and, where he looks at scores, said why."""
    person = Person(browser, portal)
    if who:
        person.enter(who.partition(" ")[0])
    if who in (SCORES, SIDE):
        person.open("/bang-diem/")
        person.choose("Tổng hợp, báo cáo kết quả khắc phục")
        person.press("Mở bảng điểm")
    return person


def faults_at_both(person: Person) -> list[str]:
    found = []
    for size in SIZES:
        person.page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{size['width']}: {fault}" for fault in faults(person.page)]
    return found


@pytest.mark.parametrize(("who", "path", "status"), PAGES, ids=[f"{who or 'visitor'} {path}" for who, path, _ in PAGES])
def test_a_page_has_no_faults(path: str, status: int, person: Person, played: Played) -> None:
    person.open(path.format(**vars(played)), status)
    assert faults_at_both(person) + person.errors == []


@pytest.mark.parametrize(
    ("who", "path", "button"),
    [
        ("", "/dang-nhap/", "Đăng nhập"),
        (CENTRE, "/van-ban/moi/", "Tải lên và đọc"),
        (CENTRE, "/van-ban/{answered}/xac-nhan/", "Giao việc"),
        (CENTRE, "/noi-dung/{claimed}/tra-lai/", "Trả lại để bổ sung"),
        (ADMIN, "/nguoi-dung/moi/", "Thêm tài khoản"),
        (DISTRICT, "/noi-dung/{todo}/minh-chung/", "Gửi minh chứng"),
        (DISTRICT, "/noi-dung/{todo}/vuong-mac/", "Gửi Trung tâm"),
        (CENTRE, "/vuong-mac/{difficulty}/", "Gửi trả lời"),
        (CENTRE, "/duyet-bao-cao/{reviewed}/", "Trả lại để bổ sung"),
        (SCORES, "/bang-diem/nhap/", "Tải lên và xem trước"),
        (SCORES, "/bang-diem/nhap/{strange}/", "Ghép cột và kiểm tra"),
        (SIDE, "/bang-diem/{person}/bo-tri-lai/", "Ghi bố trí lại công việc"),
        (UNSAID, "/bang-diem/", "Mở bảng điểm"),
    ],
)
def test_a_refused_form_says_why_above_it_and_has_no_faults(path: str, button: str, person: Person, played: Played) -> None:
    person.open(path.format(**vars(played)))
    person.press(button)
    expect(person.page.locator(".errsum")).to_be_focused()
    expect(person.page).to_have_title(re.compile("^Lỗi: "))
    assert faults_at_both(person) == []


def test_the_audit_finds_what_is_wrong(portal: Portal, browser: Browser) -> None:
    visitor = Person(browser, portal)
    visitor.open("/dang-nhap/")
    visitor.page.evaluate(
        """() => {
          const main = document.querySelector('main'), add = (tag, styles, words) => {
            const made = document.createElement(tag);
            Object.assign(made.style, styles);
            made.textContent = words;
            return main.appendChild(made);
          };
          add('p', {fontSize: '12px'}, 'nhỏ');
          add('p', {color: '#ccc', background: '#fff'}, 'mờ');
          add('p', {width: '3000px'}, 'rộng');
          add('img', {}, '').src = '/static/img/favicon.svg';
        }"""
    )
    kinds = {fault.split(" – ")[0].split(",")[0] for fault in faults(visitor.page)}
    assert {kind.split(":")[0] for kind in kinds} == {"axe", "too wide", "too small"}
    assert {"color-contrast", "image-alt"} <= {kind.split(": ")[1] for kind in kinds if kind.startswith("axe")}
