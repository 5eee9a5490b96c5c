"""Tasks are doorbells."""

from celery import shared_task

from directives.services import import_runs


@shared_task(name=import_runs.TASK)
def import_annexes() -> None:
    """Rung when somebody asks for a long import and by beat each minute; whatever waits is committed."""
    import_runs.run_waiting()
