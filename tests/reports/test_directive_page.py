"""A dispatch word for word, with figures of what its reader may see; only the Centre finds forms on it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from directives.models import Directive, PendingUnit
from directives.services import issuing
from reports.presenters.directive_page import blocks
from tests.reports.stage import Stage, issue_dispatch, the_proposal
from tests.reports.walking import list_links, rows_behind, shown
from units.models import User
from units.roles import Role


def address(stage: Stage) -> str:
    return f"/van-ban/{stage.directive.pk}/"


def test_every_paragraph_stands_there_in_full(stage: Stage) -> None:
    html = shown(stage.person("so-noi-vu-87", Role.READER), address(stage))
    for paragraph in the_proposal().paragraphs:
        words = (
            paragraph.text.split(" ", 1)[1]
            if paragraph.point and paragraph.number != 7 and not paragraph.text.startswith(("UBND", "Báo", "Đề", "Giao"))
            else paragraph.text
        )
        assert words in html, paragraph
    assert "<b>a)</b> Chủ trì phối hợp" in html and "<b>1.</b> UBND thành phố Hồng Ngự" in html


def test_each_point_has_its_place(stage: Stage) -> None:
    html = shown(stage.centre, address(stage))
    for key in ("1", "1.a", "1.b", "1.c", "2", "3", "3.a", "3.b"):
        assert html.count(f'id="diem-{key}"') == 1


def test_the_count_of_each_point_is_the_length_of_its_list(busy: Stage) -> None:
    for user, expected in ((busy.centre, {8, 15, 1}), (busy.person("ubnd-873"), {1, 3}), (busy.person("buudien-873"), {1, 3})):
        links = [link for link in list_links(shown(user, address(busy))) if "diem=" in link.href]
        assert {link.first_number for link in links} == expected
        for link in links:
            assert rows_behind(link.href, user) == link.first_number


def test_progress_lateness_and_time_stand_beside_the_point(busy: Stage) -> None:
    html = shown(busy.centre, address(busy))
    point = html[html.index('id="diem-1.b"') : html.index('id="diem-1.c"')]
    assert "0/15" in point and "1 quá hạn" in point
    assert "Văn bản không ghi hạn; 2 nội dung có hạn theo phụ lục hoặc do Trung tâm đặt" in point
    report = html[html.index('id="diem-1.c"') : html.index('id="diem-2"')]
    assert "0/8" in report and "trên 8 báo cáo phải nộp" in report and "“trong quý I/2021”" in report and "Còn 12 ngày" in report
    assert "Việc thường xuyên, không có hạn" in html[html.index('id="diem-3.a"') : html.index('id="diem-3.b"')]
    assert "Phối hợp: Bưu điện Tỉnh" in html[html.index('id="diem-3.b"') :]


def test_the_centre_decides_and_others_only_read(stage: Stage) -> None:
    pending = PendingUnit.objects.get()
    html = shown(stage.centre, address(stage))
    assert f'action="/van-ban/cho-xac-dinh/{pending.pk}/"' in html and f'action="/van-ban/{stage.directive.pk}/so-ngay/"' in html
    assert "“Tân Công Sinh” không có trong danh mục" in html
    for unit, role in (("ubnd-87", Role.LEADER), ("kstthc-87", Role.ADMIN), ("ubnd-869", Role.OFFICER), ("ubnd-873", Role.OFFICER)):
        page = shown(stage.person(unit, role), address(stage))
        assert "so-ngay" not in page and "cho-xac-dinh/" not in page and "Bản đang dùng chưa có số và ngày ban hành." in page


def test_who_waits_learns_it_and_a_neighbour_does_not(stage: Stage) -> None:
    assert "UBND huyện Tân Hồng chờ Trung tâm quyết định" in shown(stage.person("ubnd-869"), address(stage))
    assert "chờ Trung tâm quyết định" not in shown(stage.person("ubnd-873"), address(stage))


@pytest.mark.parametrize("take_in", [True, False])
def test_a_decision_stays_with_its_reason(stage: Stage, take_in: bool) -> None:
    issuing.decide_pending(
        pending_id=PendingUnit.objects.get().pk, by=stage.centre, take_in=take_in, reason="Ý kiến của Lãnh đạo Văn phòng"
    )
    html = shown(stage.centre, address(stage))
    assert ("Đã đưa UBND huyện Tân Hồng vào phạm vi" if take_in else "Không đưa UBND huyện Tân Hồng vào phạm vi") in html
    assert "Căn cứ: Ý kiến của Lãnh đạo Văn phòng" in html and "cho-xac-dinh/" not in html


def test_a_number_filled_in_closes_its_notice(stage: Stage) -> None:
    issuing.fill_in_number(
        directive_id=stage.directive.pk, version=stage.directive.version, by=stage.centre, number="45", issued_on=date(2021, 2, 20)
    )
    html = shown(stage.centre, address(stage))
    assert "Bản đang dùng chưa có" not in html and "20/02/2021" in html and "Sửa số, ngày ban hành" in html


def test_a_unit_that_the_dispatch_does_not_name_does_not_find_it(stage: Stage) -> None:
    for unit in ("ubnd-866", "ubnd-29869"):
        shown(stage.person(unit), address(stage), status=404)
    shown(stage.centre, "/van-ban/999999/", status=404)


def test_a_draft_is_a_proposal_for_the_centre_and_nothing_for_others(stage: Stage) -> None:
    with clock.at(date(2021, 3, 1)):
        draft = issuing.save_draft(by=None, proposal=the_proposal(), file_name="moi.docx", content=b"another file")
    client = Client()
    client.force_login(stage.centre)
    assert client.get(f"/van-ban/{draft.pk}/").headers["Location"] == f"/van-ban/{draft.pk}/de-xuat/"
    shown(stage.person("ubnd-873"), f"/van-ban/{draft.pk}/", status=404)


def test_a_reader_sees_no_figures_of_others(busy: Stage) -> None:
    html = shown(busy.person("so-noi-vu-87", Role.READER), address(busy))
    assert not list_links(html) and "Không có nội dung nào của đơn vị mình" in html and "Nhật ký văn bản" not in html
    assert "báo cáo phải nộp" not in html


def test_a_dispatch_kept_without_its_paragraphs_shows_its_points(units: None, today: None) -> None:
    proposal = the_proposal()
    proposal.paragraphs = ()
    directive = issue_dispatch(proposal)
    found = blocks(proposal, list(directive.points.order_by("position")), {point.pk: None for point in directive.points.all()})  # type: ignore[misc]
    assert [block.anchor for block in found] == [f"diem-{key}" for key in ("1", "1.a", "1.b", "1.c", "2", "3", "3.a", "3.b")]
    assert [block.level for block in found] == [1, 2, 2, 2, 1, 1, 2, 2]


def queries(user: User, page: str) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow(stage: Stage) -> None:
    small = the_proposal()
    small.symbol, small.points, small.questions = "UBND-NHO", [point for point in small.points if point.key == "2"], ()
    little = issue_dispatch(small)
    few, many = (queries(stage.centre, f"/van-ban/{directive.pk}/") for directive in (little, Directive.objects.get(pk=stage.directive.pk)))
    assert few == many <= 13
