"""Difficulties: who may raise, answer and close them as one table, what each act leaves behind, and what is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from common.workflow import Step
from directives import rules
from directives.models import Difficulty, Item
from directives.presenters.difficulties import waits_of
from directives.presenters.item_history import timeline
from directives.services import difficulties as services
from directives.workflow import DIFFICULTY_FLOW, OPEN_DIFFICULTY, DifficultyStatus
from tests.directives.test_item_rules import PEOPLE
from tests.factories.directives import TODAY, Scene
from units.roles import Role

STATES = tuple(DifficultyStatus.values)
OPEN = {state.value for state in OPEN_DIFFICULTY}
ACTS = {step.name for step in DIFFICULTY_FLOW.steps if step.sources}
NOTHING: dict[str, set[str]] = {}
ANSWERS, CLOSES = {"guide": OPEN, "escalate": OPEN}, {"close": OPEN}

# Raised by UBND xã Mỹ Long on its item; by Bưu điện huyện Cao Lãnh, which takes part in it; in general by UBND huyện Hồng Ngự.
TABLE: dict[tuple[str, str], dict[str, dict[str, set[str]]]] = {
    ("item", "ubnd-30115"): {"the Centre": ANSWERS, "the commune": CLOSES, "its district": CLOSES},
    ("item", "buudien-873"): {"the Centre": ANSWERS, "the district's post office": CLOSES, "the provincial post office": CLOSES},
    ("general", "ubnd-870"): {"the Centre": ANSWERS, "another district": CLOSES},
}
SEES: dict[tuple[str, str], set[str]] = {
    ("item", "ubnd-30115"): {"the commune", "its district", "the district's post office", "the provincial post office"},
    ("item", "buudien-873"): {"the commune", "its district", "the district's post office", "the provincial post office"},
    ("general", "ubnd-870"): {"another district"},
}
EVERYWHERE = {"the Centre", "Văn phòng's verifier", "a leader", "an administrator"}


def raised(scene: Scene, which: tuple[str, str], state: str = "waiting") -> Difficulty:
    """A difficulty of the table in ``state``."""
    about, unit = which
    found = scene.stuck(scene.item("1.b", "ubnd-30115") if about == "item" else None, scene.person(unit))
    if state in ("guided", "escalated"):
        found = scene.answer(found, escalate=state == "escalated")
    if state == "resolved":
        found = scene.close(found)
    return Difficulty.objects.get(pk=found.pk)


def history(difficulty: Difficulty) -> list[str]:
    return [event.verb for event in services.events_of(difficulty)][::-1]


# Who may


def test_the_table_of_rules_is_complete() -> None:
    assert all(cells.keys() <= PEOPLE.keys() for cells in TABLE.values())
    assert {act for rows in TABLE.values() for cells in rows.values() for act in cells} == ACTS
    assert TABLE.keys() == SEES.keys()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("which", TABLE, ids="-".join)
def test_each_person_may_do_exactly_what_the_table_says(scene: Scene, which: tuple[str, str], state: str) -> None:
    difficulty = raised(scene, which, state)
    assert difficulty.status == state
    people = {name: scene.person(*post) for name, post in PEOPLE.items()}
    allowed = {name: {act for act in ACTS if rules.can(rules.check_difficulty, who, difficulty, act)} for name, who in people.items()}
    expected = {name: {act for act, states in TABLE[which].get(name, NOTHING).items() if state in states} for name in PEOPLE}
    assert allowed == expected


@pytest.mark.parametrize("which", SEES, ids="-".join)
def test_a_difficulty_is_seen_through_its_item_or_its_unit_and_by_nobody_else(scene: Scene, which: tuple[str, str]) -> None:
    raised(scene, which)
    seen = {name for name in PEOPLE if Difficulty.objects.visible_to(scene.person(*PEOPLE[name])).exists()}
    assert seen == SEES[which] | EVERYWHERE


def test_in_general_every_officer_raises_and_nobody_who_only_looks_or_answers(scene: Scene) -> None:
    may = {name for name in PEOPLE if rules.can(rules.check_can_raise, scene.person(*PEOPLE[name]))}
    assert may == {name for name, (_, role) in PEOPLE.items() if role == Role.OFFICER}


def test_what_is_counted_for_the_centre_is_what_it_may_answer_and_nobody_answered(scene: Scene) -> None:
    waiting = raised(scene, ("item", "ubnd-30115"))
    for state in ("guided", "escalated", "resolved"):
        raised(scene, ("general", "ubnd-870"), state)
    assert list(Difficulty.objects.answerable_by(scene.centre)) == [waiting]
    for name, post in PEOPLE.items():
        if name != "the Centre":
            assert not Difficulty.objects.answerable_by(scene.person(*post)).exists(), name


# Acts


def test_the_item_is_shown_as_stuck_from_the_raising_until_the_unit_says_that_it_is_solved(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    found = scene.stuck(item, scene.person("ubnd-30115"))
    assert scene.again(item).is_blocked
    assert list(Item.objects.blocked()) == [item]
    scene.answer(found)
    scene.answer(found, "UBND Tỉnh đã có ý kiến", escalate=True)
    assert scene.again(item).is_blocked
    scene.close(found, note="Đã sửa xong")
    assert not scene.again(item).is_blocked
    assert history(found) == ["difficulty.raised", "difficulty.answered", "difficulty.answered", "difficulty.closed"]
    assert scene.again(item).version == item.version  # the item itself was not changed


def test_a_difficulty_tells_the_parties_of_its_item_and_its_words_stand_apart(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    found = scene.answer(scene.stuck(item, scene.person("buudien-87"), "Chỉ có 01 nhân viên"), "Bưu điện Tỉnh điều thêm người")
    event = services.events_of(found).first()
    assert (event.subject_kind, event.subject_id, event.unit_code) == ("item", item.pk, "kstthc-87")
    assert event.party_codes == ["buudien-87", "buudien-873", "ubnd-30115", "ubnd-873"]
    line = timeline([event])[0]
    assert (line.what, line.note) == ("trả lời vướng mắc “Chỉ có 01 nhân viên”", "“Bưu điện Tỉnh điều thêm người”")


def test_two_difficulties_of_one_item_have_histories_of_their_own(scene: Scene) -> None:
    item, officer = scene.item("1.b", "ubnd-30115"), scene.person("ubnd-30115")
    first, second = scene.stuck(item, officer, "Một"), scene.stuck(item, officer, "Hai")
    scene.close(first)
    assert history(first) == ["difficulty.raised", "difficulty.closed"]
    assert history(second) == ["difficulty.raised"]
    assert scene.again(item).is_blocked


def test_one_in_general_blocks_no_item_and_keeps_its_own_history(scene: Scene) -> None:
    found = scene.stuck(None, scene.person("ubnd-870"), "Chưa rõ mẫu báo cáo")
    assert not Item.objects.blocked().exists()
    assert history(scene.answer(found)) == ["difficulty.raised", "difficulty.answered"]
    event = services.events_of(found).first()
    assert (event.subject_kind, event.subject_label, event.party_codes) == ("difficulty", "Chưa rõ mẫu báo cáo", ["ubnd-870"])


def test_raising_or_answering_is_no_part_of_the_work_so_the_centre_may_still_verify(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    scene.close(scene.answer(scene.stuck(item, scene.person("ubnd-30115"))))
    scene.reach_status(item, "claimed")
    assert scene.verify(item).status == "verified"


@pytest.mark.parametrize("status", ["claimed", "verified"])
def test_nothing_is_raised_on_work_that_was_claimed(scene: Scene, status: str) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), status)
    with pytest.raises(Forbidden, match="Nội dung đã báo xong"):
        scene.stuck(item, scene.person("ubnd-30115"))
    assert not Difficulty.objects.exists()


STRANGE = [(a, b) for a in DifficultyStatus for b in DifficultyStatus if a != b and (a, b) not in DIFFICULTY_FLOW.moves()]


@pytest.mark.parametrize(("source", "target"), STRANGE)
def test_a_step_that_the_workflow_does_not_name_is_refused_by_the_database(
    scene: Scene, source: DifficultyStatus, target: DifficultyStatus
) -> None:
    difficulty = raised(scene, ("item", "ubnd-30115"), source)
    with pytest.raises(IntegrityError, match="difficulty_steps"), transaction.atomic():
        Difficulty.objects.filter(pk=difficulty.pk).update(status=target)


@pytest.mark.parametrize("step", [step for step in DIFFICULTY_FLOW.steps if step.sources], ids=lambda step: step.name)
@pytest.mark.parametrize("source", DifficultyStatus)
def test_each_step_starts_where_the_table_says_and_nowhere_else(scene: Scene, step: Step, source: DifficultyStatus) -> None:
    difficulty = raised(scene, ("item", "ubnd-30115"), source)
    if source in step.sources:
        DIFFICULTY_FLOW.advance(step.name, difficulty, by=scene.centre, reason="Dùng mẫu cũ")
        assert Difficulty.objects.filter(pk=difficulty.pk, status=step.target, version=difficulty.version).exists()
    else:
        with pytest.raises(Forbidden):
            DIFFICULTY_FLOW.advance(step.name, difficulty, by=scene.centre, reason="Dùng mẫu cũ")


def test_the_centre_can_not_say_in_the_units_place_that_it_is_solved(scene: Scene) -> None:
    found = raised(scene, ("item", "ubnd-30115"))
    for status in (DifficultyStatus.RESOLVED, DifficultyStatus.WAITING):
        with pytest.raises(Forbidden):
            services.answer_difficulty(difficulty_id=found.pk, version=1, by=scene.centre, answer="Xong", status=status)
    assert Difficulty.objects.get(pk=found.pk).status == "waiting"


def test_of_two_who_answer_at_once_the_second_is_told_what_the_first_said(scene: Scene) -> None:
    found = raised(scene, ("item", "ubnd-30115"))
    scene.answer(found, "Dùng mẫu cũ")
    with pytest.raises(Conflict, match="trả lời vướng mắc “Chưa có kinh phí sửa mái che”: “Dùng mẫu cũ”"):
        services.answer_difficulty(
            difficulty_id=found.pk, version=found.version, by=scene.centre, answer="Dùng mẫu mới", status=DifficultyStatus.GUIDED
        )
    with pytest.raises(Conflict):
        services.close_difficulty(difficulty_id=found.pk, version=found.version, by=scene.person("ubnd-30115"))
    assert Difficulty.objects.get(pk=found.pk).answer == "Dùng mẫu cũ"


@pytest.mark.parametrize(
    ("field", "values"), [("title", {"title": "  \n "}), ("title", {"title": "x" * 201}), ("text", {"title": "Một", "text": "x" * 4001})]
)
def test_what_can_not_be_sent_is_refused_at_its_field(scene: Scene, field: str, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        services.raise_difficulty(by=scene.person("ubnd-870"), **values)
    assert refusal.value.field == field
    assert not Difficulty.objects.exists()
    assert not AuditEvent.objects.filter(verb__startswith="difficulty.").exists()


@pytest.mark.parametrize("answer", ["", "   ", "x" * 4001])
def test_an_answer_says_something(scene: Scene, answer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        scene.answer(raised(scene, ("item", "ubnd-30115")), answer)
    assert refusal.value.field == "answer"


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "answered"},
        {"status": "guided"},
        {"status": "resolved"},
        {"status": "waiting", "answer": "Có", "answered_at": timezone.now()},
        {"status": "waiting", "closed_at": timezone.now()},
    ],
)
def test_the_database_refuses_what_must_never_be(scene: Scene, wrong: dict[str, Any]) -> None:
    found = raised(scene, ("item", "ubnd-30115"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Difficulty.objects.filter(pk=found.pk).update(**wrong)


# Waiting


@pytest.mark.parametrize(
    ("on", "days", "tone"),
    [
        (date(2021, 3, 19), 0, ""),  # a Friday
        (date(2021, 3, 21), 0, ""),
        (date(2021, 3, 22), 1, ""),
        (date(2021, 3, 25), 4, "soon"),
        (date(2021, 3, 26), 5, "soon"),
        (date(2021, 3, 28), 5, "soon"),
        (date(2021, 3, 29), 6, "late"),
        (date(2021, 4, 20), 22, "late"),
        (date(2021, 4, 21), 22, "late"),  # Giỗ Tổ Hùng Vương
        (date(2021, 4, 22), 23, "late"),
        (date(2021, 3, 1), 0, ""),  # the portal's day set back
    ],
)
def test_waiting_is_counted_in_working_days(scene: Scene, on: date, days: int, tone: str) -> None:
    found = scene.stuck(None, scene.person("ubnd-870"), on=TODAY)
    wait = waits_of([found], on)[found.pk]
    assert (wait.days, wait.tone) == (days, tone)


def test_an_answered_one_waits_no_longer(scene: Scene) -> None:
    with clock.at(TODAY):
        found = scene.answer(scene.stuck(None, scene.person("ubnd-870"), on=date(2021, 3, 1)))
    assert waits_of([found], TODAY) == {}
