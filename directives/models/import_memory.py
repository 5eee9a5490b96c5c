"""What imports remember: how the columns of a header were read, which findings were said to be one, and commits that a worker does."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.shares import percent
from directives.models.import_batch import ImportBatch
from units.models import Unit


class ImportMapping(models.Model):
    """What a person said about the columns of a header. ``columns``: position in the header (from 1) → field, "" for one that is not read.

    One a kind of table and fingerprint (``tables.headers.fingerprint``): the last word counts. ``headings`` stay empty for scores, since
    what a person took for a header may hold names.
    """

    class Kind(models.TextChoices):
        FINDINGS = "findings", "Phụ lục hạn chế"
        SCORES = "scores", "Bảng điểm"

    kind = models.CharField("loại bảng", max_length=10, choices=Kind, default=Kind.FINDINGS)
    fingerprint = models.CharField("dấu của dòng tiêu đề", max_length=32)
    headings = models.JSONField("tiêu đề", default=list)
    columns = models.JSONField("cột", default=dict)
    made_at = models.DateTimeField("ghi nhớ lúc")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi nhớ")

    class Meta:
        verbose_name = "cách ghép cột"
        verbose_name_plural = "cách ghép cột"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "fingerprint"], name="mapping_once_a_header"),
            models.CheckConstraint(name="mapping_kind_known", condition=Q(kind="findings") | (Q(kind="scores", headings=[]))),
        ]

    def __str__(self) -> str:
        return ", ".join(str(heading) for heading in self.headings)[:200]


class SimilarFindings(models.Model):
    """A decision on two findings of one unit that read alike: one and the same, or two. Keys are those of ``importing.similar``.

    It goes when the import is undone with which it was made.
    """

    class Decision(models.TextChoices):
        MERGE = "merge", "Gộp"
        KEEP = "keep", "Giữ cả hai"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    first_key = models.CharField("hạn chế thứ nhất", max_length=32)
    second_key = models.CharField("hạn chế thứ hai", max_length=32)
    decision = models.CharField("quyết định", max_length=10, choices=Decision)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="similar", verbose_name="đợt nhập")
    decided_at = models.DateTimeField("quyết định lúc")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người quyết định")

    class Meta:
        verbose_name = "cặp hạn chế giống nhau"
        verbose_name_plural = "cặp hạn chế giống nhau"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="similar_decision_known", condition=Q(decision__in=["merge", "keep"])),
            models.CheckConstraint(name="similar_keys_ordered", condition=Q(first_key__lt=F("second_key"))),
            models.UniqueConstraint(fields=["unit", "first_key", "second_key"], name="similar_once_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_decision_display()}"


class ImportRun(models.Model):
    """A commit of a long annex that a worker does; ``done`` of ``total`` is what the page shows.

    Invariant: whoever does it holds the lock of the batch's row from reading the file to the commit, so a killed worker leaves nothing
    behind and the next one begins at once.
    """

    batch = models.OneToOneField(ImportBatch, models.CASCADE, related_name="run", verbose_name="đợt nhập")
    version = models.PositiveIntegerField("lần sửa của bản nháp")
    only_valid = models.BooleanField("chỉ dòng hợp lệ")
    asked_at = models.DateTimeField("yêu cầu lúc")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người yêu cầu")
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    stage = models.CharField("đang làm", max_length=100, blank=True)
    done = models.PositiveIntegerField("số bước đã xong", default=0)
    total = models.PositiveIntegerField("số bước", default=0)
    error = models.CharField("lỗi", max_length=500, blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lượt nhập nền"
        verbose_name_plural = "lượt nhập nền"
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="run_done_within_total", condition=Q(done__lte=F("total")))]
        indexes = [models.Index(fields=["id"], name="import_run_open", condition=Q(finished_at=None))]

    def __str__(self) -> str:
        return f"{self.batch}: {self.stage}"

    @property
    def percent(self) -> int:
        return percent(self.done, self.total)
