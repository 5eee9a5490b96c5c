"""Every sample annex, the real one included, goes through the browser: what the pages say and what is stored equal its truth; then undone.

The real one has a header that nobody has seen before: the portal asks, and a person says what its columns are.

The day is that on which the files were made, as in ``tests.directives.importing.test_samples``, which asks the same of the command.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import DjangoDbBlocker

from directives.models import Finding, ImportBatch
from tests.directives.importing.test_samples import ENDINGS, INSPECTED, READ_NOW, REAL, UGLY
from tests.e2e import acts
from tests.e2e.people import Person
from tests.e2e.server import Portal, open_portal
from tests.reading.annex.truth import SAMPLES, differences
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.e2e
OURS = [*(SAMPLES / name for name in READ_NOW), *(path for path in UGLY if path.suffix in ENDINGS)]
COLUMNS = {"TT": "Số thứ tự", "Tỉnh kiến nghị": "Đơn vị được kiểm tra", "Thông tin đề xuất": "Nội dung hạn chế"}
"""What a person says about the header of the real annex."""
AS_WRITTEN = "Không đảo: giữ như trong tệp"
"""The answer to a date whose day and month may be swapped: the truth says what stands in the file."""
COMMIT = re.compile(r"^(Nhập|Chỉ nhập) \d+ hạn chế")


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: DjangoDbBlocker, browser: Browser) -> Iterator[Portal]:
    with open_portal(INSPECTED, django_db_blocker) as opened:
        opened.make_user("tt.theodoi", "kstthc-87", Role.CENTRE)
        yield opened


@pytest.fixture(scope="module")
def centre(portal: Portal, browser: Browser) -> Person:
    return Person(browser, portal).log_in("tt.theodoi")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_sample_goes_in_and_out(path: Path, centre: Person) -> None:
    goes_in_and_out(path, centre)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents lie beside the checkout, they are not here")
def test_the_real_annexes_go_in_and_out(centre: Person) -> None:
    found = [path for path in sorted(REAL.iterdir()) if path.suffix in ENDINGS]
    assert found
    for path in found:
        goes_in_and_out(path, centre)


def say_what_columns_are(centre: Person) -> None:
    """Where the portal does not know the header: the first table's columns by the words that stand in them."""
    for label in centre.page.locator("main label").all_inner_texts():
        for words, field in COLUMNS.items():
            if words in label:
                centre.page.get_by_label(label).first.select_option(field)
    centre.press("Ghép cột và kiểm tra")


def goes_in_and_out(path: Path, centre: Person) -> None:
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    acts.upload_annex(centre, path, f"Kiểm tra: {path.name}")
    if truth["file_errors"] or may_be_refused(truth, centre):
        expect(centre.page.locator(".errsum")).to_be_visible()
        assert not ImportBatch.objects.exists()
        centre.errors.clear()  # the browser writes the refusal of the form (422) into its console
        return
    centre.page.wait_for_url("**/nhap-ket-qua/*/")
    if "header_missing" in truth.get("accept_file_errors", ()) and centre.page.get_by_text("Cột trong tệp là gì?").is_visible():
        say_what_columns_are(centre)
    centre.arrives("Ghép cột và kiểm tra")
    assert shown_errors(centre) - asked_errors(truth, optional=True) == Counter()
    assert asked_errors(truth, optional=False) - shown_errors(centre) == Counter()
    shown = shown_rows(centre)
    assert [row for row in shown if row not in asked_rows(truth, optional=True)] == []
    assert [row for row in asked_rows(truth, optional=False) if row not in shown] == []
    if truth.get("skipped") is not None:
        centre.sees(f"Đã bỏ qua {truth['skipped']} dòng không phải hạn chế")
    if not shown:  # nothing but errors: there is nothing to commit
        assert centre.page.get_by_role("button", name=COMMIT).count() == 0
        centre.confirm("Bỏ tệp này", "Bỏ tệp")
        centre.arrives("Nhập kết quả kiểm tra")
        assert not ImportBatch.objects.exists()
        return
    for question in centre.page.get_by_role("radio", name=AS_WRITTEN).all():
        question.check()
        centre.press("Kiểm tra lại")
    centre.page.get_by_role("button", name=COMMIT).click()
    centre.arrives(f"Đã nhập {len(shown)} hạn chế")
    batch = ImportBatch.objects.get()
    left = [warning for warning in truth["warnings"] if warning["code"] != "day_month_doubtful"]  # a person answered those
    assert differences({**truth, "accept_file_errors": [], "warnings": left}, batch.result) == []
    assert Finding.objects.count() == len(shown)
    centre.confirm("Hoàn tác lần nhập này", "Hoàn tác lần nhập")
    centre.arrives("Lần nhập đã hoàn tác")
    assert not Finding.objects.exists() and centre.errors == []
    batch.delete()


def may_be_refused(truth: dict[str, Any], centre: Person) -> bool:
    """A kind of file that the truth lets be read or refused, and that the page refused."""
    return "file_invalid" in (truth.get("accept_file_errors") or ()) and centre.page.locator(".errsum").count() > 0


def shown_rows(centre: Person) -> list[tuple[str, str, str, str]]:
    """(row, unit, finding, due) of each line under "Hạn chế đọc được"."""
    lines = centre.rows("#se-nhap")
    return [(line[0][0], line[2][0], line[1][0], line[4][0]) for line in lines]


def asked_rows(truth: dict[str, Any], *, optional: bool) -> list[tuple[str, str, str, str]]:
    """Those of the truth, with those that may be there or not."""
    names = {unit.code: unit.qualified_name for unit in Unit.objects.select_related("area__parent")}
    return [
        (str(row["source"]["row"]), names[row["unit"]], row["finding"], due_of(row))
        for row in truth["rows"]
        if optional or not row.get("optional")
    ]


def due_of(row: dict[str, Any]) -> str:
    if row.get("due_on"):
        return f"{date.fromisoformat(row['due_on']):%d/%m/%Y}"
    return row.get("due_text") or "Không ghi"


def shown_errors(centre: Person) -> Counter[tuple[str, str]]:
    """(row, column) of each line under "Dòng chưa nhập được"."""
    lines = centre.rows("#dong-can-xem")
    return Counter((line[0][0], line[2][0]) for line in lines)


def asked_errors(truth: dict[str, Any], *, optional: bool) -> Counter[tuple[str, str]]:
    """Those of the truth, with those that may be there or not."""
    return Counter((str(one["source"]["row"]), one["column"]) for one in truth["errors"] if optional or not one.get("optional"))
