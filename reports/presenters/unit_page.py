"""One unit: its progress, by the units that do the work, what is unfinished, its place in the two trees, and its accounts by role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from common import clock
from common.formats import vn_num
from common.paging import with_query
from common.past import day_params
from directives.models import Directive, Item, Obligation
from directives.presenters.difficulties import DifficultyPanel, unit_difficulties
from directives.presenters.item_rows import ItemRow, item_rows
from directives.presenters.links import items_url
from directives.querysets import ItemQuerySet
from directives.scope import Scope
from reports import dashboard
from reports.dashboard import Figures
from reports.owed import latest_period, owed_reports
from reports.presenters.chart import SPARK_WEEKS, Spark, spark, weekly
from reports.presenters.links import decision_url, unit_url
from reports.presenters.pace import Pace, frame_of_reports
from reports.presenters.report_turn import ReportTurn, report_turns
from units.models import Membership, Unit, UnitAlias, User
from units.querysets import reach

LIST_ROWS = 20
NAMES_SHOWN = 5


@dataclass(frozen=True)
class DoerRow:
    """A unit that does work for which this unit answers."""

    unit: Unit
    figures: Figures
    url: str
    items_url: str
    spark: Spark


@dataclass(frozen=True)
class Link:
    """Another unit, or a dispatch; without an address it is not for this reader."""

    name: str
    url: str


@dataclass(frozen=True)
class UnitPage:
    """``part`` says what the unit's part is; ``shared`` is work in which it only takes part; ``waiting`` are dispatches that name it and
    give it no task; ``successor`` is a link: nothing is moved when units merge.
    """

    scope: Scope
    unit: Unit
    today: date
    pace: Pace
    doers: Sequence[DoerRow]
    part: str
    unfinished: Sequence[ItemRow]
    shared: Figures
    shared_items: Sequence[ItemRow]
    turns: Sequence[ReportTurn]
    stuck: DifficultyPanel
    waiting: Sequence[Link]
    contacts: Sequence[Membership]
    aliases: Sequence[str]
    superior: Link | None
    successor: Link | None
    predecessors: Sequence[Link]

    weeks = SPARK_WEEKS

    @property
    def list_url(self) -> str:
        return with_query(reverse("unit_list"), day_params())


def unit_page(user: User, unit: Unit, scope: Scope) -> UnitPage:
    """All that the page shows; the number of queries does not depend on the number of rows."""
    today = clock.today()
    seen = scope.items(Item.objects.visible_beside(user, unit.pk))
    items, coordinated = seen.of_unit(unit.pk), seen.coordinated_by(unit.pk)
    by_pair = dashboard.figures_by_pair(seen, unit.pk, today)
    by_doer = dashboard.totals((doer, found) for (doer, _), found in by_pair.items())
    figures = dashboard.total(by_doer.values())
    shared = dashboard.item_figures(coordinated, today)
    owed = owed_reports(scope.reports(Obligation.objects.visible_to(user).filter(unit=unit)))
    doers = _doers(user, scope, unit, items, by_doer, today)
    unfinished, shared_items = Item.objects.as_rows().by_id(
        dashboard.most_urgent(items.unfinished(), figures, LIST_ROWS, today),
        dashboard.most_urgent(coordinated.unfinished(), shared, LIST_ROWS, today),
    )
    return UnitPage(
        scope,
        unit,
        today,
        Pace(frame_of_reports([report for report in owed if report.period == latest_period(owed)]), today, figures),
        doers,
        part_words(unit, by_pair, [row.unit for row in doers if row.unit.pk != unit.pk], shared.total),
        item_rows(user, unfinished, today, scope.names),
        shared,
        item_rows(user, shared_items, today, scope.names),
        report_turns(user, unit, owed, today, scope.directives),
        unit_difficulties(user, unit.pk, today, only_open=False),
        _waiting(user, unit),
        _contacts(unit),
        list(UnitAlias.objects.standing().filter(unit=unit).order_by("text").values_list("text", flat=True)),
        _link(user, unit.parent) if unit.parent else None,
        _link(user, unit.successor) if unit.successor else None,
        [_link(user, each) for each in unit.predecessors.order_by("sort_key")],
    )


def _doers(user: User, scope: Scope, unit: Unit, items: ItemQuerySet, by_doer: dict[Any, Figures], today: date) -> list[DoerRow]:
    """One row a responsible unit, the unit itself first; nothing where the unit works alone."""
    if not set(by_doer) - {unit.pk}:
        return []
    finished = dashboard.finished_by_unit(items)
    units = sorted(Unit.objects.with_area().filter(pk__in=by_doer).order_by(), key=lambda each: (each.pk != unit.pk, each.sort_key))
    return [
        DoerRow(
            each,
            by_doer[each.pk],
            unit_url(each.code) if _may_open(user, each) else "",
            items_url(**scope.params, don_vi=unit.code, thuc_hien=each.code),
            spark(weekly(finished.get(each.pk, []), today), by_doer[each.pk].total),
        )
        for each in units
    ]


def part_words(unit: Unit, by_pair: Mapping[tuple[int, int], Figures], others: Sequence[Unit], helps: int) -> str:
    """What the unit's part is, by (responsible, accountable): it does, it answers for what others do, it helps."""
    answers = sum(figures.total for (_, accountable), figures in by_pair.items() if accountable == unit.pk)
    does = sum(figures.total for (doer, _), figures in by_pair.items() if doer == unit.pk)
    both = by_pair.get((unit.pk, unit.pk), Figures()).total
    said = []
    if both == answers == does > 0:
        said.append(f"Thực hiện và chủ trì {vn_num(both)} nội dung")
    elif answers:
        given = f"trong đó {vn_num(answers - both)} nội dung" if both else "đều"
        by_others = f", {given} do {_names(others)} thực hiện" if others and answers > both else ""
        said.append(f"Chủ trì {vn_num(answers)} nội dung{by_others}")
    if does > both:
        said.append(f"{'thực hiện' if said else 'Thực hiện'} {vn_num(does - both)} nội dung do đơn vị khác chủ trì")
    if helps:
        said.append(f"{'phối hợp' if said else 'Phối hợp'} {vn_num(helps)} nội dung")
    return f"{' · '.join(said)}." if said else "Không có nội dung phải thực hiện."


def _names(units: Sequence[Unit]) -> str:
    names = [unit.inline_name for unit in units[:NAMES_SHOWN]]
    return ", ".join(names) + (" …" if len(units) > NAMES_SHOWN else "")


def _waiting(user: User, unit: Unit) -> list[Link]:
    """Dispatches that name the unit without giving it a task, while the Centre has not decided."""
    seen = Directive.objects.visible_to(user).followed()
    readable = seen.filter(pending_units__unit=unit, pending_units__outcome="")
    return [Link(each.reference, decision_url(each.pk)) for each in readable]


def _contacts(unit: Unit) -> list[Membership]:
    """The unit's accounts by role; the page names nobody."""
    return list(Membership.objects.current().filter(unit=unit, user__is_active=True).select_related("user").order_by("role", "pk"))


def _may_open(user: User, unit: Unit) -> bool:
    return reach(user).holds("see_work", unit.pk)


def _link(user: User, unit: Unit) -> Link:
    return Link(unit.name, unit_url(unit.code) if _may_open(user, unit) else "")
