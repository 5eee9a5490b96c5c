"""What people are told of a report: the unit that it was received, and what the Centre decided; the Centre that one came in."""

from django.urls import reverse

from notifications import notices
from notifications.notices import Notice
from reports.models import Report, Review, Submission
from reports.notices import again, topic_of
from units.models import Unit, User


def tell_received(report: Report, submission: Submission, *, by: User) -> None:
    """A receipt for the unit, by mail too; for the Centre a line on the portal (its menu counts what waits)."""
    # The receipt is for the person who sent it, too.
    notices.tell(topic=topic_of(report, submission.number, "received"), unit_ids=[report.unit_id], by=None)
    notices.show(
        topic=topic_of(report, submission.number, "to_review"),
        unit_ids=Unit.objects.filter(kind=Unit.Kind.CENTRE).values_list("pk", flat=True),
        by=by,
        notice=Notice(
            f"{report.unit.name} nộp {report.title}{again(submission.number)}",
            reverse("review_detail", args=[report.pk]),
            headline="Chờ duyệt",
        ),
    )


def tell_decided(report: Report, review: Review, *, by: User) -> None:
    """The decision, with what has to be completed entry by entry."""
    notices.tell(topic=topic_of(report, review.submission.number, review.decision), unit_ids=[report.unit_id], by=by)
