"""What follows from a person's answers, and from the safe ones that the command line takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from directives.proposing.answers import apply_answers, safe_answers, unanswered
from directives.proposing.grouping import groups_of
from reading.dispatch import proposal as read_values
from reading.dispatch.proposal import LineProposal, Option, PlacedText, PointProposal, Proposal, Question, ReadTime

DUE = date(2021, 3, 31)
WAIT = Question(
    "addressee_without_task:u9",
    "addressee_without_task",
    "u9?",
    (Option("wait", ""), Option("take_in", "", ("u9",)), Option("leave_out", "")),
    "wait",
    units=("u9",),
)
REPORT = Question(
    "due_of_report_or_work:1.b", "due_of_report_or_work", "?", (Option("report", ""), Option("work", "")), "report", point="1.b"
)
POSTS = Question(
    "district_post_scope:2",
    "district_post_scope",
    "?",
    (Option("all", "", ("p1", "p2", "p3")), Option("with:1", "", ("p1",))),
    "all",
    point="2",
)


DAY, LATER = ReadTime("ngày 20/3/2021", date(2021, 3, 20), "exact"), ReadTime("ngày 20/4/2021", date(2021, 4, 20), "exact")


def time_question(point: str, line: int | None = None) -> Question:
    options = (Option("1", "", time=DAY), Option("2", "", time=LATER), Option("none", ""))
    return Question(f"due_doubtful:{point}" + (f":{line}" if line else ""), "due_doubtful", "?", options, "none", point=point, line=line)


def name_question(field: str, point: str | None, text: str = "Tên lạ") -> Question:
    return Question(
        f"unit_unknown:{field}:{point or ''}:{text}", "unit_unknown", "?", (Option("u5", "", ("u5",)), Option("none", "")), "none",
        text=text, point=point, field=field,
    )  # fmt: skip


def proposal(*questions: Question, warnings: tuple[read_values.ReadWarning, ...] = ()) -> Proposal:
    return Proposal(
        addressees=(PlacedText("UBND các huyện; Tên lạ", ("u1", "u9")),),
        recipients=(PlacedText("Như trên"),),
        points=[
            PointProposal("1", None, "Các huyện:", lead=("u1",)),
            PointProposal("1.a", "1", "Sửa trụ sở, trang thiết bị.", lead=("u1",), makes="items"),
            PointProposal("1.b", "1", "Báo cáo.", lead=("u1",), makes="obligation", due_on=DUE, due_text="trong quý I/2021"),
            PointProposal("2", None, "Việc khác.", lead=("u2",), coordinating=("p1", "p2", "p3", "x"), makes="items"),
        ],
        questions=questions,
        warnings=warnings,
    )


def test_safe_answers_are_the_defaults() -> None:
    answers = safe_answers(proposal(WAIT, REPORT, POSTS))
    assert [answer["choice"] for answer in answers.values()] == ["wait", "report", "all"]


@pytest.mark.parametrize(
    ("answer", "is_open"),
    [
        (None, True),
        ({"choice": "wait", "reason": ""}, False),
        ({"choice": "take_in", "reason": ""}, True),
        ({"choice": "take_in", "reason": "  "}, True),
        ({"choice": "take_in", "reason": "Ý kiến Lãnh đạo"}, False),
        ({"choice": "leave_out", "reason": ""}, True),
        ({"choice": "leave_out", "reason": "Ý kiến Lãnh đạo"}, False),
        ({"choice": "bịa", "reason": "Ý kiến Lãnh đạo"}, True),
        ({"choice": "", "reason": "Ý kiến Lãnh đạo"}, True),
    ],
)
def test_a_question_is_open_until_it_has_a_choice_and_the_reason_that_it_needs(answer: dict[str, str] | None, is_open: bool) -> None:
    answers = {} if answer is None else {WAIT.key: answer}
    assert bool(unanswered(proposal(WAIT), answers)) is is_open


@pytest.mark.parametrize(("choice", "attribute"), [("wait", "waiting"), ("take_in", "taken_in"), ("leave_out", "left_out")])
def test_a_unit_without_a_task_waits_comes_in_or_stays_out(choice: str, attribute: str) -> None:
    outcome = apply_answers(proposal(WAIT), {WAIT.key: {"choice": choice, "reason": "Vì vậy"}})
    found = {name: getattr(outcome, name) for name in ("waiting", "taken_in", "left_out")}
    assert found == {**dict.fromkeys(found, ()), attribute: ("u9",)}
    assert outcome.reasons == {"u9": "Vì vậy"}


def test_an_unanswered_question_takes_its_safe_answer() -> None:
    outcome = apply_answers(proposal(WAIT, REPORT, POSTS), {})
    assert outcome.waiting == ("u9",)
    assert outcome.proposal.point("1.b").due_covers_work is False
    assert outcome.proposal.point("2").coordinating == ("x", "p1", "p2", "p3")


def test_the_scope_of_post_offices_replaces_only_post_offices() -> None:
    outcome = apply_answers(proposal(POSTS), {POSTS.key: {"choice": "with:1"}})
    assert outcome.proposal.point("2").coordinating == ("x", "p1")


def test_the_time_of_the_report_may_cover_the_work() -> None:
    outcome = apply_answers(proposal(REPORT), {REPORT.key: {"choice": "work"}})
    assert outcome.proposal.point("1.b").due_covers_work is True


def test_the_proposal_itself_stays_as_read() -> None:
    read = proposal(WAIT, REPORT, POSTS, name_question("lead", "1"))
    before = read.to_storage()
    apply_answers(read, {REPORT.key: {"choice": "work"}, POSTS.key: {"choice": "with:1"}, "unit_unknown:lead:1:Tên lạ": {"choice": "u5"}})
    assert read.to_storage() == before


def leads_after(read: Proposal, question: Question) -> dict[str, tuple[str, ...]]:
    outcome = apply_answers(read, {question.key: {"choice": "u5"}})
    return {point.key: point.lead for point in outcome.proposal.points}


def test_a_lead_that_was_named_leads_the_points_that_inherit_too() -> None:
    question = name_question("lead", "1")
    assert leads_after(proposal(question), question) == {"1": ("u1", "u5"), "1.a": ("u1", "u5"), "1.b": ("u1", "u5"), "2": ("u2",)}


def test_a_point_with_a_doubtful_lead_of_its_own_inherits_nothing_new() -> None:
    question = name_question("lead", "1")
    read = proposal(question, warnings=(read_values.ReadWarning("unit_unknown", "Điểm 1.a: “Sở Tài chính” không có", point="1.a"),))
    assert leads_after(read, question)["1.a"] == ("u1",)


def test_a_coordinating_name_joins_those_who_coordinate() -> None:
    question = name_question("coordinating", "2")
    outcome = apply_answers(proposal(question), {question.key: {"choice": "u5"}})
    point = outcome.proposal.point("2")
    assert (point.lead, point.coordinating) == (("u2",), ("p1", "p2", "p3", "x", "u5"))


def test_a_name_of_a_list_joins_the_entry_that_prints_it() -> None:
    question = name_question("addressees", None)
    outcome = apply_answers(proposal(question), {question.key: {"choice": "u5"}})
    assert outcome.proposal.addressees[0].units == ("u1", "u9", "u5")
    assert outcome.proposal.recipients[0].units == ()


def test_an_unmatched_name_stays_out() -> None:
    question = name_question("addressees", None)
    outcome = apply_answers(proposal(question), {question.key: {"choice": "none"}})
    assert outcome.proposal.addressees[0].units == ("u1", "u9")


@pytest.mark.parametrize(
    ("answers", "names"),
    [
        ({}, ["Yêu cầu chung"]),
        ({"groups": [{"name": "Nhóm mới", "point": ""}]}, ["Nhóm mới", "Yêu cầu chung"]),
        ({"groups": [{"name": "Yêu cầu chung", "point": ""}, {"name": "Nhóm mới", "point": ""}]}, ["Yêu cầu chung", "Nhóm mới"]),
    ],
)
def test_one_group_always_takes_the_rest(answers: dict[str, Any], names: list[str]) -> None:
    groups = groups_of(proposal(), answers)
    assert [group.name for group in groups] == names
    assert sum(group.is_default for group in groups) == 1


@pytest.mark.parametrize(("choice", "due"), [("1", DAY), ("2", LATER), ("none", None)])
def test_a_doubtful_time_is_the_due_date_that_a_person_saw_in_it(choice: str, due: ReadTime | None) -> None:
    outcome = apply_answers(proposal(time_question("2")), {"due_doubtful:2": {"choice": choice}})
    point = outcome.proposal.point("2")
    assert (point.due_text, point.due_on) == ((due.due_text, due.due_on) if due else (None, None))


def test_a_doubtful_time_of_a_point_goes_to_those_below_that_state_none_themselves() -> None:
    asked = proposal(time_question("1"))
    outcome = apply_answers(asked, {"due_doubtful:1": {"choice": "1"}})
    assert [(point.key, point.due_on) for point in outcome.proposal.points] == [
        ("1", DAY.due_on),
        ("1.a", DAY.due_on),
        ("1.b", DUE),
        ("2", None),
    ]
    assert [point.due_on for point in asked.points] == [None, None, DUE, None]


def test_a_doubtful_time_of_a_line_is_that_lines() -> None:
    asked = proposal(time_question("2", line=2))
    asked.point("2").lines = (LineProposal("Việc một"), LineProposal("Việc hai"))
    point = apply_answers(asked, {"due_doubtful:2:2": {"choice": "1"}}).proposal.point("2")
    assert (point.due_on, [line.due_on for line in point.lines]) == (None, [None, DAY.due_on])


def test_the_units_that_were_meant_by_a_group_lead_the_point() -> None:
    options = (Option("addressed", "", ("u1", "u9")), Option("none", ""))
    asked = Question("group_meant:lead:2", "group_meant", "?", options, "none", point="2", field="lead")
    read = proposal(asked)
    read.point("2").lead = ()
    assert apply_answers(read, {asked.key: {"choice": "addressed"}}).proposal.point("2").lead == ("u1", "u9")
    assert apply_answers(read, {}).proposal.point("2").lead == ()
