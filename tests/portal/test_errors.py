"""What a view refuses and does not say itself becomes a page with the reason; what is a fault stays a fault."""

from __future__ import annotations

import contextlib
import errno
import logging
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as portal_settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from common.errors import Conflict, FileRefused, Forbidden, Invalid, PortalError
from tests.factories.units import make_user
from units.roles import Role

REFUSALS: dict[str, Exception] = {
    "forbidden": Forbidden("Chỉ Trung tâm làm được việc này."),
    "conflict": Conflict("UBND xã Mỹ Long đã sửa lúc 09:00."),
    "invalid": Invalid("Ngày không đúng.", field="due_on"),
    "file": FileRefused("file_invalid", "Tệp không đọc được."),
    "portal": PortalError("Chưa làm được."),
    "denied": PermissionDenied("a library's own words"),
    "suspicious": SuspiciousOperation("a library's own words"),
    "fault": ValueError("a fault"),
    "no-file": OSError(errno.ENOENT, "a fault", "x"),
    "no-address": OSError(errno.EACCES, "a connection that was not allowed"),
    "full": OSError(errno.ENOSPC, "a library's own words"),
    "quota": OSError(errno.EDQUOT, "a library's own words"),
    "read-only": OSError(errno.EROFS, "a library's own words", "x"),
    "no-folder": NotADirectoryError(errno.ENOTDIR, "a library's own words", "x"),
    "broken-disk": OSError(errno.EIO, "a library's own words", "x"),
    "not-ours": PermissionError(errno.EACCES, "a library's own words", "x"),
}


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise REFUSALS[kind]


def fill_a_disk(request: HttpRequest) -> HttpResponse:
    with Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    return HttpResponse()


def fill_the_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")
    return HttpResponse()


def lose_the_database(request: HttpRequest, how: str) -> HttpResponse:
    """On a connection of its own: what happens to those of the portal when PostgreSQL stops, is stopped, or breaks a long query off."""
    own = connection.copy()
    if how == "chua-chay":
        own.settings_dict = {**own.settings_dict, "HOST": "127.0.0.1", "PORT": "1"}
    sql = {"dang-dung": "SELECT pg_terminate_backend(pg_backend_pid())", "qua-lau": "SET statement_timeout = 1; SELECT pg_sleep(1)"}
    try:
        with own.cursor() as cursor:
            cursor.execute(sql.get(how, "SELECT 1"))
    finally:
        own.close()
    return HttpResponse()


class FillsTheDisk:
    """As a large upload does, before any view begins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return fill_a_disk(request)


def refuse_by_django(request: HttpRequest) -> HttpResponse:
    try:
        raise Forbidden("Chỉ Trung tâm làm được việc này.")
    except Forbidden as refusal:
        raise PermissionDenied(refusal.message) from refusal


urlpatterns = [
    path("thu/qua-django/", refuse_by_django),
    path("thu/dia-day/", fill_a_disk),
    path("thu/co-so-du-lieu-day/", fill_the_database),
    path("thu/co-so-du-lieu/<str:how>/", lose_the_database),
    path("thu/<str:kind>/", refuse),
    path("", include("dongthap_remediation.urls")),
]
handler403 = "dongthap_remediation.errors.forbidden"
handler500 = "dongthap_remediation.errors.fault"
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(make_user(Role.OFFICER, "ubnd-873"))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("forbidden", 403, "Chỉ Trung tâm làm được việc này. Tài khoản đang dùng: UBND huyện Cao Lãnh."),
        ("qua-django", 403, "Chỉ Trung tâm làm được việc này. Tài khoản đang dùng: UBND huyện Cao Lãnh."),
        ("denied", 403, "không dành cho vai trò của tài khoản đang dùng"),
        ("conflict", 409, "UBND xã Mỹ Long đã sửa lúc 09:00."),
        ("invalid", 400, "Ngày không đúng."),
        ("file", 400, "Tệp không đọc được."),
        ("portal", 400, "Chưa làm được."),
        ("suspicious", 400, "Cổng không nhận yêu cầu này"),
        ("fault", 500, "Cổng đang gặp sự cố"),
        ("no-file", 500, "Cổng đang gặp sự cố"),
        ("no-address", 500, "Cổng đang gặp sự cố"),
        ("full", 503, "chưa được lưu gì"),
        ("quota", 503, "chưa được lưu gì"),
        ("read-only", 503, "chưa được lưu gì"),
        ("not-ours", 503, "chưa được lưu gì"),
        ("dia-day", 503, "chưa được lưu gì"),
        ("co-so-du-lieu-day", 503, "chưa được lưu gì"),
        ("no-folder", 503, "chưa được lưu gì"),
        ("broken-disk", 503, "chưa được lưu gì"),
        ("co-so-du-lieu/dang-dung", 503, "cơ sở dữ liệu đang khởi động lại"),
        ("co-so-du-lieu/chua-chay", 503, "cơ sở dữ liệu đang khởi động lại"),
        ("co-so-du-lieu/qua-lau", 500, "Cổng đang gặp sự cố"),
    ],
)
def test_a_refusal_is_a_page_that_says_why_and_a_fault_is_not_hidden(officer: Client, kind: str, status: int, words: str) -> None:
    response = officer.get(f"/thu/{kind}/")
    shown = re.sub(r"\s+", " ", response.content.decode())
    assert response.status_code == status
    assert words in shown
    assert "library" not in shown
    assert '<html lang="vi">' in shown


@pytest.mark.parametrize(
    ("role", "unit", "words"),
    [
        (Role.OFFICER, "ubnd-873", "Nếu đây là việc của đơn vị mình, báo Trung tâm để được cấp quyền"),
        (Role.CENTRE, "kstthc-87", "báo quản trị cổng để xem lại vai trò của tài khoản"),
        (Role.VERIFIER, "vpubnd-87", "báo quản trị cổng để xem lại vai trò của tài khoản"),
        (Role.LEADER, "ubnd-87", "Tài khoản này chỉ để xem."),
        (Role.READER, "so-noi-vu-87", "Tài khoản này dùng để đọc văn bản chỉ đạo"),
        (Role.ADMIN, "kstthc-87", "việc này do cán bộ có vai trò phù hợp làm"),
    ],
)
def test_nobody_is_sent_to_himself_for_help(client: Client, role: Role, unit: str, words: str) -> None:
    client.force_login(make_user(role, unit))
    page = client.get("/thu/denied/").content.decode()
    assert words in page and (role == Role.OFFICER) == ("báo Trung tâm" in page)


def test_whoever_can_not_save_reads_whom_to_call_whatever_layer_it_was(officer: Client, settings: Settings) -> None:
    settings.PORTAL_CONTACT = "Tổ CNTT, 0277 3851 101"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:6], f"{__name__}.FillsTheDisk"]
    response = officer.get("/")
    assert response.status_code == 503
    assert "Báo ngay Tổ CNTT, 0277 3851 101 để xử lý máy chủ" in response.content.decode()


def test_refusals_are_answered_inside_of_lock_out_and_behind_log_in() -> None:
    order = portal_settings.MIDDLEWARE
    places = [
        "units.middleware.LogInFirstMiddleware",
        "units.middleware.MustChangePasswordMiddleware",
        "dongthap_remediation.errors.RefusalMiddleware",
        "axes.middleware.AxesMiddleware",
    ]
    assert [order.index(place) for place in places] == sorted(order.index(place) for place in places)


def test_a_form_from_another_site_is_refused_in_vietnamese() -> None:
    response = Client(enforce_csrf_checks=True).post("/dang-nhap/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "Chưa gửi được biểu mẫu" in response.content.decode()


def test_a_stranger_s_request_writes_one_line_into_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    streams = [handler for handler in logging.getLogger("django.security").handlers if type(handler) is logging.StreamHandler]
    with contextlib.ExitStack() as shown:
        for handler in streams:
            shown.callback(handler.setStream, handler.setStream(sys.stderr))  # type: ignore[attr-defined]
        assert Client(SERVER_NAME="khong-phai-cong.example").get("/").status_code == 400
    said = capsys.readouterr().err
    assert "khong-phai-cong.example" in said and said.count("\n") == 1
