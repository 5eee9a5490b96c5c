"""A report that was handed in: the receipt and what the Centre said, taking it back, the print."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.acting import VersionForm, tell
from common.errors import Conflict
from directives.rules import can
from reports import rules
from reports.content import ReportKey, content_of
from reports.presenters.report_form import report_url
from reports.presenters.report_print import draft_page, sent_page
from reports.presenters.report_receipt import receipt_page
from reports.presenters.review_page import standing_submissions
from reports.services.submitting import withdraw
from reports.views.report_common import chosen, seen_report
from units.requests import SignedIn


@require_safe
def report_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The receipt, then the decision; ``?lan=`` an earlier submission. What was never handed in is still a form."""
    report = seen_report(request, pk)
    submissions = standing_submissions(report)
    if not submissions:
        return redirect(report_url("report_form", ReportKey.of(report)))
    shown = chosen(submissions, request.GET.get("lan", ""))
    return render(request, "reports/report_detail.html", {"page": receipt_page(request.user, report, shown, submissions)})


@require_POST
def report_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take it back to mend it; refused from the moment the Centre begins its review."""
    report = seen_report(request, pk)
    rules.check_can_see_report(request.user, report.unit)
    form = VersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Trang đã cũ. Xem lại rồi thu hồi lần nữa.")
        return redirect("report_detail", pk=pk)
    act = partial(withdraw, report_id=pk, version=form.cleaned_data["version"], by=request.user)
    if not tell(request, act, "Đã thu hồi báo cáo. Sửa xong nhớ nộp lại trước hạn.", (Conflict,)):
        return redirect("report_detail", pk=pk)
    return redirect(report_url("report_form", ReportKey.of(report)))


@require_safe
def report_print(request: SignedIn, pk: int) -> HttpResponse:
    """What was handed in, the last or by ``?lan=`` an earlier one; for the unit its draft while nothing was."""
    report = seen_report(request, pk)
    submissions = standing_submissions(report)
    number = request.GET.get("lan", "")
    if not submissions and not number and can(rules.check_can_see_report, request.user, report.unit):
        return render(request, "reports/report_print.html", {"page": draft_page(content_of(ReportKey.of(report)))})
    return render(request, "reports/report_print.html", {"page": sent_page(report, chosen(submissions, number), submissions)})
