"""The page asks which way round a doubtful date is meant; nothing is swapped, and nothing imported, without an answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.errors import Invalid
from common.models import AuditEvent
from directives.importing.document import warning_row
from directives.models import Finding, ImportBatch, Item
from directives.services import importing
from directives.services.import_changes import Changes, changed_choices
from reading.annex.choices import KEEP, SWAP, WHOLE_COLUMN, AnnexChoices
from tests.factories.annexes import annex, as_read, row
from tests.factories.directives import Scene

LONG, TRUNG = "Xã Mỹ Long, huyện Cao Lãnh", "Xã Tân Hội Trung, huyện Cao Lãnh"
SAMPLE = Path(__file__).parents[2] / "samples" / "findings" / "loi_ngay_dao_thang.xlsx"
APRIL_5, MAY_4, DEC_3 = date(2021, 4, 5), date(2021, 5, 4), date(2021, 12, 3)


@pytest.fixture
def centre(scene: Scene, client: Client) -> Client:
    client.force_login(scene.centre)
    return client


def draft(scene: Scene, content: bytes | None = None) -> ImportBatch:
    """Rows 4 and 5 hold real dates up to the twelfth, row 6 a date in text above it."""
    rows = row(1, LONG, "Chưa niêm yết", due=MAY_4), row(2, TRUNG, "Thiếu ghế", due=DEC_3), row(3, LONG, "Máy hỏng", due="31/3/2021")
    target = importing.target_of(inspection_id=None, new_title="Kiểm tra năm 2020", directive_id=scene.directive.pk)
    return importing.open_batch(by=scene.centre, target=target, content=content or annex(*rows), file_name="phu-luc.xlsx")


def send(client: Client, batch: ImportBatch, **changed: Any) -> Any:
    batch.refresh_from_db()
    data = {"version": batch.version, "viec": "nhap", **as_read(batch), **changed}
    return client.post(reverse("import_batch", args=[batch.pk]), data, follow=True)


def test_both_readings_stand_on_the_page_and_nothing_is_imported_unanswered(scene: Scene, centre: Client) -> None:
    batch = draft(scene)
    page = centre.get(reverse("import_batch", args=[batch.pk])).content.decode()
    assert "Ngày và tháng có thể bị đảo (2)" in page and "Đổi thành 05/04/2021" in page and "Giữ 04/05/2021" in page
    refused = send(centre, batch)
    assert refused.status_code == 422 and "Còn 2 hạn chưa rõ ngày và tháng" in refused.content.decode()
    assert not Finding.objects.exists()


def test_one_answer_for_the_column_and_another_for_a_row(scene: Scene, centre: Client) -> None:
    batch = draft(scene)
    page = send(centre, batch, **{"dao-cot-0": "swap", "dao-1": "keep"}).content.decode()
    assert "tệp ghi 04/05/2021, đã chọn đổi ngày và tháng" in page and "đã chọn giữ như tệp, không phải 12/03/2021" in page
    send(centre, batch)
    assert dict(Finding.objects.values_list("text", "due_on")) == {
        "Chưa niêm yết": APRIL_5, "Thiếu ghế": DEC_3, "Máy hỏng": date(2021, 3, 31),
    }  # fmt: skip
    said = {item.title: AuditEvent.objects.get(subject_kind="item", subject_id=item.pk).text for item in Item.objects.exclude(finding=None)}
    assert said["Chưa niêm yết"].endswith("hạn 05/04/2021 theo phụ lục (tệp ghi 04/05/2021, đã chọn đổi ngày và tháng)")
    assert said["Thiếu ghế"].endswith("hạn 03/12/2021 theo phụ lục (đã chọn giữ như tệp, không phải 12/03/2021)")
    assert said["Máy hỏng"].endswith("hạn 31/03/2021 theo phụ lục")
    committed = AuditEvent.objects.get(verb="import.committed")
    assert "1 hạn đổi lại ngày và tháng theo lựa chọn của người nhập" in committed.text


def test_an_answer_can_be_taken_back_and_is_asked_again(scene: Scene, centre: Client) -> None:
    batch = draft(scene)
    send(centre, batch, viec="lai", **{"dao-cot-0": "swap"})
    assert [one.answer for one in importing.preview(batch_again(batch)).checked.day_months] == ["swap", "swap"]
    send(centre, batch, viec="lai", **{"dao-cot-0": ""})
    assert [one.answer for one in importing.preview(batch_again(batch)).checked.day_months] == ["", ""]


def batch_again(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.get(pk=batch.pk)


def test_a_changed_due_date_of_a_stored_finding_says_so_in_its_items_history(scene: Scene, centre: Client) -> None:
    first = draft(scene, annex(row(1, LONG, "Chưa niêm yết", due="31/3/2021")))
    send(centre, first)
    batch = draft(scene)
    send(centre, batch, viec="lai", **{"dao-cot-0": "swap"})
    send(centre, batch)
    item = Item.objects.get(finding__text="Chưa niêm yết")
    event = AuditEvent.objects.get(subject_kind="item", subject_id=item.pk, verb="item.annex_changed")
    assert (item.due_on, event.text) == (
        APRIL_5, "cập nhật theo phụ lục nhập lại, hạn 05/04/2021 (tệp ghi 04/05/2021, đã chọn đổi ngày và tháng)",
    )  # fmt: skip


def test_the_contracts_document_tells_both_readings(scene: Scene) -> None:
    found = importing.preview(draft(scene))
    told = [warning_row(one)["readings"] for one in found.checked.warnings if one.code == "day_month_doubtful"]
    assert told[0] == [{"due_text": "04/05/2021", "due_on": "2021-05-04"}, {"due_text": "05/04/2021", "due_on": "2021-04-05"}]


def test_the_sample_with_swapped_dates_is_asked_about(scene: Scene, centre: Client) -> None:
    batch = draft(scene, SAMPLE.read_bytes())
    doubtful = importing.preview(batch).checked.day_months
    page = centre.get(reverse("import_batch", args=[batch.pk])).content.decode()
    assert doubtful and all(f"Đổi thành {one.swapped:%d/%m/%Y}" in page for one in doubtful)


def test_a_file_without_doubt_is_not_asked_about(scene: Scene, centre: Client) -> None:
    batch = draft(scene, annex(row(1, LONG, "Chưa niêm yết", due="31/3/2021")))
    assert "bị đảo" not in centre.get(reverse("import_batch", args=[batch.pk])).content.decode()


def test_answers_are_kept_in_the_draft_and_can_be_taken_back() -> None:
    kept = changed_choices({}, Changes(day_month={("PL", WHOLE_COLUMN): SWAP, ("PL", 4): KEEP}))
    assert kept == {"day_month": {"PL": {"0": SWAP, "4": KEEP}}}
    assert AnnexChoices.from_storage(kept).day_month == {"PL": {WHOLE_COLUMN: SWAP, 4: KEEP}}
    assert changed_choices(kept, Changes(day_month={("PL", 4): ""})) == {"day_month": {"PL": {"0": SWAP}}}
    with pytest.raises(Invalid):
        changed_choices({}, Changes(day_month={("PL", 4): "flip"}))
