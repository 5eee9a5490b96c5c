"""The Celery app and its schedule.

Beat only rings; what is due is asked of the database by the task. So it keeps no file that could be damaged or lie in the future: when it
starts it rings everything once, then counts the seconds that pass, whatever the clock on the wall is set to. Worker and beat sign on with
``health`` when they start, then the heartbeat keeps them there: beat notes that it sent one, the worker that one arrived.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from celery import Celery
from celery.schedules import schedule
from celery.signals import after_task_publish, beat_init, worker_ready
from django.conf import settings

from dongthap_remediation.local_services import ensure

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthap_remediation.settings")
# Unconfigured: Celery itself is the entry point. Else another one has seen to the servers or, like the type checker, wants none.
if not settings.configured:
    ensure()

HEARTBEAT_TASK = "dongthap_remediation.heartbeat"
FORGET_TASK = "dongthap_remediation.forget"
HEARTBEAT_SECONDS = 30
REMIND_SECONDS = 300
SWEEP_SECONDS = 60
FORGET_SECONDS = 24 * 60 * 60

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def steady_now() -> datetime:
    """Not the time of day: it runs on evenly when somebody sets the clock."""
    return _LONG_AGO + timedelta(days=365, seconds=time.monotonic())


def ring(task: str, seconds: float, expires: float) -> dict[str, Any]:
    """A doorbell every so many seconds and at the start. It expires, so that a worker that comes back finds no heap of old rings."""
    return {
        "task": task,
        "schedule": schedule(timedelta(seconds=seconds), nowfun=steady_now),
        "last_run_at": _LONG_AGO,
        "options": {"expires": expires},
    }


app = Celery("dongthap_remediation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "heartbeat": ring(HEARTBEAT_TASK, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS - 5),
    "remind": ring("reports.remind", REMIND_SECONDS, REMIND_SECONDS - 5),
    "imports": ring("directives.import_annexes", SWEEP_SECONDS, SWEEP_SECONDS - 5),
    "forget": ring(FORGET_TASK, FORGET_SECONDS, FORGET_SECONDS - 60),
    "sweep": ring("notifications.deliver", SWEEP_SECONDS, SWEEP_SECONDS - 5),
}


@worker_ready.connect
def worker_signs_on(sender: Any, **_: Any) -> None:
    """The mail's own worker is no sign of the other: it never hears the heartbeat."""
    from dongthap_remediation import health  # needs Django's settings

    if app.conf.task_default_queue in sender.app.amqp.queues.consume_from:
        health.note("worker")


@beat_init.connect
def beat_signs_on(**_: Any) -> None:
    note_beat()
    after_task_publish.connect(note_beat, sender=HEARTBEAT_TASK, weak=False)  # in beat's own process only


def note_beat(**_: Any) -> None:
    from dongthap_remediation import health

    health.note("beat")
