"""The outbox holds a message once, whatever is asked twice; the constraints say the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import clock
from notifications import outbox
from notifications.models import MessageLine, OutboundMessage, Round
from tests.factories.units import make_user
from tests.notifications.drafts import DAY, draft, line
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make_user(Role.OFFICER, "ubnd-873", "can.bo")


def test_a_key_is_stored_once(officer: User) -> None:
    assert outbox.enqueue([draft(officer)]) == 1
    assert outbox.enqueue([draft(officer)]) == 0
    message = OutboundMessage.objects.get()
    assert (message.status, message.lines.count(), message.attempts, message.read_at) == ("pending", 1, 0, None)


def test_without_an_address_it_is_only_on_the_portal(officer: User) -> None:
    outbox.enqueue([draft(officer, mail=False)])
    assert OutboundMessage.objects.get().status == "inbox"


def test_a_waiting_message_gets_more_lines_and_is_unread_again(officer: User) -> None:
    outbox.enqueue([draft(officer, line("a"))])
    OutboundMessage.objects.update(read_at=clock.now())
    outbox.enqueue([draft(officer, line("b"), title="2 nội dung")])
    message = OutboundMessage.objects.get()
    assert (message.title, message.read_at, message.lines.count()) == ("2 nội dung", None, 2)


@pytest.mark.parametrize("status", ["claimed", "sending", "sent", "kept", "failed", "unsure"])
def test_a_message_that_has_left_is_not_added_to(officer: User, status: str) -> None:
    outbox.enqueue([draft(officer, line("a"))])
    OutboundMessage.objects.update(status=status, address="x@dongthap.example", sent_at=clock.now() if status in ("sent", "kept") else None)
    outbox.enqueue([draft(officer, line("b"), title="2 nội dung")])
    message = OutboundMessage.objects.get()
    assert (message.title, message.lines.count()) == ("1 nội dung quá hạn", 1)
    assert outbox.known([outbox.line_key(f"test:{key}", officer.pk) for key in "ab"], [draft(officer).key]) == outbox.Known(
        {outbox.line_key("test:a", officer.pk): DAY}, frozenset({draft(officer).key})
    )


def test_what_was_told_under_another_message_makes_no_empty_one(officer: User) -> None:
    outbox.enqueue([draft(officer, line("a"))])
    assert outbox.enqueue([draft(officer, line("a"), day=DAY + timedelta(days=1))]) == 0
    assert OutboundMessage.objects.count() == 1


def test_the_bell_is_rung_after_commit_only(officer: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as calls:
        outbox.enqueue([draft(officer)])
    assert calls == [outbox.ring]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "letter"}, {"status": "lost"}, {"status": "sent", "sent_at": timezone.now()}, {"status": "sent", "address": "x@y.vn"},
        {"sent_at": timezone.now()},
    ],
)  # fmt: skip
def test_the_database_refuses_what_must_never_be(officer: User, changes: dict[str, Any]) -> None:
    outbox.enqueue([draft(officer)])
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboundMessage.objects.update(**changes)


def test_the_database_holds_keys_and_days_once(officer: User) -> None:
    outbox.enqueue([draft(officer, line("a"))])
    message = OutboundMessage.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageLine.objects.create(
            message=message, topic="test:a", dedupe_key=outbox.line_key("test:a", officer.pk), urgency=0, headline="x", title="x", path="/"
        )
    message.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)
    Round.objects.create(day=DAY, finished_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(day=DAY, finished_at=timezone.now())
