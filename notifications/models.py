"""The outbox, which is the inbox too: messages to persons, their lines, and the days on which the daily round was made."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from notifications.querysets import MessageQuerySet
from notifications.workflow import MAX_ATTEMPTS, UNDER_WAY, MessageKind, MessageStatus

LONGEST_KEY = 200


class OutboundMessage(models.Model):
    """One message to one person: read on the portal, and sent as mail where the person has an address.

    Invariant: one a ``dedupe_key``, so whatever runs twice makes it once. ``status`` says how far the mail is and is written by
    ``notifications.outbox`` (first) and ``notifications.delivery`` (from then on) alone. ``claimed_at`` and ``next_try_at`` follow the
    machine's clock, everything that a person reads the portal's.
    """

    kind = models.CharField("loại", max_length=10, choices=MessageKind)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages", verbose_name="người nhận")
    dedupe_key = models.CharField("khóa chống trùng", max_length=LONGEST_KEY, unique=True)
    day = models.DateField("ngày")
    title = models.CharField("tiêu đề", max_length=300)
    greeting = models.CharField("kính gửi", max_length=250)
    intro = models.TextField("lời đầu", blank=True)
    closing = models.TextField("lời cuối", blank=True)
    path = models.CharField("địa chỉ trang", max_length=200)
    action = models.CharField("chữ trên nút", max_length=80)
    address = models.EmailField("địa chỉ thư", blank=True)
    status = models.CharField("tình trạng thư", max_length=10, choices=MessageStatus)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    error = models.CharField("lỗi", max_length=300, blank=True)
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
            models.CheckConstraint(name="message_inbox_or_address", condition=Q(status=MessageStatus.INBOX) | ~Q(address="")),
            models.CheckConstraint(name="message_attempts_limited", condition=Q(attempts__lte=MAX_ATTEMPTS)),
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
    """One thing that a message tells, with its own link. ``dedupe_key`` is the ledger: this person was told this once."""

    message = models.ForeignKey(OutboundMessage, models.CASCADE, related_name="lines", verbose_name="thông báo")
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
