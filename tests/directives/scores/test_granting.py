"""Who may see scores of named persons is never one person's word: asked by an administrator, confirmed by a second person, told to all."""

from __future__ import annotations

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
from directives.services import scores_granting
from notifications.models import OutboundMessage
from tests.factories.units import make_user, unit
from units import rules, services
from units.models import Membership, User
from units.roles import Role

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


def sees(user: User) -> bool:
    return sees_scores(fresh(user))


def made_by(admin: User, role: Role, code: str, name: str) -> User:
    made, _password = services.open_account(by=admin, username=name, full_name=name, email="", unit=unit(code), role=role)
    return fresh(made)


def browser(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    client = Client()
    client.force_login(fresh(user))
    return client


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_an_administrator_who_makes_an_account_sees_no_name_through_it(admin: User) -> None:
    """The fault: one person made a Centre account, gave it the right, logged in and read all names."""
    own = made_by(admin, Role.CENTRE, "kstthc-87", "tt.moi")
    scores_granting.ask(user_id=own.pk, by=admin)
    assert not sees(own)
    with pytest.raises(Forbidden, match="Không tự xác nhận"):
        scores_granting.confirm(user_id=own.pk, by=own)
    second = made_by(admin, Role.CENTRE, "kstthc-87", "tt.moi.2")
    with pytest.raises(Forbidden, match="do chính quản trị đã đề nghị lập"):
        scores_granting.confirm(user_id=own.pk, by=second)
    assert not sees(own)


def test_a_second_person_confirms_and_both_are_in_the_history(admin: User, officer: User, verifier: User) -> None:
    scores_granting.ask(user_id=officer.pk, by=admin)
    assert not sees(officer)
    scores_granting.confirm(user_id=officer.pk, by=verifier)
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
    scores_granting.ask(user_id=officer.pk, by=admin)
    assert can(rules.check_can_confirm_scores, make_user(role, code, "nguoi.thu.hai"), fresh(officer)) == may


@pytest.mark.parametrize("when", ["before", "after"])
def test_whose_password_the_asker_reset_cannot_confirm(admin: User, officer: User, verifier: User, when: str) -> None:
    if when == "before":
        services.reset_password(user_id=verifier.pk, by=admin)
    scores_granting.ask(user_id=officer.pk, by=admin)
    if when == "after":
        services.reset_password(user_id=verifier.pk, by=admin)
    with pytest.raises(Forbidden, match="đặt lại mật khẩu"):
        scores_granting.confirm(user_id=officer.pk, by=fresh(verifier))


def test_an_account_made_by_an_account_that_the_asker_made_cannot_confirm(admin: User, officer: User) -> None:
    puppet = made_by(admin, Role.ADMIN, "kstthc-87", "tt.quantri.2")
    second = made_by(puppet, Role.CENTRE, "kstthc-87", "tt.moi")
    scores_granting.ask(user_id=officer.pk, by=admin)
    assert not can(rules.check_can_confirm_scores, second, fresh(officer))
    other_admin = make_user(Role.ADMIN, "vpubnd-87", "vp.quantri")
    services.take_scores(user_id=officer.pk, by=admin)
    scores_granting.ask(user_id=officer.pk, by=other_admin)
    assert can(rules.check_can_confirm_scores, second, fresh(officer)), "whoever that administrator did not make"


def test_what_nobody_asked_for_cannot_be_confirmed_and_nothing_is_asked_twice(admin: User, officer: User, verifier: User) -> None:
    with pytest.raises(Forbidden, match="Không có đề nghị"):
        scores_granting.confirm(user_id=officer.pk, by=verifier)
    scores_granting.ask(user_id=officer.pk, by=admin)
    with pytest.raises(Conflict):
        scores_granting.ask(user_id=officer.pk, by=admin)
    scores_granting.confirm(user_id=officer.pk, by=verifier)
    with pytest.raises(Forbidden):
        scores_granting.confirm(user_id=officer.pk, by=verifier)


def test_what_was_asked_ends_with_the_post(admin: User, officer: User, verifier: User) -> None:
    scores_granting.ask(user_id=officer.pk, by=admin)
    services.move_user(user_id=officer.pk, by=admin, unit=unit("kstthc-87"), role=Role.CENTRE)
    with pytest.raises(Forbidden, match="Không có đề nghị"):
        scores_granting.confirm(user_id=officer.pk, by=verifier)


def test_the_database_itself_refuses_one_person_for_both(admin: User, officer: User) -> None:
    now, post = clock.now(), Membership.objects.filter(user=officer)
    with pytest.raises(IntegrityError, match="membership_scores_by_two"), transaction.atomic():
        post.update(scores_asked_at=now, scores_asked_by=admin, scores_given_at=now, scores_given_by=admin)


def told(user: User) -> list[str]:
    return list(OutboundMessage.objects.filter(recipient=user).order_by("pk").values_list("lines__title", flat=True))


def test_who_can_confirm_is_told_and_then_all_who_hold_the_right(admin: User, officer: User, verifier: User) -> None:
    holder = make_user(Role.OFFICER, "buudien-872", "bd.thapmuoi")
    scores_granting.confirm(user_id=holder.pk, by=None)
    scores_granting.ask(user_id=officer.pk, by=admin)
    assert told(verifier) == ["Đề nghị cho tài khoản xa.mylong xem bảng điểm, chờ xác nhận"]
    scores_granting.confirm(user_id=officer.pk, by=verifier)
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
    assert "không phải quản trị, xác nhận" in words_of(manager.get(reverse("score_grants"))), "the reason stands where he looks"
    assert "không phải quản trị, xác nhận" in words_of(manager.post(reverse("score_grant", args=[officer.pk]), follow=True))
    assert not sees(officer)
    assert "Xác nhận cho xem" in words_of(second.get(reverse("score_grants")))
    assert "Đã từ chối" in words_of(second.post(reverse("score_grant", args=[officer.pk]), {"khong": "1"}, follow=True))
    manager.post(reverse("user_scores", args=[officer.pk]))
    assert "Đã xác nhận" in words_of(second.post(reverse("score_grant", args=[officer.pk]), follow=True))
    assert sees(officer)
    manager.post(reverse("user_scores", args=[officer.pk]), {"thoi": "1"})
    assert not sees(officer)
    assert browser(officer).get(reverse("score_grants")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(verifier: User, django_assert_num_queries: Any, rows: int) -> None:
    admin = make_user(Role.ADMIN, "kstthc-87", "tt.quantri")
    for number in range(rows):
        scores_granting.ask(user_id=make_user(Role.OFFICER, "ubnd-30115", f"xa.{number}").pk, by=admin)
        scores_granting.confirm(user_id=make_user(Role.OFFICER, "ubnd-30058", f"xb.{number}").pk, by=None)
    client = browser(verifier)
    client.get(reverse("score_grants"))
    with django_assert_num_queries(6):
        client.get(reverse("score_grants"))
