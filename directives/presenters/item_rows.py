"""Items as rows of a table, with who has to act on a claim in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.formats import code_nb
from directives.models.item import item_code, shown_returned
from directives.presenters.item_actions import waiting_words
from directives.presenters.links import item_url
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
    dispatch: str
    """'152/UBND-KSTTHC', where the page speaks of several: "Điểm 1.b" alone would not say of which."""


def item_row(user: User, row: Any, today: date, names: Mapping[int, str]) -> ItemRow:
    """``row`` comes from ``ItemQuerySet.as_rows``, ``names`` from the scope of the page."""
    return ItemRow(
        url=item_url(row.number),
        title=row.title,
        code=code_nb(item_code(row.number)),
        point=row.point__key,
        status=row.status,
        returned=shown_returned(row.status, row.back_reason),
        blocked=row.is_blocked,
        due_on=row.due_on,
        waiting=waiting_words(user, row.responsible_id, row.responsible__kind),
        late=row.status in OPEN and row.due_on is not None and row.due_on < today,
        accountable=row.accountable__short_name,
        dispatch=names.get(row.directive_id, ""),
    )


def item_rows(user: User, rows: Iterable[Any], today: date, names: Mapping[int, str]) -> list[ItemRow]:
    return [item_row(user, row, today, names) for row in rows]
