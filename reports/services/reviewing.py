"""The Centre reviews a report: begins by an act, says of each entry what it thinks, accepts or returns the whole.

``seen`` is the ``stamp_of`` the review that the person began from; another one in the database means that a colleague kept words meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.formats import vn_date
from directives.models import Item
from directives.services import items as item_services
from directives.services.items import MAX_NOTE
from directives.workflow import ItemStatus
from reports import rules, snapshot
from reports.models import Level, Remark, Report, Review
from reports.services.steps import advance, lock_report, record_report, standing_submission
from reports.services.telling import tell_decided
from reports.snapshot import Sent
from reports.workflow import Decision, ReportStatus, Verdict
from units.models import User


@dataclass(frozen=True)
class Said:
    """The Centre's word on one entry."""

    verdict: Verdict
    comment: str = ""


def stamp_of(review: Review) -> str:
    """What is written in the review now, in short: two people of the Centre may have it open at the same time."""
    marks = list(review.marks.order_by("entry").values_list("entry", "verdict", "comment"))
    return sha256(repr((review.comment, review.again_by, marks)).encode()).hexdigest()[:16]


def problems_of(sent: Sent, said: Mapping[int, Said], decision: Decision, *, comment: str, again_by: date | None) -> list[Invalid]:
    """All that stands in the way of this decision, each at its field; words that are kept for later may be incomplete."""
    returning = decision == Decision.RETURNED
    found = []
    for entry in sent.entries:
        word = said.get(entry.number)
        if word is not None and word.verdict == Verdict.MORE and not word.comment.strip():
            found.append(Invalid("Ghi rõ cần bổ sung gì.", field=f"comment-{entry.number}"))
    if returning and not comment.strip():
        found.append(Invalid("Ghi ý kiến chung để đơn vị biết vì sao trả lại.", field="comment"))
    if returning and again_by is not None and again_by < clock.today():
        found.append(Invalid("Ngày hẹn nộp lại đã qua. Nhập ngày từ hôm nay trở đi.", field="again_by"))
    return found


@transaction.atomic
def start_review(*, report_id: int, version: int, by: User) -> Review:
    """From now on the unit can't withdraw. Looking alone starts nothing; who starts twice goes on."""
    report = lock_report(report_id, version)
    rules.check_can_review(by, report)
    submission = standing_submission(report)
    if submission is None:
        raise Forbidden("Báo cáo chưa có bản nào đã nộp.")
    review, made = Review.objects.get_or_create(submission=submission, defaults={"started_at": clock.now(), "started_by": by})
    if made:
        record_report(report, by=by, verb="review_started", text=f"bắt đầu xem {report.title}")
    return review


@transaction.atomic
def keep_remarks(
    *,
    report_id: int,
    version: int,
    by: User,
    said: Mapping[int, Said],
    comment: str = "",
    again_by: date | None = None,
    seen: str | None = None,
) -> Review:
    """Keep what was said so far; decides nothing. ``said`` is by the number of the item; entries left out are "Đạt" for now."""
    _, review = _under_review(report_id, version, by, seen)
    _keep(review, snapshot.read(review.submission), said, comment, again_by)
    return review


@transaction.atomic
def accept(*, report_id: int, version: int, by: User, said: Mapping[int, Said], comment: str = "", seen: str | None = None) -> Report:
    """Accept: what was reported as done and is "Đạt" is verified where it still waits; what needs more goes back to the unit by itself."""
    report, review = _under_review(report_id, version, by, seen)
    sent = snapshot.read(review.submission)
    verdicts = _keep(review, sent, said, comment, None)
    _check(sent, verdicts, Decision.ACCEPTED, comment, None)
    for entry in sorted(sent.entries, key=lambda entry: entry.number):
        word = verdicts[entry.number]
        if word.verdict == Verdict.OK and entry.level == Level.DONE:
            _item_step(entry.item, by, verify=True)
        elif word.verdict == Verdict.MORE:
            _item_step(entry.item, by, reason=word.comment)
    _decide(report, review, by, Decision.ACCEPTED, ReportStatus.ACCEPTED)
    more = sum(word.verdict == Verdict.MORE for word in verdicts.values())
    text = f"chấp nhận {report.title}" + (f", {more} nội dung cần bổ sung" if more else "")
    record_report(report, by=by, verb="accepted", text=text, note=comment.strip())
    return report


@transaction.atomic
def return_report(
    *,
    report_id: int,
    version: int,
    by: User,
    said: Mapping[int, Said],
    comment: str,
    again_by: date | None = None,
    seen: str | None = None,
) -> Report:
    """Send the whole report back with a comment. Entries "Đạt" stay claimed until the report is accepted, the others go back."""
    report, review = _under_review(report_id, version, by, seen)
    sent = snapshot.read(review.submission)
    verdicts = _keep(review, sent, said, comment, again_by)
    _check(sent, verdicts, Decision.RETURNED, comment, again_by)
    for entry in sorted(sent.entries, key=lambda entry: entry.number):
        if verdicts[entry.number].verdict == Verdict.MORE:
            _item_step(entry.item, by, reason=verdicts[entry.number].comment)
    _decide(report, review, by, Decision.RETURNED, ReportStatus.RETURNED)
    until = f", hẹn nộp lại {vn_date(again_by)}" if again_by else ""
    record_report(
        report, by=by, verb="returned", text=f"trả lại {report.title} để bổ sung{until}: “{comment.strip()}”", note=comment.strip()
    )
    return report


def _under_review(report_id: int, version: int, by: User, seen: str | None) -> tuple[Report, Review]:
    report = lock_report(report_id, version)
    rules.check_can_review(by, report)
    submission = standing_submission(report)
    review = Review.objects.filter(submission=submission).select_related("submission").first() if submission else None
    if review is None:
        raise Forbidden(rules.NOT_BEGUN)
    if seen is not None and seen != stamp_of(review):
        raise Conflict(
            "Sau khi anh/chị mở trang này, một người khác của Trung tâm đã lưu ý kiến về báo cáo. Ý kiến của anh/chị chưa được lưu."
        )
    return report, review


def _keep(review: Review, sent: Sent, said: Mapping[int, Said], comment: str, again_by: date | None) -> dict[int, Said]:
    """Write down the words; returns one for every entry. Words on an entry that the report does not have are refused."""
    known = {entry.number for entry in sent.entries}
    if unknown := set(said) - known:
        raise Forbidden(f"Báo cáo không có nội dung số {min(unknown)}.")
    if len(comment) > MAX_NOTE or any(len(word.comment) > MAX_NOTE for word in said.values()):
        raise Invalid(f"Ý kiến dài quá {MAX_NOTE} chữ. Rút gọn rồi lưu lại.", field="comment")
    words = {entry.number: said.get(entry.number, Said(Verdict.OK)) for entry in sent.entries}
    Remark.objects.filter(review=review).delete()
    Remark.objects.bulk_create(
        Remark(review=review, entry_id=entry.entry, verdict=words[entry.number].verdict, comment=words[entry.number].comment.strip())
        for entry in sent.entries
    )
    review.comment, review.again_by = comment.strip(), again_by
    review.save(update_fields=["comment", "again_by"])
    return words


def _check(sent: Sent, verdicts: Mapping[int, Said], decision: Decision, comment: str, again_by: date | None) -> None:
    for problem in problems_of(sent, verdicts, decision, comment=comment, again_by=again_by):
        raise problem


def _item_step(item_id: int, by: User, *, verify: bool = False, reason: str = "") -> None:
    """Verify or send back a claimed item through its own service; one that is not claimed (any more) is left: the remark stays a remark."""
    item = Item.objects.get(pk=item_id)
    if item.status != ItemStatus.CLAIMED:
        return
    try:
        if verify:
            item_services.verify(item_id=item.pk, version=item.version, by=by, tell=False)
        else:
            item_services.return_item(item_id=item.pk, version=item.version, by=by, reason=reason, tell=False)
    except Forbidden as error:
        raise Invalid(f"{item.code}: {error.message}") from error


def _decide(report: Report, review: Review, by: User, decision: Decision, status: ReportStatus) -> None:
    review.decision, review.decided_at, review.decided_by = decision, clock.now(), by
    review.save(update_fields=["decision", "decided_at", "decided_by"])
    advance(report, status)
    report.save(update_fields=["status", "version"])
    tell_decided(report, review, by=by)
