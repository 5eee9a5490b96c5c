"""Named sets of accounts: by state, by group, by words. The users page counts and filters by these alone.

A person's *post* is the open membership or, for who has none any more, the last one.
"""

from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from units import doors
from units.entries import Level
from units.models import Membership, User
from units.models.unit import Unit
from units.roles import Right, Role


class State(models.TextChoices):
    """What the users page says of an account; keys of ``common.vocabulary.ACCOUNT_STATES``. Derived, never stored."""

    ACTIVE = "active", "Đang dùng"
    NEVER = "never", "Chưa đăng nhập"
    WAITING = "waiting", "Chờ xác nhận"
    LOCKED = "locked", "Có nơi bị chặn"
    CLOSED = "closed", "Ngừng dùng"


class Group(models.TextChoices):
    """Chips of the users page, in their order."""

    CENTRE = "trung-tam", "Trung tâm"
    LEADER = "lanh-dao", "Lãnh đạo"
    OFFICE = "van-phong", "Văn phòng, UBND Tỉnh"
    DISTRICT = "huyen", "UBND cấp huyện"
    COMMUNE = "xa", "UBND cấp xã"
    POST = "buu-dien", "Bưu điện"
    DEPARTMENT = "so", "Sở, cơ quan khác"
    NONE = "chua-co", "Chưa có đơn vị"


WITHOUT_MAIL = "khong-thu"
_GROUP = Case(
    When(role=Role.LEADER, then=Value(Group.LEADER)),
    When(unit__kind=Unit.Kind.CENTRE, then=Value(Group.CENTRE)),
    When(unit__kind=Unit.Kind.POST, then=Value(Group.POST)),
    When(unit__kind__in=(Unit.Kind.DEPARTMENT, Unit.Kind.OTHER), then=Value(Group.DEPARTMENT)),
    When(unit__kind=Unit.Kind.UBND, unit__area__level=Level.DISTRICT, then=Value(Group.DISTRICT)),
    When(unit__kind=Unit.Kind.UBND, unit__area__level=Level.COMMUNE, then=Value(Group.COMMUNE)),
    default=Value(Group.OFFICE),
    output_field=TextField(),
)
_PLACE = Func(
    Value(" "),
    F("unit__name"),
    F("unit__area__parent__kind"),
    F("unit__area__parent__name"),
    function="concat_ws",
    output_field=TextField(),
)


def newest_first() -> QuerySet[Membership]:
    """Memberships with the open one first: the order in which a person's posts are read."""
    return Membership.objects.order_by(F("ended_on").desc(nulls_first=True), "-started_on", "-id")


def kept_out_sources(names: list[str]) -> dict[str, list[Any]]:
    """The sources from which no password is taken at this moment, by these user names; the latest first."""
    found: dict[str, list[Any]] = {}
    for attempt in doors.kept_out().filter(username__in=names).order_by("-attempt_time", "pk"):
        found.setdefault(attempt.username or "", []).append(attempt)
    return found


def totals() -> dict[str, int]:
    """``accounts``: all of them; ``score_readers``: those that may see scores of named persons now. One query."""
    reading = Q(pk__in=Membership.objects.seeing_scores().values("user"))
    return User.objects.aggregate(accounts=Count("pk"), score_readers=Count("pk", filter=reading))


def all_accounts() -> QuerySet[Any]:
    """Every account with ``state`` and ``group``, and its posts at hand as ``posts``, in the order of the users page."""
    post = newest_first().filter(user=OuterRef("pk"))
    locked = doors.kept_out().filter(username=OuterRef("username"))
    state = Case(
        When(is_active=False, then=Value(State.CLOSED)),
        When(Exists(Membership.objects.waiting(Right.POST).filter(user=OuterRef("pk"))), then=Value(State.WAITING)),
        When(Exists(locked), then=Value(State.LOCKED)),
        When(last_login=None, then=Value(State.NEVER)),
        default=Value(State.ACTIVE),
        output_field=TextField(),
    )
    group = Coalesce(Subquery(post.annotate(group=_GROUP).values("group")[:1]), Value(Group.NONE), output_field=TextField())
    rank = Case(*(When(group=key, then=Value(place)) for place, key in enumerate(Group.values)), output_field=models.IntegerField())
    posts = Prefetch("memberships", newest_first().select_related("unit__area__parent"), to_attr="posts")
    return User.objects.annotate(state=state, group=group).order_by(rank, "username").prefetch_related(posts)


def matching(accounts: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Search without accents in user name, full name, unit and its district; every word must occur."""
    place = Subquery(newest_first().filter(user=OuterRef("pk")).annotate(place=_PLACE).values("place")[:1])
    named = Func(Value(" "), F("username"), F("full_name"), place, function="concat_ws", output_field=TextField())
    found = accounts.annotate(words=Func(named, function="f_fold", output_field=TextField()))
    for word in words.split():
        found = found.filter(words__contains=Func(Value(word), function="f_fold", output_field=TextField()))
    return found


def in_state(accounts: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Accounts in one ``State``, or those without a mail address (``WITHOUT_MAIL``)."""
    return accounts.filter(Q(email="") if state == WITHOUT_MAIL else Q(state=state))
