"""The list as a workbook: the same rows, text that stays text, real dates, memory that does not grow."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from directives.exporting.items import COLUMNS, HEADER_ROW, write_items
from directives.models import Item
from directives.presenters.item_list import item_list_page
from tests.factories.directives import TODAY, Scene, pdf, photo
from units.models import User
from units.roles import Role

LABELS = [label for label, _ in COLUMNS]
NASTY = ["=1+1", "+84 277", "- chưa niêm yết", "@SUM(A1)", "#REF!", '=HYPERLINK("http://x")', "xuống\ndòng & <b>", "\x0bký tự lạ"]


def day(number: int) -> datetime:
    """A day of March 2021 as openpyxl gives it back: a bare date of the workbook."""
    return datetime(2021, 3, number)  # noqa: DTZ001 - a workbook knows no time zones


def book(user: User, query: str = "") -> Any:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("item_export") + query)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="noi-dung-khac-phuc-2021-03-19.xlsx"'
    assert answer.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def rows(user: User, query: str = "") -> list[dict[str, Any]]:
    sheet = book(user, query).active
    assert [cell.value for cell in sheet[HEADER_ROW]] == LABELS
    return [dict(zip(LABELS, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=HEADER_ROW + 1)]


@pytest.mark.parametrize(
    "query", ["", "?han=urgent", "?q=niem+yet&chu_tri=ubnd-873", "?sap_xep=number", "?tinh_trang=claimed", "?q=khong-co"]
)
@pytest.mark.parametrize(("unit", "role"), [("kstthc-87", Role.CENTRE), ("ubnd-873", Role.OFFICER), ("ubnd-30115", Role.OFFICER)])
def test_the_workbook_has_the_rows_of_the_list_in_their_order(scene: Scene, unit: str, role: Role, query: str) -> None:
    scene.set_due(scene.item("1.b", "ubnd-30115"), TODAY)
    scene.claim(scene.item("1.b", "ubnd-30103"))
    user = scene.person(unit, role)
    params = dict(pair.split("=") for pair in query.lstrip("?").replace("+", " ").split("&") if pair)
    listed = [row.code.replace("‑", "-") for row in item_list_page(user, params).rows]
    assert [row["Mã"] for row in rows(user, query)] == listed


def test_more_rows_than_a_page_are_all_there(scene: Scene) -> None:
    scene.many_items(70)
    assert len(rows(scene.centre)) == 78
    assert len(rows(scene.centre, "?sau=2021-03-20~1&moi_trang=25")) == 78


def test_a_row_holds_what_the_portal_knows(scene: Scene) -> None:
    item = scene.finding_item("ubnd-30115", "Bảng niêm yết thiếu TTHC", date(2021, 3, 16))
    scene.progress(item, 40, "Đã in 8/21", expected_on=date(2021, 3, 22))
    scene.evidence(item, moment="before")
    for mark in ("1", "2"):
        scene.evidence(item, photo(mark=mark))
    scene.evidence(item, photo(mark="3"), moment="unknown")
    scene.evidence(item, pdf())
    scene.claim(item)
    scene.verify(item)
    assert rows(scene.centre, "?tinh_trang=verified") == [
        {
            "Mã": item.code,
            "Nội dung khắc phục": "Bảng niêm yết thiếu TTHC",
            "Hạn chế": "Bảng niêm yết thiếu TTHC",
            "Nguyên nhân": None,
            "Yêu cầu khắc phục": None,
            "Ghi chú của phụ lục": None,
            "Văn bản": "số …/UBND-KSTTHC năm 2021",
            "Điểm": "1.b",
            "Nhóm yêu cầu": item.group.name,
            "Chủ trì": "UBND huyện Cao Lãnh",
            "Thực hiện": "UBND xã Mỹ Long",
            "Nơi được kiểm tra": "UBND xã Mỹ Long",
            "Phối hợp": "Bưu điện huyện Cao Lãnh",
            "Tình trạng": "Hoàn thành",
            "Tiến độ (%)": 100,
            "Hạn": day(16),
            "Nguồn của hạn": "Theo Phụ lục",
            "Dự kiến xong": None,
            "Kết quả đã làm được": "Đã niêm yết 21/21 TTHC",
            "Minh chứng": "4 ảnh (1 trước, 2 sau khắc phục), 1 văn bản",
            "Ngày báo xong": day(19),
            "Ngày xác nhận": day(19),
        }
    ]


def test_dates_are_dates_and_shown_the_vietnamese_way(scene: Scene) -> None:
    scene.set_due(scene.item("1.b", "ubnd-30115"), TODAY)
    sheet = book(scene.centre, "?thuc_hien=ubnd-30115").active
    cell = sheet.cell(HEADER_ROW + 1, LABELS.index("Hạn") + 1)
    assert (cell.is_date, cell.number_format, cell.value) == (True, "dd/mm/yyyy", day(19))


@pytest.mark.parametrize("words", NASTY)
def test_text_stays_text(scene: Scene, words: str) -> None:
    item = scene.finding_item("ubnd-30115", "Hạn chế thử")
    Item.objects.filter(pk=item.pk).update(progress_note=words, title=words)
    sheet = book(scene.centre, "?thuc_hien=ubnd-30115&sap_xep=number").active
    row = sheet[sheet.max_row]
    for label in ("Nội dung khắc phục", "Kết quả đã làm được"):
        cell = row[LABELS.index(label)]
        assert (cell.data_type, cell.value) == ("s", words.replace("\x0b", ""))
        assert cell.quotePrefix == words.startswith(("=", "+", "-", "@", "#"))


def test_titles_say_the_filter_and_the_day_and_the_header_stays_in_sight(scene: Scene) -> None:
    sheet = book(scene.centre, "?chu_tri=ubnd-873&han=none&q=%3D1").active
    assert [sheet.cell(row, 1).value for row in (1, 2, 3)] == [
        "Nội dung khắc phục",
        "Điều kiện lọc: “=1”; Chủ trì: Huyện Cao Lãnh; Không ghi hạn",
        "0 nội dung, lấy ngày 19/03/2021",
    ]
    assert sheet.freeze_panes == f"C{HEADER_ROW + 1}"
    assert sheet.auto_filter.ref == f"A{HEADER_ROW}:V{HEADER_ROW}"
    assert sheet.column_dimensions["B"].width == 52
    assert [sheet.cell(2, 1).value for sheet in [book(scene.centre).active]] == ["Điều kiện lọc: không có"]


def test_a_stranger_downloads_only_a_header(scene: Scene) -> None:
    assert rows(scene.person("so-noi-vu-87", Role.READER)) == []


def test_the_number_of_queries_does_not_grow_with_the_rows(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.centre)
    counts = []
    for more in (1, 60):
        scene.many_items(more)
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(reverse("item_export")).streaming_content)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_memory_does_not_grow_with_the_rows(scene: Scene) -> None:
    def peak(count: int) -> int:
        scene.many_items(count)
        tracemalloc.start()
        write_items(Item.objects.order_by("due_key", "id"), conditions=[], count=count, today=TODAY).close()
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(10)  # what is loaded and cached once
    small, large = peak(200), peak(2800)
    assert large < small + 6 * 1024 * 1024
