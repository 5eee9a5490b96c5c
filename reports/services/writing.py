"""The unit writes its report: one entry at a time, as it is typed. A draft touches no item."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from common import clock
from common.errors import Conflict, Forbidden, Invalid
from common.formats import vn_datetime
from directives.models import Item
from directives.services.items import MAX_NOTE
from directives.workflow import ItemStatus
from reports import rules
from reports.content import LEVEL_OF_ITEM, Content, ReportKey, obligation_of
from reports.models import Entry, Level, Report
from reports.services.steps import last_act, lock_report
from units.models import User

MAX_DATE = 40
_FOREIGN = "Nội dung này không thuộc báo cáo của đơn vị."


def open_report(*, by: User, key: ReportKey) -> Report:
    """The report, locked; made as a draft when its unit first saves something. Refused when it is not the unit's turn."""
    obligation = obligation_of(key)
    rules.check_can_see_report(by, key.unit)
    rules.check_reports(key.unit, obligation, key.directive.pk)
    found = Report.objects.select_for_update(of=("self",)).filter(directive=key.directive, period=key.period, unit=key.unit).first()
    rules.check_can_write(by, key.unit, found, obligation)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Report.objects.create(directive=key.directive, period=key.period, unit=key.unit)
    except IntegrityError:  # a colleague's first save was faster by a moment
        pk = Report.objects.values_list("pk", flat=True).get(directive=key.directive, period=key.period, unit=key.unit)
        found = lock_report(pk, None)
        rules.check_can_write(by, key.unit, found, obligation)
        return found


@transaction.atomic
def save_entry(
    *,
    by: User,
    key: ReportKey,
    number: int,
    version: int,
    level: str,
    result: str,
    late_reason: str,
    expected_text: str,
    left_out: Iterable[int] = (),
) -> Entry:
    """Keep what was typed of one item, complete or not. ``version`` 0: nothing of it was written when the person opened the page.

    The same words again change nothing. What is too long, or not a level, is ``Invalid``; who was overtaken gets ``Conflict``.
    """
    report = open_report(by=by, key=key)
    entry = Entry.objects.select_related("saved_by", "item").filter(report=report, item__number=number).first()
    item = _item(key, number) if entry is None else _own(key, entry.item)
    values = {
        "level": _level(level, item),
        "result": _words(result, "result"),
        "late_reason": _words(late_reason, "late_reason"),
        "expected_text": _words(expected_text, "expected_text", MAX_DATE),
        "left_out": sorted(set(left_out)),
    }
    if entry is None:
        entry = Entry(report=report, item=item, version=0)
    elif all(getattr(entry, name) == value for name, value in values.items()):
        return entry
    elif version != entry.version:
        raise Conflict(f"{entry.saved_by.full_name} đã lưu nội dung này lúc {vn_datetime(entry.saved_at)}, sau khi anh/chị mở trang.")
    for name, value in values.items():
        setattr(entry, name, value)
    entry.version += 1
    entry.saved_at, entry.saved_by = clock.now(), by
    entry.save()
    Report.objects.filter(pk=report.pk).update(saved_at=entry.saved_at, saved_by=by)
    return entry


@transaction.atomic
def save_remarks(*, by: User, key: ReportKey, version: int, text: str) -> Report:
    """Keep the general remarks. ``version`` is the report's; 0 before it was written."""
    report = open_report(by=by, key=key)
    text = _words(text, "remarks")
    if report.remarks == text:
        return report
    if version != report.version and (version != 0 or report.remarks):  # 0: there was no report when the page was opened
        raise Conflict(f"Sau khi anh/chị mở trang này, {last_act(report)}. Phần kiến nghị anh/chị gõ chưa được lưu.")
    report.remarks, report.saved_at, report.saved_by = text, clock.now(), by
    report.version += 1
    report.save(update_fields=["remarks", "saved_at", "saved_by", "version"])
    return report


def fill_in(report: Report, content: Content, *, by: User) -> dict[int, int]:
    """Entries for the items of which nothing was written: they say what the report says of them. Returns item id → entry id of all."""
    moment = clock.now()
    made = Entry.objects.bulk_create(
        Entry(
            report=report,
            item=line.item,
            level=line.level,
            result=line.result,
            expected_text=line.expected_text,
            saved_at=moment,
            saved_by=by,
        )
        for line in content.lines
        if line.entry is None
    )
    return {entry.item_id: entry.pk for entry in [*(line.entry for line in content.lines if line.entry), *made]}


def _item(key: ReportKey, number: int) -> Item:
    found = Item.objects.filter(directive=key.directive, number=number).of_unit(key.unit.pk).counted().first()
    if found is None:
        raise Forbidden(_FOREIGN)
    return found


def _own(key: ReportKey, item: Item) -> Item:
    """An item of which something was written may have been withdrawn, or have gone to another unit, since."""
    if item.status == ItemStatus.WITHDRAWN or key.unit.pk not in (item.responsible_id, item.accountable_id):
        raise Forbidden(_FOREIGN)
    return item


def _level(level: str, item: Item) -> Level:
    if level not in Level.values:
        raise Invalid("Chọn mức độ hoàn thành.", field="level")
    done = LEVEL_OF_ITEM[item.status]  # type: ignore[index]
    return done if done == Level.DONE else Level(level)


def _words(text: str, field: str, most: int = MAX_NOTE) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise Invalid(f"Dài quá {most} chữ. Rút gọn rồi lưu lại.", field=field)
    return text
