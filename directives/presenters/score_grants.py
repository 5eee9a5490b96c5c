"""What the page on the right to see scores shows, in plain values."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from common.errors import Forbidden
from directives.services import scores_granting
from units import rules
from units.models import Membership, User


def grants_page(reader: User) -> dict[str, Any]:
    """What waits, each with the reason why this reader can't confirm it, and who holds the right."""
    related = ("user", "unit__area__parent", "scores_asked_by", "scores_given_by")
    waiting = scores_granting.waiting().select_related(*related).order_by("scores_asked_at", "pk")
    holding = scores_granting.holders().select_related(*related).order_by("unit__sort_key", "user__username")
    in_hand = cache(rules.in_the_hand_of)
    return {"waiting": [{"post": post, "refusal": _refusal(reader, post, in_hand)} for post in waiting], "holding": list(holding)}


def _refusal(reader: User, post: Membership, in_hand: Callable[[int], set[int]]) -> str:
    person = post.user
    person.__dict__["membership"] = post  # read with the row
    try:
        rules.check_can_confirm_scores(reader, person, in_hand=in_hand)
    except Forbidden as refusal:
        return refusal.message
    return ""
