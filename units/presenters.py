"""What the users pages show of an account, in plain values."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from common import clock
from common.models import AuditEvent
from common.paging import CountedPaginator, pager_of, with_query
from units import accounts, doors, rules
from units.accounts import Group
from units.models import Membership, Unit, User

PAGE_SIZE = 25
HISTORY_LENGTH = 30


def users_page(params: QueryDict, conditions: dict[str, str]) -> dict[str, Any]:
    """One page of the accounts that fit ``conditions`` (q, nhom, tinh_trang); chips count with the other conditions on."""
    found = accounts.matching(accounts.all_accounts(), conditions.get("q", ""))
    if state := conditions.get("tinh_trang"):
        found = accounts.in_state(found, state)
    counts = dict(found.order_by().values_list("group").annotate(Count("pk")))
    group = conditions.get("nhom", "")
    shown = found.filter(group=group) if group else found
    page: Page[Any] = CountedPaginator(shown, PAGE_SIZE, counts.get(group, 0) if group else sum(counts.values())).get_page(
        params.get("trang")
    )
    blocked = accounts.kept_out_sources([user.username for user in page])
    return {
        "rows": [account_row(user, len(blocked.get(user.username, []))) for user in page],
        "chips": list(_chips(conditions, counts)),
        "pager": pager_of(page, reverse("user_list"), "tài khoản", conditions),
    }


def unit_choices() -> QuerySet[Unit]:
    """Units in force, for the datalist; one that is no longer can still be given by its code."""
    return Unit.objects.active_on(clock.today()).with_area()


def account_row(user: Any, blocked: int = 0) -> dict[str, Any]:
    """An account of ``accounts.all_accounts()`` for the list and the head of its own page."""
    post: Membership | None = user.posts[0] if user.posts else None
    return {
        "user": user,
        "unit": post.unit.qualified_name if post else "",
        "role": post.get_role_display() if post else "",
        "state": user.state,
        "state_note": f"{blocked} nơi nhập sai mật khẩu nhiều lần" if blocked else "",
        "url": reverse("user_edit", args=[user.pk]),
    }


def account_page(user: Any, reader: User) -> dict[str, Any]:
    """One account with its posts, history and the acts that ``reader`` may do; a reason stands where an act is asked for and refused."""
    blocked = accounts.kept_out_sources([user.username]).get(user.username, [])
    own = user.pk == reader.pk
    open_post = user.posts[0] if user.posts and user.posts[0].ended_on is None else None
    return {
        "account": account_row(user, len(blocked)),
        "posts": user.posts,
        "history": _history(user),
        "own": own,
        "can_reset": user.is_active and not own,
        "blocked": [_source(attempt) for attempt in blocked],
        "can_reopen": not user.is_active,
        "can_close": user.is_active and rules.can_close_user(reader, user),
        "scores_since": open_post.scores_given_at if open_post else None,
        "scores_asked": open_post.scores_asked_at if open_post else None,
        "can_give_scores": rules.can_give_scores(reader, user),
    }


def kept_out_page(refusal: doors.Refusal, name: str, seconds: int) -> dict[str, Any]:
    """Why no password is taken, and for how long, by the machine's clock as the lock itself (``PORTAL_TODAY`` does not move it)."""
    return {
        "because_of": refusal.because_of,
        "browser": "signed_in" if refusal.browser == doors.SIGNED_IN else "known" if refusal.browser else "strange",
        "username": name,
        "failure_limit": settings.AXES_FAILURE_LIMIT,
        "wait": duration_words(seconds),
        "until": refusal.until,
    }


def duration_words(seconds: int) -> str:
    """'12 giờ', '11 giờ 59 phút', '4 phút', '30 giây'; never less than what is left."""
    if seconds < 60:
        return f"{seconds} giây"
    hours, minutes = divmod(-(-seconds // 60), 60)
    return " ".join(part for part in (f"{hours} giờ" if hours else "", f"{minutes} phút" if minutes else "") if part)


def _source(attempt: Any) -> dict[str, Any]:
    """One place that is kept out of an account, for the account's page."""
    place = f"địa chỉ mạng {attempt.ip_address or 'không rõ'}"
    if attempt.user_agent == doors.SIGNED_IN:
        place = f"trang Đổi mật khẩu, khi đã đăng nhập ({place})"
    elif attempt.user_agent:
        place = f"một trình duyệt đã từng đăng nhập ({place})"
    left = attempt.attempt_time + doors.pause() - timezone.now()
    return {"place": place, "failures": attempt.failures_since_start, "left": duration_words(max(1, ceil(left.total_seconds())))}


def _history(user: User) -> list[dict[str, Any]]:
    """The latest acts on this account, newest first, for the timeline."""
    events = AuditEvent.objects.filter(subject_kind="user", subject_id=user.pk)[:HISTORY_LENGTH]
    return [{"who": event.actor_name, "what": event.text, "at": event.at} for event in events]


def _chips(conditions: dict[str, str], counts: dict[str, int]) -> Iterable[dict[str, Any]]:
    current = conditions.get("nhom", "")
    yield {"label": "Tất cả", "url": _url(conditions, nhom=""), "count": sum(counts.values()), "current": not current}
    for key, label in Group.choices:
        if counts.get(key) or key == current:
            yield {"label": label, "url": _url(conditions, nhom=key), "count": counts.get(key, 0), "current": key == current}


def _url(conditions: dict[str, str], **changes: str) -> str:
    return with_query(reverse("user_list"), {**conditions, **changes})
