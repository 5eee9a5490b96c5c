"""A difficulty (khó khăn, vướng mắc): raised on an item or in general."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.past import keeps_past
from common.triggers import follows
from directives.models.item import Item
from directives.querysets import DifficultyQuerySet
from directives.workflow import DIFFICULTY_FLOW, DifficultyStatus
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

    answer = models.TextField("trả lời của Trung tâm", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người đóng"
    )
    version = models.PositiveIntegerField("lần sửa", default=1)

    objects: ClassVar[DifficultyQuerySet] = DifficultyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "vướng mắc"
        verbose_name_plural = "vướng mắc"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="difficulty_status_known", condition=Q(status__in=DifficultyStatus.values)),
            models.CheckConstraint(
                name="difficulty_answered_by_someone",
                condition=Q(status="waiting", answered_at=None, answered_by=None)
                | (~Q(status="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""))
                | Q(status="resolved", answered_at=None, answered_by=None),
            ),
            models.CheckConstraint(
                name="difficulty_closed_by_someone",
                condition=(~Q(status="resolved") & Q(closed_at=None, closed_by=None))
                | Q(status="resolved", closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["item", "status"], name="difficulty_item_status")]
        triggers = [follows(DIFFICULTY_FLOW, "difficulty_steps"), *keeps_past()]

    def __str__(self) -> str:
        return self.title
