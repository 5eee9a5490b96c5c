"""What is done to accounts, memberships and grants. Each act: one transaction, its rule, one line of history.

Only this module writes guardian's rows: a person holds exactly the grants that ``units.roles`` gives to the open membership, and none
without one. ``by=None`` is the portal itself (commands); rules are asked of people only. No password reaches history, logs or return
values but those made here for handing over once.
"""

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from common import audit, clock
from common.errors import Conflict, Invalid
from common.text import clean
from units import doors, rules
from units.models import Membership, Unit, UnitUserObjectPermission, User
from units.querysets import forget_reach
from units.roles import ROLES, SCORE_REACH, Reach, Role

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for each other on paper


@transaction.atomic
def create_user(
    *, by: User | None, username: str, full_name: str, email: str, unit: Unit, role: str, password: str, must_change_password: bool = True
) -> User:
    """A new account with its membership from today and its grants."""
    if by is not None:
        rules.check_can_manage_users(by)
    rules.check_role_fits(role, unit)
    user = User(username=username, full_name=clean(full_name), email=email, created_at=clock.now())
    user.must_change_password = must_change_password
    user.set_password(password)
    try:
        user.full_clean(exclude=["password"])
        with transaction.atomic():
            user.save()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], field=field) from error
    except IntegrityError as error:  # somebody else took the name meanwhile
        raise Invalid("Tên đăng nhập này đã có. Chọn tên khác.", field="username") from error
    Membership.objects.create(user=user, unit=unit, role=role, started_on=clock.today())
    sync_grants(user)
    _record(by, "user.created", f"thêm tài khoản {user.username}: {_post(unit, role)}", user, unit)
    return user


def open_account(*, by: User, username: str, full_name: str, email: str, unit: Unit, role: str) -> tuple[User, str]:
    """``create_user`` with a password made here, which is shown once and must be changed at the first log-in."""
    password = one_time_password()
    return create_user(by=by, username=username, full_name=full_name, email=email, unit=unit, role=role, password=password), password


@transaction.atomic
def update_user(*, user_id: int, by: User, full_name: str, email: str) -> User:
    """Correct what is written about a person."""
    rules.check_can_manage_users(by)
    user = _locked(user_id)
    user.full_name, user.email = clean(full_name), email
    user.save(update_fields=["full_name", "email"])
    _record(by, "user.updated", f"sửa thông tin tài khoản {user.username}", user)
    return user


@transaction.atomic
def move_user(*, user_id: int, by: User | None, unit: Unit, role: str) -> Membership:
    """End the open membership today and open another; grants follow at once."""
    user = _locked(user_id)
    if by is not None:
        rules.check_can_move_user(by, user, role)
    rules.check_role_fits(role, unit)
    if not user.is_active:
        raise Conflict("Tài khoản này đã ngừng dùng. Cho dùng lại trước rồi mới chuyển.")
    today, open_one = clock.today(), user.membership
    if open_one is not None:
        if (open_one.unit_id, open_one.role) == (unit.pk, role):
            raise Invalid("Người này đang làm ở đúng đơn vị và vai trò đó.", field="unit")
        Membership.objects.filter(pk=open_one.pk).update(ended_on=max(today, open_one.started_on))
    membership = Membership.objects.create(user=user, unit=unit, role=role, started_on=today)
    sync_grants(user)
    units = [unit, open_one.unit] if open_one else [unit]
    _record(by, "user.moved", f"chuyển tài khoản {user.username} sang {_post(unit, role)}", user, *units)
    return membership


@transaction.atomic
def close_user(*, user_id: int, by: User) -> User:
    """The account opens nothing any more; its name, traces and membership stay readable."""
    user = _locked(user_id)
    rules.check_can_close_user(by, user)
    if not user.is_active:
        raise Conflict("Tài khoản này đã ngừng dùng rồi.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    sync_grants(user)
    _record(by, "user.closed", f"cho ngừng tài khoản {user.username}", user)
    return user


@transaction.atomic
def reopen_user(*, user_id: int, by: User) -> User:
    """The account works again in the membership that it had."""
    rules.check_can_manage_users(by)
    user = _locked(user_id)
    if user.is_active:
        raise Conflict("Tài khoản này đang dùng.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    sync_grants(user)
    _record(by, "user.reopened", f"cho dùng lại tài khoản {user.username}", user)
    return user


@transaction.atomic
def reset_password(*, user_id: int, by: User) -> str:
    """A new one-time password, returned once; the lock after wrong log-ins opens with it."""
    rules.check_can_manage_users(by)
    user = _locked(user_id)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    doors.open_for(user.username)
    _record(by, "user.password_reset", f"đặt lại mật khẩu của {user.username}", user)
    return password


@transaction.atomic
def change_own_password(*, user: User, password: str) -> None:
    """The person's own new password, by the settings' validators."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="new_password1") from error
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    _record(user, "user.password_changed", "đổi mật khẩu của mình", user)


@transaction.atomic
def unlock_user(*, user_id: int, by: User | None) -> User:
    """Forget the wrong passwords for this account: whoever was kept out can try again at once."""
    if by is not None:
        rules.check_can_manage_users(by)
    user = _locked(user_id)
    doors.open_for(user.username)
    _record(by, "user.unlocked", f"bỏ chặn nhập sai mật khẩu của tài khoản {user.username}", user)
    return user


@transaction.atomic
def unlock_everybody() -> int:
    """The same for all names, also those that no account has; on the machine only. Returns how many sources may try again."""
    opened = doors.open_all()
    audit.record(
        by=None, verb="user.all_unlocked", text="bỏ chặn nhập sai mật khẩu của mọi tài khoản", subject_kind="user", subject_id=None,
        subject_label="", party_codes=[],
    )  # fmt: skip
    return opened


def note_login(*, user: User) -> None:
    """One line of history a log-in. What a person reads follows the portal's clock, the session itself the machine's."""
    user.last_login = clock.now()
    user.save(update_fields=["last_login"])
    _record(user, "user.logged_in", "đăng nhập", user)


@transaction.atomic
def ask_scores(*, user_id: int, by: User) -> User:
    """An administrator asks that this account may see scores of named persons in its post; it sees none before a second person confirms."""
    user = _locked(user_id)
    rules.check_can_give_scores(by, user)
    post = user.membership
    if post is None or post.scores_given_at or post.scores_asked_at:
        raise Conflict("Tài khoản này đã được xem, hoặc đã được đề nghị.")
    Membership.objects.filter(pk=post.pk).update(scores_asked_at=clock.now(), scores_asked_by=by)
    user.__dict__.pop("membership", None)
    _record(by, "user.scores_asked", f"đề nghị cho tài khoản {user.username} xem bảng điểm", user)
    return user


@transaction.atomic
def confirm_scores(*, user_id: int, by: User | None) -> User:
    """The second person lets the account see scores; ``by=None`` is somebody at the machine, who needs no first one."""
    user = _locked(user_id)
    rules.check_may_see_own_staff(user)
    if by is not None:
        rules.check_can_confirm_scores(by, user)
    Membership.objects.filter(user=user, ended_on=None).update(scores_given_at=clock.now(), scores_given_by=by)
    sync_grants(user)
    how = "xác nhận cho" if by is not None else "cho, tại máy chủ,"
    _record(by, "user.scores_given", f"{how} tài khoản {user.username} xem bảng điểm", user)
    return user


@transaction.atomic
def refuse_scores(*, user_id: int, by: User) -> User:
    """The second person says no; it can be asked for again."""
    user = _locked(user_id)
    rules.check_can_confirm_scores(by, user)
    Membership.objects.filter(user=user, ended_on=None).update(scores_asked_at=None, scores_asked_by=None)
    _record(by, "user.scores_refused", f"không xác nhận cho tài khoản {user.username} xem bảng điểm", user)
    return user


@transaction.atomic
def take_scores(*, user_id: int, by: User) -> None:
    """The account sees no scores any more, and nothing of it waits."""
    rules.check_can_manage_users(by)
    user = _locked(user_id)
    nothing = dict.fromkeys(("scores_asked_at", "scores_asked_by", "scores_given_at", "scores_given_by"))
    Membership.objects.filter(user=user, ended_on=None).update(**nothing)
    sync_grants(user)
    _record(by, "user.scores_taken", f"thôi cho tài khoản {user.username} xem bảng điểm", user)


def sync_grants(user: User) -> None:
    """Write exactly the guardian rows that the role of the open membership gives over the units that exist now."""
    _write_grants([user])


@transaction.atomic
def sync_all_grants() -> None:
    """The same for everybody; after units were added (a new root is part of "everywhere")."""
    _write_grants(list(User.objects.all()))


def one_time_password() -> str:
    """About 59 random bits that a person can read from paper: 'k7mq-x2fp-9dna'."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _write_grants(users: Iterable[User]) -> None:
    by_id = {user.pk: user for user in users}
    memberships = {one.user_id: one for one in Membership.objects.filter(user__in=by_id, ended_on=None)}
    permissions = {one.codename: one for one in Permission.objects.filter(content_type__app_label="units", content_type__model="unit")}
    centres = list(Unit.objects.filter(kind=Unit.Kind.CENTRE).values_list("pk", flat=True))
    roots = list(Unit.objects.filter(parent=None).values_list("pk", flat=True))
    wanted: set[tuple[int, int, int]] = set()
    for user in by_id.values():
        membership = memberships.get(user.pk) if user.is_active else None
        if membership is not None:
            over = {Reach.OWN: [membership.unit_id], Reach.EVERYWHERE: roots, Reach.CENTRE: centres}
            grants = list(ROLES[membership.role].grants)
            if membership.scores_given_at is not None:
                grants.append(("see_scores", SCORE_REACH[membership.role]))
            wanted |= {(user.pk, permissions[name].pk, unit) for name, reach in grants for unit in over[reach]}
        administers = membership is not None and membership.role == Role.ADMIN
        if user.is_superuser != administers:
            user.is_superuser = administers
            user.save(update_fields=["is_superuser"])
        user.__dict__.pop("membership", None)
        forget_reach(user)
    held = {
        (row.user_id, row.permission_id, row.content_object_id): row.pk for row in UnitUserObjectPermission.objects.filter(user__in=by_id)
    }
    UnitUserObjectPermission.objects.filter(pk__in=[pk for grant, pk in held.items() if grant not in wanted]).delete()
    UnitUserObjectPermission.objects.bulk_create(
        UnitUserObjectPermission(user_id=user, permission_id=permission, content_object_id=unit)
        for user, permission, unit in sorted(wanted - held.keys())
    )


def _locked(user_id: int) -> User:
    """The account, locked together with all administrators' accounts: two of them cannot close each other at the same moment."""
    admins = Membership.objects.filter(role=Role.ADMIN, ended_on=None).values("user")
    locked = User.objects.select_for_update().filter(Q(pk=user_id) | Q(pk__in=admins)).order_by("pk")
    return {user.pk: user for user in locked}[user_id]


def _post(unit: Unit, role: str) -> str:
    return f"{Role(role).label}, {unit.name}"


def _record(by: User | None, verb: str, text: str, user: User, *units: Unit) -> None:
    involved: Any = units or ([user.unit] if user.unit else [])
    audit.record(
        by=by, verb=verb, text=text, subject_kind="user", subject_id=user.pk, subject_label=user.username,
        party_codes=[unit.code for unit in involved],
    )  # fmt: skip
