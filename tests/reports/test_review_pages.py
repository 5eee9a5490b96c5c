"""The Centre's pages of reports: the queue, one report under review, its acts, the lock day; what they refuse and what they cost."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from common.models import AuditEvent
from directives.models import Item, Obligation
from directives.services.evidence import add_evidence
from reports.models import Report, Review, Submission
from reports.services.reviewing import Said, accept, keep_remarks
from reports.services.submitting import withdraw
from reports.workflow import Verdict
from tests.factories.directives import photo
from tests.reports.handing_in import DISTRICT, begin, fresh, give_back, hand_in, hand_in_as_written, take, write
from tests.reports.stage import TODAY, Stage
from units.models import User
from units.roles import Role

QUEUE = "/duyet-bao-cao/"


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str, status: int = 200) -> str:
    response = browser(user).get(address)
    assert response.status_code == status, (address, response.status_code)
    return unescape(response.content.decode())


def send(user: User, address: str, code: int = 302, /, **data: Any) -> str:
    response = browser(user).post(address, data)
    assert response.status_code == code, (address, response.status_code, response.content.decode()[:2000])
    return unescape(response.content.decode())


def address(report: Report) -> str:
    return f"{QUEUE}{report.pk}/"


def queries(user: User, where: str) -> int:
    client = browser(user)
    client.get(where)
    with CaptureQueriesContext(connection) as found:
        assert client.get(where).status_code == 200
    return len(found)


def words(html: str) -> str:
    """The page's own text, white space folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())


def numbers(unit: str = DISTRICT) -> list[int]:
    return list(Item.objects.filter(accountable__code=unit).order_by("number").values_list("number", flat=True))


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of the review form as it stands there."""
    form = html[html.index('<form class="grid') :]
    form = form[: form.index("</form>")]
    hidden = dict(re.findall(r'type="hidden" name="(version|seen)" value="([^"]*)"', form))
    chosen = dict(re.findall(r'name="(verdict-\d+)" value="(\w+)"[^>]*checked', form))
    typed = dict(re.findall(r'<textarea name="([\w-]+)"[^>]*>\n?([^<]*)</textarea>', form))
    return {**hidden, **chosen, **typed}


def decide(stage: Stage, report: Report, code: int, act: str, sent: dict[str, str], said: dict[str, str] | None = None, **more: str) -> str:
    """Press a button of the form: what stood there, what was said anew, and the button."""
    return send(stage.centre, address(report), code, **{**sent, **(said or {}), **more, "viec": act})


def at(hour: str) -> datetime:
    return clock.localize(datetime.fromisoformat(f"2021-03-{hour}:00+07:00"))


@pytest.fixture
def waiting(stage: Stage) -> Report:
    """Everything of Cao Lãnh reported as done, at 14:20 the day before."""
    return hand_in(stage, at=at("18 14:20"), level="done", result="Đã làm xong", expected_text="")


@pytest.fixture
def started(stage: Stage, waiting: Report) -> Report:
    begin(stage, waiting)
    return fresh(waiting)


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
        assert "UBND huyện Cao Lãnh Lần 1 14:20, 18/03/2021 Đúng hạn, sớm 13 ngày 4/4 xong trong đó 4 chờ xác nhận" in text
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
        assert "UBND huyện Lai Vung Đang soạn Còn 12 ngày" in missing and "UBND huyện Tam Nông Chưa lập Còn 12 ngày" in missing

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
        assert "Nộp trễ 2 ngày" in text and "1/8 đơn vị phải báo cáo; 0 đúng hạn, 8 trễ hạn" in text
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
        page(stage.centre, f"{QUEUE}?ky=gì%00", 404)
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

    def test_changes_come_first_word_by_word_and_the_rest_is_folded(self, stage: Stage, waiting: Report) -> None:
        first, second, *rest = numbers()
        give_back(stage, waiting, {first: "Nêu số máy", second: "Nêu số ghế"})
        write(stage, Item.objects.get(number=first), level="done", result="Đã làm xong 02 máy", expected_text="")
        write(stage, Item.objects.get(number=second), level="done", result="Đã làm xong", expected_text="")
        hand_in_as_written(stage)
        html = page(stage.centre, address(waiting))
        assert "Đã làm xong <ins>02 máy</ins>" in html
        text = words(html)
        assert "Ý kiến trả lại lần 1 Ngày 19/03/2021 : Thiếu số liệu" in text
        assert "Thay đổi so với lần 1 (1 nội dung) Chữ thêm · Chữ bỏ" in text and "Lần 1 yêu cầu: Nêu số máy" in text
        assert "Đã yêu cầu bổ sung, đơn vị chưa sửa (1 nội dung)" in text and "Lần 1 yêu cầu: Nêu số ghế Chưa sửa." in text
        assert f"{len(rest)} nội dung không đổi, đã xem ở lần 1" in text
        order = [int(found) for found in re.findall(r'<li id="nd(\d+)"', html)]
        assert order == [first, second, *rest]

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
    def test_who_begins_gets_the_form_with_everything_in_order(self, stage: Stage, waiting: Report) -> None:
        send(stage.centre, f"{address(waiting)}bat-dau/", version=waiting.version)
        html = page(stage.centre, address(waiting))
        assert Review.objects.get().started_by == stage.centre
        assert "Đạt 4/4 mục. Gợi ý: chấp nhận ." in words(html)
        assert len(re.findall(r'value="ok"[^>]*checked', html)) == 4
        assert re.search(r'btn-primary" name="viec" value="chap-nhan"', html)
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
        assert "Đạt 3/4 mục, 1 mục cần bổ sung. Gợi ý: trả lại để bổ sung ." in words(html)
        assert 'value="24/03/2021"' in html and re.search(r'btn-primary" name="viec" value="tra-lai"', html)
        assert fresh(started).status == "submitted" and Review.objects.get().decision == ""

    def test_accepting_verifies_and_the_page_shows_the_decision(self, stage: Stage, started: Report) -> None:
        number = numbers()[0]
        sent = form_of(page(stage.centre, address(started)))
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
        sent = form_of(page(stage.centre, address(started)))
        html = decide(stage, started, 422, "chap-nhan", sent, comment="Tốt")
        assert f"{item.code}: Người đã cập nhật" in html and "Tốt</textarea>" in html
        assert fresh(started).status == "submitted"

    def test_who_was_overtaken_by_a_decision_is_told_and_keeps_the_words(self, stage: Stage, started: Report) -> None:
        number = numbers()[0]
        sent = form_of(page(stage.centre, address(started)))
        accept(report_id=started.pk, version=started.version, by=stage.centre, said={})
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
        html = decide(stage, started, 409, "chap-nhan", sent, comment="Ý của tôi")
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
            assert "10/04/2021 – đã khóa, đơn vị không nộp được nữa" in words(page(stage.centre, QUEUE))
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
