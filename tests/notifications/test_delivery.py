"""Mail through a real SMTP conversation: sent once, tried again when the server did not take it, never again when nobody knows."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

import units.services
from common import clock, workdays
from common.errors import Conflict
from common.models import AuditEvent
from notifications import delivery, leaving, outbox, server, services
from notifications.batch import Batch
from notifications.models import MailServer, OutboundMessage
from notifications.workflow import MessageKind
from tests.factories.units import make_user, unit
from tests.notifications import teller
from tests.notifications.drafts import DAY, draft, line
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
    """Its pause is over, and the server's."""
    OutboundMessage.objects.filter(pk=message.pk).update(next_try_at=timezone.now())
    MailServer.objects.update(next_try_at=timezone.now())


def several(number: int) -> list[User]:
    """So many people, each with a mail that waits."""
    people = [make_user(Role.OFFICER, "ubnd-873", f"can.bo.{place}") for place in range(number)]
    outbox.enqueue([draft(person) for person in people])
    return people


def statuses() -> list[str]:
    return list(OutboundMessage.objects.order_by("id").values_list("status", flat=True))


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
    assert (text, again(waiting).address) == (again(waiting).sent_text, "can.bo@dongthap.example")


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


def test_a_server_that_is_down_is_one_failure_and_no_mail_s_fault(settings: Settings, mail_server: Sink) -> None:
    people = several(12)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for failures in range(1, 8):
        assert delivery.deliver_waiting() == 1  # the first failure to connect ends the batch
        assert delivery.deliver_waiting() == 0  # not asked before its pause is over
        row = MailServer.objects.get()
        assert (row.failures, set(statuses())) == (failures, {"pending"})
        assert row.next_try_at is not None and row.next_try_at <= timezone.now() + server.LONGEST_PAUSE
        MailServer.objects.update(next_try_at=timezone.now())
    state = server.state()
    assert state.is_down and state.waiting == 12 and "Không nối được với máy chủ thư" in state.error
    settings.EMAIL_PORT = port
    OutboundMessage.objects.update(next_try_at=timezone.now())
    delivery.deliver_waiting()
    assert mail_server.addresses() == sorted(person.email for person in people)
    assert not server.state().is_down and server.state().last_success is not None


@pytest.mark.parametrize(("working_days", "status"), [(10, "pending"), (11, "failed")])
def test_a_server_is_waited_for_ten_working_days(
    settings: Settings, waiting: OutboundMessage, time_machine: TimeMachineFixture, working_days: int, status: str
) -> None:
    """From 14/04/2021; the holidays of 21/04 and 30/04 and the week-ends do not count."""
    settings.EMAIL_BACKEND = "notifications.smtp.CarefulBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    time_machine.move_to(datetime(2021, 4, 14, 8, tzinfo=timezone.get_default_timezone()))
    OutboundMessage.objects.update(waiting_since=timezone.now(), next_try_at=timezone.now())
    time_machine.move_to(
        datetime.combine(workdays.add_working_days(date(2021, 4, 14), working_days), time(8), timezone.get_default_timezone())
    )
    delivery.deliver_waiting()
    assert again(waiting).status == status
    assert ("Đã chờ máy chủ thư 10 ngày làm việc." in again(waiting).error) is (status == "failed")


@pytest.mark.parametrize(
    ("moment", "answer", "status"),
    [
        ("RCPT", "550 no such person", "failed"), ("RCPT", "451 later", "pending"), ("DATA", "451 later", "pending"),
        ("END", "451 later", "pending"), ("END", "554 refused", "failed"), ("MAIL", "553 not you", "pending"),
        ("CONNECT", "554 not now", "pending"),
    ],
)  # fmt: skip
def test_an_answer_of_the_server_decides(mail_server: Sink, waiting: OutboundMessage, moment: str, answer: str, status: str) -> None:
    mail_server.answers = {moment: answer}
    delivery.deliver_waiting()
    assert again(waiting).status == status
    assert answer[:3] in again(waiting).error


def test_one_refused_address_does_not_stop_the_others(mail_server: Sink) -> None:
    people = several(4)
    mail_server.refused = {people[1].email: "550 no such person", people[2].email: "451 mailbox is full"}
    delivery.deliver_waiting()
    assert statuses() == ["sent", "failed", "pending", "sent"]
    assert "không nhận địa chỉ này: 550" in OutboundMessage.objects.get(status="failed").error
    assert not server.state().is_down


@pytest.mark.parametrize(
    ("moment", "answer"), [("RCPT", "550 relay denied"), ("RCPT", "451 later"), ("END", "554 refused"), ("MAIL", "553 no")]
)
def test_a_server_that_refuses_everybody_is_waited_for(mail_server: Sink, moment: str, answer: str) -> None:
    people = several(8)
    mail_server.answers = {moment: answer}
    assert delivery.deliver_waiting() <= 5
    assert set(statuses()) == {"pending"} and server.state().is_down
    mail_server.answers = {}
    for person in people:
        later(OutboundMessage.objects.get(recipient=person))
    mail_server.letters.clear()
    delivery.deliver_waiting()
    assert mail_server.addresses() == sorted(person.email for person in people)


def test_two_refused_letters_are_not_the_last_word_on_the_server(mail_server: Sink) -> None:
    """Both addresses of a dead domain: they wait behind the others, and are refused once another one is taken."""
    people = several(2)
    mail_server.refused = {person.email: "550 no such domain" for person in people}
    delivery.deliver_waiting()
    assert statuses() == ["pending", "pending"]
    outbox.enqueue([draft(make_user(Role.OFFICER, "ubnd-873", "can.bo.moi"))])
    for person in people:
        later(OutboundMessage.objects.get(recipient=person))
    delivery.deliver_waiting()
    assert statuses() == ["failed", "failed", "sent"]


@pytest.mark.parametrize(("moment", "status"), [("RCPT", "pending"), ("DATA", "pending"), ("END", "unsure")])
def test_a_server_that_falls_silent(mail_server: Sink, waiting: OutboundMessage, moment: str, status: str) -> None:
    mail_server.silent_at = moment
    delivery.deliver_waiting()
    assert again(waiting).status == status
    mail_server.silent_at = ""
    later(waiting)
    delivery.deliver_waiting()
    assert len(mail_server.letters) == 1  # once, whatever had happened


def test_a_slow_server_gets_the_seconds_of_a_task_and_then_the_next_one_goes_on(mail_server: Sink, settings: Settings) -> None:
    people = several(3)
    settings.MAIL_TASK_SECONDS = 0.2
    mail_server.slow = 0.06
    taken = []
    while statuses() != ["sent"] * 3 and len(taken) < 4:
        taken.append(delivery.deliver_waiting())
    assert len(taken) > 1 and 0 not in taken
    assert mail_server.addresses() == sorted(person.email for person in people) and not server.state().is_down


def test_a_server_that_drips_has_the_seconds_of_one_letter(mail_server: Sink, settings: Settings, waiting: OutboundMessage) -> None:
    settings.MAIL_LETTER_SECONDS, mail_server.slow = 0.2, 0.15  # each answer in time, all of them not
    delivery.deliver_waiting()
    assert again(waiting).status == "pending" and server.state().is_down and mail_server.letters == []


def test_a_server_that_takes_the_mail_and_hangs_up_leaves_it_unsure(mail_server: Sink) -> None:
    several(3)
    mail_server.drops_at = "END"
    delivery.deliver_waiting()
    assert statuses() == ["unsure", "pending", "pending"] and server.state().is_down


def test_what_a_clock_that_was_ahead_wrote_does_not_wait_for_its_days(mail_server: Sink) -> None:
    several(3)
    ahead = timezone.now() + timedelta(days=3)
    first, second, third = OutboundMessage.objects.order_by("id")
    OutboundMessage.objects.update(waiting_since=ahead)
    OutboundMessage.objects.filter(pk=first.pk).update(next_try_at=ahead)
    OutboundMessage.objects.filter(pk=second.pk).update(status="claimed", claimed_at=ahead)
    OutboundMessage.objects.filter(pk=third.pk).update(status="sending", claimed_at=ahead)
    MailServer.objects.create(pk=1, failing_since=ahead, next_try_at=ahead)
    delivery.deliver_waiting()
    assert statuses() == ["sent", "sent", "unsure"]


def test_a_worker_that_lost_its_claim_sends_no_end(mail_server: Sink, waiting: OutboundMessage) -> None:
    bundle = leaving.claim_next()
    assert bundle is not None
    OutboundMessage.objects.update(claimed_at=timezone.now())  # taken up by another worker meanwhile
    post = delivery._Post()
    delivery._deliver(bundle, post, Batch())
    post.close()
    assert mail_server.letters == []
    assert (again(waiting).status, again(waiting).attempts) == ("claimed", 1)


def test_a_claim_is_taken_up_again_when_its_worker_is_lost_but_not_for_ever(mail_server: Sink, waiting: OutboundMessage) -> None:
    assert leaving.claim_next() is not None
    assert delivery.deliver_waiting() == 0  # it is somebody's
    for lost, status in ((delivery.MAX_LOST - 2, "sent"), (delivery.MAX_LOST - 1, "failed")):
        OutboundMessage.objects.update(
            status="claimed", lost=lost, sent_at=None, claimed_at=timezone.now() - delivery.CLAIM - timedelta(seconds=1)
        )
        delivery.deliver_waiting()
        assert again(waiting).status == status
    assert len(mail_server.letters) == 1


def test_half_sent_and_lost_is_unsure_and_goes_out_again_only_when_a_person_says_so(mail_server: Sink, waiting: OutboundMessage) -> None:
    centre = make_user(Role.CENTRE, "kstthc-87", "theo.doi")
    OutboundMessage.objects.update(status="sending", attempts=1, claimed_at=timezone.now() - delivery.CLAIM - timedelta(seconds=1))
    assert delivery.deliver_waiting() == 0
    assert again(waiting).status == "unsure"
    services.send_again(message_id=waiting.pk, by=centre)
    delivery.deliver_waiting()
    assert (again(waiting).status, len(mail_server.letters)) == ("sent", 1)
    with pytest.raises(Conflict):
        services.send_again(message_id=waiting.pk, by=centre)


def test_all_at_once_go_out_again_and_twice_is_as_good_as_once(mail_server: Sink) -> None:
    people = several(5)
    centre = make_user(Role.CENTRE, "kstthc-87", "theo.doi")
    for message, status in zip(OutboundMessage.objects.order_by("id"), ("failed", "unsure", "pending", "pending", "inbox"), strict=True):
        OutboundMessage.objects.filter(pk=message.pk).update(status=status, next_try_at=timezone.now() + server.LONGEST_PAUSE)
    MailServer.objects.create(pk=1, failing_since=clock.now(), next_try_at=timezone.now() + server.LONGEST_PAUSE)
    assert services.send_all_again(by=centre) == services.send_all_again(by=centre) == 4
    assert AuditEvent.objects.filter(verb="mail.all_retried").count() == 1
    delivery.deliver_waiting()
    delivery.deliver_waiting()
    assert mail_server.addresses() == sorted(person.email for person in people[:4])
    assert services.send_all_again(by=centre) == 0


# What is right when it leaves


def test_a_mail_goes_to_the_address_of_the_day_on_which_it_leaves(mail_server: Sink, officer: User, waiting: OutboundMessage) -> None:
    mail_server.answers = {"RCPT": "550 no such person"}
    delivery.deliver_waiting()
    assert again(waiting).status == "failed"
    mail_server.answers = {}
    User.objects.filter(pk=officer.pk).update(email="dung@dongthap.example")
    services.send_again(message_id=waiting.pk, by=make_user(Role.CENTRE, "kstthc-87", "theo.doi"))
    delivery.deliver_waiting()
    assert mail_server.addresses() == ["dung@dongthap.example"] == [again(waiting).address]


def test_who_left_or_moved_or_has_no_address_gets_no_mail_and_the_book_says_why(mail_server: Sink, officer: User) -> None:
    closed, moved, bare = (make_user(Role.OFFICER, "ubnd-873", name) for name in ("nghi.viec", "chuyen.di", "khong.thu"))
    outbox.enqueue([draft(person) for person in (closed, moved, bare)])
    units.services.close_user(user_id=closed.pk, by=make_user(Role.ADMIN, "kstthc-87", "quan.tri"))
    units.services.move_user(user_id=moved.pk, by=None, unit=unit("ubnd-30115"), role=Role.OFFICER)
    User.objects.filter(pk=bare.pk).update(email="")
    delivery.deliver_waiting()
    assert mail_server.letters == []
    assert statuses() == ["dropped", "dropped", "inbox"]
    assert [message.error for message in OutboundMessage.objects.order_by("id")] == [
        "Tài khoản không còn dùng.", "Người nhận đã chuyển sang UBND xã Mỹ Long.", "Người nhận chưa có địa chỉ thư.",
    ]  # fmt: skip


def test_a_line_that_is_not_true_any_more_is_left_out_and_an_empty_letter_is_not_sent(mail_server: Sink, officer: User) -> None:
    outbox.enqueue([draft(officer, line("a"), line("b"))])
    outbox.enqueue([draft(make_user(Role.OFFICER, "ubnd-873", "can.bo.hai"), line("c"))])
    teller.GONE |= {"test:a", "test:c"}
    delivery.deliver_waiting()
    (letter,) = mail_server.letters
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "TTHC (b)" in text and "TTHC (a)" not in text
    assert statuses() == ["sent", "dropped"]
    assert "Không còn việc nào" in OutboundMessage.objects.get(status="dropped").error


def test_after_a_server_was_away_each_person_gets_one_letter(mail_server: Sink, officer: User) -> None:
    """Reminders and answers alike, also those that the first batch after it does not reach."""
    colleague = make_user(Role.OFFICER, "ubnd-873", "can.bo.hai")
    for number in range(20):
        for person in (officer, colleague):
            made = draft(person, line(f"d{number}"), key=f"digest:{number}:{person.pk}", day=DAY + timedelta(days=number))
            outbox.enqueue([replace(made, kind=MessageKind.NOTICE) if number % 2 else made])
    server.failed("Máy chủ thư không trả lời.")
    MailServer.objects.update(next_try_at=timezone.now())
    assert delivery.deliver_waiting(limit=1) == delivery.deliver_waiting(limit=1) == 1
    assert mail_server.addresses() == sorted([officer.email, colleague.email])
    for letter in mail_server.letters:
        assert all(f"TTHC (d{number})" in letter.get_body(("plain",)).get_content() for number in range(20))  # type: ignore[union-attr]
    mine = OutboundMessage.objects.filter(recipient=officer).order_by("id")
    assert [message.status for message in mine] == ["dropped"] * 19 + ["sent"]
    assert OutboundMessage.objects.all().last().error == "Gửi gộp trong thư của ngày 07/04/2021."  # type: ignore[union-attr]


def test_without_a_mail_server_the_mail_is_a_file_and_the_row_says_so(settings: Settings, waiting: OutboundMessage, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.KEPT_MAIL_DIR = "notifications.keeping.KeepInFolder", tmp_path / "mails"
    delivery.deliver_waiting()
    assert again(waiting).status == "kept"
    (file,) = settings.KEPT_MAIL_DIR.glob("*")
    kept = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (file.suffix, str(kept["Subject"]).strip()) == (".eml", again(waiting).sent_subject)
    OutboundMessage.objects.update(status="pending", sent_at=None, address="")  # killed before it could note it
    delivery.deliver_waiting()
    assert len(list(settings.KEPT_MAIL_DIR.glob("*"))) == 1
