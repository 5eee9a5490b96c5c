"""What this person may do with this item now: buttons, and the reason why the awaited one is not there. Nothing is greyed out.

The table (``directives.workflow``) says which acts there are, the rules whose they are now; here a permission becomes a button and a
refusal a sentence.
"""

from dataclasses import dataclass, field

from django.urls import reverse

from common.errors import Forbidden
from common.workflow import Step
from directives import rules
from directives.models import Item
from directives.workflow import ITEM_FLOW, ItemRight
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
    corrections: list[Action] = field(default_factory=list)
    """What the Centre may mend of what it gave; apart, since nobody waits for it."""
    reasons: list[str] = field(default_factory=list)

    def names(self) -> list[str]:
        return [action.name for action in [*self.actions, *self.corrections]]


def verifier_of(item: Item) -> str:
    """Who confirms this item, in words: the Centre, for the Centre's own items Văn phòng."""
    return "Văn phòng UBND Tỉnh" if item.responsible.kind == Unit.Kind.CENTRE else "Trung tâm"


def waiting_words(user: User, responsible_id: int, kind: str) -> str:
    """Beside "Chờ xác nhận": whose turn it is; nothing for who confirms the items of this responsible unit himself."""
    own = user.unit is not None and user.unit.pk == responsible_id  # who fixes never verifies
    if rules.verifies(user, responsible_id) and not own:
        return ""
    return "Chờ Văn phòng" if kind == Unit.Kind.CENTRE else "Chờ Trung tâm"


def available_actions(user: User, item: Item) -> Actions:
    """Buttons in the order of the table; one at most is primary. A refusal is said where the act is this person's and awaited."""
    found = Actions(_heading(user, item))
    for step in ITEM_FLOW.steps:
        if not (step.link or step.path) or not rules.ITEM_RIGHTS[step.who].party(user, item):
            continue
        try:
            rules.check_item(user, item, step.name)
        except Forbidden as error:
            if ITEM_FLOW.explains(step, item.status) and error.message not in found.reasons:
                found.reasons.append(error.message)
        else:
            (found.corrections if step.who == ItemRight.CORRECTS else found.actions).append(_action(step, item))
    if not found.actions and not found.corrections and not found.reasons:
        found.reasons.append(LOOKS_ONLY)
    return found


def label_of(step: Step, item: Item) -> str:
    """The label of an act on this item: a due date that is there is changed, not set."""
    return "Đổi hạn" if step.name == "due" and item.due_on else step.label


def _action(step: Step, item: Item) -> Action:
    """A click where the table makes the page and asks for nothing, else a link to the form."""
    page, _, query = step.link.partition("?")
    url = reverse(page or f"item_{step.name}", args=[item.number]) + (f"?{query}" if query else "")
    return Action(
        step.name, label_of(step, item), step.button or step.icon, url, post=not step.link and not step.needs, primary=step.primary
    )


def _heading(user: User, item: Item) -> str:
    if user.unit is not None and user.unit.kind == Unit.Kind.CENTRE:
        return "Việc Trung tâm có thể làm"
    return "Việc đơn vị có thể làm" if rules.does(user, item) else "Việc có thể làm"
