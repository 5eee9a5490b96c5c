"""The inbox of a person and the Centre's book of mails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import units.services
from common import clock
from notifications import outbox
from notifications.models import OutboundMessage
from tests.factories.units import make_user, unit
from tests.notifications.drafts import DAY, draft, line
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db
INBOX, BOOK = "/thong-bao/", "/nhac-viec/thu/"


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER, "ubnd-873", "can.bo")


@pytest.fixture
def browser(officer: User, client: Client) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def centre() -> Client:
    made = Client()
    made.force_login(make_user(Role.CENTRE, "kstthc-87", "theo.doi"))
    return made


def store(user: User, days: int, lines: int = 2) -> None:
    """A digest a day, the last one on ``DAY``."""
    for number in range(days):
        day = DAY - timedelta(days=number)
        with clock.at(day):
            outbox.enqueue([draft(user, *(line(f"{day}:{user.pk}:{place}", place) for place in range(lines)), day=day)])


def text(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_inbox_without_messages_says_so(browser: Client) -> None:
    assert "Chưa có thông báo nào" in text(browser, INBOX)


def test_each_line_has_its_link_and_the_rest_opens(officer: User, browser: Client) -> None:
    store(officer, 1, lines=6)
    page = text(browser, INBOX)
    assert page.count('<a href="/noi-dung/44/">Niêm yết đầy đủ TTHC') == 6 and "Xem thêm 2 việc" in page
    assert "<b>Chưa đọc</b>" in page


def test_looking_reads_nothing_and_the_buttons_do(officer: User, browser: Client) -> None:
    store(officer, 3)
    text(browser, INBOX)
    assert OutboundMessage.objects.unread().count() == 3
    browser.post(reverse("inbox_read", args=[OutboundMessage.objects.all()[0].pk]))
    assert OutboundMessage.objects.unread().count() == 2
    assert "Không có thông báo nào ở mục này" in text(browser, f"{INBOX}?xem=trao-doi")
    browser.post(reverse("inbox_read_all"))
    assert OutboundMessage.objects.unread().count() == 0
    assert "Đánh dấu đã đọc" not in text(browser, INBOX).split("<main")[1].replace("Đã đánh dấu", "")


def test_the_bell_counts_what_the_inbox_holds_unread_also_after_a_move(officer: User) -> None:
    """What was told for the earlier post is that unit's matter."""
    store(officer, 2)
    units.services.move_user(user_id=officer.pk, by=None, unit=unit("ubnd-30115"), role=Role.OFFICER)
    moved = User.objects.get(pk=officer.pk)
    assert not OutboundMessage.objects.unread_by(moved) and OutboundMessage.objects.filter(recipient=moved).count() == 2
    outbox.enqueue([draft(moved, key="later")])
    assert list(OutboundMessage.objects.unread_by(moved)) == list(OutboundMessage.objects.of(moved).unread()) != []


def test_somebody_else_s_message_is_neither_seen_nor_read(officer: User, browser: Client) -> None:
    other = make_user(Role.OFFICER, "ubnd-873", "dong.nghiep")
    store(other, 1)
    assert "Niêm yết đầy đủ" not in text(browser, INBOX)
    assert browser.post(reverse("inbox_read", args=[OutboundMessage.objects.get().pk])).status_code == 404
    browser.post(reverse("inbox_read_all"))
    assert OutboundMessage.objects.unread().count() == 1


@pytest.mark.parametrize("query", ["trang=0", "trang=x", "trang=999", "xem=khac", "xem=chua-doc&trang=-1"])
def test_nonsense_in_the_address_is_no_error(officer: User, browser: Client, centre: Client, query: str) -> None:
    store(officer, 3)
    assert "Thông báo" in text(browser, f"{INBOX}?{query}")
    assert "Sổ nhắc việc" in text(centre, f"{BOOK}?{query}&ngay=2021-02-31")


def test_the_cost_is_the_same_for_one_and_for_many(officer: User, browser: Client, centre: Client) -> None:
    def queries(reader: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            text(reader, address)
        return len(found)

    store(officer, 1)
    few = [queries(browser, INBOX), queries(centre, BOOK)]
    store(officer, 20)
    store(make_user(Role.OFFICER, "ubnd-30115", "xa"), 5)
    assert [queries(browser, INBOX), queries(centre, BOOK)] == few
    assert max(few) <= 9
    assert queries(centre, reverse("mail_detail", args=[OutboundMessage.objects.all()[0].pk])) <= 12  # rendered anew: it has not left


def test_the_book_tells_who_got_what_and_how_far_it_is(officer: User, centre: Client) -> None:
    store(officer, 2)
    OutboundMessage.objects.filter(day=DAY).update(status="unsure", error="Bộ gửi bị dừng đúng lúc đang trao thư.")
    page = text(centre, BOOK)
    assert "Không rõ đã tới" in page and "Chờ gửi thư" in page and officer.email in page
    assert page.count(">Xem thư<") == 2 and text(centre, f"{BOOK}?xem=loi").count(">Xem thư<") == 1
    assert text(centre, f"{BOOK}?ngay={DAY}").count(">Xem thư<") == 1


def test_an_empty_part_of_the_book_does_not_say_that_the_book_is_empty(officer: User, centre: Client) -> None:
    assert "Chưa có thư nào" in text(centre, BOOK)
    store(officer, 1)
    page = text(centre, f"{BOOK}?xem=loi")
    assert "Không có thư nào ở mục này" in page and "Chưa có thư nào" not in page


def test_a_troubled_mail_goes_out_again_by_a_person_alone(officer: User, centre: Client) -> None:
    store(officer, 1)
    pk = OutboundMessage.objects.get().pk
    assert "Gửi lại thư này" not in text(centre, reverse("mail_detail", args=[pk]))
    assert "không còn ở tình trạng gửi lỗi" in centre.post(reverse("mail_retry", args=[pk]), follow=True).content.decode()
    OutboundMessage.objects.update(status="unsure", error="Bộ gửi bị dừng đúng lúc đang trao thư.")
    page = text(centre, reverse("mail_detail", args=[pk]))
    assert "Gửi lại thư này" in page and "người nhận có thể nhận hai thư" in page
    centre.post(reverse("mail_retry", args=[pk]))
    assert OutboundMessage.objects.get().status == "pending"


def test_the_kept_mail_is_read_on_the_page(officer: User, centre: Client) -> None:
    """Without a mail server: the letter itself, every link of it."""
    store(officer, 1)
    OutboundMessage.objects.update(status="kept", sent_at=clock.now(), address=officer.email)
    page = text(centre, reverse("mail_detail", args=[OutboundMessage.objects.get().pk]))
    assert "Kính gửi: UBND huyện Cao Lãnh" in page and "/noi-dung/44/" in page and "Giữ lại lúc" in page
    assert "Cổng chưa nối máy chủ thư" in page
