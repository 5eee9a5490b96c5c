"""The Centre closes a reporting period to the units, or opens it again: one lock day for all who owe the report."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from common.errors import Conflict, Invalid
from common.formats import KNOWN_YEARS, vn_date
from common.quarters import Quarter
from directives import rules
from directives.models import Directive, Obligation
from directives.services.recording import record_directive
from units.models import User


@transaction.atomic
def set_lock(*, directive_id: int, period_code: str, by: User, lock_on: date | None, seen: date | None) -> int:
    """The last day on which the reports of this period may be written and submitted; None: no lock. Returns for how many units it counts.

    ``seen`` is the day that the person saw. A lock before a due date is refused: a unit has its time in full.
    """
    rules.check_can_steer(by)
    rows = Obligation.objects.select_for_update(of=("self",)).filter(directive=directive_id, period__code=period_code)
    owed = list(rows.select_related("unit").order_by("pk"))
    if not owed:
        raise Invalid("Không đơn vị nào phải báo cáo kỳ này nên không có gì để khóa.")
    before = lock_of(owed)
    if before != seen:
        now = f"là {vn_date(before)}" if before else "đã được bỏ"
        raise Conflict(f"Sau khi anh/chị mở trang này, một người khác đã sửa ngày khóa; ngày khóa nay {now}. Chưa lưu gì.")
    last_due = max((one.due_on for one in owed if one.due_on), default=None)
    if lock_on is not None and lock_on.year not in KNOWN_YEARS:
        raise Invalid("Năm phải từ 2000 đến 2100. Ví dụ: 10/04/2021.", field="lock_on")
    if lock_on is not None and last_due is not None and lock_on < last_due:
        raise Invalid(f"Ngày khóa không được trước hạn nộp {vn_date(last_due)}.", field="lock_on")
    if all(one.lock_on == lock_on for one in owed):
        return 0
    rows.update(lock_on=lock_on)
    _record(directive_id, period_code, by, lock_on, before, owed)
    return len(owed)


def agree_day(*, obligation: Obligation, day: date | None) -> None:
    """The day until which this one report is open, whatever the lock of all says; None: none. The act that agrees it writes the history."""
    if obligation.agreed_on != day:
        obligation.agreed_on = day
        obligation.save(update_fields=["agreed_on"])


def lock_of(owed: Iterable[Obligation]) -> date | None:
    """The lock day of a period, the same for all who owe; a unit that was taken in since then has none until the next change."""
    return next((one.lock_on for one in owed if one.lock_on is not None), None)


def _record(directive_id: int, period_code: str, by: User, lock_on: date | None, before: date | None, owed: list[Obligation]) -> None:
    directive = Directive.objects.get(pk=directive_id)
    label = Quarter.parse(period_code).label
    was = f" (trước là {vn_date(before)})" if before else ""
    record_directive(
        directive,
        by=by,
        verb="lock_set",
        text=f"khóa kỳ báo cáo {label} sau ngày {vn_date(lock_on)}{was}" if lock_on else f"mở lại kỳ báo cáo {label}{was}",
        parties=[one.unit.code for one in owed],
        data={"lock_on": [before and before.isoformat(), lock_on and lock_on.isoformat()]},
    )
