"""Addresses of lists whose rows are exactly the set that a number counts: the same names in both (directives.querysets)."""

from django.urls import reverse

from common.paging import with_query
from common.past import day_params


def items_url(**conditions: str | int | None) -> str:
    """The item list with these conditions; empty ones are left out. Names are those of the list's own address."""
    return with_query(reverse("item_list"), {**conditions, **day_params()})


def point_anchor(key: str) -> str:
    """The place of a point on the page of its dispatch: 'diem-1.b'."""
    return f"diem-{key}"
