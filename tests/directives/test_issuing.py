"""What issuing the real dispatch makes: docs/domain.md, "What issuing makes", unit by unit; and what becomes of units that wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from directives.models import Directive, Item, PendingUnit, Point
from directives.services import issuing
from directives.services import items as item_services
from reading.dispatch.proposal import Proposal
from tests.factories.dispatches import IDLE, REASON, answer, draft_of, the_centre
from tests.factories.units import make_user

ISSUED_ON = date(2021, 2, 22)
QUARTER_END = date(2021, 3, 31)
COMMUNES = {
    "868": ["29986"],
    "870": ["29980", "29998"],
    "871": ["30007", "30013", "30022"],
    "872": ["30046", "30058"],
    "873": ["30103", "30115", "30124"],
    "874": ["30139", "30148"],
    "876": ["30226"],
    "877": ["30277"],
}
ALL_DISTRICTS = [str(code) for code in range(866, 878)]
Made = tuple[str, str, str, frozenset[str], date | None, str]


def row(
    point: str, responsible: str, accountable: str, coordinating: list[str], due: date | None = None, group: str = "Yêu cầu chung"
) -> Made:
    return (point, responsible, accountable, frozenset(coordinating), due, group)


EXPECTED = {
    *(row("1.a", f"ubnd-{d}", f"ubnd-{d}", [f"buudien-{d}"], group="Cơ sở vật chất") for d in COMMUNES),
    *(row("1.b", f"ubnd-{c}", f"ubnd-{d}", [f"buudien-{d}"]) for d, communes in COMMUNES.items() for c in communes),
    row("2", "buudien-87", "buudien-87", [f"buudien-{d}" for d in ALL_DISTRICTS], QUARTER_END),
    row("3.a", "kstthc-87", "vpubnd-87", []),
    row("3.b", "kstthc-87", "vpubnd-87", ["buudien-87"], QUARTER_END),
}


def made_by(directive: Directive) -> set[Made]:
    items = directive.items.select_related("point", "responsible", "accountable", "group").prefetch_related("coordinating")
    found = [
        (
            item.point.key,
            item.responsible.code,
            item.accountable.code,
            frozenset(unit.code for unit in item.coordinating.all()),
            item.due_on,
            item.group.name,
        )
        for item in items
    ]
    assert len(found) == len(set(found))
    return set(found)


def owed_under(directive: Directive) -> set[tuple[str, str, str, date | None, str]]:
    rows = directive.obligations.select_related("point", "period", "unit")
    return {(each.point.key, each.unit.code, each.period.code, each.due_on, each.due_text) for each in rows}


@pytest.fixture
def draft(db: None) -> Iterator[Directive]:
    with clock.at(ISSUED_ON):
        yield draft_of()


@pytest.fixture
def issued(draft: Directive) -> Directive:
    return issuing.issue_directive(directive_id=draft.pk, by=None).directive


def test_the_real_dispatch_makes_exactly_26_items_with_their_units_and_due_dates(issued: Directive) -> None:
    assert issued.items.count() == 26
    assert made_by(issued) == EXPECTED


def test_point_1c_makes_8_obligations_and_no_item(issued: Directive) -> None:
    assert owed_under(issued) == {("1.c", f"ubnd-{d}", "2021-Q1", QUARTER_END, "trong quý I/2021") for d in COMMUNES}


def test_the_period_has_the_data_window_of_decree_09(issued: Directive) -> None:
    period = issued.obligations.select_related("period")[0].period
    assert (period.data_from, period.data_to) == (date(2020, 12, 15), date(2021, 3, 14))


def test_a_due_date_says_that_it_comes_from_the_point_and_3a_is_ongoing(issued: Directive) -> None:
    sources = set(issued.items.values_list("point__key", "due_source", "due_text", "ongoing"))
    assert sources == {
        ("1.a", "none", "", False),
        ("1.b", "none", "", False),
        ("2", "point", "trong Quý I/2021", False),
        ("3.a", "none", "", True),
        ("3.b", "point", "trong Quý I/2021", False),
    }


def test_post_offices_owe_no_report_and_only_the_phrase_of_the_text_coordinates_besides(issued: Directive) -> None:
    assert not issued.obligations.filter(unit__kind="buudien").exists()
    assert set(issued.items.exclude(coordinating_text="").values_list("point__key", "coordinating_text")) == {
        ("1.a", "các cơ quan liên quan"),
        ("3.b", "các cơ quan có liên quan"),
    }


def test_points_keep_their_tree_and_modality(issued: Directive) -> None:
    found = [
        (point.key, point.parent.key if point.parent else None, point.modality, point.makes)
        for point in issued.points.select_related("parent")
    ]
    assert found == [
        ("1", None, "direct", "nothing"),
        ("1.a", "1", "direct", "items"),
        ("1.b", "1", "direct", "commune_items"),
        ("1.c", "1", "direct", "obligation"),
        ("2", None, "request", "items"),
        ("3", None, "assign", "nothing"),
        ("3.a", "3", "assign", "items"),
        ("3.b", "3", "assign", "items"),
    ]


def test_tan_hong_waits_and_has_neither_item_nor_report(issued: Directive) -> None:
    assert list(issued.pending_units.values_list("unit__code", "outcome")) == [("ubnd-869", "")]
    assert not issued.items.filter(accountable__code="ubnd-869").exists()
    assert not Item.objects.filter(responsible__code__in=["ubnd-29929", "ubnd-29944"]).exists()


def test_every_item_starts_its_history_with_the_assignment(issued: Directive) -> None:
    events = AuditEvent.objects.filter(subject_kind="item", verb="item.assigned")
    assert set(events.values_list("subject_id", flat=True)) == set(issued.items.values_list("pk", flat=True))
    assert {event.text for event in events} == {"giao nội dung", "giao nội dung, hạn 31/03/2021 theo văn bản"}


def test_taking_tan_hong_in_gives_29_items_and_9_reports(issued: Directive) -> None:
    pending = issued.pending_units.get()
    issuing.decide_pending(pending_id=pending.pk, by=the_centre(), take_in=True, reason=REASON)
    assert (issued.items.count(), issued.obligations.count()) == (29, 9)
    assert made_by(issued) - EXPECTED == {
        row("1.a", "ubnd-869", "ubnd-869", ["buudien-869"], group="Cơ sở vật chất"),
        row("1.b", "ubnd-29929", "ubnd-869", ["buudien-869"]),
        row("1.b", "ubnd-29944", "ubnd-869", ["buudien-869"]),
    }
    pending.refresh_from_db()
    assert (pending.outcome, pending.reason, pending.decided_by) == ("taken_in", REASON, the_centre())
    leads = Point.objects.filter(units__unit__code="ubnd-869", units__role="lead", directive=issued)
    assert set(leads.values_list("key", flat=True)) == {"1", "1.a", "1.b", "1.c"}
    event = AuditEvent.objects.get(verb="directive.pending_decided")
    assert "thêm 3 nội dung, 1 báo cáo" in event.text
    assert REASON in event.text


def test_leaving_tan_hong_out_changes_nothing_but_the_notice(issued: Directive) -> None:
    issuing.decide_pending(pending_id=issued.pending_units.get().pk, by=the_centre(), take_in=False, reason=REASON)
    assert (issued.items.count(), issued.obligations.count()) == (26, 8)
    assert issued.pending_units.get().outcome == PendingUnit.Outcome.LEFT_OUT


def test_a_decision_needs_a_reason_and_is_made_once(issued: Directive) -> None:
    pending = issued.pending_units.get()
    with pytest.raises(Invalid):
        issuing.decide_pending(pending_id=pending.pk, by=the_centre(), take_in=True, reason="  ")
    issuing.decide_pending(pending_id=pending.pk, by=the_centre(), take_in=False, reason=REASON)
    with pytest.raises(Conflict):
        issuing.decide_pending(pending_id=pending.pk, by=the_centre(), take_in=True, reason=REASON)
    assert issued.items.count() == 26


def test_only_the_centre_decides(issued: Directive) -> None:
    officer = make_user("officer", "ubnd-869")
    with pytest.raises(Forbidden):
        issuing.decide_pending(pending_id=issued.pending_units.get().pk, by=officer, take_in=True, reason=REASON)


def test_tan_hong_taken_in_on_the_proposal_is_issued_with_the_rest(draft: Directive) -> None:
    centre = the_centre()
    answered = answer(draft, by=centre, addressee_without_task={"choice": "take_in", "reason": REASON})
    made = issuing.issue_directive(directive_id=answered.pk, by=centre, version=answered.version)
    assert (made.items, made.obligations, made.waiting) == (29, 9, ())
    pending = made.directive.pending_units.get()
    assert (pending.outcome, pending.reason, pending.decided_by_id) == ("taken_in", REASON, centre.pk)


def test_an_answer_given_in_the_browser_counts_on_the_command_line_with_its_author(draft: Directive) -> None:
    centre = the_centre()
    answered = answer(draft, by=centre, addressee_without_task={"choice": "leave_out", "reason": REASON})
    made = issuing.issue_directive(directive_id=answered.pk, by=None)
    assert (made.items, made.obligations) == (26, 8)
    assert made.directive.pending_units.get().decided_by_id == centre.pk


def test_the_time_of_the_report_can_be_read_as_that_of_the_work(draft: Directive) -> None:
    centre = the_centre()
    answered = answer(draft, by=centre, due_of_report_or_work={"choice": "work", "reason": ""})
    made = issuing.issue_directive(directive_id=answered.pk, by=centre).directive
    dues = {(item.point.key, item.due_on, item.due_source) for item in made.items.select_related("point") if item.point.key.startswith("1")}
    assert dues == {("1.a", QUARTER_END, "point"), ("1.b", QUARTER_END, "point")}


def test_district_post_offices_of_point_2_can_be_those_of_the_8_districts(draft: Directive) -> None:
    centre = the_centre()
    answered = answer(draft, by=centre, district_post_scope={"choice": "with:1", "reason": ""})
    made = issuing.issue_directive(directive_id=answered.pk, by=centre).directive
    item = made.items.get(point__key="2")
    assert {unit.code for unit in item.coordinating.all()} == {f"buudien-{d}" for d in COMMUNES}


def test_in_the_browser_every_question_must_be_answered_first(draft: Directive) -> None:
    with pytest.raises(Invalid, match="Còn 3 chỗ phải chọn"):
        issuing.issue_directive(directive_id=draft.pk, by=the_centre())
    assert Item.objects.count() == 0


def test_a_decision_without_its_reason_counts_as_open(draft: Directive) -> None:
    centre = the_centre()
    answered = answer(draft, by=centre, addressee_without_task={"choice": "take_in", "reason": " "})
    with pytest.raises(Invalid, match="Còn 1 chỗ phải chọn"):
        issuing.issue_directive(directive_id=answered.pk, by=centre)


def test_issuing_twice_is_refused_and_makes_nothing(issued: Directive) -> None:
    with pytest.raises(Forbidden):
        issuing.issue_directive(directive_id=issued.pk, by=None)
    assert issued.items.count() == 26


def test_only_the_centre_issues(draft: Directive) -> None:
    for role, unit in (("verifier", "vpubnd-87"), ("leader", "ubnd-87"), ("officer", "ubnd-873"), ("admin", "kstthc-87")):
        with pytest.raises(Forbidden):
            issuing.issue_directive(directive_id=draft.pk, by=make_user(role, unit))


def test_an_older_version_is_a_conflict(draft: Directive) -> None:
    centre = the_centre()
    answered = answer(draft, by=centre)
    with pytest.raises(Conflict):
        issuing.issue_directive(directive_id=draft.pk, by=centre, version=answered.version - 1)
    assert Item.objects.count() == 0


def test_number_and_date_are_filled_in_later_with_a_trace(issued: Directive) -> None:
    assert issued.reference == "số …/UBND-KSTTHC năm 2021"
    filled = issuing.fill_in_number(
        directive_id=issued.pk, version=issued.version, by=the_centre(), number="45", issued_on=date(2021, 2, 22)
    )
    assert filled.reference == "số 45/UBND-KSTTHC ngày 22/02/2021"
    assert "số …/UBND-KSTTHC năm 2021 → số 45/UBND-KSTTHC ngày 22/02/2021" in AuditEvent.objects.get(verb="directive.number_filled").text


def test_a_time_that_counts_from_signing_gets_its_day_with_the_date(draft: Directive) -> None:
    proposal = Proposal.from_storage(draft.reading.proposal)
    words = "trong vòng 15 ngày kể từ ngày ký"
    proposal.point("1.a").due_text, proposal.point("1.a").due_kind = words, "relative"
    proposal.point("1.c").due_text, proposal.point("1.c").due_kind, proposal.point("1.c").due_on = words, "relative", None
    draft.reading.proposal = proposal.to_storage()
    draft.reading.save(update_fields=["proposal"])
    issued = issuing.issue_directive(directive_id=draft.pk, by=None).directive
    items = issued.items.filter(point__key="1.a").order_by("number")
    assert set(items.values_list("due_on", flat=True)) == {None}
    centre, first = the_centre(), items[0]
    item_services.set_due(item_id=first.pk, version=first.version, by=centre, due_on=date(2021, 3, 1), reason="Làm trước")
    issuing.fill_in_number(directive_id=issued.pk, version=issued.version, by=centre, number="", issued_on=date(2021, 2, 22))
    assert list(items.values_list("due_on", "due_source")) == [(date(2021, 3, 1), "centre")] + [(date(2021, 3, 9), "point")] * 7
    assert set(issued.obligations.values_list("due_on", flat=True)) == {date(2021, 3, 9)}
    assert set(issued.items.filter(point__key="1.b").values_list("due_on", flat=True)) == {None}
    assert AuditEvent.objects.filter(verb="item.due_set", text__contains="đã có ngày ban hành").count() == 7


def test_a_number_is_given_once_a_year(issued: Directive, draft: Directive) -> None:
    centre = the_centre()
    issuing.fill_in_number(directive_id=issued.pk, version=issued.version, by=centre, number="45", issued_on=None)
    second = issuing.issue_directive(directive_id=draft_of().pk, by=None).directive
    with pytest.raises(Invalid, match="Đã có văn bản số 45/UBND-KSTTHC"):
        issuing.fill_in_number(directive_id=second.pk, version=second.version, by=centre, number="45", issued_on=None)


def test_a_draft_gets_its_number_on_the_proposal(draft: Directive) -> None:
    with pytest.raises(Forbidden):
        issuing.fill_in_number(directive_id=draft.pk, version=draft.version, by=the_centre(), number="45", issued_on=None)


@pytest.mark.parametrize(
    ("name", "items", "points"),
    [
        ("chi_thi_cai_cach.docx", 26, {"1.a": 12, "1.b": 12, "2": 1, "3": 1}),
        ("ke_hoach_khao_sat.txt", 6, {"II.1": 1, "II.2": 3, "III.1": 1, "III.2": 1}),
    ],
)
def test_a_second_dispatch_needs_no_code(db: None, name: str, items: int, points: dict[str, int]) -> None:
    made = issuing.issue_directive(directive_id=draft_of(name).pk, by=None)
    assert made.items == items
    keys = list(made.directive.items.values_list("point__key", flat=True))
    assert {key: keys.count(key) for key in set(keys)} == points


def test_a_dispatch_without_any_lead_is_not_issued(db: None) -> None:
    draft = draft_of()
    proposal = Proposal.from_storage(draft.reading.proposal)
    for point in proposal.points:
        point.lead = ()
    centre = the_centre()
    draft = issuing.update_draft(directive_id=draft.pk, version=draft.version, by=centre, proposal=proposal, answers={}, changes=[])
    with pytest.raises(Invalid, match="chưa giao việc cho đơn vị nào"):
        issuing.issue_directive(directive_id=draft.pk, by=None)
    draft.refresh_from_db()
    assert draft.status == "draft"


# The command


def run(*args: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("issue_directive", *args, stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def test_the_command_prints_exactly_the_promised_document(draft: Directive) -> None:
    printed, status = run(str(draft.pk), "--json")
    assert status == 0
    assert json.loads(printed) == {
        "id": draft.pk,
        "items": 26,
        "obligations": 8,
        "waiting": [{"unit": "ubnd-869", "code": "addressee_without_task"}],
    }


def test_the_command_records_the_safe_answers(draft: Directive) -> None:
    run(str(draft.pk))
    draft.refresh_from_db()
    chosen = {key.partition(":")[0]: answer["choice"] for key, answer in draft.reading.answers.items()}
    assert chosen == {"addressee_without_task": "wait", "due_of_report_or_work": "report", "district_post_scope": "all"}
    assert draft.reading.answers[IDLE] == {"choice": "wait", "reason": ""}
    assert AuditEvent.objects.get(verb="directive.issued").data["answers"] == draft.reading.answers


def test_the_command_refuses_a_second_issue_with_status_1(issued: Directive) -> None:
    printed, status = run(str(issued.pk), "--json")
    assert status == 1
    document = json.loads(printed)
    assert (document["items"], document["obligations"]) == (0, 0)
    assert document["errors"][0]["message"] == "Văn bản này đã giao việc rồi, không giao lần nữa."
    assert issued.items.count() == 26


def test_the_command_knows_a_wrong_argument(db: None) -> None:
    assert run("999999", "--json") == ("", 2)
