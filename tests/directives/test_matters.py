"""What a proposal asks and remarks, each thing once. Pure: no database."""

from __future__ import annotations

from dataclasses import replace

from directives.proposing.answers import apply_answers, unanswered
from directives.proposing.asking import OTHER, matters_of, questions_of, remarks_of
from directives.proposing.grouping import group_of_leaf, groups_of
from directives.proposing.planning import Plan, PlannedItem
from reading.dispatch import proposal as read
from reading.dispatch.proposal import LineProposal, PlacedText, PointProposal, Proposal


def unknown(point: str | None, name: str) -> read.ReadWarning:
    where = f"Điểm {point}" if point else "Kính gửi"
    return read.ReadWarning("unit_unknown", f"{where}: “{name}” không có trong danh sách đơn vị của cổng", point=point, text=name)


def a_proposal(*warnings: read.ReadWarning) -> Proposal:
    return Proposal(
        addressees=(PlacedText("Sở Tài chính"),),
        points=[
            PointProposal("I", None, "NHIỆM VỤ TRỌNG TÂM"),
            PointProposal("I.1", "I", "Sở Tài chính cấp kinh phí.", makes="items"),
            PointProposal("I.2", "I", "Sở Tài chính và Công an Tỉnh kiểm tra.", makes="items"),
            PointProposal("II", None, "TỔ CHỨC THỰC HIỆN:"),
            PointProposal("II.1", "II", "UBND các huyện báo cáo.", lead=("u1",), makes="items"),
        ],
        warnings=warnings,
    )


TWICE = (unknown("I.1", "Sở Tài chính"), unknown("I.2", "Sở Tài  chính"), unknown("I.2", "Công an Tỉnh"))


def test_a_body_without_a_code_is_asked_about_once_for_all_its_points() -> None:
    matters = matters_of(a_proposal(*TWICE))
    assert [(matter.first.text, matter.points) for matter in matters] == [("Sở Tài chính", ("I.1", "I.2")), ("Công an Tỉnh", ("I.2",))]
    assert matters[0].words == "“Sở Tài chính” ở 2 điểm (I.1, I.2): không có trong danh sách đơn vị."


def test_one_answer_leads_all_points_and_joins_the_addressee() -> None:
    proposal = a_proposal(*TWICE)
    answers = {question.key: {"choice": OTHER, "units": ["u9"]} for question in matters_of(proposal)[0].questions}
    outcome = apply_answers(proposal, answers).proposal
    assert [point.lead for point in outcome.points] == [(), ("u9",), ("u9",), (), ("u1",)]
    assert outcome.addressees[0].units == ("u9",)
    assert [question.text for question in unanswered(proposal, answers)] == ["Công an Tỉnh"]


def test_a_choice_of_other_units_without_units_is_no_answer() -> None:
    proposal = a_proposal(unknown("I.1", "Sở Tài chính"))
    (question,) = questions_of(proposal)
    assert unanswered(proposal, {question.key: {"choice": OTHER, "units": []}}) == [question]
    assert unanswered(proposal, {question.key: {"choice": "none"}}) == []


def test_the_line_that_prints_the_name_is_led_by_it_too() -> None:
    proposal = a_proposal(unknown("I.1", "Sở Tài chính"))
    proposal.point("I.1").lines = (LineProposal("Sở Tài chính cấp kinh phí"), LineProposal("Các đơn vị phối hợp", lead=("u2",)))
    (question,) = questions_of(proposal)
    lines = apply_answers(proposal, {question.key: {"choice": OTHER, "units": ["u9"]}}).proposal.point("I.1").lines
    assert [line.lead for line in lines] == [("u9",), ("u2",)]


def test_an_addressee_without_a_code_is_a_remark_and_blocks_nothing() -> None:
    proposal = a_proposal(unknown(None, "Hội Nông dân"))
    assert questions_of(proposal) == ()
    assert remarks_of(proposal, Plan())[0].words.startswith("Kính gửi: “Hội Nông dân”")


def test_remarks_of_a_kind_stand_together_with_their_points() -> None:
    made = PlannedItem("II.1", "", "u1", "u1", (), "", None, "", False, "")
    order = [read.ReadWarning("label_out_of_order", f"Điểm {key} không theo thứ tự", point=key) for key in ("I.2", "II.1")]
    remarks = remarks_of(a_proposal(read.ReadWarning("number_missing", "Số văn bản còn để trống"), *order), Plan(items=(made,)))
    assert [(remark.code, remark.points, remark.is_minor) for remark in remarks] == [
        ("number_missing", (), True),
        ("label_out_of_order", ("I.2", "II.1"), False),
        ("no_unit", ("I.1", "I.2"), False),
    ]


# Groups


def test_the_groups_are_the_headings_of_the_dispatch() -> None:
    proposal = a_proposal()
    groups = groups_of(proposal, {})
    assert [(group.name, group.point) for group in groups] == [
        ("Nhiệm vụ trọng tâm", "I"),
        ("Tổ chức thực hiện", "II"),
        ("Yêu cầu chung", ""),
    ]
    assert [group_of_leaf(point, proposal, groups) for point in proposal.leaves()] == [
        "Nhiệm vụ trọng tâm",
        "Nhiệm vụ trọng tâm",
        "Tổ chức thực hiện",
    ]


def test_a_group_that_was_named_keeps_its_points_and_one_that_was_dropped_gives_them_to_the_rest() -> None:
    proposal = a_proposal()
    groups = groups_of(proposal, {"groups": [{"name": "Kinh phí", "point": "I"}]})
    assert [group_of_leaf(point, proposal, groups) for point in proposal.leaves()] == ["Kinh phí", "Kinh phí", "Yêu cầu chung"]


def test_a_point_that_names_its_own_body_is_no_heading() -> None:
    proposal = a_proposal()
    for key, lead in (("I", ("u1",)), ("II", ("u2",))):
        proposal.points = [replace(point, lead=lead) if point.key == key else point for point in proposal.points]
    assert [group.name for group in groups_of(proposal, {})] == ["Yêu cầu chung"]


def test_words_of_the_scheme_of_2021_make_no_groups_of_a_plan_that_happens_to_use_two() -> None:
    proposal = Proposal(points=[PointProposal("1", None, "Mua máy tính, đẩy mạnh tuyên truyền.", makes="items")])
    assert [group.name for group in groups_of(proposal, {})] == ["Yêu cầu chung"]


def test_many_fine_headings_give_way_to_those_above_them() -> None:
    points = [PointProposal("I", None, "Một"), PointProposal("II", None, "Hai")]
    for top in ("I", "II"):
        for number in range(1, 9):
            points.append(PointProposal(f"{top}.{number}", top, f"Mục {number}"))
            points.append(PointProposal(f"{top}.{number}.a", f"{top}.{number}", "Việc", makes="items"))
    assert [group.name for group in groups_of(Proposal(points=points), {})] == ["Một", "Hai", "Yêu cầu chung"]
