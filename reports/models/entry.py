"""What a unit writes of one item in its report."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from directives.models import Item
from reports.models.report import Report


class Level(models.TextChoices):
    """How far the work is, as the unit reports it."""

    TODO = "todo", "Chưa bắt đầu"
    DOING = "doing", "Đang thực hiện"
    DONE = "done", "Đã hoàn thành"


class Entry(models.Model):
    """One item of one report, made when the unit first writes something of it; until then the report shows what the item says.

    ``expected_text`` is kept as typed, also when it is no date yet: autosave loses nothing, the check page says what is wrong.
    ``left_out`` holds the ids of files of the item that the unit does not send with the report.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="entries", verbose_name="báo cáo")
    item = models.ForeignKey(Item, models.PROTECT, related_name="report_entries", verbose_name="nội dung")
    level = models.CharField("mức độ hoàn thành", max_length=5, choices=Level)
    result = models.TextField("kết quả đã làm được", blank=True)
    late_reason = models.TextField("lý do chậm", blank=True)
    expected_text = models.CharField("ngày dự kiến xong", max_length=40, blank=True)
    left_out = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="tệp không kèm")
    saved_at = models.DateTimeField("lưu lúc")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lưu")
    version = models.PositiveIntegerField("lần sửa", default=1)

    class Meta:
        verbose_name = "nội dung báo cáo"
        verbose_name_plural = "nội dung báo cáo"
        ordering = ["item__number"]
        constraints = [
            models.UniqueConstraint(name="entry_once_a_report", fields=["report", "item"]),
            models.CheckConstraint(name="entry_level_known", condition=Q(level__in=Level.values)),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.item.code}"
