"""What happens to an item after it was given: progress, claim, verify, return, reopen, due date, notes."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from common import clock
from common.audit import record
from common.errors import Conflict, Invalid
from common.formats import KNOWN_YEARS, vn_datetime, vn_num
from common.models import AuditEvent
from directives import rules
from directives.doubts import doubt_words, doubts, stuck_doubts
from directives.models import Difficulty, Item
from directives.notices import item_topic
from directives.workflow import ITEM_FLOW, ItemStatus
from notifications import notices
from units.models import User

MAX_NOTE = 4000


def lock_item(item_id: int, version: int | None) -> Item:
    """The item, locked for this transaction. ``version`` is what the person saw; another one means that somebody was faster."""
    items = Item.objects.select_for_update(of=("self",)).select_related("point", "responsible", "accountable", "site", "directive")
    item = items.get(pk=item_id)
    if version is not None and version != item.version:
        last = AuditEvent.objects.filter(subject_kind="item", subject_id=item_id, verb__in=ITEM_FLOW.verbs()).first()
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


def _act(
    item: Item,
    name: str,
    *,
    by: User,
    reason: str = "",
    said: Mapping[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    tell: bool = True,
    **also: Any,
) -> None:
    """Do one act of the table: status, times and people, what it changes besides (``also``), a line of history, notice to the units.

    ``said`` fills in the words of the history, ``data`` goes on with its values.
    """
    step = ITEM_FLOW.advance(name, item, by=by, reason=reason, **also)
    reason = reason.strip()
    values = ({"reason": reason} if reason else {}) | (data or {})
    record_item(item, by=by, verb=step.verb, text=step.words.format(**{"reason": reason, **(said or {})}), data=values or None)
    if tell and step.news:
        notices.tell(topic=item_topic(item, step.verb), unit_ids=(item.responsible_id, item.accountable_id), by=by)


def _check_progress(percent: int, note: str, expected_on: date | None) -> str:
    if not 0 <= percent <= 100:
        raise Invalid("Phần trăm là số từ 0 đến 100.", field="percent")
    if len(note) > MAX_NOTE:
        raise Invalid(f"Kết quả dài quá {MAX_NOTE} chữ. Rút gọn, phần chi tiết gửi bằng tệp minh chứng.", field="note")
    if expected_on is not None and expected_on.year not in KNOWN_YEARS:
        raise Invalid("Ngày dự kiến xong không đúng. Ví dụ: 22/03/2021.", field="expected_on")
    return note.strip()


def problems_of_claim(item: Item, *, percent: int | None, note: str, confirmed: bool, late_reason: str) -> list[Invalid]:
    """What a person is asked before "Đã xong" is stored, each at its field: what contradicts it, and why it comes late."""
    found = []
    if not note.strip():
        found.append(Invalid("Ghi kết quả đã làm được trước khi báo xong.", field="note"))
    if not confirmed and (against := doubts_of(item, note, percent)):
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


def doubts_of(item: Item, note: str, percent: int | None) -> list[str]:
    """What contradicts a claim of this item: in its own words, and what is open beside it."""
    stuck = Difficulty.objects.open().filter(item=item).order_by("pk")
    return [*doubts(note, percent), *stuck_doubts(stuck.values_list("title", flat=True))]


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
    _act(item, "claim", by=by, said={"said": f"{asked}{why}"}, data=data)


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
    rules.check_item(by, item, "update")
    note = _check_progress(percent, note, expected_on)
    before, against = {"percent": item.percent, "back_reason": item.back_reason}, doubts_of(item, note, percent) if claim else []
    if claim:
        rules.check_item(by, item, "claim")
        for problem in problems_of_claim(item, percent=percent, note=note, confirmed=confirmed, late_reason=late_reason):
            raise problem
        percent, expected_on = 100, None  # what is done is not expected
    if item.status == ItemStatus.TODO and (start or claim):
        _act(item, "start", by=by)
    if (percent, note, expected_on) != (item.percent, item.progress_note, item.expected_on):
        said = {"was": item.percent, "percent": percent, "said": f". “{note}”" if note else ""}
        data = {"percent": [item.percent, percent], "note": note}
        _act(item, "update", by=by, said=said, data=data, percent=percent, progress_note=note, expected_on=expected_on)
    if claim:
        _claim(item, by=by, before=before, against=against, late_reason=late_reason)
    return item


@transaction.atomic
def take(*, item_id: int, version: int, by: User, act: str, reason: str = "", tell: bool = True) -> Item:
    """Take one step of the table that asks for nothing but perhaps a reason ("verify", "return" …).

    One that takes an act back restores what stood before it. ``tell=False`` where a wider notice says it (a report that is accepted).
    """
    item = lock_item(item_id, version)
    rules.check_item(by, item, act)
    before = _before(item, ITEM_FLOW[act].undoes)
    _act(item, act, by=by, reason=before.pop("back_reason", reason), tell=tell, **before)
    return item


def _before(item: Item, undone: str) -> dict[str, Any]:
    """What stood before the last act of this verb."""
    last = AuditEvent.objects.filter(subject_kind="item", subject_id=item.pk, verb=f"item.{undone}").first() if undone else None
    return dict(last.data.get("before") or {}) if last else {}


start = partial(take, act="start")
take_back = partial(take, act="take_back")
verify = partial(take, act="verify")
return_item = partial(take, act="return")
reopen = partial(take, act="reopen")
drop = partial(take, act="drop")
restore = partial(take, act="restore")


@transaction.atomic
def set_due(*, item_id: int, version: int, by: User, due_on: date | None, reason: str) -> Item:
    """The Centre sets, moves or takes away a due date; a reason is kept, and the page says that the date comes from the Centre."""
    item = lock_item(item_id, version)
    rules.check_item(by, item, "due")
    if due_on is not None and due_on.year not in KNOWN_YEARS:
        raise Invalid("Hạn không đúng. Ví dụ: 31/03/2021.", field="due_on")
    before = item.due_on
    was = f" (trước là {before:%d/%m/%Y})" if before else ""
    _act(
        item,
        "due",
        by=by,
        reason=reason,
        said={"what": (f"đặt hạn {due_on:%d/%m/%Y}" if due_on else "bỏ hạn") + was},
        data={"due_on": [before and before.isoformat(), due_on and due_on.isoformat()]},
        due_on=due_on,
        due_source=Item.DueSource.CENTRE if due_on else Item.DueSource.NONE,
    )
    return item


@transaction.atomic
def add_note(*, item_id: int, by: User, text: str) -> AuditEvent:
    """A note that every party of the item reads. Notes change nothing, so they need no version."""
    item = lock_item(item_id, None)
    rules.check_item(by, item, "note")
    text = text.strip()
    if not text:
        raise Invalid("Viết nội dung trao đổi trước khi gửi.", field="text")
    if len(text) > MAX_NOTE:
        raise Invalid(f"Trao đổi dài quá {MAX_NOTE} chữ. Rút gọn rồi gửi lại.", field="text")
    step = ITEM_FLOW["note"]
    return record_item(item, by=by, verb=step.verb, text=step.words.format(text=text), data={"note": text})
