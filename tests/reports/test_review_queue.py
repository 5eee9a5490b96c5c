"""The queue of reports that wait for the Centre: order, filters, what it refuses and what it costs."""

from __future__ import annotations

import re
from datetime import date

from common import clock
from directives.models import Item
from reports.models import Report
from tests.reports.handing_in import DISTRICT, give_back, hand_in, hand_in_as_written, take, write
from tests.reports.reviewing import QUEUE, address, at, numbers, page, queries, words
from tests.reports.stage import Stage
from units.roles import Role


class TestQueue:
    def test_what_came_in_first_stands_first_with_what_the_unit_says_and_what_needs_a_look(self, stage: Stage, waiting: Report) -> None:
        hand_in(stage, "ubnd-870", at=at("17 09:00"))
        html = page(stage.centre, QUEUE)
        assert re.findall(r'scope="row">(UBND[^<]+)<', html) == ["UBND huyện Hồng Ngự", "UBND huyện Cao Lãnh"]
        text = words(html)
        assert "2 báo cáo chờ duyệt. Cũ nhất chờ 2 ngày làm việc; mức Trung tâm cam kết là 3 ngày làm việc." in text
        assert (
            "8 đơn vị phải báo cáo (điểm 1.c). Bưu điện có thể báo cáo, không bắt buộc. UBND huyện Tân Hồng chờ xác định phạm vi." in text
        )
        assert "UBND huyện Cao Lãnh Lần 1 14:20, 18/03/2021 Sớm 13 ngày 4/4 xong trong đó 4 chờ xác nhận" in text
        assert "4 nội dung báo xong nhưng chưa có minh chứng Duyệt" in text
        assert "0/3 xong Không có Duyệt" in text

    def test_chips_count_what_their_lists_hold(self, stage: Stage, waiting: Report) -> None:
        give_back(stage, hand_in(stage, "ubnd-870"), {})
        take(stage, hand_in(stage, "ubnd-872"))
        write(stage, stage.item("1.a", "ubnd-876"), "ubnd-876")
        counts = re.findall(r'tinh_trang=(\w+)"[^>]*>[^<]+<b class="num">(\d+)</b>', page(stage.centre, QUEUE))
        assert counts == [("submitted", "1"), ("returned", "1"), ("accepted", "1"), ("missing", "5")]
        for name, count in counts:
            html = page(stage.centre, f"{QUEUE}?tinh_trang={name}")
            first = html[html.index("</nav>", html.index("Trạng thái báo cáo")) :]
            table = first[: first.index("</table>")]
            assert table.count('scope="row"') == int(count), name
        missing = words(page(stage.centre, f"{QUEUE}?tinh_trang=missing"))
        assert "UBND huyện Lai Vung Đang soạn Hạn 31/03/2021, còn 12 ngày" in missing
        assert "UBND huyện Tam Nông Chưa lập Hạn 31/03/2021, còn 12 ngày" in missing

    def test_what_was_returned_says_when_what_for_and_until_when(self, stage: Stage, waiting: Report) -> None:
        number = numbers()[0]
        give_back(stage, waiting, {number: "Gửi biên bản đánh giá"}, again_by=date(2021, 3, 23))
        line = f"UBND huyện Cao Lãnh Trả lại 19/03/2021 , hẹn nộp lại 23/03/2021 ND‑{number:03d}: Gửi biên bản đánh giá"
        text = words(page(stage.centre, QUEUE))
        assert line in text and "Quá ngày hẹn" not in text and "Không có báo cáo nào chờ duyệt" in text
        with clock.at(date(2021, 3, 24)):
            assert "Quá ngày hẹn" in page(stage.centre, f"{QUEUE}?tinh_trang=returned")

    def test_a_second_submission_says_how_much_was_changed(self, stage: Stage, waiting: Report) -> None:
        first, second, *_ = numbers()
        give_back(stage, waiting, {first: "Nêu số máy", second: "Nêu số ghế"})
        assert Item.objects.get(number=first).status == "doing"
        write(stage, Item.objects.get(number=first), level="done", result="Đã lắp 02 máy", expected_text="")
        write(stage, Item.objects.get(number=second), level="done", result="Đã làm xong", expected_text="")
        hand_in_as_written(stage)
        text = words(page(stage.centre, QUEUE))
        assert "Lần 2" in text and "Sửa 1 nội dung so với lần 1" in text

    def test_an_overdue_entry_without_a_reason_is_named(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        stage.set_due(item, date(2021, 3, 19))
        hand_in(stage)
        assert "quá hạn chưa ghi lý do" not in page(stage.centre, QUEUE)
        with clock.at(date(2021, 3, 20)):
            assert "1 nội dung quá hạn chưa ghi lý do chậm" in page(stage.centre, QUEUE)

    def test_late_and_missing_are_named(self, stage: Stage) -> None:
        with clock.at(date(2021, 4, 2)):
            hand_in(stage, expected_text="20/04/2021")
            text = words(page(stage.centre, QUEUE))
        assert "Trễ hạn 2 ngày" in text
        assert "1/8 đơn vị phải báo cáo; 0 đúng hạn, 1 nộp trễ; chưa nộp, quá hạn 7" in text
        assert "Nộp trễ Huyện Cao Lãnh Quá hạn, chưa nộp Huyện Châu Thành, Huyện Hồng Ngự, " in text

    def test_a_post_office_waits_too_and_is_marked_and_never_missing(self, stage: Stage) -> None:
        hand_in(stage, "buudien-87")
        html = page(stage.centre, QUEUE)
        assert "Bưu điện Tỉnh Lần 1" in words(html) and "Không bắt buộc" in words(html)
        assert 'tinh_trang=missing">Chưa nộp <b class="num">8</b>' in html
        report = Report.objects.get()
        assert "Báo cáo không bắt buộc" in page(stage.centre, address(report))
        assert 'Duyệt báo cáo <span class="count">1<' in html

    def test_a_queue_that_is_not_there_is_not_found(self, stage: Stage) -> None:
        page(stage.centre, f"{QUEUE}?ky={stage.directive.pk}.2021-Q1")
        page(stage.centre, f"{QUEUE}?ky={stage.directive.pk}.2021-Q2", 404)
        page(stage.centre, f"{QUEUE}?ky=gì", 404)
        page(stage.centre, f"{QUEUE}?ky=gì%00", 400)
        assert "Chờ duyệt, nộp trước" not in page(stage.centre, f"{QUEUE}?tinh_trang=gì")

    def test_without_a_duty_to_report_there_is_no_queue(self, units: None, today: None) -> None:
        from tests.reports.stage import make_user

        assert "Chưa có kỳ báo cáo nào" in page(make_user("tt", "kstthc-87", Role.CENTRE), QUEUE)

    def test_only_the_centre_opens_it(self, stage: Stage, waiting: Report) -> None:
        for who in (stage.person("ubnd-87", Role.LEADER), stage.person("vpubnd-87", Role.VERIFIER), stage.person(DISTRICT)):
            assert "Chỉ cán bộ theo dõi của Trung tâm duyệt báo cáo." in page(who, QUEUE, 403)
            assert "Chỉ cán bộ theo dõi của Trung tâm duyệt báo cáo." in page(who, address(waiting), 403)
        page(stage.person("ubnd-874"), address(waiting), 404)

    def test_its_cost_does_not_grow(self, stage: Stage) -> None:
        for unit in ("ubnd-870", "ubnd-871", "ubnd-872"):
            stage.person(unit)
        centre = stage.centre
        hand_in(stage, "ubnd-870")
        give_back(stage, hand_in(stage, "ubnd-873"), {numbers()[0]: "Nêu số máy"})
        take(stage, hand_in(stage, "ubnd-876"))
        few = {tab: queries(centre, f"{QUEUE}?tinh_trang={tab}") for tab in ("submitted", "returned", "accepted", "missing")}
        for unit in ("ubnd-871", "ubnd-872"):
            hand_in(stage, unit)
        give_back(stage, hand_in(stage, "ubnd-874"), {numbers("ubnd-874")[0]: "Nêu số ghế"})
        take(stage, hand_in(stage, "ubnd-877"))
        many = {tab: queries(centre, f"{QUEUE}?tinh_trang={tab}") for tab in few}
        assert many == few
        assert max(few.values()) <= 22
