"""The reports that are a unit's turn, a line each with its button: for the pages of its work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from common.quarters import Quarter
from directives.models import Directive
from reports import rules
from reports.owed import OwedReport
from reports.presenters.report_list import ACTS
from reports.presenters.report_times import time_words
from reports.workflow import ReportStatus
from units.models import Unit, User


@dataclass(frozen=True)
class ReportTurn:
    """``first_due_on`` is None where it was handed in before; ``url`` is empty for readers who don't write it."""

    title: str
    directive: Directive
    state: str
    time: str
    is_late: bool
    first_due_on: date | None
    act: str
    url: str


def report_turns(user: User, unit: Unit, owed: Iterable[OwedReport], today: date, known: Iterable[Directive] = ()) -> Sequence[ReportTurn]:
    """What the unit has to write or to complete, due first first; one query where its dispatches are not among the ``known``."""
    awaited = sorted((one for one in owed if one.is_awaited), key=lambda one: (one.expected_on or date.max, one.point_id))
    directives = {each.pk: each for each in known}
    missing = {one.directive_id for one in awaited} - directives.keys()
    if missing:
        directives |= Directive.objects.in_bulk(missing)
    mine = user.unit == unit and rules.writes_reports(user)
    return [_turn(one, directives[one.directive_id], unit, today, mine=mine) for one in awaited]


def _turn(owed: OwedReport, directive: Directive, unit: Unit, today: date, *, mine: bool) -> ReportTurn:
    returned, closed = owed.state == ReportStatus.RETURNED, owed.is_closed(today)
    time = ("Trung tâm đã trả lại để bổ sung. " if returned else "") + time_words(owed, today)
    return ReportTurn(
        title=f"Báo cáo {Quarter.parse(owed.period).label}",
        directive=directive,
        state=owed.state,
        time=f"{time}. Kỳ báo cáo đã khóa" if closed else time,
        is_late=owed.is_behind(today),
        first_due_on=owed.due_on if owed.first_submitted_on is None else None,
        act="Xem vì sao đã khóa" if closed else ACTS[owed.state],
        url=reverse("report_form", args=[directive.pk, owed.period, unit.code]) if mine else "",
    )
