"""Evidence (minh chứng): a file that shows the work, kept by its hash."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from directives.models.item import Item
from directives.querysets import EvidenceQuerySet
from units.models import Unit


def upload_to(evidence: Evidence, name: str) -> str:
    """Files are kept by their hash: nobody's file name reaches the disk."""
    return f"evidence/{evidence.sha256[:2]}/{evidence.sha256}"


class Evidence(models.Model):
    """One file of an item. ``content_type`` is what its content says, never what its name says. Withdrawing keeps the row and the file."""

    class Moment(models.TextChoices):
        BEFORE = "before", "Trước"
        AFTER = "after", "Sau"
        DOCUMENT = "document", "Văn bản"

    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence", verbose_name="nội dung")
    file = models.FileField("tệp", upload_to=upload_to, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm", max_length=64)
    size = models.PositiveBigIntegerField("dung lượng")
    content_type = models.CharField("loại tệp", max_length=100)
    moment = models.CharField("thời điểm", max_length=10, choices=Moment)
    caption = models.CharField("chú thích", max_length=200)
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người thêm")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị thêm")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người rút"
    )

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="evidence_file_once_an_item", fields=["item", "sha256"], condition=Q(withdrawn_at=None)),
            models.CheckConstraint(name="evidence_caption_given", condition=~Q(caption="")),
            models.CheckConstraint(
                name="evidence_withdrawn_at_and_by",
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
