"""The preview's questions about where findings go and by when: point and group of one, a common due date; and pairs beyond the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directives.models import ImportBatch, Item, SimilarFindings
from directives.services import importing
from tests.directives.importing.test_import_pages import LONG, TRUNG, draft, page, send, upload
from tests.factories.annexes import annex, as_read, row
from tests.factories.directives import Scene


@pytest.fixture
def centre(scene: Scene, client: Client) -> Client:
    client.force_login(scene.centre)
    return client


def places(batch: ImportBatch) -> dict[str, Any]:
    """The point and group fields of the page, by name, as they are chosen."""
    batch.refresh_from_db()
    return {name: value for name, value in as_read(batch).items() if name.startswith(("diem-", "nhom-"))}


def test_a_single_finding_is_given_another_point_and_group_on_the_page(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, LONG, "- Thiếu máy quét\n- Chưa niêm yết"), row(2, TRUNG, "Quạt hỏng")))
    shown = page(centre, batch)
    assert shown.count("Đổi điểm, nhóm") == 3 and "Điểm 1.b · Cơ sở vật chất" in shown
    answer = send(centre, batch, **{"diem-0": "1.a", "nhom-2": "Niêm yết công khai"}).content.decode()
    assert "Điểm 1.a · Cơ sở vật chất (đã đổi)" in answer and "Điểm 1.b · Niêm yết công khai (đã đổi)" in answer
    assert places(batch)["diem-0"] == "1.a"
    send(centre, batch, viec="nhap")
    made = Item.objects.filter(finding__isnull=False).order_by("number").values_list("title", "point__key", "group__name")
    assert list(made) == [
        ("Thiếu máy quét", "1.a", "Cơ sở vật chất"),
        ("Chưa niêm yết", "1.b", "Niêm yết công khai"),
        ("Quạt hỏng", "1.b", "Niêm yết công khai"),
    ]
    done = page(centre, batch)
    assert "dưới điểm 1.a, 1.b" in done and "Xem 3 nội dung vừa tạo" in done


def test_the_rows_of_another_page_are_changed_there(centre: Client, scene: Scene) -> None:
    rows = [row(number, LONG, f"Hạn chế {number}: thiếu {'abcdefghij'[number % 10] * (number % 7 + 1)}") for number in range(1, 61)]
    batch = draft(centre, scene, annex(*rows))
    address = f"{reverse('import_batch', args=[batch.pk])}?trang=2"
    shown = centre.get(address)
    form = shown.context["form"]
    assert not [name for name in form.fields if name == "diem-0"] and "diem-59" in form.fields
    data = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    answer = centre.post(address, {**data, "viec": "lai", "diem-59": "1.a"})
    assert answer.status_code == 302 and answer.headers["Location"].endswith("?trang=2")
    batch.refresh_from_db()
    assert [planned.point for planned in importing.preview(batch).plan.rows][-2:] == ["1.b", "1.a"]


def test_a_point_that_is_not_offered_is_no_choice(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, LONG, "A")))
    assert send(centre, batch, **{"diem-0": "9"}).status_code == 422
    batch.refresh_from_db()
    assert "rows" not in batch.choices


def test_the_common_due_date_is_asked_at_the_upload_and_in_the_preview(centre: Client, scene: Scene) -> None:
    content = annex(row(1, LONG, "A"), row(2, TRUNG, "B", due="15/04/2021"))
    for due, words in (
        (("trung-tam", ""), "Ghi hạn Trung tâm đặt"),
        (("khong", "31/03/2021"), "chưa chọn"),
        (("trung-tam", "18/03/2021"), "đã qua"),
    ):
        refused = upload(centre, scene, content, due=due)
        assert refused.status_code == 422 and words in refused.content.decode()
    assert not ImportBatch.objects.exists()
    assert upload(centre, scene, content, due=("trung-tam", "31/03/2021")).status_code == 302
    batch = ImportBatch.objects.get()
    shown = page(centre, batch)
    assert "Trung tâm đặt hạn chung." in shown and 'value="31/03/2021"' in shown
    assert "đã qua" in send(centre, batch, due_on="18/03/2021").content.decode()
    send(centre, batch, due_on="30/03/2021")
    send(centre, batch, viec="nhap")
    made = Item.objects.filter(finding__isnull=False).order_by("number").values_list("title", "due_source", "due_on")
    assert [(title, source, str(day)) for title, source, day in made] == [("A", "centre", "2021-03-30"), ("B", "annex", "2021-04-15")]


def test_without_a_dispatch_no_point_and_no_due_date_is_asked(centre: Client, scene: Scene) -> None:
    upload(centre, scene, annex(row(1, LONG, "A")), target="-")
    shown = page(centre, ImportBatch.objects.get())
    assert "Đổi điểm, nhóm" not in shown and "Hạn của dòng không ghi hạn" not in shown


def test_only_the_first_pairs_are_asked_about_and_remembered(centre: Client, scene: Scene) -> None:
    texts = [f"Chưa niêm yết đủ TTHC lĩnh vực {one}{two} tại xã" for one in "bcdghklmnpqrstvx" for two in "aeiouyăâêôơưáàảã"]
    batch = draft(centre, scene, annex(*(row(number, LONG, text) for number, text in enumerate(texts, start=1))))
    shown = page(centre, batch)
    assert "Có thể trùng (255)" in shown and "Trang này hỏi 200 cặp đầu" in shown
    send(centre, batch, viec="nhap")
    assert SimilarFindings.objects.count() == 200
