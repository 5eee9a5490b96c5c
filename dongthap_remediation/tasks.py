"""Tasks of the portal as a whole."""

from __future__ import annotations

from celery import shared_task

from dongthap_remediation import health
from dongthap_remediation.celery import HEARTBEAT_TASK


@shared_task(name=HEARTBEAT_TASK)
def heartbeat() -> None:
    """Show that a message goes from beat through the broker to a worker."""
    health.note("worker")
