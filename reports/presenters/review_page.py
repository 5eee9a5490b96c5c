"""One report under review: its submissions, what changed since the last one, the live state of each item beside what was reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.forms.boundfield import BoundField

from common import clock
from common.formats import code_nb, vn_date
from common.page_parts import Chip
from common.vocabulary import State, item_state
from directives.models import Item, Obligation
from directives.presenters.links import item_url
from directives.rules import can
from directives.workflow import ItemStatus
from reports import rules, snapshot
from reports.forms.reviews import ReviewForm
from reports.models import Level, Remark, Report, Review, Submission
from reports.presenters.differences import Piece, word_pieces
from reports.presenters.links import queue_url
from reports.presenters.receipts import submission_tabs
from reports.presenters.report_times import beside_moment, days_waited, submissions_words
from reports.rules import obligation_for
from reports.second_look import Reason, live_items, second_looks
from reports.snapshot import Change, Sent, SentEntry, SentFile
from reports.workflow import REPORT_FLOW, ReportStatus, Verdict
from units.models import User

CODES_NAMED = 5
NOTHING = "(để trống)"


@dataclass(frozen=True)
class EntryView:
    """One entry as drawn. ``level``, ``result`` … are pieces: marked where they differ from the submission before (``is_changed``).

    ``live`` is the item's state today, None where the item is gone; ``asked`` what the last review wanted; ``mark`` the word of this
    submission's review once it is decided; ``verdict`` and ``comment`` the fields while it is not; ``reasons`` why it deserves a second
    look.
    """

    entry: SentEntry
    url: str
    live: State | None
    is_claimed: bool
    level: Sequence[Piece]
    result: Sequence[Piece]
    late_reason: Sequence[Piece]
    expected: Sequence[Piece]
    files: Sequence[SentFile]
    files_added: Sequence[SentFile]
    files_left: Sequence[SentFile]
    is_changed: bool
    is_new: bool
    asked: str
    mark: Remark | None
    verdict: BoundField | None
    comment: BoundField | None
    reasons: Sequence[Reason]

    @property
    def needs_more(self) -> bool:
        return self.mark is not None and self.mark.verdict == Verdict.MORE

    @property
    def has_errors(self) -> bool:
        return bool((self.verdict and self.verdict.errors) or (self.comment and self.comment.errors))


@dataclass(frozen=True)
class Tally:
    """What follows from the words said so far; ``silent`` entries have no verdict."""

    total: int
    ok: int
    more: int
    claimed: Sequence[str]

    @property
    def silent(self) -> int:
        return self.total - self.ok - self.more

    @property
    def suggestion(self) -> str:
        """'return', 'accept', or "" while it is not said of every entry what is thought of it."""
        return "return" if self.more else "" if self.silent else "accept"

    @property
    def claimed_words(self) -> str:
        """'ND-033, ND-034': the items that accepting would verify."""
        named = ", ".join(code_nb(code) for code in self.claimed[:CODES_NAMED])
        return f"{named} …" if len(self.claimed) > CODES_NAMED else named


@dataclass(frozen=True)
class Rest:
    """The entries (number, code) that one act marks "Đạt": nothing speaks against them, and nothing was said of them yet."""

    entries: Sequence[tuple[int, str]]

    @property
    def field(self) -> str:
        """As ``forms.reviews.ReviewForm.rest`` sends it back."""
        return ",".join(str(number) for number, _ in self.entries)


def standing_submissions(report: Report) -> list[Submission]:
    """Those that the unit did not take back, the last one last, each with its review (or none)."""
    rows = report.submissions.filter(withdrawn_at=None).select_related("review")
    return list(rows.prefetch_related("review__marks").order_by("number"))


def review_of(submission: Submission) -> Review | None:
    return getattr(submission, "review", None)


@dataclass(frozen=True)
class ReviewPage:
    """``before`` is the submission that stood before ``shown``; ``form`` stands where this one is under review by this reader's side.

    The entries: those that deserve a second look (``looks``), then what changed, what was asked for and not mended, the others.
    ``can_start``: he may begin the review; ``waits``: working days since it came, None where nobody waits.
    """

    report: Report
    shown: Submission
    before: Submission | None
    is_last: bool
    sent: Sent
    owed: Obligation | None
    time: str
    locked_on: date | None
    tabs: Sequence[Chip]
    review: Review | None
    last_review: Review | None
    remarks: Sequence[Piece]
    looks: Sequence[EntryView]
    changed: Sequence[EntryView]
    awaited: Sequence[EntryView]
    same: Sequence[EntryView]
    form: ReviewForm | None
    tally: Tally | None
    rest: Rest | None
    can_start: bool
    waits: int | None

    steps = REPORT_FLOW.named

    @property
    def queue_url(self) -> str:
        return queue_url(self.report.directive_id, self.report.period.code)

    @property
    def changed_above(self) -> int:
        return sum(view.is_changed for view in self.looks)

    @property
    def changed_total(self) -> int:
        return len(self.changed) + self.changed_above

    @property
    def same_open(self) -> bool:
        return any(view.has_errors or view.needs_more or _more(view, self.form) for view in self.same)

    @property
    def done(self) -> int:
        return self.sent.count(Level.DONE)


def review_page(user: User, report: Report, submissions: Sequence[Submission], shown: Submission, form: ReviewForm | None) -> ReviewPage:
    today = clock.today()
    before = next((each for each in reversed(submissions) if each.number < shown.number), None)
    sent, earlier = snapshot.read(shown), snapshot.read(before) if before else None
    review, last_review = review_of(shown), review_of(before) if before else None
    is_last = shown == submissions[-1]
    judging = is_last and report.status == ReportStatus.SUBMITTED
    looks = second_looks(sent, before, live_items([sent]), today) if judging else {}
    views = _entries(sent, earlier, review, last_review, form, looks)
    plain = [view for view in views if not view.reasons]
    owed = obligation_for(report)
    return ReviewPage(
        report=report,
        shown=shown,
        before=before,
        is_last=is_last,
        sent=sent,
        owed=owed,
        time=beside_moment(
            clock.localize(shown.submitted_at).date(), submissions_words(submissions, shown, owed), owed.due_on if owed else None
        ),
        locked_on=owed.closes_on if owed and owed.lock_on and owed.lock_on < today else None,
        tabs=submission_tabs("review_detail", report, submissions, shown),
        review=review,
        last_review=last_review,
        remarks=word_pieces(earlier.remarks if earlier else sent.remarks, sent.remarks),
        looks=[view for view in views if view.reasons],
        changed=[view for view in plain if view.is_changed],
        awaited=[view for view in plain if not view.is_changed and view.asked],
        same=[view for view in plain if not view.is_changed and not view.asked],
        form=form,
        tally=_tally(sent, views, form) if form else None,
        rest=_rest(plain, form) if form else None,
        can_start=is_last and review is None and can(rules.check_report, user, report, "start_review"),
        waits=days_waited(shown.submitted_at, today) if judging else None,
    )


def _more(view: EntryView, form: ReviewForm | None) -> bool:
    return form is not None and form.verdict_of(view.entry.number) == Verdict.MORE


def _entries(
    sent: Sent, earlier: Sent | None, review: Review | None, last: Review | None, form: ReviewForm | None,
    looks: Mapping[int, Sequence[Reason]],
) -> list[EntryView]:  # fmt: skip
    ids = [entry.item for entry in sent.entries]
    items = {item.pk: item for item in Item.objects.filter(pk__in=ids).with_flags()}
    changes = {change.after.number: change for change in (snapshot.changes(earlier, sent) if earlier else [])}
    decided = {mark.entry_id: mark for mark in review.marks.all()} if review is not None and review.decision else {}
    asked = {mark.entry_id: mark.comment for mark in last.marks.all() if mark.verdict == Verdict.MORE} if last else {}
    return [
        _entry(
            entry,
            changes.get(entry.number),
            items.get(entry.item),
            asked.get(entry.entry, ""),
            decided.get(entry.entry),
            form,
            looks.get(entry.number, ()),
        )
        for entry in sent.entries
    ]


def _entry(
    entry: SentEntry, change: Change | None, item: Item | None, asked: str, mark: Remark | None, form: ReviewForm | None,
    reasons: Sequence[Reason],
) -> EntryView:  # fmt: skip
    old = change.before if change and change.before else entry
    added = change.files_added if change else ()
    verdict, comment = form.fields_of(entry.number) if form else (None, None)
    return EntryView(
        entry=entry,
        url=item_url(entry.number),
        live=_live(item),
        is_claimed=item is not None and item.status == ItemStatus.CLAIMED,
        level=_swap(old.level.label, entry.level.label),
        result=word_pieces(old.result, entry.result),
        late_reason=word_pieces(old.late_reason, entry.late_reason),
        expected=[] if entry.level == Level.DONE else _swap(vn_date(old.expected_on), vn_date(entry.expected_on)),
        files=[file for file in entry.files if file not in added],
        files_added=added,
        files_left=change.files_left if change else (),
        is_changed=change is not None,
        is_new=change is not None and change.new,
        asked=asked,
        mark=mark,
        verdict=verdict,
        comment=comment,
        reasons=reasons,
    )


def _swap(before: str, after: str) -> list[Piece]:
    """A value is exchanged as a whole."""
    if before == after:
        return [Piece("", after)] if after else []
    return [Piece("del", before or NOTHING), Piece("", " "), Piece("ins", after or NOTHING)]


def _live(item: Item | None) -> State | None:
    if item is None:
        return None
    return item_state(item.status, returned=item.is_returned, blocked=item.is_blocked)  # type: ignore[attr-defined]


def _tally(sent: Sent, views: Sequence[EntryView], form: ReviewForm) -> Tally:
    words = {entry.number: form.verdict_of(entry.number) for entry in sent.entries}
    waiting = [
        view.entry.code for view in views if view.entry.level == Level.DONE and view.is_claimed and words[view.entry.number] == Verdict.OK
    ]
    said = list(words.values())
    return Tally(len(said), said.count(Verdict.OK), said.count(Verdict.MORE), waiting)


def _rest(plain: Sequence[EntryView], form: ReviewForm) -> Rest | None:
    """None where there is nothing left to mark."""
    silent = [view.entry for view in plain if form.verdict_of(view.entry.number) is None and not (view.comment and view.comment.value())]
    return Rest([(entry.number, entry.code) for entry in silent]) if silent else None
