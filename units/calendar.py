"""The calendar of days off: the Government decides swaps each year, so administrators keep it. What was reminded of already stays."""

from datetime import date

from django.db import transaction

from common import audit
from common.errors import Conflict, Invalid
from common.formats import vn_date
from common.models import Holiday
from common.text import clean
from units import rules
from units.models import User

LONGEST_NAME = 120


@transaction.atomic
def set_holiday(*, by: User, day: date, kind: str, name: str) -> Holiday:
    """Mark a day, or mark it otherwise; one mark a day."""
    rules.check_can_keep_units(by)
    name = clean(name)
    if kind not in Holiday.Kind.values:
        raise Invalid("Chọn loại ngày trong danh sách.", field="kind")
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(f"Ghi tên ngày, không quá {LONGEST_NAME} chữ, ví dụ: Nghỉ bù Quốc khánh.", field="name")
    if kind == Holiday.Kind.MAKEUP_WORKDAY and day.weekday() < 5:
        raise Invalid(f"{vn_date(day)} vốn là ngày làm việc. “Làm bù” chỉ dùng cho thứ bảy, chủ nhật.", field="day")
    before = Holiday.objects.select_for_update().filter(date=day).first()
    if before is not None and (before.kind, before.name) == (kind, name):
        raise Conflict(f"{vn_date(day)} đã ghi như vậy.")
    holiday, _ = Holiday.objects.update_or_create(date=day, defaults={"kind": kind, "name": name})
    was = f" (trước đó: {before.get_kind_display().lower()}, {before.name})" if before else ""
    _record(by, holiday, "set", f"ghi {vn_date(day)} là {holiday.get_kind_display().lower()}: {name}{was}")
    return holiday


@transaction.atomic
def drop_holiday(*, by: User, day: date) -> None:
    """The day is again what its weekday says."""
    rules.check_can_keep_units(by)
    holiday = Holiday.objects.select_for_update().filter(date=day).first()
    if holiday is None:
        raise Conflict(f"{vn_date(day)} không có trong lịch nghỉ.")
    _record(by, holiday, "dropped", f"bỏ {vn_date(day)} khỏi lịch nghỉ: {holiday.get_kind_display().lower()}, {holiday.name}")
    holiday.delete()


def _record(by: User, holiday: Holiday, verb: str, text: str) -> None:
    audit.record(by=by, verb=f"holiday.{verb}", text=text, subject_kind="holiday", subject_id=holiday.pk, subject_label=str(holiday))
