"""Who may do what with accounts and units, now. ``check_…`` raises with the reason, ``common.errors.can`` says yes or no."""

import re

from common.errors import Forbidden, Invalid
from common.models import AuditEvent
from units.entries import Level
from units.models import Membership, Unit, User
from units.roles import ROLES, SCORE_REACH, Right, Role

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
USERNAME_WORDS = "Tên đăng nhập chỉ gồm chữ thường không dấu, số và các dấu . _ -."
_OF_THE_PROVINCE = frozenset({Role.LEADER, Role.ADMIN})
COMMANDS = {Right.POST: "confirm_post", Right.SCORES: "grant_scores"}
"""What somebody types at the machine where no second person can confirm."""


def check_can_manage_users(user: User) -> None:
    """Only administrators keep accounts."""
    if not user.is_active or user.role != Role.ADMIN:
        raise Forbidden("Chỉ quản trị mới quản lý được tài khoản.")


def check_can_add_unit(user: User) -> None:
    """The Centre, which finds in a dispatch a body that the list lacks, and administrators, who keep the list."""
    if not user.is_active or user.role not in (Role.CENTRE, Role.ADMIN):
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm và quản trị thêm được đơn vị.")


def check_can_keep_units(user: User) -> None:
    """Only administrators keep the list of units, holidays and the like."""
    if not user.is_active or user.role != Role.ADMIN:
        raise Forbidden("Chỉ quản trị sửa được danh mục đơn vị và các cài đặt.")


def check_can_close_unit(user: User, unit: Unit) -> None:
    """The heads of the two trees, the Office and the Centre go on: everybody's rights and the duties of a dispatch hang on them."""
    check_can_keep_units(user)
    if unit.parent_id is None or unit.kind in (Unit.Kind.OFFICE, Unit.Kind.CENTRE):
        raise Forbidden(f"{unit.name} không kết thúc được: quyền xem và việc của cổng gắn với đơn vị này. Đổi tên thì được.")


def check_can_close_user(user: User, person: User) -> None:
    """Nobody closes himself, and one administrator always stays."""
    check_can_manage_users(user)
    if person.pk == user.pk:
        raise Forbidden("Không tự ngừng tài khoản của mình được. Nhờ một quản trị khác.")
    check_an_admin_stays(person)


def check_can_move_user(user: User, person: User, role: str) -> None:
    """Nobody takes the administrator's role from himself, and one administrator always stays."""
    check_can_manage_users(user)
    if role == Role.ADMIN:
        return
    if person.pk == user.pk:
        raise Forbidden("Không tự bỏ vai trò quản trị của mình được. Nhờ một quản trị khác.")
    check_an_admin_stays(person)


def check_can_carry(user: User, post: Membership | None, heir: Unit | None, unit: Unit) -> None:
    """The Centre passes on the people of a unit that has ended, to its own successor (``heir``) alone; every other move is an
    administrator's.
    """
    if not user.is_active or user.role != Role.CENTRE:
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm bàn giao được người của đơn vị đã kết thúc.")
    if post is None or post.role not in (Role.OFFICER, Role.READER) or heir != unit:
        raise Forbidden("Tài khoản này không ở đơn vị mà đơn vị nhận kế tiếp. Quản trị chuyển tài khoản ở trang tài khoản.")


def check_can_give_scores(user: User, person: User) -> None:
    """Who asks that somebody may see scores of named persons: an administrator, who confirms none (``check_can_confirm``)."""
    check_can_manage_users(user)
    check_may_see_own_staff(person)


def check_may_see_own_staff(person: User) -> None:
    """Who can ever see scores: the Centre, a commune's UBND, a district's post office – never one who administers accounts (docs/domain.md,
    trap 16).
    """
    if not person.is_active or not sees_own_staff(person):
        raise Forbidden("Chỉ Trung tâm, UBND cấp xã và Bưu điện cấp huyện được xem bảng điểm người của mình.")


def needs_second_person(role: str, unit: Unit) -> bool:
    """Posts of the Centre and of Văn phòng UBND Tỉnh but the administrator's: they verify, and let others see names, so no administrator
    alone makes one or takes one over. They confirm each other.
    """
    return unit.kind in (Unit.Kind.CENTRE, Unit.Kind.OFFICE) and role != Role.ADMIN


def check_can_read_grants(user: User) -> None:
    """What waits for a second person, and who may see scores, is known to those who confirm it and to the administrators who ask."""
    if user.role != Role.ADMIN and not confirms(user):
        raise Forbidden("Chỉ Trung tâm, Văn phòng UBND Tỉnh và quản trị xem được ai có quyền xem bảng điểm.")


class Hands:
    """In whose hand an account may be. Who makes an account or resets its password knows a password of it, and so of what that account
    makes and resets, until somebody at the machine vouches for it (``confirm_post``).
    """

    def __init__(self) -> None:
        """One query, for a page with many rows too."""
        verbs = ("user.created", "user.password_reset", "user.post_given")
        acts = AuditEvent.objects.filter(subject_kind="user", verb__in=verbs).order_by("pk")
        self._over: dict[int | None, set[int]] = {}
        for verb, actor, subject in acts.values_list("verb", "actor_id", "subject_id"):
            if actor is None:
                self._over.pop(subject, None)
            elif verb != "user.post_given":
                self._over.setdefault(subject, set()).add(actor)

    def may_be_one(self, one: int, other: int) -> bool:
        """Whether one person could hold both accounts."""
        return not self._holders(one).isdisjoint(self._holders(other))

    def _holders(self, account: int) -> set[int]:
        found: set[int] = {account}
        new = {account}
        while new:
            new = {actor for subject in new for actor in self._over.get(subject, ())} - found
            found |= new
        return found


def check_can_confirm(user: User, post: Membership, right: Right, *, hands: Hands | None = None) -> None:
    """A second person: of the Centre or of Văn phòng UBND Tỉnh, no administrator, not the person himself, nobody whom the asker or the
    person could be (``hands``, read once by a page with many rows). And not before the person has a password that nobody handed over.
    """
    if not user.is_active or not confirms(user):
        raise Forbidden(f"Chỉ người của Trung tâm hoặc Văn phòng UBND Tỉnh, không phải quản trị, xác nhận được {right.label}.")
    asked_by = getattr(post, f"{right}_asked_by_id")
    if asked_by is None or getattr(post, f"{right}_given_at") is not None:
        raise Forbidden("Không có đề nghị nào đang chờ cho tài khoản này.")
    if post.user.must_change_password:
        raise Forbidden("Người này chưa đăng nhập để đổi mật khẩu được giao, nên người giao còn biết mật khẩu ấy. Xác nhận sau khi đã đổi.")
    if user.pk == post.user_id:
        raise Forbidden("Không tự xác nhận quyền của mình được. Nhờ một người khác của Trung tâm hoặc Văn phòng.")
    if right == Right.SCORES and post.waits:
        raise Forbidden("Xác nhận vị trí công tác của tài khoản này trước.")
    hands = hands or Hands()
    if hands.may_be_one(user.pk, asked_by) or hands.may_be_one(user.pk, post.user_id):
        raise Forbidden(
            "Tài khoản của anh/chị do chính quản trị đã đề nghị, hoặc đã lập tài khoản này, lập hoặc đặt lại mật khẩu, nên cần một người "
            f"khác xác nhận. Không có ai khác thì làm tại máy chủ: lệnh {COMMANDS[right]} trong hướng dẫn quản trị."
        )


def confirms(user: User) -> bool:
    """Whether this is one of those who are asked as the second person."""
    return user.unit is not None and needs_second_person(user.role, user.unit)


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
