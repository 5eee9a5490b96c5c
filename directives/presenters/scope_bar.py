"""The head of a page that speaks of several dispatches: what it shows, what else there is, and what waits outside of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common import past
from common.formats import vn_num
from common.keyset import capped_counts
from common.quarters import Quarter
from directives.models import Difficulty, Item
from directives.scope import ALL, DISPATCH, PERIOD, Scope
from directives.workflow import ENDED
from units.models import User


@dataclass(frozen=True)
class ScopeOption:
    """``value`` is what the form sends: 'van_ban=3', 'quy=2021-Q1'."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True)
class ScopeBar:
    """``outside`` says what is late or waits beyond the page, "" where nothing does; ``ended`` why a dispatch is not followed any more.

    ``day`` is the past day that the page shows; ``picks_day`` whether the reader is offered another.
    """

    options: Sequence[ScopeOption]
    outside: str
    ended: str
    day: date | None
    picks_day: bool


def scope_bar(user: User, scope: Scope) -> ScopeBar | None:
    """None where there is nothing to choose from."""
    day = past.shown_day()
    if len(scope.followed) < 2 and scope.is_whole:
        return ScopeBar((), "", ended="", day=day, picks_day=scope.sees_all) if day or scope.sees_all else None
    ended = scope.chosen.get_status_display().lower() if scope.chosen and scope.chosen.status in ENDED else ""
    options = [ScopeOption(f"{DISPATCH}={ALL}", f"Tất cả văn bản đang theo dõi ({vn_num(len(scope.followed))})", scope.is_whole)]
    options += [
        ScopeOption(f"{PERIOD}={code}", f"Văn bản có báo cáo {Quarter.parse(code).label}", code == scope.period) for code in scope.periods
    ]
    shown = [scope.chosen] if ended and scope.chosen else []
    options += [
        ScopeOption(f"{DISPATCH}={each.pk}", f"Văn bản {each.reference}", scope.chosen == each) for each in [*scope.followed, *shown]
    ]
    return ScopeBar(options, "" if scope.is_whole else _outside(user, scope), ended, day, scope.sees_all)


def _outside(user: User, scope: Scope) -> str:
    """One query."""
    items = Item.objects.visible_to(user).followed().exclude(directive__in=scope.ids)
    stuck = Difficulty.objects.visible_to(user).waiting().filter(item__isnull=False).exclude(item__directive__in=scope.ids)
    counts = capped_counts({"late": items.overdue(), "claimed": items.claimed(), "stuck": stuck})
    words = {"late": "nội dung quá hạn", "claimed": "nội dung chờ xác nhận", "stuck": "vướng mắc chờ trả lời"}
    return ", ".join(f"{vn_num(count)} {words[name]}" for name, count in counts.items() if count)
