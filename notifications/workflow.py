"""Where a message stands on its way to the person's mail: data. The inbox shows it from the moment it is stored."""

from django.db import models


class MessageKind(models.TextChoices):
    DIGEST = "digest", "Nhắc việc"
    NOTICE = "notice", "Trả lời, trao đổi"


class MessageStatus(models.TextChoices):
    """``CLAIMED``: a worker has it, the mail server has nothing yet, so it may be tried again. ``SENDING``: written immediately before the
    end of the mail is sent; if the worker is lost then, nobody knows whether it arrived (``UNSURE``), and it is never sent again by itself.
    ``DROPPED``: when it would have left, nothing of it was true any more for this person, or it went with another letter; ``error`` says
    which.
    """

    PENDING = "pending", "Chờ gửi thư"
    CLAIMED = "claimed", "Đang gửi"
    SENDING = "sending", "Đang trao cho máy chủ thư"
    SENT = "sent", "Đã gửi thư"
    KEPT = "kept", "Giữ lại, chưa có máy chủ thư"
    INBOX = "inbox", "Chỉ báo trên cổng"
    FAILED = "failed", "Gửi không được"
    UNSURE = "unsure", "Không rõ đã tới"
    DROPPED = "dropped", "Không còn cần gửi"


UNDER_WAY = (MessageStatus.PENDING, MessageStatus.CLAIMED, MessageStatus.SENDING)
HANDED_OVER = (MessageStatus.SENT, MessageStatus.KEPT)
TROUBLED = (MessageStatus.FAILED, MessageStatus.UNSURE)
LEFT = (*HANDED_OVER, MessageStatus.SENDING, MessageStatus.UNSURE)
"""The server has, or may have, the mail: what it said and where it went is a record."""
TO_LEAVE = (MessageStatus.PENDING, MessageStatus.CLAIMED, MessageStatus.FAILED)
CHANGEABLE = (MessageStatus.PENDING, MessageStatus.INBOX)
"""Nobody has read them as mail yet: lines may still be added."""
