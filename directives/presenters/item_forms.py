"""What the forms of an item say around their fields: heading, result, and what happened when somebody else was faster."""

from dataclasses import dataclass

from common import clock
from common.formats import code_nb
from directives import rules
from directives.models import Item
from directives.presenters.item_actions import verifier_of, waiting_words
from directives.presenters.items import ItemHead, item_crumbs, update_summary
from directives.workflow import ItemStatus
from units.models import User


@dataclass(frozen=True)
class ItemFormPage(ItemHead):
    """What every form of an item shares; ``may_raise``: a difficulty may be raised on it."""

    heading: str
    may_raise: bool


def form_page(user: User, item: Item, heading: str) -> ItemFormPage:
    return ItemFormPage(
        item=item,
        today=clock.today(),
        crumbs=item_crumbs(user, item, heading),
        waiting=waiting_words(user, item.responsible_id, item.responsible.kind),
        heading=heading,
        may_raise=rules.can(rules.check_item, user, item, "difficulty"),
    )


def update_conflict(message: str, item: Item) -> str:
    """What the other one did and what the item holds now. ``item`` is as read after the other's act."""
    return f"{message} Hiện nay nội dung ghi: {update_summary(item)}"


def saved_words(item: Item, *, claimed: bool, files: int) -> str:
    """The result of an update, for the message."""
    more = f", kèm {files} tệp" if files else ""
    if claimed:
        return f"Đã báo xong {code_nb(item.code)}{more}. {verifier_of(item)} sẽ xem và xác nhận."
    state = ItemStatus(item.status).label
    return f"Đã lưu cập nhật {code_nb(item.code)}: {state[:1].lower()}{state[1:]}, {item.percent}%{more}."
