"""What is done to accounts, memberships and grants. Each act: one transaction, its rule, one line of history.

Each ends by writing the grants that follow (``units.grants``).
``by=None`` is the portal itself (commands); rules are asked of people only. No password reaches history, logs or return values but those
made here for handing over once.
"""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from common import audit, clock
from common.errors import Conflict, Invalid
from common.text import clean
from units import doors, grants, rules
from units.models import Membership, Unit, User
from units.roles import Right, Role
from units.succession import Succession

Listener = Callable[[Membership, Right, str, User | None], None]
_listeners: list[Listener] = []
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for each other on paper


def listen(listener: Listener) -> None:
    """Called at start by the room that tells people: of each ``Right`` that is asked or given ("asked", "given"), as it happens."""
    _listeners.append(listener)


@transaction.atomic
def create_user(
    *,
    by: User | None,
    username: str,
    full_name: str,
    email: str,
    unit: Unit,
    role: str,
    password: str | None,
    must_change_password: bool = True,
) -> User:
    """A new account with its membership from today and its grants; a post that needs a second person waits for one. Without a password
    nobody logs in yet.
    """
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
    _record(by, "user.created", f"thêm tài khoản {user.username}: {_post(unit, role)}", user, unit)
    _open_post(user, unit, role, by)
    return user


def open_account(*, by: User, username: str, full_name: str, email: str, unit: Unit, role: str) -> tuple[User, str]:
    """``create_user`` with a password made here, which is shown once and must be changed at the first log-in."""
    password = one_time_password()
    return create_user(by=by, username=username, full_name=full_name, email=email, unit=unit, role=role, password=password), password


@transaction.atomic
def replace_user(*, user_id: int, by: User, username: str, full_name: str, email: str) -> tuple[User, User, str]:
    """Another person takes over this post today: (who had it, who has it, the password shown once). The old account closes, its post ends.

    Not for one's own account, nor while that would leave no administrator.
    """
    old, post = _with_post(user_id)
    user, password = open_account(by=by, username=username, full_name=full_name, email=email, unit=post.unit, role=post.role)
    old = close_user(user_id=user_id, by=by)
    _record(by, "user.replaced", f"thay {old.username} bằng {user.username}: {_post(post.unit, post.role)}", user, post.unit)
    return old, user, password


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
    """End the open membership today and open another; grants follow at once, or when a second person confirms it."""
    user = _locked(user_id)
    if by is not None:
        rules.check_can_move_user(by, user, role)
    return _move(user, by, unit, role)


@transaction.atomic
def carry_user(*, user_id: int, by: User, unit: Unit) -> Membership:
    """With the work of a unit that has ended to the successor that the list of units names, in the same role."""
    user = _locked(user_id)
    post = user.open_post
    heir = Succession.on(clock.today()).heir(post.unit) if post is not None else None
    rules.check_can_carry(by, post, heir, unit)
    return _move(user, by, unit, post.role)  # type: ignore[union-attr]


def _move(user: User, by: User | None, unit: Unit, role: str) -> Membership:
    rules.check_role_fits(role, unit)
    if not user.is_active:
        raise Conflict("Tài khoản này đã ngừng dùng. Cho dùng lại trước rồi mới chuyển.")
    today, open_one = clock.today(), user.open_post
    if open_one is not None:
        if (open_one.unit_id, open_one.role) == (unit.pk, role):
            raise Invalid("Người này đang làm ở đúng đơn vị và vai trò đó.", field="unit")
        Membership.objects.filter(pk=open_one.pk).update(ended_on=max(today, open_one.started_on))
    units = [unit, open_one.unit] if open_one else [unit]
    _record(by, "user.moved", f"chuyển tài khoản {user.username} sang {_post(unit, role)}", user, *units)
    return _open_post(user, unit, role, by)


@transaction.atomic
def close_user(*, user_id: int, by: User) -> User:
    """The account opens nothing any more and its post ends today; its name, traces and posts stay readable."""
    user = _locked(user_id)
    rules.check_can_close_user(by, user)
    if not user.is_active:
        raise Conflict("Tài khoản này đã ngừng dùng rồi.")
    today, post = clock.today(), user.open_post
    if post is not None:
        Membership.objects.filter(pk=post.pk).update(ended_on=max(today, post.started_on))
    user.is_active = False
    user.save(update_fields=["is_active"])
    _record(by, "user.closed", f"cho ngừng tài khoản {user.username}", user, *([post.unit] if post else []))
    grants.write([user])
    return user


@transaction.atomic
def reopen_user(*, user_id: int, by: User) -> User:
    """The account works again, from today, in the post that it had last; one that needs a second person waits for one again."""
    rules.check_can_manage_users(by)
    user = _locked(user_id)
    if user.is_active:
        raise Conflict("Tài khoản này đang dùng.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    last = user.memberships.select_related("unit__area").first()
    if last is not None and user.open_post is None:
        _open_post(user, last.unit, last.role, by)
    grants.write([user])
    _record(by, "user.reopened", f"cho dùng lại tài khoản {user.username}", user)
    return user


@transaction.atomic
def reset_password(*, user_id: int, by: User) -> str:
    """A new one-time password, returned once; the lock after wrong log-ins opens with it.

    Whoever resets it could be that person from then on: what a second person had given is to be confirmed anew.
    """
    rules.check_can_manage_users(by)
    user = _locked(user_id)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    doors.open_for(user.username)
    _record(by, "user.password_reset", f"đặt lại mật khẩu của {user.username}", user)
    post = user.open_post or user.memberships.select_related("unit").first()  # of a closed account the one that ``reopen_user`` gives back
    if post is not None and rules.needs_second_person(post.role, post.unit):
        _ask(post, Right.POST, by)
    if post is not None and (post.scores_given_at or post.scores_asked_at):
        _ask(post, Right.SCORES, by)
    grants.write([user])
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
    _record(by, "user.scores_asked", f"đề nghị cho tài khoản {user.username} xem bảng điểm", user)
    _ask(post, Right.SCORES, by)
    return user


@transaction.atomic
def confirm(*, user_id: int, right: Right, by: User | None) -> User:
    """The second person gives what was asked; ``by=None`` is somebody at the machine, who needs nobody else and vouches for the account."""
    user, post = _with_post(user_id)
    if by is not None:
        rules.check_can_confirm(by, post, right)
    if right == Right.SCORES:
        rules.check_may_see_own_staff(user)
    elif not rules.needs_second_person(post.role, post.unit):
        raise Conflict("Vị trí của tài khoản này không cần xác nhận.")
    Membership.objects.filter(pk=post.pk).update(**{f"{right}_given_at": clock.now(), f"{right}_given_by": by})
    grants.write([user])
    how = f"{'xác nhận cho' if by is not None else 'cho, tại máy chủ,'} tài khoản {user.username}"
    _record(by, f"user.{right}_given", f"{how} {_of(post, right)}", user)
    _tell(post.pk, right, "given", by)
    return user


@transaction.atomic
def refuse(*, user_id: int, right: Right, by: User) -> User:
    """The second person says no: the post ends, or no score is seen. It can be asked for again."""
    user, post = _with_post(user_id)
    rules.check_can_confirm(by, post, right)
    ended = {"ended_on": max(clock.today(), post.started_on)} if right == Right.POST else _nothing(right)
    Membership.objects.filter(pk=post.pk).update(**ended)
    _record(by, f"user.{right}_refused", f"không xác nhận cho tài khoản {user.username} {_of(post, right)}", user, post.unit)
    return user


@transaction.atomic
def take_scores(*, user_id: int, by: User) -> None:
    """The account sees no scores any more, and nothing of it waits."""
    rules.check_can_manage_users(by)
    user = _locked(user_id)
    Membership.objects.filter(user=user, ended_on=None).update(**_nothing(Right.SCORES))
    grants.write([user])
    _record(by, "user.scores_taken", f"thôi cho tài khoản {user.username} xem bảng điểm", user)


def keep_scope(*, user: User, scope: str) -> None:
    """Remember what a person looks at; ``scope`` is the query of an address, "" for everything. His own affair: no line of history."""
    user.scope = scope
    user.save(update_fields=["scope"])


def one_time_password() -> str:
    """About 59 random bits that a person can read from paper: 'k7mq-x2fp-9dna'."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _locked(user_id: int) -> User:
    """The account, locked together with all administrators' accounts: two of them cannot close each other at the same moment."""
    admins = Membership.objects.filter(role=Role.ADMIN, ended_on=None).values("user")
    locked = User.objects.select_for_update().filter(Q(pk=user_id) | Q(pk__in=admins)).order_by("pk")
    return {user.pk: user for user in locked}[user_id]


def _open_post(user: User, unit: Unit, role: str, by: User | None) -> Membership:
    """The post from today; given by an administrator, one that needs a second person waits."""
    post = Membership.objects.create(user=user, unit=unit, role=role, started_on=clock.today())
    if by is not None and rules.needs_second_person(role, unit):
        _ask(post, Right.POST, by)
    grants.write([user])
    return post


def _ask(post: Membership, right: Right, by: User) -> None:
    asked = {f"{right}_asked_at": clock.now(), f"{right}_asked_by": by}
    Membership.objects.filter(pk=post.pk).update(**_nothing(right) | asked)
    post.user.__dict__.pop("membership", None)
    _tell(post.pk, right, "asked", by)


def _nothing(right: Right) -> dict[str, Any]:
    return dict.fromkeys(f"{right}_{step}" for step in ("asked_at", "asked_by", "given_at", "given_by"))


def _with_post(user_id: int) -> tuple[User, Membership]:
    user = _locked(user_id)
    if (post := user.open_post) is None:
        raise Conflict("Tài khoản này chưa thuộc đơn vị nào.")
    return user, post


def _tell(post_id: int, right: Right, step: str, by: User | None) -> None:
    post = Membership.objects.select_related("user", "unit__area__parent").get(pk=post_id)
    for listener in _listeners:
        listener(post, right, step, by)


def _of(post: Membership, right: Right) -> str:
    return "xem bảng điểm" if right == Right.SCORES else f"làm {_post(post.unit, post.role)}"


def _post(unit: Unit, role: str) -> str:
    return f"{Role(role).label}, {unit.name}"


def _record(by: User | None, verb: str, text: str, user: User, *units: Unit) -> None:
    post = None if units else user.open_post
    involved: Any = [post.unit] if post else units
    audit.record(
        by=by, verb=verb, text=text, subject_kind="user", subject_id=user.pk, subject_label=user.username,
        party_codes=[unit.code for unit in involved],
    )  # fmt: skip
