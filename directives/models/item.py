"""The item (nội dung khắc phục): one piece of work for one responsible unit."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from common.past import keeps_past
from common.triggers import follows
from directives.models.directive import Directive, RequirementGroup
from directives.models.inspection import Finding
from directives.models.point import Point
from directives.querysets import ItemQuerySet
from directives.workflow import ITEM_FLOW, UNFINISHED, ItemStatus
from units.models import Unit

NO_DUE_DATE = date(9999, 12, 31)


def item_code(number: int) -> str:
    """'ND-044': portal-wide, never reused."""
    return f"ND-{number:03d}"


def shown_returned(status: str, back_reason: str) -> bool:
    """Shown as "Cần bổ sung": sent back with a reason and not claimed since (the set: ``directives.querysets.is_returned``)."""
    return status == ItemStatus.DOING and back_reason != ""


class Item(models.Model):
    """One leaf point, or one finding under it, for one responsible unit.

    Invariants, each also held by the database: a status follows ``directives.workflow`` (trigger ``item_steps``); who claimed never
    verifies; a step back has a reason; one item a finding and one a (point, responsible, site) without a finding;
    the number is never reused.
    """

    class DueSource(models.TextChoices):
        NONE = "none", "Không ghi hạn"
        POINT = "point", "Theo văn bản"
        ANNEX = "annex", "Theo Phụ lục"
        CENTRE = "centre", "Trung tâm đặt"

    number = models.PositiveIntegerField("số thứ tự", unique=True)
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="items", verbose_name="văn bản")
    point = models.ForeignKey(Point, models.PROTECT, related_name="items", verbose_name="điểm")
    finding = models.OneToOneField(Finding, models.PROTECT, null=True, blank=True, related_name="item", verbose_name="hạn chế")
    group = models.ForeignKey(RequirementGroup, models.PROTECT, related_name="items", verbose_name="nhóm yêu cầu")
    title = models.CharField("nội dung khắc phục", max_length=300)
    responsible = models.ForeignKey(Unit, models.PROTECT, related_name="items_responsible", verbose_name="thực hiện")
    accountable = models.ForeignKey(Unit, models.PROTECT, related_name="items_accountable", verbose_name="chủ trì")
    site = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="items_site", verbose_name="nơi được kiểm tra")
    coordinating = models.ManyToManyField(Unit, related_name="items_coordinating", blank=True, verbose_name="phối hợp")
    coordinating_text = models.CharField("phối hợp khác", max_length=300, blank=True)

    due_on = models.DateField("hạn", null=True, blank=True)
    due_text = models.CharField("hạn ghi trong văn bản", max_length=200, blank=True)
    due_source = models.CharField("nguồn của hạn", max_length=10, choices=DueSource, default=DueSource.NONE)
    ongoing = models.BooleanField("việc thường xuyên", default=False)

    status = models.CharField("tình trạng", max_length=10, choices=ItemStatus, default=ItemStatus.TODO)
    percent = models.PositiveSmallIntegerField("phần trăm", default=0)
    progress_note = models.TextField("kết quả đã làm được", blank=True)
    expected_on = models.DateField("dự kiến xong", null=True, blank=True)
    back_reason = models.TextField("lý do trả lại hoặc mở lại", blank=True)
    correction_reason = models.TextField("lý do sửa sau khi giao", blank=True)
    updated_at = models.DateTimeField("cập nhật lúc", null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cập nhật"
    )
    claimed_at = models.DateTimeField("báo xong lúc", null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người báo xong"
    )
    claimed_on = models.DateField("ngày báo xong", null=True, blank=True)
    verified_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người xác nhận"
    )
    version = models.PositiveIntegerField("lần sửa", default=1)

    due_key = models.GeneratedField(
        expression=Coalesce(F("due_on"), Value(NO_DUE_DATE, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )
    search = models.GeneratedField(expression=Func(F("title"), function="f_fold"), output_field=models.TextField(), db_persist=True)

    objects: ClassVar[ItemQuerySet] = ItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "nội dung khắc phục"
        verbose_name_plural = "nội dung khắc phục"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(name="item_status_known", condition=Q(status__in=ItemStatus.values)),
            models.CheckConstraint(name="item_percent_in_range", condition=Q(percent__lte=100)),
            models.CheckConstraint(
                name="item_claimed_by_someone",
                condition=Q(status__in=["todo", "doing", "withdrawn"], claimed_at=None, claimed_by=None, claimed_on=None)
                | Q(status__in=["claimed", "verified"], claimed_at__isnull=False, claimed_by__isnull=False, claimed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="item_verified_by_someone",
                condition=(~Q(status="verified") & Q(verified_at=None, verified_by=None))
                | Q(status="verified", verified_at__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(name="item_fixer_never_verifies", condition=Q(verified_by=None) | ~Q(verified_by=F("claimed_by"))),
            models.CheckConstraint(
                name="item_updated_at_and_by",
                condition=Q(updated_at=None, updated_by=None) | Q(updated_at__isnull=False, updated_by__isnull=False),
            ),
            models.CheckConstraint(
                name="item_due_has_source", condition=Q(due_on=None, due_source="none") | (Q(due_on__isnull=False) & ~Q(due_source="none"))
            ),
            models.UniqueConstraint(
                name="item_one_a_point_and_unit",
                fields=["point", "responsible", "site"],
                condition=Q(finding=None),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["due_key", "id"], name="item_due"),
            models.Index(fields=["accountable", "due_key"], name="item_accountable_due"),
            models.Index(fields=["responsible", "due_key"], name="item_responsible_due"),
            models.Index(fields=["status", "due_key"], name="item_status_due"),
            models.Index(fields=["directive", "accountable", "group", "status", "due_on"], include=["id"], name="item_matrix"),
            # Figures by unit of some dispatches, and who takes part in which: both are answered by this index alone.
            models.Index(fields=["accountable", "responsible", "status", "due_on"], include=["id", "directive"], name="item_units"),
            models.Index(
                fields=["directive", "verified_at"],
                include=["accountable", "responsible", "id"],
                condition=Q(status="verified"),
                name="item_finished",
            ),
            GinIndex(name="item_search", fields=["search"], opclasses=["gin_trgm_ops"]),
        ]
        triggers = [follows(ITEM_FLOW, "item_steps", keeps=["number"]), *keeps_past()]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """'ND-044': portal-wide, never reused."""
        return item_code(self.number)

    @property
    def is_unfinished(self) -> bool:
        """To be done, and not verified yet (the set: ``ItemQuerySet.unfinished``)."""
        return self.status in UNFINISHED

    @property
    def is_returned(self) -> bool:
        """Shown as "Cần bổ sung": sent back with a reason and not claimed since."""
        return shown_returned(self.status, self.back_reason)


class Coordination(Item.coordinating.through):  # type: ignore[name-defined]
    """A unit that takes part in an item: Django's own table, which keeps its past."""

    class Meta:
        proxy = True
        verbose_name = "phối hợp"
        verbose_name_plural = "phối hợp"
        triggers = keeps_past()

    def __str__(self) -> str:
        return f"{self.item_id} – {self.unit_id}"
