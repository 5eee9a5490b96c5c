"""The Centre opens one report after the lock of its period, until a day of its own; the lock of all the others stays where it is."""

from datetime import date

from django.db import transaction

from common import clock
from common.errors import Conflict, Invalid
from common.formats import vn_date
from directives.models import Obligation
from directives.services.items import MAX_NOTE
from directives.services.periods import agree_day
from directives.services.recording import record_directive
from notifications import notices
from reports import rules
from reports.models import Report
from reports.notices import OPENED, opening_topic
from reports.workflow import REPORT_FLOW
from units.models import User


@transaction.atomic
def open_report_again(*, obligation_id: int, by: User, until: date | None, reason: str, seen: date | None) -> Obligation:
    """Open it until the end of ``until``; the unit is told. ``seen`` is the agreed day that the person saw."""
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("unit", "period", "directive")
    owed = rows.get(pk=obligation_id)
    report = Report.objects.filter(directive=owed.directive_id, period=owed.period_id, unit=owed.unit_id).first()
    if owed.agreed_on != seen:
        raise Conflict(f"Một người khác của Trung tâm vừa mở báo cáo này đến hết ngày {vn_date(owed.agreed_on)}. Chưa lưu gì.")
    rules.check_can_open(by, owed, report)
    if until is None:
        raise Invalid("Ghi ngày cuối cùng đơn vị được nộp. Ví dụ: 15/04/2021.", field="until")
    if until < clock.today() or until.year > 2100:
        raise Invalid("Ngày mở đến đã qua hoặc không đúng. Nhập ngày từ hôm nay trở đi.", field="until")
    step, reason = REPORT_FLOW["open"], reason.strip()
    if not reason:
        raise Invalid(step.needs, field="reason")
    if len(reason) > MAX_NOTE:
        raise Invalid(f"Lý do dài quá {MAX_NOTE} chữ. Rút gọn rồi lưu lại.", field="reason")
    agree_day(obligation=owed, day=until)
    title = f"báo cáo {owed.period.label}"
    record_directive(
        owed.directive,
        by=by,
        verb=OPENED,
        text=step.words.format(report=title, unit=owed.unit.name, until=vn_date(until), reason=reason),
        parties=[owed.unit.code],
        data={"reason": reason, "until": until.isoformat()},
    )
    notices.tell(topic=opening_topic(owed), unit_ids=[owed.unit_id], by=by)
    return owed
