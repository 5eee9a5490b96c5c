"""Three dispatches, two quarters, one that has ended: each number of each page in each scope is the number of rows of its list."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from directives.models import Directive, Item, Period
from directives.scope import read_scope
from reports import dashboard
from reports.models import Report
from reports.services.following import take_step
from tests.factories.reports import put_report
from tests.reports.stage import TODAY, Stage, issue_dispatch, plan_of_the_second_quarter
from tests.reports.test_overview import second_dispatch
from tests.reports.walking import anchors, list_links, rows_behind, shown
from units.models import Unit
from units.roles import Role

PAGES = ("/tong-quan/", "/lanh-dao/", "/noi-dung/", "/don-vi/")


@pytest.fixture
def three(busy: Stage) -> Stage:
    """The dispatch of the first quarter, a plan of the second with overdue work, and one that has ended with work left."""
    busy.plan = issue_dispatch(plan_of_the_second_quarter(), date(2021, 3, 2))  # type: ignore[attr-defined]
    ended = issue_dispatch(second_dispatch(), date(2021, 3, 3))
    take_step(directive_id=ended.pk, version=ended.version, by=busy.centre, act="close", reason="Đã bàn giao cho Sở")
    busy.ended = Directive.objects.get(pk=ended.pk)  # type: ignore[attr-defined]
    return busy


def scopes(stage: Stage) -> dict[str, str]:
    return {
        "all": "", "first": f"?van_ban={stage.directive.pk}", "plan": f"?van_ban={stage.plan.pk}", "ended": f"?van_ban={stage.ended.pk}",  # type: ignore[attr-defined]
        "quarter 1": "?quy=2021-Q1", "quarter 2": "?quy=2021-Q2",
    }  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_each_number_is_the_number_of_rows_of_its_list_in_each_scope(three: Stage, page: str) -> None:
    for name, query in scopes(three).items():
        links = [
            link
            for link in list_links(shown(three.centre, page + query))
            if any(map(str.isdigit, link.text)) and not any(name in link.href for name in ("moi_trang=", "sau=", "truoc="))
        ]
        assert links, (name, page)
        for link in links:
            assert rows_behind(link.href, three.centre) == link.of_total, (name, page, link)


def test_what_is_late_in_an_older_dispatch_is_not_hidden_by_a_newer_one(three: Stage) -> None:
    html = shown(three.person("ubnd-87", Role.LEADER), "/lanh-dao/")
    assert "của 2 văn bản đang theo dõi. Còn 3 nội dung quá hạn ở" in html
    assert "chưa có nội dung nào quá hạn" not in html.lower()


def params_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


@pytest.mark.parametrize("page", PAGES)
def test_a_link_stays_within_the_scope_of_its_page(three: Stage, page: str) -> None:
    """It asks for what the page asks for, or for one of its dispatches."""
    for name, query in scopes(three).items():
        ids = set(read_scope(three.centre, params_of(query)).ids)
        for link in list_links(shown(three.centre, page + query)):
            if link.text == "Xem tất cả":
                continue
            asked = params_of(link.href)
            found = set(read_scope(three.centre, asked).ids)
            assert found == ids or ("van_ban" in asked and found < ids), (name, page, link)


def test_reports_that_wait_are_counted_for_the_quarter_of_the_scope(three: Stage) -> None:
    """One of an earlier quarter under the same dispatch is none of this one."""
    key = {"directive": three.plan, "unit": Unit.objects.get(code="ubnd-873")}  # type: ignore[attr-defined]
    put_report(status="submitted", first_submitted_on=TODAY, period=Period.objects.get(code="2021-Q1"), **key)
    waiting = Report.objects.submitted()
    assert read_scope(three.centre, {}).reports(waiting).count() == 1
    assert not read_scope(three.centre, {"quy": "2021-Q2"}).reports(waiting).exists()


def test_a_narrow_page_says_what_waits_elsewhere(three: Stage) -> None:
    html = shown(three.centre, f"/tong-quan/?van_ban={three.directive.pk}")
    assert "Ở các văn bản khác còn 2 nội dung quá hạn." in html
    assert "Ở các văn bản khác" not in shown(three.centre, "/tong-quan/")
    ended = shown(three.centre, f"/tong-quan/?van_ban={three.ended.pk}")  # type: ignore[attr-defined]
    assert "đã kết thúc theo dõi" in ended and "Ở các văn bản khác còn 3 nội dung quá hạn, 2 nội dung chờ xác nhận." in ended


def test_a_choice_is_kept_for_the_person_and_said_in_the_address(three: Stage) -> None:
    client = Client()
    client.force_login(three.centre)
    answer = client.post("/pham-vi/", {"pham_vi": f"van_ban={three.plan.pk}", "trang": "/tong-quan/"})  # type: ignore[attr-defined]
    assert answer.headers["Location"] == f"/tong-quan/?van_ban={three.plan.pk}"  # type: ignore[attr-defined]
    for page in ("/tong-quan/", "/noi-dung/", "/lanh-dao/"):
        html = client.get(page).content.decode()
        assert f'value="van_ban={three.plan.pk}" selected' in " ".join(html.split()), page  # type: ignore[attr-defined]
    assert "2 văn bản đang theo dõi" in client.get("/tong-quan/?van_ban=tat-ca").content.decode()
    client.post("/pham-vi/", {"pham_vi": "van_ban=tat-ca", "trang": "/tong-quan/"})
    three.centre.refresh_from_db()
    assert three.centre.scope == ""


def test_a_kept_choice_that_has_ended_is_everything_again(three: Stage) -> None:
    plan: Directive = three.plan  # type: ignore[attr-defined]
    three.centre.scope = f"van_ban={plan.pk}"
    plan.refresh_from_db()
    take_step(directive_id=plan.pk, version=plan.version, by=three.centre, act="close", reason="Xong")
    assert read_scope(three.centre, {}).is_whole


@pytest.mark.parametrize("back", ["//example.org/x", "https://example.org/", "tong-quan"])
def test_a_choice_leads_nowhere_else(three: Stage, back: str) -> None:
    client = Client()
    client.force_login(three.centre)
    assert client.post("/pham-vi/", {"pham_vi": "van_ban=tat-ca", "trang": back}).headers["Location"].startswith("/?")
    assert client.post("/pham-vi/", {"pham_vi": "van_ban=999999", "trang": "/"}).status_code == 404


def test_the_table_of_several_dispatches_leads_on_to_unit_and_group(three: Stage) -> None:
    html = shown(three.centre, "/tong-quan/")
    cell = next(anchor for anchor in anchors(html) if anchor.href == f"/tong-quan/?van_ban={three.plan.pk}#ubnd-873")  # type: ignore[attr-defined]
    assert cell.text == "0/1"
    assert 'id="ubnd-873"' in shown(three.centre, cell.href.partition("#")[0])


def test_statistics_of_all_are_the_sums_of_the_followed_ones(three: Stage) -> None:
    found = dashboard.statistics(None, None, TODAY, everything=True)
    parts = [dashboard.statistics(each, None, TODAY) for each in (three.directive, three.plan)]  # type: ignore[attr-defined]
    assert (found["directive"], found["period"]) == (None, None)
    for block in ("items", "timeliness", "reports"):
        assert found[block] == {key: sum(part[block][key] for part in parts) for key in found[block]}, block
    assert sum(row["items"] for row in found["units"]) == Item.objects.followed().count()


def test_work_of_a_dispatch_that_its_doer_may_not_read_is_in_his_list(three: Stage) -> None:
    """Who only takes part sees the item, not the dispatch."""
    helper = three.person("buudien-873")
    seen = Item.objects.visible_to(helper).followed().count()
    assert seen and len(list(read_scope(helper, {}).items(Item.objects.visible_to(helper)))) == seen


@pytest.mark.parametrize("page", ["/tong-quan/", "/noi-dung/", "/don-vi/ubnd-873/", "/thay-doi/?tu=01/03/2021"])
def test_rows_name_their_dispatch_where_there_are_several(three: Stage, page: str) -> None:
    """ "Điểm 1" is a point of each of them."""
    html = shown(three.centre, page)
    assert "Điểm 1 của …/KH-UBND" in html
    one = f"{page}{'&' if '?' in page else '?'}van_ban={three.plan.pk}"  # type: ignore[attr-defined]
    assert "Điểm 1" in shown(three.centre, one) and "Điểm 1 của" not in shown(three.centre, one)
