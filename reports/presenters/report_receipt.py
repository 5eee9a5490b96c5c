"""What became of a report: received and waiting, accepted, or sent back with what has to be completed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from common import clock
from common.page_parts import Chip
from common.workdays import add_working_days
from directives.models import Item, Obligation
from directives.rules import can
from reports import dashboard, rules, snapshot
from reports.content import ReportKey
from reports.models import Level, Report, Review, Submission
from reports.presenters.links import items_url, optional_url
from reports.presenters.receipts import receipt_code, submission_tabs
from reports.presenters.report_check import EntryRow, general_stuck, sent_rows
from reports.presenters.report_form import report_url
from reports.presenters.report_times import submissions_words
from reports.presenters.review_page import review_of, standing_submissions
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
    """``shown`` is one of the ``submissions`` (those that were not taken back), the last one unless an earlier one was chosen.

    ``unfinished`` counts what the unit still has to do meanwhile.
    """

    report: Report
    shown: Submission
    submissions: Sequence[Submission]
    sent: snapshot.Sent
    due_on: date | None
    writes: bool
    can_withdraw: bool
    unfinished: int
    review_url: str

    withdraw = REPORT_FLOW["withdraw"]

    @property
    def promise(self) -> int:
        return rules.REVIEW_WORKING_DAYS

    @property
    def review(self) -> Review | None:
        return review_of(self.shown)

    @property
    def decided(self) -> Review | None:
        return self.review if self.review is not None and self.review.decision else None

    @property
    def is_last(self) -> bool:
        return self.shown == self.submissions[-1]

    @property
    def waits(self) -> bool:
        return self.is_last and self.report.status == ReportStatus.SUBMITTED

    @property
    def look_by(self) -> date:
        """The day by which the Centre promises to have looked."""
        return add_working_days(clock.localize(self.shown.submitted_at).date(), rules.REVIEW_WORKING_DAYS)

    @property
    def can_mend(self) -> bool:
        return self.is_last and self.writes and self.report.status in (ReportStatus.RETURNED, ReportStatus.DRAFT)

    @property
    def tabs(self) -> list[Chip]:
        return submission_tabs("report_detail", self.report, self.submissions, self.shown)

    @property
    def receipt(self) -> str:
        return receipt_code(self.report)

    @property
    def time(self) -> str:
        return submissions_words(self.submissions, self.shown, self.due_on)

    @cached_property
    def asked(self) -> list[Asked]:
        return _asked(self.decided, self.sent)

    @property
    def unfinished_url(self) -> str:
        return items_url(don_vi=self.report.unit.code, van_ban=self.report.directive_id, tinh_trang="open")

    @property
    def form_url(self) -> str:
        return report_url("report_form", ReportKey(self.report.directive, self.report.period, self.report.unit))

    @property
    def print_url(self) -> str:
        return f"{reverse('report_print', args=[self.report.pk])}?lan={self.shown.number}"

    @cached_property
    def rows(self) -> Sequence[EntryRow]:
        return sent_rows(self.sent)

    @cached_property
    def stuck(self) -> list[str]:
        return general_stuck(self.sent)

    @property
    def remarks(self) -> str:
        return self.sent.remarks

    @property
    def done(self) -> int:
        return self.sent.count(Level.DONE)


def receipt_page(user: User, report: Report, shown: Submission, submissions: Sequence[Submission]) -> ReceiptPage:
    writes = can(rules.check_can_see_report, user, report.unit)
    waits = shown == submissions[-1] and report.status == ReportStatus.SUBMITTED
    mine = Item.objects.visible_to(user).filter(directive=report.directive_id).of_unit([report.unit_id])
    return ReceiptPage(
        report,
        shown,
        submissions,
        snapshot.read(shown),
        _due_on(report),
        writes,
        can_withdraw=waits and writes and can(rules.check_report, user, report, "withdraw"),
        unfinished=dashboard.item_figures(mine, clock.today()).open if writes else 0,
        review_url=optional_url("review_detail", report.pk) if rules.reviews(user, report) else "",
    )


def submissions_of(report: Report) -> Sequence[Submission]:
    """Those that the unit did not take back, each with its review."""
    return standing_submissions(report)


def _asked(review: Review | None, sent: snapshot.Sent) -> list[Asked]:
    if review is None:
        return []
    by_entry = {entry.entry: entry for entry in sent.entries}
    marks = [(by_entry.get(mark.entry_id), mark) for mark in review.marks.all() if mark.verdict == Verdict.MORE]
    found = [Asked(entry.number, entry.code, entry.title, mark.comment) for entry, mark in marks if entry is not None]
    return sorted(found, key=lambda asked: asked.number)


def _due_on(report: Report) -> date | None:
    """None also where nothing is owed."""
    owed = Obligation.objects.filter(directive=report.directive_id, period=report.period_id, unit=report.unit_id)
    return owed.values_list("due_on", flat=True).first()
