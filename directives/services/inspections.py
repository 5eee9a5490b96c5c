"""Inspections as imports need them: held while one writes, dropped when one that made it is undone."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from directives.models import Inspection


def hold(inspection: Inspection | None) -> None:
    """Two imports of one inspection, and the undoing of one, wait for each other."""
    if inspection is not None:
        Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)


def drop_if_unused(inspection: Inspection) -> bool:
    """Delete an inspection to which nothing refers; whether it went. What refers to it (findings, scores, imports) the database says."""
    try:
        with transaction.atomic():
            inspection.delete()
    except ProtectedError:
        return False
    return True
