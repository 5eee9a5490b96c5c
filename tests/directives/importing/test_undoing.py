"""Taking a committed annex back: what it made goes, what it changed returns; nothing at all where somebody built on it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from common.errors import Forbidden
from common.models import AuditEvent
from directives.models import Finding, ImportBatch, Inspection, Item
from directives.services import importing
from directives.services.importing import import_file, target_of, undo_import
from tests.factories.annexes import annex, row
from tests.factories.directives import Scene

LONG, TRUNG = "Xã Mỹ Long, huyện Cao Lãnh", "Xã Tân Hội Trung, huyện Cao Lãnh"


def bring_in(scene: Scene, *rows: Any, inspection: int | None = None, name: str = "phu-luc.xlsx") -> ImportBatch:
    target = target_of(inspection_id=inspection, new_title="" if inspection else "Kiểm tra năm 2020", directive_id=scene.directive.pk)
    batch = import_file(target=target, content=annex(*rows), file_name=name, by=scene.centre).batch
    assert batch is not None
    return batch


def made(batch: ImportBatch) -> Item:
    """The first item that the batch made."""
    return Item.objects.filter(finding__imported__batch=batch).select_related("responsible").order_by("number")[0]


def state() -> list[Any]:
    """All that an import can change, as plain values."""
    items = Item.objects.order_by("number").values_list(
        "number", "due_on", "due_text", "due_source", "responsible", "accountable", "site", "coordinating_text", "coordinating"
    )
    return [list(items), list(Finding.objects.order_by("pk").values()), list(Inspection.objects.values("title"))]


def test_everything_is_as_it_was_and_the_inspection_goes_with_its_only_import(scene: Scene) -> None:
    before = state()
    batch = bring_in(scene, row(1, LONG, "A", due="31/03/2021"), row(2, TRUNG, "B"))
    undone = undo_import(batch_id=batch.pk, by=scene.centre)
    assert (undone.removed, undone.restored, undone.obstacles) == (2, 0, ())
    assert state() == before
    batch.refresh_from_db()
    assert (batch.status, batch.undone_by, batch.inspection) == ("undone", scene.centre, None)
    assert AuditEvent.objects.filter(verb="import.undone", subject_id=batch.pk).count() == 1


def test_old_values_return_and_what_the_first_import_made_stays(scene: Scene) -> None:
    first = bring_in(scene, row(1, LONG, "A", due="31/03/2021", remedy="Sửa"))
    before = state()
    second = bring_in(
        scene,
        row(1, LONG, "A", due="15/03/2021", remedy="Sửa ngay", coordinating="Sở Nội vụ"),
        row(2, TRUNG, "B"),
        inspection=first.inspection_id,
    )
    assert made(first).due_on == date(2021, 3, 15)
    undone = undo_import(batch_id=second.pk, by=None)
    assert (undone.removed, undone.restored) == (1, 1)
    assert state() == before


def test_once_undone_it_is_not_undone_again(scene: Scene) -> None:
    batch = bring_in(scene, row(1, LONG, "A"))
    undo_import(batch_id=batch.pk, by=scene.centre)
    with pytest.raises(Forbidden, match="đã được hoàn tác"):
        undo_import(batch_id=batch.pk, by=scene.centre)


def test_a_draft_has_nothing_to_undo(scene: Scene) -> None:
    target = target_of(inspection_id=None, new_title="Kiểm tra", directive_id=scene.directive.pk)
    batch = importing.open_batch(by=scene.centre, target=target, content=annex(row(1, LONG, "A")), file_name="a.xlsx")
    with pytest.raises(Forbidden, match="chưa nhập gì"):
        undo_import(batch_id=batch.pk, by=scene.centre)


BUILT: dict[str, Callable[[Scene, Item], object]] = {
    "progress": lambda scene, item: scene.progress(item),
    "claim": lambda scene, item: scene.claim(item),
    "evidence": lambda scene, item: scene.evidence(item),
    "difficulty": lambda scene, item: scene.stuck(item, by=scene.doer_of(item)),
    "due date": lambda scene, item: scene.set_due(item, date(2021, 3, 25)),
}


@pytest.mark.parametrize("what", BUILT)
def test_what_was_built_on_it_stands_in_the_way_and_nothing_changes(scene: Scene, what: str) -> None:
    batch = bring_in(scene, row(1, LONG, "A", due="31/03/2021"), row(2, TRUNG, "B"))
    item = made(batch)
    BUILT[what](scene, item)
    before = state()
    undone = undo_import(batch_id=batch.pk, by=scene.centre)
    assert (undone.removed, undone.restored) == (0, 0)
    assert [one.item for one in undone.obstacles] == [item.code] and item.code in undone.obstacles[0].message
    assert state() == before
    assert ImportBatch.objects.get(pk=batch.pk).status == "committed"


def test_a_later_import_of_the_same_findings_is_undone_first(scene: Scene) -> None:
    first = bring_in(scene, row(1, LONG, "A"))
    second = bring_in(scene, row(1, LONG, "A", remedy="Sửa"), inspection=first.inspection_id, name="lan-hai.xlsx")
    assert "“lan-hai.xlsx”" in undo_import(batch_id=first.pk, by=scene.centre).obstacles[0].message
    assert undo_import(batch_id=second.pk, by=scene.centre).obstacles == ()
    assert undo_import(batch_id=first.pk, by=scene.centre).obstacles == ()


def test_later_is_what_was_committed_later_whichever_file_was_uploaded_first(scene: Scene) -> None:
    inspection = Inspection.objects.create(title="Kiểm tra", directive=scene.directive)
    target = target_of(inspection_id=inspection.pk, new_title="", directive_id=None)
    waiting = importing.open_batch(
        by=scene.centre, target=target, content=annex(row(1, LONG, "A", remedy="Sửa")), file_name="mo-truoc.xlsx"
    )
    first = bring_in(scene, row(1, LONG, "A"), inspection=inspection.pk)
    importing.commit_batch(batch_id=waiting.pk, version=waiting.version, by=scene.centre, only_valid=False)
    assert waiting.pk < first.pk
    assert "“mo-truoc.xlsx”" in undo_import(batch_id=first.pk, by=scene.centre).obstacles[0].message
    assert undo_import(batch_id=waiting.pk, by=scene.centre).restored == 1


def test_the_command_says_what_it_did_or_what_stands_in_the_way(scene: Scene) -> None:
    batch = bring_in(scene, row(1, LONG, "A"))
    item = made(batch)
    scene.progress(item)
    out = io.StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command("undo_import", str(batch.pk), "--json", stdout=out, stderr=io.StringIO())
    said = json.loads(out.getvalue())
    assert stopped.value.returncode == 1 and said["blocked_by"][0]["item"] == item.code
    assert said == {"batch": batch.pk, "removed": 0, "restored": 0, "blocked_by": said["blocked_by"]}
    other = bring_in(scene, row(1, TRUNG, "B"))
    out = io.StringIO()
    call_command("undo_import", str(other.pk), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"batch": other.pk, "removed": 1, "restored": 0, "blocked_by": []}
