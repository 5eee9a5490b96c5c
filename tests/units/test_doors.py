"""Wrong passwords: who waits, who never does, and who opens. Times are the machine's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from common.models import AuditEvent
from tests.factories.units import PASSWORD, make_user
from units import doors
from units.lockout import client_address
from units.models import User
from units.presenters import duration_words
from units.roles import Role

pytestmark = pytest.mark.django_db
WRONG = "khong-phai"
OFFICE, STRANGER = "10.7.0.1", "203.0.113.9"


@pytest.fixture(autouse=True)
def hour() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 30, 1, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER, "ubnd-873", "ubnd.huyencaolanh")


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


def give(name: str, password: str = WRONG, *, at: str = OFFICE, client: Client | None = None, **headers: str) -> Any:
    """One try at the log-in page, from a browser that nobody has used unless one is given."""
    return (client or Client()).post(reverse("login"), {"username": name, "password": password}, REMOTE_ADDR=at, **headers)


def wrong(name: str, times: int = 5, **more: Any) -> list[int]:
    return [give(name, **more).status_code for _ in range(times)]


def known_browser(user: User, at: str = OFFICE) -> Client:
    """A browser in which this person has logged in once, and out again."""
    client = Client()
    assert came_in(give(user.username, PASSWORD, at=at, client=client))
    client.post(reverse("logout"))
    return client


def came_in(response: Any) -> bool:
    return bool(response.status_code == 302)


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_fifth_wrong_password_from_one_place_is_its_last_for_twelve_hours(officer: User, hour: time_machine.Traveller) -> None:
    assert wrong(officer.username) == [200, 200, 200, 200, 429]
    right = give(officer.username, PASSWORD)
    assert right.status_code == 429
    assert right.headers["Retry-After"] == str(12 * 60 * 60)
    assert "đã nhập sai 5 lần từ mạng này" in words_of(right)
    assert "Thử lại sau 12 giờ nữa" in words_of(right)
    hour.shift(timedelta(hours=11, minutes=59))
    assert "Thử lại sau 1 phút nữa" in words_of(give(officer.username, PASSWORD))
    hour.shift(timedelta(minutes=1, seconds=1))
    assert came_in(give(officer.username, PASSWORD))


def test_waiting_people_who_try_again_do_not_make_their_pause_longer(officer: User, hour: time_machine.Traveller) -> None:
    wrong(officer.username)
    hour.shift(timedelta(hours=11))
    wrong(officer.username, 3)
    hour.shift(timedelta(hours=1, seconds=1))
    assert came_in(give(officer.username, PASSWORD))


def test_a_stranger_locks_himself_and_not_the_person(officer: User, admin: User) -> None:
    """The fault: five requests from anywhere kept any account out for twelve hours, the only administrator's too."""
    for user in (officer, admin):
        assert wrong(user.username, at=STRANGER)[-1] == 429
        assert came_in(give(user.username, PASSWORD, at=OFFICE))


def test_a_known_browser_goes_on_when_others_behind_its_address_are_kept_out(officer: User) -> None:
    client = known_browser(officer)
    wrong(officer.username)
    assert give(officer.username, PASSWORD).status_code == 429
    assert came_in(give(officer.username, PASSWORD, client=client))


def test_a_known_browser_has_five_tries_of_its_own_wherever_it_is_carried(officer: User) -> None:
    client = known_browser(officer)
    assert [give(officer.username, client=client, at=f"10.9.0.{number}").status_code for number in range(5)] == [200, 200, 200, 200, 429]
    refused = give(officer.username, PASSWORD, client=client, at="10.9.9.9")
    assert refused.status_code == 429
    assert "trên trình duyệt này" in words_of(refused)
    assert came_in(give(officer.username, PASSWORD, at=OFFICE)), "the address is another source"


def test_a_browser_is_known_for_the_accounts_that_logged_in_there_and_for_no_other(officer: User, admin: User) -> None:
    client = known_browser(officer)
    wrong(admin.username)
    assert give(admin.username, PASSWORD, client=client).status_code == 429
    assert came_in(give(admin.username, PASSWORD, client=client, at="10.7.0.2"))
    client.post(reverse("logout"))
    wrong(admin.username, at="10.7.0.2")
    for user in (officer, admin):
        assert came_in(give(user.username, PASSWORD, client=client, at="10.7.0.2")), "known for both"
        client.post(reverse("logout"))


@pytest.mark.parametrize("change", ["tail", "stolen name", "empty"])
def test_a_forged_cookie_makes_no_browser_known(officer: User, admin: User, change: str) -> None:
    client = known_browser(officer)
    cookie = client.cookies["may_quen"].value
    client.cookies["may_quen"] = {"tail": cookie[:-1] + "x", "stolen name": cookie.replace(".", ".a", 1), "empty": ""}[change]
    wrong(officer.username)
    assert give(officer.username, PASSWORD, client=client).status_code == 429


def test_the_cookie_of_a_known_browser_names_nobody_and_goes_to_the_log_in_page_alone(officer: User) -> None:
    client = Client()
    give(officer.username, PASSWORD, client=client)
    cookie = client.cookies["may_quen"]
    assert officer.username not in cookie.value
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (reverse("login"), True, "Lax")


def test_many_addresses_on_one_name_are_slowed_and_the_known_browser_never(officer: User, hour: time_machine.Traveller) -> None:
    client = known_browser(officer)
    for number in range(15):
        give(officer.username, at=f"198.51.100.{number}")
    refused = give(officer.username, at="198.51.100.200")
    assert refused.status_code == 429
    assert "Nhiều nơi đang nhập sai" in words_of(refused)
    assert refused.headers["Retry-After"] == "30"
    assert came_in(give(officer.username, PASSWORD, client=client, at="198.51.100.201"))
    hour.shift(timedelta(seconds=31))
    assert came_in(give(officer.username, PASSWORD, at="198.51.100.202")), "a new machine waits half a minute, not half a day"


def test_the_pause_after_an_attack_over_addresses_grows_to_a_quarter_of_an_hour(officer: User, hour: time_machine.Traveller) -> None:
    tries = 0
    for number in range(240):
        tries += doors.begin(doors.Try(officer.username, f"198.51.100.{number}", doors.STRANGER)) is None
        hour.shift(timedelta(minutes=1))
    assert 25 < tries < 40, "four hours of an attack from 240 addresses"


def test_one_address_over_many_names_is_slowed_and_the_office_behind_it_works(
    officer: User, admin: User, hour: time_machine.Traveller
) -> None:
    client = known_browser(officer)
    for number in range(30):
        give(f"ten.{number}", at=OFFICE)
    refused = give(admin.username, PASSWORD, at=OFFICE)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "5"
    assert "Từ mạng này đang có nhiều lần nhập sai" in words_of(refused)
    assert came_in(give(officer.username, PASSWORD, at=OFFICE, client=client))
    assert came_in(give(officer.username, PASSWORD, at="10.7.0.2"))
    hour.shift(timedelta(seconds=6))
    assert came_in(give(admin.username, PASSWORD, at=OFFICE)), "a new machine of the office waits seconds"


def test_sixty_colleagues_behind_one_address_come_in_although_half_mistype(hour: time_machine.Traveller) -> None:
    for number in range(60):
        given = doors.Try(f"can.bo.{number}", OFFICE, doors.STRANGER)
        for _ in range(1 + number % 3):
            assert doors.begin(given) is None, number
        doors.forgive(given)


def test_four_wrong_ones_then_the_right_one_start_the_count_anew(officer: User) -> None:
    wrong(officer.username, 4)
    assert came_in(give(officer.username, PASSWORD))
    assert give(officer.username).status_code == 200


def test_wrong_ones_of_yesterday_do_not_count_today(officer: User, hour: time_machine.Traveller) -> None:
    wrong(officer.username, 4)
    hour.shift(timedelta(hours=13))
    assert wrong(officer.username, 4) == [200] * 4


def test_tries_that_are_sent_at_once_are_counted_before_they_are_looked_at(officer: User) -> None:
    """A hundred requests in one instant would all have found four failures."""
    given = doors.Try(officer.username, OFFICE, doors.STRANGER)
    assert [doors.begin(given) is None for _ in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize("written", ["1.2.3.4", "1.2.3.4, 5.6.7.8", "", "unknown", "'; drop table"])
def test_a_visitor_cannot_write_himself_another_address(officer: User, written: str) -> None:
    answers = [give(officer.username, HTTP_X_FORWARDED_FOR=f"{written}{number}", HTTP_X_REAL_IP=f"9.9.9.{number}") for number in range(5)]
    assert answers[-1].status_code == 429


@pytest.mark.parametrize(
    ("header", "proxies", "remote", "written", "address"),
    [
        ("", 1, "10.0.0.1", "1.2.3.4", "10.0.0.1"),
        ("X-Forwarded-For", 1, "127.0.0.1", "1.2.3.4, 5.6.7.8", "5.6.7.8"),
        ("X-Forwarded-For", 2, "127.0.0.1", "1.2.3.4, 5.6.7.8, 10.0.0.2", "5.6.7.8"),
        ("X-Forwarded-For", 2, "127.0.0.1", "5.6.7.8", "127.0.0.1"),
        ("X-Forwarded-For", 1, "127.0.0.1", "1.2.3.4, không", None),
        ("X-Forwarded-For", 1, "127.0.0.1", "", "127.0.0.1"),
        ("x-forwarded-for", 1, "127.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", 1, "::ffff:10.0.0.1", "", "10.0.0.1"),
        ("", 1, "", "", None),
    ],
)
def test_the_address_is_the_one_that_the_last_trusted_proxy_saw(
    settings: Any, header: str, proxies: int, remote: str, written: str, address: str | None
) -> None:
    settings.CLIENT_ADDRESS_HEADER, settings.PROXIES = header, proxies
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": written}
    assert client_address(request) == address


def test_without_any_address_five_wrong_ones_are_still_five(officer: User) -> None:
    assert wrong(officer.username, at="")[-1] == 429


def test_a_name_that_nobody_has_is_treated_like_one_that_somebody_has(officer: User) -> None:
    assert wrong("khong.co.ai") == wrong(officer.username)


def test_a_name_of_256_letters_is_told_so_beside_its_field() -> None:
    """The fault: 500."""
    for length in (61, 150, 255, 256, 5000):
        refused = give("a" * length)
        assert refused.status_code == 200, length
        assert "nhiều nhất 60 ký tự" in " ".join(refused.context["form"].errors["username"])
    assert not AccessAttempt.objects.exists()


def test_who_knows_the_password_of_a_closed_account_is_not_counted_as_one_who_guesses(officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert [give(officer.username, PASSWORD).status_code for _ in range(6)] == [200] * 6
    assert wrong(officer.username)[-1] == 429


def changed(client: Client, old: str, new: str = "Sen-hong-Thap-Muoi") -> Any:
    return client.post(reverse("password_change"), {"old_password": old, "new_password1": new, "new_password2": new})


def test_the_present_password_cannot_be_guessed_on_the_page_where_it_is_changed(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert [changed(client, WRONG).status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    refused = changed(client, PASSWORD)
    assert refused.status_code == 429
    assert "tạm không cho đổi mật khẩu" in words_of(refused)
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert client.get(reverse("account")).status_code == 200, "the work goes on"
    elsewhere = Client()
    elsewhere.force_login(officer)
    assert changed(elsewhere, PASSWORD).status_code == 429, "another session of the same account is no way round"


def test_a_stranger_at_the_log_in_page_does_not_keep_the_person_from_changing_the_password(client: Client, officer: User) -> None:
    client.force_login(officer)
    wrong(officer.username, at="127.0.0.1")
    assert changed(client, PASSWORD).status_code == 302


def test_the_right_present_password_forgives_the_wrong_ones(client: Client, officer: User) -> None:
    client.force_login(officer)
    for _ in range(3):
        changed(client, WRONG)
    changed(client, PASSWORD, "ngan")
    assert [changed(client, WRONG).status_code for _ in range(4)] == [200] * 4


def test_the_users_page_shows_what_is_kept_out_and_opens_it(officer: User, admin: User) -> None:
    wrong(officer.username, at=STRANGER)
    manager = Client()
    manager.force_login(admin)
    listed = words_of(manager.get(reverse("user_list"), {"tinh_trang": "locked"}))
    assert "1 nơi nhập sai mật khẩu nhiều lần" in listed
    page = words_of(manager.get(reverse("user_edit", args=[officer.pk])))
    assert f"Địa chỉ mạng {STRANGER}: sai 5 lần, còn chặn 12 giờ" in page
    assert manager.post(reverse("user_unlock", args=[officer.pk])).status_code == 302
    assert not AccessAttempt.objects.filter(username=officer.username).exists()
    assert came_in(give(officer.username, PASSWORD, at=STRANGER))
    assert AuditEvent.objects.get(verb="user.unlocked").subject_id == officer.pk


def test_an_administrator_is_let_in_from_the_machine(admin: User, capsys: pytest.CaptureFixture[str]) -> None:
    wrong(admin.username)
    call_command("unlock", admin.username)
    assert "Đã mở chặn tt.quantri (1 nơi)." in capsys.readouterr().out
    assert came_in(give(admin.username, PASSWORD))
    assert AuditEvent.objects.get(verb="user.unlocked").actor_name == "Cổng"


def test_everybody_is_let_in_from_the_machine(admin: User, officer: User, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (admin.username, officer.username, "khong.co.ai"):
        wrong(name)
    call_command("unlock", all=True)
    assert "Đã mở chặn ở 3 nơi." in capsys.readouterr().out
    assert came_in(give(officer.username, PASSWORD))


def test_a_name_that_no_account_has_opens_nothing(admin: User) -> None:
    wrong(admin.username)
    with pytest.raises(CommandError, match=r"Không có tài khoản sai\.ten"):
        call_command("unlock", admin.username, "sai.ten")
    assert AccessAttempt.objects.count() == 1


def test_each_log_in_is_one_row_of_the_log_with_its_address(officer: User) -> None:
    give(officer.username, PASSWORD, at=STRANGER, HTTP_USER_AGENT="x" * 400)
    assert AccessLog.objects.get().ip_address == STRANGER


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 giây"), (59, "59 giây"), (60, "1 phút"), (61, "2 phút"), (3600, "1 giờ"), (3601, "1 giờ 1 phút"), (43200, "12 giờ")],
)
def test_a_pause_is_said_in_words_and_never_too_short(seconds: int, words: str) -> None:
    assert duration_words(seconds) == words
