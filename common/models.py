"""The tables that every room may use: the audit row, the calendar of holidays, the forms that were done."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from pgtrigger import Delete, Update

from common.past import ends_past
from common.triggers import append_only, refuses


class AuditEvent(models.Model):
    """Who did what to what, when. Plain values, no foreign keys: history never depends on live rows.

    Invariant: append-only; a database trigger refuses update and delete. Write it with ``common.audit.record`` only.
    ``verb`` is a code ("item.claimed"), ``text`` the Vietnamese words after the actor's name ("báo đã xong").
    """

    at = models.DateTimeField("lúc")
    actor_id = models.BigIntegerField("mã người làm", null=True)
    actor_name = models.CharField("người làm", max_length=200)
    unit_code = models.CharField("mã đơn vị", max_length=40, blank=True)
    unit_name = models.CharField("đơn vị", max_length=200, blank=True)
    verb = models.CharField("việc", max_length=60)
    subject_kind = models.CharField("loại đối tượng", max_length=40)
    subject_id = models.BigIntegerField("mã đối tượng", null=True)
    subject_label = models.CharField("đối tượng", max_length=300, blank=True)
    party_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name="đơn vị liên quan")
    text = models.TextField("nội dung")
    data = models.JSONField("số liệu", default=dict, blank=True)

    class Meta:
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_subject"),
            models.Index(fields=["-id", "verb"], name="audit_latest"),
        ]
        triggers = [append_only("audit_append_only", "history is never changed or removed"), ends_past()]

    def __str__(self) -> str:
        return f"{self.unit_name or self.actor_name} {self.text}"


class PastState(models.Model):
    """What a row of a table was until ``ended_at`` (``common.past``); ``state`` is None where it was not there yet.

    Written by triggers alone. ``began_at`` None: since it is kept at all; ``ended_at`` None: until the line of history that comes next.
    """

    table_name = models.CharField("bảng", max_length=63)
    row_id = models.BigIntegerField("mã dòng")
    state = models.JSONField("dòng khi đó", null=True)
    began_at = models.DateTimeField("từ lúc", null=True)
    ended_at = models.DateTimeField("đến lúc", null=True)

    class Meta:
        verbose_name = "trạng thái đã qua"
        verbose_name_plural = "trạng thái đã qua"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["table_name", "row_id"], condition=models.Q(ended_at=None), name="past_open_once")]
        indexes = [
            models.Index(fields=["table_name", "row_id", "ended_at"], name="past_of_row"),
            models.Index(fields=["table_name", "ended_at"], name="past_of_day"),
        ]
        triggers = [
            refuses("past_never_changed", "what was is never changed", Update, "OLD.ended_at IS NOT NULL"),
            refuses("past_never_removed", "what was is never removed", Delete),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


class Holiday(models.Model):
    """A day on which offices are closed, or a Saturday that is worked instead. Editable: the Government decides swaps each year."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "Nghỉ lễ"
        SUBSTITUTE = "substitute", "Nghỉ bù"
        SWAP_OFF = "swap_off", "Nghỉ hoán đổi"
        MAKEUP_WORKDAY = "makeup_workday", "Làm bù"

    date = models.DateField("ngày", unique=True)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    name = models.CharField("tên", max_length=120)

    class Meta:
        verbose_name = "ngày nghỉ"
        verbose_name_plural = "ngày nghỉ"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"


class SentForm(models.Model):
    """A form that was sent and done (``common.once``): who sent it, the key that it carried, what it said, where its answer led."""

    sender = models.BigIntegerField("mã người gửi")
    key = models.CharField("khóa", max_length=32)
    digest = models.CharField("dấu của nội dung", max_length=64)
    address = models.CharField("trang kết quả", max_length=500, blank=True)
    sent_at = models.DateTimeField("gửi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "biểu mẫu đã gửi"
        verbose_name_plural = "biểu mẫu đã gửi"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["sender", "key", "digest"], name="form_done_once")]
        indexes = [models.Index(fields=["sent_at"], name="sent_form_age")]

    def __str__(self) -> str:
        return self.address
