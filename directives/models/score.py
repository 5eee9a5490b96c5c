"""Scores of the knowledge test (Phụ lục 3): personal data in their own tables (docs/domain.md, "Personal data", traps 15, 16, 22).

Who may see them is ``units``' permission ``see_scores`` over the body whose staff it is; nothing here is
counted on an overview, mailed, searched or named in an address.
"""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5, Lower

from common.triggers import append_only
from directives.models.import_batch import FileImport
from directives.models.inspection import Inspection
from directives.querysets import ScoreFollowUpQuerySet, ScoreQuerySet
from directives.workflow import ScorePurpose
from units.models import Unit


class ScoreBatch(FileImport):
    """One uploaded score table. ``content`` is the file, ``choices`` what a person decided about it, both kept only while the batch is a
    draft: names then stand in ``Score`` alone, and old values for undoing in ``ScoreChange``.

    The file's own name is not kept, since people write names into it; ``file_sha256`` tells whether it was this very file. Its number comes
    from the sequence of ``ImportBatch``: ``undo_import BATCH`` names one import, of findings or of scores.
    """

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="score_batches", verbose_name="đợt kiểm tra"
    )
    content = models.BinaryField("tệp", null=True)
    suffix = models.CharField("loại tệp", max_length=8, blank=True)
    counts = models.JSONField("số dòng", default=dict, blank=True)

    class Meta:
        verbose_name = "lần nhập bảng điểm"
        verbose_name_plural = "lần nhập bảng điểm"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="score_batch_keeps_file_while_draft",
                condition=Q(status="draft", committed_at=None, content__isnull=False)
                | Q(status__in=["committed", "undone"], committed_at__isnull=False, content=None, choices={}),
            ),
            models.CheckConstraint(
                name="score_batch_undone_has_time",
                condition=(~Q(status="undone") & Q(undone_at=None)) | Q(status="undone", undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Bảng điểm số {self.pk}"

    @property
    def read_as(self) -> str:
        return f"bảng điểm{self.suffix}"


class Score(models.Model):
    """One person's score. ``unit`` is as the file names it, ``employer`` the body whose staff it is: its side alone sees the person.

    After the time of keeping the name, post and remarks are gone (``pseudonymised_at``); the number stays for counting.
    """

    class StaffKind(models.TextChoices):
        CIVIL = "civil_servant", "Công chức"
        POST = "post_staff", "Nhân viên Bưu điện"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="scores", verbose_name="đợt kiểm tra")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    employer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi quản lý")
    full_name = models.CharField("họ và tên", max_length=200, blank=True)
    position = models.CharField("chức vụ", max_length=200, blank=True)
    staff_kind = models.CharField("thành phần", max_length=20, choices=StaffKind)
    score = models.DecimalField("điểm", max_digits=7, decimal_places=3)
    max_score = models.DecimalField("thang điểm", max_digits=7, decimal_places=0)
    grade = models.CharField("xếp loại", max_length=60, blank=True)
    note = models.TextField("ghi chú", blank=True)
    source = models.JSONField("vị trí trong tệp", default=dict, blank=True)
    batch = models.ForeignKey(ScoreBatch, models.PROTECT, related_name="scores", verbose_name="lần nhập")
    imported_at = models.DateTimeField("nhập lúc")
    pseudonymised_at = models.DateTimeField("thay tên lúc", null=True, blank=True)

    objects: ClassVar[ScoreQuerySet] = ScoreQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "điểm kiểm tra kiến thức"
        verbose_name_plural = "điểm kiểm tra kiến thức"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "inspection", "unit", MD5(Lower("full_name")), name="score_once_a_person", condition=Q(pseudonymised_at=None)
            ),
            models.CheckConstraint(name="score_within_scale", condition=Q(score__gte=0, score__lte=F("max_score"))),
            models.CheckConstraint(name="score_staff_kind_known", condition=Q(staff_kind__in=["civil_servant", "post_staff"])),
            models.CheckConstraint(
                name="score_named_or_pseudonymised",
                condition=(Q(pseudonymised_at=None) & ~Q(full_name=""))
                | Q(pseudonymised_at__isnull=False, full_name="", position="", note=""),
            ),
        ]
        indexes = [models.Index(fields=["employer", "id"], name="score_employer")]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What stands for the person wherever the name may not."""
        return f"Người số {self.pk}"

    @property
    def shown_name(self) -> str:
        return self.full_name or self.code


class ScoreChange(models.Model):
    """What a committed batch did to one score: made it, or changed it. ``before`` keeps the old values for undoing, also personal ones:
    they go when the batch is undone and when the person becomes a number (``services.scores_keeping``).
    """

    class Action(models.TextChoices):
        CREATE = "create", "Thêm"
        UPDATE = "update", "Cập nhật"

    batch = models.ForeignKey(ScoreBatch, models.CASCADE, related_name="changes", verbose_name="lần nhập")
    score = models.ForeignKey(Score, models.CASCADE, related_name="changes", verbose_name="điểm")
    action = models.CharField("việc", max_length=10, choices=Action)
    before = models.JSONField("giá trị cũ", default=dict, blank=True)

    class Meta:
        verbose_name = "điểm đã nhập"
        verbose_name_plural = "điểm đã nhập"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "score"], name="score_change_once_a_batch"),
            models.CheckConstraint(name="score_change_action_known", condition=Q(action__in=["create", "update"])),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.action}"


class ScoreFollowUp(models.Model):
    """What the person's own side did by hand because of the score (point 1.b of the dispatch). Never made by the portal.

    ``REASSIGN`` needs all three conditions of the dispatch, each confirmed for itself, and a reason.
    """

    class Kind(models.TextChoices):
        COMMEND = "commend", "Biểu dương"
        REMIND = "remind", "Nhắc nhở"
        REASSIGN = "reassign", "Bố trí lại công việc"

    score = models.ForeignKey(Score, models.PROTECT, related_name="follow_ups", verbose_name="điểm")
    kind = models.CharField("việc", max_length=10, choices=Kind)
    reason = models.TextField("lý do", blank=True)
    weak_score = models.BooleanField("đạt điểm kém", default=False)
    task_unfinished = models.BooleanField("chưa hoàn thành nhiệm vụ được chuyển giao", default=False)
    reminded_in_vain = models.BooleanField("đã nhắc nhở nhưng không nỗ lực, phấn đấu", default=False)
    made_at = models.DateTimeField("ghi lúc")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người ghi")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người rút"
    )
    pseudonymised_at = models.DateTimeField("xóa lý do lúc", null=True, blank=True)

    objects: ClassVar[ScoreFollowUpQuerySet] = ScoreFollowUpQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "việc theo dõi một người"
        verbose_name_plural = "việc theo dõi một người"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="follow_up_kind_known", condition=Q(kind__in=["commend", "remind", "reassign"])),
            models.CheckConstraint(
                name="follow_up_reassign_needs_all_three",
                condition=(
                    Q(kind="reassign", weak_score=True, task_unfinished=True, reminded_in_vain=True)
                    & (~Q(reason="") | Q(pseudonymised_at__isnull=False))
                )
                | (~Q(kind="reassign") & Q(weak_score=False, task_unfinished=False, reminded_in_vain=False)),
            ),
            models.CheckConstraint(
                name="follow_up_withdrawn_at_and_by",
                condition=Q(withdrawn_at=None, withdrawn_by=None) | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ScoreReading(models.Model):
    """Who saw whose scores, when, for which purpose: one row each time they were shown. Append-only (a trigger), without names."""

    class Kind(models.TextChoices):
        LIST = "list", "Danh sách"
        PERSON = "person", "Một người"
        PREVIEW = "preview", "Bản xem trước khi nhập"
        EXPORT = "export", "Tệp Excel, che tên"
        EXPORT_NAMED = "export_named", "Tệp Excel, đủ tên"

    at = models.DateTimeField("lúc")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người xem")
    reader_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị của người xem")
    purpose = models.CharField("mục đích", max_length=20, choices=ScorePurpose)
    kind = models.CharField("đã xem", max_length=20, choices=Kind)
    people = models.PositiveIntegerField("số người")
    scores = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="mã những người được xem")

    class Meta:
        verbose_name = "lượt xem bảng điểm"
        verbose_name_plural = "sổ xem bảng điểm"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="reading_purpose_known", condition=Q(purpose__in=ScorePurpose.values))]
        triggers = [append_only("score_reading_append_only", "who saw scores is never changed or removed")]

    def __str__(self) -> str:
        return f"{self.reader}: {self.get_kind_display()}"
