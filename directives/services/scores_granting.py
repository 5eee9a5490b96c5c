"""Who may see scores of named persons: asked for by an administrator, confirmed by a second person, told to all who hold the right.

The rights themselves are ``units.services``'; this is what else happens, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from notifications import notices
from notifications.notices import Notice
from units import services
from units.models import Membership, Unit, User


@transaction.atomic
def ask(*, user_id: int, by: User) -> User:
    """``units.services.ask_scores``; the Centre and Văn phòng, who can confirm, are told."""
    user = services.ask_scores(user_id=user_id, by=by)
    confirmers = Unit.objects.filter(kind__in=(Unit.Kind.CENTRE, Unit.Kind.OFFICE), memberships__ended_on=None).distinct()
    _tell(user, confirmers.values_list("pk", flat=True), "asked", f"Đề nghị cho tài khoản {user.username} xem bảng điểm, chờ xác nhận", by)
    return user


@transaction.atomic
def confirm(*, user_id: int, by: User | None) -> User:
    """``units.services.confirm_scores``; all units in which somebody holds the right are told, the new one's own too."""
    user = services.confirm_scores(user_id=user_id, by=by)
    post = f"{user.username} ({user.unit.qualified_name})" if user.unit else user.username
    _tell(user, holders().values_list("unit_id", flat=True), "given", f"Tài khoản {post} từ nay được xem bảng điểm", by)
    return user


def holders() -> QuerySet[Membership]:
    """The open posts whose accounts may see scores."""
    return Membership.objects.filter(ended_on=None, user__is_active=True, scores_given_at__isnull=False)


def waiting() -> QuerySet[Membership]:
    """The open posts for which the right is asked."""
    return Membership.objects.filter(ended_on=None, user__is_active=True, scores_given_at=None, scores_asked_at__isnull=False)


def _tell(user: User, unit_ids: Iterable[int], step: str, title: str, by: User | None) -> None:
    """On the portal alone: who may see personal data is nothing for a letter."""
    last = Membership.objects.filter(user=user, ended_on=None).values_list("pk", "scores_asked_at", "scores_given_at").get()
    topic = f"scores:{step}:{':'.join(str(part) for part in last)}"
    notice = Notice(title, reverse("score_grants"), headline="Quyền xem bảng điểm")
    notices.show(topic=topic, unit_ids=unit_ids, by=by, notice=notice)
