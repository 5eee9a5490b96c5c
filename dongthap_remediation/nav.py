"""The main navigation and what every page says about the portal itself. The only place that knows which pages a role has in its menu.

A menu is no permission: each view checks for itself. What a role can't use is left out, never greyed out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from common import clock, past
from common.keyset import capped_counts
from directives.models import Difficulty
from directives.rules import sees_scores
from dongthap_remediation.demo.accounts import SHOWN_ACCOUNTS
from notifications.models import OutboundMessage
from reports.models import Report
from reports.rules import writes_reports
from units.models import Unit, User
from units.roles import Role

Waiting = Callable[[User], "QuerySet[Any]"]
BELL = "inbox"


class Counts:
    """How much waits for this person behind each entry: one query for the whole menu, asked when a page draws it."""

    def __init__(self, user: User, sets: Mapping[str, Waiting]) -> None:
        self._user, self._sets = user, sets

    @cached_property
    def by_name(self) -> dict[str, int]:
        return capped_counts({name: waiting(self._user) for name, waiting in self._sets.items()})


@dataclass(frozen=True)
class NavItem:
    """One entry as drawn: ``current`` is "page" on the page itself, "true" on a page below it, else ""."""

    label: str
    url: str
    current: str
    name: str
    counts: Counts

    @property
    def count(self) -> int:
        """What waits behind it; 0 is not drawn."""
        return self.counts.by_name.get(self.name, 0)


@dataclass(frozen=True)
class _Entry:
    url_name: str
    label: str
    roles: frozenset[str]
    waiting: Waiting | None = None
    only_if: Callable[[User], bool] | None = None


def _entry(
    url_name: str, label: str, *roles: Role, waiting: Waiting | None = None, only_if: Callable[[User], bool] | None = None
) -> _Entry:
    """``only_if`` asks the person behind the role, without a query of its own."""
    return _Entry(url_name, label, frozenset(role.value for role in roles), waiting, only_if)


_ALL_BUT_READER = tuple(role for role in Role if role is not Role.READER)
_WATCHERS = (Role.CENTRE, Role.LEADER, Role.VERIFIER, Role.ADMIN)

ENTRIES = (
    _entry("leader", "Tóm tắt", Role.LEADER),
    _entry("overview", "Tổng quan", *_WATCHERS),
    _entry("my_work", "Việc của đơn vị tôi", Role.OFFICER),
    _entry("my_work", "Việc của tôi", Role.CENTRE, Role.VERIFIER),
    _entry("item_list", "Nội dung khắc phục", *_ALL_BUT_READER),
    _entry("report_list", "Báo cáo quý", Role.OFFICER, only_if=writes_reports),
    _entry("review_queue", "Duyệt báo cáo", Role.CENTRE, waiting=Report.objects.reviewable_by),
    _entry("difficulty_list", "Vướng mắc", Role.CENTRE, waiting=Difficulty.objects.answerable_by),
    _entry("reminder_plan", "Nhắc việc", Role.CENTRE),
    _entry("import_upload", "Nhập kết quả kiểm tra", Role.CENTRE, Role.ADMIN),
    _entry("score_list", "Bảng điểm", Role.OFFICER, only_if=sees_scores),  # the Centre finds it beside the import
    _entry("directive_list", "Văn bản chỉ đạo", *Role),
    _entry("unit_list", "Đơn vị", *_WATCHERS),
    _entry("my_unit", "Đơn vị tôi", Role.OFFICER),
    _entry("user_list", "Quản trị người dùng", Role.ADMIN),
    _entry("settings", "Cài đặt", Role.ADMIN),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Anonymous visitors and people without a post get no menu; the bell is for everybody with an account."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    role = user.role if signed_in else ""  # type: ignore[union-attr]
    shown = [entry for entry in ENTRIES if role in entry.roles and (entry.only_if is None or entry.only_if(user))]  # type: ignore[arg-type]
    entries = [(entry.label, entry.url_name, reverse(entry.url_name)) for entry in shown]
    waiting: dict[str, Waiting] = {entry.url_name: entry.waiting for entry in shown if entry.waiting}
    counted = {} if past.shown_day() else {**waiting, BELL: OutboundMessage.objects.unread_by}  # a past day has no work that waits
    counts = Counts(user, counted)  # type: ignore[arg-type]
    inbox = reverse(BELL)
    current = _current_url(request.path, [url for _, _, url in entries])
    return {
        "nav_items": [NavItem(label, url, _mark(url, current, request.path), name, counts) for label, name, url in entries],
        "bell": NavItem("Thông báo", inbox, _mark(inbox, _current_url(request.path, [inbox]), request.path), BELL, counts)
        if signed_in
        else None,
        "home_label": f"Về {entries[0][0][0].lower()}{entries[0][0][1:]}" if entries else "Về trang đầu",
        "search_url": next((url for _, name, url in entries if name == "item_list"), ""),
        "portal_now": clock.now(),
        "demo": settings.DEMO,
        "demo_day": settings.PORTAL_TODAY,
        "demo_accounts": demo_accounts,  # called by the log-in page alone
    }


def demo_accounts() -> list[dict[str, str]]:
    """The accounts that a visitor of the demo may try, for the log-in page; none outside the demo."""
    if not settings.DEMO:
        return []
    units = {unit.code: unit.qualified_name for unit in Unit.objects.with_area().filter(code__in=[one.unit for one in SHOWN_ACCOUNTS])}
    return [
        {"username": one.username, "password": one.password, "unit": units.get(one.unit, one.about), "role": one.role.label}
        for one in SHOWN_ACCOUNTS
    ]


def _current_url(path: str, urls: Iterable[str]) -> str:
    """The entry that ``path`` is or lies below: the longest one, since entries may lie below each other. The root is only itself."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))), key=len, default="")


def _mark(url: str, current: str, path: str) -> str:
    if url != current:
        return ""
    return "page" if url == path else "true"
