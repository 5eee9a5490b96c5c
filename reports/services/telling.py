"""What people are told of a report: the unit that it was received, and what the Centre decided; the Centre that one came in."""

from __future__ import annotations

from django.urls import reverse

from common.formats import code_nb
from notifications import notices
from reports.models import Report, Review, Submission
from reports.workflow import Decision, Verdict
from units.models import Unit, User


def tell_received(report: Report, submission: Submission, *, by: User) -> None:
    """A receipt for the unit, by mail too; for the Centre a line on the portal (its menu counts what waits)."""
    key = f"report:{report.pk}:{submission.number}"
    again = f", lần {submission.number}" if submission.number > 1 else ""
    notices.tell(
        unit_ids=[report.unit_id],
        by=None,  # the receipt is for the person who sent it, too
        key=f"{key}:received",
        title=f"Văn phòng UBND Tỉnh đã nhận {report.title}{again}",
        path=reverse("report_detail", args=[report.pk]),
        detail=f"Người nộp: {by.full_name}. Cần sửa thì thu hồi được khi Trung tâm chưa mở xem.",
        headline="Đã nộp",
    )
    notices.tell(
        unit_ids=Unit.objects.filter(kind=Unit.Kind.CENTRE).values_list("pk", flat=True),
        by=by,
        key=f"{key}:to_review",
        title=f"{report.unit.name} nộp {report.title}{again}",
        path=reverse("review_detail", args=[report.pk]),
        headline="Chờ duyệt",
        mail=False,
    )


def tell_decided(report: Report, review: Review, *, by: User) -> None:
    """The decision, with what has to be completed entry by entry."""
    marks = review.marks.filter(verdict=Verdict.MORE).select_related("entry__item")
    parts = [f"{code_nb(mark.entry.item.code)}: {mark.comment}" for mark in marks]
    words = ([f"“{review.comment}”"] if review.comment else []) + parts
    returned = review.decision == Decision.RETURNED
    notices.tell(
        unit_ids=[report.unit_id],
        by=by,
        key=f"report:{report.pk}:{review.submission.number}:{review.decision}",
        title=f"Trung tâm {'trả lại' if returned else 'chấp nhận'} {report.title}{' để bổ sung' if returned else ''}",
        path=reverse("report_detail", args=[report.pk]),
        detail="; ".join(words),
        headline="Cần bổ sung" if returned or parts else "Đã chấp nhận",
        tone="soon" if returned or parts else "",
    )
