"""Items as rows of a table, with who has to act on a claim in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from common.formats import code_nb
from directives.models import Item
from directives.presenters.item_actions import waiting_words
from directives.workflow import OPEN
from units.models import User


@dataclass(frozen=True)
class ItemRow:
    """One item, ready to be drawn; ``waiting`` is empty where the reader himself confirms."""

    url: str
    title: str
    code: str
    point: str
    status: str
    returned: bool
    blocked: bool
    due_on: date | None
    waiting: str
    late: bool
    accountable: str


def item_row(user: User, item: Item, today: date) -> ItemRow:
    """Items come ``as_rows``."""
    return ItemRow(
        url=reverse("item_detail", args=[item.number]),
        title=item.title,
        code=code_nb(item.code),
        point=item.point.key,
        status=item.status,
        returned=item.is_returned,
        blocked=item.is_blocked,  # type: ignore[attr-defined]
        due_on=item.due_on,
        waiting=waiting_words(user, item),
        late=item.status in OPEN and item.due_on is not None and item.due_on < today,
        accountable=item.accountable.short_name,
    )


def item_rows(user: User, items: Iterable[Item], today: date) -> list[ItemRow]:
    return [item_row(user, item, today) for item in items]
