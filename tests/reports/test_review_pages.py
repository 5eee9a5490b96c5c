"""One report under review: what the page shows, its acts, what they refuse."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from common import clock
from common.models import AuditEvent
from directives.models import Item
from directives.services.evidence import add_evidence
from reports.models import Report, Review
from reports.services.reviewing import Said, accept, keep_remarks
from reports.services.submitting import withdraw
from reports.workflow import Verdict
from tests.factories.directives import photo
from tests.reports.handing_in import DISTRICT, begin, fine, fresh, give_back, hand_in, hand_in_as_written, take, write
from tests.reports.reviewing import QUEUE, address, browser, decide, form_of, numbers, page, queries, send, words
from tests.reports.stage import TODAY, Stage
from units.roles import Role


def all_fine(report: Report, sent: dict[str, str]) -> dict[str, str]:
    """The form after "Đạt" was chosen for every entry, one by one."""
    return {**sent, **{f"verdict-{number}": "ok" for number in fine(report)}}


def prove(stage: Stage, *numbers: int) -> None:
    """A file for each of these items."""
    for number in numbers:
        item = Item.objects.get(number=number)
        add_evidence(
            item_id=item.pk, by=stage.person(DISTRICT), upload=photo(f"anh-{number}.png", str(number)), caption="Sau", moment="after"
        )


class TestReading:
    def test_looking_starts_nothing(self, stage: Stage, waiting: Report) -> None:
        html = page(stage.centre, address(waiting))
        assert "Bắt đầu duyệt" in html and 'name="viec"' not in html
        assert not Review.objects.exists()
        withdraw(report_id=waiting.pk, version=waiting.version, by=stage.person(DISTRICT))

    def test_the_live_state_stands_beside_what_was_reported(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        report = hand_in(stage)
        stage.progress(item, DISTRICT, TODAY, claim=True)
        text = words(page(stage.centre, address(report)))
        assert f"ND‑{item.number:03d} {item.title} Tình trạng hiện nay: Chờ xác nhận" in text
        assert "Đơn vị báo: Đang thực hiện · dự kiến xong 25/03/2021 Đang làm" in text

    def test_evidence_is_linked_and_work_after_the_data_is_marked(self, stage: Stage) -> None:
        item = stage.item("1.a", DISTRICT)
        file = add_evidence(item_id=item.pk, by=stage.person(DISTRICT), upload=photo("nen.png", "sau"), caption="Nền mới", moment="after")
        report = hand_in(stage, level="done", expected_text="")
        html = page(stage.centre, address(report))
        assert f'href="/minh-chung/{file.pk}/"' in html or re.search(rf'href="[^"]*/{file.pk}/[^"]*">nen\.png', html)
        early, late = stage.item("1.a", "ubnd-870"), stage.item("1.b", "ubnd-29980")
        stage.progress(early, "ubnd-870", date(2021, 3, 14))
        stage.progress(late, "ubnd-870", date(2021, 3, 15))
        html = page(stage.centre, address(hand_in(stage, "ubnd-870")))
        marked = re.findall(r'<li id="nd(\d+)">(?:(?!</li>).)*sau kỳ số liệu', html, re.S)
        assert marked == [str(late.number)]

    def test_what_was_not_mended_comes_first_then_changes_word_by_word_and_the_rest_is_folded(self, stage: Stage, waiting: Report) -> None:
        first, second, *rest = numbers()
        give_back(stage, waiting, {first: "Nêu số máy", second: "Nêu số ghế"}, others=Verdict.OK)
        prove(stage, first)
        write(stage, Item.objects.get(number=first), level="done", result="Đã làm xong 02 máy", expected_text="")
        write(stage, Item.objects.get(number=second), level="done", result="Đã làm xong", expected_text="")
        hand_in_as_written(stage)
        html = page(stage.centre, address(waiting))
        assert "Đã làm xong <ins>02 máy</ins>" in html
        text = words(html)
        assert "Ý kiến trả lại lần 1 Ngày 19/03/2021 : Thiếu số liệu" in text
        assert "Nên xem kỹ (1 nội dung)" in text and "Lần 1 yêu cầu: Nêu số ghế Chưa sửa." in text
        assert "Đã yêu cầu bổ sung, đơn vị chưa sửa; báo xong nhưng không kèm minh chứng" in text
        assert "Thay đổi so với lần 1 (1 nội dung) Chữ thêm · Chữ bỏ" in text and "Lần 1 yêu cầu: Nêu số máy" in text
        assert f"{len(rest)} nội dung không đổi, đã xem ở lần 1" in text
        order = [int(found) for found in re.findall(r'<li id="nd(\d+)"', html)]
        assert order == [second, first, *rest]

    def test_an_earlier_submission_is_read_with_the_words_of_its_review(self, stage: Stage, waiting: Report) -> None:
        number = numbers()[0]
        give_back(stage, waiting, {number: "Nêu số máy"}, again_by=date(2021, 3, 24))
        write(stage, Item.objects.get(number=number), level="done", result="Đã lắp 02 máy", expected_text="")
        report = hand_in_as_written(stage)
        begin(stage, report)
        html = page(stage.centre, f"{address(report)}?lan=1")
        assert 'name="viec"' not in html and "Đây là bản nộp lần 1, chỉ để xem." in html
        assert "Đã làm xong" in html and "Đã lắp 02 máy" not in html
        text = words(html)
        assert "Trung tâm: Cần bổ sung . Nêu số máy" in text and "Đã trả lại để bổ sung" in text and "Hẹn nộp lại 24/03/2021" in text
        assert 'name="viec"' in page(stage.centre, address(report))
        for wrong in ("3", "0", "một"):
            page(stage.centre, f"{address(report)}?lan={wrong}", 404)

    def test_a_withdrawn_submission_is_not_read(self, stage: Stage, waiting: Report) -> None:
        withdraw(report_id=waiting.pk, version=waiting.version, by=stage.person(DISTRICT))
        page(stage.centre, address(waiting), 404)
        hand_in_as_written(stage)
        page(stage.centre, f"{address(waiting)}?lan=1", 404)
        assert "Lần 2, nộp" in page(stage.centre, address(waiting))

    def test_its_cost_does_not_grow(self, stage: Stage, started: Report) -> None:
        other = hand_in(stage, "ubnd-876")
        begin(stage, other)
        assert (len(numbers()), len(numbers("ubnd-876"))) == (4, 2)
        assert queries(stage.centre, address(started)) == queries(stage.centre, address(other)) <= 16


class TestActs:
    def test_who_begins_gets_the_form_and_nothing_is_chosen_for_him(self, stage: Stage, waiting: Report) -> None:
        send(stage.centre, f"{address(waiting)}bat-dau/", version=waiting.version)
        html = page(stage.centre, address(waiting))
        assert Review.objects.get().started_by == stage.centre
        assert "Đạt 0/4 nội dung, 4 chưa kết luận. Chấp nhận được khi mọi nội dung đã có kết luận." in words(html)
        assert not re.search(r'name="verdict-\d+"[^>]*checked', html)
        assert not re.search(r'btn-primary" name="viec"', html)
        assert html.index('value="luu"') < html.index('value="chap-nhan"')  # Enter in a field keeps the words, it decides nothing
        send(stage.centre, f"{address(waiting)}bat-dau/", version=waiting.version)
        assert Review.objects.count() == 1

    def test_words_are_kept_and_stand_there_again(self, stage: Stage, started: Report) -> None:
        number = numbers()[1]
        sent = {
            **form_of(page(stage.centre, address(started))),
            f"verdict-{number}": "more",
            "comment": "Dở dang",
            "again_by": "24/03/2021",
        }
        decide(stage, started, 302, "luu", sent, {f"verdict-{number}": "more"}, comment="Dở dang", again_by="24/03/2021")
        html = page(stage.centre, address(started))
        assert "Dở dang</textarea>" in html
        assert "Đạt 0/4 nội dung, 1 cần bổ sung, 3 chưa kết luận. Gợi ý: trả lại để bổ sung ." in words(html)
        assert 'value="24/03/2021"' in html and re.search(r'btn-primary" name="viec" value="tra-lai"', html)
        assert fresh(started).status == "submitted" and Review.objects.get().decision == ""

    def test_accepting_verifies_and_the_page_shows_the_decision(self, stage: Stage, started: Report) -> None:
        number = numbers()[0]
        sent = all_fine(started, form_of(page(stage.centre, address(started))))
        said = {f"verdict-{number}": "more", f"comment-{number}": "Gửi ảnh bảng niêm yết"}
        decide(stage, started, 302, "chap-nhan", sent, said, comment="Đủ số liệu")
        assert fresh(started).status == "accepted"
        assert list(Item.objects.filter(accountable__code=DISTRICT).order_by("number").values_list("status", flat=True)) == [
            *("doing", "verified", "verified", "verified"),
        ]
        html = page(stage.centre, address(started))
        assert 'name="viec"' not in html
        text = words(html)
        assert (
            "Đã chấp nhận Trung tâm kết luận lúc" in text
            and "Đủ số liệu" in text
            and "Trung tâm: Cần bổ sung . Gửi ảnh bảng niêm yết" in text
        )
        assert "1/1 xong" not in text

    def test_returning_sends_it_back_with_a_day(self, stage: Stage, started: Report) -> None:
        sent = form_of(page(stage.centre, address(started)))
        decide(stage, started, 302, "tra-lai", sent, comment="Thiếu số liệu", again_by="24/03/2021")
        assert fresh(started).status == "returned"
        assert "hẹn nộp lại 24/03/2021" in AuditEvent.objects.filter(verb="report.returned").get().text

    def test_everything_that_is_missing_is_named_at_its_field_and_what_was_typed_stays(self, stage: Stage, started: Report) -> None:
        first, second, *_ = numbers()
        sent = form_of(page(stage.centre, address(started)))
        said = {f"verdict-{first}": "more", f"verdict-{second}": "more", f"comment-{second}": "Nêu số ghế", "again_by": "18/03/2021"}
        html = decide(stage, started, 422, "tra-lai", sent, said, comment=" ")
        assert re.findall(r'href="#id_([\w-]+)"', html) == [f"comment-{first}", "comment", "again_by"]
        assert f"Ý kiến cho ND‑{first:03d}: Ghi rõ cần bổ sung gì." in html and "Ngày hẹn nộp lại đã qua" in html
        assert "Nêu số ghế</textarea>" in html and 'value="18/03/2021"' in html and "<title>Lỗi:" in html
        assert re.search(rf'name="verdict-{first}" value="more"[^>]*checked', html)
        assert fresh(started).status == "submitted" and not Review.objects.get().marks.exists()

    def test_words_that_are_too_long_and_a_day_that_does_not_exist_are_refused_at_their_field(self, stage: Stage, started: Report) -> None:
        number = numbers()[0]
        sent = form_of(page(stage.centre, address(started)))
        said = {f"comment-{number}": "x" * 4001, "comment": "y" * 4001, "again_by": "31/02/2021", f"verdict-{number}": "gì"}
        html = decide(stage, started, 422, "luu", sent, said)
        assert html.count("Dài quá 4000 chữ. Rút gọn rồi lưu lại.") == 4 and "Không có ngày 31/02/2021. Sửa lại ngày." in html
        assert "x" * 4001 in html

    def test_an_item_that_this_person_fixed_himself_stops_the_acceptance_with_its_code(self, stage: Stage, started: Report) -> None:
        item = Item.objects.get(number=numbers()[0])
        AuditEvent.objects.create(
            at=clock.now(), actor_id=stage.centre.pk, verb="item.progress", text="", subject_kind="item", subject_id=item.pk, actor_name="x"
        )
        sent = all_fine(started, form_of(page(stage.centre, address(started))))
        html = decide(stage, started, 422, "chap-nhan", sent, comment="Tốt")
        assert f"{item.code}: Người đã cập nhật" in html and "Tốt</textarea>" in html
        assert fresh(started).status == "submitted"

    def test_who_was_overtaken_by_a_decision_is_told_and_keeps_the_words(self, stage: Stage, started: Report) -> None:
        number = numbers()[0]
        sent = form_of(page(stage.centre, address(started)))
        accept(report_id=started.pk, version=started.version, by=stage.centre, said=fine(started))
        said = {f"verdict-{number}": "more", f"comment-{number}": "Gửi ảnh"}
        html = decide(stage, started, 409, "tra-lai", sent, said, comment="Thiếu")
        assert "chấp nhận báo cáo Quý I/2021 lúc" in html
        assert f"ND‑{number:03d} – Cần bổ sung: Gửi ảnh" in html
        assert 'name="viec"' not in html and fresh(started).status == "accepted"

    def test_who_was_overtaken_by_a_colleagues_words_overwrites_nothing_unless_he_sends_again(self, stage: Stage, started: Report) -> None:
        number = numbers()[0]
        sent = form_of(page(stage.centre, address(started)))
        said = {number: Said(Verdict.MORE, "Ý của đồng nghiệp")}
        keep_remarks(report_id=started.pk, version=started.version, by=stage.centre, said=said)
        html = decide(stage, started, 409, "chap-nhan", all_fine(started, sent), comment="Ý của tôi")
        assert "một người khác của Trung tâm đã lưu ý kiến" in html and "Ý của tôi</textarea>" in html
        assert Review.objects.get().marks.get(verdict="more").comment == "Ý của đồng nghiệp"
        decide(stage, started, 302, "chap-nhan", form_of(html), comment="Ý của tôi")
        assert fresh(started).status == "accepted"

    def test_a_report_that_its_unit_took_back_is_said_and_not_lost_in_a_404(self, stage: Stage, waiting: Report) -> None:
        withdraw(report_id=waiting.pk, version=waiting.version, by=stage.person(DISTRICT))
        client = browser(stage.centre)
        response = client.post(f"{address(waiting)}bat-dau/", {"version": waiting.version}, follow=True)
        assert "Đơn vị vừa thu hồi báo cáo này để sửa." in unescape(response.content.decode())
        assert not Review.objects.exists()

    def test_deciding_needs_a_start_and_a_waiting_report(self, stage: Stage, waiting: Report) -> None:
        html = send(stage.centre, address(waiting), 403, viec="chap-nhan", version=waiting.version, seen="0")
        assert "Bấm “Bắt đầu duyệt” trước khi ghi ý kiến." in html
        report = take(stage, waiting)
        assert "nên không duyệt được" in send(stage.centre, address(report), 403, viec="tra-lai", version=report.version, seen="0")
        assert "nên không duyệt được" in send(stage.centre, f"{address(report)}bat-dau/", 403, version=report.version)

    def test_who_does_not_review_can_not_act(self, stage: Stage, started: Report) -> None:
        for who in (stage.person("ubnd-87", Role.LEADER), stage.person(DISTRICT)):
            send(who, address(started), 403, viec="chap-nhan", version=started.version, seen="0")
            send(who, f"{address(started)}bat-dau/", 403, version=started.version)
            send(who, f"{QUEUE}khoa-ky/", 403, ky=f"{stage.directive.pk}.2021-Q1", lock_on="10/04/2021")
        send(stage.person("ubnd-874"), address(started), 404, viec="chap-nhan", version=started.version)
        assert fresh(started).status == "submitted"

    def test_a_form_without_its_hidden_values_changes_nothing(self, stage: Stage, started: Report) -> None:
        send(stage.centre, address(started), 422, viec="chap-nhan")
        send(stage.centre, address(started), 422, viec="xoa", **form_of(page(stage.centre, address(started))))
        assert fresh(started).status == "submitted"
