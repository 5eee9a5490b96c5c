"""Which status may follow which: data, read by the services, the database trigger's test and the diagram in the docs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class ItemStatus(models.TextChoices):
    """Stored states of an item. "Cần bổ sung" and "Đang vướng mắc" are shown over these, never stored (docs/glossary.md)."""

    TODO = "todo", "Chưa bắt đầu"
    DOING = "doing", "Đang thực hiện"
    CLAIMED = "claimed", "Chờ xác nhận"
    VERIFIED = "verified", "Hoàn thành"


OPEN = (ItemStatus.TODO, ItemStatus.DOING)


@dataclass(frozen=True)
class Step:
    """One allowed step of an item: its name in the audit log, its button, whether a reason is asked."""

    name: str
    source: ItemStatus
    target: ItemStatus
    label: str
    needs_reason: bool = False


ITEM_STEPS: tuple[Step, ...] = (
    Step("started", ItemStatus.TODO, ItemStatus.DOING, "Bắt đầu thực hiện"),
    Step("claimed", ItemStatus.DOING, ItemStatus.CLAIMED, "Báo đã xong"),
    Step("verified", ItemStatus.CLAIMED, ItemStatus.VERIFIED, "Xác nhận hoàn thành"),
    Step("taken_back", ItemStatus.CLAIMED, ItemStatus.DOING, "Rút lại báo xong"),
    Step("returned", ItemStatus.CLAIMED, ItemStatus.DOING, "Trả lại để bổ sung", needs_reason=True),
    Step("reopened", ItemStatus.VERIFIED, ItemStatus.DOING, "Mở lại", needs_reason=True),
)
ITEM_STEP = {step.name: step for step in ITEM_STEPS}
FIXING_VERBS = ("item.started", "item.progress", "item.claimed", "item.taken_back", "item.evidence_added")
"""Acts in the audit log by which a person takes part in the work: whoever did one never verifies that item."""


class DirectiveStatus(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    ISSUED = "issued", "Đã giao việc"


class ImportStatus(models.TextChoices):
    DRAFT = "draft", "Đang xem lại"
    COMMITTED = "committed", "Đã nhập"
    UNDONE = "undone", "Đã hoàn tác"


class ScorePurpose(models.TextChoices):
    """Why somebody looks at scores of named persons. Chosen from a list, never typed: what is typed could name one (domain.md d)."""

    COMMEND = "commend", "Xét biểu dương"
    REMIND = "remind", "Nhắc nhở, bồi dưỡng kiến thức"
    ASSIGN = "assign", "Xem xét bố trí, sắp xếp công việc"
    REPORT = "report", "Tổng hợp, báo cáo kết quả khắc phục"
    CHECK = "check", "Nhập, kiểm tra bảng điểm"
    ANSWER = "answer", "Trả lời kiến nghị của người được chấm điểm"


class DifficultyStatus(models.TextChoices):
    WAITING = "waiting", "Chờ trả lời"
    GUIDED = "guided", "Đã hướng dẫn"
    ESCALATED = "escalated", "Đã trình UBND Tỉnh"
    RESOLVED = "resolved", "Đã giải quyết"


OPEN_DIFFICULTY = (DifficultyStatus.WAITING, DifficultyStatus.GUIDED, DifficultyStatus.ESCALATED)

_ANSWERED = (DifficultyStatus.GUIDED, DifficultyStatus.ESCALATED)
DIFFICULTY_STEPS: frozenset[tuple[DifficultyStatus, DifficultyStatus]] = frozenset(
    {(source, target) for source in OPEN_DIFFICULTY for target in (*_ANSWERED, DifficultyStatus.RESOLVED)}
)
"""An open difficulty is answered, answered again (guidance after the province decided, say) or closed; a closed one stays closed."""
