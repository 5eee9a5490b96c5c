"""An annex on the pages of the import: in by upload, out by undoing. What the pages say and what is stored equal the truth beside it.

Told to a ``tests.visitor.Visitor`` or to a person in a real browser.
"""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from directives.models import Finding, ImportBatch
from tests.directives.importing.test_samples import ENDINGS, INSPECTED, READ_NOW, REAL, UGLY
from tests.reading.annex.truth import SAMPLES, differences
from units.models import Unit

__all__ = ["INSPECTED", "OURS", "REAL_ONES", "goes_in_and_out"]
OURS = [*(SAMPLES / name for name in READ_NOW), *(path for path in UGLY if path.suffix in ENDINGS)]
REAL_ONES = [path for path in sorted(REAL.glob("*.*")) if path.suffix in ENDINGS]
COLUMNS = {"TT": "Số thứ tự", "Tỉnh kiến nghị": "Đơn vị được kiểm tra", "Thông tin đề xuất": "Nội dung hạn chế"}
"""What a person says about the header of the real annex, which nobody has seen before."""
AS_WRITTEN = "Không đảo: giữ như trong tệp"
"""The answer to a date whose day and month may be swapped: the truth says what stands in the file."""
COMMIT = re.compile(r"^(Nhập|Chỉ nhập) \d+ hạn chế")


def goes_in_and_out(path: Path, centre: Any) -> None:
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    centre.open("/nhap-ket-qua/")
    centre.attach("Tệp Excel hoặc Word có bảng hạn chế", [path])
    centre.fill("Tên đợt kiểm tra mới", f"Kiểm tra: {path.name}")
    centre.press("Tải lên và xem trước")
    if truth["file_errors"] or may_be_refused(truth, centre):
        assert centre.is_refused()
        assert not ImportBatch.objects.exists()
        centre.errors.clear()  # a browser writes the refusal of the form (422) into its console
        return
    if "header_missing" in truth.get("accept_file_errors", ()) and centre.offers("Ghép cột và kiểm tra"):
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
        assert not centre.offers(COMMIT)
        centre.confirm("Bỏ tệp này", "Bỏ tệp")
        centre.arrives("Nhập kết quả kiểm tra")
        assert not ImportBatch.objects.exists()
        return
    for place in range(centre.choices(AS_WRITTEN)):
        centre.choose(AS_WRITTEN, place)
        centre.press("Kiểm tra lại")
    centre.press(COMMIT)
    centre.arrives(f"Đã nhập {len(shown)} hạn chế")
    batch = ImportBatch.objects.get()
    left = [warning for warning in truth["warnings"] if warning["code"] != "day_month_doubtful"]  # a person answered those
    assert differences({**truth, "accept_file_errors": [], "warnings": left}, batch.result) == []
    assert Finding.objects.count() == len(shown)
    centre.confirm("Hoàn tác lần nhập này", "Hoàn tác lần nhập")
    centre.arrives("Lần nhập đã hoàn tác")
    assert not Finding.objects.exists() and centre.errors == []
    batch.delete()


def say_what_columns_are(centre: Any) -> None:
    """Where the portal does not know the header: the first table's columns by the words that stand in them."""
    for label in centre.labels():
        for words, field in COLUMNS.items():
            if words in label:
                centre.select(label, field)
    centre.press("Ghép cột và kiểm tra")


def may_be_refused(truth: dict[str, Any], centre: Any) -> bool:
    """A kind of file that the truth lets be read or refused, and that the page refused."""
    return "file_invalid" in (truth.get("accept_file_errors") or ()) and bool(centre.is_refused())


def shown_rows(centre: Any) -> list[tuple[str, str, str, str]]:
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


def shown_errors(centre: Any) -> Counter[tuple[str, str]]:
    """(row, column) of each line under "Dòng chưa nhập được"."""
    lines = centre.rows("#dong-can-xem")
    return Counter((line[0][0], line[2][0]) for line in lines)


def asked_errors(truth: dict[str, Any], *, optional: bool) -> Counter[tuple[str, str]]:
    """Those of the truth, with those that may be there or not."""
    return Counter((str(one["source"]["row"]), one["column"]) for one in truth["errors"] if optional or not one.get("optional"))
