"""How offices write score tables: scores, scales, sides, headers, names in two columns, Word tables, bad files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import FileRefused
from reading.scores.checks import CheckedScores
from reading.scores.reader import read_scores
from reading.scores.values import is_absent, only_side_of, read_score, scale_of, side_of
from tests.factories.annexes import book
from tests.factories.scores import HEADER, MY_LONG, TITLE, table
from tests.seed import books

ROW = [1, "Nguyễn Thị Mẫu", "Công chức Tư pháp - Hộ tịch", MY_LONG, "8,5", "Giỏi", None]


def read(*rows: Sequence[Any], **layout: Any) -> CheckedScores:
    return read_scores(table(*rows, **layout), "bang-diem.xlsx", books=books)


def said(checked: CheckedScores) -> list[tuple[str, str, float]]:
    return [(row.full_name, row.unit.code, float(row.score)) for row in checked.rows]


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("8,5", "8.5"), ("8 ,5", "8.5"), ("8, 5", "8.5"), ("8.5", "8.5"), ("08", "8"), ("10", "10"), ("8,25", "8.25"), ("0", "0"),
        ("8,5đ", "8.5"), ("8,5 đ.", "8.5"), ("9,0 điểm", "9.0"), ("7/10", "7"), ("7 /10", "7"), ("7,25 (bảy hai lăm)", "7.25"),
        ("8 điểm/10", "8"), ("8,5 [giỏi]", "8.5"), ("8,125", "8.125"),
    ],
)  # fmt: skip
def test_a_number_is_read_whatever_stands_behind_it(text: str, score: str) -> None:
    found = read_score(text)
    assert found is not None
    assert found[0] == Decimal(score)


@pytest.mark.parametrize(
    "text", ["tám", "tám rưỡi", "8 rưỡi", "8 phẩy 5", "8,5 - 9", "8;5", "1.234", "-3", "8,5,5", "khoảng 8", "8 và 9", "12345", "năm 2020"]
)
def test_words_alone_ranges_and_doubtful_numbers_are_never_guessed(text: str) -> None:
    assert read_score(text) is None


@pytest.mark.parametrize(
    "text", ["", "x", "X", "vắng", "Vắng có phép", "-", "…", "không dự thi", "nghỉ thai sản", "bỏ thi", "chưa kiểm tra", "(vắng)"]
)
def test_what_says_that_there_is_no_score(text: str) -> None:
    assert is_absent(text)


@pytest.mark.parametrize("text", ["0", "8", "tám", "không điểm", "xuất sắc"])
def test_what_says_something_else(text: str) -> None:
    assert not is_absent(text)


@settings(max_examples=60, deadline=None)
@given(st.decimals(0, 10, places=2), st.sampled_from([",", "."]), st.sampled_from(["", "đ", " điểm", "/10", " (viết tay)"]))
def test_every_score_that_is_written_out_is_read_back(score: Decimal, mark: str, tail: str) -> None:
    found = read_score(f"{score:f}".replace(".", mark) + tail)
    assert found is not None
    assert found[0] == score


@pytest.mark.parametrize(
    ("heading", "line", "scale"),
    [
        ("Điểm", "", 10), ("Điểm (thang 100)", "", 100), ("Điểm/20", "", 20), ("Điểm (100)", "", 100), ("Điểm (tối đa 50 điểm)", "", 50),
        ("Điểm", "Ghi chú: thang điểm 100", 100), ("Điểm", "Thang điểm: 20", 20), ("Điểm", "Kèm theo Báo cáo số 15/BC ngày 22/01/2021", 10),
        ("Điểm", "Điểm tối đa 5.000 đồng", 10),
    ],
)  # fmt: skip
def test_the_scale_is_ten_unless_a_heading_or_a_note_says_otherwise(heading: str, line: str, scale: int) -> None:
    assert scale_of([heading], [line]) == scale


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Nhân viên Bưu điện", "post_staff"), ("NV BĐ-VHX", "post_staff"), ("Giao dịch viên", "post_staff"),
        ("A. CÔNG CHỨC", "civil_servant"),
        ("Công chức phối hợp Bưu điện", "civil_servant"), ("Phó Chủ tịch", "civil_servant"), ("Nhân viên", None), ("", None),
    ],
)  # fmt: skip
def test_which_side_a_text_speaks_of(text: str, side: str | None) -> None:
    assert side_of(text) == side


def test_a_title_that_names_both_sides_decides_nothing() -> None:
    assert only_side_of("BẢNG ĐIỂM CÔNG CHỨC, NHÂN VIÊN BƯU ĐIỆN") is None
    assert only_side_of("DANH SÁCH NHÂN VIÊN BƯU ĐIỆN") == "post_staff"


# ---- layouts ----


def test_columns_in_another_order_and_other_headings() -> None:
    header = ("Đơn vị công tác", "Số TT", "Kết quả xếp loại", "Họ tên công chức", "Tổng điểm", "Chức danh")
    checked = read([MY_LONG, 1, "Tốt", "Nguyễn Thị Mẫu", 9, "Công chức"], header=header)
    assert said(checked) == [("Nguyễn Thị Mẫu", "ubnd-30115", 9.0)]
    assert (checked.rows[0].grade, checked.rows[0].position) == ("Tốt", "Công chức")


def test_of_several_parts_the_total_counts() -> None:
    rows = [
        ["PHỤ LỤC 3"],
        ["STT", "Họ và tên", "Đơn vị", "Điểm", None, None, "Xếp loại"],
        [None, None, None, "Lý thuyết", "Thực hành", "Tổng", None],
        [1, "Nguyễn Thị Mẫu", MY_LONG, 4, "4,5", "8,5", "Giỏi"],
    ]
    assert said(read_scores(book({"PL3": rows}), "a.xlsx", books=books)) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.5)]


def test_of_digits_and_letters_the_digits_count_under_a_merged_heading() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (
        ["TT", "Họ và tên", None, "Đơn vị", "Điểm", None],
        [None, None, None, None, "Bằng chữ", "Bằng số"],
        [1, "Nguyễn Thị", "Mẫu", MY_LONG, "Tám rưỡi", "8,5"],
    ):
        sheet.append(row)
    for block in ("B1:C2", "A1:A2", "D1:D2", "E1:F1"):
        sheet.merge_cells(block)
    target = BytesIO()
    made.save(target)
    assert said(read_scores(target.getvalue(), "a.xlsx", books=books)) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.5)]


def test_several_parts_without_a_total_are_not_guessed() -> None:
    with pytest.raises(FileRefused) as refused:
        read([1, "Nguyễn Thị Mẫu", MY_LONG, 4, 5], header=("STT", "Họ và tên", "Đơn vị", "Điểm lý thuyết", "Điểm thực hành"))
    assert refused.value.code == "header_missing"


def test_groups_give_district_unit_and_side() -> None:
    rows = [
        ["A. CÔNG CHỨC"],
        ["I. HUYỆN CAO LÃNH"],
        [1, "Nguyễn Thị Mẫu", None, "Xã Mỹ Long", 8],
        ["B. NHÂN VIÊN BƯU ĐIỆN"],
        [1, "Lê Thị Ảo", None, "Xã Mỹ Long, huyện Cao Lãnh", 7],
    ]
    checked = read(*rows, header=("STT", "Họ và tên", "Chức vụ", "Đơn vị", "Điểm"))
    assert [(row.unit.code, row.staff_kind, row.employer.code) for row in checked.rows] == [
        ("ubnd-30115", "civil_servant", "ubnd-30115"),
        ("ubnd-30115", "post_staff", "buudien-873"),  # the unit is as the file names it; the side is the clerk's own
    ]
    assert checked.skipped == len(TITLE) + 1 + 3


def test_a_unit_merged_or_left_empty_goes_on_until_a_row_has_its_own_number() -> None:
    rows = [ROW, [None, "Trần Văn Ví", "Công chức", None, 7, None, None], [2, "Lê Thị Dụ", "Công chức", None, 6, None, None]]
    checked = read(*rows)
    assert said(checked) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.5), ("Trần Văn Ví", "ubnd-30115", 7.0)]
    assert [(error.code, error.source["row"]) for error in checked.errors] == [("unit_missing", 6)]


def test_all_errors_of_a_row_are_listed_with_their_columns() -> None:
    checked = read(
        [1, None, "Công chức", "xã Mỹ Lông, huyện Cao Lãnh", "mười một", None, None],
        [2, "Trần Văn Ví", "", MY_LONG, date(2021, 10, 7), None, None],
    )
    found = [(error.column, error.code, error.value) for error in checked.errors]
    assert found == [
        ("Họ và tên", "name_missing", None),
        ("Đơn vị", "unit_unknown", "xã Mỹ Lông, huyện Cao Lãnh"),
        ("Điểm", "score_invalid", "mười một"),
        ("Điểm", "score_invalid", "07/10/2021"),
    ]
    assert "ubnd-30115" in [one.unit.code for one in checked.errors[1].suggestions]


def test_a_formula_without_a_value_is_an_error_of_its_cell() -> None:
    checked = read([1, "Nguyễn Thị Mẫu", "Công chức", MY_LONG, "=4+4", None, None])
    assert [(error.column, error.code) for error in checked.errors] == [("Điểm", "value_missing")]


def test_a_scale_in_the_heading_and_one_in_the_cell() -> None:
    header = ("STT", "Họ và tên", "Đơn vị", "Điểm (thang 100)")
    checked = read([1, "Nguyễn Thị Mẫu", MY_LONG, 85], [2, "Trần Văn Ví", MY_LONG, "120"], header=header)
    assert [(row.score, row.max_score) for row in checked.rows] == [(85, 100)]
    assert [error.code for error in checked.errors] == ["score_invalid"]
    own = read([1, "Nguyễn Thị Mẫu", MY_LONG, "85/100"], header=("STT", "Họ và tên", "Đơn vị", "Điểm"))
    assert [(row.score, row.max_score) for row in own.rows] == [(85, 100)]


def test_a_header_that_is_printed_again_and_one_with_other_columns() -> None:
    rows = [
        ROW,
        HEADER,
        [2, "Trần Văn Ví", "Công chức", MY_LONG, 7, "Khá", None],
        ["DANH SÁCH NHÂN VIÊN BƯU ĐIỆN"],
        ["STT", "Đơn vị", "Họ và tên", "Điểm"],
        [1, f"Bưu điện {MY_LONG.lower()}", "Lê Thị Ảo", 6],
    ]
    checked = read(*rows)
    assert said(checked) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.5), ("Trần Văn Ví", "ubnd-30115", 7.0), ("Lê Thị Ảo", "buudien-30115", 6.0)]
    assert checked.skipped == len(TITLE) + 4
    assert not checked.errors


def test_a_word_table_that_goes_on_over_a_page() -> None:
    made = docx.Document()
    made.add_paragraph("PHỤ LỤC 3 kèm Báo cáo ngày 22 tháng 01 năm 2021")
    for rows in ([["STT", "Họ và tên", "Đơn vị", "Điểm"], ["1", "Nguyễn Thị Mẫu", MY_LONG, "8,5"]], [["2", "Trần Văn Ví", MY_LONG, "7"]]):
        word = made.add_table(rows=0, cols=4)
        for row in rows:
            for cell, text in zip(word.add_row().cells, row, strict=True):
                cell.text = text
        made.add_paragraph("")
    target = BytesIO()
    made.save(target)
    checked = read_scores(target.getvalue(), "a.docx", books=books)
    assert said(checked) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.5), ("Trần Văn Ví", "ubnd-30115", 7.0)]
    assert [row.source for row in checked.rows] == [{"table": 1, "row": 2}, {"table": 2, "row": 1}]


def test_a_csv_of_an_old_excel() -> None:
    text = f"STT;Họ và tên;Đơn vị;Điểm\n1;Nguyễn Thị Mẫu;{MY_LONG};8,5\n"
    assert said(read_scores(text.encode("utf-8-sig"), "a.csv", books=books)) == [("Nguyễn Thị Mẫu", "ubnd-30115", 8.5)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_invalid"),
        (b"%PDF-1.4 so", "file_invalid"),
        (table([1, "Xã Mỹ Long", "Chưa niêm yết"], header=("STT", "Đơn vị", "Hạn chế")), "header_missing"),
        (table(), "no_rows"),
    ],
    ids=["empty", "pdf", "findings", "no rows"],
)
def test_a_file_that_can_not_be_used(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_scores(content, "Nguyễn Thị Mẫu.xlsx", books=books)
    assert refused.value.code == code
    assert "Mẫu" not in refused.value.message
