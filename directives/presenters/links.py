"""Addresses of an item and of lists whose rows are exactly the set that a number counts: the same names in both (directives.querysets)."""

from functools import cache

from django.urls import reverse

from common.paging import with_query
from common.past import day_params


def items_url(**conditions: str | int | None) -> str:
    """The item list with these conditions; empty ones are left out. Names are those of the list's own address."""
    return with_query(_fixed("item_list"), {**conditions, **day_params()})


def item_url(number: int) -> str:
    """The page of an item. A list has fifty of them: the address is asked for once and filled in."""
    return _fixed("item_detail", 0).replace("/0/", f"/{number}/")


@cache
def _fixed(name: str, *args: int) -> str:
    return reverse(name, args=args)


def point_anchor(key: str) -> str:
    """The place of a point on the page of its dispatch: 'diem-1.b'."""
    return f"diem-{key}"
