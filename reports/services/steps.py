"""What every act on a report shares: the lock, its step in the table, one line of its history."""

from collections.abc import Mapping
from typing import Any

from common.audit import record
from common.errors import Conflict
from common.formats import vn_datetime
from common.models import AuditEvent
from reports.models import Report, Submission
from reports.workflow import REPORT_FLOW
from units.models import User


def lock_report(report_id: int, version: int | None) -> Report:
    """The report, locked for this transaction. ``version`` is what the person saw; another one means that somebody was faster."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("unit__area", "unit__successor", "period", "directive")
    report = rows.get(pk=report_id)
    if version is not None and version != report.version:
        raise overtaken(report)
    return report


def overtaken(report: Report) -> Conflict:
    """Somebody was faster: what happened to the report since the person opened the page."""
    return Conflict(f"Sau khi anh/chị mở trang này, {last_act(report)}. Chưa lưu gì; xem lại rồi làm lần nữa.")


def last_act(report: Report) -> str:
    """Who did what last, as a part of a sentence."""
    last = AuditEvent.objects.filter(subject_kind="report", subject_id=report.pk).first()
    if last is not None and (report.saved_at is None or last.at >= report.saved_at):
        return f"{last.unit_name or last.actor_name} {last.text} lúc {vn_datetime(last.at)}"
    if report.saved_by is not None:
        return f"{report.saved_by.full_name} đã lưu báo cáo lúc {vn_datetime(report.saved_at)}"
    return "báo cáo đã được sửa"


def act(report: Report, name: str, *, by: User, reason: str = "", said: Mapping[str, str] | None = None, **also: Any) -> None:
    """One act of the table: status, what it changes besides (``also``), a line of history with ``reason`` in full."""
    step = REPORT_FLOW.advance(name, report, by=by, reason=reason, **also) if REPORT_FLOW[name].changes else REPORT_FLOW[name]
    record(
        by=by,
        verb=f"report.{step.verb}",
        text=step.words.format(**{"report": report.title, "reason": reason, **(said or {})}),
        subject_kind="report",
        subject_id=report.pk,
        subject_label=f"{report.title} của {report.unit.name}",
        party_codes=[report.unit.code],
        data={"note": reason} if reason else None,
    )


def standing_submission(report: Report) -> Submission | None:
    """The last submission that was not withdrawn."""
    return report.submissions.filter(withdrawn_at=None).order_by("-number").first()


def submission_before(report: Report, submission: Submission) -> Submission | None:
    """The standing one before it, with its review and remarks."""
    rows = report.submissions.filter(withdrawn_at=None, number__lt=submission.number).select_related("review")
    return rows.prefetch_related("review__marks").order_by("-number").first()
