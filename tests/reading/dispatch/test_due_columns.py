"""The times of a table of tasks: which column says them, and what a cell says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from reading.dispatch import Proposal
from tests.reading.dispatch import words
from tests.seed import read

HEADING = ("STT", "Nội dung", "Đơn vị chủ trì")
BEFORE = (
    "ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP", "Số: 45/KH-UBND", "Đồng Tháp, ngày 10 tháng 3 năm 2021", "KẾ HOẠCH", "Số hóa hồ sơ",
    "I. NHIỆM VỤ",
)  # fmt: skip
AFTER = ("Yêu cầu các đơn vị thực hiện./.", "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Mẫu")


def _read(rows: Sequence[Sequence[str]], merged: Iterable[tuple[int, int, int, int]] = ()) -> Proposal:
    return read(words.with_table(BEFORE, rows, AFTER, merged=merged), "ke_hoach.docx")


def _days(proposal: Proposal) -> list[str]:
    return [str(point.due_on) for point in proposal.points[1:]]


@pytest.mark.parametrize(
    ("titles", "cells", "day"),
    [
        (("Bắt đầu", "Thời gian hoàn thành"), ("01/4/2021", "30/6/2021"), "2021-06-30"),
        (("Thời gian bắt đầu", "Thời gian kết thúc"), ("01/4/2021", "30/6/2021"), "2021-06-30"),
        (("Ngày giao việc", "Thời hạn"), ("01/4/2021", "30/6/2021"), "2021-06-30"),
        (("Thời gian bắt đầu",), ("01/4/2021",), "None"),
        (("Thời gian triển khai",), ("Tháng 4/2021",), "2021-04-30"),
    ],
)
def test_the_end_of_a_task_is_its_time_and_its_beginning_is_not(titles: tuple[str, ...], cells: tuple[str, ...], day: str) -> None:
    rows = [(*HEADING, *titles), ("1", "Thay máy", "UBND huyện Tam Nông", *cells), ("2", "Tập huấn", "UBND huyện Tam Nông", *cells)]
    assert _days(_read(rows)) == [day, day]


def test_beginning_and_end_may_stand_below_one_title() -> None:
    rows = [
        (*HEADING, "Thời gian", ""),
        ("", "", "", "Từ ngày", "Đến ngày"),
        ("1", "Thay máy", "UBND huyện Tam Nông", "01/4/2021", "30/6/2021"),
        ("2", "Tập huấn", "UBND huyện Tam Nông", "15/4/2021", "31/12/2021"),
    ]
    assert _days(_read(rows, [(0, 3, 0, 4), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2)])) == ["2021-06-30", "2021-12-31"]


@pytest.mark.parametrize(
    ("cell", "day", "readings", "unread"),
    [
        ("Tháng 4, 5/2021", "2021-05-31", [], ""),
        ("15/4/2021, 31/5/2021", "2021-04-15", [], ""),
        ("Khẩn trương", "None", [], ""),
        ("Tháng 3 hoặc tháng 4", "None", ["2021-03-31", "2021-04-30"], ""),
        ("Tháng 6; tháng 12", "None", ["2021-06-30", "2021-12-31"], ""),
        ("Giữa tháng 6", "None", ["2021-06-30"], ""),
        ("Tháng 01/2021", "None", ["2021-01-31"], ""),  # past when the plan was signed
        ("31/O3/2021", "None", [], "31/O3/2021"),
        ("Theo Kế hoạch số 12/KH-UBND ngày 05/01/2021", "None", [], "Theo Kế hoạch số 12/KH-UBND ngày 05/01/2021"),
    ],
)
def test_a_cell_says_one_day_or_is_asked_about_or_not_read(cell: str, day: str, readings: list[str], unread: str) -> None:
    proposal = _read([(*HEADING, "Thời gian"), ("1", "Thay máy", "UBND huyện Tam Nông", cell)])
    warned = [warning for warning in proposal.warnings if warning.code.startswith("due")]
    assert (_days(proposal), [str(one.due_on) for warning in warned for one in warning.readings]) == ([day], readings)
    assert "".join(warning.words for warning in warned) == unread


def test_a_cell_that_goes_on_over_further_rows_holds_for_all_of_them() -> None:
    rows = [
        (*HEADING, "Thời gian"),
        ("1", "Thay máy", "UBND huyện Tam Nông", "Quý II/2021"),
        ("2", "Tập huấn", "", ""),
        ("3", "Niêm yết", "UBND huyện Tháp Mười", "Quý III/2021"),
    ]
    proposal = _read(rows, [(1, 3, 2, 3), (1, 2, 2, 2)])
    assert _days(proposal) == ["2021-06-30", "2021-06-30", "2021-09-30"]
    assert [point.lead for point in proposal.points[1:]] == [("ubnd-871",), ("ubnd-871",), ("ubnd-872",)]
