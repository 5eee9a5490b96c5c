"""Which status of a report may follow which: data."""

from __future__ import annotations

from django.db import models


class ReportStatus(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Cần bổ sung"
    ACCEPTED = "accepted", "Đã chấp nhận"


REPORT_STEPS: frozenset[tuple[ReportStatus, ReportStatus]] = frozenset(
    {
        (ReportStatus.DRAFT, ReportStatus.SUBMITTED),
        (ReportStatus.SUBMITTED, ReportStatus.DRAFT),  # withdrawn before review starts
        (ReportStatus.SUBMITTED, ReportStatus.RETURNED),
        (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED),
        (ReportStatus.RETURNED, ReportStatus.SUBMITTED),
    }
)


class Decision(models.TextChoices):
    """What the Centre says of a whole submission."""

    ACCEPTED = "accepted", "Chấp nhận"
    RETURNED = "returned", "Trả lại để bổ sung"


class Verdict(models.TextChoices):
    """What the Centre says of one entry."""

    OK = "ok", "Đạt"
    MORE = "more", "Cần bổ sung"
