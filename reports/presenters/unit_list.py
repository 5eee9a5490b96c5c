"""The units that a person may see, by district, post and province, with their work; opening a district is a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Func, OuterRef, Q, TextField, Value
from django.urls import reverse
from django.utils.http import urlencode

from common import clock, past
from common.paging import with_query
from common.quarters import Quarter
from common.text import clean
from common.vocabulary import State
from directives.models import Item, Obligation, PendingUnit
from directives.presenters.links import items_url
from directives.scope import Scope
from reports import dashboard
from reports.dashboard import Figures
from reports.owed import owed_reports, rounds_of, states_by_unit
from reports.presenters.links import decision_url, unit_url
from reports.presenters.report_state import REPORT_STATES
from units.entries import Level
from units.models import Membership, Unit, UnitAlias, User
from units.querysets import UnitQuerySet

FOUND_ROWS = 100
ENDED = "het"
SCOPES = {"co": "Có nội dung phải thực hiện", "cho": "Chờ quyết định", "khong": "Không có nội dung", ENDED: "Đã kết thúc hoạt động"}


@dataclass(frozen=True)
class Row:
    """One unit of a table: its work and people, and what is shown of the units below it."""

    unit: Unit
    url: str
    figures: Figures
    items_url: str
    coordinates: int
    waiting_url: str
    report: State | None
    accounts: int
    with_work: int = 0
    children: int = 0
    toggle_url: str = ""
    opened: Sequence[Row] | None = None

    @property
    def scope(self) -> str:
        """Which of ``SCOPES`` it belongs to, while it is there."""
        if self.waiting_url and not self.figures.total:
            return "cho"
        return "co" if self.figures.total or self.coordinates else "khong"


@dataclass(frozen=True)
class Numbers:
    """Everything counted for the page, each by one query."""

    cells: Mapping[tuple[int, int], Figures]
    coordinates: Mapping[int, int]
    accounts: Mapping[int, int]
    reports: Mapping[int, str]
    waiting: Mapping[int, int]
    period: str
    scope: Scope

    @property
    def busy(self) -> set[int]:
        """Units that answer for items or do them."""
        return {unit_id for pair in self.cells for unit_id in pair}

    def figures(self, unit_id: int) -> Figures:
        """Items that the unit does or answers for (``ItemQuerySet.of_unit``)."""
        return dashboard.total(found for pair, found in self.cells.items() if unit_id in pair)


@dataclass(frozen=True)
class UnitListPage:
    """What was asked for (``q``, ``scope``) and, for words, what was ``found`` (``has_more``: not all of it), else all units by section."""

    dispatches: Scope
    today: date
    q: str
    scope: str
    period: str
    found: Sequence[Row] = ()
    has_more: bool = False
    districts: Sequence[Row] = ()
    posts: Sequence[Row] = ()
    offices: Sequence[Row] = ()
    others: Sequence[Row] = ()

    scopes = (("", "Tất cả"), *SCOPES.items())

    @property
    def hidden(self) -> dict[str, str]:
        """What the address says besides words and scope."""
        return {**self.dispatches.params, **past.day_params()}

    @property
    def url(self) -> str:
        """All units, of the same dispatches and day."""
        return with_query(reverse("unit_list"), self.hidden)


def unit_list_page(user: User, dispatches: Scope, params: Mapping[str, str]) -> UnitListPage:
    """The whole page; ``params``: q (words or a code), pham_vi (a scope), mo (the code of the district that is open)."""
    today = clock.today()
    numbers = _numbers(user, dispatches, today)
    typed = "".join(letter if letter.isprintable() else " " for letter in params.get("q", ""))
    words, scope = clean(typed)[:100], params.get("pham_vi", "")
    seen = _seen(user, today, numbers, scope, words)
    page = UnitListPage(dispatches, today, words, scope, numbers.period)
    if words:
        found = _matching(seen, words)
        return replace(page, found=_kept([_row(unit, numbers) for unit in found[:FOUND_ROWS]], scope), has_more=len(found) > FOUND_ROWS)
    sections: dict[str, list[Unit]] = {"districts": [], "posts": [], "offices": [], "others": []}
    for unit in _tops(seen).order_by("sort_key"):
        sections[_section(unit)].append(unit)
    districts = _district_rows(sections.pop("districts"), seen, numbers, params.get("mo", ""), scope)
    rows = {name: _kept([_row(unit, numbers) for unit in units], scope) for name, units in sections.items()}
    return replace(page, districts=_kept(districts, scope), posts=rows["posts"], offices=rows["offices"], others=rows["others"])


def _seen(user: User, today: date, numbers: Numbers, scope: str, words: str) -> UnitQuerySet:
    """Units in force or with work; those that are over where they are asked for, by their scope or by words."""
    known = Unit.objects.permitting(user)
    ended = Q(pk__in=known.ended_by(today).values("pk"))
    if scope == ENDED:
        return known.with_area().filter(ended)
    there = Q(pk__in=known.active_on(today).values("pk")) | Q(pk__in=numbers.busy)
    return known.with_area().filter(there | ended if words else there)


def _numbers(user: User, scope: Scope, today: date) -> Numbers:
    items = scope.items(Item.objects.visible_to(user))
    accounts = Membership.objects.current().filter(user__is_active=True).order_by().values_list("unit_id").annotate(n=Count("pk"))
    rounds = rounds_of(owed_reports(scope.reports(Obligation.objects.visible_to(user))))
    periods = {each.period for each in rounds}
    pending = PendingUnit.objects.filter(outcome="", directive__in=scope.ids, unit__in=Unit.objects.permitting(user))
    return Numbers(
        cells=dashboard.figures_by(items, today, "accountable_id", "responsible_id"),
        coordinates=dashboard.coordinated_counts(items),
        accounts=dict(accounts),
        reports=states_by_unit([report for each in rounds for report in each.owed]),
        waiting=dict(pending.order_by("directive").values_list("unit", "directive")),
        period=Quarter.parse(periods.pop()).label if len(periods) == 1 else "",
        scope=scope,
    )


def _tops(seen: UnitQuerySet) -> UnitQuerySet:
    """Units of the province and the districts; of the communes those whose superior is not on this page or is the province itself."""
    above = seen.order_by().filter(pk=OuterRef("parent"), area__level=Level.DISTRICT)
    return seen.filter(~Q(area__level=Level.COMMUNE) | ~Exists(above))


def _section(unit: Unit) -> str:
    if unit.level == Level.COMMUNE:
        return "others"
    if unit.kind == Unit.Kind.POST:
        return "posts"
    return "districts" if unit.kind == Unit.Kind.UBND and unit.level == Level.DISTRICT else "offices"


def _matching(seen: UnitQuerySet, words: str) -> list[Unit]:
    """By code, or without accents by name with district and by other spellings: the words as they stand, else all of them in any order."""
    district = ("area__parent__kind", "area__parent__name")
    spelled = Func(Value(" "), "name", *district, Value("|"), "name", district[1], function="concat_ws", output_field=TextField())
    named = seen.annotate(full_name=_folded(spelled)).order_by("sort_key", "area__parent__name", "code")
    spelt = UnitAlias.objects.standing().annotate(folded=_folded(F("text")))
    other = spelt.filter(unit=OuterRef("pk"), folded__contains=_folded(Value(words)))
    by_code = Q(area__code__startswith=words) | Q(code=words.lower())
    found = list(named.filter(Q(full_name__contains=_folded(Value(words))) | Exists(other) | by_code)[: FOUND_ROWS + 1])
    if found:
        return found
    for word in words.split():
        named = named.filter(full_name__contains=_folded(Value(word)))
    return list(named[: FOUND_ROWS + 1])


def _folded(text: Any) -> Func:
    """Lower case, without accents: the database's own folding."""
    return Func(text, function="f_fold", output_field=TextField())


def _row(unit: Unit, numbers: Numbers, **more: Any) -> Row:
    state = numbers.reports.get(unit.pk)
    waiting = numbers.waiting.get(unit.pk)
    return Row(
        unit=unit,
        url=unit_url(unit.code),
        figures=numbers.figures(unit.pk),
        items_url=items_url(**numbers.scope.params, don_vi=unit.code),
        coordinates=numbers.coordinates.get(unit.pk, 0),
        waiting_url=decision_url(waiting) if waiting else "",
        report=REPORT_STATES[state] if state else None,
        accounts=numbers.accounts.get(unit.pk, 0),
        **more,
    )


def _kept(rows: Iterable[Row], scope: str) -> list[Row]:
    return [row for row in rows if scope not in SCOPES or scope in (ENDED, row.scope)]


def _district_rows(districts: Sequence[Unit], seen: UnitQuerySet, numbers: Numbers, opened: str, scope: str) -> list[Row]:
    """Each district with the number of its communes; the communes of the one that is open, those with work first."""
    communes: dict[int, list[int]] = {}
    for pk, parent in seen.order_by().filter(parent__in=districts).values_list("pk", "parent"):
        if parent is not None:  # for the type checker: the filter leaves none out
            communes.setdefault(parent, []).append(pk)
    busy = numbers.busy
    rows = []
    for unit in districts:
        below = communes.get(unit.pk, [])
        is_open = unit.code == opened
        children = seen.filter(parent=unit).order_by("sort_key") if is_open else []
        inner = sorted((_row(child, numbers) for child in children), key=lambda row: not row.figures.total)
        address, params = reverse("unit_list"), {**numbers.scope.params, **past.day_params(), **({"pham_vi": scope} if scope else {})}
        rows.append(
            _row(
                unit,
                numbers,
                with_work=sum(pk in busy for pk in below),
                children=len(below),
                toggle_url=f"{address}?{urlencode(params if is_open else {**params, 'mo': unit.code})}#{unit.code}",
                opened=inner if is_open else None,
            )
        )
    return rows
