"""The page "Ai sẽ nhận gì hôm nay": what it shows is what is sent, to whom not and why, and the button that sends now."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from common import clock
from common.models import AuditEvent
from notifications import delivery, server
from notifications.models import OutboundMessage, Round
from reports.reminders import schedule, sending
from tests.factories.reports import put_report
from tests.factories.units import make_user, unit
from tests.reports.reporting import decide, hand_in
from tests.reports.stage import Stage
from units.models import User
from units.roles import Role

MARCH_19, MARCH_24, SUNDAY = date(2021, 3, 19), date(2021, 3, 24), date(2021, 3, 28)
PLAN = "/nhac-viec/"


@pytest.fixture
def officer(stage: Stage) -> User:
    return make_user(Role.OFFICER, "ubnd-873", "can.bo")


@pytest.fixture
def browser(stage: Stage, client: Client) -> Client:
    client.force_login(User.objects.get(pk=stage.centre.pk))
    return client


def page(browser: Client, on: date, address: str = PLAN, hour: int = 7) -> str:
    """The page as it is read at this hour, its white space folded."""
    with clock.at(datetime.combine(on, time(hour))):
        response = browser.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def row_of(text: str, name: str) -> str:
    (found,) = [row for row in re.findall(r'<tr role="row">.*?</tr>', text) if f'scope="row">{name}' in row]
    return found


def test_the_page_shows_what_goes_out_and_sending_sends_it(stage: Stage, officer: User, browser: Client) -> None:
    stage.set_due(stage.item("1.a", "ubnd-873"), date(2021, 3, 31))
    text = page(browser, MARCH_24)
    row = row_of(text, "UBND huyện Cao Lãnh")
    assert row.count("Còn 7 ngày") == 1 and "Báo cáo Quý I/2021" in row and stage.item("1.a", "ubnd-873").code.replace("-", "‑") in row
    assert "Thư và thông báo trên cổng" in row
    assert "Sẽ gửi <b>1 thư</b> và <b>2 thông báo</b>" in text  # the Centre's own has no address
    with clock.at(MARCH_24):
        answer = browser.post(f"{PLAN}gui/", {"hien": ["ubnd-873"], "gui": ["ubnd-873"]}, follow=True)
    assert "Đã xếp 1 thư vào hàng gửi và báo cho 2 người trên cổng." in answer.content.decode()
    assert set(OutboundMessage.objects.values_list("recipient", flat=True)) == {officer.pk, stage.centre.pk}
    after = page(browser, MARCH_24)
    assert "Chờ gửi thư" in row_of(after, "UBND huyện Cao Lãnh") and "Gửi ngay" not in after
    assert reverse("mail_detail", args=[OutboundMessage.objects.get(recipient=officer).pk]) in after


def test_each_row_says_how_its_own_letter_is(stage: Stage, officer: User, browser: Client, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.KEPT_MAIL_DIR = "notifications.keeping.KeepInFolder", tmp_path
    bare = make_user(Role.OFFICER, "ubnd-874", "khong.thu", email="")
    others = {code: make_user(Role.OFFICER, f"ubnd-{code}", f"nguoi.{code}") for code in ("868", "870", "871")}
    with clock.at(datetime.combine(MARCH_24, schedule.STAGES.starts_at)):
        sending.send(on=MARCH_24, by=None)
        OutboundMessage.objects.filter(recipient=others["868"]).update(status="failed", error="Máy chủ thư không nhận địa chỉ này: 550.")
        OutboundMessage.objects.filter(recipient=others["870"]).update(next_try_at=timezone.now() + timedelta(minutes=5))
        OutboundMessage.objects.filter(recipient=others["871"]).update(status="sent", sent_at=clock.now(), address="x@dongthap.example")
        delivery.deliver_waiting()
    text = page(browser, MARCH_24, hour=9)
    said = {
        unit(f"ubnd-{code}").name: words
        for code, words in (
            ("873", "Giữ lại, chưa có máy chủ thư"), ("874", "Chỉ báo trên cổng"), ("868", "không nhận địa chỉ này: 550"),
            ("870", "Chờ gửi thư"), ("871", "Đã gửi thư</span> <time"),
        )
    }  # fmt: skip
    for name, words in said.items():
        assert words in row_of(text, name), name
        assert all(other not in row_of(text, name) for other in said.values() if other != words)
    assert OutboundMessage.objects.get(recipient=bare).status == "inbox"


def test_a_server_that_is_down_stands_on_top_with_one_act_for_all(stage: Stage, officer: User, browser: Client) -> None:
    with clock.at(datetime.combine(MARCH_24, schedule.STAGES.starts_at)):
        sending.send(on=MARCH_24, by=None)
        server.failed("Máy chủ thư không trả lời.")
    for address in (PLAN, reverse("mail_list")):
        text = page(browser, MARCH_24, address, hour=9)
        assert re.search(r"Máy chủ thư không nhận thư từ <time[^>]*>07:30, 24/03/2021", text) and "1 thư đang chờ" in text
        assert "giữ mỗi thư 10 ngày làm việc" in text and text.count(">Gửi lại tất cả</button>") == 1
    assert "Đang chờ máy chủ thư" in row_of(page(browser, MARCH_24, hour=9), "UBND huyện Cao Lãnh")
    OutboundMessage.objects.filter(recipient=officer).update(status="unsure")
    for _ in range(2):  # a second click does no harm
        with clock.at(MARCH_24):
            answer = browser.post(reverse("mail_retry_all"), {"ve": "reminder_plan"}, follow=True)
        assert answer.redirect_chain == [(PLAN, 302)] and "Đã xếp 1 thư vào hàng gửi." in answer.content.decode()
    assert OutboundMessage.objects.get(recipient=officer).status == "pending"
    assert not server.is_paused()  # it is asked again at once


def test_a_unit_that_is_not_ticked_waits_for_the_daily_run(stage: Stage, officer: User, browser: Client) -> None:
    with clock.at(datetime.combine(MARCH_24, time(7))):
        browser.post(f"{PLAN}gui/", {"hien": ["ubnd-873", "kstthc-87"], "gui": ["kstthc-87"]})
    assert list(OutboundMessage.objects.values_list("recipient", flat=True)) == [stage.centre.pk]
    assert not Round.objects.exists()
    with clock.at(datetime.combine(MARCH_24, schedule.STAGES.starts_at)):
        sending.run_daily()
    assert OutboundMessage.objects.filter(recipient=officer).count() == 1


def test_who_sends_by_hand_is_in_the_history(stage: Stage, officer: User, browser: Client) -> None:
    with clock.at(MARCH_24):
        browser.post(f"{PLAN}gui/")
    event = AuditEvent.objects.get(verb="reminders.sent")
    assert event.actor_id == stage.centre.pk and "gửi nhắc việc ngày 24/03/2021" in event.text


def test_people_without_an_address_and_units_without_people_are_named(stage: Stage, officer: User, browser: Client) -> None:
    User.objects.filter(pk=officer.pk).update(email="")
    text = page(browser, MARCH_24)
    assert "UBND huyện Cao Lãnh (Cán bộ can.bo)" in text and "đơn vị chưa có địa chỉ thư:" in text
    assert "Chưa có địa chỉ thư: chỉ báo trên cổng" in row_of(text, "UBND huyện Cao Lãnh")
    assert "Chưa có tài khoản nhận" in row_of(text, "UBND huyện Tam Nông")
    without = re.search(r"đơn vị chưa có tài khoản nào đang dùng.*?</p>", text)
    assert without is not None and "UBND huyện Tam Nông" in without[0] and "UBND huyện Cao Lãnh" not in without[0]


def test_why_others_are_told_nothing(stage: Stage, officer: User, browser: Client) -> None:
    item = stage.item("1.b", "ubnd-30115")
    stage.progress(item, "ubnd-30115", date(2021, 3, 18), claim=True)
    put_report(
        directive=item.directive,
        period=item.directive.obligations.all()[0].period,
        unit=stage.item("1.a", "ubnd-874").responsible,
        status="submitted",
        first_submitted_on=date(2021, 3, 18),
    )
    text = page(browser, MARCH_19)
    reason = re.search(r"<b>Báo cáo Quý I/2021:</b>.*?</li>", text)
    assert reason is not None and 'datetime="2021-03-24"' in reason[0] and "còn 7 ngày" in reason[0]
    assert "huyện Cao Lãnh" in reason[0] and "Thanh Bình" not in reason[0]
    assert "<b>UBND huyện Tân Hồng:</b>" in text and "chờ xác định phạm vi" in text
    assert "1 nội dung chờ xác nhận" in text
    assert "Không có mốc nhắc nào" in text and "không phải báo cáo" not in text  # a later dispatch may oblige a post office to report


def test_a_report_that_is_reminded_of_is_not_among_those_that_are_not(stage: Stage, officer: User, browser: Client) -> None:
    decide(stage, hand_in(stage), back=True, number=stage.item("1.a", "ubnd-873").number)  # to come again by 24/03
    on_the_eve, before = page(browser, date(2021, 3, 23)), page(browser, date(2021, 3, 22))
    assert "Còn 1 ngày" in row_of(on_the_eve, "UBND huyện Cao Lãnh") and "phải nộp lại" not in on_the_eve
    assert re.search(r"Báo cáo Quý I/2021:</b> mốc tiếp theo .{0,90}23/03/2021.{0,60} nhắc đơn vị phải nộp lại: huyện Cao Lãnh", before)


def test_on_a_day_off_it_says_so_and_nothing_can_be_sent(stage: Stage, officer: User, browser: Client) -> None:
    text = page(browser, SUNDAY)
    assert "<b>Chủ nhật: không gửi nhắc việc.</b>" in text and "Gửi ngay" not in text
    assert 'Ngày nghỉ: gửi <time datetime="2021-03-26">' in row_of(text, "UBND huyện Cao Lãnh")
    with clock.at(SUNDAY):
        answer = browser.post(f"{PLAN}gui/", follow=True).content.decode()
    assert "Hôm nay là ngày nghỉ nên không gửi." in answer and not OutboundMessage.objects.exists()


def test_a_reminder_that_was_moved_says_why(stage: Stage, officer: User, browser: Client) -> None:
    text = page(browser, date(2021, 3, 26))
    assert "(mốc 3 ngày rơi vào Chủ nhật 28/03, gửi trước)" in row_of(text, "UBND huyện Cao Lãnh")


def test_a_day_ahead_shows_its_own_reminders_and_a_past_day_the_book(stage: Stage, officer: User, browser: Client) -> None:
    text = page(browser, date(2021, 3, 23), f"{PLAN}?ngay=2021-03-24")
    assert "Ai sẽ nhận gì ngày 24/03/2021" in text and "Gửi ngay" not in text
    with clock.at(MARCH_24):
        assert browser.get(f"{PLAN}?ngay=2021-03-18").headers["Location"] == "/nhac-viec/thu/?ngay=2021-03-18"
    for nonsense in ("9999-12-31", "2021-02-31", "x", "' OR 1"):
        assert "Ai sẽ nhận gì hôm nay" in page(browser, MARCH_24, f"{PLAN}?ngay={nonsense}&trang=x")


def test_a_run_that_did_not_happen_is_seen(stage: Stage, officer: User, browser: Client) -> None:
    assert "mà đợt hôm nay chưa chạy" not in page(browser, MARCH_24)
    assert "mà đợt hôm nay chưa chạy" in page(browser, MARCH_24, hour=9)


def test_the_letter_that_will_be_sent_is_the_letter_that_is_sent(stage: Stage, officer: User, browser: Client) -> None:
    before = page(browser, MARCH_24, f"{PLAN}xem-thu/ubnd-873/")
    assert "[Nhắc việc] UBND huyện Cao Lãnh: Báo cáo Quý I/2021 còn 7 ngày" in before
    with clock.at(MARCH_24):
        sending.send(on=MARCH_24, by=None)
        assert browser.get(f"{PLAN}xem-thu/ubnd-873/").status_code == 404
    stored = OutboundMessage.objects.get(recipient=officer)
    after = page(browser, MARCH_24, reverse("mail_detail", args=[stored.pk]))
    letter = re.compile(r'<div class="letter">.*?</div>')
    assert letter.search(before)[0] == letter.search(after)[0]  # type: ignore[index]


def test_the_page_costs_the_same_for_one_and_for_many(stage: Stage, officer: User, browser: Client) -> None:
    def queries(address: str = PLAN) -> int:
        with clock.at(MARCH_24), CaptureQueriesContext(connection) as found:
            assert browser.get(address).status_code == 200
        return len(found)

    few, letter = queries(), queries(f"{PLAN}xem-thu/ubnd-873/")
    for number, code in enumerate(("868", "870", "871"), 1):
        stage.set_due(stage.item("1.a", f"ubnd-{code}"), date(2021, 3, 24 + 7))
        make_user(Role.OFFICER, f"ubnd-{code}", f"nguoi.{number}")
    assert queries() == few <= 30
    assert queries(f"{PLAN}xem-thu/ubnd-873/") == letter <= 25


def test_only_the_centre_sees_it(stage: Stage, officer: User, client: Client) -> None:
    client.force_login(officer)
    for address in (PLAN, f"{PLAN}xem-thu/ubnd-873/", f"{PLAN}thu/"):
        assert client.get(address).status_code == 403
    answer: Any = client.post(f"{PLAN}gui/")
    assert answer.status_code == 403 and not OutboundMessage.objects.exists()
