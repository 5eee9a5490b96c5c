"""A dispatch (văn bản chỉ đạo): a draft holds what was read, an issued one has points, items and obligations."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.past import keeps_past
from common.triggers import follows
from directives.querysets import DirectiveQuerySet
from directives.workflow import DIRECTIVE_FLOW, ENDED, DirectiveStatus
from units.models import Unit


def upload_to(directive: Directive, name: str) -> str:
    """Files are kept by their hash: nobody's file name reaches the disk."""
    return f"directives/{directive.file_sha256[:2]}/{directive.file_sha256}"


class Directive(models.Model):
    """One dispatch. Number and date may be blank until the clerk stamps them; they can be filled in later with a trace.

    It is followed from its issue until somebody ends that, or withdraws it, by an act with a reason (``status_reason``).

    What was read of it is a row of its own (``DirectiveReading``): half a megabyte that a list which only names its dispatch never wants.
    """

    status = models.CharField("tình trạng", max_length=10, choices=DirectiveStatus, default=DirectiveStatus.DRAFT)
    status_reason = models.TextField("lý do kết thúc, theo dõi lại", blank=True, default="", db_default="")
    number = models.CharField("số", max_length=20, null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=60, blank=True)
    kind = models.CharField("loại văn bản", max_length=60, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    place = models.CharField("nơi ban hành", max_length=100, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issued_year = models.PositiveSmallIntegerField("năm ban hành", null=True, blank=True)
    issued_text = models.CharField("ngày ghi trong văn bản", max_length=100, blank=True)
    subject = models.TextField("trích yếu", blank=True)
    signer = models.CharField("người ký", max_length=100, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    signed_for = models.CharField("thẩm quyền ký", max_length=200, blank=True)

    version = models.PositiveIntegerField("lần sửa", default=1)

    file = models.FileField("tệp gốc", upload_to=upload_to, max_length=200)
    file_name = models.CharField("tên tệp", max_length=255)
    file_sha256 = models.CharField("mã băm", max_length=64)
    created_at = models.DateTimeField("tải lên lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người tải lên"
    )
    issued_at = models.DateTimeField("giao việc lúc", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người giao việc"
    )
    closed_at = models.DateTimeField("kết thúc theo dõi lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người kết thúc theo dõi"
    )

    objects: ClassVar[DirectiveQuerySet] = DirectiveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "văn bản chỉ đạo"
        verbose_name_plural = "văn bản chỉ đạo"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="directive_status_known", condition=Q(status__in=DirectiveStatus.values)),
            models.CheckConstraint(
                name="directive_issued_has_time",
                condition=Q(status="draft", issued_at=None) | Q(issued_at__isnull=False) & ~Q(status="draft"),
            ),
            models.CheckConstraint(
                name="directive_closed_has_time",
                condition=Q(status__in=ENDED, closed_at__isnull=False) | ~Q(status__in=ENDED) & Q(closed_at=None, closed_by=None),
            ),
            models.CheckConstraint(name="directive_number_not_empty", condition=Q(number=None) | ~Q(number="")),
            models.UniqueConstraint(
                name="directive_number_once_a_year",
                fields=["symbol", "number", "issued_year"],
                condition=Q(number__isnull=False) & ~Q(status="draft"),
            ),
        ]
        triggers = [follows(DIRECTIVE_FLOW, "directive_steps"), *keeps_past()]

    def __str__(self) -> str:
        return self.reference

    @property
    def number_and_symbol(self) -> str:
        """'152/UBND-KSTTHC', '…/UBND-KSTTHC': where there is little room."""
        return f"{self.number or '…'}/{self.symbol}" if self.symbol else self.number or "…"

    @property
    def reference(self) -> str:
        """'số …/UBND-KSTTHC năm 2021': blanks stay blanks, nothing is invented."""
        number = f"số {self.number or '…'}/{self.symbol}" if self.symbol else f"số {self.number or '…'}"
        if self.issued_on:
            return f"{number} ngày {self.issued_on:%d/%m/%Y}"
        return f"{number} năm {self.issued_year}" if self.issued_year else number


class DirectiveReading(models.Model):
    """What was read of a dispatch: the truth of a draft; after issuing the record of what was confirmed.

    ``proposal`` is what was read and corrected (``reading.dispatch.proposal.Proposal.to_storage``), ``answers`` what a person decided
    on its open questions.
    """

    directive = models.OneToOneField(Directive, models.CASCADE, primary_key=True, related_name="reading", verbose_name="văn bản")
    proposal = models.JSONField("đề xuất đã đọc", default=dict)
    answers = models.JSONField("điều đã chọn", default=dict, blank=True)

    class Meta:
        verbose_name = "bản đọc"
        verbose_name_plural = "bản đọc"

    def __str__(self) -> str:
        return f"bản đọc của {self.directive}"


class DirectiveUnit(models.Model):
    """A unit that the dispatch names in "Kính gửi" or "Nơi nhận": it may read the dispatch."""

    class Role(models.TextChoices):
        ADDRESSEE = "addressee", "Kính gửi"
        RECIPIENT = "recipient", "Nơi nhận"

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="units", verbose_name="văn bản")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=10, choices=Role)

    class Meta:
        verbose_name = "nơi nhận văn bản"
        verbose_name_plural = "nơi nhận văn bản"
        constraints = [models.UniqueConstraint(name="directive_unit_once", fields=["directive", "unit", "role"])]

    def __str__(self) -> str:
        return f"{self.directive} – {self.unit}"


class PendingUnit(models.Model):
    """A unit that waits for the Centre's decision: addressed, but no point gives it a task (docs/domain.md, trap 1).

    A decision needs a reason.
    """

    class Outcome(models.TextChoices):
        TAKEN_IN = "taken_in", "Đưa vào phạm vi"
        LEFT_OUT = "left_out", "Không đưa vào phạm vi"

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="pending_units", verbose_name="văn bản")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    code = models.CharField("lý do chờ", max_length=40)
    outcome = models.CharField("quyết định", max_length=10, choices=Outcome, blank=True)
    reason = models.TextField("căn cứ, lý do", blank=True)
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người quyết định"
    )

    class Meta:
        verbose_name = "đơn vị chờ xác định"
        verbose_name_plural = "đơn vị chờ xác định"
        constraints = [
            models.UniqueConstraint(name="pending_unit_once", fields=["directive", "unit"]),
            models.CheckConstraint(
                name="pending_decided_with_reason",
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | (Q(outcome__in=["taken_in", "left_out"], decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason="")),
            ),
        ]
        triggers = keeps_past()

    def __str__(self) -> str:
        return f"{self.unit} chờ xác định"


class RequirementGroup(models.Model):
    """A requirement group (nhóm yêu cầu) of one directive, a list that can be edited.

    ``words`` propose the group for a finding; the one with ``is_default`` takes the rest.
    """

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="groups", verbose_name="văn bản")
    name = models.CharField("tên", max_length=80)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    words = models.TextField("từ nhận biết, cách nhau bằng dấu phẩy", blank=True)
    is_default = models.BooleanField("dùng khi không rõ", default=False)

    class Meta:
        verbose_name = "nhóm yêu cầu"
        verbose_name_plural = "nhóm yêu cầu"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(name="group_name_once", fields=["directive", "name"]),
            models.UniqueConstraint(name="group_one_default", fields=["directive"], condition=Q(is_default=True)),
        ]

    def __str__(self) -> str:
        return self.name
