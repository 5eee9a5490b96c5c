"""A file and its row: both are kept, or neither. Also on a full disk."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from common.errors import Conflict, NotStored
from directives.models import Directive, Evidence, ImportBatch, Item
from directives.services import filing
from directives.services.evidence import add_files
from directives.services.filing import with_files
from directives.services.importing import import_file, target_of
from directives.services.issuing import save_draft
from directives.services.updates import update_with_files
from tests.factories.annexes import annex, row
from tests.factories.directives import Scene, pdf, photo, proposal
from tests.factories.packages import changed, word_package


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    """An empty store of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.MEDIA_ROOT.mkdir()
    return Path(settings.MEDIA_ROOT)


def files_in(store: Path) -> list[str]:
    return sorted(path.relative_to(store).parts[0] for path in store.rglob("*") if path.is_file())


@pytest.fixture
def item(scene: Scene) -> Item:
    return scene.item("1.b", "ubnd-30115")


def test_a_picture_lies_beside_its_thumbnail_and_its_original_where_asked_for(scene: Scene, item: Item, store: Path) -> None:
    scene.evidence(item)
    assert files_in(store) == ["evidence", "thumbnails"]
    scene.evidence(item, photo(mark="2"), keep_original=True)
    assert files_in(store) == ["evidence", "evidence", "originals", "thumbnails", "thumbnails"]


def test_an_update_that_met_another_one_leaves_no_file(scene: Scene, item: Item, store: Path) -> None:
    scene.progress(item)
    with pytest.raises(Conflict):
        update_with_files(
            item_id=item.pk,
            version=item.version,
            by=scene.person("ubnd-30115"),
            percent=50,
            note="x",
            uploads=[photo()],
            caption="x",
            moment="after",
        )
    assert files_in(store) == []


def test_the_last_file_that_is_refused_takes_the_others_along(scene: Scene, item: Item, store: Path) -> None:
    with pytest.raises(Exception, match="đã có trong nội dung này"):
        add_files(item_id=item.pk, by=scene.person("ubnd-30115"), uploads=[photo(), pdf(), photo()], caption="x", moment="after")
    assert (files_in(store), Evidence.objects.count()) == ([], 0)


def test_a_file_that_another_row_needs_stays(scene: Scene, item: Item, store: Path) -> None:
    scene.evidence(item, pdf())
    other = scene.item("1.b", "ubnd-30103")
    with pytest.raises(Exception, match="đã có trong nội dung này"):
        add_files(item_id=other.pk, by=scene.person("ubnd-30103"), uploads=[pdf(), pdf()], caption="x")
    assert files_in(store) == ["evidence"]


def test_what_is_taken_back_without_an_error_leaves_no_file_either(scene: Scene, item: Item, store: Path) -> None:
    with with_files():
        scene.evidence(item)
        transaction.set_rollback(True)
    assert files_in(store) == []


def test_a_file_is_never_written_outside_of_its_transaction() -> None:
    with pytest.raises(RuntimeError, match="with_files"):
        filing.keep(Evidence, "file", "evidence/aa/aa", b"x")


def test_a_file_that_was_cut_off_is_written_anew(scene: Scene, item: Item, store: Path) -> None:
    file = scene.evidence(item, pdf())
    path = store / file.file.name
    whole = path.read_bytes()
    path.write_bytes(whole[:3])
    scene.evidence(scene.item("1.b", "ubnd-30103"), pdf())
    assert path.read_bytes() == whole


# A store that takes nothing


@pytest.fixture(params=["evidence", "thumbnails", "originals"])
def blocked(request: pytest.FixtureRequest, store: Path) -> Iterator[Path]:
    """One folder of the store can't be written: a file lies in its place, which stops root too."""
    (store / request.param).write_bytes(b"")
    yield store
    (store / request.param).unlink()


def test_a_store_that_takes_nothing_keeps_nothing(scene: Scene, item: Item, blocked: Path) -> None:
    before = sorted(blocked.iterdir())
    with pytest.raises(NotStored):
        scene.evidence(item, keep_original=True)
    assert not Evidence.objects.exists()
    assert [path for path in blocked.rglob("*") if path.is_file()] == before


def test_the_page_of_such_an_upload_says_so_and_the_update_is_not_half_kept(scene: Scene, item: Item, store: Path) -> None:
    (store / "evidence").write_bytes(b"")
    client = Client(raise_request_exception=False)
    client.force_login(scene.person("ubnd-30115"))
    data = {
        "version": item.version,
        "state": "doing",
        "percent": "40",
        "note": "x",
        "uploads": [photo()],
        "moment": "after",
        "caption": "Bảng",
    }
    answer = client.post(f"/noi-dung/{item.number}/cap-nhat/", data)
    assert answer.status_code == 503
    assert f"Báo ngay {settings.PORTAL_CONTACT} để xử lý máy chủ" in answer.content.decode()
    assert (scene.again(item).version, Evidence.objects.count()) == (item.version, 0)


FULL_DISK = """
import resource, signal, sys, django
django.setup()
from django.conf import settings
from django.core.files.storage import default_storage
from directives.models import Evidence
from directives.services.filing import keep, with_files
from common.errors import NotStored
settings.MEDIA_ROOT = sys.argv[1]
default_storage.__dict__.pop("base_location", None)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with with_files():
        keep(Evidence, "file", "evidence/aa/aa", bytes(300_000))
except NotStored as error:
    print(error.strerror)
"""


@pytest.mark.django_db(transaction=True)
def test_a_disk_that_is_full_in_the_middle_leaves_no_half_file(store: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(store)], capture_output=True, text=True, check=True)
    assert "the store takes no file: File too large" in done.stdout
    assert files_in(store) == []


def _fail_after(act: Callable[[], object]) -> None:
    with with_files():
        act()
        raise ValueError("later")


def test_a_dispatch_or_an_annex_that_is_not_kept_leaves_no_file(scene: Scene, store: Path) -> None:
    target = target_of(inspection_id=None, new_title="Kiểm tra", directive_id=scene.directive.pk)
    centre = scene.centre  # made here, so that no rollback takes this person along
    book = annex(row(1, "Xã Mỹ Long, huyện Cao Lãnh", "Chưa niêm yết"))
    acts: list[Callable[[], object]] = [
        lambda: save_draft(by=centre, proposal=proposal(), file_name="cv.docx", content=word_package()),
        lambda: import_file(target=target, content=book, file_name="a.xlsx", by=centre),
    ]
    for act in acts:
        with pytest.raises(ValueError, match="later"):
            _fail_after(act)
        assert files_in(store) == []
        act()
        assert len(files_in(store)) == 1
        shutil.rmtree(store)
        store.mkdir()


def test_an_active_dispatch_is_never_kept(scene: Scene, store: Path) -> None:
    content = changed(word_package(), parts={"word/vbaProject.bin": b"x"})
    drafts = Directive.objects.count()
    with pytest.raises(Exception, match="có macro"):
        save_draft(by=scene.centre, proposal=proposal(), file_name="cv.docx", content=content)
    assert (files_in(store), Directive.objects.count()) == ([], drafts)


@pytest.mark.django_db(transaction=True)
def test_who_takes_a_file_away_waits_for_who_is_about_to_use_it(store: Path) -> None:
    """The one fails after writing; the other finds the file there and keeps a row with it, a moment before the first cleans up."""
    path, used, failed = "imports/aa/aa", threading.Event(), threading.Event()

    def fails() -> None:
        try:
            with with_files():
                filing.keep(ImportBatch, "file", path, b"x")
                raise ValueError
        except ValueError:
            failed.set()
        finally:
            connection.close()

    with with_files():
        filing.keep(ImportBatch, "file", path, b"x")
        other = threading.Thread(target=fails)
        other.start()
        ImportBatch.objects.create(file=path, file_name="a.xlsx", file_sha256="aa", created_at="2021-03-19T09:00+07:00", new_title="x")
        used.set()
    other.join(20)
    assert failed.is_set()
    assert (store / path).read_bytes() == b"x"
    shutil.rmtree(store)


def test_files_lie_outside_of_what_the_web_server_hands_out() -> None:
    assert Path(settings.STATIC_ROOT) not in Path(settings.MEDIA_ROOT).parents
