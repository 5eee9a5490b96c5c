"""Log-in, log-out, lock-out and one's own password, as a browser meets them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from common import clock
from common.models import AuditEvent
from tests.factories.units import PASSWORD, make_user
from units import services
from units.models import Membership, User
from units.roles import Role

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "Sen-hong-Thap-Muoi"
REFUSED = "Tên đăng nhập hoặc mật khẩu chưa đúng."
CLOSED = "Tài khoản này đã ngừng dùng."


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER, "ubnd-873", "ubnd.huyencaolanh")


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


def log_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(reverse("login"), {"username": username, "password": password, **more})


def logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def words_of(response: object) -> str:
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def test_the_right_password_opens_the_portal_and_is_one_line_of_history(client: Client, officer: User) -> None:
    with clock.at(date(2021, 3, 19)):
        response = log_in(client, officer.username)
    assert (response.status_code, response.url) == (302, "/")  # type: ignore[attr-defined]
    assert logged_in(client)
    assert AuditEvent.objects.filter(verb="user.logged_in", actor_id=officer.pk).count() == 1
    officer.refresh_from_db()
    assert officer.last_login is not None
    assert officer.last_login.date() == date(2021, 3, 19), "the portal's day, not the machine's"


def test_the_page_that_was_asked_for_opens_after_log_in_and_no_other_site(client: Client, officer: User) -> None:
    asked = reverse("account")
    assert client.get(asked).url == f"{reverse('login')}?next={asked}"  # type: ignore[attr-defined]
    assert log_in(client, officer.username, next=asked).url == asked  # type: ignore[attr-defined]
    client.logout()
    assert log_in(client, officer.username, next="https://example.org/").url == "/"  # type: ignore[attr-defined]


def test_a_wrong_name_and_a_wrong_password_say_the_same(client: Client, officer: User) -> None:
    wrong_password = log_in(client, officer.username, "khong-phai")
    wrong_name = log_in(client, "khong.co.ai", PASSWORD)
    for response in (wrong_password, wrong_name):
        assert response.status_code == 200  # type: ignore[attr-defined]
        assert REFUSED in words_of(response)
        assert "<title>Lỗi: Đăng nhập" in words_of(response)
        assert "Chưa đăng nhập được</h2>" in words_of(response) and "chỗ cần sửa" not in words_of(response)
    assert not logged_in(client)


def test_a_closed_account_is_told_so_to_who_knows_its_password_alone(client: Client, officer: User, admin: User) -> None:
    services.close_user(user_id=officer.pk, by=admin)
    assert CLOSED in words_of(log_in(client, officer.username))
    stranger = words_of(log_in(client, officer.username, "khong-phai"))
    assert REFUSED in stranger
    assert CLOSED not in stranger
    assert not logged_in(client)


def test_an_account_without_a_unit_is_told_whom_to_ask(client: Client, officer: User) -> None:
    Membership.objects.filter(user=officer).update(ended_on=clock.today())
    assert "Tài khoản này chưa thuộc đơn vị nào" in words_of(log_in(client, officer.username))
    assert not logged_in(client)


def test_the_session_ends_with_the_browser_unless_it_is_kept_for_eight_hours(client: Client, officer: User) -> None:
    log_in(client, officer.username)
    assert client.session.get_expire_at_browser_close() is True
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    client.logout()
    log_in(client, officer.username, remember="on")
    assert client.session.get_expire_at_browser_close() is False
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 8 * 60 * 60


def test_log_out_is_a_post_and_nothing_else(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get(reverse("logout")).status_code == 405
    assert logged_in(client)
    assert client.post(reverse("logout")).url == reverse("login")  # type: ignore[attr-defined]
    assert not logged_in(client)


@pytest.fixture
def newcomer(admin: User) -> tuple[User, str]:
    from units.models import Unit

    unit = Unit.objects.with_area().get(code="ubnd-30115")
    return services.open_account(by=admin, username="xa.mylong", full_name="Công chức Một cửa", email="", unit=unit, role=Role.OFFICER)


def test_a_given_password_opens_nothing_but_the_page_where_it_is_changed(client: Client, newcomer: tuple[User, str]) -> None:
    user, password = newcomer
    log_in(client, user.username, password)
    for name in ("home", "account", "user_list", "settings", "password_changed"):
        assert client.get(reverse(name)).url == reverse("password_change"), name  # type: ignore[attr-defined]
    page = client.get(reverse("password_change"))
    assert page.status_code == 200
    assert "Mật khẩu đang dùng do quản trị cấp" in words_of(page)
    assert client.post(reverse("logout")).url == reverse("login")  # type: ignore[attr-defined]


def test_a_changed_password_opens_the_portal_and_keeps_the_session(client: Client, newcomer: tuple[User, str]) -> None:
    user, password = newcomer
    log_in(client, user.username, password)
    given = {"old_password": password, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(reverse("password_change"), given).url == reverse("password_changed")  # type: ignore[attr-defined]
    assert "Đã đổi mật khẩu" in words_of(client.get(reverse("password_changed")))
    user.refresh_from_db()
    assert (user.must_change_password, user.check_password(NEW_PASSWORD)) == (False, True)
    assert AuditEvent.objects.filter(verb="user.password_changed", subject_id=user.pk).count() == 1


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("old_password", {"old_password": "khong-phai"}, "Mật khẩu đang dùng chưa đúng"),
        ("new_password1", {"new_password1": PASSWORD, "new_password2": PASSWORD}, "Mật khẩu mới phải khác mật khẩu đang dùng"),
        ("new_password1", {"new_password1": "ngan", "new_password2": "ngan"}, "ít nhất 10 ký tự"),
        ("new_password1", {"new_password1": "2938475610", "new_password2": "2938475610"}, "toàn chữ số"),
        ("new_password1", {"new_password1": "ubnd.huyencaolanh", "new_password2": "ubnd.huyencaolanh"}, "quá giống tên đăng nhập"),
        ("new_password1", {"new_password1": "1q2w3e4r5t6y", "new_password2": "1q2w3e4r5t6y"}, "nhiều người dùng"),
        ("new_password2", {"new_password2": "Sen-hong-Thap-muoi"}, "không giống nhau"),
    ],
)
def test_a_password_that_cannot_be_used_is_refused_beside_its_field(
    client: Client, officer: User, field: str, changes: dict[str, str], words: str
) -> None:
    client.force_login(officer)
    given = {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD, **changes}
    response = client.post(reverse("password_change"), given)
    assert response.status_code == 200
    assert words in " ".join(response.context["form"].errors[field])
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_changing_the_password_ends_the_other_sessions_of_the_person(client: Client, officer: User) -> None:
    elsewhere = Client()
    for each in (client, elsewhere):
        log_in(each, officer.username)
    client.post(reverse("password_change"), {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert client.get(reverse("account")).status_code == 200
    assert elsewhere.get(reverse("account")).status_code == 302


def test_a_closed_account_is_out_at_once(client: Client, officer: User, admin: User) -> None:
    log_in(client, officer.username)
    assert client.get(reverse("account")).status_code == 200
    services.close_user(user_id=officer.pk, by=admin)
    assert client.get(reverse("account")).url.startswith(reverse("login"))  # type: ignore[attr-defined]


def test_the_passwords_of_the_demo_are_on_the_log_in_page_of_the_demo_alone(client: Client, settings: object) -> None:
    assert "DongThap-2021" not in words_of(client.get(reverse("login")))
    settings.DEMO = True  # type: ignore[attr-defined]
    page = words_of(client.get(reverse("login")))
    assert "DongThap-2021" in page
    assert "UBND xã Mỹ Long, huyện Cao Lãnh" in page
