"""The Centre's pages of reports: the queue, one report under review, its acts, and the lock day of a period. Looking starts nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.acting import VersionForm, is_old, try_form, with_version
from common.errors import Conflict, Forbidden
from common.formats import vn_date
from common.once import once
from directives.models import Obligation
from directives.services.periods import set_lock
from reports import rules, snapshot
from reports.forms.reviews import ACCEPT, PASS_REST, RETURN, LockForm, OpenForm, ReviewForm
from reports.models import Report, Submission
from reports.presenters.links import queue_url
from reports.presenters.review_page import review_of, review_page, standing_submissions
from reports.presenters.review_queue import chosen_queue, queue_page, queues_of
from reports.services import reviewing
from reports.services.opening import open_report_again
from reports.services.steps import overtaken
from reports.views.report_common import chosen, seen_report
from reports.workflow import ReportStatus
from units.models import User
from units.querysets import reach
from units.requests import SignedIn


@require_safe
def review_queue(request: SignedIn) -> HttpResponse:
    """One period under one dispatch, the latest or the one chosen by ``?ky=``."""
    rules.check_can_see_queue(request.user)
    queues = queues_of(request.user)
    if not queues:
        return render(request, "reports/review_queue_empty.html")
    page = queue_page(request.user, queues, chosen_queue(queues, request.GET.get("ky", "")), request.GET.get("tinh_trang", ""))
    return render(request, "reports/review_queue.html", {"page": page, "lock_form": LockForm.of(page.queue.key, page.lock_on)})


@require_POST
def period_lock(request: SignedIn) -> HttpResponse:
    """Set, move or take away the day after which nobody may submit."""
    rules.check_can_see_queue(request.user)
    queues = queues_of(request.user)
    if not queues:
        raise Http404("Chưa có kỳ báo cáo nào.")
    chosen, form = chosen_queue(queues, request.POST.get("ky", "")), LockForm(request.POST)

    def lock() -> int:
        day, seen = form.cleaned_data["lock_on"], form.cleaned_data["seen"]
        return set_lock(directive_id=chosen.directive.pk, period_code=chosen.period.code, by=request.user, lock_on=day, seen=seen)

    tried = try_form(form, lock)
    if tried.done is not None:
        day = form.cleaned_data["lock_on"]
        words = f"khóa sau ngày {vn_date(day)}" if day else "không có ngày khóa"
        messages.success(request, f"{chosen.period.label} {words}.")
        return redirect(queue_url(chosen.directive.pk, chosen.period.code))
    page = queue_page(request.user, queues, chosen, "")
    if tried.conflict:
        form = LockForm.of(chosen.key, page.lock_on)
    context = {"page": page, "lock_form": form, "conflict": tried.conflict}
    return render(request, "reports/review_queue.html", context, status=tried.status)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def report_open(request: SignedIn, directive: int, period: str, unit: str) -> HttpResponse:
    """Open one report after the lock, without moving the lock of all."""
    owing = Obligation.objects.visible_to(request.user).filter(directive=directive, period__code=period, unit__code=unit)
    owed = get_object_or_404(owing.select_related("unit", "period", "directive"))
    report = Report.objects.filter(directive=directive, period=owed.period_id, unit=owed.unit_id).first()
    if request.method != "POST":
        rules.check_can_open(request.user, owed, report)
    form = OpenForm(request.POST if request.method == "POST" else None, initial={"seen": owed.agreed_on})
    back = queue_url(owed.directive_id, owed.period.code, "missing")
    tried = try_form(form, lambda: open_report_again(obligation_id=owed.pk, by=request.user, **form.cleaned_data))
    if tried.done is not None:
        messages.success(request, f"Đã mở báo cáo của {owed.unit.name} đến hết ngày {vn_date(form.cleaned_data['until'])}.")
        return redirect(back)
    page = {"owed": owed, "form": form, "label": owed.period.label, "conflict": tried.conflict, "queue_url": back}
    return render(request, "reports/report_open.html", page, status=tried.status)


@require_http_methods(["GET", "HEAD", "POST"])
def review_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The report as it was handed in last, or by ``?lan=`` an earlier one; the form while it is under review."""
    posted = request.method == "POST"
    if posted and _taken_back(request, pk):
        return redirect("review_queue")
    report = seen_report(request, pk)
    rules.check_can_see_queue(request.user)
    submissions = standing_submissions(report)
    if posted:
        _check_first(request, report)
        return _say(request, report, submissions)
    return _show(request, report, chosen(submissions, request.GET.get("lan", "")), submissions)


def _form(report: Report, submissions: Sequence[Submission], shown: Submission) -> ReviewForm | None:
    """Only while the last submission is under review."""
    review = review_of(shown)
    if review is None or shown != submissions[-1] or report.status != ReportStatus.SUBMITTED:
        return None
    return ReviewForm.of(review, snapshot.read(shown), report.version, _lock_on(report))


def _lock_on(report: Report) -> date | None:
    owed = rules.obligation_for(report)
    return owed.lock_on if owed else None


def _show(
    request: SignedIn, report: Report, shown: Submission, submissions: Sequence[Submission], typed: ReviewForm | None = None, **more: Any
) -> HttpResponse:
    """``typed`` is what a refused act leaves; where the review has ended meanwhile, its words are shown to be copied."""
    status = more.pop("status", 200)
    form = _form(report, submissions, shown)
    page = review_page(request.user, report, submissions, shown, typed if form is not None and typed is not None else form)
    lost = typed.typed() if typed is not None and form is None else []
    return render(request, "reports/review_detail.html", {"page": page, "lost": lost, **more}, status=status)


def _say(request: SignedIn, report: Report, submissions: Sequence[Submission]) -> HttpResponse:
    """Keep the words, return the report or accept it. Whatever is refused keeps what was typed."""
    form = ReviewForm(request.POST, sent=snapshot.read(submissions[-1]), lock_on=_lock_on(report))
    if is_old(request, report.version):  # another submission may have other entries, so nothing in the form is wrong before this is said
        return _overtaken(request, report.pk, form, overtaken(report).message)
    if review_of(submissions[-1]) is None:
        raise Forbidden(rules.NOT_BEGUN)
    tried = try_form(form, lambda: _act(request.user, report, form))
    if tried.conflict:
        return _overtaken(request, report.pk, form, tried.conflict)
    if tried.done is None:
        return _show(request, report, submissions[-1], submissions, form, status=tried.status)
    messages.success(request, tried.done)
    return redirect("review_detail", pk=report.pk)


def _act(user: User, report: Report, form: ReviewForm) -> str:
    """Through the services; returns what to say of it."""
    values = form.cleaned_data
    common: dict[str, Any] = {"report_id": report.pk, "version": values["version"], "seen": values["seen"], "by": user}
    common |= {"said": form.said(), "comment": values["comment"]}
    unit, day = report.unit.name, values["again_by"]
    if values["viec"] == ACCEPT:
        reviewing.accept(**common)
        return f"Đã chấp nhận {report.title} của {unit}."
    if values["viec"] == RETURN:
        reviewing.return_report(**common, again_by=day)
        return f"Đã trả lại {report.title} để {unit} bổ sung{f', hẹn nộp lại {vn_date(day)}' if day else ''}."
    if values["viec"] == PASS_REST:
        reviewing.pass_rest(**common, again_by=day, named=form.named())
        return "Đã ghi Đạt cho các nội dung đã nêu tên. Chưa kết luận báo cáo."
    reviewing.keep_remarks(**common, again_by=day)
    return "Đã lưu ý kiến. Đơn vị chưa đọc được cho đến khi Trung tâm kết luận."


def _overtaken(request: SignedIn, pk: int, form: ReviewForm, words: str) -> HttpResponse:
    """Somebody was faster: the page as it is now, with what was typed upon what is there; sent once more, it is meant."""
    report = seen_report(request, pk)
    submissions = standing_submissions(report)
    review = review_of(submissions[-1])
    seen = reviewing.stamp_of(review) if review is not None else ""
    form.data = with_version(form.data, report.version, seen=seen)
    return _show(request, report, submissions[-1], submissions, form, status=409, conflict=words)


@require_POST
def review_start(request: SignedIn, pk: int) -> HttpResponse:
    """From now on the unit can't take the report back; who starts twice goes on."""
    if _taken_back(request, pk):
        return redirect("review_queue")
    report = seen_report(request, pk)
    _check_first(request, report)
    form = VersionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Trang đã cũ. Xem lại báo cáo rồi bắt đầu duyệt.")
        return redirect("review_detail", pk=pk)
    try:
        reviewing.start_review(report_id=pk, version=form.cleaned_data["version"], by=request.user)
    except Conflict as error:
        messages.error(request, error.message)
    return redirect("review_detail", pk=pk)


def _check_first(request: SignedIn, report: Report) -> None:
    """Refuse before anything is read; who began on an older version goes on to the service and learns there what the other one did."""
    rules.check_can_see_queue(request.user)
    if not (rules.reviews(request.user, report) and is_old(request, report.version)):
        rules.check_report(request.user, report, "start_review")


def _taken_back(request: SignedIn, pk: int) -> bool:
    """A report that its unit withdrew is no longer seen; the Centre, which had it open and acts on it, is told instead of a 404."""
    gone = Report.objects.draft().filter(pk=pk, unit__in=reach(request.user)["steer_work"], submissions__withdrawn_at__isnull=False)
    if not gone.exists():
        return False
    messages.error(request, "Đơn vị vừa thu hồi báo cáo này để sửa. Chưa lưu gì; báo cáo hiện lại ở đây khi đơn vị nộp.")
    return True
