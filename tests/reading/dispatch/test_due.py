"""Which time of a point is its due date (contract, "Due dates")."""

from __future__ import annotations

import pytest

from tests.reading.dispatch.conftest import Reader


@pytest.mark.parametrize(
    ("text", "due_text", "due_on"),
    [
        ("Rà soát, hoàn thành trước ngày 20/4/2021.", "trước ngày 20/4/2021", "2021-04-20"),
        ("Rà soát, chậm nhất ngày 20/4/2021.", "chậm nhất ngày 20/4/2021", "2021-04-20"),
        ("Rà soát đến hết ngày 30 tháng 6 năm 2021.", "đến hết ngày 30 tháng 6 năm 2021", "2021-06-30"),
        ("Rà soát trong quý II/2021.", "trong quý II/2021", "2021-06-30"),
        ("Rà soát trong 6 tháng đầu năm 2021.", "trong 6 tháng đầu năm 2021", "2021-06-30"),
        ("Rà soát từ ngày 14/6/2021 đến ngày 18/6/2021.", "từ ngày 14/6/2021 đến ngày 18/6/2021", "2021-06-18"),
        ("Rà soát. Thời gian hoàn thành: tháng 5/2021.", "tháng 5/2021", "2021-05-31"),
        ("Rà soát trong vòng 15 ngày kể từ ngày ký.", "trong vòng 15 ngày kể từ ngày ký", "2021-04-20"),
        ("Rà soát trong vòng 3 ngày làm việc kể từ ngày ký.", "trong vòng 3 ngày làm việc kể từ ngày ký", "2021-04-08"),
        ("Rà soát trước ngày 15/5/2021, tập huấn trước ngày 30/6/2021.", "trước ngày 15/5/2021", "2021-05-15"),
        ("Báo cáo định kỳ trước ngày 15 hằng tháng.", "định kỳ trước ngày 15 hằng tháng", None),
        ("Định kỳ hằng quý rà soát; xong lần đầu trước ngày 30/6/2021.", "trước ngày 30/6/2021", "2021-06-30"),
        ("Rà soát. Thời gian thực hiện: năm 2021 và các năm tiếp theo.", "năm 2021 và các năm tiếp theo", None),
        ("Đến năm 2025, hoàn thành số hóa.", "Đến năm 2025", "2025-12-31"),
    ],
)
def test_a_due_date_and_its_phrase(letter: Reader, text: str, due_text: str, due_on: str | None) -> None:
    point = letter(f"1. {text}\n\n2. Việc khác.").points[0]
    assert (point.due_text, point.due_on and point.due_on.isoformat()) == (due_text, due_on)


@pytest.mark.parametrize(
    "text",
    [
        "Rà soát theo Kế hoạch số 30/KH-UBND ngày 29 tháng 01 năm 2021 của UBND Tỉnh.",
        "Rà soát hồ sơ đã trả trong quý I/2021.",
        "Khắc phục hạn chế nêu trước ngày 01/02/2021.",  # before the letter's own date
        "Đến hết năm 2030 có ≥ 60 % hồ sơ trực tuyến.",
        "Đến ngày 31/12/2021, tỷ lệ hồ sơ trực tuyến đạt 60%.",
        "Điều chỉnh Quy hoạch đến năm 2030 cho phù hợp.",
        "Rà soát hồ sơ; định kỳ đánh giá việc tiếp nhận hồ sơ.",
        "Bố trí ngân sách nhà nước hằng năm của đơn vị.",
        "Từ ngày 01/7/2021 áp dụng biểu mẫu mới.",
    ],
)
def test_what_is_no_due_date(letter: Reader, text: str) -> None:
    point = letter(f"1. {text}\n\n2. Việc khác.").points[0]
    assert (point.due_text, point.due_on) == (None, None)


def test_a_time_relative_to_signing_is_open_while_the_date_is_blank(letter: Reader) -> None:
    point = letter("1. Rà soát trong vòng 15 ngày kể từ ngày ký.\n\n2. Việc khác.", date="ngày tháng năm 2021").points[0]
    assert (point.due_text, point.due_on) == ("trong vòng 15 ngày kể từ ngày ký", None)


def test_a_date_in_one_of_several_dash_lines_is_not_the_points(letter: Reader) -> None:
    points = letter(
        "1. Lưu ý:\n\n- Thay bảng;\n- Niêm yết trước ngày 15/4/2021.\n\n2. Lưu ý:\n\n"
        "- Thay bảng trước ngày 15/4/2021;\n- Niêm yết trước ngày 15/4/2021.\n\n"
        "3. Sở Nội vụ:\n\nTheo dõi, hoàn thành trước ngày 20/5/2021."
    ).points
    assert [str(point.due_on) for point in points] == ["None", "2021-04-15", "2021-05-20"]


def test_one_time_for_all_points_goes_to_those_without_one(letter: Reader) -> None:
    points = letter(
        "1. Rà soát.\n\n2. Tập huấn trước ngày 15/5/2021.\n\nThời gian thực hiện các nội dung trên: trước ngày 30/6/2021."
    ).points
    assert [str(point.due_on) for point in points] == ["2021-06-30", "2021-05-15"]


def test_the_closing_words_and_the_preamble_set_no_date(letter: Reader) -> None:
    proposal = letter("1. Rà soát.\n\n2. Tập huấn.\n\nNếu có khó khăn, phản ánh về UBND Tỉnh trước ngày 29/4/2021 để được hướng dẫn.")
    assert [point.due_on for point in proposal.points] == [None, None]
