"""What can't be taken back is asked about first, on a page of its own that works without JavaScript; and a file goes with its draft."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directives.models import Directive, Finding, ImportBatch, Item
from directives.services import importing, issuing
from directives.services.importing import import_file, open_batch, target_of
from directives.services.stored_files import STALE, discard_stale_files
from tests.factories.annexes import annex, row
from tests.factories.directives import Scene
from tests.factories.dispatches import draft_of

LONG = "Xã Mỹ Long, huyện Cao Lãnh"


def target(scene: Scene, title: str = "Kiểm tra năm 2020") -> Any:
    return target_of(inspection_id=None, new_title=title, directive_id=scene.directive.pk)


def drafted(scene: Scene, finding: str = "Chưa niêm yết", title: str = "Kiểm tra năm 2020") -> ImportBatch:
    return open_batch(by=scene.centre, target=target(scene, title), content=annex(row(1, LONG, finding)), file_name="phu-luc.xlsx")


@pytest.fixture
def centre(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.centre)
    return client


def test_undoing_an_import_says_what_goes_before_it_goes(scene: Scene, centre: Client) -> None:
    made = import_file(target=target(scene), content=annex(row(1, LONG, "Chưa niêm yết")), file_name="a.xlsx", by=None).batch
    assert made is not None
    address = reverse("import_undo", args=[made.pk])
    result = centre.get(reverse("import_batch", args=[made.pk])).content.decode()
    assert f'href="{address}"' in result and f'action="{address}"' not in result
    asked = centre.get(address).content.decode()
    assert "Hoàn tác lần nhập này?" in asked and "1 hạn chế và 1 nội dung khắc phục tạo từ tệp “a.xlsx” không còn trên cổng" in asked
    assert Finding.objects.count() == 1 and Item.objects.exclude(finding=None).count() == 1
    centre.post(address)
    assert not Finding.objects.exists()
    assert centre.get(address).status_code == 302


def test_a_draft_is_thrown_away_after_a_question(scene: Scene, centre: Client) -> None:
    batch = drafted(scene)
    address = reverse("import_discard", args=[batch.pk])
    assert f'href="{address}"' in centre.get(reverse("import_batch", args=[batch.pk])).content.decode()
    assert "Bỏ tệp này?" in centre.get(address).content.decode() and ImportBatch.objects.exists()
    centre.post(address)
    assert not ImportBatch.objects.exists()


def test_evidence_is_taken_back_after_a_question(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    file = scene.evidence(item)
    client = Client()
    client.force_login(file.added_by)
    address = reverse("evidence_withdraw", args=[file.pk])
    assert f'href="{address}"' in client.get(reverse("item_detail", args=[item.number])).content.decode()
    assert file.name in client.get(address).content.decode()
    file.refresh_from_db()
    assert file.withdrawn_at is None
    client.post(address)
    file.refresh_from_db()
    assert file.withdrawn_at is not None


# ---- files ----


def test_the_file_of_a_discarded_import_goes_with_it(scene: Scene, django_capture_on_commit_callbacks: Any) -> None:
    batch = drafted(scene)
    storage, path = batch.file.storage, batch.file.name
    with django_capture_on_commit_callbacks(execute=True):
        importing.discard_batch(batch_id=batch.pk, by=scene.centre)
        assert storage.exists(path), "not before the commit"
    assert not storage.exists(path)


def test_a_file_that_another_import_holds_stays(scene: Scene, django_capture_on_commit_callbacks: Any) -> None:
    content = annex(row(1, LONG, "Giữ lại"))
    one, other = (open_batch(by=scene.centre, target=target(scene, title), content=content, file_name="a.xlsx") for title in ("A", "B"))
    with django_capture_on_commit_callbacks(execute=True):
        importing.discard_batch(batch_id=one.pk, by=scene.centre)
    assert importing.content_of(other) == content


def test_the_file_of_a_discarded_dispatch_goes_with_it(scene: Scene, django_capture_on_commit_callbacks: Any) -> None:
    draft = draft_of()
    storage, path = draft.file.storage, draft.file.name
    assert path and storage.exists(path) and not Directive.objects.exclude(pk=draft.pk).filter(file=path).exists()
    with django_capture_on_commit_callbacks(execute=True):
        issuing.discard_draft(directive_id=draft.pk, by=scene.centre)
    assert not storage.exists(path)


def test_files_without_a_row_are_dropped_once_they_are_old(scene: Scene) -> None:
    batch = drafted(scene, "Có dòng giữ tệp")
    storage = batch.file.storage
    old, fresh = (storage.save(f"imports/zz/{name}", ContentFile(b"x")) for name in ("cu", "moi"))
    for name in (old, batch.file.name):
        then = (timezone.now() - STALE - timedelta(hours=1)).timestamp()
        os.utime(storage.path(name), (then, then))
    discard_stale_files()
    assert not storage.exists(old) and storage.exists(fresh) and storage.exists(batch.file.name)
    assert discard_stale_files() == 0
    storage.delete(fresh)
