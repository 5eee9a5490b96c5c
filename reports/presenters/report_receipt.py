"""What became of a report: received and waiting, accepted, or sent back with what has to be completed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from common import clock
from common.page_parts import Chip
from common.workdays import add_working_days
from directives.models import Item
from directives.rules import can
from reports import dashboard, rules, snapshot
from reports.content import ReportKey
from reports.models import Level, Report, Review, Submission
from reports.presenters.links import optional_url
from reports.presenters.receipts import receipt_code, submission_tabs
from reports.presenters.report_check import EntryRow, sent_rows, stuck_words
from reports.presenters.report_form import report_url
from reports.presenters.report_times import submissions_words
from reports.presenters.review_page import review_of
from reports.workflow import REPORT_FLOW, ReportStatus, Verdict
from units.models import User


@dataclass(frozen=True)
class Asked:
    """What the Centre wants to be completed in one item."""

    number: int
    code: str
    title: str
    comment: str


@dataclass(frozen=True)
class ReceiptPage:
    """``shown`` is the last submission that was not taken back unless an earlier one was chosen; ``look_by`` the day by which the Centre
    promises to have looked; ``unfinished`` counts what the unit still has to do meanwhile.
    """

    report: Report
    shown: Submission
    is_last: bool
    tabs: Sequence[Chip]
    receipt: str
    time: str
    review: Review | None
    decided: Review | None
    asked: Sequence[Asked]
    sent: snapshot.Sent
    waits: bool
    look_by: date | None
    writes: bool
    can_withdraw: bool
    can_mend: bool
    unfinished: int
    form_url: str
    review_url: str
    rows: Sequence[EntryRow]
    stuck: Sequence[str]

    withdraw = REPORT_FLOW["withdraw"]

    @property
    def done(self) -> int:
        return self.sent.count(Level.DONE)


def receipt_page(user: User, report: Report, shown: Submission, submissions: Sequence[Submission]) -> ReceiptPage:
    review, sent = review_of(shown), snapshot.read(shown)
    decided = review if review is not None and review.decision else None
    writes = can(rules.check_can_see_report, user, report.unit)
    is_last = shown == submissions[-1]
    waits = is_last and report.status == ReportStatus.SUBMITTED
    mine = Item.objects.visible_to(user).filter(directive=report.directive_id).of_unit(report.unit_id)
    return ReceiptPage(
        report=report,
        shown=shown,
        is_last=is_last,
        tabs=submission_tabs("report_detail", report, submissions, shown),
        receipt=receipt_code(report),
        time=submissions_words(submissions, shown, rules.obligation_for(report)),
        review=review,
        decided=decided,
        asked=_asked(decided, sent),
        sent=sent,
        waits=waits,
        look_by=add_working_days(clock.localize(shown.submitted_at).date(), rules.REVIEW_WORKING_DAYS) if waits else None,
        writes=writes,
        can_withdraw=waits and writes and can(rules.check_report, user, report, "withdraw"),
        can_mend=is_last and writes and report.status in (ReportStatus.RETURNED, ReportStatus.DRAFT),
        unfinished=dashboard.item_figures(mine, clock.today()).open if writes else 0,
        form_url=report_url("report_form", ReportKey.of(report)),
        review_url=optional_url("review_detail", report.pk) if rules.reviews(user, report) else "",
        rows=sent_rows(sent),
        stuck=stuck_words(sent.difficulties),
    )


def _asked(review: Review | None, sent: snapshot.Sent) -> list[Asked]:
    if review is None:
        return []
    by_entry = {entry.entry: entry for entry in sent.entries}
    marks = [(by_entry.get(mark.entry_id), mark) for mark in review.marks.all() if mark.verdict == Verdict.MORE]
    found = [Asked(entry.number, entry.code, entry.title, mark.comment) for entry, mark in marks if entry is not None]
    return sorted(found, key=lambda asked: asked.number)
