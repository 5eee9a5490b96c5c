"""The administrators' pages of the list of units: adding one, and the acts on one. Every act is a service's, with its trace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from common.acting import attempt, tell
from common.errors import PortalError
from common.once import once
from reports.forms import units as forms
from reports.presenters.unit_admin import unit_admin_page
from units import rules, spellings, unit_services
from units.models import Unit, UnitAlias
from units.presenters import unit_choices
from units.requests import SignedIn

_GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class _Act:
    """One small form of the page: what it asks, what it does, what is said when it was done."""

    form: type[Form]
    do: Callable[..., Any]
    done: str


_ACTS: Mapping[str, _Act] = {
    "lien-he": _Act(forms.FactsForm, unit_services.update_unit, "Đã lưu thông tin đơn vị."),
    "ten": _Act(forms.RenameForm, unit_services.rename_unit, "Đã đổi tên. Văn bản trước ngày ấy vẫn được đọc theo tên cũ."),
    "cach-viet": _Act(forms.SpellingForm, spellings.teach_spelling, "Đã ghi nhớ cách viết."),
    "ket-thuc": _Act(forms.CloseForm, unit_services.close_unit, "Đã ghi ngày kết thúc. Hồ sơ, tài khoản và việc còn dở giữ nguyên."),
    "ke-tiep": _Act(forms.SuccessorForm, unit_services.name_successor, "Đã ghi đơn vị kế tiếp."),
    "mo-lai": _Act(forms.ReasonForm, unit_services.reopen_unit, "Đã bỏ việc kết thúc; đơn vị tiếp tục hoạt động."),
}


@once
@require_http_methods(_GET_OR_POST)
def unit_create(request: SignedIn) -> HttpResponse:
    """A unit that the list lacks."""
    rules.check_can_keep_units(request.user)
    form = forms.UnitForm(request.POST or None)
    unit = attempt(form, lambda: unit_services.add_unit(by=request.user, **form.cleaned_data), (PortalError,))
    if unit is not None:
        messages.success(request, f"Đã thêm {unit.name}.")
        return redirect("unit_manage", code=unit.code)
    return render(request, "reports/unit_create.html", {"form": form, "units": unit_choices()})


@once
@require_http_methods(_GET_OR_POST)
def unit_manage(request: SignedIn, code: str) -> HttpResponse:
    """What is written about one unit, and the acts on it."""
    rules.check_can_keep_units(request.user)
    units = Unit.objects.permitting(request.user).select_related("area__parent", "parent", "successor__area__parent")
    unit = get_object_or_404(units, code=code)
    shown = {name: act.form(prefix=name, initial=forms.facts_of(unit)) for name, act in _ACTS.items()}
    failed: Form | None = None
    if request.method == "POST":
        name = request.POST.get("viec", "")
        if name == "bo-cach-viet":
            return _drop_spelling(request, unit)
        if name not in _ACTS:
            raise Http404("Không có việc này.")
        sent = failed = shown[name] = _ACTS[name].form(request.POST, prefix=name)
        if attempt(sent, lambda: _ACTS[name].do(by=request.user, unit_id=unit.pk, **sent.cleaned_data), (PortalError,)) is not None:
            messages.success(request, _ACTS[name].done)
            return redirect("unit_manage", code=code)
    context = {name.replace("-", "_"): form for name, form in shown.items()}
    page = unit_admin_page(request.user, unit)
    return render(request, "reports/unit_manage.html", {"page": page, "forms": context, "failed": failed, "units": unit_choices()})


def _drop_spelling(request: SignedIn, unit: Unit) -> HttpResponse:
    number = request.POST.get("cach_viet", "")
    alias = get_object_or_404(UnitAlias.objects.filter(unit=unit), pk=int(number) if number.isdecimal() and len(number) < 16 else 0)
    done = f"Đã bỏ cách viết “{alias.text}”. Văn bản đã đọc không đổi."
    tell(request, lambda: spellings.drop_alias(by=request.user, alias_id=alias.pk), done)
    return redirect("unit_manage", code=unit.code)
