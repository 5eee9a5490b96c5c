"""A numbered point of a dispatch, with what it says and what it makes."""

from django.db import models
from django.db.models import Q

from common.past import keeps_past
from directives.models.directive import Directive
from units.models import Unit


class Point(models.Model):
    """One numbered point. Progress of a point is computed from its items, never typed. Only leaf points make anything.

    ``due_by_centre``: the day is one that the Centre set when it gave the work out; ``due_text`` is what the dispatch says.
    """

    class Modality(models.TextChoices):
        DIRECT = "direct", "Chỉ đạo"
        REQUEST = "request", "Đề nghị"
        ASSIGN = "assign", "Giao"

    class Makes(models.TextChoices):
        NOTHING = "nothing", "Không tạo việc"
        ITEMS = "items", "Nội dung cho từng đơn vị chủ trì"
        COMMUNE_ITEMS = "commune_items", "Nội dung cho từng xã, phường được nêu"
        OBLIGATION = "obligation", "Báo cáo phải nộp"

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="points", verbose_name="văn bản")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="thuộc điểm")
    key = models.CharField("ký hiệu", max_length=40)
    label = models.CharField("nhãn in", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("nội dung")
    paragraphs = models.JSONField("các đoạn", default=list)
    modality = models.CharField("cách giao", max_length=10, choices=Modality)
    makes = models.CharField("tạo ra", max_length=20, choices=Makes)
    coordinating_text = models.CharField("phối hợp khác", max_length=300, blank=True)
    due_text = models.CharField("thời hạn ghi trong văn bản", max_length=200, blank=True)
    due_kind = models.CharField("loại hạn", max_length=20, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    due_by_centre = models.BooleanField("hạn do Trung tâm đặt", default=False)

    class Meta:
        verbose_name = "điểm"
        verbose_name_plural = "điểm"
        ordering = ["directive", "position"]
        constraints = [
            models.UniqueConstraint(name="point_key_once", fields=["directive", "key"]),
            models.UniqueConstraint(name="point_position_once", fields=["directive", "position"]),
            models.CheckConstraint(name="point_modality_known", condition=Q(modality__in=["direct", "request", "assign"])),
            models.CheckConstraint(name="point_makes_known", condition=Q(makes__in=["nothing", "items", "commune_items", "obligation"])),
        ]
        triggers = keeps_past()

    def __str__(self) -> str:
        return f"Điểm {self.key}"


class PointUnit(models.Model):
    """A unit that the point names: lead (chủ trì) or coordinating (phối hợp); ``sub_unit`` is the one in brackets that does the work."""

    class Role(models.TextChoices):
        LEAD = "lead", "Chủ trì"
        COORDINATING = "coordinating", "Phối hợp"

    point = models.ForeignKey(Point, models.CASCADE, related_name="units", verbose_name="điểm")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    sub_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị trực thuộc thực hiện")
    role = models.CharField("vai trò", max_length=15, choices=Role)

    class Meta:
        verbose_name = "đơn vị của điểm"
        verbose_name_plural = "đơn vị của điểm"
        constraints = [models.UniqueConstraint(name="point_unit_once", fields=["point", "unit", "role"])]

    def __str__(self) -> str:
        return f"{self.point} – {self.unit}"
