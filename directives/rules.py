"""Who may do this act on this thing, now? ``check_can_x`` raises ``Forbidden`` with a Vietnamese reason, ``can(check, …)`` says yes or no.

Services enforce these checks, presenters turn them into a button or a reason; views and templates never decide.
Rights over units come from ``units.querysets.reach``. Source of the rules: docs/architecture.md, "Who may".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from common.errors import Forbidden
from common.models import AuditEvent
from directives.models import Difficulty, Directive, Evidence, Item, Score, ScoreFollowUp
from directives.workflow import FIXING_VERBS, OPEN, OPEN_DIFFICULTY, DirectiveStatus, ItemStatus
from units.models import User
from units.querysets import reach
from units.roles import Role

ANSWER_WORKING_DAYS = 5
"""The Centre's own promise to answer a difficulty, as working days after the day of raising. The dispatch sets none (point 3.a)."""


def can(check: Callable[..., None], *args: Any) -> bool:
    """The yes-or-no twin of any ``check_can_…``."""
    try:
        check(*args)
    except Forbidden:
        return False
    return True


def check_can_steer(user: User) -> None:
    """Upload, correct and issue dispatches; decide on waiting units; fill in number and date: the Centre."""
    if not reach(user)["steer_work"]:
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm làm được việc này.")


def check_can_import(user: User) -> None:
    """Import annexes of inspections and undo imports: the Centre and administrators."""
    if not reach(user)["steer_work"] and user.role != Role.ADMIN:
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm và quản trị nhập được kết quả kiểm tra.")


def check_can_edit_draft(user: User, directive: Directive) -> None:
    check_can_steer(user)
    if directive.status != DirectiveStatus.DRAFT:
        raise Forbidden("Văn bản này đã giao việc nên không sửa bản đề xuất được nữa.")


def does(user: User, item: Item) -> bool:
    """Whether this person works for the responsible or the accountable unit: the item is (part of) his work."""
    return reach(user).holds("do_work", item.responsible_id, item.accountable_id)


def verifies(user: User, item: Item) -> bool:
    """Whether verifying is this person's task for the responsible unit; whether he may, now, ``check_can_verify`` says."""
    return reach(user).holds("verify_work", item.responsible_id)


def _check_does(user: User, item: Item) -> None:
    if not does(user, item):
        raise Forbidden("Chỉ đơn vị thực hiện hoặc đơn vị chủ trì cập nhật được nội dung này.")


def check_can_update(user: User, item: Item) -> None:
    """Write progress: the responsible and the accountable unit, while it is their turn."""
    _check_does(user, item)
    if item.status == ItemStatus.CLAIMED:
        raise Forbidden("Đơn vị đã báo xong; nội dung đang chờ xác nhận nên chưa sửa được.")
    if item.status == ItemStatus.VERIFIED:
        raise Forbidden("Nội dung đã được xác nhận hoàn thành. Muốn sửa, đề nghị Trung tâm mở lại.")


def check_can_claim(user: User, item: Item) -> None:
    """Claim as done. The general item of a commune waits for the items of its findings (directive.md 6)."""
    check_can_update(user, item)
    if item.finding_id is None:
        waiting = list(
            Item.objects.filter(point=item.point_id, responsible=item.responsible_id, finding__isnull=False, status__in=OPEN).order_by(
                "number"
            )[:6]
        )
        if waiting:
            codes = ", ".join(other.code for other in waiting[:5]) + (" …" if len(waiting) > 5 else "")
            raise Forbidden(f"Chưa báo xong nội dung chung được: còn các hạn chế chưa báo xong ({codes}).")


CLAIM_HOLDERS: list[Callable[[Item], str]] = []
"""Why a claim can no longer be taken back, as far as rooms above know ("" where nothing holds it); they register at start."""


def check_can_take_back(user: User, item: Item) -> None:
    """Take a claim back: who works on it, until the Centre has acted on it."""
    _check_does(user, item)
    if item.status != ItemStatus.CLAIMED:
        raise Forbidden("Chỉ rút lại được nội dung đang chờ xác nhận.")
    for holder in CLAIM_HOLDERS:
        if why := holder(item):
            raise Forbidden(why)


def check_can_add_evidence(user: User, item: Item) -> None:
    """Add files and notes: responsible, accountable and coordinating units, until the item is verified."""
    coordinating = [unit.pk for unit in item.coordinating.all()]
    if not reach(user).holds("do_work", item.responsible_id, item.accountable_id, *coordinating):
        raise Forbidden("Chỉ đơn vị thực hiện, chủ trì hoặc phối hợp thêm được minh chứng.")
    if item.status == ItemStatus.VERIFIED:
        raise Forbidden("Nội dung đã được xác nhận hoàn thành nên không thêm minh chứng được nữa.")


def check_can_withdraw_evidence(user: User, evidence: Evidence) -> None:
    """Withdraw a file: the unit that added it or its superior, while the item is open."""
    if not reach(user).holds("do_work", evidence.unit_id):
        raise Forbidden("Chỉ đơn vị đã thêm tệp này hoặc cấp trên của đơn vị rút lại được.")
    if evidence.item.status not in OPEN:
        raise Forbidden("Nội dung đã báo xong nên không rút minh chứng được nữa.")


def check_can_note(user: User, item: Item) -> None:
    """Write a note that all parties read: the units of the item, and the Centre."""
    coordinating = [unit.pk for unit in item.coordinating.all()]
    found = reach(user)
    if not (
        found.holds("do_work", item.responsible_id, item.accountable_id, *coordinating)
        or found.holds("steer_work", item.responsible_id, item.accountable_id)
    ):
        raise Forbidden("Chỉ Trung tâm và các đơn vị của nội dung này viết trao đổi được.")


def _check_verifier(user: User, item: Item) -> None:
    if not verifies(user, item):
        raise Forbidden("Chỉ người được giao xác nhận làm được việc này.")
    if user.unit is not None and user.unit.pk == item.responsible_id:
        raise Forbidden("Đơn vị thực hiện không tự xác nhận: nội dung của Trung tâm do Văn phòng UBND Tỉnh xác nhận.")
    fixed = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk, actor_id=user.pk, verb__in=FIXING_VERBS).exists()
    if fixed or item.claimed_by_id == user.pk:
        raise Forbidden("Người đã cập nhật hoặc báo xong nội dung này không được xác nhận chính nội dung ấy.")


def check_can_verify(user: User, item: Item) -> None:
    """Verify a claimed item: who fixes never verifies."""
    _check_verifier(user, item)
    if item.status != ItemStatus.CLAIMED:
        raise Forbidden("Nút “Xác nhận hoàn thành” hiện ra khi đơn vị báo xong.")


def check_can_return(user: User, item: Item) -> None:
    """Send a claimed item back with a reason."""
    _check_verifier(user, item)
    if item.status != ItemStatus.CLAIMED:
        raise Forbidden("Chỉ trả lại được nội dung đang chờ xác nhận.")


def check_can_reopen(user: User, item: Item) -> None:
    """Open a verified item again with a reason."""
    _check_verifier(user, item)
    if item.status != ItemStatus.VERIFIED:
        raise Forbidden("Chỉ mở lại được nội dung đã hoàn thành.")


def check_can_set_due(user: User, item: Item) -> None:
    """Set or change the due date: the Centre, while it is not verified."""
    if not reach(user).holds("steer_work", item.responsible_id):
        raise Forbidden("Chỉ Trung tâm đặt hạn được.")
    if item.status == ItemStatus.VERIFIED:
        raise Forbidden("Nội dung đã hoàn thành nên không đặt hạn nữa.")


def check_can_raise(user: User) -> None:
    """Raise a difficulty in general: people whose unit does work. The Centre answers difficulties, so it raises none (point 3.a)."""
    found = reach(user)
    if found["steer_work"]:
        raise Forbidden("Trung tâm là nơi trả lời vướng mắc. Việc cần UBND Tỉnh chỉ đạo thì trình UBND Tỉnh.")
    if user.unit is None or not found.holds("do_work", user.unit.pk):
        raise Forbidden("Chỉ cán bộ của đơn vị thực hiện, chủ trì hoặc phối hợp nêu được vướng mắc.")


def check_can_raise_on(user: User, item: Item) -> None:
    """Raise a difficulty on an item: its responsible, accountable and coordinating units, while it is their turn."""
    check_can_raise(user)
    if not does(user, item) and not reach(user).holds("do_work", *(unit.pk for unit in item.coordinating.all())):
        raise Forbidden("Chỉ đơn vị thực hiện, chủ trì hoặc phối hợp nêu được vướng mắc của nội dung này.")
    if item.status not in OPEN:
        raise Forbidden("Nội dung đã báo xong nên không nêu vướng mắc được nữa.")


def _check_open(difficulty: Difficulty) -> None:
    if difficulty.status not in OPEN_DIFFICULTY:
        raise Forbidden("Vướng mắc này đã được đơn vị xác nhận giải quyết.")


def answers(user: User, difficulty: Difficulty) -> bool:
    """Whether answering this unit's difficulties is this person's task; whether he may, now, ``check_can_answer`` says."""
    return reach(user).holds("steer_work", difficulty.unit_id)


def check_can_answer(user: User, difficulty: Difficulty) -> None:
    """Answer, or answer again: the Centre, while it is open."""
    if not answers(user, difficulty):
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm trả lời vướng mắc.")
    _check_open(difficulty)


def raised(user: User, difficulty: Difficulty) -> bool:
    """Whether it was raised by this person's unit or one below it."""
    return reach(user).holds("do_work", difficulty.unit_id)


def check_can_close(user: User, difficulty: Difficulty) -> None:
    """Say that it is solved: the unit that raised it or its superior, answered or not."""
    if not raised(user, difficulty):
        raise Forbidden("Chỉ đơn vị đã nêu vướng mắc hoặc cấp trên của đơn vị xác nhận đã giải quyết.")
    _check_open(difficulty)


# ---- scores of named persons (directive.md, I15, I16, I22) ----


def sees_scores(user: User) -> bool:
    """Whether an administrator gave it to this account; whose scores, says ``Score.objects.visible_to``."""
    return bool(reach(user)["see_scores"])


def check_can_see_scores(user: User) -> None:
    if not sees_scores(user):
        raise Forbidden("Tài khoản này chưa được cấp quyền xem bảng điểm. Quyền cấp riêng từng tài khoản, do quản trị cấp.")


def check_can_import_scores(user: User) -> None:
    """The Centre, as far as it may see them; administrators import findings, no scores."""
    check_can_see_scores(user)
    if not reach(user)["steer_work"]:
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm nhập được bảng điểm.")


def check_can_read_score_log(user: User) -> None:
    """Who looked at scores: the administrators, who see none themselves, and the Centre."""
    if user.role != Role.ADMIN and not can(check_can_import_scores, user):
        raise Forbidden("Chỉ quản trị và cán bộ Trung tâm được xem bảng điểm mở được sổ này.")


def check_can_follow_up(user: User, score: Score) -> None:
    """Write down what follows for a person: his own side alone, while his name is kept."""
    if user.unit is None or user.unit.pk != score.employer_id or not reach(user).holds("see_scores", score.employer_id):
        raise Forbidden("Chỉ đơn vị quản lý người này ghi được việc theo dõi.")
    if score.pseudonymised_at is not None:
        raise Forbidden("Đã hết thời hạn lưu tên người này nên không ghi thêm được.")


def check_can_withdraw_follow_up(user: User, follow_up: ScoreFollowUp) -> None:
    """Take back what was written by mistake; it stays readable as withdrawn."""
    check_can_follow_up(user, follow_up.score)
    if follow_up.withdrawn_at is not None:
        raise Forbidden("Việc này đã được rút lại.")
