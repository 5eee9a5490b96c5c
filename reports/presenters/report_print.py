"""A report on paper: what was handed in, or the draft as it is now; plain values, one or more A4 pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from common import clock
from common.formats import code_nb
from common.quarters import Quarter
from reports import snapshot
from reports.content import Content
from reports.models import Level, Report, Submission
from reports.presenters.receipts import receipt_code
from reports.presenters.report_check import general_stuck, sent_rows
from reports.presenters.report_form import report_url
from reports.presenters.report_times import submissions_words
from reports.rules import obligation_for
from reports.snapshot import Sent
from units.models import Unit
from units.models.unit import Level as AreaLevel


def draft_page(content: Content) -> dict[str, Any]:
    """The draft, read through the same door as what was handed in."""
    sent = snapshot.read(Submission(content=snapshot.take(content, defaultdict(int))))
    return {
        **_page(content.key.unit, content.key.period.code, sent),
        "directive": content.key.directive,
        "period": content.key.period,
        "day": content.today,
        "draft": True,
        "back_url": report_url("report_form", content.key),
    }


def sent_page(report: Report, submission: Submission, submissions: Sequence[Submission]) -> dict[str, Any]:
    """``submissions``: those that were not taken back; a report that came again says both days."""
    owed = obligation_for(report)
    return {
        **_page(report.unit, report.period.code, snapshot.read(submission)),
        "directive": report.directive,
        "period": report.period,
        "day": clock.localize(submission.submitted_at).date(),
        "draft": False,
        "submission": submission,
        "receipt": receipt_code(report),
        "time": submissions_words(submissions, submission, owed.due_on if owed else None),
        "back_url": reverse("report_detail", args=[report.pk]),
    }


def _page(unit: Unit, period_code: str, sent: Sent) -> dict[str, Any]:
    rows = sent_rows(sent)
    return {
        "unit": unit,
        "place": _place(unit),
        "label": Quarter.parse(period_code).label,
        "rows": rows,
        "stuck": [*(f"{code_nb(row.code)}: {each}" for row in rows for each in row.stuck), *general_stuck(sent)],
        "remarks": sent.remarks,
        "total": len(sent.entries),
        "done": sent.count(Level.DONE),
        "doing": sent.count(Level.DOING),
        "todo": sent.count(Level.TODO),
    }


def _place(unit: Unit) -> str:
    """Where the unit writes from: 'Cao Lãnh', 'Đồng Tháp'."""
    area = unit.area
    return area.name if area.level != AreaLevel.COMMUNE else (area.parent.name if area.parent else area.name)
