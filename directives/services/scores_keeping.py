"""How long names are kept: after ``settings.SCORES_KEPT_DAYS`` a person becomes a number; a draft that nobody commits goes after a week.

Purpose: personal data are kept no longer than needed (docs/domain.md, "Personal data"). Safe to run at any time and twice.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from common import clock
from common.audit import record
from directives.models import Score, ScoreBatch, ScoreChange, ScoreFollowUp
from directives.workflow import ImportStatus

DRAFT_DAYS = 7


@dataclass(frozen=True)
class Kept:
    """What one run did, or would do: persons who became numbers, forgotten drafts; ``before``: imported earlier than this day."""

    before: date
    people: int
    drafts: int


@transaction.atomic
def pseudonymise_scores(*, on: date | None = None, dry_run: bool = False) -> Kept:
    """Take the names, posts, remarks, old values and typed reasons of all persons whose time of keeping is over on that day."""
    day = on or clock.today()
    before = day - timedelta(days=settings.SCORES_KEPT_DAYS)
    due = Score.objects.named().filter(imported_at__lt=_start_of(before))
    drafts = ScoreBatch.objects.filter(status=ImportStatus.DRAFT, created_at__lt=_start_of(day - timedelta(days=DRAFT_DAYS)))
    if dry_run:
        return Kept(before, due.count(), drafts.count())
    now = clock.now()
    people = list(due.select_for_update().values_list("pk", flat=True))
    ScoreFollowUp.objects.filter(score__in=people).update(reason="", pseudonymised_at=now)
    ScoreChange.objects.filter(score__in=people).update(before={})
    Score.objects.filter(pk__in=people).update(full_name="", position="", note="", pseudonymised_at=now)
    forgotten = drafts.count()
    drafts.delete()
    if people or forgotten:
        record(
            by=None,
            verb="scores.pseudonymised",
            text=f"hết thời hạn lưu: thay tên {len(people)} người bằng số, bỏ {forgotten} bảng điểm chưa nhập",
            subject_kind="scores",
            subject_id=None,
            data={"people": len(people), "drafts": forgotten, "before": before.isoformat()},
        )
    return Kept(before, len(people), forgotten)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.now().tzinfo)
