"""The pages on which a unit writes its report; tests/reports/test_report_chain.py tests what stands behind them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from common import clock
from directives.models import Evidence, Item, Obligation
from reports.models import Entry, Report
from reports.services.writing import save_entry
from tests.factories.directives import photo
from tests.reports.reporting import DISTRICT, POST, address, browser_of, content, decide, hand_in, key_of, officer, text, typed, write_all
from tests.reports.stage import TODAY, Stage
from tests.reports.walking import anchors
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.django_db


class TestList:
    def test_the_one_open_report_is_opened_at_once(self, stage: Stage) -> None:
        assert officer(stage).get("/bao-cao/").headers["Location"] == address(stage)

    def test_what_was_handed_in_stands_in_the_list_with_its_state(self, stage: Stage) -> None:
        report = hand_in(stage)
        page = text(officer(stage).get("/bao-cao/"))
        assert "Chờ duyệt" in page and "Nộp 19/03/2021, sớm 12 ngày" in page and reverse("report_detail", args=[report.pk]) in page

    def test_a_post_office_with_work_may_report_and_is_told_that_it_need_not(self, stage: Stage) -> None:
        assert officer(stage, POST).get("/bao-cao/").headers["Location"] == address(stage, unit=POST)
        assert "Đơn vị có thể báo cáo, không bắt buộc" in text(officer(stage, POST).get(address(stage, unit=POST)))
        hand_in(stage, POST)
        assert "Có thể báo cáo, không bắt buộc" in text(officer(stage, POST).get("/bao-cao/"))

    def test_a_post_office_without_work_has_none(self, stage: Stage) -> None:
        assert "Không có báo cáo nào phải lập" in text(officer(stage, "buudien-873").get("/bao-cao/"))

    def test_a_locked_period_is_listed_and_not_opened(self, stage: Stage) -> None:
        Obligation.objects.filter(unit__code=DISTRICT).update(due_on=date(2021, 3, 10), lock_on=date(2021, 3, 18))
        page = text(officer(stage).get("/bao-cao/"))
        assert "Đã khóa, xem vì sao" in page and "Hạn 10/03/2021, quá hạn 9 ngày" in page
        for where in ("/viec-cua-toi/", "/don-vi-toi/"):
            page = text(officer(stage).get(where, follow=True))
            assert "quá hạn 9 ngày. Kỳ báo cáo đã khóa" in page and "Xem vì sao đã khóa" in page and "Lập báo cáo" not in page

    @pytest.mark.parametrize(("unit", "role", "status"), [("ubnd-30115", Role.OFFICER, 403), ("kstthc-87", Role.CENTRE, 403)])
    def test_communes_and_the_centre_have_no_such_page(self, stage: Stage, unit: str, role: Role, status: int) -> None:
        response = browser_of(stage.person(unit, role)).get("/bao-cao/")
        assert response.status_code == status
        assert "báo cáo" in text(response)

    @pytest.mark.parametrize(("unit", "shown"), [(DISTRICT, True), (POST, True), ("ubnd-30115", False)])
    def test_the_menu_names_it_for_units_that_report(self, stage: Stage, unit: str, shown: bool) -> None:
        links = {anchor.text for anchor in anchors(officer(stage, unit).get("/viec-cua-toi/").content.decode())}
        assert ("Báo cáo quý" in links) == shown


class TestForm:
    def test_each_item_is_a_part_filled_in_from_its_progress(self, stage: Stage) -> None:
        commune = stage.item("1.b", "ubnd-30115")
        stage.progress(commune, "ubnd-30115", TODAY)
        page = text(officer(stage).get(address(stage)))
        assert page.count('class="sect"') == len(content(stage).lines) + 1
        assert "Điền sẵn từ cập nhật ngày 19/03/2021 (sau kỳ số liệu)" in page and "Đã làm một phần" in page
        assert "Kỳ số liệu" in page and "15/12/2020" in page and "Hạn 31/03/2021, còn 12 ngày" in page

    def test_a_part_with_something_to_mend_is_open_and_says_so_before_any_error_is_shown(self, stage: Stage) -> None:
        page = text(officer(stage).get(address(stage)))
        assert page.count("Cần sửa") == len(content(stage).lines)
        assert "errsum" not in page and "field-bad" not in page

    def test_saving_keeps_all_that_was_typed_complete_or_not(self, stage: Stage) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        data = typed(
            browser.get(address(stage)), **{f"{item.number}-result": "Đã bố trí 12 ghế", f"{item.number}-expected_text": "cuối tháng"}
        )
        data["kn-text"] = ["Đề nghị hỗ trợ kinh phí"]
        response = browser.post(address(stage), {**data, "viec": "luu"}, follow=True)
        assert "Đã lưu." in text(response)
        entry = Entry.objects.get()  # the parts that nobody touched are not written
        assert (entry.item, entry.result, entry.expected_text) == (item, "Đã bố trí 12 ghế", "cuối tháng")
        assert Report.objects.get().remarks == "Đề nghị hỗ trợ kinh phí"

    def test_what_is_missing_is_listed_with_links_to_its_fields(self, stage: Stage) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        stage.set_due(item, date(2021, 3, 16))
        write_all(stage)
        data = typed(browser.get(address(stage)), **{f"{item.number}-expected_text": "cuối tháng"})
        page = text(browser.post(address(stage), {**data, "viec": "kiem-tra"}, follow=True))
        assert "Còn <span data-left>2</span> chỗ cần sửa trước khi nộp" in page and "<title>Lỗi: " in page
        code = item.code.replace("-", "‑")
        links = {anchor.href: anchor.text for anchor in anchors(page)}
        assert links[f"#id_{item.number}-late_reason"] == f"{code}: Nhập lý do chậm"
        assert links[f"#id_{item.number}-expected_text"].startswith(f"{code}: Ghi ngày theo dạng")
        assert page.count("field-bad") == 2 and "Nội dung đã quá hạn 3 ngày." in page

    def test_a_complete_report_goes_on_to_the_check(self, stage: Stage) -> None:
        write_all(stage)
        browser = officer(stage)
        response = browser.post(address(stage), {**typed(browser.get(address(stage))), "viec": "kiem-tra"})
        assert response.headers["Location"] == address(stage, "report_check")

    def test_an_old_page_overwrites_nothing_and_shows_both(self, stage: Stage) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        other = stage.item("1.b", "ubnd-30115")
        old = typed(browser.get(address(stage)), **{f"{item.number}-result": "Bản của tôi", f"{other.number}-result": "Phần khác"})
        save_entry(
            by=stage.person(DISTRICT), key=key_of(stage), number=item.number, version=0,
            level="doing", result="Bản đã lưu trước", late_reason="", expected_text="",
        )  # fmt: skip
        response = browser.post(address(stage), {**old, "viec": "luu"})
        page = text(response)
        assert response.status_code == 409
        assert "Bản đã lưu trước" in page and "Bản của tôi" in page and "đã lưu nội dung này lúc 09:00, 19/03/2021" in page
        assert Entry.objects.get(item=item).result == "Bản đã lưu trước"
        assert Entry.objects.get(item=other).result == "Phần khác"  # the other parts are saved
        browser.post(address(stage), {**typed(response), "viec": "luu"})  # meant
        assert Entry.objects.get(item=item).result == "Bản của tôi"

    def test_a_stale_page_whose_part_nobody_touched_is_no_conflict(self, stage: Stage) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        old = typed(browser.get(address(stage)))
        write_all(stage)
        assert browser.post(address(stage), {**old, "viec": "luu"}).status_code == 302
        assert Entry.objects.get(item=item).result == "Đang làm"

    def test_words_that_are_too_long_are_refused_and_stay(self, stage: Stage) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        data = typed(browser.get(address(stage)), **{f"{item.number}-result": "a" * 9000})
        response = browser.post(address(stage), {**data, "viec": "luu"})
        assert response.status_code == 422
        assert "Dài quá" in text(response) and "a" * 9000 in text(response)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("version", "x"),
            ("version", "9" * 40),
            ("level", "verified"),
            ("shown", "1,x,-3"),
            ("seen", "z" * 500),
            ("expected_text", "9" * 500),
        ],
    )
    def test_bad_input_is_an_answer_in_words(self, stage: Stage, name: str, value: str) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        page = browser.get(address(stage))
        data = typed(page, **{f"{item.number}-result": "Khác", f"{item.number}-{name}": value})
        assert browser.post(address(stage), {**data, "viec": "luu"}).status_code in (302, 422)
        response = browser.post(address(stage, "report_entry", item.number), data)
        assert response.status_code in (200, 409, 422), text(response)

    def test_done_items_say_their_level_in_words(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        stage.progress(item, DISTRICT, TODAY, claim=True)
        page = text(officer(stage).get(address(stage)))
        assert "Đã hoàn thành, đã báo xong ngày" in page
        assert f'type="radio" name="{item.number}-level"' not in page

    def test_what_the_centre_asked_for_stands_at_its_item(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        decide(stage, hand_in(stage), back=True, number=item.number, comment="Bổ sung ảnh phòng chờ")
        page = text(officer(stage).get(address(stage)))
        assert "Trung tâm đề nghị bổ sung:</b> Bổ sung ảnh phòng chờ" in page
        assert "Thiếu ảnh ở một nội dung" in page and "Hẹn nộp lại" in page
        assert f'<span id="mw{item.number}">cần bổ sung</span>' in page
        assert "Đã đủ 3/4" in page  # what the Centre asked for is not there yet
        browser = officer(stage)
        with clock.at(datetime.fromisoformat("2021-03-19T10:00")):
            browser.post(address(stage), {**typed(browser.get(address(stage)), **{f"{item.number}-result": "Đã gửi ảnh"}), "viec": "luu"})
        page = text(browser.get(address(stage)))
        assert f'<span id="mw{item.number}">đã đủ</span>' in page and "Đã đủ 4/4" in page


class TestWhoseTurn:
    def test_after_submission_the_form_leads_to_the_receipt(self, stage: Stage) -> None:
        report = hand_in(stage)
        browser = officer(stage)
        for method, name in ((browser.get, "report_form"), (browser.post, "report_form"), (browser.get, "report_check")):
            response: HttpResponse = method(address(stage, name))  # type: ignore[assignment]
            assert response.headers["Location"] == reverse("report_detail", args=[report.pk])

    def test_a_neighbour_finds_nothing_and_superiors_may_not_write(self, stage: Stage) -> None:
        report = hand_in(stage)
        for name in ("report_form", "report_check", "report_preview"):
            assert officer(stage, "ubnd-874").get(address(stage, name)).status_code == 404
            assert browser_of(stage.centre).get(address(stage, name)).status_code == (302 if name == "report_form" else 403)
        for name in ("report_detail", "report_print"):
            assert officer(stage, "ubnd-874").get(reverse(name, args=[report.pk])).status_code == 404
            assert browser_of(stage.centre).get(reverse(name, args=[report.pk])).status_code == 200

    def test_the_address_in_a_letter_leads_other_readers_to_what_they_may_read(self, stage: Stage) -> None:
        readers = (stage.centre, stage.person("ubnd-87", Role.LEADER))
        for write in (lambda: None, lambda: officer(stage).post(address(stage), {"viec": "luu"})):  # not begun, then a draft
            write()
            for reader in readers:
                response = browser_of(reader).get(address(stage))
                assert response.headers["Location"] == reverse("unit_detail", args=[DISTRICT])
        report = hand_in(stage)
        for reader in readers:
            response = browser_of(reader).get(address(stage), follow=True)
            assert response.redirect_chain == [(reverse("report_detail", args=[report.pk]), 302)] and response.status_code == 200

    def test_a_merged_unit_reads_who_reports_now(self, stage: Stage) -> None:
        unit = Unit.objects.get(code=DISTRICT)
        unit.valid_to, unit.successor = date(2021, 3, 10), Unit.objects.get(code="ubnd-874")
        unit.save()
        response = officer(stage).get(address(stage))
        assert response.status_code == 200 and "<textarea" not in text(response)
        assert "đã sáp nhập" in text(response) and "Đơn vị kế tiếp là UBND" in text(response)

    def test_a_locked_period_says_since_when(self, stage: Stage) -> None:
        Obligation.objects.filter(unit__code=DISTRICT).update(due_on=date(2021, 3, 10), lock_on=date(2021, 3, 18))
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        part = {f"{item.number}-version": 0, f"{item.number}-level": "doing"}
        for response, status in (
            (browser.get(address(stage)), 200),
            (browser.get(address(stage, "report_check")), 200),
            (browser.post(address(stage)), 403),
            (browser.post(address(stage, "report_check"), {"da-xem": "x", "dong-y": "1"}), 403),
            (browser.post(address(stage, "report_entry", item.number), part), 422),
            (browser.post(address(stage, "report_remarks"), {"kn-version": 0, "kn-text": "Kiến nghị"}), 422),
        ):
            assert response.status_code == status
            assert "gọi cán bộ theo dõi của Trung tâm" in text(response)
            assert "Kỳ báo cáo đã khóa sau ngày 18/03/2021" in text(response)

    def test_a_commune_is_told_who_reports(self, stage: Stage) -> None:
        response = officer(stage, "ubnd-30115").get(address(stage, unit="ubnd-30115"))
        assert response.status_code == 403
        assert "do cơ quan chủ trì báo cáo" in text(response)

    @pytest.mark.parametrize("path", ["bao-cao/1/2021-Q9/ubnd-873/", "bao-cao/999999/2021-Q1/ubnd-873/", "bao-cao/1/x y/khong-co/"])
    def test_what_does_not_exist_is_404(self, stage: Stage, path: str) -> None:
        assert officer(stage).get(f"/{path}").status_code == 404


class TestPartsThatSaveThemselves:
    def send(self, stage: Stage, item: Item, version: int = 0, **values: str) -> Any:
        words = {"version": str(version), "level": "doing", "result": "Đã làm", "expected_text": "25/03/2021", **values}
        data = {f"{item.number}-{name}": value for name, value in words.items()}
        return officer(stage).post(
            address(stage, "report_entry", item.number), {**data, "chua_du": f"5 7 {item.number}"}, headers={"HX-Request": "true"}
        )

    def test_the_answer_says_when_and_carries_the_new_version_and_state(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        response = self.send(stage, item)
        page = text(response)
        assert response.status_code == 200 and "Đã tự lưu lúc 09:00" in page and "<html" not in page
        assert f'name="{item.number}-version" value="1"' in page and f'id="tt{item.number}" hx-swap-oob="true"' in page
        assert "Đã đủ 4/5" in page and "Đã đủ</span>" in page
        assert Entry.objects.get().result == "Đã làm"

    def test_what_is_still_missing_is_said(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        response = self.send(stage, item, result="", expected_text="mai")
        assert "Cần sửa" in text(response) and "Đã đủ 3/5" in text(response)
        mended = response.headers["HX-Trigger"]
        assert f"id_{item.number}-late_reason" in mended and f"id_{item.number}-result" not in mended

    def test_the_second_tab_gets_the_other_text_and_saves_over_it_on_purpose(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        self.send(stage, item, result="Thẻ thứ nhất")
        response = self.send(stage, item, result="Thẻ thứ hai")
        page = text(response)
        assert response.status_code == 409
        assert "Thẻ thứ nhất" in page and "Lưu bản của tôi" in page and "Lấy bản đã lưu" in page
        assert f'"{item.number}-version": "1"' in page
        assert Entry.objects.get().result == "Thẻ thứ nhất"
        assert self.send(stage, item, version=1, result="Thẻ thứ hai").status_code == 200
        assert Entry.objects.get().result == "Thẻ thứ hai"

    def test_the_stored_part_can_be_fetched(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        self.send(stage, item, result="Bản đang lưu")
        page = text(officer(stage).get(address(stage, "report_entry", item.number)))
        assert page.startswith(f'<details class="sect" id="n{item.number}"') and "Bản đang lưu" in page
        assert officer(stage).get(address(stage, "report_entry", stage.item("1.a", "ubnd-874").number)).status_code == 404

    def test_remarks_save_themselves_and_know_conflicts(self, stage: Stage) -> None:
        browser, url = officer(stage), address(stage, "report_remarks")
        first = browser.post(url, {"kn-version": "0", "kn-text": "Đề nghị hỗ trợ"})
        assert first.status_code == 200 and 'name="kn-version" value="2"' in text(first)
        second = browser.post(url, {"kn-version": "0", "kn-text": "Đề nghị khác"})
        assert second.status_code == 409 and "Đề nghị hỗ trợ" in text(second)

    def test_a_neighbour_saves_nothing(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        data = {f"{item.number}-version": "0", f"{item.number}-level": "doing"}
        assert officer(stage, "ubnd-874").post(address(stage, "report_entry", item.number), data).status_code == 404
        assert browser_of(stage.centre).post(address(stage, "report_entry", item.number), data).status_code == 403
        foreign = stage.item("1.a", "ubnd-874").number
        assert (
            officer(stage)
            .post(address(stage, "report_entry", foreign), {f"{foreign}-version": "0", f"{foreign}-level": "doing"})
            .status_code
            == 403
        )
        assert not Entry.objects.exists()


class TestOtherPages:
    def test_the_work_of_a_unit_names_the_report_that_is_its_turn(self, stage: Stage) -> None:
        def line() -> str:
            html = text(officer(stage).get("/viec-cua-toi/"))
            found = re.search(r'<section class="panel" id="bao-cao-quy">.*?</section>', html)
            return found[0] if found else ""

        assert "Chưa lập" in line() and "Hạn 31/03/2021, còn 12 ngày" in line() and f'href="{address(stage)}"' in line()
        report = hand_in(stage)
        assert line() == ""
        decide(stage, report, back=True, number=stage.item("1.a", DISTRICT).number)
        assert "Cần bổ sung" in line() and "Sửa và nộp lại" in line()

    def test_who_does_not_write_it_reads_its_state_on_the_page_of_the_unit(self, stage: Stage) -> None:
        page = text(browser_of(stage.centre).get(f"/don-vi/{DISTRICT}/"))
        assert "Báo cáo Quý I/2021" in page and "Chưa lập" in page and address(stage) not in page
        assert f'href="{address(stage)}"' in text(officer(stage).get(f"/don-vi/{DISTRICT}/"))


def sent_files(item: Item, *files: Any, moment: str = "after", caption: str = "Ghế chờ mới") -> dict[str, Any]:
    return {f"{item.number}-{name}": value for name, value in {"uploads": list(files), "moment": moment, "caption": caption}.items()}


class TestFiles:
    def test_files_are_added_with_the_words_and_lead_back_to_the_item(self, stage: Stage) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        data = typed(browser.get(address(stage)), **{f"{item.number}-result": "Đã có ảnh"})
        data |= sent_files(item, photo("ghe-cho.png"))
        response = browser.post(address(stage, "report_file", item.number), data)
        assert response.headers["Location"] == f"{address(stage)}#n{item.number}"
        assert Evidence.objects.get(item=item).name == "ghe-cho.png" and Entry.objects.get().result == "Đã có ảnh"
        assert "ghe-cho.png" in text(browser.get(address(stage)))

    def test_a_file_can_be_left_out_of_the_report(self, stage: Stage) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        browser.post(address(stage, "report_file", item.number), {**typed(browser.get(address(stage))), **sent_files(item, photo("a.png"))})
        file = Evidence.objects.get()
        data = typed(browser.get(address(stage)))
        assert data[f"{item.number}-sent"] == [str(file.pk)]
        del data[f"{item.number}-sent"]
        browser.post(address(stage), {**data, "viec": "luu"})
        assert Entry.objects.get().left_out == [file.pk]
        line = content(stage).line(item.number)
        assert line is not None and line.files == [file] and line.sent_files == []
        assert f"{item.number}-sent" not in typed(browser.get(address(stage)))

    def test_a_file_that_can_not_be_used_costs_no_words(self, stage: Stage) -> None:
        browser, item = officer(stage), stage.item("1.a", DISTRICT)
        data = typed(browser.get(address(stage)), **{f"{item.number}-result": "Đã có ảnh"})
        data |= sent_files(item, photo("a.png"), photo("a.png"))  # the same file twice
        response = browser.post(address(stage, "report_file", item.number), data)
        assert response.status_code == 422 and "đã có trong nội dung này" in text(response)
        assert Entry.objects.get().result == "Đã có ảnh" and not Evidence.objects.exists()
