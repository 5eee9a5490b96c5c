"""An annex in the browser: a commune that nobody knows, a date that does not exist, a row to leave out; commit, the batch, undo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from directives.models import Finding, ImportBatch, Item
from tests.e2e import acts
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from tests.factories.annexes import annex, book, row
from units.models import UnitAlias
from units.roles import Role

pytestmark = pytest.mark.e2e
ISSUED, IMPORTED = date(2021, 2, 22), date(2021, 2, 26)
FINDINGS = (
    row(1, "Xã Mỹ Lonh, huyện Cao Lãnh", "Chưa niêm yết đủ TTHC", due="31/02/2021"),
    row(2, "Xã Mỹ Lonh, huyện Cao Lãnh", "Thiếu hồ sơ ghi mẫu", due="31/03/2021"),
    row(3, "Xã Tân Hội Trung, huyện Cao Lãnh", "Máy in hỏng"),
    row(4, "Xã An Long, huyện Tam Nông", "Ghi nhầm, không phải hạn chế"),
)


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(ISSUED, django_db_blocker) as opened:
        opened.make_user("tt.theodoi", "kstthc-87", Role.CENTRE)
        yield opened


@pytest.fixture(scope="module")
def centre(portal: Portal, browser: Browser) -> Person:
    """The officer, after the dispatch was issued."""
    person = Person(browser, portal).enter("tt.theodoi")
    acts.upload(person)
    acts.answer_all(person)
    acts.issue(person)
    return person


def move_the_printer_to_another_point_and_date_what_has_no_date(centre: Person) -> None:
    """Row 6 states no date and is work on equipment: under 1.a, in the general group, due when the Centre says."""
    centre.page.get_by_text("Đổi điểm, nhóm của dòng 6").click()
    centre.page.get_by_label("Điểm của dòng 6").select_option("1.a")
    centre.page.get_by_label("Nhóm yêu cầu của dòng 6").select_option("Yêu cầu chung")
    centre.page.locator("#han-chung summary").click()
    centre.page.get_by_label(re.compile("Trung tâm đặt hạn chung")).check()
    centre.fill("Hạn Trung tâm đặt", "26/03/2021")
    centre.press("Kiểm tra lại")
    centre.sees("Điểm 1.a · Yêu cầu chung (đã đổi)")
    centre.sees("Trung tâm đặt hạn chung.")


def test_an_annex_is_mended_committed_and_undone(portal: Portal, centre: Person, tmp_path: Path) -> None:
    file = tmp_path / "phu-luc-2.xlsx"
    file.write_bytes(annex(*FINDINGS))
    before = Item.objects.count()
    with portal.on(IMPORTED):
        acts.upload_annex(centre, file, "Kiểm tra việc thực hiện Đề án năm 2020")
        centre.arrives("Ghép cột và kiểm tra")
        centre.sees("Dòng chưa nhập được (2)")
        marked = openpyxl.load_workbook(BytesIO(centre.download("Tải tệp có đánh dấu lỗi")))
        assert {cell.coordinate for line in marked.active.iter_rows() for cell in line if cell.comment} == {"B4", "B5", "F4"}
        centre.page.get_by_label(re.compile("Trong tệp: “.*Mỹ Lonh")).select_option(index=1)
        centre.fill("Sửa ô dòng 4", "28/02/2021")
        centre.page.get_by_label("Bỏ dòng 7").check()
        centre.press("Kiểm tra lại")
        centre.sees("Bỏ dòng 7")
        move_the_printer_to_another_point_and_date_what_has_no_date(centre)
        centre.press("Nhập 3 hạn chế")
        centre.arrives("Đã nhập 3 hạn chế")
        centre.sees("3 nội dung khắc phục đã được tạo")
        batch = ImportBatch.objects.get()
        centre.sees(batch.file_sha256)
        assert centre.download("Tải tệp gốc") == file.read_bytes()
        assert Item.objects.count() == before + 3
        assert {(finding.unit.code, str(finding.due_on)) for finding in Finding.objects.select_related("unit")} == {
            ("ubnd-30115", "2021-02-28"), ("ubnd-30115", "2021-03-31"), ("ubnd-30103", "None"),
        }  # fmt: skip
        made = Item.objects.filter(finding__isnull=False).select_related("point", "group")
        assert {(item.title, item.point.key, item.group.name, str(item.due_on), item.due_source) for item in made} == {
            ("Chưa niêm yết đủ TTHC", "1.b", "Niêm yết công khai", "2021-02-28", "annex"),
            ("Thiếu hồ sơ ghi mẫu", "1.b", "Hồ sơ ghi mẫu", "2021-03-31", "annex"),
            ("Máy in hỏng", "1.a", "Yêu cầu chung", "2021-03-26", "centre"),
        }
        assert UnitAlias.objects.get(text__contains="Mỹ Lonh").made_by == batch.created_by
        assert len(centre.item_numbers()) == 3
        centre.confirm("Hoàn tác lần nhập này", "Hoàn tác lần nhập")
        centre.arrives("Lần nhập đã hoàn tác")
    assert (Item.objects.count(), Finding.objects.count()) == (before, 0)
    assert centre.errors == []


def test_a_header_that_nobody_knows_is_mapped_by_hand(portal: Portal, centre: Person, tmp_path: Path) -> None:
    file = tmp_path / "la.xlsx"
    file.write_bytes(book({"Bảng": [("Số", "Ở đâu", "Chuyện gì"), ("1", "Xã Mỹ Long, huyện Cao Lãnh", "Quạt hỏng")]}))
    with portal.on(IMPORTED):
        acts.upload_annex(centre, file, "Kiểm tra lần 2")
        centre.arrives("Cột trong tệp là gì?")
        for column, field in (("A: Số", "Số thứ tự"), ("B: Ở đâu", "Đơn vị được kiểm tra"), ("C: Chuyện gì", "Nội dung hạn chế")):
            centre.page.get_by_label(column).select_option(field)
        centre.press("Ghép cột và kiểm tra")
        centre.arrives("Ghép cột và kiểm tra")
        expect(centre.page.locator("main")).to_contain_text("Quạt hỏng")
        centre.confirm("Bỏ tệp này", "Bỏ tệp")
    assert not Finding.objects.exists() and centre.errors == []
