"""The page on which a unit is kept: what is written about it, what still hangs on it, and what was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from common import clock
from common.errors import can
from common.models import AuditEvent
from common.page_parts import HistoryLine
from directives.models import Difficulty, Item, Obligation
from directives.presenters.links import items_url
from directives.scope import ALL
from reports.owed import owed_reports
from reports.presenters.links import unit_url
from units import rules
from units.models import Membership, Unit, UnitAlias, User

HISTORY_LENGTH = 50


@dataclass(frozen=True)
class Hanging:
    """Something of the unit that is not finished: "3 nội dung chưa xong"; where it can be seen."""

    count: int
    words: str
    url: str


@dataclass(frozen=True)
class UnitAdminPage:
    unit: Unit
    ended: bool
    spellings: Sequence[UnitAlias]
    hanging: Sequence[Hanging]
    history: Sequence[HistoryLine]
    can_close: bool


def unit_admin_page(user: User, unit: Unit) -> UnitAdminPage:
    events = AuditEvent.objects.filter(subject_kind="unit", subject_id=unit.pk)[:HISTORY_LENGTH]
    return UnitAdminPage(
        unit=unit,
        ended=unit.valid_to is not None and unit.valid_to < clock.today(),
        spellings=list(UnitAlias.objects.standing().filter(unit=unit).select_related("within", "made_by").order_by("text")),
        hanging=[one for one in _hanging(user, unit) if one.count],
        history=[HistoryLine(event.actor_name, event.text, event.at) for event in events],
        can_close=can(rules.check_can_close_unit, user, unit),
    )


def _hanging(user: User, unit: Unit) -> list[Hanging]:
    """Everything that stays with a unit when it ends, until somebody passes it on."""
    items = Item.objects.visible_beside(user, unit.pk).followed().of_unit(unit.pk).unfinished().count()
    owed = owed_reports(Obligation.objects.visible_to(user).followed().filter(unit=unit))
    reports = sum(not report.is_finished for report in owed)
    stuck = Difficulty.objects.of_unit_for(user, unit.pk).followed().open().count()
    people = Membership.objects.filter(unit=unit, ended_on=None, user__is_active=True).count()
    below = Unit.objects.active_on(clock.today()).filter(parent=unit).count()
    return [
        Hanging(items, "nội dung chưa xong", items_url(van_ban=ALL, don_vi=unit.code, tinh_trang="unfinished")),
        Hanging(reports, "báo cáo chưa được duyệt", unit_url(unit.code)),
        Hanging(stuck, "vướng mắc đang mở", unit_url(unit.code)),
        Hanging(people, "tài khoản đang dùng", f"{reverse('user_list')}?{urlencode({'q': unit.name})}"),
        Hanging(below, "đơn vị cấp dưới đang hoạt động", f"{reverse('unit_list')}?mo={unit.code}#{unit.code}"),
    ]
