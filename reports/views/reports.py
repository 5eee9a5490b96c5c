"""A unit's quarterly report while it is written: the list, the form, the check before it goes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import Conflict, Forbidden, Invalid
from reports import rules
from reports.content import Content, ReportKey, content_of
from reports.models import Report
from reports.presenters.report_check import CheckPage, ClosedPage
from reports.presenters.report_form import form_page, report_url
from reports.presenters.report_list import reports_of
from reports.presenters.report_print import draft_page
from reports.services.submitting import submit
from reports.views.report_common import key_of
from reports.views.report_saving import save_typed, unsaved_words
from reports.workflow import ReportStatus
from units.models import Unit
from units.requests import SignedIn

NO_LONGER_OURS = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)


@require_safe
def report_list(request: SignedIn) -> HttpResponse:
    """The reports of the own unit; straight to the form where there is one alone and it is the unit's turn."""
    rules.check_writes_reports(request.user)
    unit: Unit = request.user.unit  # type: ignore[assignment]  # who writes reports works in a unit
    rows = reports_of(request.user, unit)
    if len(rows) == 1 and rows[0].is_open:
        return redirect(rows[0].form_url)
    return render(request, "reports/report_list.html", {"unit": unit, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: SignedIn, directive: int, period: str, unit: str) -> HttpResponse:
    """The form; ``?thieu=1`` shows what is missing. A POST saves all that was typed, complete or not.

    Its address stands in letters and lists that others read as well: they are led to what they may read of it.
    """
    key = key_of(request, directive, period, unit)
    if request.method != "POST" and not rules.writes_for(request.user, key.unit):
        return _for_readers(request, key)
    content = content_of(key)
    if (gone := _handed_in(request, content)) is not None:
        return gone
    if (closed := _closed(request, content)) is not None:
        return closed
    if request.method == "POST":
        return _save(request, content)
    return render(request, "reports/report_form.html", {"page": form_page(request.user, content, checked="thieu" in request.GET)})


def _for_readers(request: SignedIn, key: ReportKey) -> HttpResponse:
    """The report once it was handed in, until then the page of its unit, which says where the report stands."""
    found = Report.objects.visible_to(request.user).filter(directive=key.directive, period=key.period, unit=key.unit).first()
    return redirect("report_detail", pk=found.pk) if found else redirect("unit_detail", code=key.unit.code)


def _save(request: SignedIn, content: Content, back_to: str = "") -> HttpResponse:
    outcome = save_typed(request, content)
    if outcome.is_refused:
        now = content_of(content.key)
        page = form_page(request.user, now, typed=outcome.typed(now))
        return render(request, "reports/report_form.html", {"page": page}, status=outcome.status)
    if request.POST.get("viec") == "kiem-tra":
        return redirect(report_url("report_check", content.key))
    messages.success(request, f"Đã lưu và thêm {outcome.files} tệp minh chứng." if outcome.files else "Đã lưu.")
    return redirect(f"{report_url('report_form', content.key)}{back_to}")


@require_POST
def report_file(request: SignedIn, directive: int, period: str, unit: str, number: int) -> HttpResponse:
    """Add the chosen files, save what was typed with them, come back to the item."""
    content = content_of(key_of(request, directive, period, unit))
    if (gone := _handed_in(request, content)) is not None:
        return gone
    if (closed := _closed(request, content)) is not None:
        return closed
    return _save(request, content, f"#n{number}")


@require_http_methods(["GET", "HEAD", "POST"])
def report_check(request: SignedIn, directive: int, period: str, unit: str) -> HttpResponse:
    """All of it once more before it goes; POST hands it in."""
    content = content_of(key_of(request, directive, period, unit))
    if request.method == "POST":
        if (closed := _closed(request, content)) is not None:
            return closed
        return _submit(request, content)
    if (gone := _handed_in(request, content)) is not None:
        return gone
    if (closed := _closed(request, content)) is not None:
        return closed
    if content.problems or not content.lines:
        return redirect(f"{report_url('report_form', content.key)}?thieu=1")
    return render(request, "reports/report_check.html", {"page": CheckPage(content)})


def _closed(request: SignedIn, content: Content) -> HttpResponse | None:
    """The unit's own draft, read only, with the reason and whom to call, where it may not write now (a lock, a merged unit).

    What was handed in is not closed but gone on: a second submission goes to the service, which says who was faster.
    """
    key = content.key
    rules.check_can_see_report(request.user, key.unit)
    rules.check_reports(key.unit, content.obligation, key.directive.pk)
    if content.report is not None and content.report.status in NO_LONGER_OURS:
        return None
    try:
        rules.check_can_write(request.user, key.unit, content.report, content.obligation)
    except Forbidden as error:
        page = ClosedPage(content, reason=error.message, typed=unsaved_words(request, content) if request.method == "POST" else ())
        return render(request, "reports/report_closed.html", {"page": page}, status=403 if request.method == "POST" else 200)
    return None


def _submit(request: SignedIn, content: Content) -> HttpResponse:
    seen = request.POST.get("da-xem", "")
    if not seen:
        return _refused(request, content, "Trang đã cũ. Xem lại toàn bộ rồi nộp lần nữa.", 422)
    if not request.POST.get("dong-y"):
        return _refused(request, content, "Đánh dấu xác nhận số liệu đã được lãnh đạo đơn vị đồng ý.", 422)
    try:
        submission = submit(by=request.user, key=content.key, seen=seen, confirmed=_confirmed(request))
    except (Conflict, Invalid) as error:
        return _refused(request, content, error.message, 409 if isinstance(error, Conflict) else 422)
    return redirect("report_detail", pk=submission.report_id)


def _confirmed(request: SignedIn) -> set[int]:
    """The items of which the person said again that they are done."""
    return {int(number) for number in request.POST.getlist("van-xong") if number.isdecimal() and len(number) < 10}


def _refused(request: SignedIn, content: Content, words: str, status: int) -> HttpResponse:
    """The page as it is now; what was handed in meanwhile is shown as that."""
    now = content_of(content.key)
    if (gone := _handed_in(request, now, words)) is not None:
        return gone
    page = CheckPage(now, refusal=words, confirmed=_confirmed(request))
    return render(request, "reports/report_check.html", {"page": page}, status=status)


def _handed_in(request: SignedIn, content: Content, words: str = "") -> HttpResponse | None:
    """Where it is no longer the unit's turn: the page that says what became of the report."""
    rules.check_can_see_report(request.user, content.key.unit)
    report = content.report
    if report is None or report.status not in NO_LONGER_OURS:
        return None
    if request.method == "POST":
        messages.warning(request, words or "Báo cáo đã nộp nên không sửa được nữa. Phần vừa gõ chưa được lưu.")
    return redirect("report_detail", pk=report.pk)


@require_safe
def report_preview(request: SignedIn, directive: int, period: str, unit: str) -> HttpResponse:
    """The draft as it would be printed."""
    content = content_of(key_of(request, directive, period, unit))
    if (gone := _handed_in(request, content)) is not None:
        return gone
    rules.check_reports(content.key.unit, content.obligation, content.key.directive.pk)
    return render(request, "reports/report_print.html", {"page": draft_page(content)})
