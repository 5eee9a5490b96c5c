"""Who may do what with accounts and units, now. ``check_can_x`` raises with the reason, ``can_x`` is its twin."""

from __future__ import annotations

from collections.abc import Callable

from common.errors import Forbidden, Invalid
from units.models import Membership, Unit, User
from units.models.unit import Level
from units.roles import ROLES, SCORE_REACH, Role

_OF_THE_PROVINCE = frozenset({Role.LEADER, Role.ADMIN})


def check_can_manage_users(user: User) -> None:
    """Only administrators keep accounts."""
    if not user.is_active or user.role != Role.ADMIN:
        raise Forbidden("Chỉ quản trị mới quản lý được tài khoản.")


def can_manage_users(user: User) -> bool:
    return _allowed(lambda: check_can_manage_users(user))


def check_can_close_user(user: User, person: User) -> None:
    """Nobody closes himself, and one administrator always stays."""
    check_can_manage_users(user)
    if person.pk == user.pk:
        raise Forbidden("Không tự ngừng tài khoản của mình được. Nhờ một quản trị khác.")
    check_an_admin_stays(person)


def can_close_user(user: User, person: User) -> bool:
    return _allowed(lambda: check_can_close_user(user, person))


def check_can_move_user(user: User, person: User, role: str) -> None:
    """Nobody takes the administrator's role from himself, and one administrator always stays."""
    check_can_manage_users(user)
    if role == Role.ADMIN:
        return
    if person.pk == user.pk:
        raise Forbidden("Không tự bỏ vai trò quản trị của mình được. Nhờ một quản trị khác.")
    check_an_admin_stays(person)


def can_move_user(user: User, person: User, role: str) -> bool:
    return _allowed(lambda: check_can_move_user(user, person, role))


def check_can_give_scores(user: User, person: User) -> None:
    """Scores of named persons: the Centre, a commune's UBND, a district's post office – never one who administers accounts (I16)."""
    check_can_manage_users(user)
    if not person.is_active or not sees_own_staff(person):
        raise Forbidden("Chỉ Trung tâm, UBND cấp xã và Bưu điện cấp huyện được xem bảng điểm người của mình.")


def can_give_scores(user: User, person: User) -> bool:
    return _allowed(lambda: check_can_give_scores(user, person))


def sees_own_staff(person: User) -> bool:
    """Whether the post is one of a side that acts on persons with a score."""
    unit = person.unit
    if unit is None or person.role not in SCORE_REACH:
        return False
    if person.role == Role.CENTRE:
        return True
    return (unit.kind, unit.area.level) in ((Unit.Kind.UBND, Level.COMMUNE), (Unit.Kind.POST, Level.DISTRICT))


def check_an_admin_stays(person: User) -> None:
    """Without any administrator nobody could make the next one."""
    others = Membership.objects.filter(role=Role.ADMIN, ended_on=None, user__is_active=True).exclude(user=person)
    if person.role == Role.ADMIN and person.is_active and not others.exists():
        raise Forbidden("Đây là quản trị duy nhất. Thêm một quản trị khác trước.")


def check_role_fits(role: str, unit: Unit) -> None:
    """A role belongs to kinds of unit (``units.roles``); who sees everything works for the Tỉnh, who does the work of a UBND does not.

    An officer at UBND Tỉnh would, by inheritance, act for every unit below it.
    """
    if role not in ROLES:
        raise Invalid("Chọn vai trò trong danh sách.", field="role")
    fits = unit.kind in ROLES[role].unit_kinds
    if unit.kind == Unit.Kind.UBND:
        fits = fits and (unit.area.level == Level.PROVINCE) == (role in _OF_THE_PROVINCE)
    if not fits:
        raise Invalid(f"Vai trò “{Role(role).label}” không dùng cho {unit.name}. Chọn vai trò hoặc đơn vị khác.", field="role")


def role_fits(role: str, unit: Unit) -> bool:
    try:
        check_role_fits(role, unit)
    except Invalid:
        return False
    return True


def _allowed(check: Callable[[], None]) -> bool:
    try:
        check()
    except Forbidden:
        return False
    return True
