"""An inspection and its findings (hạn chế). A finding becomes an item."""

from django.db import models

from common.identity_field import IdentityField
from directives.models.directive import Directive
from units.models import Unit


class Inspection(models.Model):
    """An inspection belongs to a directive or to none yet. One title is one inspection of its directive, whatever capitals, white space or
    punctuation it is typed with.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="văn bản")
    title = models.CharField("tên đợt kiểm tra", max_length=300)
    identity = IdentityField("dấu của tên", of="title")

    class Meta:
        verbose_name = "đợt kiểm tra"
        verbose_name_plural = "đợt kiểm tra"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["directive", "identity"], nulls_distinct=False, name="inspection_once_a_directive")]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """One shortcoming at one inspected unit, as the annex names it. What says the same of the same unit is one finding
    of the inspection (``common.identity``).

    ``leads`` are the units that the annex names as having to act, in its order; empty where it names none.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name="đợt kiểm tra")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings", verbose_name="đơn vị được kiểm tra")
    text = models.TextField("hạn chế")
    identity = IdentityField("dấu của hạn chế", of="text")
    cause = models.TextField("nguyên nhân", blank=True)
    remedy = models.TextField("yêu cầu khắc phục", blank=True)
    due_text = models.CharField("thời hạn ghi trong phụ lục", max_length=200, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    leads = models.JSONField("đơn vị phải thực hiện", default=list, blank=True)
    coordinating = models.JSONField("đơn vị phối hợp", default=list, blank=True)
    coordinating_text = models.CharField("phối hợp khác", max_length=300, blank=True)
    note = models.TextField("ghi chú", blank=True)
    source = models.JSONField("vị trí trong tệp", default=dict, blank=True)

    class Meta:
        verbose_name = "hạn chế"
        verbose_name_plural = "hạn chế"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "unit", "identity"], name="finding_once_an_inspection")]

    def __str__(self) -> str:
        return self.text[:80]
