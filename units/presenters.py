"""What the users pages show of an account, in plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from common import clock
from common.errors import can
from common.models import AuditEvent
from common.page_parts import Chip, HistoryLine, Pager
from common.paging import CountedPaginator, pager_of, with_query
from units import accounts, doors, rules
from units.accounts import Group, State
from units.models import Membership, Unit, User

PAGE_SIZE = 25
HISTORY_LENGTH = 30


@dataclass(frozen=True)
class AccountRow:
    """An account of ``accounts.all_accounts()``, in the list and on its own page; ``blocked``: from how many places it is kept out."""

    user: Any
    blocked: int

    @property
    def _post(self) -> Membership | None:
        return self.user.posts[0] if self.user.posts else None

    @property
    def unit(self) -> str:
        return self._post.unit.qualified_name if self._post else ""

    @property
    def role(self) -> str:
        return self._post.get_role_display() if self._post else ""

    @property
    def state_note(self) -> str:
        if self.user.state == State.WAITING:
            return "Người của Trung tâm hoặc Văn phòng UBND Tỉnh xác nhận thì mới vào được"
        return f"{self.blocked} nơi nhập sai mật khẩu nhiều lần" if self.blocked else ""


@dataclass(frozen=True)
class UsersPage:
    rows: list[AccountRow]
    chips: list[Chip]
    pager: Pager


@dataclass(frozen=True)
class KeptOutPlace:
    place: str
    failures: int
    left: str


@dataclass(frozen=True)
class AccountPage:
    """One account with its posts, history and the acts that its reader may do."""

    account: AccountRow
    blocked: list[KeptOutPlace]
    history: list[HistoryLine]
    own: bool
    can_close: bool
    can_give_scores: bool

    @property
    def can_reset(self) -> bool:
        return self.account.user.is_active and not self.own

    @property
    def open_post(self) -> Membership | None:
        """Where the person works today; it bears what was asked and given of scores."""
        posts = self.account.user.posts
        return posts[0] if posts and posts[0].ended_on is None else None


@dataclass(frozen=True)
class KeptOutPage:
    """Why no password is taken, and for how long, by the machine's clock as the lock itself (``PORTAL_TODAY`` does not move it)."""

    refusal: doors.Refusal
    username: str
    wait: str

    @property
    def browser(self) -> str:
        return "signed_in" if self.refusal.browser == doors.SIGNED_IN else "known" if self.refusal.browser else "strange"

    @property
    def failure_limit(self) -> int:
        limit: int = settings.AXES_FAILURE_LIMIT
        return limit


def users_page(params: QueryDict, conditions: dict[str, str]) -> UsersPage:
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
    return UsersPage(
        rows=[AccountRow(user, len(blocked.get(user.username, []))) for user in page],
        chips=list(_chips(conditions, counts)),
        pager=pager_of(page, reverse("user_list"), "tài khoản", conditions),
    )


def unit_choices() -> QuerySet[Unit]:
    """Units in force, for the datalist; one that is no longer can still be given by its code."""
    return Unit.objects.active_on(clock.today()).with_area()


def account_page(user: Any, reader: User) -> AccountPage:
    """A reason stands where an act is asked for and refused."""
    blocked = accounts.kept_out_sources([user.username]).get(user.username, [])
    return AccountPage(
        account=AccountRow(user, len(blocked)),
        blocked=[_source(attempt) for attempt in blocked],
        history=_history(user),
        own=user.pk == reader.pk,
        can_close=user.is_active and can(rules.check_can_close_user, reader, user),
        can_give_scores=can(rules.check_can_give_scores, reader, user),
    )


def duration_words(seconds: int) -> str:
    """'12 giờ', '11 giờ 59 phút', '4 phút', '30 giây'; never less than what is left."""
    if seconds < 60:
        return f"{seconds} giây"
    hours, minutes = divmod(-(-seconds // 60), 60)
    return " ".join(part for part in (f"{hours} giờ" if hours else "", f"{minutes} phút" if minutes else "") if part)


def _source(attempt: Any) -> KeptOutPlace:
    """One place that is kept out of an account, for the account's page."""
    place = f"địa chỉ mạng {attempt.ip_address or 'không rõ'}"
    if attempt.user_agent == doors.SIGNED_IN:
        place = f"trang Đổi mật khẩu, khi đã đăng nhập ({place})"
    elif attempt.user_agent:
        place = f"một trình duyệt đã từng đăng nhập ({place})"
    left = attempt.attempt_time + doors.pause() - timezone.now()
    return KeptOutPlace(place, attempt.failures_since_start, duration_words(max(1, ceil(left.total_seconds()))))


def _history(user: User) -> list[HistoryLine]:
    """The latest acts on this account, newest first, for the timeline."""
    events = AuditEvent.objects.filter(subject_kind="user", subject_id=user.pk)[:HISTORY_LENGTH]
    return [HistoryLine(event.actor_name, event.text, event.at) for event in events]


def _chips(conditions: dict[str, str], counts: dict[str, int]) -> Iterable[Chip]:
    current = conditions.get("nhom", "")
    yield Chip("Tất cả", _url(conditions, nhom=""), not current, sum(counts.values()))
    for key, label in Group.choices:
        if counts.get(key) or key == current:
            yield Chip(label, _url(conditions, nhom=key), key == current, counts.get(key, 0))


def _url(conditions: dict[str, str], **changes: str) -> str:
    return with_query(reverse("user_list"), {**conditions, **changes})
