"""What people are reminded of: open items and owed reports, in words, with the units that answer. Reads only.

``item_*`` concern the responsible and the accountable unit while it is their turn, ``report_*`` the unit that owes and has not submitted.
Nobody is reminded of what waits for a decision or was claimed, of what has no due date, of a dispatch that is no longer followed,
and no unit that has ended.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from common.formats import code_nb
from common.quarters import Quarter
from directives.models import PendingUnit, Point
from directives.presenters.items import due_source_words
from directives.querysets import ItemQuerySet, ObligationQuerySet
from reports.owed import NOT_STARTED, OwedReport, owed_reports
from reports.workflow import ReportStatus
from units.models import Unit


@dataclass(frozen=True)
class Subject:
    """What is due: an item or a report, with the units that answer. ``key`` names it for ever, a report together with its unit."""

    code: str
    short: str
    key: str
    due_on: date
    is_report: bool
    unit_ids: tuple[int, ...]
    accountable_id: int
    modality: str
    title: str
    note: str
    state: str
    path: str
    returned: bool = False
    closed: bool = False


def item_subjects(items: ItemQuerySet, ended: Collection[int] = ()) -> list[Subject]:
    """The open ones of these items that have a due date; where the accountable or the responsible unit waits for a decision, none.

    ``ended``: units that are over (``ended_units``), of which nobody is reminded.
    """
    waiting = _waiting()
    rows = (
        items.open()
        .followed()
        .exclude(due_on=None)
        .select_related("point")
        .only("number", "title", "due_on", "due_source", "status", "percent", "back_reason", "responsible_id", "accountable_id",
              "directive_id", "point__key", "point__modality")
        .order_by("number")
    )  # fmt: skip
    found = []
    for item in rows:
        parties = dict.fromkeys((item.responsible_id, item.accountable_id))
        if any((item.directive_id, unit) in waiting for unit in parties):
            continue
        units = tuple(unit for unit in parties if unit not in ended)
        if not units:
            continue
        returned = bool(item.back_reason) and item.status == "doing"
        found.append(
            Subject(
                code=item.code, short=code_nb(item.code), key=item.code, due_on=item.due_on, is_report=False, unit_ids=units,  # type: ignore[arg-type]
                accountable_id=item.accountable_id if item.accountable_id in units else units[0], modality=item.point.modality,
                title=f"{code_nb(item.code)}. {item.title}", note=due_source_words(item.due_source, item.point.key),
                state="Trung tâm trả lại để bổ sung" if returned else f"Đang ở mức {item.percent}%",
                path=reverse("item_detail", args=[item.number]), returned=returned,
            )
        )  # fmt: skip
    return found


def report_subjects(obligations: ObligationQuerySet, on: date, ended: Collection[int] = ()) -> list[Subject]:
    """Owed reports that are not submitted, by the day by which each is awaited (``OwedReport.expected_on``)."""
    owed = [one for one in owed_reports(obligations.followed()) if one.still_owed(on)]
    points = {point.pk: point for point in Point.objects.filter(pk__in={one.point_id for one in owed})} if owed else {}
    waiting = _waiting() if owed else set()
    found = []
    for one in owed:
        point = points[one.point_id]
        if (point.directive_id, one.unit_id) in waiting or one.unit_id in ended:
            continue
        label = Quarter.parse(one.period).label
        found.append(
            Subject(
                code=one.period, short=f"báo cáo {label}", key=f"{one.period}:{point.directive_id}", due_on=one.expected_on, is_report=True,  # type: ignore[arg-type]
                unit_ids=(one.unit_id,), accountable_id=one.unit_id, modality=point.modality,
                title=f"Báo cáo {label} về kết quả khắc phục", note=_source(one, point), state=_report_state(one.state),
                path=reverse("report_form", args=[point.directive_id, one.period, one.unit_code]),
                returned=one.state == ReportStatus.RETURNED, closed=one.is_closed(on),
            )
        )  # fmt: skip
    return found


def _source(owed: OwedReport, point: Point) -> str:
    """Who set the due date: the point, the annex or the Centre."""
    return "Trung tâm hẹn riêng" if owed.agreed_on else f"theo điểm {point.key}"


def _report_state(state: str) -> str:
    words_of = {NOT_STARTED: "Chưa soạn", ReportStatus.DRAFT: "Đang soạn", ReportStatus.RETURNED: "Trung tâm trả lại để bổ sung"}
    return words_of[state]


def _waiting() -> set[tuple[int, int]]:
    """(dispatch, unit) of every decision that is open."""
    return set(PendingUnit.objects.filter(outcome="").values_list("directive_id", "unit_id"))


def ended_units(units: Iterable[Unit], on: date) -> set[int]:
    """Those that are over: what they left is the Centre's to pass on, and a reminder would reach nobody whose work it is."""
    return {unit.pk for unit in units if unit.valid_to is not None and unit.valid_to < on}
