"""Tasks of the portal as a whole."""

from celery import shared_task

from dongthap_remediation import health, retention
from dongthap_remediation.celery import FORGET_TASK, HEARTBEAT_TASK


@shared_task(name=HEARTBEAT_TASK)
def heartbeat() -> None:
    """Show that a message goes from beat through the broker to a worker."""
    health.note("worker")


@shared_task(name=FORGET_TASK)
def forget() -> None:
    """Rung by beat daily and when it starts; what is due is asked of the database."""
    retention.forget()
