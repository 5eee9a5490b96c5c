"""Tasks are doorbells."""

from __future__ import annotations

from celery import shared_task

from directives.services import import_runs
from directives.services.scores_keeping import pseudonymise_scores


@shared_task(name=import_runs.TASK)
def import_annexes() -> None:
    """Rung when somebody asks for a long import and by beat each minute; whatever waits is committed."""
    import_runs.run_waiting()


@shared_task(name="directives.pseudonymise_scores")
def forget_names() -> None:
    """Rung by beat several times a day; persons whose time of keeping is over become numbers."""
    pseudonymise_scores()
