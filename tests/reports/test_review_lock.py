"""The lock day of a period, and where else a review shows."""

from __future__ import annotations

import re
from datetime import date

import pytest

from common import clock
from common.models import AuditEvent
from directives.models import Obligation
from reports.models import Report, Submission
from reports.services.submitting import withdraw
from tests.reports.handing_in import hand_in, take, write
from tests.reports.reviewing import QUEUE, address, page, send, words
from tests.reports.stage import Stage
from units.roles import Role


class TestLock:
    def lock(self, stage: Stage, code: int, lock_on: str, seen: str = "") -> str:
        return send(stage.centre, f"{QUEUE}khoa-ky/", code, ky=f"{stage.directive.pk}.2021-Q1", lock_on=lock_on, seen=seen)

    def test_the_day_counts_for_all_who_owe_and_leaves_a_trace(self, stage: Stage) -> None:
        self.lock(stage, 302, "10/04/2021")
        assert set(Obligation.objects.values_list("lock_on", flat=True)) == {date(2021, 4, 10)}
        event = AuditEvent.objects.get(verb="directive.lock_set")
        assert event.text == "khóa kỳ báo cáo Quý I/2021 sau ngày 10/04/2021" and len(event.party_codes) == 8
        text = words(page(stage.centre, QUEUE))
        assert "Số liệu 15/12/2020 – 14/03/2021 Hạn nộp 31/03/2021 Ngày khóa 10/04/2021" in text
        with clock.at(date(2021, 4, 11)):
            assert "10/04/2021 – đã khóa, đơn vị chỉ nộp được khi Trung tâm mở riêng" in words(page(stage.centre, QUEUE))
        self.lock(stage, 302, "", "10/04/2021")
        assert set(Obligation.objects.values_list("lock_on", flat=True)) == {None}
        assert AuditEvent.objects.filter(verb="directive.lock_set").first().text == "mở lại kỳ báo cáo Quý I/2021 (trước là 10/04/2021)"  # type: ignore[union-attr]

    def test_the_same_day_again_changes_nothing(self, stage: Stage) -> None:
        self.lock(stage, 302, "10/04/2021")
        self.lock(stage, 302, "10/04/2021", "10/04/2021")
        assert AuditEvent.objects.filter(verb="directive.lock_set").count() == 1

    @pytest.mark.parametrize(
        ("typed", "words_said"),
        [
            ("30/03/2021", "Ngày khóa không được trước hạn nộp 31/03/2021."),
            ("31/02/2021", "Không có ngày 31/02/2021. Sửa lại ngày."),
            ("10/04/3021", "Năm phải từ 2000 đến 2100."),
            ("mai", "Ghi ngày theo dạng ngày/tháng/năm"),
        ],
    )
    def test_a_day_that_can_not_be_is_refused_and_stays_in_its_field(self, stage: Stage, typed: str, words_said: str) -> None:
        html = self.lock(stage, 422, typed)
        assert words_said in html and f'value="{typed}"' in html and 'href="#id_lock_on"' in html
        assert set(Obligation.objects.values_list("lock_on", flat=True)) == {None}

    def test_who_was_overtaken_is_told_the_day_that_holds(self, stage: Stage) -> None:
        self.lock(stage, 302, "10/04/2021")
        html = self.lock(stage, 409, "20/04/2021")
        assert "ngày khóa nay là 10/04/2021. Chưa lưu gì." in html
        assert set(Obligation.objects.values_list("lock_on", flat=True)) == {date(2021, 4, 10)}

    def test_an_unknown_queue_is_not_found(self, stage: Stage) -> None:
        send(stage.centre, f"{QUEUE}khoa-ky/", 404, ky="9999.2021-Q1", lock_on="10/04/2021")


class TestElsewhere:
    def test_the_overview_leads_to_each_report_that_was_handed_in(self, stage: Stage, waiting: Report) -> None:
        write(stage, stage.item("1.a", "ubnd-876"), "ubnd-876")
        html = page(stage.centre, "/tong-quan/")
        assert re.findall(r'href="(/duyet-bao-cao/\d+/)"', html[html.index("Báo cáo Quý I/2021 theo đơn vị") :])[0] == address(waiting)
        assert f'· <a href="{address(waiting)}">xem báo cáo</a>' in html
        read = page(stage.person("ubnd-87", Role.LEADER), "/tong-quan/")
        assert f'href="{address(waiting)}"' not in read and f'href="/bao-cao/{waiting.pk}/"' in read

    def test_the_news_names_the_unit_of_a_decision_and_no_report_that_was_taken_back(self, stage: Stage, waiting: Report) -> None:
        take(stage, waiting)
        html = page(stage.centre, "/tong-quan/")
        assert f'chấp nhận báo cáo Quý I/2021 · <a href="{address(waiting)}">UBND huyện Cao Lãnh</a>' in html
        other = hand_in(stage, "ubnd-870")
        withdraw(report_id=other.pk, version=other.version, by=stage.person("ubnd-870"))
        assert address(other) not in page(stage.centre, "/tong-quan/")

    def test_the_menu_counts_what_waits(self, stage: Stage, waiting: Report) -> None:
        assert 'Duyệt báo cáo <span class="count">1<' in page(stage.centre, "/tong-quan/")
        assert Submission.objects.count() == 1
