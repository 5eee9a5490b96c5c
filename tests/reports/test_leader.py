"""The leaders' page: its sentence and its points follow from the figures by rules, and it fits one sheet."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from directives.models import Item
from directives.scope import read_scope
from reports import dashboard
from reports.dashboard import Figures
from reports.presenters import leader
from reports.presenters.leader import UNITS_NAMED, Standing, behind, leader_page, sentence
from reports.presenters.pace import Frame, Pace
from tests.reports.stage import TODAY, Stage, issue_dispatch
from tests.reports.test_overview import second_dispatch
from tests.reports.walking import list_links, rows_behind, shown
from units.models import Unit, User
from units.roles import Role

LEADER = "/lanh-dao/"
QUARTER = Frame(date(2021, 1, 1), date(2021, 3, 31), "Hạn báo cáo Quý I/2021", "của quý")


def figures(verified: int, doing: int, overdue: int = 0) -> Figures:
    return Figures({"doing": doing, "verified": verified}, overdue=overdue)


def standing(name: str, **numbers: int) -> Standing:
    return Standing(Unit(short_name=name, name=name), figures(**numbers), None, "", "")


def pace(numbers: Figures, frame: Frame | None = QUARTER, today: date = TODAY) -> Pace:
    return Pace(frame, today, numbers)


# The sentence

LAI_VUNG = standing("Huyện Lai Vung", verified=0, doing=6, overdue=3)
RISKY = [LAI_VUNG, standing("TP Cao Lãnh", verified=3, doing=6, overdue=1)]


@pytest.mark.parametrize(
    ("numbers", "frame", "today", "risky", "words"),
    [
        (Figures(), QUARTER, TODAY, [], "Văn bản này chưa có nội dung khắc phục nào."),
        (figures(67, 0), QUARTER, TODAY, [], "Đã xong cả 67 nội dung."),
        (
            figures(35, 32, 5), QUARTER, TODAY, RISKY,
            "Mới xong 35/67 nội dung (52%) khi đã qua 87% thời gian. Nguy cơ không kịp hạn ở huyện Lai Vung và TP Cao Lãnh.",
        ),
        (
            figures(35, 32), QUARTER, TODAY, [],
            "Mới xong 35/67 nội dung (52%) khi đã qua 87% thời gian. Chưa có nội dung nào quá hạn.",
        ),
        (
            figures(9, 1, 1), QUARTER, TODAY, [],
            "Đã xong 9/10 nội dung (90%) khi đã qua 87% thời gian. Đã có 1 nội dung quá hạn.",
        ),
        (
            figures(8, 2, 2), QUARTER, date(2021, 4, 3), RISKY[:1],
            "Hạn báo cáo Quý I/2021 đã qua 3 ngày, mới xong 8/10 nội dung (80%). Còn 2 nội dung quá hạn ở huyện Lai Vung.",
        ),
        (figures(1, 3), None, TODAY, [], "Đã xong 1/4 nội dung (25%); văn bản không ghi hạn. Chưa có nội dung nào quá hạn."),
        (
            figures(35, 32, 5), QUARTER, TODAY, [*RISKY, standing("Xã Mỹ Long", verified=2, doing=9, overdue=1)],
            "Mới xong 35/67 nội dung (52%) khi đã qua 87% thời gian. Nguy cơ không kịp hạn ở huyện Lai Vung, TP Cao Lãnh và xã Mỹ Long.",
        ),
        (
            figures(35, 32, 5), QUARTER, TODAY, [standing(f"Huyện {n}", verified=0, doing=2, overdue=1) for n in range(1, UNITS_NAMED + 3)],
            "Mới xong 35/67 nội dung (52%) khi đã qua 87% thời gian. Nguy cơ không kịp hạn ở huyện 1, huyện 2 và 3 đơn vị khác.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_follows_from_the_figures(
    numbers: Figures, frame: Frame | None, today: date, risky: list[Standing], words: str
) -> None:
    at = pace(numbers, frame, today)
    assert sentence(at, behind(risky, at)) == words


def test_in_danger_is_who_has_overdue_work_and_is_behind_the_time_the_largest_overdue_share_first() -> None:
    rows = [
        standing("ahead", verified=9, doing=1, overdue=1),  # 90 % at 87 % of the time
        standing("small", verified=4, doing=6, overdue=1),
        standing("large", verified=0, doing=6, overdue=3),
        standing("nothing overdue", verified=0, doing=2),
    ]

    def named(at: Pace) -> list[str]:
        return [row.unit.name for row in behind(rows, at).named]

    assert named(pace(figures(13, 15))) == ["large", "small"]
    assert named(pace(figures(13, 15), today=date(2021, 4, 1))) == ["large", "small", "ahead"]


def test_danger_is_not_compared_by_rounded_per_cent() -> None:
    """On the last day 466 of 467 is 99 % of the work at 99 % of the time, and still behind."""
    rows = [standing("nearly", verified=466, doing=1, overdue=1)]
    assert behind(rows, pace(figures(466, 1, 1), today=date(2021, 3, 31))).named == rows


# The page


def test_the_figures_are_those_of_statistics_and_each_link_counts_its_list(busy: Stage) -> None:
    reader = busy.person("ubnd-87", Role.LEADER)
    html = shown(reader, LEADER)
    found = dashboard.statistics(busy.directive, None, TODAY)["items"]
    assert f"Mới xong {found['verified']}/{found['total']} nội dung (8%) khi đã qua 87% thời gian." in html
    links = list_links(html)
    assert len(links) == 10  # 8 districts, Bưu điện Tỉnh, Văn phòng
    for link in links:
        assert rows_behind(link.href, reader) == link.of_total, link


def points_of(html: str) -> list[str]:
    start = html.index("Cần lãnh đạo biết")
    rows = re.findall(r"<li>(.*?)</li>", html[start : html.index("</section>", start)], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", row).split()) for row in rows]


def test_leaders_are_told_of_danger_of_what_lies_before_them_and_of_what_nobody_decided(busy: Stage) -> None:
    busy.answer(busy.stuck("ubnd-871", "Trụ sở xa Bưu điện xã", date(2021, 3, 10)), date(2021, 3, 15), escalate=True)
    busy.stuck("buudien-87", "Thiếu nhân viên", date(2021, 3, 9))
    busy.stuck("ubnd-870", "Chưa rõ mẫu", date(2021, 3, 17))
    busy.answer(busy.stuck("ubnd-874", "Đã hướng dẫn rồi", date(2021, 3, 1)), date(2021, 3, 2))
    assert points_of(shown(busy.person("ubnd-87", Role.LEADER), LEADER)) == [
        "Huyện Lai Vung chưa xong nội dung nào (0/2); 1 nội dung quá hạn; chưa lập báo cáo.",
        "Trụ sở xa Bưu điện xã (UBND huyện Tam Nông): đã trình UBND Tỉnh ngày 15/03/2021.",
        "Thiếu nhân viên (Bưu điện Tỉnh): chờ 8 ngày làm việc, chưa có trả lời.",
        "1 vướng mắc khác chờ trả lời hoặc đã trình UBND Tỉnh.",
        "Huyện Tân Hồng có tên trong văn bản nhưng không điểm nào giao việc: cần xác định phạm vi.",
    ]


def test_a_difficulty_that_was_raised_yesterday_is_the_centres_matter_not_the_leaders(busy: Stage) -> None:
    busy.stuck("ubnd-870", "Chưa rõ mẫu", date(2021, 3, 18))
    assert not [point for point in points_of(shown(busy.person("ubnd-87", Role.LEADER), LEADER)) if "vướng mắc" in point or "mẫu" in point]


def test_reports_that_are_late_are_told_once_the_day_is_past(stage: Stage) -> None:
    stage.report("ubnd-868", "accepted", date(2021, 3, 20))
    stage.report("ubnd-870", "draft", None)
    with clock.at(date(2021, 4, 1)):
        points = points_of(shown(stage.person("ubnd-87", Role.LEADER), LEADER))
    assert "7 báo cáo quá hạn nộp (hạn 31/03/2021)." in points


def test_this_week_counts_from_monday_on(busy: Stage) -> None:
    """Monday is 15/03; the item of Tân Thành became overdue on the 19th, the two verified ones are of the 5th."""
    busy.verify(busy.item("1.b", "ubnd-30115"), date(2021, 3, 15))
    busy.set_due(busy.item("1.a", "ubnd-871"), date(2021, 3, 13))  # overdue since Sunday
    busy.set_due(busy.item("1.a", "ubnd-872"), date(2021, 3, 14))  # overdue since Monday
    busy.stuck("ubnd-870", "Tuần trước", date(2021, 3, 12))
    busy.stuck("ubnd-870", "Tuần này", date(2021, 3, 15))
    busy.report("ubnd-868", "submitted", date(2021, 3, 14))
    busy.report("ubnd-872", "submitted", date(2021, 3, 15))
    busy.report("ubnd-873", "draft", None)
    reader = busy.person("ubnd-87", Role.LEADER)
    week = leader_page(reader, read_scope(reader, {})).week
    assert [(row.label, row.value, row.new) for row in week] == [
        ("Nội dung hoàn thành", 3, 1),
        ("Nội dung quá hạn", 3, 2),
        ("Vướng mắc chờ trả lời", 2, 1),
        ("Báo cáo đã nộp", 2, 1),
    ]
    assert Item.objects.overdue(TODAY).count() == 3


def test_nothing_to_tell_is_said(stage: Stage) -> None:
    from directives.models import PendingUnit
    from directives.services.issuing import decide_pending

    decide_pending(pending_id=PendingUnit.objects.get().pk, by=stage.centre, take_in=False, reason="Không thuộc phạm vi")
    html = shown(stage.person("ubnd-87", Role.LEADER), LEADER)
    assert "Không có việc nào vượt quá mức của các đơn vị." in html and "Chưa có nội dung nào quá hạn." in html


def test_another_dispatch_can_be_asked_for(busy: Stage) -> None:
    reader = busy.person("ubnd-87", Role.LEADER)
    issue_dispatch(second_dispatch(), date(2021, 3, 2))
    both = shown(reader, LEADER)
    assert "Đã xong 2/28 nội dung (7%) của 2 văn bản đang theo dõi. Còn 1 nội dung quá hạn ở" in both and "30/06/2021" in both
    assert "2/26 nội dung" in shown(reader, f"{LEADER}?van_ban={busy.directive.pk}")
    shown(reader, f"{LEADER}?van_ban=999999", status=404)


def test_before_anything_was_issued_the_page_says_so(units: None, today: None) -> None:
    from tests.reports.stage import make_user

    assert "Chưa có văn bản nào được giao việc" in shown(make_user("ld", "ubnd-87", Role.LEADER), LEADER)


def queries(user: User) -> int:
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LEADER).status_code == 200
    return len(captured)


def test_eleven_queries_with_few_rows_and_with_many(stage: Stage) -> None:
    reader: Any = stage.person("ubnd-87", Role.LEADER)
    few = queries(reader)
    for day, code in enumerate(("868", "870", "871", "872", "874"), 10):
        stage.set_due(stage.item("1.a", f"ubnd-{code}"), date(2021, 3, day))
        stage.stuck(f"ubnd-{code}", f"Vướng mắc {code}", date(2021, 3, day))
    assert queries(reader) == few <= 11  # one of them the bell


def test_of_many_dispatches_the_late_ones_are_named_and_the_others_counted(busy: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    issue_dispatch(second_dispatch(), date(2021, 3, 2))
    monkeypatch.setattr(leader, "DISPATCHES", 1)
    page = leader_page(busy.centre, read_scope(busy.centre, {}))
    assert (len(page.dispatches), page.more_dispatches) == (1, 1) and page.dispatches[0].pace.figures.overdue
    assert "1 văn bản khác" in " ".join(shown(busy.centre, "/lanh-dao/").split())
