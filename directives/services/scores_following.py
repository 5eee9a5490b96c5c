"""What a person's own side does because of a score, and the log of who looked. All by hand: the portal proposes nothing (docs/domain.md,
trap 15).

No name and no score reaches history: a person is "Người số …" there.
"""

from collections.abc import Iterable

from django.db import transaction

from common import clock
from common.audit import record
from common.errors import Invalid
from directives import rules
from directives.models import Score, ScoreFollowUp, ScoreReading
from directives.workflow import ScorePurpose
from units.models import User

MAX_REASON = 1000
_DONE = {"commend": "ghi biểu dương", "remind": "ghi nhắc nhở", "reassign": "ghi bố trí lại công việc cho"}


@transaction.atomic
def follow_up(
    *,
    score_id: int,
    by: User,
    kind: str,
    reason: str = "",
    weak_score: bool = False,
    task_unfinished: bool = False,
    reminded_in_vain: bool = False,
) -> ScoreFollowUp:
    """Write down one act for one person. Assigning other work needs the dispatch's three conditions, each confirmed, and a reason."""
    score = Score.objects.select_for_update(of=("self",)).select_related("employer").get(pk=score_id)
    rules.check_can_follow_up(by, score)
    if kind not in ScoreFollowUp.Kind.values:
        raise Invalid("Chọn việc cần ghi.", field="kind")
    reason = reason.strip()
    if len(reason) > MAX_REASON:
        raise Invalid(f"Lý do dài quá {MAX_REASON} chữ. Rút gọn.", field="reason")
    conditions = {"weak_score": weak_score, "task_unfinished": task_unfinished, "reminded_in_vain": reminded_in_vain}
    if kind == ScoreFollowUp.Kind.REASSIGN:
        _check_reassigning(conditions, reason)
    elif any(conditions.values()):
        raise Invalid("Ba điều kiện chỉ dùng khi bố trí lại công việc.", field="kind")
    if kind == ScoreFollowUp.Kind.COMMEND and score.follow_ups.standing().filter(kind=kind).exists():
        raise Invalid("Người này đã được ghi biểu dương. Muốn ghi lại thì rút việc đã ghi trước.", field="kind")
    made = ScoreFollowUp.objects.create(score=score, kind=kind, reason=reason, made_at=clock.now(), made_by=by, **conditions)
    _record(score, by=by, verb=f"followed.{kind}", text=f"{_DONE[kind]} một người được chấm điểm", follow_up=made.pk)
    return made


def _check_reassigning(conditions: dict[str, bool], reason: str) -> None:
    missing = next((name for name, confirmed in conditions.items() if not confirmed), None)
    if missing is not None:
        raise Invalid("Phải xác nhận đủ cả ba điều kiện của văn bản; thiếu một điều kiện thì không bố trí lại.", field=missing)
    if not reason:
        raise Invalid("Ghi lý do bố trí lại công việc.", field="reason")


@transaction.atomic
def withdraw_follow_up(*, follow_up_id: int, by: User) -> ScoreFollowUp:
    """Take back what was written by mistake; who and when stay readable."""
    rows = ScoreFollowUp.objects.select_for_update(of=("self",)).select_related("score__employer")
    found = rows.get(pk=follow_up_id)
    rules.check_can_withdraw_follow_up(by, found)
    found.withdrawn_at, found.withdrawn_by = clock.now(), by
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record(found.score, by=by, verb="follow_up_withdrawn", text="rút lại một việc theo dõi người được chấm điểm", follow_up=found.pk)
    return found


def note_reading(*, by: User, purpose: str, kind: str, scores: Iterable[int] = (), people: int | None = None) -> ScoreReading:
    """One row of the log; called before the names leave the portal. ``people`` where they are not stored yet (a preview)."""
    if purpose not in ScorePurpose.values:
        raise Invalid("Chọn mục đích xem trước khi mở bảng điểm.", field="purpose")
    seen = list(scores)
    return ScoreReading.objects.create(
        at=clock.now(),
        reader=by,
        reader_unit=by.unit,
        purpose=purpose,
        kind=kind,
        people=len(seen) if people is None else people,
        scores=seen,
    )


def _record(score: Score, *, by: User, verb: str, text: str, follow_up: int) -> None:
    record(
        by=by,
        verb=f"score.{verb}",
        text=text,
        subject_kind="score",
        subject_id=score.pk,
        subject_label=score.code,
        party_codes=[score.employer.code],
        data={"follow_up": follow_up},
    )
