"""What every item view starts with: the item, as far as this person sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.shortcuts import get_object_or_404

from directives.models import Item
from units.models import User
from units.requests import SignedIn


def seen_item(request: SignedIn, number: int) -> Item:
    """The item with all that its pages show, or 404: seen from outside it does not exist."""
    items = (
        Item.objects.visible_to(request.user)
        .with_flags()
        .select_related(
            "directive",
            "point",
            "group",
            "finding__inspection",
            "responsible__area__parent",
            "accountable__area__parent",
            "site__area__parent",
        )
        .prefetch_related("coordinating")
    )
    return get_object_or_404(items, number=number)


def check_first(request: SignedIn, item: Item, check: Callable[[User, Item], None], *, party: bool) -> None:
    """Refuse before anything is shown or read. A ``party`` of the item that sends what it began on an older version goes on to the service:

    there it learns what the other one did and keeps what it typed, instead of a bare refusal.
    """
    sent = request.POST.get("version", "")
    if party and sent.isdecimal() and sent != str(item.version):
        return
    check(request.user, item)


def with_version(data: Mapping[str, Any], item: Item) -> dict[str, Any]:
    """What was typed, now upon the version that the person is shown: sent once more, it is meant."""
    return {**{name: data[name] for name in data}, "version": str(item.version)}
