"""Inspections as imports need them: found by title, held while one writes, made once, dropped when the import that made one is undone."""

from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.db.models import ProtectedError, QuerySet

from common.errors import Invalid
from common.identity import identity_mark
from directives.models import Directive, Inspection
from directives.models.import_batch import FileImport
from directives.services.import_targets import Target, stored_inspection


def hold(target: Target) -> Target:
    """Two imports of one inspection, the undoing of one, and a decision on a waiting unit of its dispatch wait for each other; so do two
    imports that are about to make the same inspection, and the second then finds what the first made. The target with that inspection.
    """
    if target.directive is not None:
        Directive.objects.select_for_update(of=("self",)).get(pk=target.directive.pk)
    if target.inspection is None:
        mark = identity_mark(target.new_title)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"inspection {_pk(target.directive)} {mark}"])
    found = stored_inspection(target.directive, target.new_title) if target.inspection is None else target.inspection
    if found is None:
        return target
    held = lock(found)
    if held is None and target.inspection is not None:
        raise Invalid("Đợt kiểm tra này không còn trên cổng. Chọn đợt khác, hoặc ghi tên đợt mới.", field="inspection")
    return replace(target, inspection=held)


def lock(inspection: Inspection) -> Inspection | None:
    """The row, locked; None where it is gone by now."""
    return Inspection.objects.select_for_update(of=("self",)).select_related("directive").filter(pk=inspection.pk).first()


def settle(target: Target) -> Inspection:
    """The inspection of a commit that holds its target: the one that is there, or a new one. One that belonged to no dispatch belongs from
    now on to the target's.
    """
    if target.inspection is None:
        return Inspection.objects.create(directive=target.directive, title=target.new_title)
    inspection = target.inspection
    if target.directive is not None and inspection.directive_id is None:
        if stored_inspection(target.directive, inspection.title) is not None:
            words = "Văn bản này đã có đợt kiểm tra “{}”. Chọn đợt đó, để hạn chế không bị ghi hai lần."
            raise Invalid(words.format(inspection.title), field="inspection")
        inspection.directive = target.directive
        inspection.save(update_fields=["directive"])
    return inspection


def drop_if_made_by(batch: FileImport) -> None:
    """An inspection that this import made goes with it where nothing else refers to it (findings, scores, imports: the database says);
    its title stays with the batch. The caller saves the batch.
    """
    inspection = batch.inspection
    if inspection is None or not batch.new_title:
        return
    batches: QuerySet[Any] = type(batch)._default_manager.filter(pk=batch.pk)
    batches.update(inspection=None)
    try:
        with transaction.atomic():
            inspection.delete()
        batch.inspection = None
    except ProtectedError:
        batch.inspection = inspection


def _pk(directive: Directive | None) -> int | None:
    return directive.pk if directive is not None else None
