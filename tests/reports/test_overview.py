"""The overview: each figure is a link to a list with exactly that many rows, for any dispatch and at a fixed number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common import clock
from directives.models import Difficulty, Item, PendingUnit
from reading.dispatch.proposal import PlacedText, PointProposal, Proposal
from reports import dashboard
from tests.reports.stage import DISTRICTS, TODAY, Stage, issue_dispatch, make_user
from tests.reports.walking import anchors, list_links, rows_behind, shown
from units.models import Unit, User
from units.roles import Role

OVERVIEW = "/tong-quan/"


def leader(stage: Stage) -> User:
    return stage.person("ubnd-87", Role.LEADER)


def test_every_number_that_is_a_link_counts_the_rows_of_its_list(busy: Stage) -> None:
    links = list_links(shown(busy.centre, OVERVIEW))
    assert len(links) > 30
    for link in links:
        assert rows_behind(link.href, busy.centre) == link.of_total, link


def test_the_tiles_are_the_figures_of_statistics(busy: Stage) -> None:
    html = shown(busy.centre, OVERVIEW)
    start = html.index('class="stats')
    tiles = {anchor.text.lstrip("0123456789. "): anchor.first_number for anchor in anchors(html[start : html.index("</ul>", start)])}
    found = dashboard.statistics(busy.directive, None, TODAY)["items"]
    assert tiles == {
        "Hoàn thành": found["verified"],
        "Chờ xác nhận": found["claimed"],
        "Đang thực hiện": found["doing"],
        "Chưa bắt đầu": found["todo"],
        "Trong đó quá hạn": found["overdue"],
    }


def test_done_of_all_is_said_for_every_row_and_the_rows_add_up(busy: Stage) -> None:
    html = shown(busy.centre, OVERVIEW)
    rows = {anchor.text: anchor for anchor in anchors(html) if anchor.href.startswith("/don-vi/ubnd-")}
    assert {f"/don-vi/ubnd-{code}/" for code in DISTRICTS} <= {anchor.href for anchor in rows.values()}
    start = html.index('<table class="heat">')
    header = html[start : html.index("</thead>", start)]
    assert header.index("Cơ sở vật chất") < header.index("Yêu cầu chung") < header.index("Cộng")
    assert "Bưu điện Tỉnh" in html and "Văn phòng UBND Tỉnh" in html[html.index("Ngoài bảng") :]


def test_a_waiting_unit_has_no_figures_and_a_link_to_the_decision(busy: Stage) -> None:
    html = shown(busy.centre, OVERVIEW)
    decision = f"/van-ban/{busy.directive.pk}/#cho-xac-dinh"
    assert {anchor.href for anchor in anchors(html) if "Tân Hồng" in anchor.text} == {decision}
    assert "chờ quyết định" in html and html.count("ngoài phạm vi") == 3


def test_time_stands_beside_progress(busy: Stage) -> None:
    html = shown(busy.centre, OVERVIEW)
    assert "Hạn báo cáo Quý I/2021" in html and "78/90" in html and "ngày còn lại" in html
    assert "Chậm hơn thời gian 79 điểm phần trăm." in html  # 87 % of the quarter, 8 % of the work
    assert "Còn 24 nội dung chưa xong, trong đó 2 đã báo xong và chờ xác nhận." in html
    assert "Số nội dung hoàn thành cộng dồn: 2 trên 26 đến ngày 19/03/2021. Nếu chia đều theo ngày, cần đạt 23." in html


def test_the_most_urgent_come_first_and_nothing_else(busy: Stage) -> None:
    html = shown(busy.centre, OVERVIEW)
    table = html[html.index("Quá hạn và sắp đến hạn") : html.index("Chờ Trung tâm xử lý")]
    late, soon = busy.item("1.b", "ubnd-30226"), busy.item("1.a", "ubnd-876")
    shown_items = [anchor.href for anchor in anchors(table) if anchor.href.startswith("/noi-dung/") and "?" not in anchor.href]
    assert shown_items == [f"/noi-dung/{late.number}/", f"/noi-dung/{soon.number}/"]
    assert "Quá hạn 1 ngày" in table and "Còn 7 ngày" in table


def test_a_blocked_item_shows_its_tile_only_while_a_difficulty_is_open(busy: Stage) -> None:
    assert "Trong đó vướng mắc" not in shown(busy.centre, OVERVIEW)
    item = busy.item("1.b", "ubnd-30058")
    Difficulty.objects.create(
        item=item, unit=item.responsible, title="Thiếu kinh phí", raised_at=timezone.now(), raised_by=busy.person("ubnd-30058")
    )
    link = next(anchor for anchor in list_links(shown(busy.centre, OVERVIEW)) if "vướng mắc" in anchor.text)
    assert link.first_number == rows_behind(link.href, busy.centre) == 1


@pytest.mark.parametrize(
    ("unit", "role"), [("kstthc-87", Role.CENTRE), ("vpubnd-87", Role.VERIFIER), ("ubnd-87", Role.LEADER), ("kstthc-87", Role.ADMIN)]
)
def test_who_sees_all_work_sees_the_overview(busy: Stage, unit: str, role: Role) -> None:
    html = shown(busy.person(unit, role), OVERVIEW)
    assert "Tổng quan" in html
    assert ("Chờ Trung tâm xử lý" in html) == (role == Role.CENTRE)


@pytest.mark.parametrize(
    ("unit", "role"),
    [("ubnd-873", Role.OFFICER), ("ubnd-30115", Role.OFFICER), ("buudien-87", Role.OFFICER), ("so-noi-vu-87", Role.READER)],
)
def test_who_sees_a_part_is_told_why_not(busy: Stage, unit: str, role: Role) -> None:
    html = shown(busy.person(unit, role), OVERVIEW, status=403)
    assert "Trang tổng quan dành cho" in html
    assert Item.objects.get(point__key="2").title not in html


@pytest.mark.parametrize(
    ("unit", "role", "start"),
    [
        ("kstthc-87", Role.CENTRE, OVERVIEW),
        ("ubnd-87", Role.LEADER, "/lanh-dao/"),
        ("vpubnd-87", Role.LEADER, "/lanh-dao/"),
        ("vpubnd-87", Role.VERIFIER, OVERVIEW),
        ("kstthc-87", Role.ADMIN, OVERVIEW),
        ("ubnd-873", Role.OFFICER, "/viec-cua-toi/"),
        ("buudien-873", Role.OFFICER, "/viec-cua-toi/"),
        ("so-noi-vu-87", Role.READER, "/van-ban/"),
    ],
)
def test_each_role_starts_on_its_page(busy: Stage, client: Client, unit: str, role: Role, start: str) -> None:
    client.force_login(busy.person(unit, role))
    assert client.get("/").headers["Location"] == start


def test_nothing_issued_is_said_with_one_next_step_for_the_centre(units: None, today: None) -> None:
    centre, reader = make_user("tt", "kstthc-87", Role.CENTRE), make_user("ld", "ubnd-87", Role.LEADER)
    assert "/van-ban/moi/" in shown(centre, OVERVIEW)
    html = shown(reader, OVERVIEW)
    assert "Chưa có văn bản nào được giao việc" in html and "/van-ban/moi/" not in html


def second_dispatch() -> Proposal:
    """Another dispatch, with nothing of the first: leads of a Sở and a district, no report, an own due date."""
    point = PointProposal(
        "1",
        None,
        "Hoàn thành số hóa hồ sơ trước ngày 30/06/2021.",
        lead=("so-noi-vu-87", "ubnd-866"),
        label="1.",
        makes="items",
        due_on=date(2021, 6, 30),
        due_text="trước ngày 30/06/2021",
    )
    addressees = (PlacedText("Sở Nội vụ", ("so-noi-vu-87",)),)
    issued_on = date(2021, 3, 1)
    return Proposal(
        symbol="UBND-NC", number="7", kind="công văn", issued_on=issued_on, subject="số hóa", points=[point], addressees=addressees
    )


def test_all_dispatches_are_shown_and_any_can_be_chosen(busy: Stage) -> None:
    second = issue_dispatch(second_dispatch(), date(2021, 3, 2))
    html = shown(busy.centre, OVERVIEW)
    assert "2 văn bản đang theo dõi" in html and "30/06/2021" in html and "TP Cao Lãnh" in html
    assert {f"{OVERVIEW}?van_ban={each.pk}" for each in (second, busy.directive)} <= {anchor.href for anchor in anchors(html)}
    for address in (OVERVIEW, f"{OVERVIEW}?van_ban={busy.directive.pk}"):
        for link in list_links(shown(busy.centre, address)):
            assert rows_behind(link.href, busy.centre) == link.of_total, link
    assert "Chậm hơn thời gian 79" in shown(busy.centre, f"{OVERVIEW}?van_ban={busy.directive.pk}")


@pytest.mark.parametrize("wanted", ["999999", "abc", "1'"])
def test_a_dispatch_that_does_not_exist_is_not_found(busy: Stage, wanted: str) -> None:
    shown(busy.centre, f"{OVERVIEW}?van_ban={wanted}", status=404)


def queries(user: User, address: str) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_twelve_queries_with_few_rows_and_with_many(stage: Stage) -> None:
    dues = iter(enumerate(("868", "870", "871", "872", "874"), 20))
    stage.set_due(stage.item("1.a", f"ubnd-{next(dues)[1]}"), date(2021, 3, 20))
    few = queries(stage.centre, OVERVIEW)
    for day, code in dues:
        stage.set_due(stage.item("1.a", f"ubnd-{code}"), date(2021, 3, day))
    for unit in ("ubnd-873", "ubnd-870", "ubnd-877"):
        stage.progress(stage.item("1.a", unit), unit, date(2021, 3, 4), claim=True)
        stage.verify(stage.item("1.a", unit), date(2021, 3, 5))
        stage.stuck(unit, f"Vướng mắc của {unit}", date(2021, 3, 4))
    many = queries(stage.centre, OVERVIEW)
    assert few == many
    assert many <= 12


def test_a_dispatch_whose_time_is_over_says_so(busy: Stage) -> None:
    with clock.at(date(2021, 4, 3)):
        html = shown(leader(busy), OVERVIEW)
    assert "ngày sau hạn" in html and "Đã qua cả 90 ngày của quý." in html and "100%" in html


def test_a_unit_taken_in_becomes_a_row_like_the_others(busy: Stage) -> None:
    from directives.services.issuing import decide_pending

    decide_pending(pending_id=PendingUnit.objects.get().pk, by=busy.centre, take_in=True, reason="Ý kiến Lãnh đạo")
    html = shown(busy.centre, OVERVIEW)
    assert "chờ quyết định" not in html
    link = next(anchor for anchor in list_links(html) if anchor.href == "/noi-dung/?chu_tri=ubnd-869")
    assert link.text == "0/3"
    assert Unit.objects.get(code="ubnd-869").short_name in html
