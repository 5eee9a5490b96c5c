"""Leads, coordinating units, inheritance and what a point makes: one case a sentence of docs/reading.md."""

from __future__ import annotations

import pytest

from tests.reading.dispatch.conftest import Reader

CAO_LANH_COMMUNES = 18


def test_a_point_inherits_its_parents_lead_and_its_own_lead_wins(letter: Reader) -> None:
    points = letter("1. UBND huyện Lai Vung:\n\na) Rà soát hồ sơ.\n\nb) UBND huyện Lấp Vò niêm yết.").points
    assert [point.lead for point in points] == [("ubnd-876",), ("ubnd-876",), ("ubnd-875",)]


def test_a_point_inherits_its_parents_date_where_it_states_none(letter: Reader) -> None:
    points = letter("1. Sở Nội vụ, trước ngày 30/6/2021:\n\na) Rà soát.\n\nb) Tập huấn trước ngày 15/5/2021.").points
    assert [str(point.due_on) for point in points] == ["2021-06-30", "2021-06-30", "2021-05-15"]


def test_a_name_in_a_list_takes_the_kind_before_it(letter: Reader) -> None:
    points = letter("1. UBND các huyện: Cao Lãnh, Hồng Ngự và thành phố Sa Đéc rà soát.\n\n2. UBND thành phố Hồng Ngự rà soát.").points
    assert [point.lead for point in points] == [("ubnd-873", "ubnd-870", "ubnd-867"), ("ubnd-868",)]


@pytest.mark.parametrize(
    ("words", "count", "first"),
    [
        ("UBND các huyện, thành phố", 12, "ubnd-866"),
        ("Ủy ban nhân dân các huyện, thị xã, thành phố", 12, "ubnd-866"),
        ("UBND cấp huyện", 12, "ubnd-866"),
        ("Các huyện, thành phố", 12, "ubnd-866"),
        ("UBND các huyện", 9, "ubnd-869"),
        ("Bưu điện các huyện, thị xã, thành phố", 12, "buudien-866"),
        ("Bưu điện cấp huyện", 12, "buudien-866"),
        ("Chủ tịch UBND các huyện, thành phố", 12, "ubnd-866"),
        ("UBND huyện Lai Vung, Lấp Vò", 2, "ubnd-876"),
        ("Giám đốc Sở Tư pháp", 1, "so-tu-phap-87"),
        ("Chánh Văn phòng UBND Tỉnh", 1, "vpubnd-87"),
        ("UBND xã Mỹ Long, huyện Cao Lãnh", 1, "ubnd-30115"),
        ("Bưu điện xã Tân Phước (Tân Hồng)", 1, "buudien-29944"),
    ],
)
def test_who_is_meant_in_a_letter_of_the_province(letter: Reader, words: str, count: int, first: str) -> None:
    lead = letter(f"1. {words} rà soát hồ sơ.\n\n2. Sở Nội vụ theo dõi.").points[0].lead
    assert (len(lead), lead[0]) == (count, first)


@pytest.mark.parametrize(
    ("words", "count", "first"),
    [
        ("UBND các xã, thị trấn", CAO_LANH_COMMUNES, "ubnd-30076"),
        ("UBND cấp xã", CAO_LANH_COMMUNES, "ubnd-30076"),
        ("Bưu điện huyện", 1, "buudien-873"),
        ("UBND xã Mỹ Long", 1, "ubnd-30115"),
        ("UBND các xã: Mỹ Long, Bình Hàng Tây", 2, "ubnd-30115"),
    ],
)
def test_the_issuer_is_context(letter: Reader, words: str, count: int, first: str) -> None:
    lead = letter(f"1. {words} rà soát hồ sơ.\n\n2. Việc khác.", issuer="huyện Cao Lãnh").points[0].lead
    assert (len(lead), lead[0]) == (count, first)


def test_district_posts_beside_district_leads_are_those_districts_own(letter: Reader) -> None:
    points = letter("1. UBND các huyện: Lai Vung, Lấp Vò chủ trì, phối hợp với Bưu điện cấp huyện và các cơ quan liên quan rà soát.").points
    assert points[0].coordinating == ("buudien-876", "buudien-875")
    assert points[0].coordinating_text == "các cơ quan liên quan"


def test_given_in_mid_sentence_and_in_brackets(letter: Reader) -> None:
    points = letter(
        "1. Thống nhất chủ trương; giao Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp rà soát.\n\n"
        "2. Xây dựng quy chế (Giao Sở Tư pháp chủ trì, phối hợp với Văn phòng UBND Tỉnh).\n\n3. Nhiệm vụ được giao cho Sở Nội vụ phải xong."
    ).points
    assert [(point.lead, point.coordinating) for point in points] == [
        (("so-noi-vu-87",), ("so-tu-phap-87",)),
        (("so-tu-phap-87",), ("vpubnd-87",)),
        ((), ()),
    ]


def test_field_lines_set_the_fields_and_stay_in_the_text(letter: Reader) -> None:
    point = letter(
        "1. Nâng cấp phần mềm\n\n- Cơ quan chủ trì: Sở Thông tin và Truyền thông.\n\n"
        "- Cơ quan phối hợp: Sở Nội vụ, UBND các huyện, thành phố và các đơn vị liên quan.\n\n- Thời gian thực hiện: Quý II/2021."
    ).points[0]
    assert point.lead == ("so-tttt-87",)
    assert len(point.coordinating) == 13
    assert (point.coordinating_text, point.due_text, str(point.due_on)) == ("các đơn vị liên quan", "Quý II/2021", "2021-06-30")
    assert point.text.endswith("- Thời gian thực hiện: Quý II/2021.")


def test_units_of_dash_lines_count_for_the_point_and_lines_list_them(letter: Reader) -> None:
    point = letter("1. Phân công:\n\n- UBND huyện Lai Vung rà soát trước ngày 30/4/2021;\n- Bưu điện Tỉnh tập huấn.").points[0]
    assert point.lead == ("ubnd-876", "buudien-87")
    assert point.due_on is None
    assert [(line.lead, str(line.due_on)) for line in point.lines] == [(("ubnd-876",), "2021-04-30"), (("buudien-87",), "None")]


def test_persons_are_no_units(letter: Reader) -> None:
    proposal = letter(
        "1. Lãnh đạo UBND Tỉnh theo dõi.\n\n2. Các Phó Chủ tịch UBND Tỉnh chỉ đạo.",
        recipients=("Chủ tịch, các PCT UBND Tỉnh", "Lãnh đạo VPUBND Tỉnh"),
    )
    assert [point.lead for point in proposal.points] == [(), ()]
    assert [entry.units for entry in proposal.recipients[:2]] == [(), ()]


def test_units_named_elsewhere_are_found_by_their_point(letter: Reader) -> None:
    proposal = letter(
        "1. UBND các huyện: Lai Vung, Lấp Vò rà soát.\n\n2. Các đơn vị nêu tại điểm 1 tập huấn.", recipients=("Các huyện tại điểm 1",)
    )
    assert proposal.points[1].lead == ("ubnd-876", "ubnd-875")
    assert proposal.recipients[0].units == ("ubnd-876", "ubnd-875")


def test_the_issuer_that_speaks_gives_no_work_to_itself(letter: Reader) -> None:
    points = letter("1. UBND Tỉnh yêu cầu các đơn vị nghiêm túc thực hiện.\n\n2. UBND Tỉnh giao Sở Nội vụ theo dõi.").points
    assert [point.lead for point in points] == [(), ("so-noi-vu-87",)]


def test_an_ambiguous_unit_is_left_out_and_asked_about(letter: Reader) -> None:
    proposal = letter("1. UBND Hồng Ngự rà soát.\n\n2. UBND xã Tân Phước niêm yết.")
    assert [point.lead for point in proposal.points] == [(), ()]
    assert {question.code for question in proposal.questions} == {"unit_ambiguous"}
    assert [set(question.units) for question in proposal.questions] == [{"ubnd-868", "ubnd-870"}, {"ubnd-29944", "ubnd-30220"}]


def test_a_near_spelling_is_asked_about_and_never_taken(letter: Reader) -> None:
    proposal = letter("1. UBND huyện Lai Vun rà soát.\n\n2. UBND huyện Lấp Vò rà soát.")
    assert proposal.points[0].lead == ()
    question = next(question for question in proposal.questions if question.code == "unit_unknown")
    assert (question.units[0], question.default) == ("ubnd-876", "none")
    assert "unit_unknown" in {warning.code for warning in proposal.warnings}


@pytest.mark.parametrize(
    ("text", "makes", "period"),
    [
        ("Báo cáo kết quả khắc phục trong quý II/2021.", "obligation", "2021-Q2"),
        ("Báo cáo kết quả về Sở Nội vụ trước ngày 15/8/2021.", "obligation", "2021-Q3"),
        ("Báo cáo kết quả thực hiện.", "items", None),  # no period, no duty
        ("Chỉ đạo UBND cấp xã niêm yết công khai.", "commune_items", None),
        ("Rà soát hồ sơ, báo cáo kết quả trước ngày 15/8/2021.", "items", None),
    ],
)
def test_what_a_leaf_makes(letter: Reader, text: str, makes: str, period: str | None) -> None:
    points = letter(f"1. UBND các huyện: Lai Vung, Lấp Vò:\n\na) {text}\n\nb) Việc khác.").points
    assert (points[0].makes, points[1].makes, points[1].period) == ("nothing", makes, period)


def test_modality_is_read_from_the_verb_and_inherited(letter: Reader) -> None:
    points = letter("1. Giao Sở Nội vụ:\n\na) Rà soát.\n\n2. Đề nghị Bưu điện Tỉnh tập huấn.\n\n3. UBND huyện Lai Vung niêm yết.").points
    assert [point.modality for point in points] == ["assign", "assign", "request", "direct"]


@pytest.mark.parametrize(
    "text",
    [
        "Các đơn vị báo cáo kết quả thực hiện về UBND Tỉnh trước ngày 25/9/2021.",
        "Các cơ quan, đơn vị nêu trên gửi báo cáo về UBND Tỉnh trước ngày 25/9/2021.",
        "Yêu cầu các đơn vị tổng hợp, báo cáo trước ngày 25/9/2021.",
    ],
)
def test_a_report_that_is_ordered_from_the_units_together_is_owed_and_asked_about(letter: Reader, text: str) -> None:
    """Who they are is not said: a person chooses, nobody is made to report by guess."""
    proposal = letter(
        f"1. UBND huyện Tam Nông rà soát hồ sơ.\n\n2. {text}", to=("UBND huyện Tam Nông", "UBND huyện Tháp Mười", "Bưu điện Tỉnh")
    )
    report = proposal.point("2")
    assert (report.makes, report.period, report.lead, str(report.due_on)) == ("obligation", "2021-Q3", (), "2021-09-25")
    question = next(question for question in proposal.questions if question.code == "group_meant")
    assert (question.point, question.default) == ("2", "none")
    assert [(option.value, option.units) for option in question.options] == [
        ("addressed", ("ubnd-871", "ubnd-872", "buudien-87")),
        ("leading", ("ubnd-871",)),
        ("none", ()),
    ]


def test_units_that_are_only_concerned_are_nobody_to_ask_about(letter: Reader) -> None:
    proposal = letter("1. Các đơn vị có liên quan phối hợp thực hiện.\n\n2. Việc khác.", to=("UBND huyện Tam Nông",))
    assert [question for question in proposal.questions if question.code == "group_meant"] == []


@pytest.mark.parametrize(
    ("text", "who", "task"),
    [
        ("UBND huyện Lai Vung, Lấp Vò và Bưu điện Tỉnh thay bảng.", "UBND huyện Lai Vung, Lấp Vò và Bưu điện Tỉnh", "thay bảng."),
        ("UBND các huyện, thành phố: rà soát hồ sơ.", "UBND các huyện, thành phố", "rà soát hồ sơ."),
        ("Rà soát hồ sơ, giao UBND huyện Lai Vung.", "", "Rà soát hồ sơ, giao UBND huyện Lai Vung."),
        ("Đề nghị Bưu điện Tỉnh tập huấn.", "", "Đề nghị Bưu điện Tỉnh tập huấn."),
        ("UBND huyện Lai Vung.", "", "UBND huyện Lai Vung."),
    ],
)  # fmt: skip
def test_the_task_is_the_text_without_those_who_lead(letter: Reader, text: str, who: str, task: str) -> None:
    (point,) = letter(f"1. {text}").points
    assert (point.who, point.task) == (who, task)
