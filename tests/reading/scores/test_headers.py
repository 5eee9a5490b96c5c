"""Headers of score tables as offices really print them: columns that say two things, scales in a column, averages, mere results."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from reading.files.grid import Merge
from reading.scores.checks import CheckedScores, check_scores
from reading.scores.columns import SCORES
from reading.scores.reader import read_scores
from reading.scores.values import scale_in, split_post
from reading.tables.choices import Choices
from reading.tables.layout import read_layouts
from tests.factories.annexes import book
from tests.reading.annex.tables import ON, grid_of
from tests.reading.scores.test_reading import MY_LONG, read, said
from tests.seed import books


def test_a_column_of_posts_and_units_gives_both() -> None:
    rows = [
        [1, "Nguyễn Thị Mẫu", "Công chức Văn hóa - xã hội, UBND xã Mỹ Long, huyện Cao Lãnh", 9],
        [2, "Trần Văn Ví", "Phó Chủ tịch UBND xã An Long, huyện Tam Nông", 8],
        [3, "Lê Thị Ảo", "Giao dịch viên Bưu điện huyện Cao Lãnh", 7],
        [4, "Lê Thị Dụ", "nt", 6],
        [5, "Phạm Thị Giả", "Tư pháp, xã Mỹ Lonh, huyện Cao Lãnh", 5],
        [6, "Phạm Văn Thử", "Giao dịch viên", 4],
    ]
    checked = read(*rows, header=("STT", "Họ và tên", "Chức vụ, đơn vị công tác", "Điểm"))
    assert [(row.position, row.unit.code, row.staff_kind) for row in checked.rows] == [
        ("Công chức Văn hóa - xã hội", "ubnd-30115", "civil_servant"), ("Phó Chủ tịch", "ubnd-30022", "civil_servant"),
        ("Giao dịch viên", "buudien-873", "post_staff"), ("Giao dịch viên", "buudien-873", "post_staff"),
    ]  # fmt: skip
    assert [(error.column, error.code, error.value) for error in checked.errors] == [
        ("Chức vụ, đơn vị công tác", "unit_unknown", "xã Mỹ Lonh, huyện Cao Lãnh"), ("Chức vụ, đơn vị công tác", "unit_missing", None),
    ]  # fmt: skip


def read_grid(*rows: Sequence[str | None], merges: Sequence[Merge]) -> CheckedScores:
    """A sheet with merged headings, against the units of 2021."""
    return check_scores(read_layouts([grid_of(*rows, merges=merges)], SCORES), books(ON), Choices())


@pytest.mark.parametrize(
    ("text", "known", "parts"),
    [
        ("Nhân viên Bưu điện, BĐ huyện Cao Lãnh", {"BĐ huyện Cao Lãnh"}, ("Nhân viên Bưu điện", "BĐ huyện Cao Lãnh")),
        ("Tư pháp - Hộ tịch – xã Mỹ Lonh", set(), ("Tư pháp - Hộ tịch", "xã Mỹ Lonh")),
        ("Văn hóa - xã hội", set(), ("Văn hóa - xã hội", "")),
        ("", set(), ("", "")),
    ],
)
def test_where_a_post_ends_and_the_unit_begins(text: str, known: set[str], parts: tuple[str, str]) -> None:
    is_unit: Callable[[str], bool] = known.__contains__
    assert split_post(text, is_unit) == parts


def test_a_column_of_scales_holds_for_its_row() -> None:
    header = ("STT", "Họ và tên", "Đơn vị", "Điểm tối đa", "Điểm đạt được")
    checked = read(
        [1, "Nguyễn Thị Mẫu", MY_LONG, 20, 15],
        [2, "Trần Văn Ví", MY_LONG, None, 15],
        [3, "Lê Thị Ảo", MY_LONG, "100 điểm", 15],
        header=header,
    )
    assert [(row.full_name, int(row.score), int(row.max_score)) for row in checked.rows] == [
        ("Nguyễn Thị Mẫu", 15, 20),
        ("Lê Thị Ảo", 15, 100),
    ]
    assert [(error.source["row"], error.code) for error in checked.errors] == [(checked.rows[0].source["row"] + 1, "score_invalid")]
    assert (scale_in("10"), scale_in("8,5"), scale_in("mười"), scale_in("3")) == (10, None, None, None)


def test_an_average_beside_its_parts_is_the_score() -> None:
    checked = read([1, "Nguyễn Thị Mẫu", MY_LONG, 8, 9, 8.5], header=("STT", "Họ và tên", "Đơn vị", "Điểm LT", "Điểm TH", "Điểm TB"))
    assert said(checked) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.5)]


def test_a_mere_result_beside_the_score_is_the_grade() -> None:
    checked = read([1, "Nguyễn Thị Mẫu", MY_LONG, 8, "Đạt"], header=("STT", "Họ và tên", "Đơn vị", "Điểm thi", "Kết quả"))
    assert [(float(row.score), row.grade) for row in checked.rows] == [(8.0, "Đạt")]
    alone = read([1, "Nguyễn Thị Mẫu", MY_LONG, 8], header=("STT", "Họ và tên", "Đơn vị", "Kết quả"))
    assert [(float(row.score), row.grade) for row in alone.rows] == [(8.0, "")]


def test_a_post_office_over_its_staff_is_their_unit_where_no_column_says_it() -> None:
    rows = [["I", "HUYỆN CAO LÃNH"], [1, "Nguyễn Thị Mẫu", 8], ["II", "Bưu điện huyện Cao Lãnh"], [1, "Trần Văn Ví", 7]]
    checked = read(*rows, header=("STT", "Họ và tên", "Điểm"))
    assert said(checked) == [("Trần Văn Ví", "buudien-873", 7.0)]
    assert [error.code for error in checked.errors] == ["unit_missing"], "a district alone is no unit"


def test_each_side_with_a_column_to_tick() -> None:
    checked = read_grid(
        ("STT", "Họ và tên", "Thành phần", None, "Đơn vị", "Điểm"), (None, None, "Công chức", "NV Bưu điện"),
        ("1", "Nguyễn Thị Mẫu", "x", None, MY_LONG, "8"), ("2", "Trần Văn Ví", "-", "x", MY_LONG, "7"),
        ("3", "Lê Thị Ảo", None, None, MY_LONG, "6"), merges=[Merge(1, 3, 1, 4)],
    )  # fmt: skip
    assert [row.staff_kind for row in checked.rows] == ["civil_servant", "post_staff", "civil_servant"]
    assert checked.rows[1].employer.code == "buudien-873"


def test_of_two_examiners_the_agreed_score_counts_and_of_two_goes_the_best() -> None:
    agreed = read_grid(
        ("STT", "Họ và tên", "Đơn vị", "Điểm chấm"), (None, None, None, "GK 1", "GK 2", "Thống nhất"),
        ("1", "Nguyễn Thị Mẫu", MY_LONG, "7", "8", "7,5"), merges=[Merge(1, 4, 1, 6)],
    )  # fmt: skip
    assert said(agreed) == [("Nguyễn Thị Mẫu", "ubnd-30115", 7.5)]
    best = read([1, "Nguyễn Thị Mẫu", MY_LONG, 7, 8, 8], header=("STT", "Họ và tên", "Đơn vị", "Điểm lần 1", "Điểm lần 2", "Điểm cao nhất"))
    assert said(best) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.0)]


def test_shares_bests_and_empty_templates_are_no_persons() -> None:
    rows = [
        [1, "Nguyễn Thị Mẫu", MY_LONG, 8], [2, "…", "…", "…"], [None, "Tỷ lệ giỏi", None, "66,7%"], [None, "Cao nhất", None, 9],
        [None, "Điểm trung bình", None, 8], [None, "Tổng: 1", None, None],
    ]  # fmt: skip
    checked = read(*rows, header=("STT", "Họ và tên", "Đơn vị", "Điểm"))
    assert said(checked) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.0)] and checked.errors == []


@pytest.mark.parametrize(
    ("header", "values", "grade"),
    [
        (("Hạng", "Họ và tên", "Đơn vị", "Điểm", "Xếp loại"), ["1", "Nguyễn Thị Mẫu", MY_LONG, 9, "Giỏi"], "Giỏi"),
        (("STT", "Ông (bà)", "Đơn vị", "Điểm bài làm", "Đánh giá, xếp loại"), [1, "Nguyễn Thị Mẫu", MY_LONG, 9, "Giỏi"], "Giỏi"),
        (("Thứ tự", "Họ và tên", "Đơn vị", "Điểm", "Xếp hạng"), [1, "Nguyễn Thị Mẫu", MY_LONG, 9, "Nhất"], "Nhất"),
    ],
)
def test_which_column_is_the_grade(header: Sequence[str], values: list[object], grade: str) -> None:
    assert [(row.full_name, row.grade) for row in read(values, header=header).rows] == [("Nguyễn Thị Mẫu", grade)]


def test_a_tick_for_men_and_women_under_the_same_heading_is_no_part_of_the_name() -> None:
    checked = read_grid(
        ("TT", "Người dự kiểm tra", None, None, "Đơn vị", "Điểm"), (None, "Họ và tên", "Nam", "Nữ"),
        ("1", "Nguyễn Thị Mẫu", None, "x", MY_LONG, "8"), merges=[Merge(1, 2, 1, 4)],
    )  # fmt: skip
    assert said(checked) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.0)]


def test_what_is_said_of_one_header_does_not_touch_another_one_below() -> None:
    rows = [
        ["STT", "Họ và tên", "Đơn vị", "Lý thuyết", "Điểm"], [1, "Nguyễn Thị Mẫu", MY_LONG, 9, 4],
        ["DANH SÁCH NHÂN VIÊN BƯU ĐIỆN"],
        ["STT", "Đơn vị", "Họ và tên", "Điểm"], [1, f"Bưu điện {MY_LONG.lower()}", "Lê Thị Ảo", 6],
    ]  # fmt: skip
    choices = Choices(columns={"PL3": {"4": "score", "5": ""}})
    found = read_scores(book({"PL3": rows}), "a.xlsx", books=books, choices=choices)
    assert [(row.full_name, float(row.score)) for row in found.rows] == [("Nguyễn Thị Mẫu", 9), ("Lê Thị Ảo", 6)]
    assert not found.errors
