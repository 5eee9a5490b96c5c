"""An import: the file, what a person chose about it, what it made. What it would do is computed anew from the file and the choices."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from directives.models.directive import Directive
from directives.models.inspection import Finding, Inspection
from directives.models.point import Point
from directives.workflow import ImportStatus


def upload_to(batch: ImportBatch, name: str) -> str:
    """Files are kept by their hash: nobody's file name reaches the disk."""
    return f"imports/{batch.file_sha256[:2]}/{batch.file_sha256}"


class FileImport(models.Model):
    """One uploaded file with a table in it: a draft until it is committed; a committed one can be undone while nothing was built on it.

    ``choices`` keeps what a person decided (``tables.choices``); ``version`` counts the edits: who saw an older one changes nothing.
    """

    status = models.CharField("tình trạng", max_length=10, choices=ImportStatus, default=ImportStatus.DRAFT)
    new_title = models.CharField("tên đợt kiểm tra mới", max_length=300, blank=True)
    file_sha256 = models.CharField("mã băm", max_length=64)
    choices = models.JSONField("điều đã chọn", default=dict, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)
    created_at = models.DateTimeField("tải lên lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người tải lên"
    )
    committed_at = models.DateTimeField("nhập lúc", null=True, blank=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người hoàn tác"
    )
    inspection: models.ForeignKey[Inspection | None, Inspection | None]
    inspection_id: int | None

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        """Of the inspection that it belongs to or is to make."""
        return self.inspection.title if self.inspection else self.new_title

    @property
    def read_as(self) -> str:
        """The name under which its file is read."""
        raise NotImplementedError


class ImportBatch(FileImport):
    """One uploaded annex. ``result``: the printed document as it was when the batch was committed, and what the page counts."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="batches", verbose_name="đợt kiểm tra")
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, blank=True, related_name="batches", verbose_name="văn bản")
    point = models.ForeignKey(Point, models.PROTECT, null=True, blank=True, related_name="batches", verbose_name="điểm")
    file = models.FileField("tệp gốc", upload_to=upload_to, max_length=200)
    file_name = models.CharField("tên tệp", max_length=255)
    result = models.JSONField("kết quả", default=dict, blank=True)

    class Meta:
        verbose_name = "đợt nhập"
        verbose_name_plural = "đợt nhập"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="batch_status_known", condition=Q(status__in=ImportStatus.values)),
            models.CheckConstraint(
                name="batch_committed_has_time",
                condition=Q(status="draft", committed_at=None) | (~Q(status="draft") & Q(committed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="batch_undone_has_time",
                condition=(~Q(status="undone") & Q(undone_at=None)) | Q(status="undone", undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def read_as(self) -> str:
        return self.file_name


class ImportedRow(models.Model):
    """What a committed batch did to one finding: made it, or changed it (``before`` keeps the old values, for undoing)."""

    class Action(models.TextChoices):
        CREATE = "create", "Tạo mới"
        UPDATE = "update", "Cập nhật"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="đợt nhập")
    finding = models.ForeignKey(Finding, models.SET_NULL, null=True, blank=True, related_name="imported", verbose_name="hạn chế")
    action = models.CharField("việc", max_length=10, choices=Action)
    before = models.JSONField("giá trị cũ", default=dict, blank=True)
    source = models.JSONField("vị trí trong tệp", default=dict, blank=True)

    class Meta:
        verbose_name = "dòng đã nhập"
        verbose_name_plural = "dòng đã nhập"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.batch}: {self.action}"
