"""Who may see scores of named persons, and who works in the Centre or in Văn phòng, is never one person's word: an administrator asks, a
second person confirms, all who hold it are told.
"""

import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from common import clock
from common.errors import Conflict, Forbidden, can
from common.models import AuditEvent
from directives.rules import sees_scores
from notifications.models import OutboundMessage
from tests.factories.units import make_user, unit
from units import rules, services
from units.models import Membership, User
from units.querysets import reach
from units.roles import Right, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER, "ubnd-30115", "xa.mylong")


@pytest.fixture
def verifier() -> User:
    """Nobody's account but the machine's."""
    return make_user(Role.VERIFIER, "vpubnd-87", "vp.xacnhan")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def give(*, user_id: int, by: User | None, right: Right = Right.SCORES) -> User:
    return services.confirm(user_id=user_id, right=right, by=by)


def can_confirm(user: User, person: User, right: Right = Right.SCORES) -> bool:
    return can(rules.check_can_confirm, fresh(user), Membership.objects.get(user=person, ended_on=None), right)


def works(user: User) -> bool:
    """Has a role and sees work."""
    user = fresh(user)
    assert bool(user.role) == bool(reach(user)["see_work"])
    return bool(user.role)


def sees(user: User) -> bool:
    return sees_scores(fresh(user))


def made_by(admin: User, role: Role, code: str, name: str) -> User:
    made, _password = services.open_account(by=admin, username=name, full_name=name, email="", unit=unit(code), role=role)
    return took_over(made)


def took_over(user: User) -> User:
    """He has logged in and changed the password that he was handed."""
    services.change_own_password(user=fresh(user), password="con-tem-buu-dien-7")
    return fresh(user)


def reset(user: User, admin: User) -> User:
    services.reset_password(user_id=user.pk, by=admin)
    return took_over(user)


def browser(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    client = Client()
    client.force_login(fresh(user))
    return client


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_an_administrator_who_makes_an_account_of_the_centre_opens_nothing_with_it(admin: User, verifier: User) -> None:
    """The fault: one person made a Centre account, gave it the right, logged in and read all names."""
    own = made_by(admin, Role.CENTRE, "kstthc-87", "tt.moi")
    assert not works(own)
    with pytest.raises(Forbidden):
        services.ask_scores(user_id=own.pk, by=admin)
    with pytest.raises(Forbidden, match="Chỉ người của Trung tâm"):
        give(user_id=own.pk, by=fresh(own), right=Right.POST)
    second = made_by(admin, Role.VERIFIER, "vpubnd-87", "vp.moi")
    with pytest.raises(Forbidden, match="Chỉ người của Trung tâm"):
        give(user_id=own.pk, by=second, right=Right.POST)
    with pytest.raises(Forbidden, match="không phải quản trị"):
        give(user_id=own.pk, by=admin, right=Right.POST)
    assert not works(own)
    give(user_id=own.pk, by=verifier, right=Right.POST)
    assert works(own)
    services.ask_scores(user_id=own.pk, by=admin)
    assert not sees(own)


@pytest.mark.parametrize(
    ("role", "code", "waits"),
    [
        (Role.CENTRE, "kstthc-87", True),
        (Role.VERIFIER, "vpubnd-87", True),
        (Role.LEADER, "vpubnd-87", True),
        (Role.LEADER, "ubnd-87", False),
        (Role.ADMIN, "kstthc-87", False),
        (Role.ADMIN, "vpubnd-87", False),
        (Role.OFFICER, "ubnd-873", False),
        (Role.READER, "so-noi-vu-87", False),
    ],
)
def test_a_post_of_those_who_confirm_waits_for_one_of_them(admin: User, role: Role, code: str, waits: bool) -> None:
    made = made_by(admin, role, code, "nguoi.moi")
    moved = make_user(Role.OFFICER, "ubnd-872", "nguoi.chuyen")
    services.move_user(user_id=moved.pk, by=admin, unit=unit(code), role=role)
    assert [works(made), works(moved)] == [not waits] * 2


def test_who_waits_comes_in_to_change_the_password_and_no_further(admin: User, verifier: User) -> None:
    made, password = services.open_account(
        by=admin, username="tt.moi", full_name="Người mới", email="moi@a.example", unit=unit("kstthc-87"), role=Role.CENTRE
    )
    assert told(made) == []
    assert told(verifier) == ["Tài khoản tt.moi chờ xác nhận: Cán bộ theo dõi, Trung tâm Kiểm soát TTHC và Phục vụ hành chính công"]
    with pytest.raises(Forbidden, match="chưa đăng nhập để đổi mật khẩu được giao"):
        give(user_id=made.pk, by=verifier, right=Right.POST)
    first, own = Client(), "con-tem-buu-dien-7"
    first.post(reverse("login"), {"username": "tt.moi", "password": password})
    first.post(reverse("password_change"), {"old_password": password, "new_password1": own, "new_password2": own})
    assert "chờ một người của Trung tâm" in words_of(first.get(reverse("home")))
    assert [first.get(reverse(name)).status_code for name in ("home", "overview", "grants", "user_list", "score_list")] == [403] * 5
    answer = Client().post(reverse("login"), {"username": "tt.moi", "password": own})
    assert "chờ một người của Trung tâm hoặc Văn phòng UBND Tỉnh xác nhận" in words_of(answer)
    give(user_id=made.pk, by=verifier, right=Right.POST)
    assert first.get(reverse("overview")).status_code == 200
    assert Client().post(reverse("login"), {"username": "tt.moi", "password": own}).status_code == 302


def test_a_reset_password_takes_what_a_second_person_gave_until_it_is_confirmed_again(admin: User, verifier: User, officer: User) -> None:
    """The way round: whoever resets a password logs in as that person."""
    centre = make_user(Role.CENTRE, "kstthc-87", "tt.theodoi")
    for user in (centre, officer):
        give(user_id=user.pk, by=None)
        reset(user, admin)
    assert [works(centre), sees(centre), works(officer), sees(officer)] == [False, False, True, False]
    with pytest.raises(Forbidden, match="Xác nhận vị trí công tác của tài khoản này trước"):
        give(user_id=centre.pk, by=verifier)
    give(user_id=centre.pk, by=verifier, right=Right.POST)
    assert [works(centre), sees(centre)] == [True, False]
    for user in (centre, officer):
        give(user_id=user.pk, by=verifier)
    assert [sees(centre), sees(officer)] == [True, True]


def test_a_closed_account_whose_password_was_reset_still_waits_when_it_is_used_again(admin: User) -> None:
    centre = make_user(Role.CENTRE, "kstthc-87", "tt.theodoi")
    services.close_user(user_id=centre.pk, by=admin)
    reset(centre, admin)
    services.reopen_user(user_id=centre.pk, by=admin)
    assert not works(centre)


def test_the_first_account_is_confirmed_at_the_machine_and_then_confirms_others(admin: User, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (made_by(admin, Role.CENTRE, "kstthc-87", f"tt.{number}") for number in range(2))
    call_command("confirm_post", "tt.0")
    assert "tt.0 được xác nhận" in capsys.readouterr().out
    assert works(first)
    give(user_id=second.pk, by=fresh(first), right=Right.POST)
    assert works(second)
    third = made_by(admin, Role.VERIFIER, "vpubnd-87", "vp.moi")
    assert not can_confirm(second, third, Right.POST), "the administrator made both"
    call_command("confirm_post", "tt.1")
    assert can_confirm(second, third, Right.POST)
    reset(second, admin)
    give(user_id=second.pk, by=fresh(first), right=Right.POST)
    assert not can_confirm(second, third, Right.POST), "its password went through the administrator's hand again"
    with pytest.raises(CommandError, match="không cần xác nhận"):
        call_command("confirm_post", admin.username)
    with pytest.raises(CommandError, match="Không có tài khoản"):
        call_command("confirm_post", "ai.do")


def test_a_post_that_is_refused_ends(admin: User, verifier: User) -> None:
    made = made_by(admin, Role.CENTRE, "kstthc-87", "tt.moi")
    services.refuse(user_id=made.pk, right=Right.POST, by=verifier)
    assert fresh(made).open_post is None
    acts = AuditEvent.objects.filter(subject_kind="user", subject_id=made.pk).order_by("pk")
    assert [(act.verb, act.actor_id) for act in acts] == [
        ("user.created", admin.pk),
        ("user.password_changed", made.pk),
        ("user.post_refused", verifier.pk),
    ]


def test_a_second_person_confirms_and_both_are_in_the_history(admin: User, officer: User, verifier: User) -> None:
    services.ask_scores(user_id=officer.pk, by=admin)
    assert not sees(officer)
    give(user_id=officer.pk, by=verifier)
    assert sees(officer)
    post = Membership.objects.get(user=officer, ended_on=None)
    assert (post.scores_asked_by, post.scores_given_by) == (admin, verifier)
    acts = AuditEvent.objects.filter(subject_kind="user", subject_id=officer.pk, verb__startswith="user.scores")
    assert [(act.verb, act.actor_id) for act in acts.order_by("pk")] == [
        ("user.scores_asked", admin.pk),
        ("user.scores_given", verifier.pk),
    ]


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [
        (Role.CENTRE, "kstthc-87", True),
        (Role.VERIFIER, "vpubnd-87", True),
        (Role.LEADER, "vpubnd-87", True),
        (Role.LEADER, "ubnd-87", False),
        (Role.ADMIN, "vpubnd-87", False),
        (Role.ADMIN, "kstthc-87", False),
        (Role.OFFICER, "ubnd-873", False),
        (Role.OFFICER, "buudien-87", False),
        (Role.READER, "so-noi-vu-87", False),
    ],
)
def test_the_second_person_is_of_the_centre_or_the_office_and_no_administrator(
    admin: User, officer: User, role: Role, code: str, may: bool
) -> None:
    services.ask_scores(user_id=officer.pk, by=admin)
    assert can_confirm(make_user(role, code, "nguoi.thu.hai"), officer) == may


@pytest.mark.parametrize("when", ["before", "after"])
def test_whose_password_the_asker_reset_cannot_confirm(admin: User, officer: User, verifier: User, when: str) -> None:
    other = make_user(Role.CENTRE, "kstthc-87", "tt.theodoi")
    if when == "before":
        reset(verifier, admin)
    services.ask_scores(user_id=officer.pk, by=admin)
    if when == "after":
        reset(verifier, admin)
    assert not can_confirm(verifier, officer)
    give(user_id=verifier.pk, by=other, right=Right.POST)
    with pytest.raises(Forbidden, match="đặt lại mật khẩu"):
        give(user_id=officer.pk, by=fresh(verifier))


def test_accounts_that_one_administrator_could_hold_do_not_confirm_each_other(admin: User, officer: User, verifier: User) -> None:
    """Also by way of a second administrator's account that the first one made, whichever of the two asks."""
    puppet = made_by(admin, Role.ADMIN, "kstthc-87", "tt.quantri.2")
    second, third = made_by(puppet, Role.CENTRE, "kstthc-87", "tt.moi"), made_by(admin, Role.CENTRE, "kstthc-87", "tt.moi.2")
    for made in (second, third):
        give(user_id=made.pk, by=verifier, right=Right.POST)
    for asker in (admin, puppet):
        services.ask_scores(user_id=officer.pk, by=asker)
        assert [can_confirm(second, officer), can_confirm(third, officer)] == [False, False]
        services.take_scores(user_id=officer.pk, by=asker)
    services.ask_scores(user_id=officer.pk, by=make_user(Role.ADMIN, "vpubnd-87", "vp.quantri"))
    assert can_confirm(second, officer), "an administrator who made neither"
    reset(officer, admin)
    assert not can_confirm(second, officer), "the same hand on both accounts"


def test_what_nobody_asked_for_cannot_be_confirmed_and_nothing_is_asked_twice(admin: User, officer: User, verifier: User) -> None:
    with pytest.raises(Forbidden, match="Không có đề nghị"):
        give(user_id=officer.pk, by=verifier)
    services.ask_scores(user_id=officer.pk, by=admin)
    with pytest.raises(Conflict):
        services.ask_scores(user_id=officer.pk, by=admin)
    give(user_id=officer.pk, by=verifier)
    with pytest.raises(Forbidden):
        give(user_id=officer.pk, by=verifier)


def test_what_was_asked_ends_with_the_post(admin: User, officer: User, verifier: User) -> None:
    services.ask_scores(user_id=officer.pk, by=admin)
    services.move_user(user_id=officer.pk, by=admin, unit=unit("kstthc-87"), role=Role.CENTRE)
    with pytest.raises(Forbidden, match="Không có đề nghị"):
        give(user_id=officer.pk, by=verifier)


def test_the_database_itself_refuses_one_person_for_both(admin: User, officer: User) -> None:
    now, post = clock.now(), Membership.objects.filter(user=officer)
    with pytest.raises(IntegrityError, match="membership_scores_by_two"), transaction.atomic():
        post.update(scores_asked_at=now, scores_asked_by=admin, scores_given_at=now, scores_given_by=admin)


def told(user: User) -> list[str]:
    return list(OutboundMessage.objects.filter(recipient=user).order_by("pk").values_list("lines__title", flat=True))


def test_who_can_confirm_is_told_and_then_all_who_hold_the_right(admin: User, officer: User, verifier: User) -> None:
    holder = make_user(Role.OFFICER, "buudien-872", "bd.thapmuoi")
    give(user_id=holder.pk, by=None)
    services.ask_scores(user_id=officer.pk, by=admin)
    assert told(verifier) == ["Đề nghị cho tài khoản xa.mylong xem bảng điểm, chờ xác nhận"]
    give(user_id=officer.pk, by=verifier)
    words = "Tài khoản xa.mylong (UBND xã Mỹ Long, huyện Cao Lãnh) từ nay được xem bảng điểm"
    assert told(holder)[-1] == words
    assert told(officer) == [words]


def test_the_first_one_is_given_at_the_machine(officer: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("grant_scores", officer.username)
    assert sees(officer)
    assert AuditEvent.objects.get(verb="user.scores_given").actor_name == "Cổng"
    call_command("grant_scores", officer.username)
    assert "không đổi gì" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Không có tài khoản"):
        call_command("grant_scores", "ai.do")
    with pytest.raises(CommandError, match="Chỉ Trung tâm, UBND cấp xã và Bưu điện cấp huyện"):
        call_command("grant_scores", make_user(Role.LEADER, "ubnd-87").username)


def test_asking_confirming_refusing_and_taking_by_the_pages(admin: User, officer: User, verifier: User) -> None:
    manager, second = browser(admin), browser(verifier)
    assert "Đề nghị cho xem" in words_of(manager.get(reverse("user_edit", args=[officer.pk])))
    manager.post(reverse("user_scores", args=[officer.pk]))
    assert "đang chờ người của Trung tâm hoặc Văn phòng UBND Tỉnh xác nhận" in words_of(
        manager.get(reverse("user_edit", args=[officer.pk]))
    )
    assert "không phải quản trị, xác nhận" in words_of(manager.get(reverse("grants"))), "the reason stands where he looks"
    assert "không phải quản trị, xác nhận" in words_of(manager.post(reverse("score_grant", args=[officer.pk]), follow=True))
    assert not sees(officer)
    assert "Xác nhận cho xem" in words_of(second.get(reverse("grants")))
    assert "Đã từ chối" in words_of(second.post(reverse("score_grant", args=[officer.pk]), {"khong": "1"}, follow=True))
    manager.post(reverse("user_scores", args=[officer.pk]))
    assert "Đã xác nhận" in words_of(second.post(reverse("score_grant", args=[officer.pk]), follow=True))
    assert sees(officer)
    manager.post(reverse("user_scores", args=[officer.pk]), {"thoi": "1"})
    assert not sees(officer)
    assert browser(officer).get(reverse("grants")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(verifier: User, django_assert_num_queries: Any, rows: int) -> None:
    admin = make_user(Role.ADMIN, "kstthc-87", "tt.quantri")
    for number in range(rows):
        services.ask_scores(user_id=make_user(Role.OFFICER, "ubnd-30115", f"xa.{number}").pk, by=admin)
        give(user_id=make_user(Role.OFFICER, "ubnd-30058", f"xb.{number}").pk, by=None)
        made_by(admin, Role.CENTRE, "kstthc-87", f"tt.{number}")
    client = browser(verifier)
    client.get(reverse("grants"))
    with django_assert_num_queries(7):
        client.get(reverse("grants"))
