"""What became of a report: received and waiting, accepted, or sent back with what has to be completed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from common import clock
from common.quarters import Quarter
from common.workdays import add_working_days
from directives.models import Item, Obligation
from directives.rules import can
from reports import dashboard, rules, snapshot
from reports.content import ReportKey
from reports.models import Level, Report, Review, Submission
from reports.presenters.links import items_url, optional_url
from reports.presenters.receipts import receipt_code, submission_tabs
from reports.presenters.report_check import general_stuck, sent_rows
from reports.presenters.report_form import report_url
from reports.presenters.report_state import REPORT_STATES
from reports.presenters.report_times import submissions_words
from reports.presenters.review_page import review_of, standing_submissions
from reports.workflow import ReportStatus, Verdict
from units.models import User


@dataclass(frozen=True)
class Asked:
    """What the Centre wants to be completed in one item."""

    number: int
    code: str
    title: str
    comment: str


def receipt_page(user: User, report: Report, shown: Submission, submissions: Sequence[Submission]) -> dict[str, Any]:
    """``shown`` is one of the ``submissions`` (those that were not taken back), the last one unless an earlier one was chosen."""
    today = clock.today()
    review = review_of(shown)
    decided = review if review is not None and review.decision else None
    sent = snapshot.read(shown)
    writes = can(rules.check_can_see_report, user, report.unit)
    is_last = shown == submissions[-1]
    waits = is_last and report.status == ReportStatus.SUBMITTED
    mine = Item.objects.visible_to(user).filter(directive=report.directive_id).of_unit([report.unit_id])
    key = ReportKey(report.directive, report.period, report.unit)
    return {
        "report": report,
        "title": report.title,
        "period_label": Quarter.parse(report.period.code).label,
        "shown": shown,
        "is_last": is_last,
        "tabs": submission_tabs("report_detail", report, submissions, shown),
        "state": REPORT_STATES[report.status],
        "receipt": receipt_code(report),
        "time": submissions_words(submissions, shown, _due_on(report)),
        "review": review,
        "decided": decided,
        "asked": _asked(decided, sent),
        "waits": waits,
        "look_by": add_working_days(clock.localize(shown.submitted_at).date(), rules.REVIEW_WORKING_DAYS) if waits else None,
        "promise": rules.REVIEW_WORKING_DAYS,
        "writes": writes,
        "can_withdraw": waits and writes and can(rules.check_report, user, report, "withdraw"),
        "can_mend": is_last and writes and report.status in (ReportStatus.RETURNED, ReportStatus.DRAFT),
        "unfinished": dashboard.item_figures(mine, today).open if writes else 0,
        "unfinished_url": items_url(don_vi=report.unit.code, van_ban=report.directive_id, tinh_trang="open"),
        "form_url": report_url("report_form", key),
        "print_url": f"{reverse('report_print', args=[report.pk])}?lan={shown.number}",
        "review_url": optional_url("review_detail", report.pk) if rules.reviews(user, report) else "",
        "rows": sent_rows(sent),
        "stuck": general_stuck(sent),
        "remarks": sent.remarks,
        "done": sent.count(Level.DONE),
        "total": len(sent.entries),
    }


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
