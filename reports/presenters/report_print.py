"""A report on paper: what was handed in, or the draft as it is now; plain values, one or more A4 pages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from common import clock
from common.formats import code_nb
from directives.models import Directive, Period
from reports import snapshot
from reports.content import Content
from reports.models import Level, Report, Submission
from reports.presenters.receipts import receipt_code
from reports.presenters.report_check import EntryRow, sent_rows, stuck_words
from reports.presenters.report_form import report_url
from reports.presenters.report_times import submissions_words
from reports.rules import obligation_for
from reports.snapshot import Sent
from units.entries import Level as AreaLevel
from units.models import Unit


@dataclass(frozen=True)
class PrintPage:
    """``submission`` is None of a draft, read through the same door as what was handed in; ``time`` says when it came, against its day."""

    directive: Directive
    period: Period
    unit: Unit
    sent: Sent
    day: date
    back_url: str
    submission: Submission | None = None
    receipt: str = ""
    time: str = ""

    @property
    def place(self) -> str:
        """Where the unit writes from: 'Cao Lãnh', 'Đồng Tháp'."""
        area = self.unit.area
        return (area.parent if area.level == AreaLevel.COMMUNE and area.parent else area).name

    @cached_property
    def rows(self) -> Sequence[EntryRow]:
        return sent_rows(self.sent)

    @property
    def stuck(self) -> list[str]:
        own = [f"{code_nb(row.entry.code)}: {each}" for row in self.rows for each in row.stuck]
        return own + stuck_words(self.sent.difficulties)

    @property
    def counts(self) -> dict[str, int]:
        """By level: "done", "doing", "todo"."""
        return {level.value: self.sent.count(level) for level in Level}


def draft_page(content: Content) -> PrintPage:
    key, sent = content.key, snapshot.read(Submission(content=snapshot.take(content, defaultdict(int))))
    return PrintPage(key.directive, key.period, key.unit, sent, content.today, report_url("report_form", key))


def sent_page(report: Report, submission: Submission, submissions: Sequence[Submission]) -> PrintPage:
    """``submissions``: those that were not taken back; a report that came again says both days."""
    return PrintPage(
        report.directive,
        report.period,
        report.unit,
        snapshot.read(submission),
        clock.localize(submission.submitted_at).date(),
        reverse("report_detail", args=[report.pk]),
        submission,
        receipt_code(report),
        submissions_words(submissions, submission, obligation_for(report)),
    )
