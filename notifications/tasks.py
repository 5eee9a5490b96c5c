"""Tasks are doorbells."""

from celery import shared_task
from django.conf import settings

from notifications import delivery
from notifications.outbox import DELIVER_TASK


@shared_task(name=DELIVER_TASK, time_limit=settings.MAIL_TASK_SECONDS + settings.MAIL_LETTER_SECONDS + settings.EMAIL_TIMEOUT)
def deliver() -> None:
    """Rung after commit and by beat each minute; whatever waits is mailed. The limit is for a server that drips: what was claimed waits."""
    delivery.deliver_waiting()
