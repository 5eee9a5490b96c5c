"""What the forms of an item say around their fields: heading, result, and what happened when somebody else was faster."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from common import clock
from common.formats import code_nb
from directives import rules
from directives.models import Item
from directives.presenters.item_actions import verifier_of, waiting_words
from directives.presenters.items import due_explanation, item_crumbs, no_due_words, update_summary
from directives.workflow import ItemStatus
from units.models import User


def form_page(user: User, item: Item, heading: str) -> dict[str, Any]:
    """The context that every form of an item shares."""
    return {
        "item": item,
        "heading": heading,
        "today": clock.today(),
        "crumbs": item_crumbs(user, item, heading),
        "item_url": reverse("item_detail", args=[item.number]),
        "difficulty_url": reverse("item_difficulty", args=[item.number]) if rules.can(rules.check_item, user, item, "difficulty") else "",
        "due_words": due_explanation(item),
        "no_due": no_due_words(item),
        "waiting": waiting_words(user, item),
    }


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
