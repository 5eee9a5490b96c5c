"""The outbox, which is the inbox too: messages to persons, their lines, and the days on which the daily round was made."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from notifications.querysets import MessageQuerySet
from notifications.workflow import UNDER_WAY, MessageKind, MessageStatus

LONGEST_KEY = 200


class OutboundMessage(models.Model):
    """One message to one person, for the unit in which he worked: read on the portal, and sent as mail where he has an address.

    Title, words and lines are what the portal told when it was stored. What a mail says, and to which address it goes, is decided when it
    leaves (``registry``); ``address``, ``sent_subject`` and ``sent_text`` keep that as the record. Invariant: one a ``dedupe_key``, so
    whatever runs twice makes it once. ``status`` says how far the mail is and is written by ``notifications.outbox`` (first) and
    ``notifications.delivery`` (from then on) alone. ``claimed_at``, ``next_try_at`` and ``waiting_since`` follow the machine's clock,
    everything that a person reads the portal's.
    """

    kind = models.CharField("loại", max_length=10, choices=MessageKind)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", verbose_name="người nhận")
    unit = models.ForeignKey("units.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị của người nhận")
    dedupe_key = models.CharField("khóa chống trùng", max_length=LONGEST_KEY, unique=True)
    day = models.DateField("ngày")
    title = models.CharField("tiêu đề", max_length=300)
    intro = models.TextField("lời đầu", blank=True)
    closing = models.TextField("lời cuối", blank=True)
    path = models.CharField("địa chỉ trang", max_length=200)
    action = models.CharField("chữ trên nút", max_length=80)
    status = models.CharField("tình trạng thư", max_length=10, choices=MessageStatus)
    attempts = models.PositiveIntegerField("số lần thử", default=0)
    lost = models.PositiveSmallIntegerField("số lần bộ gửi dừng giữa chừng", default=0)
    error = models.CharField("lý do", max_length=300, blank=True)
    address = models.EmailField("địa chỉ đã gửi", blank=True)
    sent_subject = models.CharField("tiêu đề thư đã gửi", max_length=600, blank=True)
    sent_text = models.TextField("lời thư đã gửi", blank=True)
    waiting_since = models.DateTimeField("chờ gửi từ")
    next_try_at = models.DateTimeField("thử lại lúc")
    claimed_at = models.DateTimeField("bắt đầu gửi lúc", null=True, blank=True)
    made_at = models.DateTimeField("lập lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="message_kind_known", condition=Q(kind__in=MessageKind.values)),
            models.CheckConstraint(name="message_status_known", condition=Q(status__in=MessageStatus.values)),
            models.CheckConstraint(name="message_sent_has_address", condition=~Q(status__in=["sent", "kept"]) | ~Q(address="")),
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=(Q(status__in=["sent", "kept"]) & Q(sent_at__isnull=False)) | (~Q(status__in=["sent", "kept"]) & Q(sent_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="message_inbox"),
            models.Index(fields=["recipient"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["id"], name="message_under_way", condition=Q(status__in=[status.value for status in UNDER_WAY])),
            models.Index(fields=["day", "id"], name="message_day"),
        ]

    def __str__(self) -> str:
        return self.title


class MessageLine(models.Model):
    """One thing that a message tells, with its own link, as the portal told it. ``topic`` names what it is about: the letter is rendered
    from it when it leaves. ``dedupe_key`` is the ledger: this person was told this once."""

    message = models.ForeignKey(OutboundMessage, models.CASCADE, related_name="lines", verbose_name="thông báo")
    topic = models.CharField("về việc", max_length=LONGEST_KEY)
    dedupe_key = models.CharField("khóa chống trùng", max_length=LONGEST_KEY, unique=True)
    urgency = models.IntegerField("độ gấp")
    tone = models.CharField("sắc thái", max_length=10, blank=True)
    headline = models.CharField("lời ngắn", max_length=80)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    title = models.CharField("nội dung", max_length=300)
    detail = models.CharField("chi tiết", max_length=400, blank=True)
    path = models.CharField("địa chỉ trang", max_length=200)

    class Meta:
        verbose_name = "dòng thông báo"
        verbose_name_plural = "dòng thông báo"
        ordering = ["urgency", "id"]

    def __str__(self) -> str:
        return f"{self.headline}: {self.title}"


class MailServer(models.Model):
    """How the mail server is: one row. While ``failing_since`` stands, it is asked again at ``next_try_at`` and mails wait.

    ``next_try_at`` and ``back_at`` (when it took a mail again after the last outage) follow the machine's clock, the others are read by
    people.
    """

    failing_since = models.DateTimeField("không nhận thư từ", null=True, blank=True)
    failures = models.PositiveIntegerField("số lần hỏi không được", default=0)
    failed_at = models.DateTimeField("hỏi không được lần cuối", null=True, blank=True)
    error = models.CharField("lý do", max_length=300, blank=True)
    next_try_at = models.DateTimeField("hỏi lại lúc", null=True, blank=True)
    accepted_at = models.DateTimeField("nhận thư lần cuối", null=True, blank=True)
    back_at = models.DateTimeField("nhận thư trở lại lúc", null=True, blank=True)

    class Meta:
        verbose_name = "máy chủ thư"
        verbose_name_plural = "máy chủ thư"
        constraints = [models.CheckConstraint(name="mail_server_is_one", condition=Q(pk=1))]

    def __str__(self) -> str:
        return "Máy chủ thư"


class Round(models.Model):
    """The daily round of this day was made completely. What is missing between two rounds was missed and is caught up."""

    day = models.DateField("ngày", unique=True)
    finished_at = models.DateTimeField("xong lúc")
    messages = models.PositiveIntegerField("số thông báo", default=0)

    class Meta:
        verbose_name = "đợt nhắc việc"
        verbose_name_plural = "đợt nhắc việc"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
