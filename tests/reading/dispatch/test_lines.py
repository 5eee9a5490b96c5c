"""The dash lines of a point: each with its own bodies and its own time (docs/reading.md, "Points")."""

from __future__ import annotations

from reading.dispatch.proposal import PointProposal
from tests.reading.dispatch.conftest import Reader

TO = ("UBND huyện Tam Nông", "Sở Nội vụ")


def _times(point: PointProposal) -> list[tuple[str, str | None, str]]:
    return [(line.text, line.due_text, str(line.due_on)) for line in point.lines]


def test_a_paragraph_of_time_right_below_a_line_is_that_lines_and_not_the_points(letter: Reader) -> None:
    point = letter(
        "1. UBND huyện Tam Nông\n\n- Lập tổ rà soát.\n\nThời hạn hoàn thành: Trước ngày 20/4/2021.\n\n"
        "- Rà soát hồ sơ.\n\nThời hạn hoàn thành: Trước ngày 15/5/2021.\n\n2. Việc khác."
    ).points[0]
    assert (point.due_text, point.due_on) == (None, None)
    assert _times(point) == [
        ("Lập tổ rà soát.", "Trước ngày 20/4/2021", "2021-04-20"),
        ("Rà soát hồ sơ.", "Trước ngày 15/5/2021", "2021-05-15"),
    ]
    assert point.text.count("Thời hạn hoàn thành") == 2


def test_dashed_fields_of_time_belong_to_the_line_above_each(letter: Reader) -> None:
    point = letter(
        "1. Việc:\n\n- Lập tổ.\n\n- Thời gian: tháng 5/2021.\n\n- Rà soát.\n\n- Thời gian: quý III/2021.\n\n2. Việc khác."
    ).points[0]
    assert point.due_on is None
    assert [str(line.due_on) for line in point.lines] == ["2021-05-31", "2021-05-31", "2021-09-30", "2021-09-30"]


def test_one_dashed_field_of_time_among_the_fields_of_a_point_is_the_points(letter: Reader) -> None:
    point = letter(
        "1. Tập huấn cho công chức.\n\n- Cơ quan chủ trì: Sở Nội vụ.\n\n- Thời gian thực hiện: quý III/2021.\n\n2. Việc khác."
    ).points[0]
    assert (point.due_text, str(point.due_on)) == ("quý III/2021", "2021-09-30")


def test_a_time_below_a_line_with_plus_lines_is_that_of_all_of_them(letter: Reader) -> None:
    point = letter(
        "1. Việc:\n\n- Hướng dẫn, trong đó:\n\n+ Sở Nội vụ hướng dẫn hồ sơ;\n\n+ Sở Tư pháp hướng dẫn chứng thực.\n\n"
        "Thời gian thực hiện: quý III/2021.\n\n- Kiểm tra.\n\nThời gian thực hiện: quý IV/2021.\n\n2. Việc khác."
    ).points[0]
    assert [str(line.due_on) for line in point.lines] == ["2021-09-30", "2021-09-30", "2021-09-30", "2021-12-31"]


def test_one_time_below_the_last_of_several_lines_is_asked_about(letter: Reader) -> None:
    """It may be meant for the last line or for all of them."""
    proposal = letter("1. Việc:\n\n- Rà soát.\n\n- Tập huấn.\n\nThời gian thực hiện: Tháng 5/2021.\n\n2. Việc khác.")
    assert proposal.points[0].due_on is None
    assert [line.due_text for line in proposal.points[0].lines] == [None, "Tháng 5/2021"]
    assert [(question.key, question.text) for question in proposal.questions] == [("due_doubtful:1", "Tháng 5/2021")]


def test_a_doubt_about_the_time_of_a_line_names_the_line(letter: Reader) -> None:
    proposal = letter("1. Việc:\n\n- Rà soát.\n\n- Tổ chức hội nghị ngày 20/5/2021.\n\n2. Việc khác.")
    question = next(question for question in proposal.questions if question.code == "due_doubtful")
    assert (question.key, question.point, question.line) == ("due_doubtful:1:2", "1", 2)
    assert question.message == "Điểm 1, dòng gạch đầu dòng thứ 2 ghi “ngày 20/5/2021”: có phải thời hạn thực hiện không?"
    assert [option.label for option in question.options] == ["Hạn 20/05/2021, từ “ngày 20/5/2021”", "Không phải thời hạn"]


def test_a_recurring_time_of_a_line_has_no_day(letter: Reader) -> None:
    point = letter(
        "1. Chế độ báo cáo\n\n- Xây dựng kế hoạch hằng năm và định kỳ báo cáo kết quả trước ngày 20/11.\n\n- Mở sổ.\n\n2. Việc khác."
    ).points[0]
    assert [(line.due_text, line.due_on, line.due_kind) for line in point.lines] == [
        ("trước ngày 20/11", None, "recurring"),
        (None, None, None),
    ]


def test_a_line_that_names_nobody_is_led_by_who_leads_the_point_and_one_with_an_unknown_body_by_nobody(letter: Reader) -> None:
    proposal = letter(
        "1. UBND huyện Tam Nông:\n\n- Rà soát hồ sơ.\n\n- Sở Tài chính chủ trì theo dõi.\n\n- Sở Nội vụ kiểm tra.\n\n2. Việc khác.", to=TO
    )
    assert [line.lead for line in proposal.points[0].lines] == [("ubnd-871",), (), ("so-noi-vu-87",)]
    assert [warning.point for warning in proposal.warnings if "Sở Tài chính" in warning.message] == ["1"]


def test_a_blank_day_of_signing_still_tells_the_month(letter: Reader) -> None:
    proposal = letter("1. Khởi công ngày 07/5/2021.\n\n2. Khai giảng ngày 07/6/2021.", date="ngày tháng 6 năm 2021")
    assert [question.point for question in proposal.questions if question.code == "due_doubtful"] == ["2"]
