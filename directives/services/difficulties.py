"""What happens to a difficulty: raised by a unit, answered by the Centre (once or again), closed by the unit.

History stands with the item that it is about, else with the difficulty itself; ``data["difficulty"]`` tells difficulties of one item apart.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from common import clock
from common.audit import record
from common.errors import Conflict, Forbidden, Invalid
from common.formats import code_nb, vn_datetime
from common.models import AuditEvent
from directives import rules
from directives.models import Difficulty, Item
from directives.notices import ANSWERS, answer_topic
from directives.services.items import MAX_NOTE, lock_item, parties_of
from directives.workflow import DIFFICULTY_STEPS, DifficultyStatus
from notifications import notices
from notifications.notices import Notice
from units.models import Unit, User

MAX_TITLE = 200


def events_of(difficulty: Difficulty) -> Any:
    """The history of one difficulty, newest first."""
    if difficulty.item_id is None:
        return AuditEvent.objects.filter(subject_kind="difficulty", subject_id=difficulty.pk)
    return AuditEvent.objects.filter(subject_kind="item", subject_id=difficulty.item_id, data__difficulty=difficulty.pk)


def _lock(difficulty_id: int, version: int) -> Difficulty:
    """The difficulty, locked for this transaction. ``version`` is what the person saw; another one means that somebody was faster."""
    rows = Difficulty.objects.select_for_update(of=("self",)).select_related("unit", "item__responsible", "item__accountable", "item__site")
    difficulty = rows.get(pk=difficulty_id)
    if version != difficulty.version:
        last = events_of(difficulty).first()
        who = f"{last.unit_name or last.actor_name} {last.text} lúc {vn_datetime(last.at)}" if last else "vướng mắc này đã được sửa"
        raise Conflict(f"Sau khi anh/chị mở trang này, {who}. Chưa lưu gì; xem lại rồi gửi lần nữa.")
    return difficulty


def _record(difficulty: Difficulty, *, by: User, verb: str, text: str, note: str = "") -> None:
    item = difficulty.item
    record(
        by=by,
        verb=f"difficulty.{verb}",
        text=text,
        subject_kind="item" if item else "difficulty",
        subject_id=item.pk if item else difficulty.pk,
        subject_label=f"{item.code} {item.title}" if item else difficulty.title,
        party_codes=[difficulty.unit.code, *(parties_of(item) if item else [])],
        data={"difficulty": difficulty.pk, **({"note": note} if note else {})},
    )


def _advance(difficulty: Difficulty, target: DifficultyStatus) -> None:
    """The only line that assigns a difficulty's status; the caller saves."""
    source = DifficultyStatus(difficulty.status)
    if (source, target) not in DIFFICULTY_STEPS:
        raise Forbidden(f"Vướng mắc đang ở tình trạng “{source.label}” nên không chuyển sang “{target.label}” được.")
    difficulty.status = target
    difficulty.version += 1


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
        rules.check_can_raise_on(by, item)
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
    _record(difficulty, by=by, verb="raised", text=f"nêu vướng mắc: “{title}”", note=title)
    notices.show(
        topic=f"difficulty:{difficulty.pk}:raised",
        unit_ids=Unit.objects.filter(kind=Unit.Kind.CENTRE).values_list("pk", flat=True),
        by=by,
        notice=Notice(
            title=f"{difficulty.unit.name} nêu vướng mắc" + (f" về {code_nb(item.code)}" if item else ""),
            path=reverse("difficulty_detail", args=[difficulty.pk]),
            detail=f"“{title}”",
        ),
    )
    return difficulty


@transaction.atomic
def answer_difficulty(*, difficulty_id: int, version: int, by: User, answer: str, status: DifficultyStatus) -> Difficulty:
    """Guide the unit, or say that the matter lies before UBND Tỉnh (``status`` GUIDED or ESCALATED). A later answer replaces the text;

    history keeps each.
    """
    difficulty = _lock(difficulty_id, version)
    rules.check_can_answer(by, difficulty)
    if status == DifficultyStatus.RESOLVED:
        raise Forbidden("Đơn vị đã nêu vướng mắc mới xác nhận là đã giải quyết.")
    answer = _words(answer, "answer")
    if not answer:
        raise Invalid("Viết nội dung trả lời để đơn vị biết phải làm gì.", field="answer")
    _advance(difficulty, status)
    difficulty.answer, difficulty.answered_at, difficulty.answered_by = answer, clock.now(), by
    difficulty.save(update_fields=["status", "answer", "answered_at", "answered_by", "version"])
    _record(difficulty, by=by, verb="answered", text=f"{ANSWERS[status]} “{difficulty.title}”: “{answer}”", note=answer)
    notices.tell(topic=answer_topic(difficulty), unit_ids=[difficulty.unit_id], by=by)
    return difficulty


@transaction.atomic
def close_difficulty(*, difficulty_id: int, version: int, by: User, note: str = "") -> Difficulty:
    """The unit says that it is solved, or no longer stands in the way."""
    difficulty = _lock(difficulty_id, version)
    rules.check_can_close(by, difficulty)
    note = _words(note, "note")
    _advance(difficulty, DifficultyStatus.RESOLVED)
    difficulty.closed_at, difficulty.closed_by = clock.now(), by
    difficulty.save(update_fields=["status", "closed_at", "closed_by", "version"])
    said = f": “{note}”" if note else ""
    _record(difficulty, by=by, verb="closed", text=f"xác nhận đã giải quyết vướng mắc “{difficulty.title}”{said}", note=note)
    return difficulty
