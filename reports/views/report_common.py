"""What every view of a report starts with: which one, as far as this person sees it."""

from collections.abc import Sequence

from django.http import Http404
from django.shortcuts import get_object_or_404

from directives.models import Directive, Obligation, Period
from reports import rules
from reports.content import Content, ReportKey
from reports.models import Report, Submission
from units.models import Unit
from units.requests import SignedIn


def key_of(request: SignedIn, directive: int, period: str, unit: str) -> ReportKey:
    """The report that this address names, written or not; 404 where its unit or dispatch does not exist for this person."""
    owed = Obligation.objects.visible_to(request.user).filter(directive=directive, period__code=period, unit__code=unit)
    found = owed.select_related("directive", "period", "unit__area__parent", "unit__successor").first()
    if found is not None:
        return ReportKey(found.directive, found.period, found.unit, found)
    units = Unit.objects.permitting(request.user).with_area().select_related("successor")
    directives = Directive.objects.visible_to(request.user).issued()
    return ReportKey(
        get_object_or_404(directives, pk=directive), get_object_or_404(Period, code=period), get_object_or_404(units, code=unit)
    )


def seen_report(request: SignedIn, pk: int) -> Report:
    """A report that exists, or 404: a draft does for its unit alone."""
    reports = Report.objects.visible_to(request.user).select_related("unit__area__parent", "unit__successor", "period", "directive")
    return get_object_or_404(reports, pk=pk)


def chosen(submissions: Sequence[Submission], number: str) -> Submission:
    """The one of this number, the last one where none is asked for; 404 for one that is not there."""
    found = next((each for each in submissions if str(each.number) == number), None) if number else next(reversed(submissions), None)
    if found is None:
        raise Http404("Không có bản này.")
    return found


def check_writable(request: SignedIn, content: Content) -> None:
    """Refuse, with the reason, who may not write this report now."""
    key = content.key
    rules.check_can_see_report(request.user, key.unit)
    rules.check_reports(key.unit, content.obligation, key.directive.pk)
    rules.check_can_write(request.user, key.unit, content.report, content.obligation)
