"""The same finding is one finding, the same title one inspection: whatever marks it is typed with, and also when imports run at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from common import clock
from common.errors import Invalid
from directives.models import Finding, ImportBatch, Inspection, Item, Score, ScoreBatch
from directives.services import importing, scores
from directives.services.importing import Outcome, import_file, open_batch, target_of, undo_import
from tests.factories.annexes import annex, row
from tests.factories.directives import TODAY, Scene, issue
from tests.factories.scores import people_table
from tests.factories.units import ensure_units, unit
from tests.racing import at_once

AGAIN = Path(__file__).parents[2] / "samples" / "again"
LONG, TAY = "Xã Mỹ Long, huyện Cao Lãnh", "Xã Tân Hội Trung, huyện Cao Lãnh"
TITLE = "Kiểm tra việc thực hiện Đề án năm 2020"


def run(scene: Scene, content: bytes, *, title: str = TITLE, inspection: int | None = None, directive: bool = True) -> Outcome:
    target = target_of(
        inspection_id=inspection, new_title="" if inspection else title, directive_id=scene.directive.pk if directive else None
    )
    return import_file(target=target, content=content, file_name="phu-luc.xlsx", by=None)


def actions(outcome: Outcome) -> list[str]:
    return [line["action"] for line in outcome.document["rows"]]


@pytest.mark.parametrize("by_title", [True, False])
def test_the_second_edition_of_an_annex_makes_no_finding_twice(scene: Scene, by_title: bool) -> None:
    """loi_nhap_lai_lan_1, _2: a full stop and a comma more are the same findings, "không đeo" for "chưa đeo" is a pair to ask about."""
    first, second = ((AGAIN / f"loi_nhap_lai_lan_{number}.xlsx").read_bytes() for number in (1, 2))
    made = run(scene, first)
    assert actions(made) == ["create", "create", "create"] and made.batch is not None
    inspection = made.batch.inspection
    assert inspection is not None
    target = target_of(
        inspection_id=None if by_title else inspection.pk, new_title=TITLE if by_title else "", directive_id=scene.directive.pk
    )
    batch = open_batch(by=scene.centre, target=target, content=second, file_name="lan-2.xlsx")
    found = importing.preview(batch)
    assert [line.action for line in found.plan.rows] == ["unchanged", "unchanged", "create"]
    (alike,) = found.alike
    assert (alike.pair.later.row, alike.pair.earlier.text) == (2, "Cán bộ trực chưa đeo thẻ công chức") and alike.pair.percent < 100
    assert actions(run(scene, second, inspection=inspection.pk)) == ["unchanged", "unchanged", "create"]
    assert Finding.objects.count() == 4 and Inspection.objects.count() == 1


def test_the_same_file_under_the_same_new_title_changes_nothing(scene: Scene) -> None:
    content = annex(row(1, LONG, "Chưa niêm yết", due="31/3/2021"), row(2, TAY, "Thiếu ghế"))
    run(scene, content)
    again = run(scene, content, title="KIỂM TRA việc thực hiện Đề án – năm 2020.")
    assert actions(again) == ["unchanged", "unchanged"]
    assert (Inspection.objects.count(), Finding.objects.count(), Item.objects.exclude(finding=None).count()) == (1, 2, 2)


def test_a_row_that_says_the_same_is_a_duplicate_within_the_file(scene: Scene) -> None:
    document = run(
        scene, annex(row(1, LONG, 'Chưa có "sổ góp ý"'), row(2, LONG, "– Chưa có “Sổ góp ý”."), row(3, LONG, "Chưa có sổ"))
    ).document
    assert [(error["source"]["row"], error["code"]) for error in document["errors"]] == [(5, "duplicate_in_file")]
    assert Finding.objects.count() == 2


def test_the_same_finding_of_another_inspection_is_new_and_shown_as_recurring(scene: Scene) -> None:
    run(scene, annex(row(1, LONG, "Chưa niêm yết")))
    item = Item.objects.exclude(finding=None).get()
    target = target_of(inspection_id=None, new_title="Kiểm tra năm 2021", directive_id=scene.directive.pk)
    batch = open_batch(
        by=scene.centre, target=target, content=annex(row(1, LONG, "CHƯA niêm yết;"), row(2, TAY, "Khác")), file_name="b.xlsx"
    )
    plan = importing.preview(batch).plan
    assert [(line.action, line.recurs) for line in plan.rows] == [("create", f"Lặp lại: đã nêu ở “{TITLE}”, {item.code}"), ("create", "")]
    client = Client()
    client.force_login(scene.centre)
    assert f"Lặp lại: đã nêu ở “{TITLE}”, {item.code}" in client.get(reverse("import_batch", args=[batch.pk])).content.decode()


def test_another_dispatch_or_none_has_an_inspection_of_its_own(scene: Scene) -> None:
    run(scene, annex(row(1, LONG, "Chưa niêm yết")))
    run(scene, annex(row(1, LONG, "Chưa niêm yết")), directive=False)
    assert sorted(Inspection.objects.values_list("directive", flat=True), key=str) == [scene.directive.pk, None]


def test_an_inspection_without_a_dispatch_does_not_join_one_that_has_its_title_already(scene: Scene) -> None:
    run(scene, annex(row(1, LONG, "Chưa niêm yết")))
    run(scene, annex(row(1, LONG, "Thiếu ghế")), directive=False)
    loose = Inspection.objects.get(directive=None)
    with pytest.raises(Invalid, match="đã có đợt kiểm tra"):
        run(scene, annex(row(1, LONG, "Máy hỏng")), inspection=loose.pk)
    assert Finding.objects.count() == 2


def test_the_page_says_that_the_file_goes_to_the_inspection_that_is_there(scene: Scene) -> None:
    run(scene, annex(row(1, LONG, "Chưa niêm yết")))
    client = Client()
    client.force_login(scene.centre)
    sent = {"file": SimpleUploadedFile("b.xlsx", annex(row(1, LONG, "Thiếu ghế"))), "inspection": "", "new_title": TITLE.upper() + "."}
    page = client.post(reverse("import_upload"), {**sent, "target": f"{scene.directive.pk}:1.b", "due_choice": "khong"}, follow=True)
    assert f"“{TITLE}” đã có trên cổng" in page.content.decode()
    assert ImportBatch.objects.latest("pk").inspection == Inspection.objects.get()


def test_undoing_the_first_import_keeps_the_inspection_that_a_second_one_uses(scene: Scene) -> None:
    first = run(scene, annex(row(1, LONG, "Chưa niêm yết")))
    second = run(scene, annex(row(1, TAY, "Thiếu ghế")))
    assert first.batch and second.batch and undo_import(batch_id=first.batch.pk, by=None).obstacles == ()
    assert Finding.objects.get().inspection == Inspection.objects.get()


def test_the_database_refuses_a_second_one(scene: Scene) -> None:
    inspection = Inspection.objects.create(directive=scene.directive, title=TITLE)
    Finding.objects.create(inspection=inspection, unit=unit("ubnd-30115"), text="Chưa niêm yết")
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.create(directive=scene.directive, title=f"{TITLE} .")
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(inspection=inspection, unit=unit("ubnd-30115"), text="chưa niêm yết;")
    Inspection.objects.create(directive=None, title="Khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.create(directive=None, title="KHÁC")


# ---- at once, in real connections ----


@pytest.mark.parametrize("with_directive", [True, False])
@pytest.mark.django_db(transaction=True)
def test_four_imports_of_a_file_at_once_make_one_inspection_and_each_finding_once(with_directive: bool) -> None:
    ensure_units()
    with clock.at(TODAY):
        scene = Scene(issue())
    content = annex(row(1, LONG, "Chưa niêm yết"), row(2, TAY, "Thiếu ghế"))
    titles = (TITLE, f"{TITLE}.", TITLE.upper(), TITLE)
    targets = [
        target_of(inspection_id=None, new_title=title, directive_id=scene.directive.pk if with_directive else None) for title in titles
    ]
    done = at_once(*(lambda target=target: import_file(target=target, content=content, file_name="a.xlsx", by=None) for target in targets))  # type: ignore[misc]
    assert sorted(actions(one) for one in done if isinstance(one, Outcome)) == [["create"] * 2, *[["unchanged"] * 2] * 3]
    assert (Inspection.objects.count(), Finding.objects.count()) == (1, 2)
    assert Item.objects.exclude(finding=None).count() == (2 if with_directive else 0)


@pytest.mark.django_db(transaction=True)
def test_two_score_tables_at_once_under_one_new_title_make_one_inspection() -> None:
    ensure_units()
    targets = [target_of(inspection_id=None, new_title=TITLE, directive_id=None) for _ in range(2)]
    at_once(
        *(
            lambda target=target: scores.import_scores(target=target, content=people_table(), file_name="d.xlsx", by=None)
            for target in targets
        )
    )  # type: ignore[misc]
    assert (Inspection.objects.count(), Score.objects.count(), ScoreBatch.objects.count()) == (1, 4, 2)


def test_the_button_counts_what_will_be_written_and_not_what_was_read(scene: Scene) -> None:
    content = annex(row(1, LONG, "Chưa niêm yết"), row(2, TAY, "Thiếu ghế"))
    run(scene, content)
    client = Client()
    client.force_login(scene.centre)

    def seen(file: bytes) -> str:
        sent = {"file": SimpleUploadedFile("b.xlsx", file), "inspection": "", "new_title": TITLE, "due_choice": "khong"}
        page = client.post(reverse("import_upload"), {**sent, "target": f"{scene.directive.pk}:1.b"}, follow=True)
        return re.sub(r"\s+", " ", page.content.decode())

    same = seen(content)
    assert "Kết thúc, không có gì mới để nhập" in same and "Hạn chế đọc được (2)" in same and "Nhập 2 hạn chế" not in same
    assert "Nhập 1 hạn chế" in seen(annex(row(1, LONG, "Chưa niêm yết"), row(2, TAY, "Hỏng quạt")))
