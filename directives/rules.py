"""Who may do this act on this thing, now? ``check_…`` raises ``Forbidden`` with a Vietnamese reason, ``can(check, …)`` says yes or no.

Of items and difficulties the tables of ``directives.workflow`` say which act is whose and in which status; who that is stands here.
Services enforce these checks, presenters turn them into a button or a reason; views and templates never decide.
Rights over units come from ``units.querysets.reach``. Source: docs/domain.md, "Who does what, who reports to whom".
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from common.errors import Forbidden
from common.errors import can as can  # noqa: PLC0414 - asked for here with the checks
from common.formats import vn_date
from common.models import AuditEvent
from common.workflow import Right
from directives.models import Difficulty, Directive, Evidence, Item, Score, ScoreFollowUp
from directives.workflow import (
    DIFFICULTY_FLOW,
    DIRECTIVE_FLOW,
    ENDED,
    FIXING_VERBS,
    ITEM_FLOW,
    OPEN,
    DifficultyRight,
    DirectiveRight,
    DirectiveStatus,
    ItemRight,
)
from units.models import User
from units.querysets import reach
from units.roles import Role

ANSWER_WORKING_DAYS = 5
"""The Centre's own promise to answer a difficulty, as working days after the day of raising. The dispatch sets none (point 3.a)."""


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


def check_followed(directive: Directive) -> None:
    """Work under a dispatch goes on only while it is followed."""
    if directive.status in ENDED:
        withdrawn = directive.status == DirectiveStatus.WITHDRAWN
        ended = f"đã {'thu hồi' if withdrawn else 'kết thúc theo dõi'} văn bản {directive.reference} từ ngày {vn_date(directive.closed_at)}"
        raise Forbidden(f"Trung tâm {ended} nên chỉ còn xem được. Cần làm tiếp thì đề nghị Trung tâm theo dõi lại văn bản.")


def _check_steers(user: User, _directive: Directive) -> None:
    check_can_steer(user)


CLOSE_HOLDERS: list[Callable[[Directive], str]] = []
"""Why following a dispatch can't end yet, as far as rooms above know ("" where nothing holds it); they register at start."""


def _check_reviewed(_user: User, directive: Directive) -> None:
    for holder in CLOSE_HOLDERS:
        if why := holder(directive):
            raise Forbidden(why)


def does(user: User, item: Item) -> bool:
    """Whether this person works for the responsible or the accountable unit: the item is (part of) his work."""
    return reach(user).holds("do_work", item.responsible_id, item.accountable_id)


def verifies(user: User, responsible_id: int) -> bool:
    """Whether verifying is this person's task for the responsible unit; whether he may, now, ``check_item`` says."""
    return reach(user).holds("verify_work", responsible_id)


def _check_does(user: User, item: Item) -> None:
    if not does(user, item):
        raise Forbidden("Chỉ đơn vị thực hiện hoặc đơn vị chủ trì cập nhật được nội dung này.")


def _check_findings_done(_user: User, item: Item) -> None:
    """The general item of a commune waits for the items of its findings (docs/domain.md, "What issuing makes")."""
    if item.finding_id is not None:
        return
    of_findings = Item.objects.findings_of(item).filter(status__in=OPEN)
    if waiting := list(of_findings.order_by("number")[:6]):
        codes = ", ".join(other.code for other in waiting[:5]) + (" …" if len(waiting) > 5 else "")
        raise Forbidden(f"Chưa báo xong nội dung chung được: còn các hạn chế chưa báo xong ({codes}).")


CLAIM_HOLDERS: list[Callable[[Item], str]] = []
"""Why a claim can no longer be taken back, as far as rooms above know ("" where nothing holds it); they register at start."""


def _check_unseen(_user: User, item: Item) -> None:
    for holder in CLAIM_HOLDERS:
        if why := holder(item):
            raise Forbidden(why)


def _helps(user: User, item: Item) -> bool:
    """Whether this person works for the responsible, the accountable or a coordinating unit."""
    return does(user, item) or reach(user).holds("do_work", *(unit.pk for unit in item.coordinating.all()))


def _check_adds(user: User, item: Item) -> None:
    if not _helps(user, item):
        raise Forbidden("Chỉ đơn vị thực hiện, chủ trì hoặc phối hợp thêm được minh chứng.")


def _check_notes(user: User, item: Item) -> None:
    if not (_helps(user, item) or reach(user).holds("steer_work", item.responsible_id, item.accountable_id)):
        raise Forbidden("Chỉ Trung tâm và các đơn vị của nội dung này viết trao đổi được.")


def _check_verifies(user: User, item: Item) -> None:
    """Raises for whoever took part in the work: who fixes never verifies."""
    if not verifies(user, item.responsible_id):
        raise Forbidden("Chỉ người được giao xác nhận làm được việc này.")
    if user.unit is not None and user.unit.pk == item.responsible_id:
        raise Forbidden("Đơn vị thực hiện không tự xác nhận: nội dung của Trung tâm do Văn phòng UBND Tỉnh xác nhận.")
    fixed = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk, actor_id=user.pk, verb__in=FIXING_VERBS).exists()
    if fixed or item.claimed_by_id == user.pk:
        raise Forbidden("Người đã cập nhật hoặc báo xong nội dung này không được xác nhận chính nội dung ấy.")


def _check_sets_due(user: User, item: Item) -> None:
    if not reach(user).holds("steer_work", item.responsible_id):
        raise Forbidden("Chỉ Trung tâm đặt hạn được.")


def _check_corrects(user: User, item: Item) -> None:
    if not reach(user).holds("steer_work", item.responsible_id):
        raise Forbidden("Chỉ Trung tâm sửa được nội dung sau khi giao.")


def check_can_raise(user: User) -> None:
    """Raise a difficulty in general: people whose unit does work. The Centre answers difficulties, so it raises none (point 3.a)."""
    found = reach(user)
    if found["steer_work"]:
        raise Forbidden("Trung tâm là nơi trả lời vướng mắc. Việc cần UBND Tỉnh chỉ đạo thì trình UBND Tỉnh.")
    if user.unit is None or not found.holds("do_work", user.unit.pk):
        raise Forbidden("Chỉ cán bộ của đơn vị thực hiện, chủ trì hoặc phối hợp nêu được vướng mắc.")


def _check_raises(user: User, item: Item) -> None:
    check_can_raise(user)
    if not _helps(user, item):
        raise Forbidden("Chỉ đơn vị thực hiện, chủ trì hoặc phối hợp nêu được vướng mắc của nội dung này.")


def _right(check: Callable[[Any, Any], None], party: Callable[[Any, Any], bool] | None = None) -> Right:
    return Right(check, party or partial(can, check))


ITEM_RIGHTS: dict[str, Right] = {
    ItemRight.DOES: _right(_check_does),
    ItemRight.ADDS: _right(_check_adds),
    ItemRight.RAISES: _right(_check_raises),
    ItemRight.VERIFIES: _right(_check_verifies, lambda user, item: verifies(user, item.responsible_id)),
    ItemRight.STEERS: _right(_check_sets_due),
    ItemRight.CORRECTS: _right(_check_corrects),
    ItemRight.NOTES: _right(_check_notes),
    ItemRight.FINDINGS: _right(_check_findings_done),
    ItemRight.UNSEEN: _right(_check_unseen),
}


DIRECTIVE_RIGHTS: dict[str, Right] = {
    DirectiveRight.STEERS: _right(_check_steers),
    DirectiveRight.REVIEWED: _right(_check_reviewed),
}


def check_directive(user: User, directive: Directive, act: str) -> None:
    """Do this act of ``DIRECTIVE_FLOW`` ("close", "reopen") on this dispatch now."""
    DIRECTIVE_FLOW.check(act, directive, user, DIRECTIVE_RIGHTS)


def check_item(user: User, item: Item, act: str) -> None:
    """Do this act of ``ITEM_FLOW`` ("verify", "due" …) on this item now."""
    ITEM_FLOW.check(act, item, user, ITEM_RIGHTS)
    check_followed(item.directive)


def check_can_withdraw_evidence(user: User, evidence: Evidence) -> None:
    """Withdraw a file: the unit that added it or its superior, while the item is open."""
    if not reach(user).holds("do_work", evidence.unit_id):
        raise Forbidden("Chỉ đơn vị đã thêm tệp này hoặc cấp trên của đơn vị rút lại được.")
    if why := ITEM_FLOW.refusal(ITEM_FLOW["withdraw"], evidence.item.status):
        raise Forbidden(why)
    check_followed(evidence.item.directive)


def answers(user: User, difficulty: Difficulty) -> bool:
    """Whether answering this unit's difficulties is this person's task; whether he may, now, ``check_difficulty`` says."""
    return reach(user).holds("steer_work", difficulty.unit_id)


def _check_answers(user: User, difficulty: Difficulty) -> None:
    if not answers(user, difficulty):
        raise Forbidden("Chỉ cán bộ theo dõi của Trung tâm trả lời vướng mắc.")


def _check_closes(user: User, difficulty: Difficulty) -> None:
    """The unit that raised it or its superior, answered or not."""
    if not reach(user).holds("do_work", difficulty.unit_id):
        raise Forbidden("Chỉ đơn vị đã nêu vướng mắc hoặc cấp trên của đơn vị xác nhận đã giải quyết.")


DIFFICULTY_RIGHTS: dict[str, Right] = {DifficultyRight.ANSWERS: _right(_check_answers), DifficultyRight.CLOSES: _right(_check_closes)}


def check_difficulty(user: User, difficulty: Difficulty, act: str) -> None:
    """Do this act of ``DIFFICULTY_FLOW`` ("guide", "close" …) on this difficulty now."""
    DIFFICULTY_FLOW.check(act, difficulty, user, DIFFICULTY_RIGHTS)
    if difficulty.item is not None:
        check_followed(difficulty.item.directive)


# ---- scores of named persons (docs/domain.md, traps 15, 16, 22) ----


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
