"""Reports and two people at the same moment, in two real connections: one act happens, the other is told; nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from common import clock
from common.errors import Conflict, Forbidden, PortalError
from common.models import AuditEvent
from directives.models import Item
from reports.content import content_of
from reports.models import Report, Review, Submission
from reports.services.reviewing import accept, return_report, start_review
from reports.services.submitting import submit, withdraw
from reports.services.writing import save_entry
from tests.directives.test_races import at_once
from tests.factories.units import ensure_units
from tests.reports.handing_in import DISTRICT, begin, fine, fresh, hand_in, key_of, write
from tests.reports.stage import TODAY, Stage, issue_dispatch, make_user
from units.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage() -> Iterator[Stage]:
    ensure_units()
    with clock.at(TODAY):
        yield Stage(issue_dispatch())


def kinds(results: list[object]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_two_submissions_at_the_same_moment_make_one(stage: Stage) -> None:
    for line in content_of(key_of(stage)).lines:
        write(stage, line.item, level="done", result="Đã xong", expected_text="")
    people = [stage.person(DISTRICT), make_user("huyen.hai", DISTRICT)]
    key, seen = key_of(stage), content_of(key_of(stage)).stamp
    results = at_once(*[lambda by=by: submit(by=by, key=key, seen=seen) for by in people])
    assert kinds(results) == ["Conflict", "Submission"]
    assert Submission.objects.count() == 1 and Report.objects.get().status == "submitted"
    assert AuditEvent.objects.filter(verb="report.submitted").count() == 1
    items = Item.objects.filter(accountable__code=DISTRICT)
    assert AuditEvent.objects.filter(verb="item.claimed").count() == items.count() == items.claimed().count()
    loser = next(result for result in results if isinstance(result, Conflict))
    assert "vừa được nộp" in loser.message


def test_two_first_words_at_the_same_moment_make_one_report(stage: Stage) -> None:
    first, second = stage.item("1.a", DISTRICT), stage.item("1.b", "ubnd-30115")
    people = [stage.person(DISTRICT), make_user("huyen.hai", DISTRICT)]
    key = key_of(stage)

    def save(number: int, place: int) -> Callable[[], object]:
        values = {"level": "doing", "result": "Đang làm", "late_reason": "", "expected_text": ""}
        return lambda: save_entry(by=people[place], key=key, number=number, version=0, **values)  # type: ignore[arg-type]

    assert kinds(at_once(save(first.number, 0), save(second.number, 1))) == ["Entry", "Entry"]
    assert Report.objects.count() == 1 and Report.objects.get().entries.count() == 2


def test_accepting_and_taking_back_at_the_same_moment_end_in_one_of_the_two(stage: Stage) -> None:
    """The unit can't take back what is under review, so the acceptance wins whoever comes first; nothing is half done."""
    report = hand_in(stage, level="done", result="Đã xong", expected_text="")
    begin(stage, report)
    centre, officer, version, said = stage.centre, stage.person(DISTRICT), fresh(report).version, fine(report)
    results = at_once(
        lambda: accept(report_id=report.pk, version=version, by=centre, said=said),
        lambda: withdraw(report_id=report.pk, version=version, by=officer),
    )
    assert kinds(results) in (["Conflict", "Report"], ["Forbidden", "Report"])
    assert fresh(report).status == "accepted" and Submission.objects.get().withdrawn_at is None
    assert Item.objects.filter(accountable__code=DISTRICT).verified().count() == 4


def test_a_review_that_begins_while_the_unit_takes_its_report_back_ends_in_one_of_the_two(stage: Stage) -> None:
    report = hand_in(stage)
    centre, officer, version = stage.centre, stage.person(DISTRICT), report.version
    results = at_once(
        lambda: start_review(report_id=report.pk, version=version, by=centre),
        lambda: withdraw(report_id=report.pk, version=version, by=officer),
    )
    refused = [result for result in results if isinstance(result, PortalError)]
    assert len(refused) == 1
    began = Review.objects.exists()
    assert (fresh(report).status == "submitted") is began
    assert (Submission.objects.get().withdrawn_at is None) is began
    assert isinstance(refused[0], Forbidden if began else Conflict)


def test_two_of_the_centre_who_decide_at_the_same_moment_make_one_decision(stage: Stage) -> None:
    report = hand_in(stage, level="done", result="Đã xong", expected_text="")
    begin(stage, report)
    people, version, said = [stage.centre, make_user("tt.hai", "kstthc-87", Role.CENTRE)], fresh(report).version, fine(report)
    results = at_once(
        lambda: accept(report_id=report.pk, version=version, by=people[0], said=said),
        lambda: return_report(report_id=report.pk, version=version, by=people[1], said={}, comment="Thiếu số liệu"),
    )
    assert kinds(results) == ["Conflict", "Report"]
    decision = Review.objects.get().decision
    assert fresh(report).status == decision
    assert Item.objects.filter(accountable__code=DISTRICT).verified().count() == (4 if decision == "accepted" else 0)
