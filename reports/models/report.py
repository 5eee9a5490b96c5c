"""A quarterly report: one a (directive, period, unit); its obligation may be absent (post offices may report, but do not owe)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from directives.models import Directive, Period
from reports.workflow import ReportStatus
from units.models import Unit


class Report(models.Model):
    """One unit's report of one period under one directive. ``first_submitted_on`` decides whether it came in time."""

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="reports", verbose_name="văn bản")
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", verbose_name="kỳ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="đơn vị")
    status = models.CharField("tình trạng", max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT)
    first_submitted_on = models.DateField("ngày nộp lần đầu", null=True, blank=True)

    class Meta:
        verbose_name = "báo cáo"
        verbose_name_plural = "báo cáo"
        ordering = ["period", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(name="report_once", fields=["directive", "period", "unit"]),
            models.CheckConstraint(name="report_status_known", condition=Q(status__in=ReportStatus.values)),
            models.CheckConstraint(name="report_submitted_has_day", condition=Q(status="draft") | Q(first_submitted_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.period}"
