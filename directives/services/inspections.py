"""Inspections as imports need them: held while one writes, dropped when one that made it is undone."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from directives.models import ImportBatch, Inspection, ScoreBatch


def hold(inspection: Inspection | None) -> None:
    """Two imports of one inspection, and the undoing of one, wait for each other."""
    if inspection is not None:
        Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)


def drop_if_made_by(batch: ImportBatch | ScoreBatch) -> None:
    """An inspection that this import made goes with it where nothing else refers to it (findings, scores, imports: the database says);
    its title stays with the batch. The caller saves the batch.
    """
    inspection = batch.inspection
    if inspection is None or not batch.new_title:
        return
    type(batch).objects.filter(pk=batch.pk).update(inspection=None)
    try:
        with transaction.atomic():
            inspection.delete()
        batch.inspection = None
    except ProtectedError:
        batch.inspection = inspection
