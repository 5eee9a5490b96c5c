"""What an annex says of a finding is read, stored and shown: on its item, in the preview, in the result and in the workbook of items."""

from __future__ import annotations

from io import BytesIO

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from directives.models import Finding, Item
from directives.services.importing import import_file, open_batch, target_of
from tests.factories.annexes import annex, row
from tests.factories.directives import Scene

LONG = "Xã Mỹ Long, huyện Cao Lãnh"
SAID = {"cause": "Thiếu kinh phí in bảng", "remedy": "Niêm yết bổ sung đủ 21 TTHC", "due": "Thường xuyên", "note": "Nêu lần thứ hai"}


def opened(client: Client, scene: Scene, address: str) -> str:
    client.force_login(scene.centre)
    return client.get(address).content.decode()


def test_every_column_of_the_annex_stands_on_the_item_with_its_place(client: Client, scene: Scene) -> None:
    target = target_of(inspection_id=None, new_title="Kiểm tra năm 2020", directive_id=scene.directive.pk)
    import_file(target=target, content=annex(row(1, LONG, "Chưa niêm yết", **SAID)), file_name="a.xlsx", by=None)
    item = Item.objects.exclude(finding=None).get()
    page = opened(client, scene, reverse("item_detail", args=[item.number]))
    assert all(text in page for text in SAID.values())
    assert "Kiểm tra năm 2020: phụ lục, trang tính “Phụ lục 2”, dòng 4." in page
    answer = client.get(reverse("item_export"))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in line] for line in sheet.iter_rows()]
    (header,) = (line for line in rows if "Mã" in line)
    (exported,) = (dict(zip(header, line, strict=True)) for line in rows if line[0] == item.code)
    assert [exported[name] for name in ("Nguyên nhân", "Yêu cầu khắc phục", "Ghi chú của phụ lục")] == [
        SAID["cause"], SAID["remedy"], SAID["note"],
    ]  # fmt: skip


def test_the_preview_and_the_result_show_them_too_and_what_an_update_changes(client: Client, scene: Scene) -> None:
    where = {"inspection_id": None, "new_title": "Kiểm tra năm 2020", "directive_id": scene.directive.pk}
    batch = open_batch(by=scene.centre, target=target_of(**where), content=annex(row(1, LONG, "Chưa niêm yết", **SAID)), file_name="a.xlsx")  # type: ignore[arg-type]
    page = opened(client, scene, reverse("import_batch", args=[batch.pk]))
    assert all(SAID[name] in page for name in ("cause", "remedy", "note"))
    done = import_file(target=target_of(**where), content=annex(row(1, LONG, "Chưa niêm yết", **SAID)), file_name="a.xlsx", by=None)  # type: ignore[arg-type]
    assert done.batch and all(
        SAID[name] in opened(client, scene, reverse("import_batch", args=[done.batch.pk])) for name in ("cause", "remedy", "note")
    )
    later = annex(row(1, LONG, "Chưa niêm yết", **{**SAID, "cause": "Chưa bố trí kinh phí", "due": "15/4/2021"}))
    batch = open_batch(by=scene.centre, target=target_of(**where), content=later, file_name="b.xlsx")  # type: ignore[arg-type]
    assert "Đổi: nguyên nhân, thời hạn" in opened(client, scene, reverse("import_batch", args=[batch.pk]))


def test_a_finding_that_says_no_more_has_nothing_to_open(client: Client, scene: Scene) -> None:
    target = target_of(inspection_id=None, new_title="Kiểm tra năm 2020", directive_id=scene.directive.pk)
    batch = open_batch(by=scene.centre, target=target, content=annex(row(1, LONG, "Chưa niêm yết")), file_name="a.xlsx")
    assert "Phụ lục ghi thêm" not in opened(client, scene, reverse("import_batch", args=[batch.pk])) and not Finding.objects.exists()
