"""Every number is the length of a list: nothing is counted twice, nothing is counted by another rule."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from directives.models import Item, Obligation, PendingUnit
from directives.querysets import ItemQuerySet, is_done_in_time, is_done_late, is_open_in_time, is_open_overdue
from directives.rules import can, check_item
from directives.services import difficulties
from directives.services.issuing import decide_pending
from directives.workflow import DifficultyStatus
from reports import dashboard
from reports.dashboard import Figures
from reports.owed import owed_reports, report_figures
from tests.factories.reports import put_report
from tests.reports.stage import DISTRICTS, TODAY, Stage
from units.models import Unit
from units.roles import Role

NAMED = {
    "total": lambda items: items,
    "todo": ItemQuerySet.todo,
    "doing": ItemQuerySet.doing,
    "claimed": ItemQuerySet.claimed,
    "verified": ItemQuerySet.verified,
    "overdue": ItemQuerySet.overdue,
    "due_soon": ItemQuerySet.due_soon,
    "no_due_date": ItemQuerySet.no_due_date,
}


def as_lists(items: ItemQuerySet) -> dict[str, int]:
    return {name: len(list(named(items))) for name, named in NAMED.items()}


@pytest.fixture
def items(busy: Stage) -> ItemQuerySet:
    return Item.objects.filter(directive=busy.directive)


def test_an_issued_dispatch_gives_the_promised_figures(stage: Stage) -> None:
    found = dashboard.statistics(stage.directive, None, TODAY)
    assert found["on"] == "2021-03-19"
    assert found["directive"] == stage.directive.pk
    assert found["period"] == "2021-Q1"
    assert found["items"] == {
        "total": 26, "todo": 26, "doing": 0, "claimed": 0, "verified": 0, "overdue": 0, "due_soon": 0, "no_due_date": 24,
        "open_difficulty": 0,
    }  # fmt: skip
    assert found["timeliness"] == {"done_in_time": 0, "done_late": 0, "open_in_time": 2, "open_overdue": 0}
    assert found["reports"] == {
        "expected": 8, "not_started": 8, "draft": 0, "submitted": 0, "returned": 0, "accepted": 0, "in_time": 0, "late": 0,
    }  # fmt: skip
    per_district = {"868": 1, "870": 2, "871": 3, "872": 2, "873": 3, "874": 2, "876": 1, "877": 1}
    expected = [
        {"unit": f"ubnd-{code}", "items": 1 + per_district[code], "verified": 0, "overdue": 0, "report": "not_started"}
        for code in sorted(DISTRICTS)
    ]
    expected.append({"unit": "buudien-87", "items": 1, "verified": 0, "overdue": 0, "report": None})
    expected.append({"unit": "vpubnd-87", "items": 2, "verified": 0, "overdue": 0, "report": None})
    assert found["units"] == expected


def test_a_unit_taken_in_makes_29_items_and_9_reports(stage: Stage) -> None:
    pending = PendingUnit.objects.get(unit__code="ubnd-869")
    decide_pending(pending_id=pending.pk, by=stage.centre, take_in=True, reason="Ý kiến Lãnh đạo Văn phòng")
    found = dashboard.statistics(stage.directive, None, TODAY)
    assert (found["items"]["total"], found["reports"]["expected"]) == (29, 9)
    assert {"unit": "ubnd-869", "items": 3, "verified": 0, "overdue": 0, "report": "not_started"} in found["units"]


def test_work_in_every_state_is_counted_by_hand_the_same(busy: Stage) -> None:
    found = dashboard.statistics(busy.directive, None, TODAY)
    assert found["items"] == {
        "total": 26, "todo": 20, "doing": 2, "claimed": 2, "verified": 2, "overdue": 1, "due_soon": 1, "no_due_date": 19,
        "open_difficulty": 0,
    }  # fmt: skip
    assert found["timeliness"] == {"done_in_time": 1, "done_late": 1, "open_in_time": 3, "open_overdue": 2}


def test_each_figure_is_the_length_of_its_named_list(items: ItemQuerySet) -> None:
    figures = dashboard.item_figures(items, TODAY)
    assert figures.printed == as_lists(items)
    assert figures.urgent == len(items.urgent()) and figures.open == len(items.open()) and figures.unfinished == len(items.unfinished())
    assert sum(figures.by_status.values()) == figures.total


def test_the_rows_of_a_page_are_the_first_of_all_by_urgency_also_where_the_urgent_alone_fill_it(items: ItemQuerySet) -> None:
    figures, unfinished = dashboard.item_figures(items, TODAY), items.unfinished()
    everything = unfinished.most_urgent(1000, TODAY)
    assert (len(everything), figures.urgent) == (24, 2)
    for rows in (1, 2, 3, 50):
        assert dashboard.most_urgent(unfinished, figures, rows, TODAY) == everything[:rows]
    assert [item.pk for item in unfinished.by_id(everything)[0]] == everything


@pytest.mark.parametrize("code", ["ubnd-873", "ubnd-30115", "vpubnd-87", "buudien-87", "so-noi-vu-87"])
def test_a_unit_is_counted_by_what_it_leads_and_what_it_only_does_as_by_both_at_once(items: ItemQuerySet, code: str) -> None:
    unit = Unit.objects.get(code=code)
    both = items.of_unit(unit.pk)
    assert dashboard.figures_of_unit(items, unit.pk, TODAY) == dashboard.item_figures(both, TODAY)
    assert dashboard.figures_by_pair(items, unit.pk, TODAY) == dashboard.figures_by(both, TODAY, "responsible_id", "accountable_id")


@pytest.mark.parametrize("on", [date(2021, 2, 25), date(2021, 3, 18), date(2021, 3, 24), date(2021, 4, 1)])
def test_another_day_moves_what_is_late_and_not_what_is_done(items: ItemQuerySet, on: date) -> None:
    figures = dashboard.item_figures(items, on)
    assert (figures.overdue, figures.due_soon) == (len(items.overdue(on)), len(items.due_soon(on)))
    assert (figures.verified, figures.claimed) == (2, 2)


def test_a_due_date_is_inclusive_and_a_week_has_both_ends(stage: Stage) -> None:
    item = stage.item("1.a", "ubnd-868")
    stage.set_due(item, date(2021, 3, 19))
    only = Item.objects.filter(pk=item.pk)
    seen = [
        (on.day, dashboard.item_figures(only, on).due_soon, dashboard.item_figures(only, on).overdue)
        for on in (date(2021, 3, day) for day in (11, 12, 19, 20))
    ]
    assert seen == [(11, 0, 0), (12, 1, 0), (19, 1, 0), (20, 0, 1)]


def test_every_cell_of_the_matrix_is_a_list(items: ItemQuerySet) -> None:
    table = dashboard.matrix(items, TODAY)
    assert table.cells
    for (unit_id, group_id), figures in table.cells.items():
        assert figures.printed == as_lists(items.filter(accountable=unit_id, group=group_id))
    for unit_id, figures in table.by_unit.items():
        assert figures.printed == as_lists(items.filter(accountable=unit_id))
    assert table.total == dashboard.item_figures(items, TODAY)
    assert table.last_due == date(2021, 3, 31)


def test_the_matrix_is_one_query(items: ItemQuerySet, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        dashboard.matrix(items, TODAY)


def test_timeliness_is_four_lists_without_overlap(items: ItemQuerySet) -> None:
    found = dashboard.timeliness(items, TODAY)
    lists = [
        set(items.filter(condition)) for condition in (is_done_in_time(), is_done_late(), is_open_in_time(TODAY), is_open_overdue(TODAY))
    ]
    assert [found.done_in_time, found.done_late, found.open_in_time, found.open_overdue] == [len(rows) for rows in lists]
    assert set.union(*lists) == set(items.exclude(due_on=None)) and sum(len(rows) for rows in lists) == len(items.exclude(due_on=None))


def test_an_open_difficulty_is_counted_beside_the_states(busy: Stage, items: ItemQuerySet) -> None:
    item, unit = busy.item("1.b", "ubnd-30058"), busy.person("ubnd-30058")
    waiting, guided, closed = (
        difficulties.raise_difficulty(by=unit, title=title, item_id=item.pk) for title in ("Thiếu tiền", "Mẫu", "Cũ")
    )
    difficulties.answer_difficulty(difficulty_id=guided.pk, version=1, by=busy.centre, answer="Đã rõ", status=DifficultyStatus.GUIDED)
    difficulties.close_difficulty(difficulty_id=closed.pk, version=1, by=unit)
    assert waiting.status == "waiting"
    assert dashboard.open_difficulties(items) == len(items.blocked()) == 1
    assert dashboard.item_figures(items, TODAY).total == 26


def test_the_line_of_the_chart_ends_at_what_is_verified(items: ItemQuerySet) -> None:
    assert dashboard.finished_by_day(items) == [(date(2021, 3, 5), 2)]
    by_unit = dashboard.finished_by_unit(items)
    assert sum(count for days in by_unit.values() for _, count in days) == len(items.verified())


def test_coordinated_counts_equal_the_list_of_each_unit(items: ItemQuerySet) -> None:
    counts = dashboard.coordinated_counts(items)
    for unit in Unit.objects.filter(kind="buudien", area__level="district"):
        assert counts.get(unit.pk, 0) == len(items.coordinated_by(unit.pk))
    assert counts[Unit.objects.get(code="buudien-866").pk] == 1


def test_a_report_is_late_by_its_first_submission_or_by_its_absence(stage: Stage) -> None:
    units = {code: Unit.objects.get(code=f"ubnd-{code}") for code in DISTRICTS}
    period = Obligation.objects.first().period
    for code, status, day in (
        ("868", "accepted", date(2021, 3, 31)),
        ("870", "submitted", date(2021, 4, 1)),
        ("871", "returned", date(2021, 3, 20)),
        ("872", "draft", None),
    ):
        put_report(directive=stage.directive, period=period, unit=units[code], status=status, first_submitted_on=day)
    owed = owed_reports(Obligation.objects.filter(directive=stage.directive))
    before, after = report_figures(owed, date(2021, 3, 31)), report_figures(owed, date(2021, 4, 1))
    assert (before.expected, before.not_started, before.draft, before.submitted, before.returned, before.accepted) == (8, 4, 1, 1, 1, 1)
    assert (before.in_time, before.late) == (2, 1)
    assert (after.in_time, after.late) == (2, 6)


def test_the_latest_period_counts_whatever_the_day(stage: Stage) -> None:
    first = Obligation.objects.get(unit__code="ubnd-873")
    later = type(first.period).objects.create(
        code="2021-Q2",
        name="Quý II/2021",
        starts_on=date(2021, 4, 1),
        ends_on=date(2021, 6, 30),
        data_from=date(2021, 3, 15),
        data_to=date(2021, 6, 14),
    )
    Obligation.objects.create(directive=stage.directive, point=first.point, period=later, unit=first.unit, due_on=date(2021, 6, 30))
    found = dashboard.statistics(stage.directive, None, TODAY)
    assert (found["period"], found["reports"]["expected"]) == ("2021-Q2", 1)
    assert dashboard.statistics(stage.directive, "2021-Q1", TODAY)["reports"]["expected"] == 8
    assert dashboard.statistics(stage.directive, "2020-Q4", TODAY)["reports"]["expected"] == 0


def test_what_a_reader_may_not_see_is_not_counted(busy: Stage) -> None:
    user = busy.person("ubnd-873")
    items = Item.objects.visible_to(user).filter(directive=busy.directive)
    assert dashboard.item_figures(items, TODAY).total == 4
    assert set(dashboard.matrix(items, TODAY).by_unit) == {Unit.objects.get(code="ubnd-873").pk}


def test_figures_add_up_field_by_field() -> None:
    assert Figures({"todo": 1}) + Figures({"doing": 2}, overdue=1) == Figures({"todo": 1, "doing": 2}, overdue=1)
    assert dashboard.total([]) == Figures()


@pytest.mark.parametrize(
    ("items", "gone", "days", "share"),
    [(67, 78, 90, 58), (26, 0, 90, 0), (26, 95, 90, 26), (467, 89, 90, 462), (467, 899, 900, 466), (1, 60, 90, 0), (5, 1, 0, 5)],
)
def test_an_even_share_never_exceeds_the_work(items: int, gone: int, days: int, share: int) -> None:
    assert dashboard.even_share(items, gone, days) == share


def test_who_may_verify_is_the_same_as_a_set_and_as_a_rule(busy: Stage) -> None:
    busy.progress(busy.item("3.a", "kstthc-87"), "kstthc-87", date(2021, 3, 18), claim=True)
    people = {
        "centre": (busy.centre, 2),
        "verifier": (busy.person("vpubnd-87", Role.VERIFIER), 1),
        "district": (busy.person("ubnd-873"), 0),
        "leader": (busy.person("ubnd-87", Role.LEADER), 0),
    }
    for person, expected in people.values():
        by_rule = {item.pk for item in Item.objects.all() if can(check_item, person, item, "verify")}
        assert set(Item.objects.verifiable_by(person).values_list("pk", flat=True)) == by_rule
        assert len(by_rule) == expected
