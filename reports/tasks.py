"""Tasks are doorbells."""

from celery import shared_task

from reports.reminders import sending


@shared_task(name="reports.remind")
def remind() -> None:
    """Rung by beat every few minutes; whether something is due is asked of the database."""
    sending.run_daily()
