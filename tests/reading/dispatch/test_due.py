"""Which time of a point is its due date (docs/reading.md, "What counts as a time")."""

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
        ("Rà soát. Thời gian thực hiện: 2021 - 2025.", "2021 - 2025", "2025-12-31"),
        ("Rà soát. Thời gian thực hiện: Giai đoạn 2021 - 2023.", "Giai đoạn 2021 - 2023", "2023-12-31"),
        ("Rà soát. Thời gian thực hiện: Tháng 4 - 6/2021.", "Tháng 4 - 6/2021", "2021-06-30"),
        ("Rà soát. Thời hạn: 31/5.", "31/5", "2021-05-31"),
        ("Rà soát. Thời gian thực hiện: Từ ngày 01/7/2021.", "Từ ngày 01/7/2021", None),
        ("Rà soát, xong chậm nhất là ngày cuối cùng của tháng 4/2021.", "chậm nhất là ngày cuối cùng của tháng 4/2021", "2021-04-30"),
        ("Gửi kết quả, hạn cuối ngày 15 tháng 12 hằng năm.", "hạn cuối ngày 15 tháng 12 hằng năm", None),
        ("Xây dựng kế hoạch hằng năm và định kỳ báo cáo kết quả trước ngày 20/11.", "trước ngày 20/11", None),
        # what a report is about is not when it is due
        ("Báo cáo kết quả thực hiện quý III/2021 về UBND Tỉnh trước ngày 25/9/2021.", "trước ngày 25/9/2021", "2021-09-25"),
        ("Báo cáo kết quả thực hiện trong quý III/2021 chậm nhất ngày 25/9/2021.", "chậm nhất ngày 25/9/2021", "2021-09-25"),
        ("Kiểm tra từ ngày 15/12/2020 đến ngày 14/6/2021, báo cáo trước ngày 20/6/2021.", "trước ngày 20/6/2021", "2021-06-20"),
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
        "Đối với các nhiệm vụ triển khai trong năm 2021, tự cân đối kinh phí.",
        "Lập kế hoạch kiểm tra quý III/2021.",
        "Xử lý vi phạm, báo cáo định kỳ, đột xuất.",
        "Hằng năm, trong giai đoạn 2021 - 2025 tổ chức hội thi.",
    ],
)
def test_what_is_no_due_date(letter: Reader, text: str) -> None:
    proposal = letter(f"1. {text}\n\n2. Việc khác.")
    point = proposal.points[0]
    assert (point.due_on, [warning for warning in proposal.warnings if warning.code.startswith("due")]) == (None, [])


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Tổ chức hội nghị ngày 20/5/2021.", [("ngày 20/5/2021", "2021-05-20")]),
        ("Tập huấn công chức tháng 5/2021.", [("tháng 5/2021", "2021-05-31")]),
        ("Hoàn thành giữa tháng 5/2021.", [("giữa tháng 5/2021", "2021-05-31")]),
        ("Hoàn thành trong quý II hoặc quý III/2021.", [("trong quý II", "2021-06-30"), ("trong quý II hoặc quý III/2021", "2021-09-30")]),
        # past when the letter was signed, on 05/4/2021
        ("Hoàn thành trước ngày 25/3/2021.", [("trước ngày 25/3/2021", "2021-03-25")]),
        ("Hoàn thành trước ngày 25/3.", [("trước ngày 25/3", "2021-03-25"), ("trước ngày 25/3", "2022-03-25")]),
        ("Rà soát. Thời hạn hoàn thành: tháng 3/2021.", [("tháng 3/2021", "2021-03-31")]),
        # what is past does not lie in a quarter to come
        ("Xử lý hồ sơ tồn đọng trong quý III/2021.", [("trong quý III/2021", "2021-09-30")]),
        ("Kiểm tra hồ sơ nộp từ ngày 15/3/2021 đến ngày 30/4/2021 tại Tổ Một cửa.", []),
        ("Kiểm tra thực tế từ ngày 15/3/2021 đến ngày 30/4/2021.", [("từ ngày 15/3/2021 đến ngày 30/4/2021", "2021-04-30")]),
    ],
)
def test_a_time_that_may_be_another_is_asked_about(letter: Reader, text: str, readings: list[tuple[str, str]]) -> None:
    proposal = letter(f"1. {text}\n\n2. Việc khác.")
    point = proposal.points[0]
    assert (point.due_text, point.due_on) == (None, None)
    warned = [warning for warning in proposal.warnings if warning.code == "due_doubtful"]
    assert [(one.due_text, str(one.due_on)) for warning in warned for one in warning.readings] == readings
    asked = [question for question in proposal.questions if question.code == "due_doubtful"]
    assert [option.time.due_text for question in asked for option in question.options if option.time] == [words for words, _ in readings]
    assert {question.default for question in asked} <= {"none"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hoàn thành trước ngày 31/4/2021.", "trước ngày 31/4/2021"),
        ("Gửi kết quả trước ngày 31/O5/2021.", "trước ngày 31/O5/2021"),
        ("Hoàn thành trong tuần 4 tháng 5/2021.", "trong tuần 4 tháng 5/2021"),
        ("Rà soát. Thời hạn: Sau khi Nghị định được ban hành.", "Sau khi Nghị định được ban hành"),
        ("Báo cáo trước ngày họp giao ban.", "trước ngày họp giao ban"),
        ("Rà soát trong 15 ngày, kể từ ngày 15/4/2021.", "trong 15 ngày, kể từ ngày 15/4/2021"),
    ],
)
def test_words_of_time_that_were_not_read_are_named(letter: Reader, text: str, words: str) -> None:
    proposal = letter(f"1. {text}\n\n2. Việc khác.")
    assert proposal.points[0].due_on is None
    warned = [warning for warning in proposal.warnings if warning.code.startswith("due")]
    assert [(warning.code, warning.point, warning.words) for warning in warned] == [("due_unread", "1", words)]
    assert words in warned[0].message


def test_a_time_that_counts_from_an_event_keeps_its_phrase_and_its_day_is_not_known(letter: Reader) -> None:
    proposal = letter("1. Báo cáo trong 05 ngày làm việc sau khi các đơn vị gửi đủ số liệu.\n\n2. Việc khác.")
    words = "trong 05 ngày làm việc sau khi các đơn vị gửi đủ số liệu"
    assert (proposal.points[0].due_text, proposal.points[0].due_on) == (words, None)
    assert [(one.code, one.message) for one in proposal.warnings if one.point == "1"] == [
        ("due_unread", f"Điểm 1: chưa biết ngày của “{words}”; xem lại và ghi hạn nếu có")
    ]


def test_a_manner_in_a_field_of_time_is_no_matter_to_ask_about(letter: Reader) -> None:
    proposal = letter("1. Rà soát. Thời gian thực hiện: Khẩn trương.\n\n2. Rà soát. Thời gian thực hiện: Thường xuyên.")
    assert [(point.due_text, point.due_on) for point in proposal.points] == [(None, None), ("Thường xuyên", None)]
    assert not [warning for warning in proposal.warnings if warning.code.startswith("due")]


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


def test_a_date_in_one_of_several_paragraphs_is_asked_about(letter: Reader) -> None:
    """No dash line carries it, so that it would be lost in silence."""
    proposal = letter(
        "1. Sở Nội vụ:\n\nRà soát hồ sơ.\n\nTập huấn trước ngày 30/6/2021.\n\n"
        "2. Sở Tư pháp:\n\nRà soát trước ngày 15/5/2021.\n\nTập huấn trước ngày 30/6/2021.\n\n3. Việc khác."
    )
    assert [point.due_on for point in proposal.points] == [None, None, None]
    asked = {question.point: [option.time.due_text for option in question.options if option.time] for question in proposal.questions}
    assert asked == {"1": ["trước ngày 30/6/2021"], "2": ["trước ngày 15/5/2021", "trước ngày 30/6/2021"]}


def test_a_labelled_field_of_time_may_be_meant_for_the_points_beside_it(letter: Reader) -> None:
    proposal = letter("1. Sở Nội vụ:\n\na) Rà soát hồ sơ.\n\nb) Thời gian thực hiện: Quý III/2021.\n\n2. Việc khác.")
    assert [(point.key, str(point.due_on)) for point in proposal.points] == [
        ("1", "None"),
        ("1.a", "None"),
        ("1.b", "2021-09-30"),
        ("2", "None"),
    ]
    assert [(question.point, question.text) for question in proposal.questions] == [("1", "Quý III/2021")]


def test_one_time_for_all_points_goes_to_those_without_one(letter: Reader) -> None:
    points = letter(
        "1. Rà soát.\n\n2. Tập huấn trước ngày 15/5/2021.\n\nThời gian thực hiện các nội dung trên: trước ngày 30/6/2021."
    ).points
    assert [str(point.due_on) for point in points] == ["2021-06-30", "2021-05-15"]


def test_a_field_of_time_below_the_last_point_is_that_points_own(letter: Reader) -> None:
    points = letter("1. Rà soát.\n\n2. Tập huấn.\n\nThời gian thực hiện: Tháng 6/2021.").points
    assert [str(point.due_on) for point in points] == ["None", "2021-06-30"]
    assert points[1].text == "Tập huấn. Thời gian thực hiện: Tháng 6/2021."


def test_a_time_for_all_is_no_words_of_the_last_point_and_not_for_points_whose_lines_have_their_own(letter: Reader) -> None:
    proposal = letter(
        "1. Rà soát.\n\n2. Làm:\n\n- Tập huấn trước ngày 15/5/2021;\n\n- Niêm yết.\n\n3. Việc khác.\n\n"
        "Thời gian thực hiện các nhiệm vụ nêu trên: trước ngày 30/6/2021."
    )
    assert [str(point.due_on) for point in proposal.points] == ["2021-06-30", "None", "2021-06-30"]
    assert proposal.points[2].text == "Việc khác."
    assert [part.role for part in proposal.paragraphs if part.text.startswith("Thời gian thực hiện các")] == ["closing"]


def test_the_closing_words_and_the_preamble_set_no_date(letter: Reader) -> None:
    proposal = letter("1. Rà soát.\n\n2. Tập huấn.\n\nNếu có khó khăn, phản ánh về UBND Tỉnh trước ngày 29/4/2021 để được hướng dẫn.")
    assert [point.due_on for point in proposal.points] == [None, None]
