"""A person's own work: the most urgent first, whose turn it is, and nothing of the neighbours."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directives.models import Item
from tests.reports.stage import Stage, issue_dispatch, plan_of_the_second_quarter
from tests.reports.walking import anchors, rows_behind, shown
from units.models import User
from units.roles import Role

MY_WORK = "/viec-cua-toi/"


def item_order(html: str, button: str) -> list[str]:
    """The items that have this button, in the page's order."""
    return [anchor.text.removeprefix(button).strip() for anchor in anchors(html) if anchor.text.startswith(button + " ND")]


def code(item: Item) -> str:
    return item.code.replace("-", "‑")


def test_a_district_sees_its_own_work_and_that_of_its_communes(busy: Stage) -> None:
    html = shown(busy.person("ubnd-873"), MY_WORK)
    assert "4 nội dung khắc phục: 1 hoàn thành, 1 chờ xác nhận, 2 còn phải làm." in html
    assert "Hạn báo cáo" in html and "31/03/2021" in html
    returned, other = busy.item("1.b", "ubnd-30124"), busy.item("1.b", "ubnd-30103")
    assert item_order(html, "Cập nhật") == [code(returned), code(other)]
    assert "Thiếu ảnh bảng niêm yết" in html and "UBND xã Bình Hàng Tây thực hiện" in html
    assert "Đang chờ xác nhận (1)" in html and "Đã hoàn thành (1)" in html


def test_what_is_late_comes_before_what_is_near_before_what_was_sent_back(busy: Stage) -> None:
    late, soon = busy.item("1.b", "ubnd-30103"), busy.item("1.b", "ubnd-30124")
    busy.set_due(late, date(2021, 3, 18))
    html = shown(busy.person("ubnd-873"), MY_WORK)
    assert item_order(html, "Cập nhật tiến độ") == [code(late)]
    busy.set_due(soon, date(2021, 3, 17))
    assert item_order(shown(busy.person("ubnd-873"), MY_WORK), "Cập nhật tiến độ") == [code(soon)]


def test_the_own_items_of_a_district_come_before_those_of_its_communes(stage: Stage) -> None:
    html = shown(stage.person("ubnd-873"), MY_WORK)
    assert item_order(html, "Cập nhật tiến độ") == [code(stage.item("1.a", "ubnd-873"))]
    assert len(item_order(html, "Cập nhật")) == 4


def test_a_commune_gets_the_plain_page_with_three_tasks_at_most(busy: Stage) -> None:
    html = shown(busy.person("ubnd-30103"), MY_WORK)
    assert "Xã thực hiện 1 nội dung, đã hoàn thành 0. UBND huyện Cao Lãnh chủ trì." in html
    assert "Gửi ảnh và cập nhật" in html and "filters" not in html
    assert "Xã không phải lập, nộp báo cáo quý trên cổng" in html
    waiting = shown(busy.person("ubnd-30115"), MY_WORK)
    assert "Đang chờ xác nhận (1)" in waiting and "Gửi ảnh và cập nhật" not in waiting


def test_a_township_or_ward_is_not_called_a_commune(busy: Stage) -> None:
    assert "Phường thực hiện 1 nội dung" in shown(busy.person("ubnd-29986"), MY_WORK)


def test_a_post_office_that_only_coordinates_gets_its_list(busy: Stage) -> None:
    html = shown(busy.person("buudien-873"), MY_WORK)
    assert "Phối hợp (5)" in html and "Cập nhật tiến độ" not in html
    assert len(item_order(html, "Xem nội dung")) == 4  # one is done
    assert "Không có nội dung phải thực hiện" not in html


def test_a_unit_without_work_is_told_so(stage: Stage) -> None:
    for unit in ("ubnd-866", "ubnd-869", "ubnd-29929", "buudien-30115"):
        assert "Không có nội dung phải thực hiện" in shown(stage.person(unit), MY_WORK)


def test_the_provincial_post_leads_one_item_and_takes_part_in_another(busy: Stage) -> None:
    html = shown(busy.person("buudien-87"), MY_WORK)
    assert item_order(html, "Cập nhật tiến độ") == [code(busy.item("2", "buudien-87"))]
    assert "Phối hợp (1)" in html and "đang ở mức 50%" in html


def test_what_was_sent_back_is_no_hundred_per_cent(busy: Stage) -> None:
    item = busy.item("1.b", "ubnd-30124")  # claimed, sent back on 16/03
    assert item.is_returned and item.percent == 100
    busy.set_due(item, date(2021, 3, 1))
    html = shown(busy.person("ubnd-873"), MY_WORK)
    first = html[html.index("Việc cần làm trước tiên") : html.index("</section>", html.index("Việc cần làm trước tiên"))]
    assert code(item) in first and "Cần bổ sung:" in first and "100%" not in first


def test_the_centre_sees_its_own_items_and_what_waits_for_it(busy: Stage) -> None:
    html = shown(busy.centre, MY_WORK)
    assert "Chờ anh/chị xác nhận (2)" in html and "Phải làm (2)" in html
    assert item_order(html, "Xem và xác nhận") == [code(busy.item("1.b", "ubnd-30115")), code(busy.item("1.b", "ubnd-30277"))]


def test_the_verifier_sees_what_the_centre_claims_and_nothing_else(busy: Stage) -> None:
    verifier = busy.person("vpubnd-87", Role.VERIFIER)
    assert "Không có nội dung nào chờ xác nhận" in shown(verifier, MY_WORK)
    busy.progress(busy.item("3.b", "kstthc-87"), "kstthc-87", date(2021, 3, 18), claim=True)
    html = shown(verifier, MY_WORK)
    assert item_order(html, "Xem và xác nhận") == [code(busy.item("3.b", "kstthc-87"))] * 2
    assert "Chờ anh/chị xác nhận (2)" in shown(busy.centre, MY_WORK)


@pytest.mark.parametrize(("unit", "role"), [("ubnd-87", Role.LEADER), ("so-noi-vu-87", Role.READER), ("vpubnd-87", Role.ADMIN)])
def test_who_only_looks_has_no_work_page(busy: Stage, unit: str, role: Role) -> None:
    assert "Tài khoản này chỉ xem" in shown(busy.person(unit, role), MY_WORK, status=403)


@pytest.mark.parametrize("unit", ["ubnd-873", "ubnd-870", "buudien-87"])
def test_links_to_lists_hold_what_the_headings_say(busy: Stage, unit: str) -> None:
    user = busy.person(unit)
    html = shown(user, MY_WORK)
    figures = {"unfinished": len(Item.objects.visible_to(user).filter(accountable__code=unit).unfinished())}
    links = [anchor for anchor in anchors(html) if anchor.href.startswith("/noi-dung/?") and "unfinished" in anchor.href]
    assert [rows_behind(anchor.href, user) for anchor in links] == [figures["unfinished"]]


def test_a_neighbour_finds_nothing_of_it(busy: Stage) -> None:
    secret = busy.item("1.b", "ubnd-30124")
    for unit in ("ubnd-870", "ubnd-30115", "ubnd-866", "buudien-870"):
        html = shown(busy.person(unit), MY_WORK)
        assert secret.title not in html and code(secret) not in html and "Thiếu ảnh bảng niêm yết" not in html


# Difficulties


def test_what_was_raised_stands_on_the_page_until_it_is_solved(busy: Stage) -> None:
    item = busy.item("1.b", "ubnd-30103")
    raised = busy.stuck("ubnd-873", "Chưa có kinh phí", date(2021, 3, 12), item)
    busy.stuck("ubnd-30103", "Chưa rõ mẫu niêm yết", date(2021, 3, 17), item)
    html = shown(busy.person("ubnd-873"), MY_WORK)
    assert "Vướng mắc đang mở (2)" in html and "Chờ 5 ngày làm việc" in html and f"/vuong-mac/{raised.pk}/" in html
    busy.answer(raised, date(2021, 3, 18))
    assert "Đã hướng dẫn" in shown(busy.person("ubnd-873"), MY_WORK)
    commune = shown(busy.person("ubnd-30103"), MY_WORK)
    assert "Vướng mắc đang mở (2)" in commune and "Nêu vướng mắc chung" in commune
    for unit in ("ubnd-870", "ubnd-30115", "buudien-870"):
        other = shown(busy.person(unit), MY_WORK)
        assert "Chưa có kinh phí" not in other and "Vướng mắc đang mở (0)" in other


def test_the_first_task_leads_to_the_form_for_what_stands_in_its_way(stage: Stage) -> None:
    first = stage.item("1.a", "ubnd-873")
    assert f"/noi-dung/{first.number}/vuong-mac/" in shown(stage.person("ubnd-873"), MY_WORK)
    centre = shown(stage.centre, MY_WORK)
    assert "/vuong-mac/" not in centre[centre.index("<main") :]


def queries(user: User) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(MY_WORK).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_work(stage: Stage) -> None:
    """Huyện Châu Thành has one commune, Tam Nông three; in each section of one there is a row in the other."""
    for unit, communes in (("ubnd-877", ["ubnd-30277"]), ("ubnd-871", ["ubnd-30007", "ubnd-30013", "ubnd-30022"])):
        for commune in communes:
            stage.progress(stage.item("1.b", commune), commune, date(2021, 3, 4), claim=True)
        stage.progress(stage.item("1.a", unit), unit, date(2021, 3, 4))
        for commune in communes:
            stage.stuck(commune, "Chưa có kinh phí", date(2021, 3, 8))
        stage.stuck(unit, "Chưa có kinh phí", date(2021, 3, 8), stage.item("1.a", unit))
    for number in range(2):
        stage.stuck("ubnd-871", f"Thêm {number}", date(2021, 3, 8))
    few, many = queries(stage.person("ubnd-877")), queries(stage.person("ubnd-871"))
    assert few == many <= 16
    assert queries(stage.centre) <= 14


def test_every_report_that_is_a_units_turn_is_on_its_page_with_its_dispatch(stage: Stage) -> None:
    """The one due first hid the others: a second quarter, a second dispatch."""
    issue_dispatch(plan_of_the_second_quarter(), date(2021, 3, 2))
    html = " ".join(shown(stage.person("ubnd-873"), "/viec-cua-toi/").split())
    part = html[html.index("Báo cáo phải nộp (2)") :]
    assert part.index("Báo cáo Quý I/2021") < part.index("UBND‑KSTTHC") < part.index("Báo cáo Quý II/2021") < part.index("KH‑UBND")
    assert "Hạn báo cáo <b>" in html[: html.index("Báo cáo phải nộp")] and "31/03/2021" in html
    assert "Báo cáo phải nộp" not in shown(stage.person("ubnd-30115"), "/viec-cua-toi/")


def test_a_commune_that_owes_a_report_finds_it_and_is_not_told_that_it_owes_none(stage: Stage) -> None:
    ordered = plan_of_the_second_quarter()
    ordered.points[1].lead = ("ubnd-30115",)
    issue_dispatch(ordered, date(2021, 3, 2))
    html = shown(stage.person("ubnd-30115"), "/viec-cua-toi/")
    assert "Báo cáo phải nộp (1)" in html and "không phải lập, nộp báo cáo" not in html
