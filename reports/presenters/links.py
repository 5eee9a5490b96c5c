"""Addresses of lists whose rows are exactly the set that a number counts: the same names in both (directives.querysets)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode


def items_url(**conditions: str | int | None) -> str:
    """The item list with these conditions; empty ones are left out. Names are those of the list's own address."""
    chosen = {name: value for name, value in conditions.items() if value is not None and value != ""}
    address = reverse("item_list")
    return f"{address}?{urlencode(chosen)}" if chosen else address


def unit_url(code: str) -> str:
    return reverse("unit_detail", args=[code])


def point_anchor(key: str) -> str:
    """The place of a point on the page of its dispatch: 'diem-1.b'."""
    return f"diem-{key}"
