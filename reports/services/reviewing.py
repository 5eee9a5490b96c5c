"""The Centre reviews a report: begins by an act, says of each entry what it thinks, accepts or returns the whole.

``seen`` is the ``stamp_of`` the review that the person began from; another one in the database means that a colleague kept words meanwhile.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.formats import code_nb, vn_date
from directives.models import Item
from directives.services import items as item_services
from directives.services.items import MAX_NOTE
from directives.services.periods import agree_day
from directives.workflow import ItemStatus
from reports import rules, snapshot
from reports.models import Level, Remark, Report, Review
from reports.second_look import live_items, second_looks
from reports.services.steps import act, lock_report, standing_submission, submission_before
from reports.services.telling import tell_decided
from reports.snapshot import Sent, SentEntry
from reports.workflow import REPORT_FLOW, Decision, Verdict
from units.models import User

CODES_NAMED = 5


@dataclass(frozen=True)
class Said:
    """The Centre's word on one entry; without a verdict they are words that wait for one."""

    verdict: Verdict | None
    comment: str = ""


def stamp_of(review: Review) -> str:
    """What is written in the review now, in short: two people of the Centre may have it open at the same time."""
    marks = list(review.marks.order_by("entry").values_list("entry", "verdict", "comment"))
    return sha256(repr((review.comment, review.again_by, marks)).encode()).hexdigest()[:16]


def problems_of(
    sent: Sent, said: Mapping[int, Said], decision: Decision, *, comment: str, again_by: date | None, lock_on: date | None = None
) -> list[Invalid]:
    """All that stands in the way of this decision, each at its field; words that are kept for later may be incomplete.

    ``lock_on`` is the lock day of the period: after it a return needs a day, or the unit could do nothing with it.
    """
    returning = decision == Decision.RETURNED
    found = []
    for entry in sent.entries:
        word = said.get(entry.number)
        if word is not None and word.verdict == Verdict.MORE and not word.comment.strip():
            found.append(Invalid("Ghi rõ cần bổ sung gì.", field=f"comment-{entry.number}"))
        if word is not None and word.verdict is None and word.comment.strip():
            found.append(Invalid("Đã ghi ý kiến: chọn “Đạt” hoặc “Cần bổ sung”.", field=f"verdict-{entry.number}"))
    if not returning and (silent := [entry for entry in sent.entries if not _is_spoken_of(said.get(entry.number))]):
        found.append(Invalid(_silent_words(silent), field=f"verdict-{silent[0].number}"))
    if returning and not comment.strip():
        found.append(Invalid(REPORT_FLOW["return"].needs, field="comment"))
    if returning and again_by is None and lock_on is not None and lock_on < clock.today():
        words = f"Kỳ báo cáo đã khóa sau ngày {vn_date(lock_on)}. Ghi ngày hẹn nộp lại: báo cáo này được mở riêng đến hết ngày đó."
        found.append(Invalid(words, field="again_by"))
    if returning and again_by is not None and again_by < clock.today():
        found.append(Invalid("Ngày hẹn nộp lại đã qua. Nhập ngày từ hôm nay trở đi.", field="again_by"))
    return found


def _is_spoken_of(word: Said | None) -> bool:
    return word is not None and (word.verdict is not None or bool(word.comment.strip()))


def _silent_words(silent: Sequence[SentEntry]) -> str:
    more = " …" if len(silent) > CODES_NAMED else ""
    named = ", ".join(code_nb(entry.code) for entry in silent[:CODES_NAMED])
    return (
        f"Chưa chấp nhận được: còn {len(silent)} nội dung chưa kết luận ({named}{more}). Chọn “Đạt” hoặc “Cần bổ sung” cho từng nội dung."
    )


@transaction.atomic
def start_review(*, report_id: int, version: int, by: User) -> Review:
    """From now on the unit can't withdraw. Looking alone starts nothing; who starts twice goes on."""
    report = lock_report(report_id, version)
    rules.check_report(by, report, "start_review")
    submission = standing_submission(report)
    if submission is None:
        raise Forbidden("Báo cáo chưa có bản nào đã nộp.")
    review, made = Review.objects.get_or_create(submission=submission, defaults={"started_at": clock.now(), "started_by": by})
    if made:
        act(report, "start_review", by=by)
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
    """Keep what was said so far; decides nothing. ``said`` is by the number of the item; of entries left out nothing is said."""
    _, review = _under_review(report_id, version, by, seen)
    _keep(review, snapshot.read(review.submission), said, comment, again_by)
    return review


@transaction.atomic
def pass_rest(
    *,
    report_id: int,
    version: int,
    by: User,
    said: Mapping[int, Said],
    named: Collection[int],
    comment: str = "",
    again_by: date | None = None,
    seen: str | None = None,
) -> Review:
    """Keep the words, and say "Đạt" of the entries ``named`` (numbers, as the page named them) of which nothing was said: one act for many.

    One that deserves a second look meanwhile is never passed with the others: ``Conflict`` says which and why.
    """
    report, review = _under_review(report_id, version, by, seen)
    sent = snapshot.read(review.submission)
    silent = [number for number in named if not _is_spoken_of(said.get(number))]
    looks = second_looks(sent, submission_before(report, review.submission), live_items([sent]), clock.today())
    for entry in sent.entries:
        if entry.number in silent and entry.number in looks:
            why = "; ".join(reason.words for reason in looks[entry.number])
            raise Conflict(f"{code_nb(entry.code)} nay cần xem kỹ: {why}. Chưa ghi gì; xem lại rồi bấm lần nữa.")
    _keep(review, sent, {**said, **{number: Said(Verdict.OK) for number in silent}}, comment, again_by)
    return review


@transaction.atomic
def accept(*, report_id: int, version: int, by: User, said: Mapping[int, Said], comment: str = "", seen: str | None = None) -> Report:
    """Accept: what was reported as done and is "Đạt" is verified where it still waits; what needs more goes back to the unit by itself.

    Each entry needs its verdict: nothing is verified of which nobody said anything.
    """
    report, review = _under_review(report_id, version, by, seen, "accept")
    sent = snapshot.read(review.submission)
    verdicts = _keep(review, sent, said, comment, None)
    _check(sent, verdicts, Decision.ACCEPTED, comment, None)
    for entry in sorted(sent.entries, key=lambda entry: entry.number):
        word = verdicts[entry.number]
        if word.verdict == Verdict.OK and entry.level == Level.DONE:
            _item_step(entry.item, by, verify=True)
        elif word.verdict == Verdict.MORE:
            _item_step(entry.item, by, reason=word.comment)
    more = sum(word.verdict == Verdict.MORE for word in verdicts.values())
    _decide(report, review, by, Decision.ACCEPTED, {"more": f", {more} nội dung cần bổ sung" if more else ""})
    return report


@transaction.atomic
def return_report(
    *, report_id: int, version: int, by: User, said: Mapping[int, Said], comment: str, again_by: date | None = None, seen: str | None = None
) -> Report:
    """Send the whole report back with a comment. What needs more goes back, all else stays claimed until the report is accepted.

    ``again_by`` opens this one report until that day, also after the lock of the period.
    """
    report, review = _under_review(report_id, version, by, seen, "return")
    sent = snapshot.read(review.submission)
    verdicts = _keep(review, sent, said, comment, again_by)
    owed = rules.obligation_for(report)
    _check(sent, verdicts, Decision.RETURNED, comment, again_by, owed.lock_on if owed else None)
    for entry in sorted(sent.entries, key=lambda entry: entry.number):
        if (word := verdicts.get(entry.number)) is not None and word.verdict == Verdict.MORE:
            _item_step(entry.item, by, reason=word.comment)
    _decide(report, review, by, Decision.RETURNED, {"until": f", hẹn nộp lại {vn_date(again_by)}" if again_by else ""})
    if owed is not None:
        agree_day(obligation=owed, day=again_by)
    return report


def _under_review(report_id: int, version: int, by: User, seen: str | None, wanted: str = "start_review") -> tuple[Report, Review]:
    report = lock_report(report_id, version)
    rules.check_report(by, report, wanted)
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
    """Write down what was said, of the entries of which something was. Words on an entry that the report does not have are refused."""
    known = {entry.number for entry in sent.entries}
    if unknown := set(said) - known:
        raise Forbidden(f"Báo cáo không có nội dung số {min(unknown)}.")
    if len(comment) > MAX_NOTE or any(len(word.comment) > MAX_NOTE for word in said.values()):
        raise Invalid(f"Ý kiến dài quá {MAX_NOTE} chữ. Rút gọn rồi lưu lại.", field="comment")
    words = {number: word for number, word in said.items() if _is_spoken_of(word)}
    Remark.objects.filter(review=review).delete()
    Remark.objects.bulk_create(
        Remark(review=review, entry_id=entry.entry, verdict=words[entry.number].verdict or "", comment=words[entry.number].comment.strip())
        for entry in sent.entries
        if entry.number in words
    )
    review.comment, review.again_by = comment.strip(), again_by
    review.save(update_fields=["comment", "again_by"])
    return words


def _check(
    sent: Sent, verdicts: Mapping[int, Said], decision: Decision, comment: str, again_by: date | None, lock_on: date | None = None
) -> None:
    for problem in problems_of(sent, verdicts, decision, comment=comment, again_by=again_by, lock_on=lock_on):
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


def _decide(report: Report, review: Review, by: User, decision: Decision, said: Mapping[str, str]) -> None:
    review.decision, review.decided_at, review.decided_by = decision, clock.now(), by
    review.save(update_fields=["decision", "decided_at", "decided_by"])
    act(report, REPORT_FLOW.by_verb(decision).name, by=by, reason=review.comment, said=said)
    tell_decided(report, review, by=by)
