"""Who may open which of the pages that mix rooms: ``check_can_x`` raises ``Forbidden`` with a Vietnamese reason.

What stands on those pages is filtered by ``visible_to`` and ``permitting``; these checks say which page is for whom.
"""

from __future__ import annotations

from common.errors import Forbidden
from directives.rules import can
from units.models import User
from units.querysets import reach
from units.roles import Role


def check_has_post(user: User) -> None:
    """Everything in the portal follows from the unit in which a person works."""
    if user.unit is None:
        raise Forbidden("Tài khoản này chưa được gán đơn vị công tác. Liên hệ quản trị của Trung tâm.")


def check_can_see_overview(user: User) -> None:
    """The overview counts the work of all units, so it is for those who see all of it."""
    check_has_post(user)
    if not reach(user).everywhere:
        raise Forbidden("Trang tổng quan dành cho Trung tâm, Văn phòng và lãnh đạo. Việc của đơn vị xem ở trang “Việc của đơn vị tôi”.")


def check_has_work(user: User) -> None:
    """ "My work" is for people whose unit does or verifies something; leaders, readers and administrators only look."""
    check_has_post(user)
    found = reach(user)
    if not (found["do_work"] or found["verify_work"]):
        raise Forbidden("Tài khoản này chỉ xem, không có việc phải cập nhật hay xác nhận.")


def home_of(user: User) -> str:
    """The name of the page on which a person starts: the summary, the overview, the own work, or the dispatches to read."""
    check_has_post(user)
    if user.role == Role.LEADER and can(check_can_see_overview, user):
        return "leader"
    if can(check_can_see_overview, user):
        return "overview"
    return "my_work" if can(check_has_work, user) else "directive_list"
