"""Reporting periods and who owes a report."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from common.past import keeps_past
from common.quarters import Quarter
from directives.models.directive import Directive
from directives.models.point import Point
from directives.querysets import ObligationQuerySet
from units.models import Unit


class Period(models.Model):
    """A quarter with its data window (Decree 09/2019 Điều 12: Q1/2021 = 15/12/2020–14/03/2021), which can be edited."""

    code = models.CharField("mã", max_length=10, unique=True)
    name = models.CharField("tên", max_length=40)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    data_from = models.DateField("số liệu từ")
    data_to = models.DateField("số liệu đến hết")

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="period_in_order", condition=Q(starts_on__lte=F("ends_on")) & Q(data_from__lte=F("data_to"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """'Quý I/2021'."""
        return Quarter.parse(self.code).label


def closing_day(lock_on: date | None, agreed_on: date | None) -> date | None:
    """The last day on which a report may be handed in: the lock of its period, or a later day agreed for it alone; None: no lock."""
    return max(lock_on, agreed_on or lock_on) if lock_on else None


class Obligation(models.Model):
    """This unit owes a report for this period under this directive. Only a point that orders a report makes one; none is invented.

    ``agreed_on`` is a day for this one report alone: the Centre returned it until then, or opened it after the lock. Whether it came in
    time is judged by ``due_on`` all the same; ``expected_on`` is the day by which it is awaited now, of which its unit is reminded.
    """

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="obligations", verbose_name="văn bản")
    point = models.ForeignKey(Point, models.PROTECT, related_name="obligations", verbose_name="điểm")
    period = models.ForeignKey(Period, models.PROTECT, related_name="obligations", verbose_name="kỳ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="obligations", verbose_name="đơn vị")
    due_on = models.DateField("hạn nộp", null=True, blank=True)
    due_text = models.CharField("hạn ghi trong văn bản", max_length=200, blank=True)
    lock_on = models.DateField("ngày khóa", null=True, blank=True)
    agreed_on = models.DateField("ngày hẹn nộp", null=True, blank=True)
    expected_on = models.GeneratedField(expression=Coalesce(F("agreed_on"), F("due_on")), output_field=models.DateField(), db_persist=True)

    objects: ClassVar[ObligationQuerySet] = ObligationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "báo cáo phải nộp"
        verbose_name_plural = "báo cáo phải nộp"
        ordering = ["period", "unit__sort_key"]
        constraints = [
            models.UniqueConstraint(name="obligation_once", fields=["directive", "period", "unit"]),
            models.CheckConstraint(
                name="obligation_lock_after_due", condition=Q(lock_on=None) | Q(due_on=None) | Q(lock_on__gte=F("due_on"))
            ),
        ]
        triggers = keeps_past()

    def __str__(self) -> str:
        return f"{self.unit}: {self.period}"

    @property
    def closes_on(self) -> date | None:
        """The last day on which this report may be written and submitted; None: no lock."""
        return closing_day(self.lock_on, self.agreed_on)

    def is_closed(self, on: date) -> bool:
        return self.closes_on is not None and self.closes_on < on
