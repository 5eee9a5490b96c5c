"""Items as rows of a table, with who has to act on a claim in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from directives.models import Item
from directives.presenters.item_actions import waiting_words
from units.models import User


@dataclass(frozen=True)
class ItemRow:
    """One item; ``waiting`` is empty where the reader himself confirms. Items come with ``responsible`` loaded."""

    item: Item
    waiting: str


def item_rows(user: User, items: Iterable[Item]) -> list[ItemRow]:
    return [ItemRow(item, waiting_words(user, item)) for item in items]
