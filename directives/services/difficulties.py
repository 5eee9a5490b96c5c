"""What happens to a difficulty: raised by a unit, answered by the Centre (once or again), closed by the unit.

History stands with the item that it is about, else with the difficulty itself; ``data["difficulty"]`` tells difficulties of one item apart.
"""

from typing import Any

from django.db import transaction
from django.urls import reverse

from common import clock
from common.audit import record
from common.errors import Conflict, Forbidden, Invalid
from common.formats import vn_datetime
from common.models import AuditEvent
from common.workflow import Step
from directives import rules
from directives.models import Difficulty, Item
from directives.notices import about, answer_topic
from directives.services.items import MAX_NOTE, lock_item, parties_of
from directives.workflow import DIFFICULTY_FLOW, DifficultyRight, DifficultyStatus
from notifications import notices
from notifications.notices import told
from units.models import Unit, User

MAX_TITLE = 200


def events_of(difficulty: Difficulty) -> Any:
    """The history of one difficulty, newest first."""
    if difficulty.item_id is None:
        return AuditEvent.objects.filter(subject_kind="difficulty", subject_id=difficulty.pk)
    return AuditEvent.objects.filter(subject_kind="item", subject_id=difficulty.item_id, data__difficulty=difficulty.pk)


def _lock(difficulty_id: int, version: int) -> Difficulty:
    """The difficulty, locked for this transaction. ``version`` is what the person saw; another one means that somebody was faster."""
    rows = Difficulty.objects.select_for_update(of=("self",)).select_related(
        "unit", "item__directive", "item__responsible", "item__accountable", "item__site"
    )
    difficulty = rows.get(pk=difficulty_id)
    if version != difficulty.version:
        last = events_of(difficulty).first()
        who = f"{last.unit_name or last.actor_name} {last.text} lúc {vn_datetime(last.at)}" if last else "vướng mắc này đã được sửa"
        raise Conflict(f"Sau khi anh/chị mở trang này, {who}. Chưa lưu gì; xem lại rồi gửi lần nữa.")
    return difficulty


def _record(difficulty: Difficulty, step: Step, *, by: User, note: str, **said: str) -> None:
    item = difficulty.item
    record(
        by=by,
        verb=f"difficulty.{step.verb}",
        text=step.words.format(title=difficulty.title, reason=note, **said),
        subject_kind="item" if item else "difficulty",
        subject_id=item.pk if item else difficulty.pk,
        subject_label=f"{item.code} {item.title}" if item else difficulty.title,
        party_codes=[difficulty.unit.code, *(parties_of(item) if item else [])],
        data={"difficulty": difficulty.pk, **({"note": note} if note else {})},
    )


def _words(text: str, field: str, most: int = MAX_NOTE) -> str:
    text = text.strip()
    if len(text) > most:
        raise Invalid(f"Dài quá {most} chữ. Rút gọn rồi gửi lại.", field=field)
    return text


@transaction.atomic
def raise_difficulty(*, by: User, title: str, text: str = "", item_id: int | None = None) -> Difficulty:
    """Tell the Centre what the unit can't solve alone. The due date of the item stays; the item is shown as "Đang vướng mắc"."""
    item: Item | None = None
    if item_id is None:
        rules.check_can_raise(by)
    else:
        item = lock_item(item_id, None)
        rules.check_item(by, item, "difficulty")
    title = " ".join(_words(title, "title", MAX_TITLE).split())
    if not title:
        raise Invalid("Ghi vướng mắc trong một câu ngắn.", field="title")
    difficulty = Difficulty.objects.create(
        item=item,
        unit=by.unit,  # type: ignore[misc]  # who may raise works in a unit
        title=title,
        text=_words(text, "text"),
        raised_at=clock.now(),
        raised_by=by,
    )
    step = DIFFICULTY_FLOW["raise"]
    _record(difficulty, step, by=by, note=title)
    notices.show(
        topic=f"difficulty:{difficulty.pk}:raised",
        unit_ids=Unit.objects.filter(kind=Unit.Kind.CENTRE).values_list("pk", flat=True),
        by=by,
        notice=told(step, reverse("difficulty_detail", args=[difficulty.pk]), f"“{title}”", unit=difficulty.unit.name, about=about(item)),
    )
    return difficulty


@transaction.atomic
def answer_difficulty(*, difficulty_id: int, version: int, by: User, answer: str, status: DifficultyStatus) -> Difficulty:
    """Guide the unit, or say that the matter lies before UBND Tỉnh (``status`` GUIDED or ESCALATED). A later answer replaces the text;

    history keeps each.
    """
    difficulty = _lock(difficulty_id, version)
    step = DIFFICULTY_FLOW.leading(status, DifficultyRight.ANSWERS)
    if step is None:
        raise Forbidden("Đơn vị đã nêu vướng mắc mới xác nhận là đã giải quyết.")
    rules.check_difficulty(by, difficulty, step.name)
    answer = _words(answer, "answer")
    if not answer:
        raise Invalid(step.needs, field="answer")
    DIFFICULTY_FLOW.advance(step.name, difficulty, by=by, reason=answer)
    _record(difficulty, step, by=by, note=answer)
    notices.tell(topic=answer_topic(difficulty), unit_ids=[difficulty.unit_id], by=by)
    return difficulty


@transaction.atomic
def close_difficulty(*, difficulty_id: int, version: int, by: User, note: str = "") -> Difficulty:
    """The unit says that it is solved, or no longer stands in the way."""
    difficulty = _lock(difficulty_id, version)
    rules.check_difficulty(by, difficulty, "close")
    note = _words(note, "note")
    step = DIFFICULTY_FLOW.advance("close", difficulty, by=by)
    _record(difficulty, step, by=by, note=note, said=f": “{note}”" if note else "")
    return difficulty
