"""The words of what units are told of items and difficulties, by mail too: asked for when it happens, and again when the mail leaves."""

from __future__ import annotations

from django.urls import reverse

from common.formats import code_nb
from directives.models import Difficulty, Item
from directives.workflow import DifficultyStatus, ItemStatus
from notifications import notices
from notifications.notices import Notice

# Step → (title, headline, tone, status in which the news still stands).
STEPS = {
    "verified": ("Đã xác nhận hoàn thành {code}", "Hoàn thành", "", ItemStatus.VERIFIED),
    "returned": ("{code} được trả lại để bổ sung", "Cần bổ sung", "soon", ItemStatus.DOING),
    "reopened": ("{code} được mở lại", "Mở lại", "soon", ItemStatus.DOING),
}
ANSWERS = {DifficultyStatus.GUIDED: "trả lời vướng mắc", DifficultyStatus.ESCALATED: "trình UBND Tỉnh về vướng mắc"}


def register() -> None:
    """Called when the app is ready."""
    notices.register("item", say=say_of_item)
    notices.register("difficulty", say=say_of_answer)


def item_topic(item: Item, step: str) -> str:
    return f"item:{item.pk}:v{item.version}:{step}"


def answer_topic(difficulty: Difficulty) -> str:
    return f"difficulty:{difficulty.pk}:v{difficulty.version}"


def say_of_item(unit_id: int, topic: str) -> Notice | None:
    """A decision on an item, while it stands and the unit does it or answers for it."""
    _, pk, _, step = topic.split(":")
    item = Item.objects.filter(pk=pk).first()
    title, headline, tone, status = STEPS[step]
    if item is None or item.status != status or unit_id not in (item.responsible_id, item.accountable_id):
        return None
    if status == ItemStatus.DOING and not item.back_reason:
        return None
    detail = f"“{item.back_reason}”" if status == ItemStatus.DOING else item.title
    path = reverse("item_detail", args=[item.number])
    return Notice(title.format(code=code_nb(item.code)), path, detail, headline, tone, about=f"item:{pk}")


def say_of_answer(unit_id: int, topic: str) -> Notice | None:
    """The Centre's answer to a difficulty of this unit, as it reads now, until the unit says that it is solved."""
    pk = topic.split(":")[1]
    difficulty = Difficulty.objects.select_related("item").filter(pk=pk, unit=unit_id).first()
    if difficulty is None or difficulty.status not in ANSWERS:
        return None
    status = DifficultyStatus(difficulty.status)
    about = f"của {code_nb(difficulty.item.code)}" if difficulty.item else f"“{difficulty.title}”"
    path = reverse("difficulty_detail", args=[difficulty.pk])
    return Notice(f"Trung tâm {ANSWERS[status]} {about}", path, f"“{difficulty.answer}”", status.label, about=f"difficulty:{pk}")
