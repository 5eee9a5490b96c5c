"""Every named set of reports. ``visible_to(user)`` is where every page starts."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from reports.workflow import ReportStatus
from units.querysets import reach

if TYPE_CHECKING:
    from reports.models import Report  # noqa: F401 - named as text below


class ReportQuerySet(models.QuerySet["Report"]):
    """Named sets of reports."""

    def visible_to(self, user: Any) -> Self:
        """A draft is its unit's own affair; what was handed in is read by who sees the unit's work."""
        found = reach(user)
        own = Q(unit__in=found["do_work"])
        return self.filter(found.over("see_work", "unit"), ~Q(status=ReportStatus.DRAFT) | own | Q(Exists(self._handed_in())))

    def reviewed_by(self, user: Any) -> Self:
        """Handed in, and reviewing them is this person's task (``rules.reviews``), whatever was said of them since."""
        return self.filter(reach(user).over("steer_work", "unit"), ~Q(status=ReportStatus.DRAFT))

    def reviewable_by(self, user: Any) -> Self:
        """The set twin of ``rules.check_report`` for "accept", for those that wait: what this person's menu counts."""
        return self.reviewed_by(user).submitted()

    def draft(self) -> Self:
        return self.filter(status=ReportStatus.DRAFT)

    def submitted(self) -> Self:
        """Waiting for the Centre."""
        return self.filter(status=ReportStatus.SUBMITTED)

    def returned(self) -> Self:
        """Reports that were returned: the unit's turn again."""
        return self.filter(status=ReportStatus.RETURNED)

    def accepted(self) -> Self:
        return self.filter(status=ReportStatus.ACCEPTED)

    @staticmethod
    def _handed_in() -> models.QuerySet[Any]:
        from reports.models import Submission

        return Submission.objects.filter(report=OuterRef("pk"), withdrawn_at=None)
