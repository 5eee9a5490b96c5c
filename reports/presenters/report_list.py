"""The reports of one unit: owed, voluntary, and written so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from common import clock
from directives.models import Directive, Item, Obligation, Period
from directives.rules import can
from reports import rules
from reports.content import ReportKey
from reports.models import Report, Submission
from reports.owed import AWAITED, NOT_STARTED
from reports.presenters.report_form import report_url
from reports.presenters.report_times import due_words, handed_words
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
    """One report of the unit, written or not. ``is_open``: it is the unit's turn and nothing stands in the way; ``last`` is the number and
    the day of the last submission that was not withdrawn.
    """

    directive: Directive
    period: Period
    unit: Unit
    obligation: Obligation | None
    report: Report | None
    is_open: bool
    today: date
    last: tuple[int, date] | None = None

    @property
    def status(self) -> str:
        return self.report.status if self.report else NOT_STARTED

    @property
    def owes(self) -> bool:
        return self.obligation is not None

    @property
    def due_on(self) -> date | None:
        return self.obligation.due_on if self.obligation else None

    @property
    def time(self) -> str:
        """Against the due date while it is the unit's turn; what is not owed is never late."""
        if self.obligation is None:
            return "Có thể báo cáo, không bắt buộc"
        first = self.report.first_submitted_on if self.report else None
        agreed = self.obligation.agreed_on
        if first is None:
            return due_words(self.due_on, self.today, agreed)
        said = handed_words(first, self.due_on, *(self.last or ()))
        return f"{said}. {due_words(None, self.today, agreed, again=True)}" if agreed and self.status in AWAITED else said

    @property
    def is_late(self) -> bool:
        """The unit's turn, and the day by which it is awaited is past."""
        if self.obligation is None or self.status not in AWAITED:
            return False
        day = self.obligation.agreed_on or (None if self.report and self.report.first_submitted_on else self.due_on)
        return day is not None and day < self.today

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
        return "Đã khóa" if self.obligation is not None and self.obligation.is_closed(self.today) else "Không nộp được nữa"

    @property
    def act(self) -> str:
        if self.status not in AWAITED or self.is_open:
            return ACTS[self.status]
        return "Xem bản đang soạn" if self.report is not None else ""


def reports_of(user: User, unit: Unit) -> Sequence[UnitReport]:
    """Those whose turn it is first, then by due date; the number of queries does not depend on their number."""
    owed = {
        (each.directive_id, each.period_id): each for each in Obligation.objects.filter(unit=unit).select_related("directive", "period")
    }
    written = {
        (each.directive_id, each.period_id): each
        for each in Report.objects.filter(unit=unit).select_related("directive", "period", "saved_by")
    }
    rounds = {(each.directive_id, each.period_id): each for each in _voluntary(unit)} | written | owed
    today = clock.today()
    last = _last_submissions(written.values())
    rows = []
    for key, source in rounds.items():
        obligation, report = owed.get(key), written.get(key)
        turn = (report.status if report else NOT_STARTED) in AWAITED
        is_open = turn and can(rules.check_can_write, user, unit, report, obligation)
        rows.append(
            UnitReport(source.directive, source.period, unit, obligation, report, is_open, today, last.get(report.pk) if report else None)
        )
    return sorted(rows, key=lambda row: (not row.is_open, row.due_on or date.max, -row.directive.pk, row.period.code))


def _last_submissions(reports: Iterable[Report]) -> dict[int, tuple[int, date]]:
    """By report: number and day of the last submission that was not withdrawn."""
    rows = Submission.objects.filter(report__in=list(reports), withdrawn_at=None).order_by("number")
    return {
        report: (number, clock.localize(moment).date())
        for report, number, moment in rows.values_list("report_id", "number", "submitted_at")
    }


def _voluntary(unit: Unit) -> Sequence[Obligation]:
    """For a post office with work under a dispatch that others report on: the same periods, without a duty (point 2 of the dispatch)."""
    if unit.kind != Unit.Kind.POST:
        return []
    works = Item.objects.filter(Q(responsible=unit) | Q(accountable=unit)).values("directive")
    rounds = Obligation.objects.filter(directive__in=works).order_by("directive_id", "period_id").distinct("directive_id", "period_id")
    return list(rounds.select_related("directive", "period"))
