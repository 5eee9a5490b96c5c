"""An inspection and its findings (hạn chế). A finding becomes an item."""

from __future__ import annotations

from django.db import models

from directives.models.directive import Directive
from units.models import Unit


class Inspection(models.Model):
    """An inspection belongs to a directive or to none yet."""

    directive = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="văn bản")
    title = models.CharField("tên đợt kiểm tra", max_length=300)

    class Meta:
        verbose_name = "đợt kiểm tra"
        verbose_name_plural = "đợt kiểm tra"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """One shortcoming found at one inspected unit."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name="đợt kiểm tra")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings", verbose_name="đơn vị được kiểm tra")
    text = models.TextField("hạn chế")
    remedy = models.TextField("yêu cầu khắc phục", blank=True)

    class Meta:
        verbose_name = "hạn chế"
        verbose_name_plural = "hạn chế"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]
