"""Every way in which offices write a time, and the day on which it is due."""

from __future__ import annotations

from datetime import date

import pytest

from common.due import Doubt, DueDate, DueKind, due_of_cell, find_due
from tests.seed import signed

SIGNED = date(2021, 2, 22)


def only(text: str, *, signed_on: date | None = SIGNED, default_year: int | None = None) -> DueDate:
    found = find_due(text, signing=signed(signed_on) if signed_on else None, default_year=default_year)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "text", "kind", "on"),
    [
        # days
        ("hoàn thành trước ngày 31/3/2021.", "trước ngày 31/3/2021", "exact", date(2021, 3, 31)),
        ("gửi về Sở chậm nhất ngày 15/6/2021 để", "chậm nhất ngày 15/6/2021", "exact", date(2021, 6, 15)),
        ("chậm nhất là ngày 31-3-2021", "chậm nhất là ngày 31-3-2021", "exact", date(2021, 3, 31)),
        ("xong trước 31.3.2021;", "trước 31.3.2021", "exact", date(2021, 3, 31)),
        ("đến hết ngày 28 tháng 02 năm 2027", "đến hết ngày 28 tháng 02 năm 2027", "exact", date(2027, 2, 28)),
        ("báo cáo trước 17 giờ 00 ngày 15/3/2021", "trước 17 giờ 00 ngày 15/3/2021", "exact", date(2021, 3, 15)),
        ("báo cáo trước 17h00, ngày 15/3/2021", "trước 17h00, ngày 15/3/2021", "exact", date(2021, 3, 15)),
        ("trước ngày 31/3 phải xong", "trước ngày 31/3", "exact", date(2021, 3, 31)),
        ("ngày 31 tháng 3 phải xong", "ngày 31 tháng 3", "exact", date(2021, 3, 31)),
        ("trước ngày 31/3/21", "trước ngày 31/3/21", "exact", date(2021, 3, 31)),
        ("chậm nhất 16h30 ngày thứ Sáu, 19/3/2021", "chậm nhất 16h30 ngày thứ Sáu, 19/3/2021", "exact", date(2021, 3, 19)),
        ("xong vào thứ Sáu ngày 19/3/2021", "vào thứ Sáu ngày 19/3/2021", "exact", date(2021, 3, 19)),
        ("không để quá ngày 30/6/2021", "không để quá ngày 30/6/2021", "exact", date(2021, 6, 30)),
        ("không trễ hơn 30/6/2021", "không trễ hơn 30/6/2021", "exact", date(2021, 6, 30)),
        ("Hạn chót 15/4/2021", "Hạn chót 15/4/2021", "exact", date(2021, 4, 15)),
        ("trước ngày 30 tháng tư năm 2021", "trước ngày 30 tháng tư năm 2021", "exact", date(2021, 4, 30)),
        ("chậm nhất là 17 giờ 00 ngày 25/3/2021", "chậm nhất là 17 giờ 00 ngày 25/3/2021", "exact", date(2021, 3, 25)),
        ("trước 9 giờ sáng ngày 12/4/2021", "trước 9 giờ sáng ngày 12/4/2021", "exact", date(2021, 4, 12)),
        ("áp dụng trước thời điểm 01/01/2022", "trước thời điểm 01/01/2022", "exact", date(2022, 1, 1)),
        ("trễ nhất ngày 10/5/2021", "trễ nhất ngày 10/5/2021", "exact", date(2021, 5, 10)),
        ("gửi trước ngày 26 tháng này", "trước ngày 26 tháng này", "exact", date(2021, 2, 26)),
        ("gửi trước ngày 05 tháng sau.", "trước ngày 05 tháng sau", "exact", date(2021, 3, 5)),
        ("chậm nhất ngày 15/12 cùng năm.", "chậm nhất ngày 15/12 cùng năm", "exact", date(2021, 12, 15)),
        ("gửi trước ngày 20/4 tới Sở Nội vụ", "trước ngày 20/4", "exact", date(2021, 4, 20)),
        # the month, quarter or year of signing and the next one
        ("xong trong tháng này", "trong tháng này", "month", date(2021, 2, 28)),
        ("chậm nhất là hết tháng 6 này.", "chậm nhất là hết tháng 6 này", "month", date(2021, 6, 30)),
        ("trong tháng 9 tới.", "trong tháng 9 tới", "month", date(2021, 9, 30)),
        ("trong tháng 1 tới.", "trong tháng 1 tới", "month", date(2022, 1, 31)),
        ("hoàn thành trong quý sau", "trong quý sau", "quarter", date(2021, 6, 30)),
        ("trong quý I năm sau", "trong quý I năm sau", "quarter", date(2022, 3, 31)),
        ("xong trong năm nay", "trong năm nay", "year", date(2021, 12, 31)),
        ("từ nay đến cuối năm", "từ nay đến cuối năm", "year", date(2021, 12, 31)),
        # parts of a month
        ("trong nửa đầu tháng 5/2021", "trong nửa đầu tháng 5/2021", "month", date(2021, 5, 15)),
        ("trong nửa cuối tháng 5/2021", "trong nửa cuối tháng 5/2021", "month", date(2021, 5, 31)),
        ("trong 10 ngày đầu tháng 3 năm 2021", "trong 10 ngày đầu tháng 3 năm 2021", "month", date(2021, 3, 10)),
        ("trong hai tháng 4 và 5 năm 2021", "trong hai tháng 4 và 5 năm 2021", "span", date(2021, 5, 31)),
        ("trong hai năm 2021 - 2022", "trong hai năm 2021 - 2022", "span", date(2022, 12, 31)),
        ("Quý I + II/2021", "Quý I + II/2021", "span", date(2021, 6, 30)),
        # months, quarters, half-years, years
        ("trong tháng Tư năm 2021", "trong tháng Tư năm 2021", "month", date(2021, 4, 30)),
        ("tháng mười hai/2021", "tháng mười hai/2021", "month", date(2021, 12, 31)),
        ("trong tháng năm năm 2021", "trong tháng năm năm 2021", "month", date(2021, 5, 31)),
        ("trong quý hai năm 2021", "trong quý hai năm 2021", "quarter", date(2021, 6, 30)),
        ("chậm nhất là ngày cuối cùng của tháng 4/2021", "chậm nhất là ngày cuối cùng của tháng 4/2021", "month", date(2021, 4, 30)),
        ("10 tháng đầu năm 2021", "10 tháng đầu năm 2021", "span", date(2021, 10, 31)),
        ("trong các năm 2021, 2022", "trong các năm 2021, 2022", "span", date(2022, 12, 31)),
        ("chậm nhất đến hết tháng 6/2021.", "chậm nhất đến hết tháng 6/2021", "month", date(2021, 6, 30)),
        ("trong tháng 9 năm 2026", "trong tháng 9 năm 2026", "month", date(2026, 9, 30)),
        ("trước tháng 7/2021", "trước tháng 7/2021", "month", date(2021, 6, 30)),
        ("cuối tháng 2/2024", "cuối tháng 2/2024", "month", date(2024, 2, 29)),
        ("trong quý I/2021, lồng ghép", "trong quý I/2021", "quarter", date(2021, 3, 31)),
        ("Quý 1 năm 2021", "Quý 1 năm 2021", "quarter", date(2021, 3, 31)),
        ("Quí IV-2025", "Quí IV-2025", "quarter", date(2025, 12, 31)),
        ("Q1/2021", "Q1/2021", "quarter", date(2021, 3, 31)),
        ("QI/2021", "QI/2021", "quarter", date(2021, 3, 31)),
        ("trong Qúy Ⅱ năm 2021", "trong Qúy Ⅱ năm 2021", "quarter", date(2021, 6, 30)),
        ("trước quý II/2021", "trước quý II/2021", "quarter", date(2021, 3, 31)),
        ("trong quý III", "trong quý III", "quarter", date(2021, 9, 30)),
        ("từ nay đến hết quý II/2021", "từ nay đến hết quý II/2021", "quarter", date(2021, 6, 30)),
        ("6 tháng đầu năm 2021", "6 tháng đầu năm 2021", "half_year", date(2021, 6, 30)),
        ("trong 06 tháng cuối năm 2021", "trong 06 tháng cuối năm 2021", "half_year", date(2021, 12, 31)),
        ("9 tháng đầu năm 2021", "9 tháng đầu năm 2021", "span", date(2021, 9, 30)),
        ("trong năm 2021", "trong năm 2021", "year", date(2021, 12, 31)),
        ("Đến năm 2015, hoàn thành", "Đến năm 2015", "year", date(2015, 12, 31)),
        # spans
        ("từ ngày 14/6/2021 đến ngày 18/6/2021", "từ ngày 14/6/2021 đến ngày 18/6/2021", "span", date(2021, 6, 18)),
        ("Từ ngày 01/3 đến ngày 15/3/2021", "Từ ngày 01/3 đến ngày 15/3/2021", "span", date(2021, 3, 15)),
        ("từ ngày 14 đến hết ngày 18/6/2021", "từ ngày 14 đến hết ngày 18/6/2021", "span", date(2021, 6, 18)),
        ("từ 14-18/6/2021", "từ 14-18/6/2021", "span", date(2021, 6, 18)),
        ("từ tháng 3 đến tháng 6/2021", "từ tháng 3 đến tháng 6/2021", "span", date(2021, 6, 30)),
        ("01/3/2021 – 15/3/2021", "01/3/2021 – 15/3/2021", "span", date(2021, 3, 15)),
        ("Trong quý I và quý II năm 2021", "Trong quý I và quý II năm 2021", "span", date(2021, 6, 30)),
        ("giai đoạn 2021-2025", "giai đoạn 2021-2025", "span", date(2025, 12, 31)),
        ("trong tuần từ ngày 15 đến ngày 19/3/2021", "trong tuần từ ngày 15 đến ngày 19/3/2021", "span", date(2021, 3, 19)),
        # what has no day
        ("báo cáo hằng ngày, trước 16 giờ 00, cho đến", "hằng ngày, trước 16 giờ 00", "recurring", None),
        ("báo cáo vào cuối mỗi quý", "vào cuối mỗi quý", "recurring", None),
        ("họp định kỳ vào chiều thứ Sáu hằng tuần", "định kỳ vào chiều thứ Sáu hằng tuần", "recurring", None),
        ("vào ngày làm việc cuối cùng của tháng", "vào ngày làm việc cuối cùng của tháng", "recurring", None),
        ("Định kỳ ngày 25 của tháng thứ hai mỗi quý", "Định kỳ ngày 25 của tháng thứ hai mỗi quý", "recurring", None),
        ("thư xin lỗi hằng tuần, từ nay đến ngày 15/12/2021", "hằng tuần, từ nay đến ngày 15/12/2021", "recurring", None),
        ("định kỳ trước ngày 15 hằng tháng gửi", "định kỳ trước ngày 15 hằng tháng", "recurring", None),
        ("định kỳ trước ngày 01/6 và 15/11 hằng năm", "định kỳ trước ngày 01/6 và 15/11 hằng năm", "recurring", None),
        ("hằng quý, trước ngày 25 của tháng cuối quý", "hằng quý, trước ngày 25 của tháng cuối quý", "recurring", None),
        ("trước ngày 20 của tháng cuối quý", "trước ngày 20 của tháng cuối quý", "recurring", None),
        ("Định kỳ hằng năm báo cáo", "Định kỳ hằng năm", "recurring", None),
        ("hàng tháng, quý, 6 tháng, năm", "hàng tháng, quý, 6 tháng, năm", "recurring", None),
        ("Định kỳ đánh giá", "Định kỳ", "recurring", None),
        ("Thường xuyên, hằng năm", "Thường xuyên, hằng năm", "recurring", None),
        ("thường xuyên kiểm tra", "thường xuyên", "ongoing", None),
        ("Năm 2025 và các năm tiếp theo", "Năm 2025 và các năm tiếp theo", "ongoing", None),
        ("2025 và các năm tiếp theo", "2025 và các năm tiếp theo", "ongoing", None),
        ("từ tháng 3/2021 trở đi", "từ tháng 3/2021 trở đi", "ongoing", None),
        ("áp dụng kể từ ngày 01/7/2021", "kể từ ngày 01/7/2021", "none", None),
        ("không quá 10 ngày làm việc", "không quá 10 ngày làm việc", "relative", None),
    ],
)
def test_a_phrase_is_found_with_its_words_and_its_day(sentence: str, text: str, kind: str, on: date | None) -> None:
    due = only(sentence)
    assert (due.text, due.kind, due.on) == (text, kind, on)
    assert sentence[due.start : due.end] == due.text
    assert not due.invalid


@pytest.mark.parametrize(
    ("sentence", "on"),
    [
        ("trong vòng 15 ngày kể từ ngày ký", date(2021, 3, 9)),
        ("trong thời hạn 05 ngày làm việc kể từ ngày ký ban hành Công văn này", date(2021, 3, 1)),
        ("trong 10 (mười) ngày làm việc, kể từ ngày ban hành", date(2021, 3, 8)),
        ("sau 30 ngày kể từ ngày Công văn này được ban hành", date(2021, 3, 24)),
        ("trong vòng một tuần kể từ hôm nay", date(2021, 3, 1)),
        ("03 tháng kể từ ngày ban hành", date(2021, 5, 22)),
        ("trong 02 tuần tới", date(2021, 3, 8)),
        ("trong vòng một tháng kể từ ngày ban hành", date(2021, 3, 22)),
        ("trong mười lăm ngày kể từ ngày ký", date(2021, 3, 9)),
        ("trong vòng 15 ngày kể từ ngày nhận được Công văn này", None),
        ("trong vòng 24 giờ kể từ khi ký", None),
    ],
)
def test_a_time_relative_to_signing_has_a_day_once_that_is_known(sentence: str, on: date | None) -> None:
    due = only(sentence)
    assert (due.text, due.kind, due.on) == (sentence, DueKind.RELATIVE, on)
    assert only(sentence, signed_on=None).on is None


def test_a_month_after_the_last_of_january_ends_with_february() -> None:
    assert only("trong 01 tháng kể từ ngày ký", signed_on=date(2021, 1, 31)).on == date(2021, 2, 28)


@pytest.mark.parametrize(
    "text",
    ["31/02/2021", "ngày 31 tháng 4 năm 2021", "30/02/2021", "00/3/2021", "31/13/2021", "tháng 13/2021", "Quý V/2021", "trước ngày 31/4"],
)
def test_a_day_that_does_not_exist_is_invalid(text: str) -> None:
    due = only(text)
    assert due.invalid
    assert due.on is None


def test_only_before_a_day_leaves_the_day_out() -> None:
    assert not only("trước ngày 31/3/2021").inclusive
    for text in ("chậm nhất ngày 31/3/2021", "trước 17 giờ ngày 31/3/2021", "trước tháng 7/2021", "đến hết ngày 31/3/2021"):
        assert only(text).inclusive


def test_a_year_comes_from_the_words_then_the_default_then_signing() -> None:
    assert only("trước ngày 31/3", default_year=2022).on == date(2022, 3, 31)
    assert only("trước ngày 31/3").on == date(2021, 3, 31)
    missing = only("trước ngày 31/3", signed_on=None)
    assert (missing.on, missing.year_missing, missing.invalid) == (None, True, False)
    assert only("trước ngày 15/01", signed_on=date(2021, 12, 20)).on == date(2022, 1, 15)


@pytest.mark.parametrize(
    "sentence",
    [
        "đạt 15/17 xã, 3/4 số hồ sơ",
        "Nghị định số 09/2019/NĐ-CP",
        "Quyết định số 45/2016/QĐ-TTg",
        "xã Mỹ Quý 1 và phường 3",
        "có 15 ngày nghỉ, 12 tháng lương",
        "Đề án 06, mục 1.2.13, 50.000 đồng",
        "Phụ lục 3, điểm 1.a",
        "",
    ],
)
def test_numbers_that_are_no_time_are_left_alone(sentence: str) -> None:
    assert find_due(sentence, signing=signed(SIGNED)) == []


def test_the_date_of_a_cited_document_is_marked() -> None:
    found = find_due("thực hiện Công văn số 15/UBND-NC ngày 05/02/2021 của UBND huyện trước ngày 15/4/2021")
    assert [(due.text, due.cited, due.cued) for due in found] == [("ngày 05/02/2021", True, False), ("trước ngày 15/4/2021", False, True)]


def test_several_times_come_in_their_order() -> None:
    found = find_due("trong quý I/2021 rà soát; hằng tháng báo cáo; trước ngày 15/12/2021 tổng kết")
    assert [due.text for due in found] == ["trong quý I/2021", "hằng tháng", "trước ngày 15/12/2021"]


@pytest.mark.parametrize(
    ("field", "text", "on"),
    [
        ("2021 - 2025.", "2021 - 2025", date(2025, 12, 31)),
        ("2021, báo cáo hằng năm", "2021", date(2021, 12, 31)),
        ("31/3", "31/3", date(2021, 3, 31)),
    ],
)
def test_behind_the_name_of_a_field_bare_years_and_days_are_times(field: str, text: str, on: date) -> None:
    due = find_due(field, signing=signed(SIGNED), field=True)[0]
    assert (due.text, due.on) == (text, on)
    assert find_due(field.replace(", báo cáo hằng năm", ""), signing=signed(SIGNED)) == []


def test_a_year_that_is_not_written_is_said_to_be_assumed() -> None:
    assert (only("trước ngày 31/3").assumed, only("trước ngày 31/3/2021").assumed) == (True, False)


def test_a_month_in_a_word_without_its_year_is_no_time() -> None:
    assert find_due("gửi báo cáo tháng hai", signing=signed(SIGNED)) == []


def test_this_month_is_not_known_without_the_day_of_signing() -> None:
    due = only("trong tháng này", signed_on=None, default_year=2021)
    assert (due.on, due.doubt) == (None, Doubt.UNREAD)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [("chậm nhất thứ Sáu, ngày 19/3/2021", None), ("chậm nhất thứ Hai, ngày 19/3/2021", "unread"), ("vào Chủ nhật, ngày 21/3/2021", None)],
)
def test_a_weekday_that_is_not_that_of_its_day_is_a_doubt(text: str, doubt: str | None) -> None:
    assert only(text).doubt == doubt


@pytest.mark.parametrize(
    ("cell", "kind", "on"),
    [
        ("31/3", "exact", date(2021, 3, 31)),
        (" Trước  ngày 15/4 ", "exact", date(2021, 4, 15)),
        ("tháng 4", "month", date(2021, 4, 30)),
        ("3/2021", "month", date(2021, 3, 31)),
        ("trong quý I", "quarter", date(2021, 3, 31)),
        ("6 tháng đầu năm", "half_year", date(2021, 6, 30)),
        ("2021", "year", date(2021, 12, 31)),
        ("Hoàn thành trong tháng 3, báo cáo hằng quý", "month", date(2021, 3, 31)),
        ("Hằng quý", "recurring", None),
        ("Thường xuyên", "ongoing", None),
        ("Khẩn trương", "none", None),
        ("Ngay sau kiểm tra", "none", None),
    ],
)
def test_a_cell_keeps_all_its_words(cell: str, kind: str, on: date | None) -> None:
    due = due_of_cell(cell, default_year=2021)
    assert due is not None
    assert (due.text, due.kind, due.on, due.invalid) == (" ".join(cell.split()), kind, on, False)


def test_a_cell_may_be_empty_wrong_or_without_a_year() -> None:
    assert due_of_cell("  ") is None
    for cell in ("31/4", "30/02", "Trước ngày 31/02/2021"):
        due = due_of_cell(cell, default_year=2021)
        assert due is not None
        assert due.invalid
    due = due_of_cell("trong quý I")
    assert due is not None
    assert due.year_missing


def test_without_who_knows_the_holidays_working_days_are_told_and_not_counted() -> None:
    (due,) = find_due("trong 10 ngày làm việc kể từ ngày ký")
    assert (due.kind, due.on) == (DueKind.RELATIVE, None)
    assert find_due("trong 10 ngày làm việc kể từ ngày ký", signing=signed(date(2021, 2, 9)))[0].on == date(2021, 3, 2), "after Tết"
