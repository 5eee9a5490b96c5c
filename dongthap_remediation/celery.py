"""The Celery app and its schedule.

Beat only rings; what is due is asked of the database by the task. Worker and beat sign on with ``health`` when they start, then the
heartbeat keeps them there: beat notes that it sent one, the worker that one arrived.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import after_task_publish, beat_init, worker_ready
from django.conf import settings

from dongthap_remediation.local_services import ensure

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dongthap_remediation.settings")
# Unconfigured: Celery itself is the entry point. Else another one has seen to the servers or, like the type checker, wants none.
if not settings.configured:
    ensure()

HEARTBEAT_TASK = "dongthap_remediation.heartbeat"
HEARTBEAT_SECONDS = 30
REMIND_SECONDS = 300
SWEEP_SECONDS = 60
FORGET_SECONDS = 6 * 60 * 60

app = Celery("dongthap_remediation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    # Expires before the next one is sent: a worker that comes back finds no heap of old heartbeats.
    "heartbeat": {"task": HEARTBEAT_TASK, "schedule": HEARTBEAT_SECONDS, "options": {"expires": HEARTBEAT_SECONDS - 5}},
    "remind": {"task": "reports.remind", "schedule": REMIND_SECONDS, "options": {"expires": REMIND_SECONDS - 5}},
    "imports": {"task": "directives.import_annexes", "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS - 5}},
    "forget": {"task": "directives.pseudonymise_scores", "schedule": FORGET_SECONDS, "options": {"expires": FORGET_SECONDS - 60}},
    "sweep": {"task": "notifications.deliver", "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS - 5}},
}


@worker_ready.connect
def worker_signs_on(**_: Any) -> None:
    from dongthap_remediation import health  # needs Django's settings

    health.note("worker")


@beat_init.connect
def beat_signs_on(**_: Any) -> None:
    note_beat()
    after_task_publish.connect(note_beat, sender=HEARTBEAT_TASK, weak=False)  # in beat's own process only


def note_beat(**_: Any) -> None:
    from dongthap_remediation import health

    health.note("beat")
