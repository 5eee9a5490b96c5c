"""The portal says truthfully whether its parts work, with the real database, broker and worker."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from dongthap_remediation import health
from dongthap_remediation.celery import HEARTBEAT_SECONDS, HEARTBEAT_TASK, app, note_beat
from dongthap_remediation.environment import PROJECT
from tests.portal.portals import until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
ALL_WELL = {"database": True, "broker": True, "worker": True, "beat": True}


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
    assert (answer.status_code, answer.json()) == (503, {**ALL_WELL, "worker": False, "beat": False})
    health.note("worker")
    note_beat()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, ALL_WELL)
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_two_missed_heartbeats_mean_gone(part: str) -> None:
    for name in ("worker", "beat"):
        health.note(name)
    cache.set(f"health:{part}", time.time() - 2 * HEARTBEAT_SECONDS + 5)
    assert health.state() == ALL_WELL
    cache.set(f"health:{part}", time.time() - 2 * HEARTBEAT_SECONDS - 0.1)
    assert health.state() == {**ALL_WELL, part: False}


def test_ready_names_a_lost_broker_and_stays_a_page(client: Client, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "broker": False, "worker": False, "beat": False})


def test_health_takes_only_safe_methods(client: Client) -> None:
    assert [client.post(path).status_code for path in ("/health/live", "/health/ready")] == [405, 405]


def test_a_heartbeat_goes_through_the_real_broker_to_a_real_worker(worker: subprocess.Popen[bytes]) -> None:
    until(lambda: health.state()["worker"], 30)  # it signed on
    cache.delete("health:worker")
    app.send_task(HEARTBEAT_TASK)
    until(lambda: health.state()["worker"], 15)
    assert worker.poll() is None


def test_the_schedule_rings_known_tasks_only_and_drops_old_heartbeats() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
    heartbeat = app.conf.beat_schedule["heartbeat"]
    assert heartbeat["options"]["expires"] < heartbeat["schedule"] == HEARTBEAT_SECONDS
