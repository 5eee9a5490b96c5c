"""Which entries of a submission deserve a second look, and why, in words for the reviewer. Reading only; nothing here decides.

The queue counts what the review page names entry by entry, and ``services.reviewing`` marks nothing at once that stands here.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.formats import vn_num
from common.models import AuditEvent
from directives.doubts import doubt_words, doubts, is_stuck
from directives.models import Item
from directives.workflow import OPEN, ItemStatus
from reports import snapshot
from reports.models import Level, Submission
from reports.snapshot import Sent, SentEntry
from reports.workflow import Verdict

WHOLE = 100


class Kind(StrEnum):
    """Why an entry deserves a second look; reasons are told in this order."""

    ASKED = "asked"
    TAKEN_BACK = "taken_back"
    BARE = "bare"
    DOUBT = "doubt"
    STUCK = "stuck"
    LATE_CLAIM = "late_claim"
    OVERDUE = "overdue"
    SILENT = "silent"


SUMMARY = {
    Kind.ASKED: "đã yêu cầu bổ sung, đơn vị chưa sửa",
    Kind.TAKEN_BACK: "báo xong nhưng nay không còn ở mức đã xong",
    Kind.BARE: "báo xong nhưng chưa có minh chứng",
    Kind.DOUBT: "báo xong nhưng lời hoặc số liệu nói khác",
    Kind.STUCK: "báo xong nhưng còn vướng mắc",
    Kind.LATE_CLAIM: "báo xong trễ hạn",
    Kind.OVERDUE: "quá hạn, chưa xong",
    Kind.SILENT: "quá hạn chưa ghi lý do chậm",
}
"""Behind a number: '2 nội dung báo xong nhưng chưa có minh chứng'."""


@dataclass(frozen=True)
class Reason:
    """One reason for one entry, in words."""

    kind: Kind
    words: str


@dataclass(frozen=True)
class LiveItem:
    """What of an item may have changed since it was reported; ``asked`` are the doubts that the unit was asked about when it claimed."""

    status: str
    due_on: date | None
    claimed_on: date | None
    is_blocked: bool
    asked: Sequence[str]


def live_items(sent: Iterable[Sent]) -> dict[int, LiveItem]:
    """By the item's id, in two queries however many submissions there are."""
    wanted = {entry.item for each in sent for entry in each.entries}
    asked: dict[int, Sequence[str]] = {}
    claims = AuditEvent.objects.filter(subject_kind="item", subject_id__in=wanted, verb="item.claimed").order_by("pk")
    for pk, data in claims.values_list("subject_id", "data"):
        asked[pk or 0] = (data or {}).get("doubts", ())
    return {
        item.pk: LiveItem(item.status, item.due_on, item.claimed_on, item.is_blocked, asked.get(item.pk, ()))  # type: ignore[attr-defined]
        for item in Item.objects.filter(pk__in=wanted).with_flags()
    }


def second_looks(sent: Sent, before: Submission | None, live: Mapping[int, LiveItem], today: date) -> dict[int, list[Reason]]:
    """By the item's number, for the entries that deserve it alone. ``before`` is the submission before this one, with its review.

    What the Centre found "Đạt" in it by an act and that says the same again was looked at already.
    """
    fine, asked = _said_before(before)
    changed = {change.after.number for change in snapshot.changes(snapshot.read(before), sent)} if before is not None else set()
    found = {}
    for entry in sent.entries:
        if entry.number in changed or entry.entry not in fine:
            reasons = _reasons(entry, live.get(entry.item), today)
            if entry.entry in asked and entry.number not in changed:
                reasons.insert(0, Reason(Kind.ASKED, SUMMARY[Kind.ASKED]))
            if reasons:
                found[entry.number] = reasons
    return found


def summary(looks: Mapping[int, Sequence[Reason]]) -> list[str]:
    """One line a kind, with how many entries it concerns."""
    counts = Counter(kind for reasons in looks.values() for kind in {reason.kind for reason in reasons})
    return [f"{vn_num(counts[kind])} nội dung {words}" for kind, words in SUMMARY.items() if counts[kind]]


def _said_before(before: Submission | None) -> tuple[Collection[int], Collection[int]]:
    """The entries that were "Đạt" and those that were to be completed, by the decided review of this submission."""
    review = getattr(before, "review", None)
    if review is None or not review.decision:
        return (), ()
    marks = list(review.marks.all())
    by_verdict = {verdict: {mark.entry_id for mark in marks if mark.verdict == verdict} for verdict in Verdict}
    return by_verdict[Verdict.OK], by_verdict[Verdict.MORE]


def _reasons(entry: SentEntry, live: LiveItem | None, today: date) -> list[Reason]:
    if live is None or live.status in (ItemStatus.VERIFIED, ItemStatus.WITHDRAWN):
        return []
    return _of_claim(entry, live) if entry.level == Level.DONE else _of_open(entry, live, today)


def _of_claim(entry: SentEntry, live: LiveItem) -> list[Reason]:
    found = []
    if live.status in OPEN:
        found.append(Reason(Kind.TAKEN_BACK, f"báo xong nhưng nay nội dung ở mức “{ItemStatus(live.status).label}”"))
    if not entry.files:
        found.append(Reason(Kind.BARE, "báo xong nhưng không kèm minh chứng"))
    if said := list(dict.fromkeys([*doubts(entry.result), *(each for each in live.asked if not is_stuck(each))])):
        found.append(Reason(Kind.DOUBT, f"báo xong nhưng {doubt_words(said)}"))
    elif entry.percent and entry.percent < WHOLE:
        found.append(Reason(Kind.DOUBT, f"lần cập nhật trước khi nộp mới ở mức {entry.percent}%"))
    if live.is_blocked:
        found.append(Reason(Kind.STUCK, "báo xong nhưng còn vướng mắc chưa giải quyết"))
    if live.claimed_on is not None and live.due_on is not None and live.claimed_on > live.due_on:
        found.append(Reason(Kind.LATE_CLAIM, f"báo xong trễ hạn {vn_num((live.claimed_on - live.due_on).days)} ngày"))
    return found


def _of_open(entry: SentEntry, live: LiveItem, today: date) -> list[Reason]:
    if live.status not in OPEN or live.due_on is None or live.due_on >= today:
        return []
    found = [Reason(Kind.OVERDUE, f"quá hạn {vn_num((today - live.due_on).days)} ngày, chưa xong")]
    return found if entry.late_reason else [*found, Reason(Kind.SILENT, "chưa ghi lý do chậm")]
