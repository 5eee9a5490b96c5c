"""Who may do what with accounts and units, now. ``check_…`` raises with the reason, ``common.errors.can`` says yes or no."""

from collections.abc import Callable

from common.errors import Forbidden, Invalid
from common.models import AuditEvent
from units.entries import Level
from units.models import Membership, Unit, User
from units.roles import ROLES, SCORE_REACH, Role

_OF_THE_PROVINCE = frozenset({Role.LEADER, Role.ADMIN})


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


def check_can_give_scores(user: User, person: User) -> None:
    """Who asks that somebody may see scores of named persons: an administrator, who confirms none (``check_can_confirm_scores``)."""
    check_can_manage_users(user)
    check_may_see_own_staff(person)


def check_may_see_own_staff(person: User) -> None:
    """Who can ever see scores: the Centre, a commune's UBND, a district's post office – never one who administers accounts (docs/domain.md,
    trap 16).
    """
    if not person.is_active or not sees_own_staff(person):
        raise Forbidden("Chỉ Trung tâm, UBND cấp xã và Bưu điện cấp huyện được xem bảng điểm người của mình.")


def check_can_read_score_grants(user: User) -> None:
    """Who may see scores is known to those who confirm it and to the administrators who ask."""
    if user.role != Role.ADMIN and not _confirms_scores(user):
        raise Forbidden("Chỉ Trung tâm, Văn phòng UBND Tỉnh và quản trị xem được ai có quyền xem bảng điểm.")


def check_can_confirm_scores(user: User, person: User, *, in_hand: Callable[[int], set[int]] | None = None) -> None:
    """A second person: of the Centre or of Văn phòng UBND Tỉnh, no administrator, not the person himself, nobody whom the asker could be.

    An administrator who makes an account, or resets its password, knows a password of it; so he does of what these accounts made.
    ``in_hand``: ``in_the_hand_of``, asked once by a page with many rows.
    """
    if not user.is_active or not _confirms_scores(user):
        raise Forbidden("Chỉ người của Trung tâm hoặc Văn phòng UBND Tỉnh, không phải quản trị, xác nhận được quyền xem bảng điểm.")
    post = person.membership
    if post is None or post.scores_asked_by_id is None or post.scores_given_at is not None:
        raise Forbidden("Không có đề nghị nào đang chờ cho tài khoản này.")
    if user.pk == person.pk:
        raise Forbidden("Không tự xác nhận quyền của mình được. Nhờ một người khác của Trung tâm hoặc Văn phòng.")
    if user.pk in (in_hand or in_the_hand_of)(post.scores_asked_by_id):
        raise Forbidden(
            "Tài khoản của anh/chị do chính quản trị đã đề nghị lập hoặc đặt lại mật khẩu, nên cần một người khác xác nhận. "
            "Không có ai khác thì cấp tại máy chủ: lệnh grant_scores trong hướng dẫn quản trị."
        )


def in_the_hand_of(admin_id: int) -> set[int]:
    """The accounts that this administrator made or reset, what they made or reset, and so on; himself too."""
    acts = AuditEvent.objects.filter(subject_kind="user", verb__in=("user.created", "user.password_reset"), actor_id__isnull=False)
    pairs = set(acts.values_list("actor_id", "subject_id").order_by())
    found, grown = {admin_id}, True
    while grown:
        more = {subject for actor, subject in pairs if actor in found and subject is not None} - found
        found |= more
        grown = bool(more)
    return found


def _confirms_scores(user: User) -> bool:
    return user.unit is not None and user.unit.kind in (Unit.Kind.CENTRE, Unit.Kind.OFFICE) and user.role != Role.ADMIN


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
