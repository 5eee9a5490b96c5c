"""What the page of those who confirm shows, in plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from common.errors import Forbidden
from units import rules
from units.models import Membership, User
from units.roles import Right
from units.rules import Hands


@dataclass(frozen=True)
class Asked:
    """A right that was asked for with a post; ``refusal`` is why this reader can't confirm it."""

    post: Membership
    right: Right
    refusal: str

    @property
    def asked_at(self) -> datetime | None:
        at: datetime | None = getattr(self.post, f"{self.right}_asked_at")
        return at

    @property
    def asked_by(self) -> User | None:
        by: User | None = getattr(self.post, f"{self.right}_asked_by")
        return by

    @property
    def url(self) -> str:
        """Where it is confirmed or refused."""
        return reverse("post_grant" if self.right == Right.POST else "score_grant", args=[self.post.user_id])


@dataclass(frozen=True)
class GrantsPage:
    """What waits, and who may see scores."""

    waiting: Sequence[Asked]
    holding: Sequence[Membership]


def grants_page(reader: User) -> GrantsPage:
    related = ("user", "unit__area__parent", "scores_asked_by", "scores_given_by", "post_asked_by")
    posts, hands = Membership.objects.select_related(*related), Hands()
    waiting = [
        Asked(post, right, _refusal(reader, post, right, hands))
        for right in Right
        for post in posts.waiting(right).order_by(f"{right}_asked_at", "pk")
    ]
    return GrantsPage(waiting, list(posts.seeing_scores().order_by("unit__sort_key", "user__username")))


def _refusal(reader: User, post: Membership, right: Right, hands: Hands) -> str:
    try:
        rules.check_can_confirm(reader, post, right, hands=hands)
    except Forbidden as refusal:
        return refusal.message
    return ""
