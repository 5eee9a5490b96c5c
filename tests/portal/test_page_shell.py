"""What every page shares: the menu of each role, the demo's banner, landmarks, and that nothing is written inline."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path

from dongthap_remediation import nav
from units.querysets import UnitReach
from units.roles import Role


def _ok(request: Any) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", _ok, name="home"),
    path("tong-quan/", _ok, name="overview"),
    path("lanh-dao/", _ok, name="leader"),
    path("viec/", _ok, name="my_work"),
    path("noi-dung/", _ok, name="item_list"),
    path("duyet-bao-cao/", _ok, name="review_queue"),
    path("vuong-mac/", _ok, name="difficulty_list"),
    path("nhac-viec/", _ok, name="reminder_plan"),
    path("thong-bao/", _ok, name="inbox"),
    path("nhap-ket-qua/", _ok, name="import_upload"),
    path("van-ban/", _ok, name="directive_list"),
    path("don-vi/", _ok, name="unit_list"),
    path("don-vi/cua-toi/", _ok, name="my_unit"),
    path("nguoi-dung/", _ok, name="user_list"),
    path("dang-nhap/", _ok, name="login"),
    path("dang-xuat/", _ok, name="logout"),
    path("doi-mat-khau/", _ok, name="password_change"),
    path("tai-khoan/", _ok, name="account"),
    path("cai-dat/", _ok, name="settings"),
]


def person(role: str) -> Any:
    unit = SimpleNamespace(pk=0, name="UBND huyện Cao Lãnh", level="district")
    membership = SimpleNamespace(get_role_display=dict(Role.choices).get(role, ""), started_on=date(2021, 2, 1))
    known = {"is_authenticated": True, "is_active": True, "_unit_reach": UnitReach()}
    return SimpleNamespace(pk=0, role=role, unit=unit, membership=membership, full_name="A", username="a", email="", **known)


def ask(url: str = "/noi-dung/ND-044/", user: Any = None) -> Any:
    request = RequestFactory().get(url)
    request.user = user or AnonymousUser()
    request.htmx = False  # type: ignore[attr-defined]
    return request


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (
            "centre",
            [
                *("Tổng quan", "Việc của tôi", "Nội dung khắc phục", "Duyệt báo cáo", "Vướng mắc", "Nhắc việc"),
                *("Nhập kết quả kiểm tra", "Văn bản chỉ đạo", "Đơn vị"),
            ],
        ),
        ("verifier", ["Tổng quan", "Việc của tôi", "Nội dung khắc phục", "Văn bản chỉ đạo", "Đơn vị"]),
        ("leader", ["Tóm tắt", "Tổng quan", "Nội dung khắc phục", "Văn bản chỉ đạo", "Đơn vị"]),
        ("officer", ["Việc của đơn vị tôi", "Nội dung khắc phục", "Văn bản chỉ đạo", "Đơn vị tôi"]),
        ("reader", ["Văn bản chỉ đạo"]),
        (
            "admin",
            ["Tổng quan", "Nội dung khắc phục", "Nhập kết quả kiểm tra", "Văn bản chỉ đạo", "Đơn vị", "Quản trị người dùng", "Cài đặt"],
        ),
        ("", []),
    ],
)
def test_each_role_has_its_menu(role: str, labels: list[str]) -> None:
    assert [item.label for item in nav.navigation(ask(user=person(role)))["nav_items"]] == labels


def test_every_role_is_in_the_table_above() -> None:
    assert set(Role.values) == {"centre", "verifier", "leader", "officer", "reader", "admin"}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("url", "marks"),
    [
        ("/noi-dung/", {"Nội dung khắc phục": "page"}),
        ("/noi-dung/ND-044/", {"Nội dung khắc phục": "true"}),
        ("/don-vi/cua-toi/", {"Đơn vị tôi": "page"}),
        ("/noi-dung-khac/", {}),
        ("/", {}),
    ],
)
def test_the_menu_marks_the_page_or_the_part_that_it_lies_in(url: str, marks: dict[str, str]) -> None:
    items = nav.navigation(ask(url, person("officer")))["nav_items"]
    assert {item.label: item.current for item in items if item.current} == marks


def test_a_visitor_has_no_menu_and_a_request_without_a_user_is_no_error() -> None:
    bare = RequestFactory().get("/")
    assert nav.navigation(bare)["nav_items"] == []
    assert nav.navigation(ask())["nav_items"] == []
    assert nav.navigation(ask())["bell"] is None


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_the_demo_says_on_every_page_what_day_it_is_and_that_figures_are_made_up(settings: Any) -> None:
    settings.DEMO, settings.PORTAL_TODAY = True, date(2021, 3, 19)
    page = render_to_string("404.html", request=ask(user=person("officer")))
    assert "Bản chạy thử: hôm nay được đặt là" in page
    assert "số liệu thêm vào là giả định" in page
    settings.DEMO = False
    assert "Bản chạy thử" not in render_to_string("404.html", request=ask(user=person("officer")))


class Login(forms.Form):
    username = forms.CharField()
    password = forms.CharField(widget=forms.PasswordInput)
    remember = forms.BooleanField(required=False)


class Passwords(forms.Form):
    old_password = forms.CharField(widget=forms.PasswordInput)
    new_password1 = forms.CharField(widget=forms.PasswordInput)
    new_password2 = forms.CharField(widget=forms.PasswordInput)


ACCOUNT = {"unit": "U", "role": "R", "username": "demo.name", "password": "demo-word"}
PAGES = {
    "403.html": {"exception": "Việc này do Trung tâm làm."},
    "404.html": {},
    "403_csrf.html": {},
    "units/login.html": {"form": Login({}), "demo_accounts": [ACCOUNT]},
    "units/locked.html": {"username": "a", "failure_limit": 5},
    "units/password_change.html": {"form": Passwords({}), "forced": True},
    "units/password_changed.html": {},
    "units/account.html": {},
}


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("template", PAGES)
@pytest.mark.parametrize("role", ["officer", "reader", None])
def test_every_page_has_one_heading_a_skip_link_landmarks_and_nothing_inline(template: str, role: str | None) -> None:
    page = render_to_string(template, PAGES[template], request=ask(user=person(role) if role else None))
    assert page.count("<h1") == 1
    assert '<html lang="vi">' in page
    assert 'href="#noi-dung"' in page
    assert '<main id="noi-dung"' in page
    assert " – Cổng theo dõi khắc phục hạn chế</title>" in page
    assert re.search(r'style="|<style|\son\w+="|<script(?![^>]*\ssrc=)', page) is None
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.urls(__name__)
def test_demo_accounts_are_shown_in_the_demo_alone(settings: Any) -> None:
    for demo in (True, False):
        settings.DEMO = demo
        assert ("demo-word" in render_to_string("units/login.html", PAGES["units/login.html"], request=ask())) is demo


def test_the_page_for_a_breakdown_needs_no_context_no_request_and_no_database() -> None:
    page = render_to_string("500.html")
    assert "Cổng đang gặp sự cố" in page
    assert "Đăng xuất" not in page


def test_no_template_of_a_page_holds_inline_style_script_or_handler() -> None:
    """Mails do: their programs read no stylesheet, and the portal shows one in a frame without rights."""
    found = [
        f"{template}: {hit[0]}"
        for template in sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
        if template.parent.name != "emails"
        for hit in re.finditer(r'\sstyle="|<style|\son[a-z]+="|\shx-on|javascript:|<script(?![^>]*\ssrc=)', template.read_text())
    ]
    assert found == []


def test_a_link_uses_no_address_that_another_block_named() -> None:
    """What a block names is gone behind it: the link would lead to the page itself."""
    lost = [
        f"{path.name}: {name}"
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if "{% extends" in (text := path.read_text())
        for block in text.split("{% endblock %}")
        for name in set(re.findall(r"\{% url [^%]* as (\w+) %\}", text)) - set(re.findall(r"\bas (\w+) %\}", block))
        if f"{{{{ {name} }}}}" in block
    ]
    assert lost == []


ONE_TAG = re.compile(r"\s*(?:\{%(?:(?!%\}).)*%\}|[\w-]+=(?:'[^']*'|\"[^\"]*\")>?)")


def test_a_line_of_a_template_has_120_columns_unless_it_is_one_tag_that_can_not_be_broken() -> None:
    """The formatter breaks what it can. Styles of mails stand in their elements."""
    templates = [path for path in Path(settings.BASE_DIR, "templates").rglob("*.html") if path.parent.name != "emails"]
    long = [line for path in templates for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 120]
    assert [line for line in long if not ONE_TAG.fullmatch(line)] == []


def test_the_stylesheet_names_only_files_that_are_there_and_no_other_host() -> None:
    sheet = Path(settings.BASE_DIR, "static/css/portal.css")
    urls = re.findall(r"url\(([^)]+)\)", sheet.read_text())
    assert len(urls) == 6
    assert [url for url in urls if not (sheet.parent / url).resolve().is_file()] == []
    assert "http" not in sheet.read_text()
