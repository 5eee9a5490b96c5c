"""Beat rings whatever was done to the clock, its files and itself."""

from __future__ import annotations

import shelve
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from celery.beat import Scheduler
from django.conf import settings

from dongthap_remediation.celery import HEARTBEAT_TASK, app, ring
from dongthap_remediation.environment import PROJECT
from tests.portal.portals import until

QUEUES = (app.conf.task_default_queue, settings.MAIL_QUEUE)


def rings() -> int:
    with app.connection_for_read() as link:
        return sum(int(link.default_channel.queue_declare(queue).message_count) for queue in QUEUES)


def purge() -> None:
    with app.connection_for_read() as link:
        for queue in QUEUES:
            link.default_channel.queue_purge(queue)


@pytest.fixture
def empty_queues() -> Iterator[None]:
    purge()
    yield
    purge()


@contextmanager
def beat() -> Iterator[subprocess.Popen[bytes]]:
    """A real one on this test process's own queue."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "dongthap_remediation", "beat", "--loglevel", "error", "--pidfile="]
    process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


def _from_the_future(path: Path) -> None:
    """What a beat left that rang while the clock was five hours ahead."""
    ahead = datetime.now(UTC) + timedelta(hours=5)
    with shelve.open(str(path)) as kept:
        entries = Scheduler(app, lazy=True)
        kept["entries"] = {
            name: entries.Entry(name=name, task=entry["task"], schedule=30, last_run_at=ahead, app=app)
            for name, entry in app.conf.beat_schedule.items()
        }
        kept["__version__"], kept["tz"], kept["utc_enabled"] = "5.7.0", "Asia/Ho_Chi_Minh", True


def _damaged(path: Path) -> None:
    path.write_bytes(b"no schedule at all")


@pytest.mark.parametrize("leave", [_from_the_future, _damaged])
@pytest.mark.usefixtures("django_db_setup", "empty_queues")
def test_beat_rings_at_once_whatever_an_earlier_one_left(leave: object) -> None:
    kept = settings.PROFILE_DIR / "beat-schedule"
    assert callable(leave)
    leave(kept)
    try:
        with beat():
            until(lambda: rings() >= len(app.conf.beat_schedule))
    finally:
        for path in kept.parent.glob("beat-schedule*"):
            path.unlink()


@pytest.mark.usefixtures("django_db_setup", "empty_queues")
def test_a_killed_beat_is_followed_by_one_that_rings_everything_again() -> None:
    with beat() as killed:
        until(lambda: rings() >= len(app.conf.beat_schedule))
        killed.send_signal(signal.SIGKILL)
    purge()
    with beat():
        until(lambda: rings() >= len(app.conf.beat_schedule))


@pytest.mark.parametrize("jump", [timedelta(hours=-3), timedelta(hours=3), timedelta(days=-400)], ids=str)
@pytest.mark.usefixtures("empty_queues")
def test_beat_rings_on_when_the_clock_jumps(jump: timedelta) -> None:
    app.conf.beat_schedule, kept = {"heartbeat": ring(HEARTBEAT_TASK, 0.2, 25)}, app.conf.beat_schedule
    try:
        scheduler = Scheduler(app)
    finally:
        app.conf.beat_schedule = kept
    assert scheduler.tick() == 0
    assert (rings(), 0 < scheduler.tick() <= 0.2) == (1, True)
    with time_machine.travel(datetime.now(UTC) + jump):
        pause = scheduler.tick()
        assert 0 <= pause <= 0.2  # no longer and no shorter than without the jump
        until(lambda: scheduler.tick() == 0, 5)
    assert rings() == 2
    until(lambda: scheduler.tick() == 0, 5)
    assert rings() == 3
