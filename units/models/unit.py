"""Areas (land) and units (organisations). Nothing is deleted or moved when units merge; a successor is a link."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from units.entries import AreaWords, Level, UnitKind, UnitWords
from units.querysets import AliasQuerySet, UnitQuerySet


class Area(AreaWords, models.Model):  # noqa: DJ008 - in AreaWords
    """A piece of land with a code of the General Statistics Office.

    A code names an area only together with its period: codes were reused in 2025.
    """

    code = models.CharField("mã", max_length=10)
    level = models.CharField("cấp", max_length=10, choices=Level.pairs())
    kind = models.CharField("loại", max_length=20)
    name = models.CharField("tên", max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="thuộc")
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết", null=True, blank=True)

    class Meta:
        verbose_name = "địa bàn"
        verbose_name_plural = "địa bàn"
        constraints = [
            models.CheckConstraint(
                name="area_period_in_order", condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to"))
            ),
            ExclusionConstraint(
                name="area_code_once_at_a_time",
                expressions=[
                    (F("code"), RangeOperators.EQUAL),
                    (
                        Func(F("valid_from"), F("valid_to"), models.Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class Unit(UnitWords, models.Model):  # noqa: DJ008 - in UnitWords
    """An organisation: UBND, Bưu điện, Sở, Văn phòng, Trung tâm. ``parent`` commands it; ``area`` is where it works.

    Two trees cross: the state's (province, district, commune) and the post company's. Codes: docs/glossary.md, "Unit codes".
    """

    Kind = UnitKind

    code = models.CharField("mã", max_length=40, unique=True)
    kind = models.CharField("loại", max_length=10, choices=UnitKind.pairs())
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="cấp trên")
    area = models.ForeignKey(Area, models.PROTECT, related_name="units", verbose_name="địa bàn")
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết", null=True, blank=True)
    contact = models.CharField("người, bộ phận liên hệ", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=60, blank=True)
    email = models.EmailField("địa chỉ thư", blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="đơn vị kế tiếp")
    sort_key = models.GeneratedField(
        expression=Func(F("name"), function="f_sort_vi"), output_field=models.TextField(db_collation="C"), db_persist=True
    )
    search = models.GeneratedField(expression=Func(F("name"), function="f_fold"), output_field=models.TextField(), db_persist=True)

    objects: ClassVar[UnitQuerySet] = UnitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["sort_key"]
        permissions = [
            ("see_work", "Xem việc của đơn vị"),
            ("do_work", "Cập nhật, báo xong việc của đơn vị"),
            ("steer_work", "Giao việc, đặt hạn cho đơn vị"),
            ("verify_work", "Xác nhận, trả lại việc của đơn vị"),
            ("see_scores", "Xem bảng điểm của người thuộc đơn vị"),
        ]
        constraints = [
            models.CheckConstraint(
                name="unit_period_in_order", condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to"))
            ),
            models.CheckConstraint(name="unit_not_its_own_parent", condition=Q(parent=None) | ~Q(parent=F("id"))),
            models.UniqueConstraint(
                name="unit_one_kind_an_area", fields=["kind", "area"], condition=Q(kind__in=["ubnd", "buudien", "vpubnd", "kstthc"])
            ),
        ]
        indexes = [GinIndex(name="unit_search", fields=["search"], opclasses=["gin_trgm_ops"])]


class UnitAlias(models.Model):
    """Another way in which documents write a unit's name, remembered with who decided it and when (the seed has no person).

    One that was dropped is kept, so that the seed does not bring it back; no book knows it (``standing``).
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name="đơn vị")
    text = models.CharField("cách viết", max_length=200)
    key = models.CharField("dạng so khớp", max_length=200)
    within = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="trong địa bàn")
    before = models.DateField("chỉ trong văn bản trước ngày", null=True, blank=True)
    dropped_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    made_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    made_by = models.ForeignKey("units.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi")

    objects: ClassVar[AliasQuerySet] = AliasQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "cách viết khác"
        verbose_name_plural = "cách viết khác"
        constraints = [
            models.UniqueConstraint(name="alias_once", fields=["key", "within", "unit"], nulls_distinct=False),
            models.CheckConstraint(
                name="alias_made_at_and_by", condition=Q(made_at=None, made_by=None) | Q(made_at__isnull=False, made_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.text
