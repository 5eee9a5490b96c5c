"""The Centre reviews a report: begins by an act, says of each entry what it thinks, accepts or returns the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from common import clock
from common.errors import Forbidden, Invalid
from common.formats import vn_date
from directives.models import Item
from directives.services import items as item_services
from directives.services.items import MAX_NOTE
from directives.workflow import ItemStatus
from reports import rules, snapshot
from reports.models import Level, Remark, Report, Review
from reports.services.steps import advance, lock_report, record_report, standing_submission
from reports.snapshot import Sent
from reports.workflow import Decision, ReportStatus, Verdict
from units.models import User


@dataclass(frozen=True)
class Said:
    """The Centre's word on one entry."""

    verdict: Verdict
    comment: str = ""


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
    *, report_id: int, version: int, by: User, said: Mapping[int, Said], comment: str = "", again_by: date | None = None
) -> Review:
    """Keep what was said so far; decides nothing. ``said`` is by the number of the item; entries left out are "Đạt" for now."""
    _, review = _under_review(report_id, version, by)
    _keep(review, snapshot.read(review.submission), said, comment, again_by)
    return review


@transaction.atomic
def accept(*, report_id: int, version: int, by: User, said: Mapping[int, Said], comment: str = "") -> Report:
    """Accept: what was reported as done and is "Đạt" is verified where it still waits; what needs more goes back to the unit by itself."""
    report, review = _under_review(report_id, version, by)
    sent = snapshot.read(review.submission)
    verdicts = _keep(review, sent, said, comment, None)
    _check_comments(sent, verdicts)
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
    *, report_id: int, version: int, by: User, said: Mapping[int, Said], comment: str, again_by: date | None = None
) -> Report:
    """Send the whole report back with a comment. Entries "Đạt" stay claimed until the report is accepted, the others go back."""
    report, review = _under_review(report_id, version, by)
    sent = snapshot.read(review.submission)
    if not comment.strip():
        raise Invalid("Ghi ý kiến chung để đơn vị biết vì sao trả lại.", field="comment")
    if again_by is not None and again_by < clock.today():
        raise Invalid("Ngày hẹn nộp lại đã qua. Nhập ngày từ hôm nay trở đi.", field="again_by")
    verdicts = _keep(review, sent, said, comment, again_by)
    _check_comments(sent, verdicts)
    for entry in sorted(sent.entries, key=lambda entry: entry.number):
        if verdicts[entry.number].verdict == Verdict.MORE:
            _item_step(entry.item, by, reason=verdicts[entry.number].comment)
    _decide(report, review, by, Decision.RETURNED, ReportStatus.RETURNED)
    until = f", hẹn nộp lại {vn_date(again_by)}" if again_by else ""
    record_report(
        report, by=by, verb="returned", text=f"trả lại {report.title} để bổ sung{until}: “{comment.strip()}”", note=comment.strip()
    )
    return report


def _under_review(report_id: int, version: int, by: User) -> tuple[Report, Review]:
    report = lock_report(report_id, version)
    rules.check_can_review(by, report)
    submission = standing_submission(report)
    review = Review.objects.filter(submission=submission).select_related("submission").first() if submission else None
    if review is None:
        raise Forbidden("Bấm “Bắt đầu duyệt” trước khi ghi ý kiến.")
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


def _check_comments(sent: Sent, verdicts: Mapping[int, Said]) -> None:
    for entry in sent.entries:
        word = verdicts[entry.number]
        if word.verdict == Verdict.MORE and not word.comment.strip():
            raise Invalid(f"{entry.code}: ghi rõ cần bổ sung gì.", field=f"comment-{entry.number}")


def _item_step(item_id: int, by: User, *, verify: bool = False, reason: str = "") -> None:
    """Verify or send back a claimed item through its own service; one that is not claimed (any more) is left: the remark stays a remark."""
    item = Item.objects.get(pk=item_id)
    if item.status != ItemStatus.CLAIMED:
        return
    try:
        if verify:
            item_services.verify(item_id=item.pk, version=item.version, by=by)
        else:
            item_services.return_item(item_id=item.pk, version=item.version, by=by, reason=reason)
    except Forbidden as error:
        raise Invalid(f"{item.code}: {error.message}") from error


def _decide(report: Report, review: Review, by: User, decision: Decision, status: ReportStatus) -> None:
    review.decision, review.decided_at, review.decided_by = decision, clock.now(), by
    review.save(update_fields=["decision", "decided_at", "decided_by"])
    advance(report, status)
    report.save(update_fields=["status", "version"])
