"""Tasks are doorbells."""

from __future__ import annotations

from celery import shared_task

from notifications import delivery
from notifications.outbox import DELIVER_TASK


@shared_task(name=DELIVER_TASK)
def deliver() -> None:
    """Rung after commit and by beat each minute; whatever waits is mailed."""
    delivery.deliver_waiting()
