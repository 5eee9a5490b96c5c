"""The reports of one unit: owed, voluntary, and written so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from common import clock
from directives.models import Directive, Item, Obligation, Period
from directives.rules import can
from reports import rules
from reports.content import ReportKey
from reports.models import Report
from reports.owed import AWAITED, NOT_STARTED, OwedReport, owed_reports
from reports.presenters.report_form import report_url
from reports.presenters.report_times import time_words
from reports.workflow import ReportStatus
from units.models import Unit, User

ACTS = {
    NOT_STARTED: "Lập báo cáo",
    ReportStatus.DRAFT: "Viết tiếp",
    ReportStatus.RETURNED: "Sửa và nộp lại",
    ReportStatus.SUBMITTED: "Xem",
    ReportStatus.ACCEPTED: "Xem",
}


@dataclass(frozen=True)
class UnitReport:
    """One report of the unit, written or not. ``is_open``: it is the unit's turn and nothing stands in the way."""

    directive: Directive
    period: Period
    unit: Unit
    owed: OwedReport | None
    report: Report | None
    is_open: bool
    today: date

    @property
    def status(self) -> str:
        return self.report.status if self.report else NOT_STARTED

    @property
    def time(self) -> str:
        """Against the due date while it is the unit's turn; what is not owed is never late."""
        return time_words(self.owed, self.today) if self.owed else "Có thể báo cáo, không bắt buộc"

    @property
    def is_late(self) -> bool:
        return self.owed is not None and self.owed.is_behind(self.today)

    @property
    def form_url(self) -> str:
        return report_url("report_form", ReportKey(self.directive, self.period, self.unit))

    @property
    def url(self) -> str:
        """The page on which the unit goes on with this report."""
        if self.report is not None and self.status not in AWAITED:
            return reverse("report_detail", args=[self.report.pk])
        return self.form_url

    @property
    def closed(self) -> str:
        """Why it is not ``is_open`` although it is the unit's turn, in short."""
        return "Đã khóa" if self.owed is not None and self.owed.is_closed(self.today) else "Không nộp được nữa"

    @property
    def act(self) -> str:
        if self.status not in AWAITED or self.is_open:
            return ACTS[self.status]
        return "Xem bản đang soạn" if self.report is not None else f"{self.closed}, xem vì sao"


def reports_of(user: User, unit: Unit) -> Sequence[UnitReport]:
    """Those whose turn it is first, then by due date; the number of queries does not depend on their number."""
    duties = Obligation.objects.filter(unit=unit)
    obligations = {(each.directive_id, each.period_id): each for each in duties.select_related("directive", "period")}
    owed = {(one.point_id, one.period): one for one in owed_reports(duties)} if obligations else {}
    written = {
        (each.directive_id, each.period_id): each
        for each in Report.objects.filter(unit=unit).select_related("directive", "period", "saved_by")
    }
    rounds = {(each.directive_id, each.period_id): each for each in _voluntary(unit)} | written | obligations
    today = clock.today()
    rows = []
    for key, source in rounds.items():
        obligation, report = obligations.get(key), written.get(key)
        turn = (report.status if report else NOT_STARTED) in AWAITED
        is_open = turn and can(rules.check_can_write, user, unit, report, obligation)
        stands = owed[obligation.point_id, obligation.period.code] if obligation else None
        rows.append(UnitReport(source.directive, source.period, unit, stands, report, is_open, today))
    return sorted(rows, key=lambda row: (not row.is_open, (row.owed and row.owed.due_on) or date.max, -row.directive.pk, row.period.code))


def _voluntary(unit: Unit) -> Sequence[Obligation]:
    """For a post office with work under a dispatch that others report on: the same periods, without a duty (point 2 of the dispatch)."""
    if unit.kind != Unit.Kind.POST:
        return []
    works = Item.objects.counted().filter(Q(responsible=unit) | Q(accountable=unit)).values("directive")
    rounds = Obligation.objects.filter(directive__in=works).order_by("directive_id", "period_id").distinct("directive_id", "period_id")
    return list(rounds.select_related("directive", "period"))
