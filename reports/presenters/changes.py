"""What changed between the end of a past day and now, for a briefing: the same sets counted on both days, and what came into each.

Both sides are read by the same function, once inside ``past.as_of``: a number here is the number that the pages of that day show.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from common import clock
from common.past import as_of, changed_since
from common.quarters import Quarter
from common.vocabulary import State
from directives.models import Difficulty, Directive, Item, Obligation
from directives.presenters.difficulties import DIFFICULTY_STATES
from directives.presenters.item_rows import ItemRow, item_rows
from directives.presenters.links import items_url
from directives.querysets import ItemQuerySet
from directives.scope import Scope, read_scope
from directives.workflow import DirectiveStatus
from reports import dashboard
from reports.dashboard import Figures
from reports.owed import OwedReport, owed_reports, report_figures, rounds_of
from reports.presenters.links import report_url, unit_url
from reports.presenters.report_state import REPORT_STATES
from units.models import Unit, User

ROWS = 30
"""Items named in one list; the others are a number."""
SETS: Mapping[str, tuple[str, Callable[[ItemQuerySet, date], ItemQuerySet]]] = {
    "overdue": ("Mới quá hạn", lambda items, on: items.overdue(on)),
    "blocked": ("Mới có vướng mắc", lambda items, _: items.blocked()),
    "returned": ("Bị trả lại, mở lại", lambda items, _: items.returned()),
    "claimed": ("Mới báo xong, chờ xác nhận", lambda items, _: items.claimed()),
    "verified": ("Mới hoàn thành", lambda items, _: items.verified()),
    "all": ("Mới giao", lambda items, _: items),
}


@dataclass(frozen=True)
class Count:
    """One number on both days, each with its list."""

    label: str
    then: int
    then_url: str
    now: int
    now_url: str

    @property
    def more(self) -> int:
        return self.now - self.then


@dataclass(frozen=True)
class ItemList:
    """Items that came into a set, or left all of them; ``others`` are not named."""

    title: str
    rows: Sequence[ItemRow]
    total: int

    @property
    def others(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Turn:
    """A thing that went from one state to another; ``then`` is None where it was not there."""

    label: str
    url: str
    about: str
    then: State | None
    now: State


@dataclass(frozen=True)
class ChangesPage:
    scope: Scope
    since: date
    today: date
    counts: Sequence[Count]
    lists: Sequence[ItemList]
    reports: Sequence[Turn]
    difficulties: Sequence[Turn]
    dispatches: Sequence[Turn]

    @property
    def is_empty(self) -> bool:
        return not (self.lists or self.reports or self.difficulties or self.dispatches)


@dataclass(frozen=True)
class _Moment:
    """What is read on one day. ``members`` are the ids of each set among the items that may have changed."""

    scope: Scope
    items: ItemQuerySet
    on: date
    figures: Figures
    blocked: int
    handed_in: int
    members: Mapping[str, set[int]]
    owed: Mapping[tuple[int, int, str], OwedReport]
    difficulties: Mapping[int, Difficulty]
    dispatches: Mapping[int, Directive]
    urls: Mapping[str, str]


def changes_page(user: User, params: Mapping[str, Any], since: date) -> ChangesPage:
    """``params``: the scope of an address; ``since`` is a day before today. The number of queries does not depend on the number of rows."""
    now_scope = read_scope(user, params)
    touched = _touched(since)
    now = _moment(user, now_scope, touched)
    with as_of(since):
        then = _moment(user, _scope_then(user, params), touched)
        gone = then.members["all"] - now.members["all"]
        lost = _list("Không còn theo dõi", user, then.scope, gone, then.on)
    lists = [_list(title, user, now_scope, now.members[name] - then.members[name], now.on) for name, (title, _) in SETS.items()]
    return ChangesPage(
        now_scope,
        since,
        now.on,
        [*_counts(then, now)],
        [each for each in (*lists, lost) if each.total],
        _reports(then, now),
        _difficulties(then, now),
        _dispatches(then, now),
    )


def _touched(since: date) -> list[int]:
    """Ids of items that may stand in another set now: they, their difficulties or their dispatch changed, or their due date went by."""
    stuck = Difficulty.objects.filter(pk__in=changed_since(Difficulty, since)).values("item")
    near = Q(directive__in=changed_since(Directive, since)) | Q(due_on__gte=since - timedelta(days=1), due_on__lt=clock.today())
    live = Item.objects.filter(near | Q(pk__in=stuck)).values_list("pk", flat=True)
    return [*{*changed_since(Item, since).values_list("row_id", flat=True), *live}]


def _scope_then(user: User, params: Mapping[str, Any]) -> Scope:
    """Nothing where what the address names was not there yet."""
    try:
        return read_scope(user, params)
    except Http404:
        return Scope([], sees_all=True)


def _moment(user: User, scope: Scope, touched: list[int]) -> _Moment:
    on, items = clock.today(), scope.items(Item.objects.visible_to(user))
    near = items.filter(pk__in=touched)
    owed = owed_reports(scope.reports(Obligation.objects.visible_to(user)))
    shown = [report for each in rounds_of(owed) for report in each.owed]
    stuck = Difficulty.objects.visible_to(user).filter(Q(item=None) | Q(item__directive__in=scope.ids)).select_related("unit")
    return _Moment(
        scope,
        items,
        on,
        dashboard.item_figures(items, on),
        dashboard.open_difficulties(items),
        report_figures(shown, on).handed_in,
        {name: set(found(near, on).values_list("pk", flat=True)) for name, (_, found) in SETS.items()},
        {(each.directive_id, each.unit_id, each.period): each for each in owed},
        {each.pk: each for each in stuck},
        {each.pk: each for each in scope.directives},
        {
            "all": items_url(**scope.params),
            "verified": items_url(**scope.params, tinh_trang="verified"),
            "claimed": items_url(**scope.params, tinh_trang="claimed"),
            "overdue": items_url(**scope.params, han="overdue"),
            "blocked": items_url(**scope.params, tinh_trang="blocked"),
        },
    )


def _counts(then: _Moment, now: _Moment) -> list[Count]:
    rows = [
        ("Nội dung khắc phục", "all", then.figures.total, now.figures.total),
        ("Hoàn thành", "verified", then.figures.verified, now.figures.verified),
        ("Chờ xác nhận", "claimed", then.figures.claimed, now.figures.claimed),
        ("Quá hạn", "overdue", then.figures.overdue, now.figures.overdue),
        ("Vướng mắc", "blocked", then.blocked, now.blocked),
    ]
    counts = [Count(label, before, then.urls[name], after, now.urls[name]) for label, name, before, after in rows]
    if now.owed or then.owed:
        counts.append(Count("Báo cáo đã nộp", then.handed_in, "", now.handed_in, ""))
    return counts


def _list(title: str, user: User, scope: Scope, ids: set[int], on: date) -> ItemList:
    found = Item.objects.filter(pk__in=ids)
    rows = found.as_rows().by_id(found.most_urgent(ROWS, on))[0] if ids else []
    return ItemList(title, item_rows(user, rows, on, scope.names), len(ids))


def _reports(then: _Moment, now: _Moment) -> list[Turn]:
    moved = [(key, each) for key, each in now.owed.items() if key not in then.owed or then.owed[key].state != each.state]
    units = Unit.objects.in_bulk([each.unit_id for _, each in moved])
    return [
        Turn(
            units[each.unit_id].short_name,
            report_url(each.report_id, reviewing=False) if each.is_handed_in and each.report_id else unit_url(each.unit_code),
            f"báo cáo {Quarter.parse(each.period).label}",
            REPORT_STATES[then.owed[key].state] if key in then.owed else None,
            REPORT_STATES[each.state],
        )
        for key, each in sorted(moved, key=lambda pair: units[pair[1].unit_id].sort_key)
    ]


def _difficulties(then: _Moment, now: _Moment) -> list[Turn]:
    before = then.difficulties
    return [
        Turn(
            each.title,
            reverse("difficulty_detail", args=[pk]),
            each.unit.short_name,
            DIFFICULTY_STATES[before[pk].status] if pk in before else None,
            DIFFICULTY_STATES[each.status],
        )
        for pk, each in now.difficulties.items()
        if pk not in before or before[pk].status != each.status
    ]


def _dispatches(then: _Moment, now: _Moment) -> list[Turn]:
    """Those that are followed now and were not, and the other way round."""
    rows = [
        (each, None if each.pk not in then.dispatches else DirectiveStatus.ISSUED, DirectiveStatus.ISSUED)
        for each in now.dispatches.values()
        if each.pk not in then.dispatches
    ]
    rows += [(each, DirectiveStatus.ISSUED, DirectiveStatus.CLOSED) for each in then.dispatches.values() if each.pk not in now.dispatches]
    return [
        Turn(
            each.reference,
            reverse("directive_detail", args=[each.pk]),
            each.subject,
            _followed(before) if before else None,
            _followed(after),
        )
        for each, before, after in rows
    ]


def _followed(status: DirectiveStatus) -> State:
    return State("doing" if status == DirectiveStatus.ISSUED else "todo", "flag", status.label)
