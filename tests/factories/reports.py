"""Reports in a state, without the acts that lead there: for tests of what other rooms make of the state."""

from __future__ import annotations

from datetime import date
from typing import Any

from reports.models import Report
from reports.workflow import ReportStatus

_WAY = {
    ReportStatus.DRAFT: (),
    ReportStatus.SUBMITTED: (ReportStatus.SUBMITTED,),
    ReportStatus.RETURNED: (ReportStatus.SUBMITTED, ReportStatus.RETURNED),
    ReportStatus.ACCEPTED: (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED),
}


def put_report(*, status: str, first_submitted_on: date | None, **key: Any) -> Report:
    """A report of this (directive, period, unit) in ``status``; the database's trigger lets it take the allowed steps only."""
    report = Report.objects.create(**key)
    for step in _WAY[ReportStatus(status)]:
        Report.objects.filter(pk=report.pk).update(status=step, first_submitted_on=first_submitted_on)
    report.refresh_from_db()
    return report
