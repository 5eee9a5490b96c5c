"""Score tables in the browser: one with slips is mended, committed, looked at, undone; a sample of every kind of file goes in and out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from common.models import AuditEvent
from directives.models import Inspection, Score, ScoreBatch, ScoreReading
from tests.directives.scores.score_pages import goes_in_and_out, send_up
from tests.directives.scores.test_samples import PATHS, REAL, truth_of
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from tests.factories.annexes import book
from tests.factories.scores import MY_LONG, let_see, table
from units.models import UnitAlias
from units.roles import Role

pytestmark = pytest.mark.e2e
IMPORTED = date(2021, 3, 19)
MAU, VI, DU, GIA = "Nguyễn Thị Mẫu", "Trần Văn Ví", "Lê Thị Dụ", "Hồ Văn Giả"
ONE_OF_EACH = list({path.suffix: path for path in reversed(PATHS)}.values())
PEOPLE = (
    [1, MAU, "Công chức", "Xã Mỹ Lonh, huyện Cao Lãnh", "8,5", "Giỏi", None],
    [2, VI, "Công chức", "Xã Mỹ Lonh, huyện Cao Lãnh", "bảy rưỡi", "Khá", None],
    [3, DU, "Nhân viên Bưu điện", f"Bưu điện {MY_LONG.lower()}", 7, "Khá", None],
    [4, GIA, "Công chức", MY_LONG, "vắng", None, None],
)


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(IMPORTED, django_db_blocker) as opened:
        let_see(opened.make_user("tt.theodoi", "kstthc-87", Role.CENTRE))
        yield opened


@pytest.fixture(scope="module")
def centre(portal: Portal, browser: Browser) -> Person:
    return Person(browser, portal).enter("tt.theodoi")


def test_a_table_is_mended_committed_looked_at_and_undone(portal: Portal, centre: Person, tmp_path: Path) -> None:
    file = tmp_path / f"{MAU}.xlsx"
    file.write_bytes(table(*PEOPLE))
    send_up(centre, file, "Kiểm tra kiến thức năm 2020")
    centre.arrives("Xem trước bảng điểm")
    centre.sees("Dòng chưa nhập được (3)")
    centre.page.get_by_label(re.compile("Trong tệp: “.*Mỹ Lonh")).select_option(index=1)
    centre.fill("Sửa ô dòng 5", "7,5")
    centre.page.get_by_label("Bỏ dòng này, dòng 7").check()
    centre.press("Kiểm tra lại")
    centre.sees("Bỏ dòng 7")
    centre.press("Nhập 3 người")
    batch = ScoreBatch.objects.get()
    centre.arrives(f"Bảng điểm số {batch.pk}: đã nhập 3 người")
    centre.sees(batch.file_sha256)
    assert centre.page.url.endswith(f"/bang-diem/nhap/{batch.pk}/")
    assert batch.content is None and batch.choices == {}
    assert {(score.full_name, score.unit.code, float(score.score)) for score in batch.scores.with_parts()} == {
        (MAU, "ubnd-30115", 8.5), (VI, "ubnd-30115", 7.5), (DU, "buudien-30115", 7.0),
    }  # fmt: skip
    assert UnitAlias.objects.get(text__contains="Mỹ Lonh").made_by == batch.created_by

    other = portal.make_user("tt.khac", "kstthc-87", Role.CENTRE)
    colleague = Person(centre.page.context.browser, portal).enter(let_see(other).username)  # type: ignore[arg-type]
    colleague.open("/bang-diem/")
    colleague.arrives("Bảng điểm kiểm tra kiến thức")
    assert not any(name in colleague.text() for name in (MAU, VI, DU))
    colleague.choose("Tổng hợp, báo cáo kết quả khắc phục")
    colleague.press("Mở bảng điểm")
    for name in (MAU, VI, DU):
        colleague.sees(name)
    looked = list(ScoreReading.objects.order_by("pk").values_list("kind", "purpose", "people"))
    assert looked == [("preview", "check", 4), ("preview", "check", 4), ("list", "report", 3)]

    colleague.open("/bang-diem/nhap/")
    colleague.follow(f"Bảng điểm số {batch.pk}")
    colleague.confirm("Hoàn tác lần nhập này", "Hoàn tác lần nhập")
    colleague.arrives(f"Bảng điểm số {batch.pk} đã hoàn tác")
    assert not (Score.objects.exists() or Inspection.objects.exists())
    history = " ".join(AuditEvent.objects.values_list("text", flat=True))
    assert "hoàn tác lần nhập bảng điểm: bỏ 3 người" in history
    assert not any(name in history for name in (MAU, VI, DU, GIA))
    assert centre.errors + colleague.errors == []
    colleague.close()


def test_a_header_that_nobody_knows_is_mapped_by_hand(portal: Portal, centre: Person, tmp_path: Path) -> None:
    file = tmp_path / "la.xlsx"
    file.write_bytes(book({"Bảng": [("Ai", "Ở đâu", "Bao nhiêu"), (MAU, MY_LONG, "8,5")]}))
    send_up(centre, file, "Kiểm tra lần 2")
    centre.arrives("Cột trong tệp là gì?")
    for column, field in (("A: Ai", "Họ và tên"), ("B: Ở đâu", "Đơn vị"), ("C: Bao nhiêu", "Điểm")):
        centre.page.get_by_label(column).select_option(field)
    centre.press("Ghép cột và kiểm tra")
    centre.arrives("Xem trước bảng điểm")
    expect(centre.page.locator("#se-nhap")).to_contain_text(MAU)
    centre.confirm("Bỏ bảng này", "Bỏ bảng")
    assert not ScoreBatch.objects.filter(status="draft").exists() and centre.errors == []


# ---- a sample of every kind of file; all of them go in and out in ``tests.directives.scores.test_sample_pages`` ----


@pytest.mark.parametrize("path", ONE_OF_EACH, ids=lambda path: path.name)
def test_a_sample_goes_in_and_out(path: Path, centre: Person) -> None:
    goes_in_and_out(path, truth_of(path), centre)


@pytest.mark.skipif(not REAL.is_dir(), reason="no real score tables lie beside the checkout")
def test_the_real_tables_go_in_and_out(centre: Person) -> None:
    for path in sorted(REAL.glob("*.truth.json")):
        truth = truth_of(path.with_name(path.name.removesuffix(".truth.json")))
        goes_in_and_out(REAL / truth["file"], truth, centre)
