"""The portal says truthfully whether its parts work, with the real database, broker and worker."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from dongthap_remediation import health
from dongthap_remediation.celery import HEARTBEAT_SECONDS, HEARTBEAT_TASK, app, note_beat
from dongthap_remediation.environment import PROJECT
from notifications import outbox
from notifications.models import OutboundMessage
from notifications.server import STALLED
from tests.factories.units import make_user
from tests.notifications.drafts import draft
from tests.portal.portals import Portal, until
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
ALL_WELL = {"database": True, "broker": True, "worker": True, "mail": True, "beat": True, "disk": True}


def truths(answer: Any) -> dict[str, bool]:
    """The parts, each of which has its words beside it."""
    found: dict[str, Any] = dict(answer.json())
    words: dict[str, str] = found.pop("words")
    assert words.keys() == found.keys()
    assert all(words.values())
    return found


def working() -> dict[str, bool]:
    return {name: part.works for name, part in health.parts().items()}


@pytest.fixture
def worker(django_db_setup: None) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on this test process's own queue and database."""
    command = [
        "-m",
        "celery",
        "--quiet",
        "-A",
        "dongthap_remediation",
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "error",
        "--without-mingle",
    ]
    process = subprocess.Popen([sys.executable, "-W", "ignore:You're running the worker", *command], cwd=PROJECT, stdin=subprocess.DEVNULL)
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(20)


def test_the_test_database_is_a_migrated_copy_of_its_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), f_fold('Đồng Tháp')")
        name, folded = cursor.fetchone()
    assert name.startswith("t_")
    assert folded == "dong thap"


def test_live_answers_anybody_without_touching_the_database(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_ready_is_503_until_worker_and_beat_were_heard(client: Client) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, truths(answer)) == (503, {**ALL_WELL, "worker": False, "beat": False})
    health.note("worker")
    note_beat()
    answer = client.get("/health/ready")
    assert (answer.status_code, truths(answer)) == (200, ALL_WELL)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_two_missed_heartbeats_mean_gone(part: str) -> None:
    for name in ("worker", "beat"):
        health.note(name)
    cache.set(f"health:{part}", time.time() - 2 * HEARTBEAT_SECONDS + 5)
    assert working() == ALL_WELL
    cache.set(f"health:{part}", time.time() - 2 * HEARTBEAT_SECONDS - 0.1)
    assert working() == {**ALL_WELL, part: False}


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_a_sign_from_before_the_clock_was_set_back_is_none(part: str) -> None:
    for name in ("worker", "beat"):
        health.note(name)
    cache.set(f"health:{part}", time.time() + 3 * 60 * 60)
    assert working() == {**ALL_WELL, part: False}


def test_ready_names_a_lost_broker_and_stays_json(client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/health/ready")
    assert (answer.status_code, truths(answer)) == (503, {**ALL_WELL, "broker": False, "worker": False, "beat": False})


LOST = """
import django; django.setup()
from django.test import Client
visitor = Client(raise_request_exception=False)
visitor.cookies["sessionid"] = "k" * 32
for host in ("localhost", "10.9.8.7"):
    answer = visitor.get("/health/ready", headers={"host": host})
    print(answer.status_code, answer["Content-Type"], answer.content.decode())
    print(visitor.get("/health/live", headers={"host": host}).content.decode())
"""


def test_without_database_and_broker_a_visitor_with_a_session_gets_json_under_any_name(tmp_path: Path) -> None:
    lost = {
        "DATABASE_URL": "postgresql://postgres@127.0.0.1:1/x",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "PORTAL_CONTACT": "Tổ CNTT, 0277 3851 101",
    }
    environment = Portal(tmp_path).environment(DJANGO_SETTINGS_MODULE="dongthap_remediation.settings", **lost)
    found = subprocess.run(
        [sys.executable, "-c", LOST], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    lines = found.stdout.splitlines()
    assert len(lines) == 4
    for answer, alive in zip(lines[::2], lines[1::2], strict=True):
        status, kind, body = answer.split(" ", 2)
        assert (status, kind, alive) == ("503", "application/json", "ok")
        parts = json.loads(body)
        assert parts.pop("words")["database"].startswith("Cơ sở dữ liệu không trả lời")
        assert parts == {**dict.fromkeys(ALL_WELL, False), "disk": True}


def test_letters_that_wait_are_said_and_the_portal_stays_ready(client: Client) -> None:
    for name in ("worker", "beat"):
        health.note(name)
    outbox.enqueue([draft(make_user(Role.OFFICER, "ubnd-873", email="can.bo@example.vn"))])
    assert truths(client.get("/health/ready")) == ALL_WELL
    OutboundMessage.objects.update(next_try_at=timezone.now() - STALLED - timedelta(seconds=1))
    answer = client.get("/health/ready")
    assert (answer.status_code, truths(answer)) == (200, {**ALL_WELL, "mail": False})


def test_a_disk_that_is_nearly_full_or_can_not_be_written_is_named(client: Client, settings: Settings, tmp_path: Path) -> None:
    for name in ("worker", "beat"):
        health.note(name)
    settings.DISK_FREE_BYTES = 1 << 60
    answer = client.get("/health/ready")
    assert (answer.status_code, truths(answer)) == (503, {**ALL_WELL, "disk": False})
    settings.DISK_FREE_BYTES = 1
    (tmp_path / "uploads").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "uploads"
    answer = client.get("/health/ready")
    assert (answer.status_code, truths(answer)) == (503, {**ALL_WELL, "disk": False})
    assert "Không ghi được" in answer.json()["words"]["disk"]


def test_health_takes_only_safe_methods(client: Client) -> None:
    assert [client.post(path).status_code for path in ("/health/live", "/health/ready")] == [405, 405]


def test_a_heartbeat_goes_through_the_real_broker_to_a_real_worker(worker: subprocess.Popen[bytes]) -> None:
    until(lambda: working()["worker"], 30)  # it signed on
    cache.delete("health:worker")
    app.send_task(HEARTBEAT_TASK)
    until(lambda: working()["worker"])
    assert worker.poll() is None


def test_the_schedule_rings_known_tasks_only_and_drops_old_rings() -> None:
    app.loader.import_default_modules()
    schedule = app.conf.beat_schedule.values()
    assert {entry["task"] for entry in schedule} <= set(app.tasks)
    assert all(entry["options"]["expires"] < entry["schedule"].seconds for entry in schedule)
    assert app.conf.beat_schedule["heartbeat"]["schedule"].seconds == HEARTBEAT_SECONDS
