"""Nothing is lost and nothing comes twice: twenty senders at once, workers killed at every moment, a broker that is gone.

Real processes, a real broker and a real mail server of the test's own.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import redis
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from dongthap_remediation.celery import HEARTBEAT_TASK, app
from dongthap_remediation.environment import PROJECT
from dongthap_remediation.local_servers import binaries
from notifications import delivery, outbox
from notifications.models import MessageLine, OutboundMessage, Round
from reports.reminders import sending
from reports.reminders.sending import Sent
from tests.factories.units import ensure_units, make_user
from tests.notifications.drafts import draft
from tests.notifications.sink import Sink
from tests.portal.portals import until
from tests.reports.stage import DISTRICTS, issue_dispatch
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2021, 3, 24)


def environment(**more: str) -> dict[str, str]:
    """The portal's own settings on this test's database and broker, on the day of the dispatch: its districts ended in 2025."""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "dongthap_remediation.settings", "PORTAL_TODAY": ON.isoformat(), **more}


class Worker:
    """A Celery worker of its own process, that can be killed."""

    def __init__(self, sink: Sink, queues: str = "mail", **more: str) -> None:
        options = ["--pool", "solo", "--loglevel", "critical", "--without-mingle", "--hostname", f"{secrets.token_hex(4)}@%h"]
        celery = ["-m", "celery", "--quiet", "-A", "tests.notifications.worker", "worker", "--queues", queues, *options]
        self.command = [sys.executable, "-W", "ignore:You're running the worker", *celery]
        self.environment = environment(EMAIL_URL=sink.url, **more)
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=PROJECT, stdin=subprocess.DEVNULL, env=self.environment)

    def look_after(self) -> None:
        """As the supervisor does: Celery sometimes ends when its broker is lost in the middle of a word."""
        if self.process.poll() is not None:
            self.start()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60)

    def stop(self) -> None:
        """As the supervisor does: asked first, then killed; Celery may wait for ever for a broker that it lost."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
                return
            self.kill()


class Broker:
    """A Valkey server of the test's own, that can be killed and started again at its address. It keeps nothing on the disk."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        _, valkey = binaries()
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(
            [str(valkey), *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir()
        )
        until(self.answers)

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60)


@pytest.fixture
def broker() -> Iterator[Broker]:
    made = Broker()
    yield made
    made.kill()


@pytest.fixture
def workers(sink: Sink) -> Iterator[Callable[..., Worker]]:
    made: list[Worker] = []

    def start(**more: str) -> Worker:
        made.append(Worker(sink, **more))
        return made[-1]

    yield start
    for worker in made:
        worker.stop()


@pytest.fixture
def officer() -> User:
    ensure_units()
    return make_user(Role.OFFICER, "ubnd-873", "can.bo")


def status_of() -> str:
    return OutboundMessage.objects.values_list("status", flat=True).get()


def time_passes() -> None:
    """The lease of a claim is over, and its pause."""
    OutboundMessage.objects.exclude(claimed_at=None).update(claimed_at=timezone.now() - 2 * delivery.CLAIM)
    OutboundMessage.objects.update(next_try_at=timezone.now())


def test_a_message_of_a_committed_act_is_mailed_by_the_worker_without_waiting_for_the_sweep(
    officer: User, sink: Sink, workers: Callable[[], Worker]
) -> None:
    workers()
    outbox.enqueue([draft(officer)])
    until(lambda: status_of() == "sent")
    assert sink.addresses() == [officer.email]


def test_nothing_waits_behind_a_mail_server_that_says_nothing(officer: User, sink: Sink, workers: Callable[..., Worker]) -> None:
    """The mail's worker hangs in its silence; the other one hears the heartbeat, and the mails go out when the server speaks again."""
    sink.silent_at = "CONNECT"
    cache.delete("health:worker")
    workers()
    outbox.enqueue([draft(officer)])
    until(lambda: sink.reached.wait(0.5) or outbox.ring())  # as beat does: a ring may go to a worker that was just killed
    assert cache.get("health:worker") is None  # the mail's worker is no sign of the other
    workers(queues="celery")
    until(lambda: cache.get("health:worker"))
    cache.delete("health:worker")
    app.send_task(HEARTBEAT_TASK)
    until(lambda: cache.get("health:worker"))
    assert status_of() == "claimed" and sink.letters == []
    sink.silent_at = ""
    sink.go_on()
    until(lambda: status_of() == "sent")


@pytest.mark.parametrize("moment", ["RCPT", "DATA"])
def test_killed_before_the_mail_was_given_it_is_mailed_once_later(
    moment: str, officer: User, sink: Sink, workers: Callable[[], Worker]
) -> None:
    sink.silent_at = moment
    outbox.enqueue([draft(officer)])
    worker = workers()
    until(lambda: sink.reached.wait(0.5) or outbox.ring())  # as beat does: a ring may go to a worker that was just killed
    worker.kill()
    assert status_of() == "claimed"
    sink.silent_at = ""
    workers()
    outbox.ring()
    time.sleep(1)
    assert (status_of(), len(sink.letters)) == ("claimed", 0)  # it might still be somebody's
    time_passes()
    until(lambda: status_of() == "sent" or outbox.ring())
    assert len(sink.letters) == 1


def test_killed_while_the_server_has_it_it_is_never_mailed_again_by_itself(
    officer: User, sink: Sink, workers: Callable[[], Worker]
) -> None:
    sink.silent_at = "END"
    outbox.enqueue([draft(officer)])
    worker = workers()
    until(lambda: sink.reached.wait(0.5) or outbox.ring())  # as beat does: a ring may go to a worker that was just killed
    worker.kill()
    assert status_of() == "sending"
    sink.silent_at = ""
    time_passes()
    workers()
    until(lambda: status_of() == "unsure" or outbox.ring())
    assert len(sink.letters) == 1
    assert OutboundMessage.objects.unread().count() == 1  # on the portal it is there in any case


def test_killed_after_the_server_took_it_and_before_it_was_noted_it_is_not_mailed_again(
    officer: User, sink: Sink, workers: Callable[[], Worker]
) -> None:
    outbox.enqueue([draft(officer)])
    sink.silent_at = "END"
    worker = workers()
    until(lambda: sink.reached.wait(0.5) or outbox.ring())  # as beat does: a ring may go to a worker that was just killed
    worker.process.send_signal(signal.SIGSTOP)
    sink.go_on()  # the server has said that it took the mail, and the worker never hears it
    time.sleep(0.2)
    worker.kill()
    assert status_of() == "sending"
    time_passes()
    assert delivery.deliver_waiting() == 0
    assert (status_of(), len(sink.letters)) == ("unsure", 1)


def test_a_lost_broker_loses_nothing(sink: Sink, workers: Callable[[], Worker]) -> None:
    people = _dispatch()
    command = [sys.executable, "manage.py", "send_reminders", "--on", "2021-03-24"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment(REDIS_URL="redis://127.0.0.1:1/0"), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert set(OutboundMessage.objects.values_list("status", flat=True)) == {"pending"}
    workers()  # the broker is back; beat's sweep rings
    _swept(outbox.ring)
    assert sink.addresses() == sorted(person.email for person in people)


def test_a_broker_that_is_killed_and_starts_again_loses_nothing(sink: Sink, workers: Callable[..., Worker], broker: Broker) -> None:
    """The worker that was there all the time goes on, by itself or started again; what was told meanwhile is mailed once."""
    people = _dispatch()
    worker = workers(REDIS_URL=broker.url)
    outbox.enqueue([draft(people[0], key="first")])
    _ring(broker)
    until(lambda: status_of() == "sent")
    broker.kill()
    command = [sys.executable, "manage.py", "send_reminders", "--on", "2021-03-24"]
    subprocess.run(command, cwd=PROJECT, env=environment(REDIS_URL=broker.url), capture_output=True, check=True, timeout=60)
    assert OutboundMessage.objects.filter(status="pending").count() == len(people)
    broker.start()
    _swept(lambda: (worker.look_after(), _ring(broker)))
    assert sink.addresses() == sorted([people[0].email, *(person.email for person in people)])


def _ring(broker: Broker) -> None:
    with app.connection_for_write(broker.url) as connected:
        app.send_task(outbox.DELIVER_TASK, connection=connected)


def _swept(ring: Callable[[], object]) -> None:
    """Wait until nothing is under way, rung as by beat, only oftener: a ring may be lost with a connection, a mail may not."""
    for _ in range(30):
        with contextlib.suppress(TimeoutError):
            return until(lambda: not OutboundMessage.objects.under_way().exists(), 2)
        ring()
    raise AssertionError(list(OutboundMessage.objects.values_list("status", "attempts", "error")))


def test_twenty_senders_at_the_same_moment_send_once() -> None:
    people = _dispatch()
    start = Barrier(20)

    def run(_: int) -> Sent:
        try:
            start.wait(timeout=60)
            return sending.send(on=ON, by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(run, range(20)))
    _check_sent_once(people)
    queued = [outcome.reminder.topic for sent in results for outcome in sent.outcomes if outcome.status == "queued"]
    assert len(queued) == len(set(queued)) == len(DISTRICTS)


def test_twenty_writers_without_the_lock_store_once_too() -> None:
    """The unique keys alone hold it."""
    ensure_units()
    people = [make_user(Role.OFFICER, "ubnd-873", f"can.bo.{number}") for number in range(6)]
    start = Barrier(20)

    def run(number: int) -> int:
        try:
            start.wait(timeout=60)
            order = people if number % 2 else people[::-1]
            return outbox.enqueue([draft(person) for person in order])
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(run, range(20)))
    assert (OutboundMessage.objects.count(), MessageLine.objects.count()) == (6, 6)


def test_four_commands_and_two_workers_at_the_same_moment_mail_once(sink: Sink, workers: Callable[[], Worker]) -> None:
    people = _dispatch()
    workers()
    workers()
    command = [sys.executable, "manage.py", "send_reminders", "--on", "2021-03-24", "--json"]
    running = [subprocess.Popen(command, cwd=PROJECT, env=environment(), stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    _check_sent_once(people)
    _swept(outbox.ring)
    assert sink.addresses() == sorted(person.email for person in people)


def _dispatch() -> list[User]:
    """The issued dispatch and an officer in each district that owes a report."""
    ensure_units()
    issue_dispatch()
    return [make_user(Role.OFFICER, f"ubnd-{code}", f"nguoi.{code}") for code in DISTRICTS]


def _check_sent_once(people: list[User]) -> None:
    assert sorted(OutboundMessage.objects.values_list("recipient", flat=True)) == sorted(person.pk for person in people)
    assert MessageLine.objects.count() == len(people)
    assert Round.objects.get().messages == len(people)
