"""Long annexes are committed by a worker: once, also when workers are killed or come in pairs; the page shows how far it is.

Real processes, a real broker, real transactions.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from common import clock
from common.errors import Forbidden
from directives.models import Finding, ImportBatch, ImportRun, Item
from directives.services import import_runs, importing
from dongthap_remediation.environment import PROJECT
from tests.factories.annexes import annex, as_read, row
from tests.factories.directives import TODAY, Scene, issue
from tests.factories.units import ensure_units
from tests.portal.portals import until

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Xã Mỹ Long, huyện Cao Lãnh"


@pytest.fixture
def scene(settings: Settings) -> Scene:
    ensure_units()
    settings.PORTAL_TODAY = TODAY
    return Scene(issue())


@pytest.fixture
def workers(tmp_path: Path, settings: Settings) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Workers in processes of their own, with this test's database, broker and files."""
    (tmp_path / "settings_of_workers.py").write_text(
        f"from dongthap_remediation.settings import *\n\nMEDIA_ROOT = {str(settings.MEDIA_ROOT)!r}\n", encoding="utf-8"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "settings_of_workers", "PYTHONPATH": str(tmp_path), "PORTAL_TODAY": f"{TODAY:%Y-%m-%d}"}
    made: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        celery = [
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
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore:You're running the worker", *celery],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **environment},
        )
        made.append(process)
        return process

    yield start
    for process in made:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def draft(scene: Scene, rows: int) -> ImportBatch:
    target = importing.target_of(inspection_id=None, new_title="Kiểm tra năm 2020", directive_id=scene.directive.pk)
    content = annex(*(row(number, LONG, f"Hạn chế thứ {number}", due="31/03/2021") for number in range(1, rows + 1)))
    return importing.open_batch(by=scene.centre, target=target, content=content, file_name="phu-luc.xlsx")


def ask(scene: Scene, rows: int = 30) -> ImportBatch:
    batch = draft(scene, rows)
    import_runs.ask_commit(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=False)
    return batch


def made() -> tuple[int, int]:
    return Finding.objects.count(), Item.objects.filter(finding__isnull=False).count()


def test_a_worker_commits_what_was_asked_for_on_the_page(scene: Scene, workers: Callable[[], object], client: Client) -> None:
    client.force_login(scene.centre)
    batch = draft(scene, import_runs.LONG_ROWS)
    address = reverse("import_batch", args=[batch.pk])
    client.post(address, {"version": batch.version, "viec": "nhap", **as_read(batch)})
    assert made() == (0, 0)
    shown = client.get(address).content.decode()
    assert "Đang nhập phu-luc.xlsx" in shown and "Chờ đến lượt" in shown
    workers()
    until(lambda: ImportRun.objects.get().finished_at is not None, 60)
    assert made() == (import_runs.LONG_ROWS, import_runs.LONG_ROWS)
    assert f"Đã nhập {import_runs.LONG_ROWS:,} hạn chế".replace(",", ".") in client.get(address).content.decode()


def test_progress_is_seen_while_the_commit_is_under_way(scene: Scene) -> None:
    batch = ask(scene)
    seen: list[tuple[int, int]] = []

    def look(words: str, step: int) -> None:
        told(words, step)
        line = connections.create_connection("default")
        with line.cursor() as cursor:
            cursor.execute("SELECT done, (SELECT count(*) FROM directives_finding) FROM directives_importrun")
            seen.append(cursor.fetchone())
        line.close()

    with import_runs._telling(ImportRun.objects.get().pk) as told, transaction.atomic():
        importing.commit_batch(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=False, say=look, by_worker=True)
    assert seen == [(1, 0), (2, 0), (3, 0)]  # seen from outside, where no finding is there yet
    assert made() == (30, 30)


def test_killed_in_the_middle_nothing_is_left_and_the_next_worker_does_it_once(
    scene: Scene, workers: Callable[[], subprocess.Popen[bytes]]
) -> None:
    """The first worker is stopped by a lock on the items' table, deep in its transaction, and killed with -9."""
    batch = ask(scene)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE directives_item IN EXCLUSIVE MODE")
        first = workers()
        other = connections.create_connection("default")

        def stuck() -> bool:
            with other.cursor() as cursor:
                cursor.execute("SELECT done FROM directives_importrun")
                done: int = cursor.fetchone()[0]
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                return done == 3 and cursor.fetchone()[0] > 0

        until(stuck)
        other.close()
        os.kill(first.pid, signal.SIGKILL)
        first.wait(60)
    assert made() == (0, 0)
    assert ImportBatch.objects.get().status == "draft" and ImportRun.objects.get().attempts == 1
    workers()

    def done_at_last() -> bool:
        import_runs.ring()  # as the sweep does: the database may need a moment to see that the first worker is gone
        time.sleep(0.5)
        return ImportRun.objects.get().finished_at is not None

    until(done_at_last, 60)
    assert made() == (30, 30)
    batch.refresh_from_db()
    assert (batch.status, ImportRun.objects.get().error, ImportRun.objects.get().attempts) == ("committed", "", 2)
    import_runs.ring()  # delivered again
    time.sleep(1)
    assert made() == (30, 30)


def test_eight_workers_at_the_same_moment_commit_once(scene: Scene) -> None:
    ask(scene)
    start = Barrier(8)

    def run(_: int) -> int:
        try:
            start.wait(timeout=60)
            with clock.at(TODAY):
                return import_runs.run_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(run, range(8)))
    assert sum(ended) == 1 and made() == (30, 30)
    assert ImportRun.objects.get().attempts == 1


def test_while_a_worker_is_at_it_nobody_changes_the_draft(scene: Scene) -> None:
    batch = ask(scene)
    for act in (
        lambda: importing.choose(
            batch_id=batch.pk, version=batch.version, by=scene.centre, changes=importing.Changes(similar={"a": "keep"})
        ),
        lambda: importing.discard_batch(batch_id=batch.pk, by=scene.centre),
        lambda: importing.commit_batch(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=True),
        lambda: import_runs.ask_commit(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=True),
    ):
        with pytest.raises(Forbidden, match="đang nhập"):
            act()


def test_what_the_commit_refuses_is_said_on_the_page_and_the_draft_goes_on(scene: Scene, client: Client) -> None:
    target = importing.target_of(inspection_id=None, new_title="Kiểm tra", directive_id=scene.directive.pk)
    content = annex(row(1, LONG, "A"), row(2, "Xã Không Có", "B"))
    batch = importing.open_batch(by=scene.centre, target=target, content=content, file_name="phu-luc.xlsx")
    import_runs.ask_commit(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=False)
    assert import_runs.run_waiting() == 1 and made() == (0, 0)
    client.force_login(scene.centre)
    assert "Còn 1 dòng có lỗi" in client.get(reverse("import_batch", args=[batch.pk])).content.decode()
    import_runs.ask_commit(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=True)
    assert import_runs.run_waiting() == 1 and made() == (1, 1)


def test_a_commit_that_fails_each_time_is_given_up_with_a_word(scene: Scene) -> None:
    ask(scene)
    ImportRun.objects.update(attempts=import_runs.MOST_ATTEMPTS)
    assert import_runs.run_waiting() == 1
    assert "đã thử 3 lần" in ImportRun.objects.get().error and made() == (0, 0)
