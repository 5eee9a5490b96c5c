"""What stands beside the figures: difficulties that wait, what happened last, reports by unit; one query, and nothing that is not meant."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from common import clock
from common.audit import record
from common.models import AuditEvent
from directives.models import Difficulty, Directive, Item
from directives.querysets import news
from directives.services import items as item_services
from directives.services.evidence import add_evidence
from reports import dashboard
from reports.models import Report
from reports.owed import owed_reports
from reports.presenters.report_rows import owed_panel
from reports.presenters.report_state import REPORT_STATES
from reports.presenters.side import NEWS_LINES, Side, read_side
from tests.factories.directives import photo
from tests.reports.stage import TODAY, Stage
from tests.reports.walking import anchors, shown
from units.models import Unit
from units.roles import Role

OVERVIEW = "/tong-quan/"


def side_of(stage: Stage, rows: int = 5) -> Side:
    return read_side(
        stage.directive,
        TODAY,
        counts={"blocked": Item.objects.blocked(), "waiting": Difficulty.objects.waiting(), "none": Item.objects.none()},
        difficulties=Difficulty.objects.waiting().order_by("raised_at", "pk"),
        rows=rows,
        events=news(stage.centre),
    )


def panel(html: str, title: str) -> str:
    """The section under this heading, without line breaks."""
    start = html.index(f"<h2>{title}")
    return " ".join(html[start : html.index("</section>", start)].split())


def stuck(stage: Stage) -> None:
    stage.stuck("ubnd-871", "Trụ sở xa Bưu điện xã", date(2021, 3, 8))
    stage.stuck("ubnd-873", "Chưa có kinh phí", date(2021, 3, 12), stage.item("1.b", "ubnd-30103"))
    stage.stuck("buudien-87", "Thiếu nhân viên", date(2021, 3, 17))
    stage.answer(stage.stuck("ubnd-870", "Chưa rõ mẫu", date(2021, 3, 2)), date(2021, 3, 4))


def test_all_of_it_is_one_query_with_and_without_difficulties(stage: Stage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    stage.centre.unit  # noqa: B018 - read before counting
    for prepare in (lambda: None, lambda: stuck(stage)):
        prepare()
        events, person = news(stage.centre), stage.directive
        with django_assert_num_queries(1):
            read_side(
                person,
                TODAY,
                counts={"waiting": Difficulty.objects.waiting()},
                difficulties=Difficulty.objects.waiting().order_by("raised_at"),
                rows=5,
                events=events,
            )


def test_counts_are_those_of_their_sets(stage: Stage) -> None:
    assert side_of(stage).counts == {"blocked": 0, "waiting": 0, "none": 0}
    stuck(stage)
    assert side_of(stage).counts == {"blocked": 1, "waiting": 3, "none": 0}
    assert dashboard.open_difficulties(Item.objects.all()) == 1


def test_who_waits_longest_comes_first_and_the_time_is_that_of_the_queue(stage: Stage) -> None:
    stuck(stage)
    found = side_of(stage)
    assert [(each.title, each.unit, each.wait.words) for each in found.difficulties] == [
        ("Trụ sở xa Bưu điện xã", "UBND huyện Tam Nông", "Chờ 9 ngày làm việc"),
        ("Chưa có kinh phí", "UBND huyện Cao Lãnh · UBND xã Tân Hội Trung", "Chờ 5 ngày làm việc"),
        ("Thiếu nhân viên", "Bưu điện Tỉnh", "Chờ 2 ngày làm việc"),
    ]
    html = shown(stage.centre, "/vuong-mac/")
    assert all(each.title in html and each.wait.words in html for each in found.difficulties)
    assert len(side_of(stage, rows=2).difficulties) == 2


def test_holidays_are_no_waiting(stage: Stage) -> None:
    """30/04 and 01/05/2021 (a Saturday, so Monday 03/05 is off instead)."""
    stage.stuck("ubnd-871", "Trước lễ", date(2021, 4, 29))
    with clock.at(date(2021, 5, 4)):
        found = read_side(
            stage.directive, date(2021, 5, 4), counts={}, difficulties=Difficulty.objects.waiting().order_by("raised_at"), rows=5
        )
    assert found.difficulties[0].wait.days == 1


# What happened last


def test_the_last_acts_come_first_with_the_thing_that_they_are_about(stage: Stage) -> None:
    item = stage.item("1.b", "ubnd-30103")
    stage.progress(item, "ubnd-30103", date(2021, 3, 15))
    found = stage.stuck("ubnd-873", "Chưa có kinh phí", date(2021, 3, 16), item)
    general = stage.stuck("buudien-87", "Thiếu nhân viên", date(2021, 3, 17))
    lines = [(each.line.who, each.line.what, each.label, each.url) for each in side_of(stage).news]
    code = item.code.replace("-", "‑")
    assert lines[:3] == [
        ("Bưu điện Tỉnh", "nêu vướng mắc", "Thiếu nhân viên", f"/vuong-mac/{general.pk}/"),
        ("UBND huyện Cao Lãnh", "nêu vướng mắc", code, f"/noi-dung/{item.number}/"),
        ("UBND xã Tân Hội Trung", "cập nhật tiến độ: 0% → 50%", code, f"/noi-dung/{item.number}/"),
    ]
    assert found.pk


def test_photos_sent_together_are_one_line_and_of_two_items_two(stage: Stage) -> None:
    officer = stage.person("ubnd-873")
    one, other = stage.item("1.b", "ubnd-30103"), stage.item("1.b", "ubnd-30124")
    for item, marks in ((one, "ab"), (other, "c")):
        for mark in marks:
            add_evidence(item_id=item.pk, by=officer, upload=photo(f"{mark}.png", mark), caption=f"Ảnh {mark}", moment="after")
    whats = [each.line.what for each in side_of(stage).news]
    assert whats[:2] == ["thêm 1 ảnh: Ảnh c", "thêm 2 ảnh: Ảnh a, Ảnh b"]


def test_no_more_than_five_lines_and_nothing_of_accounts_drafts_or_single_assignments(stage: Stage) -> None:
    officer, item = stage.person("ubnd-873"), stage.item("1.a", "ubnd-873")
    record(by=None, verb="user.created", text="tạo tài khoản", subject_kind="user", subject_id=1)
    whats = [each.line.what for each in side_of(stage).news]
    assert len(whats) == 1  # the dispatch was issued
    for number in range(NEWS_LINES + 2):
        item_services.add_note(item_id=item.pk, by=officer, text=f"Ghi {number}")
    assert len(side_of(stage).news) == NEWS_LINES


def test_news_are_those_of_the_units_that_a_person_sees(stage: Stage) -> None:
    item_services.add_note(item_id=stage.item("1.b", "ubnd-30103").pk, by=stage.person("ubnd-873"), text="Kín")

    def reads(unit: str, role: Role = Role.OFFICER) -> bool:
        return news(stage.person(unit, role)).filter(verb="item.noted").exists()

    assert [reads(unit) for unit in ("ubnd-873", "ubnd-30103", "buudien-873", "buudien-87")] == [True] * 4
    assert [reads(unit) for unit in ("ubnd-870", "ubnd-30115", "buudien-870")] == [False] * 3
    assert reads("ubnd-87", Role.LEADER) and not reads("so-noi-vu-87", Role.READER)
    assert AuditEvent.objects.filter(verb="item.assigned").exists()
    assert not news(stage.centre).filter(verb="item.assigned").exists()


# Reports by unit


@pytest.mark.parametrize(
    ("status", "submitted", "today", "words"),
    [
        (None, None, TODAY, "Chưa lập: Hạn 31/03/2021, còn 12 ngày"),
        ("draft", None, date(2021, 3, 31), "Đang soạn: Hạn 31/03/2021, là hôm nay"),
        ("draft", None, date(2021, 4, 2), "Đang soạn: Hạn 31/03/2021, quá hạn 2 ngày"),
        ("submitted", date(2021, 3, 18), TODAY, "Chờ duyệt: Nộp 18/03/2021, sớm 13 ngày"),
        ("returned", date(2021, 3, 31), date(2021, 4, 9), "Cần bổ sung: Nộp 31/03/2021, đúng hạn"),
        ("accepted", date(2021, 4, 2), date(2021, 4, 9), "Đã chấp nhận: Nộp 02/04/2021, trễ hạn 2 ngày"),
    ],
)
def test_a_report_is_said_by_its_state_and_its_day(
    stage: Stage, status: str | None, submitted: date | None, today: date, words: str
) -> None:
    if status:
        stage.report("ubnd-873", status, submitted)
    owed = owed_reports(stage.directive.obligations.all())
    found = owed_panel(owed, {unit.pk: unit for unit in Unit.objects.with_area()}, today)
    assert found is not None
    row = next(row for row in found.rows if row.url == "/don-vi/ubnd-873/")
    assert f"{REPORT_STATES[row.state].label}: {row.time}" == words
    assert found.figures.expected == len(found.rows) == 8
    assert found.figures.handed_in == (status in ("submitted", "returned", "accepted"))
    assert ("huyện Cao Lãnh" in found.missing) is (status in (None, "draft"))


def test_without_an_obligation_there_is_no_panel_of_reports(stage: Stage) -> None:
    assert owed_panel([], {}, TODAY) is None
    assert Directive.objects.count() == 1


# The overview


def test_the_overview_shows_all_of_it_with_figures_that_equal_the_lists(busy: Stage) -> None:
    stuck(busy)
    busy.report("ubnd-868", "accepted", date(2021, 3, 15))
    busy.report("ubnd-872", "submitted", date(2021, 3, 18))
    busy.report("buudien-87", "submitted", date(2021, 3, 18))  # may report, does not owe
    html = shown(busy.centre, OVERVIEW)
    assert "Vướng mắc chờ trả lời (3)" in html and "Chờ 9 ngày làm việc" in html and "Chưa rõ mẫu" not in panel(html, "Vướng mắc chờ")
    owed = panel(html, "Báo cáo Quý I/2021 theo đơn vị")
    assert "<b>2/8</b> đơn vị phải báo cáo đã nộp; 1 đã chấp nhận." in owed
    assert "Chờ xác định phạm vi" in owed and owed.count('role="row"') == 1 + 8 + 1
    centre = panel(html, "Chờ Trung tâm xử lý")
    assert 'Báo cáo chờ duyệt<span class="vh">: 2</span>' in centre and f'href="/duyet-bao-cao/?ky={busy.directive.pk}.2021-Q1"' in centre
    assert Report.objects.filter(status="submitted").count() == 2
    tile = next(anchor for anchor in anchors(html) if "Trong đó vướng mắc" in anchor.text)
    assert tile.first_number == 1
    assert "nêu vướng mắc" in panel(html, "Hoạt động mới nhất")


def test_the_overview_of_a_portal_without_difficulties_says_so(stage: Stage) -> None:
    html = shown(stage.centre, OVERVIEW)
    assert "Không có vướng mắc nào đang chờ." in html and "0/8 báo cáo phải nộp trong kỳ này đã nộp." in html


def test_a_leader_reads_the_overview_without_the_words_of_the_centre(busy: Stage) -> None:
    stuck(busy)
    html = shown(busy.person("ubnd-87", Role.LEADER), OVERVIEW)
    assert "Đang chờ xác nhận" in html and "Chờ Trung tâm xử lý" not in html
    assert "Vướng mắc chờ trả lời (3)" in html
