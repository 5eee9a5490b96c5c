"""A score table on the pages of the import: in by upload, out by undoing. The draft's page shows what the truth beside it says.

Told to a ``tests.visitor.Visitor`` or to a person in a real browser.
"""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from directives.models import Score, ScoreBatch
from directives.presenters.scores import points_of
from units.models import Unit


def send_up(centre: Any, file: Path, title: str) -> None:
    centre.open("/bang-diem/nhap/")
    centre.attach("Tệp bảng điểm", [file])
    centre.select("Đợt kiểm tra", "Đợt mới")
    centre.fill("Tên đợt kiểm tra mới", title)
    centre.press("Tải lên và xem trước")


def goes_in_and_out(path: Path, truth: dict[str, Any], centre: Any) -> None:
    """The draft's page shows the rows, the errors and the number of skipped rows of the truth; they are stored, then undone."""
    known = Score.objects.count()
    send_up(centre, path, f"Kiểm tra: {path.suffix}")
    centre.arrives("Xem trước bảng điểm")
    assert shown_rows(centre) == asked_rows(truth)
    shown, asked = shown_errors(centre), truth["errors"]
    assert sorted(row for row, _ in shown.elements()) == sorted(str(one["source"]["row"]) for one in asked)
    assert all((str(one["source"]["row"]), one["column"]) in shown for one in asked if "column" not in one.get("unscored", ()))
    centre.sees(f"Đã bỏ qua {truth['skipped']} dòng không phải người được chấm điểm")
    centre.press(re.compile(r"^(Nhập|Chỉ nhập) \d+ người"))
    batch = ScoreBatch.objects.latest("pk")
    centre.arrives(f"Bảng điểm số {batch.pk}: đã nhập {len(truth['rows'])} người")
    errors = len({str(one["source"]) for one in truth["errors"]})
    assert batch.counts == {"created": len(truth["rows"]), "updated": 0, "unchanged": 0, "errors": errors, "skipped": truth["skipped"]}
    assert stored_rows(batch) == {(row["full_name"], row["unit"], float(row["score"]), row["staff_kind"]) for row in truth["rows"]}
    centre.confirm("Hoàn tác lần nhập này", "Hoàn tác lần nhập")
    centre.arrives(f"Bảng điểm số {batch.pk} đã hoàn tác")
    assert Score.objects.count() == known and centre.errors == []


def shown_rows(centre: Any) -> list[tuple[str, str, str, str]]:
    """(row, name, unit, score) of each line under "Sẽ nhập"."""
    lines = centre.rows("#se-nhap")
    return [(line[0][0], line[1][0], line[2][0], line[4][0]) for line in lines]


def asked_rows(truth: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    names = {unit.code: unit.qualified_name for unit in Unit.objects.select_related("area__parent")}
    return [
        (
            str(row["source"]["row"]),
            row["full_name"],
            names[row["unit"]],
            points_of(Decimal(str(row["score"])), Decimal(row["max_score"])),
        )
        for row in truth["rows"]
    ]


def shown_errors(centre: Any) -> Counter[tuple[str, str]]:
    """(row, column) of each line under "Dòng chưa nhập được"."""
    lines = centre.rows("#dong-can-xem")
    return Counter((line[0][0], line[2][0]) for line in lines)


def stored_rows(batch: ScoreBatch) -> set[tuple[str, str, float, str]]:
    return {(score.full_name, score.unit.code, float(score.score), score.staff_kind) for score in batch.scores.with_parts()}
