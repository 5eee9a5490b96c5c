"""Mail through a real SMTP conversation: sent once, tried again when the server did not take it, never again when nobody knows."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from common.errors import Conflict
from notifications import delivery, letters, outbox
from notifications.models import OutboundMessage
from notifications.workflow import MAX_ATTEMPTS
from tests.factories.units import make_user
from tests.notifications.drafts import draft, line
from tests.notifications.sink import Sink
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER, "ubnd-873", "can.bo")


@pytest.fixture
def waiting(officer: User) -> OutboundMessage:
    outbox.enqueue(
        [draft(officer, line("b", 6), line("a", -3, headline="Quá hạn 3 ngày", tone="late", detail="ND-044. Yêu cầu hoàn thành ngay."))]
    )
    return OutboundMessage.objects.get()


def again(message: OutboundMessage) -> OutboundMessage:
    return OutboundMessage.objects.get(pk=message.pk)


def later(message: OutboundMessage) -> None:
    """Its pause is over."""
    OutboundMessage.objects.filter(pk=message.pk).update(next_try_at=timezone.now())


def test_the_mail_has_both_forms_every_link_and_the_most_urgent_first(mail_server: Sink, waiting: OutboundMessage) -> None:
    assert delivery.deliver_waiting() == 1
    assert (again(waiting).status, again(waiting).attempts) == ("sent", 1)
    (letter,) = mail_server.letters
    assert str(letter["Subject"]).strip() == "[Nhắc việc] UBND huyện Cao Lãnh: 1 nội dung quá hạn"
    assert letter["To"] == "can.bo@dongthap.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    text, html = (letter.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))  # type: ignore[union-attr]
    for form in (text, html):
        assert form.index("Niêm yết đầy đủ TTHC (a)") < form.index("Niêm yết đầy đủ TTHC (b)")
        assert form.count("http://127.0.0.1:8000/noi-dung/44/") == 2
        assert "http://127.0.0.1:8000/viec-cua-toi/" in form
        assert "Yêu cầu hoàn thành ngay." in form
    assert "QUÁ HẠN 3 NGÀY" in text and "Quá hạn 3 ngày" in html
    assert "Kính gửi: UBND huyện Cao Lãnh" in text
    assert text == letters.letter_of(again(waiting)).text


def test_a_sent_mail_is_not_sent_again(mail_server: Sink, waiting: OutboundMessage) -> None:
    delivery.deliver_waiting()
    assert delivery.deliver_waiting() == 0
    assert len(mail_server.letters) == 1


def test_many_mails_go_over_one_connection_and_a_full_batch_rings_for_the_rest(mail_server: Sink) -> None:
    people = [make_user(Role.OFFICER, "ubnd-873", f"can.bo.{number}") for number in range(5)]
    outbox.enqueue([draft(person) for person in people])
    assert [delivery.deliver_waiting(limit=3), delivery.deliver_waiting(limit=3)] == [3, 2]
    assert mail_server.addresses() == sorted(person.email for person in people)


def test_dots_and_vietnamese_letters_arrive_unchanged(mail_server: Sink, officer: User) -> None:
    outbox.enqueue([draft(officer, line("a", title="Đề án <b>&…"), intro=".một dòng bắt đầu bằng dấu chấm\n.\n..hai dấu")])
    delivery.deliver_waiting()
    body = mail_server.letters[0].get_body(("plain",)).get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    assert ".một dòng bắt đầu bằng dấu chấm\n.\n..hai dấu\n" in body and "Đề án <b>&…" in body


def test_no_server_is_tried_again_later_and_in_the_end_given_to_a_person(settings: Settings, waiting: OutboundMessage) -> None:
    settings.EMAIL_BACKEND = "notifications.smtp.CarefulBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for attempt in range(1, MAX_ATTEMPTS):
        assert delivery.deliver_waiting() == 1
        assert (again(waiting).status, again(waiting).attempts) == ("pending", attempt)
        assert delivery.deliver_waiting() == 0  # not before its pause is over
        later(waiting)
    delivery.deliver_waiting()
    assert (again(waiting).status, again(waiting).attempts) == ("failed", MAX_ATTEMPTS)
    assert "Không nối được với máy chủ thư" in again(waiting).error


@pytest.mark.parametrize(
    ("moment", "answer", "status"),
    [
        ("RCPT", "550 no such person", "failed"), ("RCPT", "451 later", "pending"), ("DATA", "451 later", "pending"),
        ("END", "451 later", "pending"), ("END", "554 refused", "failed"), ("MAIL", "553 not you", "failed"),
    ],
)  # fmt: skip
def test_an_answer_of_the_server_decides(mail_server: Sink, waiting: OutboundMessage, moment: str, answer: str, status: str) -> None:
    mail_server.answers = {moment: answer}
    delivery.deliver_waiting()
    assert again(waiting).status == status
    assert answer[:3] in again(waiting).error


def test_one_refused_address_does_not_stop_the_others(mail_server: Sink) -> None:
    people = [make_user(Role.OFFICER, "ubnd-873", f"can.bo.{number}") for number in range(2)]
    outbox.enqueue([draft(people[0])])
    mail_server.answers = {"RCPT": "550 no such person"}
    delivery.deliver_waiting()
    mail_server.answers = {}
    outbox.enqueue([draft(people[1])])
    delivery.deliver_waiting()
    assert list(OutboundMessage.objects.order_by("id").values_list("status", flat=True)) == ["failed", "sent"]


@pytest.mark.parametrize(("moment", "status"), [("RCPT", "pending"), ("DATA", "pending"), ("END", "unsure")])
def test_a_server_that_falls_silent(mail_server: Sink, waiting: OutboundMessage, moment: str, status: str) -> None:
    mail_server.silent_at = moment
    delivery.deliver_waiting()
    assert again(waiting).status == status
    mail_server.silent_at = ""
    later(waiting)
    delivery.deliver_waiting()
    assert len(mail_server.letters) == 1  # once, whatever had happened


def test_a_worker_that_lost_its_claim_sends_no_end(mail_server: Sink, waiting: OutboundMessage) -> None:
    message = delivery.claim_next()
    assert message is not None
    OutboundMessage.objects.update(attempts=2)  # taken up by another worker meanwhile
    post = delivery._Post()
    delivery._deliver(message, post)
    post.close()
    assert mail_server.letters == []
    assert (again(waiting).status, again(waiting).attempts) == ("claimed", 2)


def test_a_claim_is_taken_up_again_when_its_worker_is_lost_but_not_for_ever(mail_server: Sink, waiting: OutboundMessage) -> None:
    assert delivery.claim_next() is not None
    assert delivery.deliver_waiting() == 0  # it is somebody's
    for attempts, status in ((MAX_ATTEMPTS - 1, "sent"), (MAX_ATTEMPTS, "failed")):
        OutboundMessage.objects.update(
            status="claimed", attempts=attempts, sent_at=None, claimed_at=timezone.now() - delivery.CLAIM - timedelta(seconds=1)
        )
        delivery.deliver_waiting()
        assert again(waiting).status == status
    assert len(mail_server.letters) == 1


def test_half_sent_and_lost_is_unsure_and_goes_out_again_only_when_a_person_says_so(mail_server: Sink, waiting: OutboundMessage) -> None:
    OutboundMessage.objects.update(status="sending", attempts=1, claimed_at=timezone.now() - delivery.CLAIM - timedelta(seconds=1))
    assert delivery.deliver_waiting() == 0
    assert again(waiting).status == "unsure"
    delivery.retry(message_id=waiting.pk)
    delivery.deliver_waiting()
    assert (again(waiting).status, len(mail_server.letters)) == ("sent", 1)
    with pytest.raises(Conflict):
        delivery.retry(message_id=waiting.pk)


def test_without_a_mail_server_the_mail_is_a_file_and_the_row_says_so(settings: Settings, waiting: OutboundMessage, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.KEPT_MAIL_DIR = "notifications.keeping.KeepInFolder", tmp_path / "mails"
    delivery.deliver_waiting()
    assert again(waiting).status == "kept"
    (file,) = settings.KEPT_MAIL_DIR.glob("*")
    kept = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (file.suffix, str(kept["Subject"]).strip()) == (".eml", letters.subject_of(waiting))
    OutboundMessage.objects.update(status="pending", sent_at=None)  # killed before it could note it
    delivery.deliver_waiting()
    assert len(list(settings.KEPT_MAIL_DIR.glob("*"))) == 1
