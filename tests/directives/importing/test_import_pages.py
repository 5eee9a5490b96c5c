"""The pages of imports: upload, mend on the page, leave out, commit, undo, the marked workbook; and what a person taught stays known."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directives.models import Finding, ImportBatch, ImportMapping, Item, SimilarFindings
from directives.services import importing
from tests.factories.annexes import HEADER, TITLE, annex, as_read, book, row
from tests.factories.directives import Scene

LONG, TRUNG, KHANH = "Xã Mỹ Long, huyện Cao Lãnh", "Xã Tân Hội Trung, huyện Cao Lãnh", "Xã Long Khánh A, huyện Hồng Ngự"


@pytest.fixture
def centre(scene: Scene, client: Client) -> Client:
    client.force_login(scene.centre)
    return client


def upload(
    client: Client, scene: Scene, content: bytes, name: str = "phu-luc.xlsx", *, due: tuple[str, str] = ("", ""), target: str = ""
) -> Any:
    data = {
        "file": SimpleUploadedFile(name, content),
        "inspection": "",
        "new_title": "Kiểm tra năm 2020",
        "target": target or f"{scene.directive.pk}:1.b",
        "due_choice": due[0],
        "due_on": due[1],
    }
    return client.post(reverse("import_upload"), data)


def draft(client: Client, scene: Scene, content: bytes, name: str = "phu-luc.xlsx") -> ImportBatch:
    response = upload(client, scene, content, name)
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.objects.latest("pk")


def send(client: Client, batch: ImportBatch, **changed: Any) -> Any:
    """The preview page sent back, as it was but for what a person changed."""
    batch.refresh_from_db()
    data = {"version": batch.version, "viec": "lai", **as_read(batch), **changed}
    return client.post(reverse("import_batch", args=[batch.pk]), data, follow=True)


def page(client: Client, batch: ImportBatch) -> str:
    response = client.get(reverse("import_batch", args=[batch.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_an_unknown_unit_is_chosen_once_for_all_rows_and_never_asked_again(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, "Xã Mỹ Lonh, huyện Cao Lãnh", "A"), row(2, "Xã Mỹ Lonh, huyện Cao Lãnh", "B")))
    assert "Tên đơn vị cần chọn (1)" in page(centre, batch)
    send(centre, batch, **{"ten-0": "ubnd-30115"})
    done = send(centre, batch, viec="nhap")
    assert "Đã nhập 2 hạn chế" in done.content.decode()
    again = draft(centre, scene, annex(row(1, "Xã Mỹ Lonh, huyện Cao Lãnh", "C")))
    assert "Tên đơn vị cần chọn" not in page(centre, again)


def test_a_cell_is_corrected_on_the_page_and_can_be_taken_back(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, LONG, "A", due="31/02/2021"), row(2, TRUNG, "B")))
    shown = page(centre, batch)
    assert "Không có ngày “31/02/2021”" in shown and 'value="31/02/2021"' in shown
    shown = send(centre, batch, **{"o-0": "28/02/2021"}).content.decode()
    assert "Không có ngày" not in shown and "sửa thành “28/02/2021”" in shown
    shown = send(centre, batch, **{"tra-0": "on"}).content.decode()
    assert "Không có ngày “31/02/2021”" in shown
    send(centre, batch, **{"o-0": "28/02/2021"})
    send(centre, batch, viec="nhap")
    assert str(Finding.objects.get(text="A").due_on) == "2021-02-28"


def test_an_empty_cell_is_filled_in_on_the_page(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, LONG, None, due="31/03/2021"), row(2, TRUNG, "B")))
    assert "thiếu nội dung hạn chế" in page(centre, batch)
    send(centre, batch, **{"o-0": "Chưa niêm yết"})
    send(centre, batch, viec="nhap")
    assert sorted(Finding.objects.values_list("text", flat=True)) == ["B", "Chưa niêm yết"]


def test_rows_are_left_out_and_taken_back(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, LONG, "A"), row(2, TRUNG, "B", due="31/02/2021"), row(3, KHANH, "C")))
    shown = send(centre, batch, bo=["0:5", "0:6"]).content.decode()
    assert "Nhập 1 hạn chế" in shown and "Bỏ dòng 5" in shown
    shown = send(centre, batch, nhan=["0:6"]).content.decode()
    assert "Nhập 2 hạn chế" in shown
    send(centre, batch, viec="nhap")
    assert sorted(Finding.objects.values_list("text", flat=True)) == ["A", "C"]
    batch.refresh_from_db()
    assert batch.result["skipped"] == 4  # two title lines, the header, one row left out
    assert len(batch.result["rows"]) == 2


def test_not_everything_can_be_left_out(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, LONG, "A")))
    response = send(centre, batch, bo=["0:4"])
    assert response.status_code == 422 and "Không bỏ hết mọi dòng được" in response.content.decode()


def test_a_page_that_shows_other_questions_is_refused(centre: Client, scene: Scene) -> None:
    """Questions are numbered: an answer to another page must never be taken for one of this."""
    batch = draft(centre, scene, annex(row(1, "Xã Mỹ Lonh, huyện Cao Lãnh", "A")))
    response = send(centre, batch, mark="0" * 64, **{"ten-0": "ubnd-30115"})
    assert response.status_code == 409
    batch.refresh_from_db()
    assert "units" not in batch.choices


def test_all_or_only_the_valid_rows(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, LONG, "A"), row(2, "Xã Không Có", "B")))
    response = send(centre, batch, viec="nhap")
    assert response.status_code == 422 and not Finding.objects.exists()
    done = send(centre, batch, viec="nhap-hop-le").content.decode()
    assert "Đã nhập 1 hạn chế" in done and "Dòng lỗi, chưa nhập (1)" in done and "Tải tệp có đánh dấu lỗi" in done


# ---- columns ----

UNKNOWN = ("Số", "Ở đâu", "Chuyện gì", "Bao lâu")


def test_an_unknown_header_is_asked_and_remembered(centre: Client, scene: Scene) -> None:
    content = book({"Bảng": [UNKNOWN, ["1", LONG, "Chưa niêm yết", "31/03/2021"], ["2", TRUNG, "Thiếu ghế", None]]})
    batch = draft(centre, scene, content)
    shown = page(centre, batch)
    assert "Cột trong tệp là gì?" in shown and "Chuyện gì" in shown
    assert re.search(r'aria-current="step"\s*>\s*Ghép cột và kiểm tra', shown)
    url = reverse("import_batch", args=[batch.pk])
    empty = centre.post(url, {"version": batch.version})
    assert empty.status_code == 422 and "Chọn cột chứa nội dung hạn chế" in empty.content.decode()
    named = {"version": batch.version, "cot-0-1": "number", "cot-0-2": "unit", "cot-0-3": "finding", "cot-0-4": "due"}
    assert "Nhập 2 hạn chế" in centre.post(url, named, follow=True).content.decode()
    send(centre, batch, viec="nhap")
    mapping = ImportMapping.objects.get()
    assert (mapping.columns, mapping.made_by) == ({"1": "number", "2": "unit", "3": "finding", "4": "due"}, scene.centre)
    other = book({"Khác": [["Phụ lục"], [None, *UNKNOWN], [None, "1", KHANH, "Hỏng quạt", None]]})
    assert "Nhập 1 hạn chế" in page(centre, draft(centre, scene, other))


def test_a_column_that_was_not_recognised_is_asked_once(centre: Client, scene: Scene) -> None:
    header = (*HEADER[:8], "Mức độ")
    batch = draft(centre, scene, annex(row(1, LONG, "A", note="nặng"), header=header))
    assert "Có 1 cột cổng chưa nhận ra" in page(centre, batch)
    send(centre, batch, **{"cot-0-9": "note"})
    send(centre, batch, viec="nhap")
    assert Finding.objects.get().note == "nặng"
    again = draft(centre, scene, annex(row(1, LONG, "B", note="nhẹ"), header=header))
    assert "cột cổng chưa nhận ra" not in page(centre, again)
    assert importing.preview(again).plan.rows[0].row.note == "nhẹ"


# ---- findings that read alike ----


def test_findings_alike_are_shown_and_kept_unless_somebody_merges_them(centre: Client, scene: Scene) -> None:
    batch = draft(centre, scene, annex(row(1, LONG, "Chưa niêm yết đủ TTHC tại xã"), row(2, LONG, "Chưa niêm yết đầy đủ TTHC tại xã")))
    assert "Có thể trùng (1)" in page(centre, batch)
    send(centre, batch, viec="nhap")
    assert Finding.objects.count() == 2
    assert SimilarFindings.objects.get().decision == "keep"


def test_a_merged_row_makes_nothing_and_stays_merged_when_the_file_comes_again(centre: Client, scene: Scene) -> None:
    content = annex(row(1, LONG, "Chưa niêm yết đủ TTHC tại xã"), row(2, LONG, "Chưa niêm yết đầy đủ TTHC tại xã"))
    batch = draft(centre, scene, content)
    assert "gộp 1" in send(centre, batch, **{"giong-0": "merge"}).content.decode()
    send(centre, batch, viec="nhap")
    assert Finding.objects.count() == 1 and Item.objects.filter(finding__isnull=False).count() == 1
    batch.refresh_from_db()
    assert [one["action"] for one in batch.result["rows"]] == ["create", "unchanged"]
    again = draft(centre, scene, content)
    again.inspection, again.new_title = batch.inspection, ""
    again.save()
    assert [one.action for one in importing.preview(again).plan.rows] == ["unchanged", "unchanged"]
    centre.post(reverse("import_undo", args=[batch.pk]))
    assert not SimilarFindings.objects.exists() and not Finding.objects.exists()


def test_a_new_finding_is_compared_with_what_the_dispatch_holds_already(centre: Client, scene: Scene) -> None:
    first = draft(centre, scene, annex(row(1, LONG, "Máy quét của xã bị hỏng, chưa sửa")))
    send(centre, first, viec="nhap")
    code = Item.objects.get(finding__isnull=False).code
    second = draft(centre, scene, annex(row(1, LONG, "Máy quét xã bị hỏng chưa được sửa"), row(2, TRUNG, "Máy quét của xã bị hỏng")))
    shown = page(centre, second)
    assert "Có thể trùng (1)" in shown and code in shown


# ---- their own workbook ----


def marks(content: bytes) -> dict[tuple[str, str], str]:
    """(sheet, cell) → comment, of the coloured cells."""
    found = openpyxl.load_workbook(BytesIO(content))
    cells = [(sheet.title, cell) for sheet in found.worksheets for line in sheet.iter_rows() for cell in line]
    return {
        (title, cell.coordinate): cell.comment.text
        for title, cell in cells
        if cell.comment is not None and cell.fill.fgColor.rgb == "00F8D7DA"
    }


def test_the_own_workbook_comes_back_with_the_bad_cells_marked(centre: Client, scene: Scene) -> None:
    content = annex(row(1, LONG, "=1+1", due="31/02/2021"), row(2, "Xã Không Có", "B"), row(3, TRUNG, "C"))
    batch = draft(centre, scene, content)
    response = centre.get(reverse("import_marked", args=[batch.pk]))
    assert response.status_code == 200 and "phu-luc" in response.headers["Content-Disposition"]
    found = marks(response.content)
    assert set(found) == {("Phụ lục 2", "F4"), ("Phụ lục 2", "B5"), ("Phụ lục 2", "C4")} or set(found) == {
        ("Phụ lục 2", "F4"),
        ("Phụ lục 2", "B5"),
    }
    assert "Ghi ngày có thật" in found["Phụ lục 2", "F4"] and "Không có đơn vị tên" in found["Phụ lục 2", "B5"]
    given, sent = openpyxl.load_workbook(BytesIO(response.content)), openpyxl.load_workbook(BytesIO(content))
    assert [[cell.value for cell in line] for line in given.active.iter_rows()] == [
        [cell.value for cell in line] for line in sent.active.iter_rows()
    ]


def test_a_csv_comes_back_as_a_workbook_with_marks(centre: Client, scene: Scene) -> None:
    lines = [";".join(HEADER[:6]), f"1;{LONG};A;;;31/02/2021", "2;Xã Không Có;'=2+2;;;"]
    batch = draft(centre, scene, "\n".join(lines).encode("utf-8-sig"), "phu-luc.csv")
    response = centre.get(reverse("import_marked", args=[batch.pk]))
    found = marks(response.content)
    assert {place for _, place in found} == {"F2", "B3"}


def test_the_template_filled_in_is_read_without_questions(centre: Client, scene: Scene) -> None:
    response = centre.get(reverse("import_template"))
    filled = openpyxl.load_workbook(BytesIO(response.content))
    sheet = filled.active
    lists = {str(one.sqref).split(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert filled["Danh mục"].sheet_state == "hidden" and filled.custom_doc_props["phien_ban_mau"].value == 1
    assert len(lists) == 3 and set(lists.values()) == {"=don_vi_kiem_tra", "=don_vi"}
    offered = [cell.value for cell in filled["Danh mục"]["A"] if cell.value]
    for number, unit in enumerate(offered, start=1):
        values = [number, unit, f"Hạn chế thứ {number}", "Thiếu người", "Bổ sung", "31/03/2021", "UBND huyện Cao Lãnh", "Sở Nội vụ", "x"]
        for column, value in enumerate(values, start=1):
            sheet.cell(3 + number, column, value)
    target = BytesIO()
    filled.save(target)
    batch = draft(centre, scene, target.getvalue(), "mau.xlsx")
    checked = importing.preview(batch).checked
    assert [error.message for error in checked.errors] == [] and len(checked.rows) == len(offered) > 100
    assert [table.unsure for table in checked.tables] == [[]]


# ---- budgets ----


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_of_the_pages(centre: Client, scene: Scene, count: int) -> None:
    rows = [row(number, LONG, f"Hạn chế {('một', 'hai', 'ba')[number]}", due="31/02/2021" if number else None) for number in range(count)]
    batch = draft(centre, scene, annex(*rows, row(9, "Xã Không Có", "Z")))
    address = reverse("import_batch", args=[batch.pk])
    for url, limit in ((reverse("import_upload"), 20), (address, 25)):
        with CaptureQueriesContext(connection) as queries:
            assert centre.get(url).status_code == 200
        assert len(queries) <= limit, url
    send(centre, batch, viec="nhap-hop-le")
    with CaptureQueriesContext(connection) as queries:
        assert centre.get(address).status_code == 200
    assert len(queries) <= 20


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", "Tệp rỗng"),
        (b"<html></html>", "a.xls", "trang web"),
        (b"%PDF-1.4", "a.xlsx", "là PDF"),
        (annex(title=TITLE), "a.xlsx", "chưa có dòng nào"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(centre: Client, scene: Scene, content: bytes, name: str, words: str) -> None:
    response = upload(centre, scene, content, name)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_taught_spelling_is_not_asked_again_and_a_shared_name_is_not_said_to_be_remembered(centre: Client, scene: Scene) -> None:
    content = annex(row(1, "BĐ T.Mười", "Chưa niêm yết"), row(2, "Tân Phước", "Thiếu ghế"))
    batch = draft(centre, scene, content)
    shown = page(centre, batch)
    assert "Nhập xong, cổng nhớ cách viết cho lần sau; tên chung của nhiều đơn vị chỉ dùng cho tệp này" in shown
    assert shown.count("Tên chung của nhiều đơn vị: chỉ dùng cho tệp này.") == 1
    shared = re.search(r'value="(ubnd-\d+)">[^<]*xã Tân Phước', shown)
    assert shared
    send(centre, batch, **{"ten-0": "khac", "khac-0": "Bưu điện huyện Tháp Mười", "ten-1": shared[1]})
    assert "Đã nhập 2 hạn chế" in send(centre, batch, viec="nhap").content.decode()
    again = page(centre, draft(centre, scene, annex(row(1, "BĐ T. Mười", "Máy hỏng"), row(2, "Tân Phước", "Thiếu bàn"))))
    assert "Tên đơn vị cần chọn (1)" in again and "Trong tệp: “Tân Phước”" in again
