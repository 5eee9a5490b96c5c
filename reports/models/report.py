"""A quarterly report: one a (directive, period, unit); its obligation may be absent (post offices may report, but do not owe)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.past import keeps_past
from common.triggers import follows
from directives.models import Directive, Period
from reports.querysets import ReportQuerySet
from reports.workflow import REPORT_FLOW, ReportStatus
from units.models import Unit


class Report(models.Model):
    """One unit's report of one period under one directive.

    ``first_submitted_on`` is the day of the first submission that was not withdrawn: it decides whether the report came in time.
    ``version`` grows with every step and with every change of ``remarks``; entries have their own.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="reports", verbose_name="văn bản")
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", verbose_name="kỳ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị")
    status = models.CharField("tình trạng", max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT)
    first_submitted_on = models.DateField("ngày nộp lần đầu", null=True, blank=True)
    remarks = models.TextField("đánh giá chung và kiến nghị", blank=True)
    saved_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lưu"
    )
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ["period", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(name="report_once", fields=["directive", "period", "unit"]),
            models.CheckConstraint(name="report_status_known", condition=Q(status__in=ReportStatus.values)),
            models.CheckConstraint(name="report_submitted_has_day", condition=Q(status="draft") | Q(first_submitted_on__isnull=False)),
            models.CheckConstraint(
                name="report_saved_at_and_by", condition=Q(saved_at=None, saved_by=None) | Q(saved_at__isnull=False, saved_by__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["status", "period"], name="report_status_period")]
        triggers = [
            follows(REPORT_FLOW, "report_steps", keeps=["directive_id", "period_id", "unit_id"]),
            *keeps_past(but=("remarks", "saved_at", "saved_by_id", "version")),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.period}"

    @property
    def title(self) -> str:
        """'báo cáo Quý I/2021', within a sentence. Needs ``period`` loaded."""
        return f"báo cáo {self.period.label}"
