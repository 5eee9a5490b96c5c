"""A difficulty (khó khăn, vướng mắc): raised on an item or in general."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from directives.models.item import Item
from directives.querysets import DifficultyQuerySet
from directives.workflow import DifficultyStatus
from units.models import Unit


class Difficulty(models.Model):
    """Raised → answered by the Centre → closed by who raised it. An item with an open one is shown as "Đang vướng mắc"."""

    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="difficulties", verbose_name="nội dung")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="difficulties", verbose_name="đơn vị nêu")
    title = models.CharField("vướng mắc", max_length=200)
    text = models.TextField("mô tả", blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=DifficultyStatus, default=DifficultyStatus.WAITING)
    raised_at = models.DateTimeField("nêu lúc")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nêu")

    objects: ClassVar[DifficultyQuerySet] = DifficultyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "vướng mắc"
        verbose_name_plural = "vướng mắc"
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="difficulty_status_known", condition=Q(status__in=DifficultyStatus.values))]
        indexes = [models.Index(fields=["item", "status"], name="difficulty_item_status")]

    def __str__(self) -> str:
        return self.title
