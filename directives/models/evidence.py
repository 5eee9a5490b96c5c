"""Evidence (minh chứng): a file that shows the work, kept by its hash."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from directives.models.item import Item
from directives.querysets import EvidenceQuerySet
from units.models import Unit


def upload_to(evidence: Evidence, name: str) -> str:
    """Files are kept by their hash: nobody's file name reaches the disk."""
    return stored_path("evidence", evidence.sha256)


def thumbnail_to(evidence: Evidence, name: str) -> str:
    """A thumbnail goes with the picture that it was made of."""
    return stored_path("thumbnails", evidence.sha256)


def original_to(evidence: Evidence, name: str) -> str:
    """An original that was asked for, by its own hash."""
    return stored_path("originals", evidence.original_sha256)


def stored_path(folder: str, sha256: str) -> str:
    return f"{folder}/{sha256[:2]}/{sha256}"


class Evidence(models.Model):
    """One file of an item. ``content_type`` is what its content says, never what its name says. Withdrawing keeps the row and the file.

    ``file`` is what is kept and served, and ``sha256`` is its hash: of a document the very file that was sent, of a picture the upright,
    smaller one without the camera's notes (``files.photos``). ``taken_at`` is when it was taken, where the camera knew. The picture as it
    was sent is kept only where the sender asked for it, as ``original``.
    """

    class Moment(models.TextChoices):
        BEFORE = "before", "Trước khắc phục"
        AFTER = "after", "Sau khắc phục"
        UNKNOWN = "unknown", "Không rõ trước hay sau"
        DOCUMENT = "document", "Văn bản"

    item = models.ForeignKey(Item, models.PROTECT, related_name="evidence", verbose_name="nội dung")
    file = models.FileField("tệp", upload_to=upload_to, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    sha256 = models.CharField("mã băm", max_length=64)
    size = models.PositiveBigIntegerField("dung lượng")
    thumbnail = models.FileField("ảnh nhỏ", upload_to=thumbnail_to, max_length=200, blank=True)
    original = models.FileField("tệp gốc", upload_to=original_to, max_length=200, blank=True)
    original_sha256 = models.CharField("mã băm tệp gốc", max_length=64, blank=True)
    original_size = models.PositiveBigIntegerField("dung lượng tệp gốc", null=True, blank=True)
    original_type = models.CharField("loại tệp gốc", max_length=100, blank=True)
    content_type = models.CharField("loại tệp", max_length=100)
    moment = models.CharField("thời điểm", max_length=10, choices=Moment)
    caption = models.CharField("chú thích", max_length=200)
    taken_at = models.DateTimeField("chụp lúc", null=True, blank=True)
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
            models.CheckConstraint(name="evidence_taken_before_added", condition=Q(taken_at=None) | Q(taken_at__lte=F("added_at"))),
            models.CheckConstraint(
                name="evidence_original_whole",
                condition=Q(original="", original_sha256="", original_size=None, original_type="")
                | (Q(original_size__isnull=False) & ~Q(original="") & ~Q(original_sha256="") & ~Q(original_type="")),
            ),
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
