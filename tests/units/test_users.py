"""The administrators' users pages: what they list, what they do, and what they refuse."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from common import clock
from common.errors import Invalid
from common.models import AuditEvent
from tests.factories.units import PASSWORD, make_user
from units.finding import find_unit
from units.models import Membership, Unit, User
from units.querysets import reach
from units.roles import Role

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 19)


@pytest.fixture(autouse=True)
def day(units_loaded: None) -> Any:
    with clock.at(DAY):
        yield


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


@pytest.fixture
def manager(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER, "ubnd-873", "ubnd.huyencaolanh")


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def listed(response: Any) -> list[str]:
    return [row.user.username for row in response.context["page"].rows]


def chips(response: Any) -> dict[str, int]:
    return {chip.label: chip.count for chip in response.context["page"].chips}


@pytest.fixture
def people(admin: User, officer: User) -> list[User]:
    """One account a group; one never logged in, one closed, one without an address."""
    made = [
        make_user(Role.CENTRE, "kstthc-87", "tt.theodoi"),
        make_user(Role.VERIFIER, "vpubnd-87", "vp.xacnhan"),
        make_user(Role.LEADER, "ubnd-87", "ld.ubndtinh"),
        make_user(Role.OFFICER, "ubnd-30115", "xa.mylong", email=""),
        make_user(Role.OFFICER, "buudien-872", "bd.thapmuoi"),
        make_user(Role.READER, "so-noi-vu-87", "so.noivu"),
    ]
    User.objects.exclude(username="so.noivu").update(last_login=clock.now())
    User.objects.filter(username="bd.thapmuoi").update(is_active=False)
    return [admin, officer, *made]


def test_the_list_shows_every_account_once_in_the_order_of_its_chips(manager: Client, people: list[User]) -> None:
    response = manager.get(reverse("user_list"))
    assert listed(response) == [
        "tt.quantri", "tt.theodoi", "ld.ubndtinh", "vp.xacnhan", "ubnd.huyencaolanh", "xa.mylong", "bd.thapmuoi", "so.noivu",
    ]  # fmt: skip
    assert chips(response) == {
        "Tất cả": 8, "Trung tâm": 2, "Lãnh đạo": 1, "Văn phòng, UBND Tỉnh": 1, "UBND cấp huyện": 1, "UBND cấp xã": 1,
        "Bưu điện": 1, "Sở, cơ quan khác": 1,
    }  # fmt: skip


def test_every_chip_counts_exactly_the_rows_behind_it(manager: Client, people: list[User]) -> None:
    for chip in manager.get(reverse("user_list"), {"q": "cao lanh"}).context["page"].chips:
        assert len(listed(manager.get(chip.url))) == chip.count, chip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cao lanh", ["ubnd.huyencaolanh", "xa.mylong"]),
        ("xã mỹ long", ["xa.mylong"]),
        ("XA MY", ["xa.mylong"]),
        ("buu dien thap", ["bd.thapmuoi"]),
        ("tt.", ["tt.quantri", "tt.theodoi"]),
        ("so noi vu", ["so.noivu"]),
        ("khong co ai", []),
    ],
)
def test_accounts_are_found_without_accents_by_name_unit_and_district(
    manager: Client, people: list[User], words: str, found: list[str]
) -> None:
    assert listed(manager.get(reverse("user_list"), {"q": words})) == found


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("active", ["tt.quantri", "tt.theodoi", "ld.ubndtinh", "vp.xacnhan", "xa.mylong"]),
        ("never", ["so.noivu"]),
        ("locked", ["ubnd.huyencaolanh"]),
        ("closed", ["bd.thapmuoi"]),
        ("khong-thu", ["xa.mylong"]),
    ],
)
def test_accounts_are_filtered_by_state(manager: Client, people: list[User], state: str, found: list[str]) -> None:
    for _ in range(5):
        Client().post(reverse("login"), {"username": "ubnd.huyencaolanh", "password": "khong-phai"})
    assert listed(manager.get(reverse("user_list"), {"tinh_trang": state})) == found


def test_a_condition_that_is_not_understood_is_left_out(manager: Client, people: list[User]) -> None:
    assert len(listed(manager.get(reverse("user_list"), {"tinh_trang": "la", "nhom": "la", "trang": "la"}))) == 8


def test_a_long_list_goes_on_on_the_next_page(manager: Client) -> None:
    for code in Unit.objects.filter(kind="ubnd", area__level="commune").values_list("code", flat=True)[:30]:
        make_user(Role.OFFICER, code)
    first = manager.get(reverse("user_list"))
    second = manager.get(first.context["page"].pager.next_url)
    assert (len(listed(first)), len(listed(second)), second.context["page"].pager.words) == (25, 6, "Xem 26–31 trong 31 tài khoản")
    assert not set(listed(first)) & set(listed(second))
    assert second.context["page"].pager.next_url == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_account_and_for_three(
    manager: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in range(rows - 1):
        make_user(Role.OFFICER, f"ubnd-87{number + 2}")
    with django_assert_num_queries(8):
        assert len(listed(manager.get(reverse("user_list")))) == rows


def new_account(**changes: str) -> dict[str, str]:
    given = {
        "username": "xa.mylong",
        "full_name": "Công chức Một cửa",
        "email": "",
        "unit": "UBND xã Mỹ Long, huyện Cao Lãnh",
        "role": "officer",
    }
    return {**given, **changes}


def test_a_new_account_gets_its_unit_rights_and_a_password_that_is_shown_once(manager: Client, admin: User) -> None:
    response = manager.post(reverse("user_create"), new_account())
    user = User.objects.get(username="xa.mylong")
    password = response.context["password"]
    assert user.check_password(password)
    assert password in words_of(response)
    assert "no-store" in response["Cache-Control"]
    assert user.must_change_password
    assert (user.unit.code, user.role) == ("ubnd-30115", "officer")  # type: ignore[union-attr]
    assert reach(user).holds("do_work", user.unit.pk)  # type: ignore[union-attr]
    assert password not in words_of(manager.get(reverse("user_edit", args=[user.pk])))
    event = AuditEvent.objects.get(verb="user.created", subject_id=user.pk)
    assert event.actor_id == admin.pk
    assert password not in str(event.text) + str(event.data)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"username": "tt.quantri"}, "username", "đã có"),
        ({"username": "Xa.MyLong"}, "username", "chữ thường không dấu"),
        ({"username": "xã.mỹlong"}, "username", "chữ thường không dấu"),
        ({"username": ""}, "username", ""),
        ({"full_name": "  "}, "full_name", ""),
        ({"email": "khong-phai-thu"}, "email", "Địa chỉ thư chưa đúng"),
        ({"unit": ""}, "unit", "Chọn “Đơn vị”"),
        ({"unit": "UBND xã Không Có"}, "unit", "Không có đơn vị “UBND xã Không Có”"),
        ({"unit": "UBND xã Tân Phước"}, "unit", "UBND xã Tân Phước, huyện Tân Hồng (ubnd-"),
        ({"unit": "my long"}, "unit", "Có phải: "),
        ({"role": ""}, "role", ""),
        ({"role": "admin"}, "role", "Vai trò “Quản trị” không dùng cho UBND xã Mỹ Long"),
        ({"role": "vua"}, "role", ""),
    ],
)
def test_what_cannot_be_an_account_is_refused_beside_its_field(manager: Client, changes: dict[str, str], field: str, words: str) -> None:
    before = User.objects.count()
    response = manager.post(reverse("user_create"), new_account(**changes))
    assert list(response.context["form"].errors) == [field]
    assert words in " ".join(response.context["form"].errors[field])
    assert "<title>Lỗi: " in words_of(response)
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ubnd-873", "ubnd-873"),
        ("UBND-873", "ubnd-873"),
        ("UBND huyện Cao Lãnh", "ubnd-873"),
        ("ubnd  thành phố cao lãnh ", "ubnd-866"),
        ("UBND xã Tân Phước, huyện Tân Hồng", None),
        ("Bưu điện Tỉnh", "buudien-87"),
    ],
)
def test_a_unit_is_found_by_its_code_or_its_exact_name(text: str, code: str | None) -> None:
    found = find_unit(text)
    assert found.code == code if code else found.qualified_name == text


def test_homonyms_are_offered_and_never_taken() -> None:
    with pytest.raises(Invalid, match="đơn vị cùng tên này: ") as refused:
        find_unit("UBND xã Tân Phước")
    assert len(re.findall(r"\(ubnd-\d+\)", refused.value.message)) >= 2


def test_a_move_changes_rights_at_once_and_both_posts_stay_readable(manager: Client, officer: User) -> None:
    browser = Client()
    browser.force_login(officer)
    assert browser.get(reverse("account")).status_code == 200
    response = manager.post(reverse("user_move", args=[officer.pk]), {"unit": "buudien-872", "role": "officer"})
    assert response.status_code == 302
    moved = User.objects.get(pk=officer.pk)
    old, new = Unit.objects.get(code="ubnd-873"), Unit.objects.get(code="buudien-872")
    assert moved.unit == new
    assert reach(moved).holds("do_work", new.pk)
    assert not reach(moved).holds("see_work", old.pk)
    assert "Bưu điện huyện Tháp Mười" in words_of(browser.get(reverse("account"))), "the open session has the new post"
    posts = list(Membership.objects.filter(user=officer).values_list("unit__code", "ended_on"))
    assert posts == [("buudien-872", None), ("ubnd-873", DAY)]
    page = words_of(manager.get(reverse("user_edit", args=[officer.pk])))
    assert "UBND huyện Cao Lãnh" in page
    assert AuditEvent.objects.filter(verb="user.moved", subject_id=officer.pk).count() == 1


def test_a_move_to_where_the_role_does_not_fit_changes_nothing(manager: Client, officer: User) -> None:
    response = manager.post(reverse("user_move", args=[officer.pk]), {"unit": "vpubnd-87", "role": "officer"})
    assert "không dùng cho Văn phòng UBND Tỉnh" in " ".join(response.context["post_form"].errors["role"])
    assert Membership.objects.get(user=officer).unit.code == "ubnd-873"


def test_a_closed_account_can_be_used_again_in_its_old_post(manager: Client, officer: User) -> None:
    manager.post(reverse("user_close", args=[officer.pk]))
    assert not reach(User.objects.get(pk=officer.pk))["see_work"]
    assert "Ngừng dùng" in words_of(manager.get(reverse("user_edit", args=[officer.pk])))
    manager.post(reverse("user_reopen", args=[officer.pk]))
    again = User.objects.get(pk=officer.pk)
    assert again.is_active
    assert reach(again).holds("do_work", again.unit.pk)  # type: ignore[union-attr]
    assert list(AuditEvent.objects.filter(subject_kind="user", subject_id=officer.pk).values_list("verb", flat=True)) == [
        "user.reopened", "user.closed", "user.created",
    ]  # fmt: skip


def test_a_reset_password_is_new_shown_once_and_ends_the_sessions(manager: Client, officer: User) -> None:
    browser = Client()
    browser.force_login(officer)
    response = manager.post(reverse("user_reset_password", args=[officer.pk]))
    user = User.objects.get(pk=officer.pk)
    assert user.check_password(response.context["password"])
    assert not user.check_password(PASSWORD)
    assert user.must_change_password
    assert browser.get(reverse("account")).status_code == 302


def test_name_and_address_are_corrected(manager: Client, officer: User) -> None:
    manager.post(reverse("user_edit", args=[officer.pk]), {"full_name": " Cán bộ  mới ", "email": "moi@dongthap.example"})
    officer.refresh_from_db()
    assert (officer.full_name, officer.email) == ("Cán bộ mới", "moi@dongthap.example")


def test_the_last_administrator_can_neither_leave_nor_be_closed(manager: Client, admin: User) -> None:
    closing = manager.post(reverse("user_close", args=[admin.pk]), follow=True)
    assert "Không tự ngừng tài khoản của mình được" in words_of(closing)
    leaving = manager.post(reverse("user_move", args=[admin.pk]), {"unit": "kstthc-87", "role": "centre"})
    assert "Không tự bỏ vai trò quản trị của mình được" in words_of(leaving)
    admin = User.objects.get(pk=admin.pk)
    assert (admin.is_active, admin.role) == (True, "admin")


def test_an_administrator_can_close_another_but_one_always_stays(manager: Client, admin: User) -> None:
    second = make_user(Role.ADMIN, "vpubnd-87", "vp.quantri")
    manager.post(reverse("user_close", args=[second.pk]))
    assert not User.objects.get(pk=second.pk).is_active
    third = make_user(Role.ADMIN, "vpubnd-87", "vp.quantri2")
    manager.post(reverse("user_move", args=[third.pk]), {"unit": "vpubnd-87", "role": "verifier"})
    third = User.objects.get(pk=third.pk)
    assert (third.open_post.role, third.role) == ("verifier", "")  # type: ignore[union-attr]
    listed_now = manager.get(reverse("user_list"), {"tinh_trang": "waiting"})
    assert listed(listed_now) == [third.username]
    assert "xác nhận thì mới vào được" in words_of(listed_now)
    assert User.objects.get(pk=admin.pk).role == Role.ADMIN


def test_an_act_that_is_no_longer_possible_says_why(manager: Client, officer: User) -> None:
    assert "Tài khoản này đang dùng." in words_of(manager.post(reverse("user_reopen", args=[officer.pk]), follow=True))


def test_an_account_that_does_not_exist_is_not_found(manager: Client) -> None:
    for name in ("user_edit", "user_move", "user_close", "user_reopen", "user_unlock", "user_reset_password"):
        assert manager.post(reverse(name, args=[999_999])).status_code == 404, name


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_nobody_but_an_administrator_manages_accounts(client: Client, officer: User, role: Role) -> None:
    homes = {"centre": "kstthc-87", "verifier": "vpubnd-87", "leader": "ubnd-87", "officer": "ubnd-872", "reader": "so-noi-vu-87"}
    client.force_login(make_user(role, homes[role], "nguoi.khac"))
    refused = client.get(reverse("user_list"))
    assert refused.status_code == 403
    assert "Chỉ quản trị mới quản lý được tài khoản." in words_of(refused)
    assert reverse("user_list") not in words_of(client.get(reverse("account")))
    before = list(AuditEvent.objects.values_list("pk", flat=True))
    for name in ("user_edit", "user_move", "user_close", "user_reopen", "user_unlock", "user_reset_password"):
        assert (
            client.post(reverse(name, args=[officer.pk]), {"unit": "ubnd-872", "role": "officer", "full_name": "X"}).status_code == 403
        ), name
    assert client.post(reverse("user_create"), new_account()).status_code == 403
    assert list(AuditEvent.objects.values_list("pk", flat=True)) == before
