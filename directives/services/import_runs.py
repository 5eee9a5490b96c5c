"""Commits of long annexes by a worker: asked for on the page, done once, told step by step.

The bell is only a bell: what waits is asked of the database, and a sweep rings each minute. Whoever commits a draft holds the lock of its
row until the end, so two workers never do the same one; the work of a killed worker is rolled back by the database and the next one begins
at once.
"""

import contextlib
import logging
from collections.abc import Iterator

from celery import current_app
from django.db import DatabaseError, connections, transaction
from kombu.exceptions import OperationalError

from common import clock
from common.errors import PortalError
from directives import rules
from directives.models import ImportBatch, ImportRun
from directives.services.importing import ANNEXES, STEPS, Say
from directives.workflow import ImportStatus
from units.models import User

log = logging.getLogger(__name__)
TASK = "directives.import_annexes"
LONG_ROWS = 1000
"""From so many findings on a worker commits."""
MOST_ATTEMPTS = 3
_GIVEN_UP = f"Cổng đã thử {MOST_ATTEMPTS} lần mà chưa nhập xong. Chưa ghi gì; báo quản trị, rồi thử lại."


@transaction.atomic
def ask_commit(*, batch_id: int, version: int, by: User, only_valid: bool) -> ImportRun:
    """Have a draft committed by a worker; asked twice it is done once."""
    rules.check_can_import(by)
    batch = ANNEXES.lock_draft(batch_id, version)
    values = {
        "version": version, "only_valid": only_valid, "asked_at": clock.now(), "asked_by": by, "attempts": 0, "stage": "Chờ đến lượt",
        "done": 0, "total": STEPS, "error": "", "finished_at": None,
    }  # fmt: skip
    run, _ = ImportRun.objects.update_or_create(batch=batch, defaults=values)
    transaction.on_commit(ring)
    return run


def ring() -> None:
    """Tell a worker. A lost broker is logged: the sweep finds the row within a minute."""
    try:
        current_app.send_task(TASK)
    except (OperationalError, OSError) as error:
        log.warning("no broker to ring for an import: %s", error)


def run_waiting() -> int:
    """Do every commit that was asked for and that nobody else is doing; returns how many ended."""
    return sum(_run(pk) for pk in ImportRun.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True))


def _run(pk: int) -> bool:
    """One commit. False where another worker holds it or it has ended meanwhile."""
    with _telling(pk) as say:
        try:
            return _commit(pk, say)
        except PortalError as error:
            _finish(pk, error.message)
            return True


def _commit(pk: int, say: Say) -> bool:
    with transaction.atomic():
        run = ImportRun.objects.select_related("asked_by").get(pk=pk)
        held = ImportBatch.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=run.batch_id).first()
        if held is None:
            return False
        run.refresh_from_db()
        if run.finished_at is not None:
            return False
        if held.status != ImportStatus.DRAFT or run.attempts >= MOST_ATTEMPTS:
            _finish(pk, "" if held.status != ImportStatus.DRAFT else _GIVEN_UP)
            return True
        say("", 0)  # counted outside of this transaction: a worker that dies in it has tried
        ANNEXES.commit(batch_id=run.batch_id, version=run.version, by=run.asked_by, only_valid=run.only_valid, say=say, by_worker=True)
        say("Xong", STEPS)
        _finish(pk, "")
    return True


def _finish(pk: int, error: str) -> None:
    ImportRun.objects.filter(pk=pk, finished_at=None).update(finished_at=clock.now(), error=error[:500])


@contextlib.contextmanager
def _telling(pk: int) -> Iterator[Say]:
    """Writes progress by a connection of its own, so that it is seen while the commit is under way. Step 0 counts the attempt."""
    line = connections.create_connection("default")

    def say(words: str, step: int) -> None:
        try:
            with line.cursor() as cursor:
                if step:
                    cursor.execute("UPDATE directives_importrun SET stage = %s, done = %s WHERE id = %s", [words[:100], step, pk])
                else:
                    cursor.execute("UPDATE directives_importrun SET attempts = attempts + 1 WHERE id = %s", [pk])
        except DatabaseError as error:
            log.warning("progress of import run %s was not written: %s", pk, error)

    try:
        yield say
    finally:
        line.close()
