"""The administrators' settings: the list "Bắt đầu", days off, periods, requirement groups, and the log."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.acting import attempt
from common.errors import PortalError
from common.formats import read_date
from common.models import Holiday
from directives.models import Period, RequirementGroup
from directives.services.settings import set_data_window, update_group
from reports.forms.settings import GroupForm, HolidayForm, WindowForm
from reports.presenters.settings import first_steps, log_page
from reports.reminders.schedule import STAGES
from units import calendar
from units.requests import SignedIn
from units.rules import check_can_keep_units

_GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def settings_home(request: SignedIn) -> HttpResponse:
    check_can_keep_units(request.user)
    return render(request, "reports/settings.html", {"steps": first_steps(request.user), "stages": STAGES})


@require_http_methods(_GET_OR_POST)
def holiday_list(request: SignedIn) -> HttpResponse:
    """The days off of one year; a day is marked, or its mark taken away."""
    check_can_keep_units(request.user)
    form = HolidayForm(request.POST if request.POST.get("viec") == "ghi" else None)
    if request.POST.get("viec") == "bo":
        return _drop_holiday(request)
    holiday = attempt(form, lambda: calendar.set_holiday(by=request.user, **form.cleaned_data), (PortalError,))
    if holiday is not None:
        messages.success(request, f"Đã ghi {holiday}.")
        return redirect(f"{request.path}?nam={holiday.date.year}")
    years = [day.year for day in Holiday.objects.dates("date", "year")]
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else clock.today().year
    days = Holiday.objects.filter(date__year=year)
    return render(request, "reports/settings_holidays.html", {"form": form, "days": days, "year": year, "years": years})


def _drop_holiday(request: SignedIn) -> HttpResponse:
    try:
        day = read_date(request.POST.get("ngay", ""))
        calendar.drop_holiday(by=request.user, day=day)
    except (PortalError, ValueError) as error:
        messages.error(request, str(error))
        return redirect("holiday_list")
    messages.success(request, "Đã bỏ ngày khỏi lịch nghỉ.")
    return redirect(f"{request.path}?nam={day.year}")


@require_http_methods(_GET_OR_POST)
def period_list(request: SignedIn) -> HttpResponse:
    """The data window of each period."""
    check_can_keep_units(request.user)
    periods = list(Period.objects.order_by("-code"))
    shown = {one.pk: WindowForm(initial={"data_from": one.data_from, "data_to": one.data_to}, prefix=str(one.pk)) for one in periods}
    failed = None
    if request.method == "POST":
        period = get_object_or_404(Period, pk=_number(request.POST.get("ky", "")))
        sent = failed = shown[period.pk] = WindowForm(request.POST, prefix=str(period.pk))
        if attempt(sent, lambda: set_data_window(by=request.user, period_id=period.pk, **sent.cleaned_data)) is not None:
            messages.success(request, f"Đã lưu kỳ số liệu của {period.label}.")
            return redirect("period_list")
    rows = [(period, shown[period.pk]) for period in periods]
    return render(request, "reports/settings_periods.html", {"rows": rows, "failed": failed})


@require_http_methods(_GET_OR_POST)
def group_list(request: SignedIn) -> HttpResponse:
    """The requirement groups of all dispatches."""
    check_can_keep_units(request.user)
    groups = list(RequirementGroup.objects.select_related("directive").order_by("-directive_id", "position", "id"))
    shown = {
        one.pk: GroupForm(initial={"name": one.name, "position": one.position, "words": one.words}, prefix=str(one.pk)) for one in groups
    }
    failed = None
    if request.method == "POST":
        group = get_object_or_404(RequirementGroup, pk=_number(request.POST.get("nhom", "")))
        sent = failed = shown[group.pk] = GroupForm(request.POST, prefix=str(group.pk))
        if attempt(sent, lambda: update_group(by=request.user, group_id=group.pk, **sent.cleaned_data)) is not None:
            messages.success(request, "Đã lưu nhóm yêu cầu.")
            return redirect("group_list")
    rows = [(group, shown[group.pk]) for group in groups]
    return render(request, "reports/settings_groups.html", {"rows": rows, "failed": failed})


@require_safe
def audit_log(request: SignedIn) -> HttpResponse:
    """Who did what, newest first."""
    check_can_keep_units(request.user)
    params = {name: request.GET.get(name, "") for name in ("q", "loai", "truoc")}
    return render(request, "reports/audit_log.html", {"page": log_page(params)})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0
