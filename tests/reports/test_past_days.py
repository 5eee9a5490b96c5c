"""Any past day: what the portal showed on each day of a quarter is kept beside it, and looked back at from the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import audit, clock, past
from common.models import PastState
from directives.models import Difficulty, Directive, Evidence, Item
from directives.presenters.item_list import item_list_page
from directives.scope import read_scope
from reports import dashboard
from reports.presenters.changes import changes_page
from reports.presenters.leader import leader_page
from reports.presenters.overview import overview_page
from reports.presenters.unit_list import unit_list_page
from reports.services.following import take_step
from reports.services.passing import pass_on_all
from tests.reports import walking
from tests.reports.stage import Stage, issue_dispatch, plan_of_the_second_quarter
from units.models import Unit
from units.roles import Role

END = date(2021, 4, 9)
DAILY = ("/tong-quan/", "/lanh-dao/", "/noi-dung/?", "/don-vi/")


def told() -> None:
    """A line of history: it dates what was changed before it."""
    audit.record(by=None, verb="test.told", text="ghi nhận", subject_kind="test", subject_id=None)


def figures(stage: Stage) -> dict[str, Any]:
    """What the pages of one day say, as plain values."""
    centre, today = stage.centre, clock.today()
    scope = read_scope(centre, {})
    found: dict[str, Any] = {"all": dashboard.statistics(None, None, today, everything=True)}
    found["first"] = dashboard.statistics(stage.directive, None, today)
    found["list"] = [asdict(row) for row in item_list_page(centre, {}).rows]
    if scope.directives:
        overview, leader = overview_page(centre, scope), leader_page(centre, scope)
        found["tiles"] = [(stat.label, stat.value) for stat in overview.tiles]
        found["heat"] = [(row.unit.code, [cell.figures for cell in row.cells]) for row in overview.heat.rows]
        found["urgent"] = [row.code for row in overview.urgent]
        found["burn"] = overview.burn
        found["counts"] = overview.side.counts
        found["news"] = overview.side.news
        found["leader"] = (leader.today, leader.pace)
        units = unit_list_page(centre, scope, {})
        found["units"] = [(row.unit.code, row.figures, row.coordinates, row.report) for row in (*units.districts, *units.posts)]
    return found


def days_of(stage: Stage) -> list[tuple[date, Callable[[], Any]]]:
    """What happens on which day, in the order of days."""
    first, second = stage.item("1.a", "ubnd-873"), stage.item("1.a", "ubnd-870")
    claimed, returned = stage.item("1.b", "ubnd-30115"), stage.item("1.b", "ubnd-30124")
    raised: list[Difficulty] = []
    plan: list[Directive] = []

    def close() -> None:
        with clock.at(date(2021, 4, 6)):
            take_step(directive_id=plan[0].pk, version=plan[0].version, by=stage.centre, act="close", reason="Nhập vào kế hoạch chung")

    return [
        (date(2021, 2, 24), lambda: stage.progress(first, "ubnd-873", date(2021, 2, 24))),
        (date(2021, 2, 25), lambda: stage.progress(first, "ubnd-873", date(2021, 2, 25), claim=True)),
        (date(2021, 3, 1), lambda: stage.verify(first, date(2021, 3, 1))),
        (date(2021, 3, 2), lambda: plan.append(issue_dispatch(plan_of_the_second_quarter(), date(2021, 3, 2)))),
        (date(2021, 3, 4), lambda: stage.progress(returned, "ubnd-30124", date(2021, 3, 4), claim=True)),
        (date(2021, 3, 5), lambda: stage.send_back(returned, date(2021, 3, 5))),
        (date(2021, 3, 9), lambda: raised.append(stage.stuck("ubnd-870", "Chưa có kinh phí", date(2021, 3, 9), second))),
        (date(2021, 3, 12), lambda: stage.progress(claimed, "ubnd-30115", date(2021, 3, 12), claim=True)),
        (date(2021, 3, 15), lambda: stage.answer(raised[0], date(2021, 3, 15), escalate=True)),
        (date(2021, 4, 6), close),
    ]


def test_each_past_day_is_shown_as_it_was_shown_on_that_day(stage: Stage) -> None:
    shown: dict[date, dict[str, Any]] = {}

    def look(day: date) -> None:
        with clock.at(day):
            shown[day] = figures(stage)

    for day, act in days_of(stage):
        look(day - timedelta(days=1))  # the day before
        act()
        look(day)
    states = {json.dumps(then["all"]["items"]) for then in shown.values()}
    assert len(states) >= 9, "what is kept differs from day to day"
    with clock.at(END):
        for day, then in shown.items():
            with past.as_of(day):
                assert figures(stage) == then, day


def test_statistics_as_of_a_day_prints_what_was_printed_on_it(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    item = stage.item("1.a", "ubnd-873")
    stage.progress(item, "ubnd-873", date(2021, 3, 1), claim=True)
    with clock.at(date(2021, 3, 4)):
        call_command("statistics", "--all", "--json")
        then = capsys.readouterr().out
    stage.verify(item, date(2021, 3, 5))
    with clock.at(END):
        call_command("statistics", "--all", "--as-of", "2021-03-04", "--json")
        assert capsys.readouterr().out == then
        assert json.loads(then)["items"]["claimed"] == 1
        with pytest.raises(CommandError, match="chưa đến"):
            call_command("statistics", "--as-of", "2021-04-10")


def test_what_was_removed_and_who_took_part_is_there_again(stage: Stage) -> None:
    item = stage.item("1.a", "ubnd-873")
    pk, helper = item.pk, Unit.objects.get(code="buudien-873")
    before = dashboard.coordinated_counts(Item.objects.all())[helper.pk]
    with clock.at(date(2021, 3, 3)):
        item.coordinating.remove(helper)
        item.delete()
        told()
    with clock.at(END):
        assert dashboard.coordinated_counts(Item.objects.all())[helper.pk] == before - 1
        with past.as_of(date(2021, 3, 2)):
            assert Item.objects.get(pk=pk).title == item.title
            assert dashboard.coordinated_counts(Item.objects.all())[helper.pk] == before
        with past.as_of(date(2021, 3, 3)):
            assert not Item.objects.filter(pk=pk).exists()


def test_a_past_day_ends_at_midnight_here(stage: Stage) -> None:
    day = date(2021, 3, 1)
    assert past.end_of(day).isoformat() == "2021-03-02T00:00:00+07:00"
    item = stage.item("1.a", "ubnd-873")
    for moment, percent in ((past.end_of(day) - timedelta(minutes=1), 10), (past.end_of(day) + timedelta(minutes=1), 20)):
        with clock.at(moment):
            Item.objects.filter(pk=item.pk).update(percent=percent)
            told()
    with clock.at(END), past.as_of(date(2021, 3, 1)):
        assert (Item.objects.get(pk=item.pk).percent, clock.today()) == (10, date(2021, 3, 1))


def test_days_before_a_passing_on_stay_under_the_old_names(stage: Stage) -> None:
    """docs/adr/0012: the open work goes to the successors, what was shown before does not."""
    eve = date(2025, 6, 30)
    with clock.at(eve):
        then = figures(stage)
    with clock.at(eve + timedelta(days=1)):
        passed = pass_on_all(by=stage.centre, reason="Nghị quyết số 1663/NQ-UBTVQH15")
        assert len(passed.done) > 5
        now = figures(stage)
    with clock.at(date(2025, 7, 9)):
        assert figures(stage)["all"]["units"] == now["all"]["units"] != then["all"]["units"]
        with past.as_of(eve):
            assert figures(stage) == then


def test_nothing_is_written_on_a_past_day_and_the_present_comes_back(stage: Stage) -> None:
    item = stage.item("1.a", "ubnd-873")
    with clock.at(END):
        with pytest.raises(InternalError, match="read-only"), past.as_of(date(2021, 3, 1)), transaction.atomic():
            Evidence.objects.update(caption="x")
        assert past.shown_day() is None and clock.today() == END
        Item.objects.filter(pk=item.pk).update(percent=30)
        with past.as_of(END), connection.cursor() as cursor:  # today is the present
            cursor.execute("SHOW search_path")
            assert "past" not in cursor.fetchone()[0]


def test_what_was_is_never_changed_or_removed(stage: Stage) -> None:
    told()
    for act in (lambda rows: rows.update(row_id=0), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="past_never"), transaction.atomic():
            act(PastState.objects.filter(ended_at__isnull=False))


def test_every_page_shows_the_day_and_keeps_it_in_its_links(stage: Stage) -> None:
    """Number and list are of the same day; a link to the present is none of these pages'."""
    item = stage.item("1.a", "ubnd-873")
    stage.progress(item, "ubnd-873", date(2021, 3, 1), claim=True)
    stage.verify(item, date(2021, 3, 5))
    leader = stage.person("ubnd-87", Role.LEADER)
    with clock.at(END):
        for page in ("/tong-quan/", "/lanh-dao/", "/noi-dung/", "/don-vi/", "/don-vi/ubnd-873/"):
            html = walking.shown(leader, f"{page}?tinh_den=02/03/2021")
            assert "Số liệu như <b>cuối ngày" in html, page
            own = [anchor for anchor in walking.anchors(html[html.index("<main") :]) if anchor.href.startswith(DAILY)]
            assert own, page
            for anchor in own:
                assert "tinh_den=02-03-2021" in anchor.href or anchor.text in ("Về hôm nay", "Những gì thay đổi từ sau ngày này"), anchor
            for link in walking.list_links(html):
                if any(map(str.isdigit, link.text)) and "moi_trang=" not in link.href and "sau=" not in link.href:
                    assert walking.rows_behind(link.href, leader) == link.of_total, (page, link)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("xx", "Không xem được ngày “xx”"),
        ("31/02/2021", "Không có ngày 31/02/2021"),
        ("10/04/2021", "chưa đến"),
        ("01/01/0001", "Năm phải từ"),
    ],
)
def test_a_day_that_can_not_be_shown_is_said_and_today_is_shown(stage: Stage, typed: str, said: str) -> None:
    with clock.at(END):
        html = walking.shown(stage.centre, f"/tong-quan/?tinh_den={typed}")
        assert said in html and "Số liệu như <b>cuối ngày" not in html
        assert said in walking.shown(stage.centre, f"/thay-doi/?tu={typed}")


def test_a_day_before_everything_is_an_empty_portal(stage: Stage) -> None:
    with clock.at(END):
        for page in ("/tong-quan/", "/lanh-dao/", "/noi-dung/", "/don-vi/", "/thay-doi/"):
            walking.shown(stage.centre, f"{page}?tinh_den=01/01/2020")
        walking.shown(stage.centre, f"/tong-quan/?tinh_den=01/01/2020&van_ban={stage.directive.pk}", 404)


def test_a_past_day_shows_only_what_its_reader_may_see_today(stage: Stage) -> None:
    with clock.at(END):
        commune = stage.person("ubnd-30115")
        assert walking.rows_behind("/noi-dung/?tinh_den=01-03-2021", commune) == 1 < Item.objects.count()
        assert "<b>1 nội dung</b>" in walking.shown(commune, "/noi-dung/?tinh_den=01/03/2021")
        walking.shown(commune, "/tong-quan/?tinh_den=01/03/2021", 403)


def test_what_changed_is_named(stage: Stage) -> None:
    for _, act in days_of(stage):
        act()
    with clock.at(END):
        page = changes_page(stage.centre, {}, date(2021, 3, 3))
        moved = {each.title: each.total for each in page.lists}
        assert moved == {
            "Bị trả lại, mở lại": 1,
            "Mới có vướng mắc": 1,
            "Mới báo xong, chờ xác nhận": 1,
            "Không còn theo dõi": 2,
            "Mới quá hạn": 2,
        }
        assert {count.label: (count.then, count.now) for count in page.counts} == {
            "Nội dung khắc phục": (28, 26), "Hoàn thành": (1, 1), "Chờ xác nhận": (0, 1), "Quá hạn": (0, 2), "Vướng mắc": (0, 1),
            "Báo cáo đã nộp": (0, 0),
        }  # fmt: skip
        assert [(turn.then and turn.then.label, turn.now.label) for turn in page.dispatches] == [("Đang theo dõi", "Đã kết thúc theo dõi")]
        assert [(turn.label, turn.then, turn.now.label) for turn in page.difficulties] == [("Chưa có kinh phí", None, "Đã trình UBND Tỉnh")]
        later = changes_page(stage.centre, {}, date(2021, 4, 8))
        assert later.is_empty and all(count.more == 0 for count in later.counts)
        html = walking.shown(stage.centre, "/thay-doi/?tu=03-03-2021")
        for link in walking.list_links(html):
            assert walking.rows_behind(link.href, stage.centre) == link.first_number, link


@pytest.mark.parametrize("page", ["/tong-quan/", "/lanh-dao/", "/noi-dung/", "/don-vi/"])
def test_a_past_day_costs_a_setting_and_no_query_more(
    stage: Stage, page: str, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.force_login(stage.centre)
    with clock.at(END):
        with CaptureQueriesContext(connection) as today:
            client.get(page)
        with django_assert_max_num_queries(len(today) + 3):  # savepoint, setting, back
            client.get(f"{page}?tinh_den=01/03/2021")
