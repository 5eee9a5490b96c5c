"""Who sees whose scores, who writes down what follows, and for how long names are kept."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from common import clock
from common.errors import Forbidden, Invalid
from directives import rules
from directives.models import Score, ScoreBatch, ScoreFollowUp, ScoreReading
from directives.services.scores import commit_scores, discard_scores, import_scores, open_scores, preview_scores, target_of
from directives.services.scores_following import follow_up, note_reading, withdraw_follow_up
from directives.services.scores_keeping import pseudonymise_scores
from tests.factories.directives import TODAY
from tests.factories.scores import NAMES, PEOPLE, let_see, people_table, reader, table
from tests.factories.units import make_user
from units.models import User
from units.roles import Role
from units.services import ask_scores, close_user, move_user, take_scores

CIVIL, CLERK, OTHER_CIVIL, OTHER_CLERK = NAMES
ALL_TICKED = {"weak_score": True, "task_unfinished": True, "reminded_in_vain": True}
Scores = dict[str, Score]


def names_seen(user: User) -> set[str]:
    return set(Score.objects.visible_to(user).values_list("full_name", flat=True))


# ---- who sees whom ----


@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [
        (Role.CENTRE, "kstthc-87", set(NAMES)),
        (Role.OFFICER, "ubnd-30115", {CIVIL}),
        (Role.OFFICER, "buudien-873", {CLERK}),
        (Role.OFFICER, "ubnd-30058", {OTHER_CIVIL}),
        (Role.OFFICER, "buudien-872", {OTHER_CLERK}),
        (Role.OFFICER, "ubnd-30124", set()),
    ],
)
def test_each_side_sees_its_own_staff_once_it_may(scores: Scores, role: Role, unit: str, seen: set[str]) -> None:
    user = make_user(role, unit)
    assert names_seen(user) == set()
    assert names_seen(let_see(user)) == seen


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        (Role.ADMIN, "kstthc-87"),
        (Role.LEADER, "ubnd-87"),
        (Role.VERIFIER, "vpubnd-87"),
        (Role.OFFICER, "ubnd-873"),
        (Role.OFFICER, "buudien-87"),
        (Role.OFFICER, "buudien-30115"),
        (Role.READER, "so-noi-vu-87"),
    ],
)
def test_nobody_else_can_be_let_in(scores: Scores, role: Role, unit: str) -> None:
    admin, user = make_user(Role.ADMIN, "kstthc-87", "quan.tri"), make_user(role, unit, "nguoi.khac")
    with pytest.raises(Forbidden):
        ask_scores(user_id=user.pk, by=admin)
    assert names_seen(User.objects.get(pk=user.pk)) == set()


def test_only_an_administrator_lets_somebody_in(scores: Scores) -> None:
    user = make_user(Role.OFFICER, "ubnd-30115")
    for role, unit in ((Role.CENTRE, "kstthc-87"), (Role.LEADER, "ubnd-87")):
        with pytest.raises(Forbidden):
            ask_scores(user_id=user.pk, by=make_user(role, unit))
    assert names_seen(User.objects.get(pk=user.pk)) == set()


def test_the_right_ends_when_it_is_taken_with_the_post_and_with_the_account(scores: Scores) -> None:
    admin = make_user(Role.ADMIN, "kstthc-87", "quan.tri")
    taken, moved, closed = (let_see(make_user(Role.CENTRE, "kstthc-87", f"tt.{number}")) for number in range(3))
    assert all(names_seen(user) for user in (taken, moved, closed))
    take_scores(user_id=taken.pk, by=admin)
    move_user(user_id=moved.pk, by=admin, unit=Score.objects.get(full_name=CIVIL).employer, role=Role.OFFICER)
    close_user(user_id=closed.pk, by=admin)
    assert [names_seen(User.objects.get(pk=user.pk)) for user in (taken, moved, closed)] == [set(), set(), set()]


# ---- what follows for one person ----


@pytest.mark.parametrize(
    ("role", "unit", "may"),
    [
        (Role.OFFICER, "ubnd-30115", {CIVIL}),
        (Role.OFFICER, "buudien-873", {CLERK}),
        (Role.OFFICER, "ubnd-30058", {OTHER_CIVIL}),
        (Role.CENTRE, "kstthc-87", set()),
    ],
)
def test_each_side_acts_on_its_own_staff_alone(scores: Scores, role: Role, unit: str, may: set[str]) -> None:
    user = reader(role, unit)
    assert {name for name, score in scores.items() if rules.can(rules.check_can_follow_up, user, score)} == may
    for name, score in scores.items():
        if name in may:
            assert follow_up(score_id=score.pk, by=user, kind="remind").kind == "remind"
        else:
            with pytest.raises(Forbidden):
                follow_up(score_id=score.pk, by=user, kind="remind")
    assert ScoreFollowUp.objects.count() == len(may)


def test_nothing_follows_from_a_score_by_itself(scores: Scores) -> None:
    assert {name: score.score for name, score in scores.items()} == {CIVIL: 8.5, CLERK: 4.5, OTHER_CIVIL: 7, OTHER_CLERK: 10}
    assert not ScoreFollowUp.objects.exists()


@pytest.mark.parametrize("missing", list(ALL_TICKED))
def test_other_work_needs_all_three_conditions(scores: Scores, missing: str) -> None:
    with pytest.raises(Invalid) as refused:
        follow_up(
            score_id=scores[CLERK].pk,
            by=reader(Role.OFFICER, "buudien-873"),
            kind="reassign",
            reason="Chuyển sang bộ phận khác",
            **{**ALL_TICKED, missing: False},
        )
    assert refused.value.field == missing
    assert not ScoreFollowUp.objects.exists()


def test_other_work_needs_a_reason(scores: Scores) -> None:
    post = reader(Role.OFFICER, "buudien-873")
    with pytest.raises(Invalid) as refused:
        follow_up(score_id=scores[CLERK].pk, by=post, kind="reassign", reason="  ", **ALL_TICKED)
    assert refused.value.field == "reason"
    made = follow_up(score_id=scores[CLERK].pk, by=post, kind="reassign", reason="Chuyển sang bộ phận khác", **ALL_TICKED)
    assert (made.weak_score, made.task_unfinished, made.reminded_in_vain) == (True, True, True)


def test_the_database_refuses_other_work_without_the_conditions(scores: Scores) -> None:
    by = make_user(Role.OFFICER, "ubnd-30115")
    for given in ({"weak_score": True, "task_unfinished": True}, ALL_TICKED):  # one condition short; no reason
        with pytest.raises(IntegrityError, match="follow_up_reassign_needs_all_three"), transaction.atomic():
            ScoreFollowUp.objects.create(score=scores[CIVIL], kind="reassign", made_at=clock.now(), made_by=by, **given)


def test_what_was_written_by_mistake_is_withdrawn_once_and_stays_readable(scores: Scores) -> None:
    commune = reader(Role.OFFICER, "ubnd-30115")
    made = follow_up(score_id=scores[CIVIL].pk, by=commune, kind="commend")
    with pytest.raises(Invalid):
        follow_up(score_id=scores[CIVIL].pk, by=commune, kind="commend")
    with pytest.raises(Forbidden):
        withdraw_follow_up(follow_up_id=made.pk, by=reader(Role.CENTRE, "kstthc-87"))
    withdraw_follow_up(follow_up_id=made.pk, by=commune)
    with pytest.raises(Forbidden):
        withdraw_follow_up(follow_up_id=made.pk, by=commune)
    assert ScoreFollowUp.objects.get().withdrawn_by == commune
    assert follow_up(score_id=scores[CIVIL].pk, by=commune, kind="commend").pk != made.pk


# ---- importing ----


def test_who_may_import(scores: Scores) -> None:
    target = target_of(inspection_id=None, new_title="Kiểm tra", directive_id=None)
    for user in (make_user(Role.CENTRE, "kstthc-87"), make_user(Role.ADMIN, "kstthc-87"), reader(Role.OFFICER, "ubnd-30115")):
        with pytest.raises(Forbidden):
            open_scores(by=user, target=target, content=people_table(), file_name="a.xlsx")
    assert ScoreBatch.objects.count() == 1


def test_a_draft_keeps_the_file_until_it_is_committed_or_thrown_away(scores: Scores) -> None:
    centre = reader(Role.CENTRE, "kstthc-87")
    target = target_of(inspection_id=None, new_title="Kiểm tra lần hai", directive_id=None)
    first, second = (open_scores(by=centre, target=target, content=people_table(), file_name="Lê Thị Ảo.XLSX") for _ in range(2))
    assert len(preview_scores(first).planned) == len(PEOPLE)
    discard_scores(batch_id=second.pk, by=centre)
    done = commit_scores(batch_id=first.pk, version=first.version, by=centre, only_valid=False)
    assert (ScoreBatch.objects.get(pk=first.pk).content, done.suffix) == (None, ".xlsx")
    with pytest.raises(Forbidden):
        commit_scores(batch_id=first.pk, version=first.version, by=centre, only_valid=False)
    assert Score.objects.count() == 2 * len(PEOPLE)


def test_a_second_file_updates_and_keeps_what_a_person_decided(scores: Scores) -> None:
    commune = reader(Role.OFFICER, "ubnd-30115")
    made = follow_up(score_id=scores[CIVIL].pk, by=commune, kind="commend")
    target = target_of(inspection_id=scores[CIVIL].inspection_id, new_title="", directive_id=None)
    content = table([1, CIVIL.upper(), PEOPLE[0][1], PEOPLE[0][2], 9, "Giỏi", None])
    document = import_scores(target=target, content=content, file_name="a.xlsx", by=None).document
    assert [row["action"] for row in document["rows"]] == ["update"]
    assert (Score.objects.get(pk=scores[CIVIL].pk).score, Score.objects.count()) == (9, len(PEOPLE))
    assert ScoreFollowUp.objects.get() == made


def test_rows_with_errors_hold_a_commit_back_unless_the_valid_ones_are_chosen(scores: Scores) -> None:
    centre = reader(Role.CENTRE, "kstthc-87")
    target = target_of(inspection_id=None, new_title="Kiểm tra lần hai", directive_id=None)
    content = table([1, *PEOPLE[0]], [2, "Bùi Văn Giả", "Công chức", PEOPLE[0][2], "tám", None, None])
    draft = open_scores(by=centre, target=target, content=content, file_name="a.xlsx")
    with pytest.raises(Invalid, match="Còn 1 dòng có lỗi"):
        commit_scores(batch_id=draft.pk, version=draft.version, by=centre, only_valid=False)
    assert commit_scores(batch_id=draft.pk, version=draft.version, by=centre, only_valid=True).counts["created"] == 1


# ---- keeping ----


def test_after_the_time_of_keeping_a_person_is_a_number(scores: Scores) -> None:
    commune = reader(Role.OFFICER, "ubnd-30115")
    follow_up(score_id=scores[CIVIL].pk, by=commune, kind="remind", reason=f"Nhắc {CIVIL}")
    last = TODAY + timedelta(days=settings.SCORES_KEPT_DAYS)
    assert pseudonymise_scores(on=last).people == 0
    assert pseudonymise_scores(on=last + timedelta(days=1), dry_run=True).people == len(PEOPLE)
    assert pseudonymise_scores(on=last + timedelta(days=1)).people == len(PEOPLE)
    assert pseudonymise_scores(on=last + timedelta(days=1)).people == 0
    left = Score.objects.get(pk=scores[CIVIL].pk)
    assert (left.full_name, left.position, left.note, left.shown_name) == ("", "", "", f"Người số {left.pk}")
    assert (left.score, left.grade, ScoreFollowUp.objects.get().reason) == (8.5, "Giỏi", "")
    with pytest.raises(Forbidden):
        follow_up(score_id=left.pk, by=commune, kind="remind")
    target = target_of(inspection_id=left.inspection_id, new_title="", directive_id=None)
    with pytest.raises(Invalid, match="hết thời hạn"):
        import_scores(target=target, content=people_table(), file_name="a.xlsx", by=None)


def test_the_command_counts_first_and_forgets_old_drafts(scores: Scores) -> None:
    target = target_of(inspection_id=None, new_title="Kiểm tra", directive_id=None)
    open_scores(by=reader(Role.CENTRE, "kstthc-87"), target=target, content=people_table(), file_name="a.xlsx")
    for options, batches in ((["--dry-run"], 2), ([], 1)):
        out = io.StringIO()
        call_command("pseudonymise_scores", "--on", "2022-03-21", "--json", *options, stdout=out)
        assert json.loads(out.getvalue()) == {"before": "2021-03-21", "people": len(PEOPLE), "drafts": 1}
        assert ScoreBatch.objects.count() == batches
    assert not Score.objects.named().exists()


def test_the_database_refuses_a_name_that_should_be_gone_and_one_that_never_was(scores: Scores) -> None:
    for change in ({"pseudonymised_at": clock.now()}, {"full_name": ""}):
        with pytest.raises(IntegrityError, match="score_named_or_pseudonymised"), transaction.atomic():
            Score.objects.filter(pk=scores[CIVIL].pk).update(**change)


def test_the_log_of_readings_is_append_only(scores: Scores) -> None:
    centre = reader(Role.CENTRE, "kstthc-87")
    made = note_reading(by=centre, purpose="report", kind="list", scores=[scores[CIVIL].pk])
    for act in (lambda: ScoreReading.objects.filter(pk=made.pk).update(people=0), lambda: ScoreReading.objects.filter(pk=made.pk).delete()):
        with pytest.raises(DatabaseError, match="score_reading_append_only"), transaction.atomic():
            act()
    with pytest.raises(Invalid):
        note_reading(by=centre, purpose="tò mò", kind="list")
