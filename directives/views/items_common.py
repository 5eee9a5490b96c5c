"""What every item view starts with: the item, as far as this person sees it."""

from django.shortcuts import get_object_or_404

from common.acting import is_old
from directives import rules
from directives.models import Item
from directives.workflow import ITEM_FLOW
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


def check_first(request: SignedIn, item: Item, act: str) -> None:
    """Refuse before anything is shown or read. Whoever's act it is, and sends what he began on an older version, goes on to the service:

    there he learns what the other one did and keeps what he typed, instead of a bare refusal.
    """
    if not (is_old(request, item.version) and rules.ITEM_RIGHTS[ITEM_FLOW[act].who].party(request.user, item)):
        rules.check_item(request.user, item, act)
