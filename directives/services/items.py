"""What happens to an item after it was given: progress, claim, verify, return, reopen, due date, notes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from common import clock
from common.audit import record
from common.errors import Conflict, Forbidden, Invalid
from common.formats import vn_datetime, vn_num
from common.models import AuditEvent
from directives import rules
from directives.doubts import doubt_words, doubts
from directives.models import Item
from directives.notices import item_topic
from directives.workflow import ITEM_STEP, ItemStatus
from notifications import notices
from units.models import User

MAX_NOTE = 4000
CHANGING_VERBS = tuple(f"item.{name}" for name in (*ITEM_STEP, "progress", "due_set"))
"""Acts that make a new version of an item; notes and files stand beside it."""


def lock_item(item_id: int, version: int | None) -> Item:
    """The item, locked for this transaction. ``version`` is what the person saw; another one means that somebody was faster."""
    items = Item.objects.select_for_update(of=("self",)).select_related("point", "responsible", "accountable", "site", "directive")
    item = items.get(pk=item_id)
    if version is not None and version != item.version:
        last = AuditEvent.objects.filter(subject_kind="item", subject_id=item_id, verb__in=CHANGING_VERBS).first()
        who = f"{last.unit_name or last.actor_name} {last.text} lúc {vn_datetime(last.at)}" if last else "nội dung đã được sửa"
        raise Conflict(f"Sau khi anh/chị mở trang này, {who}. Chưa lưu gì; xem lại nội dung mới rồi lưu lần nữa.")
    return item


def parties_of(item: Item) -> list[str]:
    """The codes of the units that an act on this item concerns."""
    units = [item.responsible, item.accountable, *([item.site] if item.site else []), *item.coordinating.all()]
    return [unit.code for unit in units]


def record_item(item: Item, *, by: User | None, verb: str, text: str, data: dict[str, Any] | None = None) -> AuditEvent:
    """One line of the item's history."""
    return record(
        by=by,
        verb=f"item.{verb}",
        text=text,
        subject_kind="item",
        subject_id=item.pk,
        subject_label=f"{item.code} {item.title}",
        party_codes=parties_of(item),
        data=data,
    )


def _tell(item: Item, step: str, *, by: User) -> None:
    """Notice of a decision to the unit that does the work and the one that answers for it; each decision is told once."""
    notices.tell(topic=item_topic(item, step), unit_ids=(item.responsible_id, item.accountable_id), by=by)


def _save(item: Item, *fields: str) -> None:
    item.version += 1
    item.save(update_fields=[*fields, "version"])


def _advance(item: Item, step_name: str, *, by: User, reason: str = "", said: str = "", data: dict[str, Any] | None = None) -> None:
    """The only line that assigns a status. Times and people of the step go with it; the caller saves nothing else.

    ``said`` goes on with the words of the history, ``data`` with its values.
    """
    step = ITEM_STEP[step_name]
    if item.status != step.source:
        raise Forbidden(f"Không thể “{step.label.lower()}” khi nội dung đang ở tình trạng “{ItemStatus(item.status).label}”.")
    reason = reason.strip()
    if step.needs_reason and not reason:
        raise Invalid("Ghi rõ lý do để đơn vị biết cần bổ sung gì.", field="reason")
    moment = clock.now()
    item.status = step.target
    if step_name == "claimed":
        item.claimed_at, item.claimed_by, item.claimed_on, item.back_reason = moment, by, moment.date(), ""
    elif step_name == "verified":
        item.verified_at, item.verified_by = moment, by
    elif step.source != ItemStatus.TODO:  # a step back
        item.claimed_at = item.claimed_by = item.claimed_on = item.verified_at = item.verified_by = None
        item.back_reason = reason
    _save(item, "status", "percent", "claimed_at", "claimed_by", "claimed_on", "verified_at", "verified_by", "back_reason")
    words = {
        "started": "bắt đầu thực hiện",
        "claimed": "báo đã xong, đề nghị xác nhận",
        "verified": "xác nhận hoàn thành",
        "taken_back": "rút lại báo xong để làm tiếp",
        "returned": f"trả lại để bổ sung: “{reason}”",
        "reopened": f"mở lại: “{reason}”",
    }
    values = ({"reason": reason} if reason else {}) | (data or {})
    record_item(item, by=by, verb=step_name, text=words[step_name] + said, data=values or None)


def _check_progress(percent: int, note: str, expected_on: date | None) -> str:
    if not 0 <= percent <= 100:
        raise Invalid("Phần trăm là số từ 0 đến 100.", field="percent")
    if len(note) > MAX_NOTE:
        raise Invalid(f"Kết quả dài quá {MAX_NOTE} chữ. Rút gọn, phần chi tiết gửi bằng tệp minh chứng.", field="note")
    if expected_on is not None and not 2000 <= expected_on.year <= 2100:
        raise Invalid("Ngày dự kiến xong không đúng. Ví dụ: 22/03/2021.", field="expected_on")
    return note.strip()


def problems_of_claim(item: Item, *, percent: int | None, note: str, confirmed: bool, late_reason: str) -> list[Invalid]:
    """What a person is asked before "Đã xong" is stored, each at its field: what contradicts it, and why it comes late."""
    found = []
    if not note.strip():
        found.append(Invalid("Ghi kết quả đã làm được trước khi báo xong.", field="note"))
    if not confirmed and (against := doubts(note, percent)):
        found.append(
            Invalid(
                f"Báo đã xong nhưng {doubt_words(against)}. Chưa xong thì chọn “Đang thực hiện”; đúng là đã xong thì đánh dấu ô này.",
                field="confirmed",
            )
        )
    if days_late(item) and not late_reason.strip():
        found.append(Invalid(f"Báo xong trễ hạn {vn_num(days_late(item))} ngày. Ghi lý do trễ.", field="late_reason"))
    if len(late_reason) > MAX_NOTE:
        found.append(Invalid(f"Lý do dài quá {MAX_NOTE} chữ. Rút gọn rồi lưu lại.", field="late_reason"))
    return found


def days_late(item: Item) -> int:
    """How many days a claim of today would come after the due date."""
    return max((clock.today() - item.due_on).days, 0) if item.due_on is not None else 0


def _claim(item: Item, *, by: User, before: dict[str, Any], against: list[str], late_reason: str) -> None:
    """The history keeps what the unit was asked about, why it comes late, and what a claim that is taken back leads back to."""
    late = days_late(item)
    reason = late_reason.strip() if late else ""
    asked = f" (đã xác nhận lại dù {doubt_words(against)})" if against else ""
    why = f". Trễ hạn {vn_num(late)} ngày: “{reason}”" if late else ""
    data = {"before": before, "doubts": against} | ({"note": reason} if late else {})
    _advance(item, "claimed", by=by, said=f"{asked}{why}", data=data)


@transaction.atomic
def update_progress(
    *,
    item_id: int,
    version: int,
    by: User,
    percent: int,
    note: str,
    expected_on: date | None = None,
    start: bool = True,
    claim: bool = False,
    confirmed: bool = False,
    late_reason: str = "",
) -> Item:
    """Write progress; ``start`` begins an item that was not begun, ``claim`` also says that it is done. All or nothing.

    A claim that contradicts itself (``percent`` and ``note`` as written beside it) needs ``confirmed``, one after the due date its reason.
    """
    item = lock_item(item_id, version)
    rules.check_can_update(by, item)
    note = _check_progress(percent, note, expected_on)
    before, against = {"percent": item.percent, "back_reason": item.back_reason}, doubts(note, percent)
    if claim:
        rules.check_can_claim(by, item)
        for problem in problems_of_claim(item, percent=percent, note=note, confirmed=confirmed, late_reason=late_reason):
            raise problem
        percent, expected_on = 100, None  # what is done is not expected
    if item.status == ItemStatus.TODO and (start or claim):
        _advance(item, "started", by=by)
    changed = (percent, note, expected_on) != (item.percent, item.progress_note, item.expected_on)
    if changed:
        was = item.percent
        item.percent, item.progress_note, item.expected_on = percent, note, expected_on
        item.updated_at, item.updated_by = clock.now(), by
        _save(item, "percent", "progress_note", "expected_on", "updated_at", "updated_by")
        words = f"cập nhật tiến độ: {was}% → {percent}%" + (f". “{note}”" if note else "")
        record_item(item, by=by, verb="progress", text=words, data={"percent": [was, percent], "note": note})
    if claim:
        _claim(item, by=by, before=before, against=against, late_reason=late_reason)
    return item


@transaction.atomic
def take_back(*, item_id: int, version: int, by: User) -> Item:
    """Take a claim back, until the Centre has acted on it: the item is where it was before, with what was asked of it then."""
    item = lock_item(item_id, version)
    rules.check_can_take_back(by, item)
    claim = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk, verb="item.claimed").first()
    before = (claim.data.get("before") if claim else None) or {}
    item.percent = before.get("percent", item.percent)
    _advance(item, "taken_back", by=by, reason=before.get("back_reason", ""))
    return item


@transaction.atomic
def start(*, item_id: int, version: int, by: User) -> Item:
    """Say that work has begun."""
    item = lock_item(item_id, version)
    rules.check_can_update(by, item)
    _advance(item, "started", by=by)
    return item


@transaction.atomic
def verify(*, item_id: int, version: int, by: User, tell: bool = True) -> Item:
    """Confirm that a claimed item is done. ``tell=False`` where a wider notice says it (a report that is accepted)."""
    item = lock_item(item_id, version)
    rules.check_can_verify(by, item)
    _advance(item, "verified", by=by)
    if tell:
        _tell(item, "verified", by=by)
    return item


@transaction.atomic
def return_item(*, item_id: int, version: int, by: User, reason: str, tell: bool = True) -> Item:
    """Send a claimed item back to its unit, with a reason. ``tell`` as for ``verify``."""
    item = lock_item(item_id, version)
    rules.check_can_return(by, item)
    _advance(item, "returned", by=by, reason=reason)
    if tell:
        _tell(item, "returned", by=by)
    return item


@transaction.atomic
def reopen(*, item_id: int, version: int, by: User, reason: str) -> Item:
    """Open a verified item again, with a reason."""
    item = lock_item(item_id, version)
    rules.check_can_reopen(by, item)
    _advance(item, "reopened", by=by, reason=reason)
    _tell(item, "reopened", by=by)
    return item


@transaction.atomic
def set_due(*, item_id: int, version: int, by: User, due_on: date | None, reason: str) -> Item:
    """The Centre sets, moves or takes away a due date; a reason is kept, and the page says that the date comes from the Centre."""
    item = lock_item(item_id, version)
    rules.check_can_set_due(by, item)
    if not reason.strip():
        raise Invalid("Ghi căn cứ, lý do đặt hạn.", field="reason")
    if due_on is not None and not 2000 <= due_on.year <= 2100:
        raise Invalid("Hạn không đúng. Ví dụ: 31/03/2021.", field="due_on")
    before = item.due_on
    item.due_on = due_on
    item.due_source = Item.DueSource.CENTRE if due_on else Item.DueSource.NONE
    _save(item, "due_on", "due_source")
    words = f"đặt hạn {due_on:%d/%m/%Y}" if due_on else "bỏ hạn"
    was = f" (trước là {before:%d/%m/%Y})" if before else ""
    record_item(
        item,
        by=by,
        verb="due_set",
        text=f"{words}{was}: “{reason.strip()}”",
        data={"due_on": [before and before.isoformat(), due_on and due_on.isoformat()], "reason": reason.strip()},
    )
    return item


@transaction.atomic
def add_note(*, item_id: int, by: User, text: str) -> AuditEvent:
    """A note that every party of the item reads. Notes change nothing, so they need no version."""
    item = lock_item(item_id, None)
    rules.check_can_note(by, item)
    text = text.strip()
    if not text:
        raise Invalid("Viết nội dung trao đổi trước khi gửi.", field="text")
    if len(text) > MAX_NOTE:
        raise Invalid(f"Trao đổi dài quá {MAX_NOTE} chữ. Rút gọn rồi gửi lại.", field="text")
    return record_item(item, by=by, verb="noted", text=f"trao đổi: “{text}”", data={"note": text})
