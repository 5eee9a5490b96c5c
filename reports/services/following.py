"""A dispatch is followed until the Centre ends that, and can be taken up again: what is left is named and kept."""

from dataclasses import dataclass

from django.db import transaction

from common import clock
from common.errors import Conflict, Invalid
from common.formats import vn_num
from directives.models import Difficulty, Directive, Item
from directives.notices import directive_topic
from directives.rules import check_directive
from directives.services.items import MAX_NOTE
from directives.services.recording import record_directive
from directives.workflow import DIRECTIVE_FLOW
from notifications import notices
from reports.dashboard import Figures, item_figures
from reports.owed import owed_reports
from units.models import Unit, User


@dataclass(frozen=True)
class Left:
    """What is not finished under a dispatch."""

    items: Figures
    difficulties: int
    reports: int

    @property
    def words(self) -> list[str]:
        """'5 nội dung đơn vị chưa làm xong (2 quá hạn)' …; nothing for what is finished."""
        late = f" ({vn_num(self.items.overdue)} quá hạn)" if self.items.overdue else ""
        named = (
            (self.items.open, f"nội dung đơn vị chưa làm xong{late}"),
            (self.items.claimed, "nội dung chờ xác nhận"),
            (self.difficulties, "vướng mắc đang mở"),
            (self.reports, "báo cáo chưa được chấp nhận"),
        )
        return [f"{vn_num(count)} {words}" for count, words in named if count]


def left_of(directive: Directive) -> Left:
    """What would be left if it ended today."""
    return Left(
        items=item_figures(Item.objects.filter(directive=directive), clock.today()),
        difficulties=Difficulty.objects.open().filter(item__directive=directive, item__in=Item.objects.counted()).count(),
        reports=sum(not report.is_finished for report in owed_reports(directive.obligations.all())),
    )


@transaction.atomic
def take_step(*, directive_id: int, version: int, by: User, act: str, reason: str) -> Directive:
    """End following a dispatch ("close") or take it up again ("reopen"); the history names what was left."""
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    if version != directive.version:
        raise Conflict("Có người vừa sửa văn bản này. Chưa lưu gì; xem lại trang văn bản rồi làm lần nữa.")
    check_directive(by, directive, act)
    reason = reason.strip()
    if len(reason) > MAX_NOTE:
        raise Invalid(f"Lý do dài quá {MAX_NOTE} chữ. Rút gọn rồi lưu lại.", field="reason")
    left = left_of(directive).words
    told = concerned_by(directive)
    step = DIRECTIVE_FLOW.advance(act, directive, by=by, reason=reason)
    record_directive(
        directive,
        by=by,
        verb=step.verb,
        text=step.words.format(reason=reason, left=f", còn {', '.join(left)}" if left else ""),
        parties=Unit.objects.filter(pk__in=told).values_list("code", flat=True),
        data={"reason": reason, "left": left},
    )
    notices.tell(topic=directive_topic(directive, step.verb), unit_ids=sorted(told), by=by)
    return directive


def concerned_by(directive: Directive) -> set[int]:
    """Units that do or answer for work under it, or owe it a report."""
    pairs = Item.objects.filter(directive=directive).order_by().values_list("responsible_id", "accountable_id").distinct()
    return {unit_id for pair in pairs for unit_id in pair} | set(directive.obligations.values_list("unit_id", flat=True))
