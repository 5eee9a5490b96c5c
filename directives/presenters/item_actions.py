"""What this person may do with this item now: buttons, and the reason why the awaited one is not there. Nothing is greyed out.

The rules decide (``directives.rules``); here a permission becomes a button and a refusal becomes a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from common.errors import Forbidden
from directives import rules
from directives.models import Item
from directives.workflow import ITEM_STEP, ItemStatus
from units.models import Unit, User

LOOKS_ONLY = "Tài khoản này xem được nội dung, không có việc phải làm ở đây."


@dataclass(frozen=True)
class Action:
    """One button: a link to a form, or (``post``) an act of one click that sends the version seen."""

    name: str
    label: str
    icon: str
    url: str
    post: bool = False
    primary: bool = False


@dataclass
class Actions:
    """The right column of the item page."""

    heading: str
    actions: list[Action] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def names(self) -> list[str]:
        return [action.name for action in self.actions]


def verifier_of(item: Item) -> str:
    """Who confirms this item, in words: the Centre, for the Centre's own items Văn phòng."""
    return "Văn phòng UBND Tỉnh" if item.responsible.kind == Unit.Kind.CENTRE else "Trung tâm"


def waiting_words(user: User, item: Item) -> str:
    """Beside "Chờ xác nhận": whose turn it is; nothing for who confirms this item himself."""
    own = user.unit is not None and user.unit.pk == item.responsible_id  # who fixes never verifies
    if rules.verifies(user, item) and not own:
        return ""
    return "Chờ Văn phòng" if item.responsible.kind == Unit.Kind.CENTRE else "Chờ Trung tâm"


def _refusal(check: Callable[[User, Item], None], user: User, item: Item) -> str | None:
    try:
        check(user, item)
    except Forbidden as error:
        return error.message
    return None


def available_actions(user: User, item: Item) -> Actions:
    """Buttons in the order of their weight; one at most is primary."""
    found = Actions(_heading(user, item))
    if rules.does(user, item):
        _add_work(found, user, item)
    if rules.verifies(user, item):
        _add_verifying(found, user, item)
    if rules.can(rules.check_can_raise_on, user, item):
        found.actions.append(Action("difficulty", "Nêu vướng mắc", "alert-triangle", reverse("item_difficulty", args=[item.number])))
    if rules.can(rules.check_can_add_evidence, user, item):
        found.actions.append(Action("evidence", "Thêm minh chứng", "camera", reverse("item_evidence", args=[item.number])))
    if rules.can(rules.check_can_set_due, user, item):
        label = "Đổi hạn" if item.due_on else "Đặt hạn"
        found.actions.append(Action("due", label, "calendar", reverse("item_due", args=[item.number])))
    if not found.actions and not found.reasons:
        found.reasons.append(LOOKS_ONLY)
    return found


def _heading(user: User, item: Item) -> str:
    if user.unit is not None and user.unit.kind == Unit.Kind.CENTRE:
        return "Việc Trung tâm có thể làm"
    return "Việc đơn vị có thể làm" if rules.does(user, item) else "Việc có thể làm"


def _add_work(found: Actions, user: User, item: Item) -> None:
    refusal = _refusal(rules.check_can_update, user, item)
    if refusal is not None:
        found.reasons.append(refusal)
        _add_take_back(found, user, item)
        return
    update = reverse("item_update", args=[item.number])
    found.actions.append(Action("update", "Cập nhật tiến độ", "pencil", update, primary=True))
    refusal = _refusal(rules.check_can_claim, user, item)
    if refusal is None:
        found.actions.append(Action("claim", "Báo đã xong", "circle-check", f"{update}?xong=1"))
    else:
        found.reasons.append(refusal)


def _add_take_back(found: Actions, user: User, item: Item) -> None:
    if item.status != ItemStatus.CLAIMED:
        return
    refusal = _refusal(rules.check_can_take_back, user, item)
    if refusal is None:
        back = reverse("item_take_back", args=[item.number])
        found.actions.append(Action("take_back", ITEM_STEP["taken_back"].label, "arrow-back-up", back, post=True))
    else:
        found.reasons.append(refusal)


def _add_verifying(found: Actions, user: User, item: Item) -> None:
    if item.status == ItemStatus.VERIFIED:
        refusal = _refusal(rules.check_can_reopen, user, item)
        new = [Action("reopen", "Mở lại", "refresh", reverse("item_reopen", args=[item.number]))]
    else:
        refusal = _refusal(rules.check_can_verify, user, item)
        new = [
            Action("verify", "Xác nhận hoàn thành", "circle-check", reverse("item_verify", args=[item.number]), post=True, primary=True),
            Action("return", "Trả lại để bổ sung", "arrow-back-up", reverse("item_return", args=[item.number])),
        ]
    if refusal is None:
        found.actions += new
    else:
        found.reasons.append(refusal)
