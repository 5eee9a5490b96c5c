"""Accounts: each act with its rule, its grants, and one line of history without any secret."""

from __future__ import annotations

from datetime import date

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.utils import timezone

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from tests.factories.units import PASSWORD, make_user, unit
from units import services, spellings
from units.models import Membership, UnitAlias, UnitUserObjectPermission, User
from units.roles import Role

pytestmark = pytest.mark.usefixtures("units_loaded")


@pytest.fixture
def admin(units_loaded: None) -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


@pytest.fixture
def officer(units_loaded: None) -> User:
    return make_user(Role.OFFICER, "ubnd-873", "ubnd.huyencaolanh")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def latest() -> AuditEvent:
    event = AuditEvent.objects.first()
    assert event is not None
    return event


def test_an_opened_account_has_a_membership_a_one_time_password_and_history(admin: User) -> None:
    with clock.at(date(2021, 2, 22)):
        user, password = services.open_account(
            by=admin,
            username="xa.mylong",
            full_name=" Công chức  Một cửa ",
            email="a@b.example",
            unit=unit("ubnd-30115"),
            role=Role.OFFICER,
        )
    assert (user.full_name, user.must_change_password, user.is_active) == ("Công chức Một cửa", True, True)
    assert user.membership is not None
    assert (user.membership.unit.code, user.membership.role, user.membership.started_on) == ("ubnd-30115", "officer", date(2021, 2, 22))
    assert fresh(user).check_password(password)
    event = latest()
    assert (event.verb, event.actor_name, event.party_codes, event.subject_id) == ("user.created", admin.full_name, ["ubnd-30115"], user.pk)
    assert event.text == "thêm tài khoản xa.mylong: Cán bộ đầu mối, UBND xã Mỹ Long"
    assert password not in str(AuditEvent.objects.values())


def test_one_time_passwords_differ_and_are_readable() -> None:
    made = {services.one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(password) == 14 and not set(password) & set("0o1li") for password in made)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "ubnd.huyencaolanh"}, "username"),
        ({"username": "tên có dấu cách"}, "username"),
        ({"email": "không phải thư"}, "email"),
        ({"full_name": "  "}, "full_name"),
        ({"role": "centre"}, "role"),
        ({"role": "chủ tịch"}, "role"),
    ],
)
def test_what_cannot_be_an_account_is_refused_with_its_field(changes: dict[str, str], field: str, admin: User, officer: User) -> None:
    values = {"username": "moi", "full_name": "Mới", "email": "", "role": "officer", **changes}
    with pytest.raises(Invalid) as refused:
        services.create_user(by=admin, unit=unit("ubnd-30115"), password=PASSWORD, **values)
    assert refused.value.field == field
    assert not User.objects.filter(full_name="Mới").exists()


@pytest.mark.parametrize(
    "act", ["create_user", "open_account", "update_user", "move_user", "close_user", "reopen_user", "reset_password", "unlock_user"]
)
def test_only_administrators_keep_accounts(act: str, officer: User) -> None:
    centre = make_user(Role.CENTRE, "kstthc-87")
    account = {"username": "moi", "full_name": "Mới", "email": "", "unit": unit("ubnd-30115"), "role": "officer"}
    arguments = {
        "create_user": {**account, "password": PASSWORD},
        "open_account": account,
        "update_user": {"user_id": officer.pk, "full_name": "x", "email": ""},
        "move_user": {"user_id": officer.pk, "unit": unit("ubnd-874"), "role": "officer"},
    }.get(act, {"user_id": officer.pk})
    before = list(User.objects.order_by("pk").values()), AuditEvent.objects.count()
    with pytest.raises(Forbidden):
        getattr(services, act)(by=centre, **arguments)
    assert (list(User.objects.order_by("pk").values()), AuditEvent.objects.count()) == before


def test_moving_ends_one_membership_and_opens_another_and_grants_follow(admin: User, officer: User) -> None:
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    with clock.at(tomorrow):
        services.move_user(user_id=officer.pk, by=admin, unit=unit("buudien-874"), role=Role.OFFICER)
    assert list(Membership.objects.filter(user=officer).order_by("pk").values_list("unit__code", "started_on", "ended_on")) == [
        ("ubnd-873", clock.today(), tomorrow),
        ("buudien-874", tomorrow, None),
    ]
    assert set(UnitUserObjectPermission.objects.filter(user=officer).values_list("content_object__code", flat=True)) == {"buudien-874"}
    assert latest().party_codes == ["buudien-874", "ubnd-873"]
    with pytest.raises(Invalid):
        services.move_user(user_id=officer.pk, by=admin, unit=unit("buudien-874"), role=Role.OFFICER)


def test_closing_takes_every_grant_and_reopening_gives_them_back(admin: User, officer: User) -> None:
    grants = set(UnitUserObjectPermission.objects.filter(user=officer).values_list("permission", "content_object"))
    services.close_user(user_id=officer.pk, by=admin)
    assert not fresh(officer).is_active
    assert not UnitUserObjectPermission.objects.filter(user=officer).exists()
    with pytest.raises(Conflict):
        services.close_user(user_id=officer.pk, by=admin)
    with pytest.raises(Conflict):
        services.move_user(user_id=officer.pk, by=admin, unit=unit("ubnd-874"), role=Role.OFFICER)
    services.reopen_user(user_id=officer.pk, by=admin)
    assert set(UnitUserObjectPermission.objects.filter(user=officer).values_list("permission", "content_object")) == grants
    with pytest.raises(Conflict):
        services.reopen_user(user_id=officer.pk, by=admin)


def test_nobody_closes_or_demotes_himself_and_one_administrator_stays(admin: User) -> None:
    second = make_user(Role.ADMIN, "vpubnd-87", "vp.quantri")
    with pytest.raises(Forbidden, match="của mình"):
        services.close_user(user_id=admin.pk, by=admin)
    with pytest.raises(Forbidden, match="của mình"):
        services.move_user(user_id=admin.pk, by=admin, unit=unit("kstthc-87"), role=Role.CENTRE)
    services.move_user(user_id=second.pk, by=admin, unit=unit("kstthc-87"), role=Role.CENTRE)
    with pytest.raises(Forbidden):
        services.close_user(user_id=admin.pk, by=second)
    services.move_user(user_id=admin.pk, by=admin, unit=unit("vpubnd-87"), role=Role.ADMIN)
    assert fresh(admin).role == "admin"


def test_the_last_administrator_stays_even_for_one_whose_own_role_is_stale(admin: User) -> None:
    second = make_user(Role.ADMIN, "vpubnd-87", "vp.quantri")
    assert second.role == "admin"  # cached before the first one acts
    services.close_user(user_id=second.pk, by=admin)
    with pytest.raises(Forbidden):
        services.close_user(user_id=admin.pk, by=second)
    assert fresh(admin).is_active


def test_a_reset_password_opens_the_lock_and_must_be_changed(admin: User, officer: User) -> None:
    AccessAttempt.objects.create(username=officer.username, ip_address="10.0.0.1", failures_since_start=5, attempt_time=timezone.now())
    password = services.reset_password(user_id=officer.pk, by=admin)
    user = fresh(officer)
    assert user.must_change_password
    assert user.check_password(password)
    assert not AccessAttempt.objects.filter(username=officer.username).exists()
    assert password not in str(AuditEvent.objects.values())


def test_unlocking_forgets_the_failures_of_this_name_only(admin: User, officer: User) -> None:
    for name in (officer.username, "nguoi.khac"):
        AccessAttempt.objects.create(username=name, ip_address="10.0.0.1", failures_since_start=5, attempt_time=timezone.now())
    services.unlock_user(user_id=officer.pk, by=admin)
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["nguoi.khac"]


def test_a_person_changes_the_own_password_by_the_rules(officer: User) -> None:
    with pytest.raises(Invalid):
        services.change_own_password(user=officer, password="12345678901")
    assert fresh(officer).check_password(PASSWORD)
    services.change_own_password(user=officer, password="con-tem-buu-dien-7")
    assert fresh(officer).check_password("con-tem-buu-dien-7")
    assert not fresh(officer).must_change_password
    assert latest().text == "đổi mật khẩu của mình"


def test_a_remembered_spelling_is_one_row_with_its_author(admin: User) -> None:
    district = unit("ubnd-873").area
    made = spellings.remember_alias(by=admin, unit=unit("ubnd-30115"), text=" Mỹ  Lông ", within=district)
    again = spellings.remember_alias(by=admin, unit=unit("ubnd-30115"), text="MỸ LÔNG", within=district)
    assert made.pk == again.pk
    assert (made.text, made.key, made.made_by) == ("Mỹ Lông", "mỹ lông", admin)
    assert AuditEvent.objects.filter(verb="unit.alias_remembered").count() == 1


@pytest.mark.parametrize("text", ["Tân Phước", "xã Bình Hàng Tây", "  "])
def test_another_units_own_name_is_never_remembered(text: str, admin: User) -> None:
    with clock.at(date(2021, 2, 22)), pytest.raises(Invalid):
        spellings.remember_alias(by=admin, unit=unit("ubnd-30115"), text=text)
    assert not UnitAlias.objects.filter(made_by=admin).exists()


def test_the_first_administrator_is_made_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_first_admin")
    shown = capsys.readouterr().out
    user = User.objects.get()
    assert (user.username, user.role, user.must_change_password) == ("quantri", "admin", True)
    password = next(word for word in shown.split() if word.count("-") == 2)
    assert user.check_password(password)
    call_command("create_first_admin")
    assert User.objects.count() == 1
    assert "đã có quản trị" in capsys.readouterr().out


def test_the_first_administrator_needs_a_known_unit() -> None:
    with pytest.raises(CommandError, match="load_units"):
        call_command("create_first_admin", "--unit", "ubnd-0")
