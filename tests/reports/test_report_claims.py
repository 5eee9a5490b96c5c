"""A report asks back before it claims what contradicts itself; a claim is held once the Centre reads it; open difficulties go with it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from directives.models import Finding, Inspection, Item, Obligation
from directives.services import items as item_services
from directives.services.difficulties import close_difficulty
from reports import snapshot
from reports.content import content_of
from reports.models import Submission
from reports.services.submitting import submit
from tests.reports.handing_in import DISTRICT, begin, hand_in, hand_in_as_written, key_of, write
from tests.reports.reporting import address as form_address
from tests.reports.reporting import officer, text
from tests.reports.reviewing import QUEUE, address, numbers, page, words
from tests.reports.stage import TODAY, Stage
from units.models import Unit

NOTE = "Đã dán 8/21 TTHC. Số còn lại chờ bìa niêm yết"


def item_of(number: int) -> Item:
    return Item.objects.get(number=number)


def filled(stage: Stage, **last: str) -> int:
    """Every entry is written; the first one is done, with these words."""
    first, *others = numbers()
    for number in others:
        write(stage, item_of(number))
    write(stage, item_of(first), level="done", expected_text="", **last)
    return first


class TestAskedBack:
    def test_nothing_goes_while_a_contradiction_is_not_confirmed(self, stage: Stage) -> None:
        first = filled(stage, result=NOTE)
        with pytest.raises(Invalid, match=rf"ND‑{first:03d} ghi “8/21”, “Số còn lại chờ bìa niêm yết”"):
            hand_in_as_written(stage)
        assert not Submission.objects.exists() and item_of(first).status == "todo"
        hand_in_as_written(stage, confirmed=[first])
        claim = AuditEvent.objects.get(verb="item.claimed")
        assert claim.data["doubts"] == ["“8/21”", "“Số còn lại chờ bìa niêm yết”"]

    def test_a_difficulty_that_is_still_open_is_asked_about(self, stage: Stage) -> None:
        first = filled(stage, result="Đã sửa xong mái che")
        stage.stuck(DISTRICT, "Chưa có kinh phí", TODAY, Item.objects.get(number=first))
        with pytest.raises(Invalid, match=f"ND‑{first:03d} còn vướng mắc “Chưa có kinh phí”"):
            hand_in_as_written(stage)
        hand_in_as_written(stage, confirmed=[first])
        assert AuditEvent.objects.get(verb="item.claimed").data["doubts"] == ["còn vướng mắc “Chưa có kinh phí”"]

    def test_the_check_page_asks_at_each_entry_and_keeps_the_answer(self, stage: Stage) -> None:
        first = filled(stage, result=NOTE)
        browser, where = officer(stage), form_address(stage, "report_check")
        html = text(browser.get(where))
        assert "Báo đã hoàn thành, nhưng có điều nói khác (1 nội dung)" in html and f'name="van-xong" value="{first}"' in html
        sent = {"da-xem": content_of(key_of(stage)).stamp, "dong-y": "1"}
        response = browser.post(where, sent)
        assert response.status_code == 422 and "Đánh dấu “Đúng là đã xong”" in text(response)
        response = browser.post(where, {**sent, "dong-y": "", "van-xong": str(first)})
        assert f'value="{first}" checked' in text(response)
        assert browser.post(where, {**sent, "van-xong": str(first)}).status_code == 302
        assert item_of(first).status == "claimed"

    def test_the_words_of_an_update_at_forty_per_cent_are_no_result(self, stage: Stage) -> None:
        first = numbers()[0]
        stage.progress(item_of(first), DISTRICT, TODAY)  # 50 %, "Đã làm một phần"
        filled(stage, result="Đã làm một phần")
        with pytest.raises(Invalid, match="ghi mức 50%, “Đã làm một phần”"):
            hand_in_as_written(stage)
        filled(stage, result="Đã bố trí đủ 12 ghế")
        hand_in_as_written(stage)
        assert item_of(first).status == "claimed"

    def test_the_form_says_it_beside_the_words(self, stage: Stage) -> None:
        filled(stage, result=NOTE)
        assert "Báo đã hoàn thành nhưng ghi “8/21”" in text(officer(stage).get(form_address(stage)))

    def test_a_late_one_says_why(self, stage: Stage) -> None:
        first = numbers()[0]
        stage.set_due(item_of(first), date(2021, 3, 16))
        filled(stage)
        assert [problem.field for problem in content_of(key_of(stage)).problems[first]] == ["late_reason"]
        filled(stage, late_reason="Chờ bìa")
        report = hand_in_as_written(stage)
        assert AuditEvent.objects.get(verb="item.claimed").text.endswith("Trễ hạn 3 ngày: “Chờ bìa”")
        assert "Lý do chậm: Chờ bìa" in words(page(stage.centre, address(report)))


class TestTakenBack:
    def test_until_the_centre_begins_to_read(self, stage: Stage, waiting: object) -> None:
        first, second, *_ = numbers()
        item = item_of(first)
        item_services.take_back(item_id=item.pk, version=item.version, by=stage.person(DISTRICT))
        report = Submission.objects.get().report
        begin(stage, report)
        item = item_of(second)
        with pytest.raises(Forbidden, match="Trung tâm đã bắt đầu duyệt báo cáo"):
            item_services.take_back(item_id=item.pk, version=item.version, by=stage.person(DISTRICT))
        assert "báo xong nhưng nay nội dung ở mức “Đang thực hiện”" in words(page(stage.centre, address(report))).lower().replace(
            "đang thực hiện", "Đang thực hiện"
        )

    def test_a_review_before_the_claim_holds_nothing(self, stage: Stage) -> None:
        item = item_of(numbers()[0])
        report = hand_in(stage)
        begin(stage, report)
        stage.progress(item, DISTRICT, date(2021, 3, 20), claim=True)
        item = item_of(item.number)
        assert item_services.take_back(item_id=item.pk, version=item.version, by=stage.person(DISTRICT)).status == "doing"


class TestDifficulties:
    def test_open_ones_stand_in_form_check_print_and_review(self, stage: Stage) -> None:
        first = numbers()[0]
        stage.stuck(DISTRICT, "Chưa có kinh phí sửa mái", TODAY, item_of(first))
        stage.stuck(DISTRICT, "Thiếu người trực Một cửa", TODAY)
        solved = stage.stuck(DISTRICT, "Đã giải quyết từ trước", TODAY, item_of(first))
        close_difficulty(difficulty_id=solved.pk, version=solved.version, by=stage.person(DISTRICT), note="")
        for number in numbers():
            write(stage, item_of(number))
        browser = officer(stage)
        pages = [text(browser.get(form_address(stage, name))) for name in ("report_form", "report_check", "report_preview")]
        report = hand_in_as_written(stage)
        pages += [text(browser.get(reverse(name, args=[report.pk]))) for name in ("report_print", "report_detail")]
        pages.append(page(stage.centre, address(report)))
        for html in pages:
            assert "Chưa có kinh phí sửa mái" in html and "Thiếu người trực Một cửa" in html
            assert "Đã giải quyết từ trước" not in html

    def test_they_are_kept_as_they_were(self, stage: Stage) -> None:
        stuck = stage.stuck(DISTRICT, "Chưa có kinh phí", TODAY, item_of(numbers()[0]))
        report = hand_in(stage)
        stage.answer(stuck, TODAY)
        [difficulty] = snapshot.read(report.submissions.get()).entries[0].difficulties
        assert (difficulty.title, difficulty.unit, difficulty.state) == ("Chưa có kinh phí", "UBND huyện Cao Lãnh", "Chờ trả lời")

    def test_one_that_is_raised_meanwhile_is_read_before_the_report_goes(self, stage: Stage) -> None:
        for number in numbers():
            write(stage, item_of(number))
        seen = content_of(key_of(stage)).stamp
        stage.stuck(DISTRICT, "Mất mạng", TODAY)
        with pytest.raises(Conflict, match="đã thay đổi"):
            submit(by=stage.person(DISTRICT), key=key_of(stage), seen=seen)


class TestGeneralItem:
    """The general item of a commune waits for the items of its findings; its tag is true as soon as one of these changes."""

    def finding_item(self, stage: Stage) -> Item:
        general = stage_general(stage)
        inspection = Inspection.objects.create(title="Kiểm tra năm 2020", directive=stage.directive)
        finding = Finding.objects.create(inspection=inspection, unit=general.responsible, text="Máy in hỏng")
        row = Item.objects.get(pk=general.pk)
        row.pk, row.number, row.finding = None, 9001, finding
        row._state.adding = True
        row.save()
        return row

    def save(self, stage: Stage, number: int, version: int, level: str) -> str:
        values = {"version": version, "level": level, "result": "Đã làm xong", "expected_text": "25/03/2021"}
        data = {f"{number}-{name}": value for name, value in values.items()}
        response = officer(stage).post(form_address(stage, "report_entry", number), data)
        assert response.status_code == 200
        return text(response)

    def test_its_tag_follows_its_findings_at_once(self, stage: Stage) -> None:
        finding, general = self.finding_item(stage), stage_general(stage)
        assert "Cần sửa" in self.save(stage, general.number, 0, "done")
        html = self.save(stage, finding.number, 0, "done")
        assert f'id="tt{general.number}"' in html and "Cần sửa" not in html
        html = self.save(stage, finding.number, 1, "doing")
        tag = html[html.index(f'id="tt{general.number}"') :]
        assert "Cần sửa" in tag[: tag.index("</span></span>")]


def stage_general(stage: Stage) -> Item:
    """Xã Mỹ Long's general item under 1.b."""
    return Item.objects.get(directive=stage.directive, point__key="1.b", responsible__code="ubnd-30115", finding=None)


class TestPostOffices:
    def test_one_that_owes_is_not_called_voluntary(self, stage: Stage) -> None:
        assert "Bưu điện có thể báo cáo, không bắt buộc." in words(page(stage.centre, QUEUE))
        owed = Obligation.objects.get(unit__code=DISTRICT)
        post = Unit.objects.get(code="buudien-87")
        Obligation.objects.create(directive=owed.directive, point=owed.point, period=owed.period, unit=post, due_on=owed.due_on)
        assert "không bắt buộc" not in words(page(stage.centre, QUEUE))
        html = text(officer(stage, "buudien-87").get(form_address(stage, unit="buudien-87")))
        assert "không bắt buộc" not in html.lower().replace("không bắt buộc</span></summary>", "") and "Hạn 31/03/2021" in html
