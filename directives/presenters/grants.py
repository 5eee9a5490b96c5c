"""What the page of those who confirm shows, in plain values."""

from typing import Any

from common.errors import Forbidden
from units import rules
from units.models import Membership, User
from units.roles import Right
from units.rules import Hands


def grants_page(reader: User) -> dict[str, Any]:
    """What waits, each with the reason why this reader can't confirm it, and who may see scores."""
    related = ("user", "unit__area__parent", "scores_asked_by", "scores_given_by", "post_asked_by")
    posts = Membership.objects.select_related(*related)
    hands = Hands()
    waiting = [_waiting(reader, post, right, hands) for right in Right for post in posts.waiting(right).order_by(f"{right}_asked_at", "pk")]
    return {"waiting": waiting, "holding": list(posts.seeing_scores().order_by("unit__sort_key", "user__username"))}


def _waiting(reader: User, post: Membership, right: Right, hands: Hands) -> dict[str, Any]:
    asked = {"asked_at": getattr(post, f"{right}_asked_at"), "asked_by": getattr(post, f"{right}_asked_by")}
    try:
        rules.check_can_confirm(reader, post, right, hands=hands)
    except Forbidden as refusal:
        return {"post": post, "right": right, **asked, "refusal": refusal.message}
    return {"post": post, "right": right, **asked, "refusal": ""}
