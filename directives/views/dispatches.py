"""Dispatches apart from their reading: the list, the original file, discarding a draft, number and date, decisions on units that wait."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.acting import attempt, try_form, with_version
from common.once import once
from directives import rules
from directives.forms.dispatches import DecideForm, NumberForm
from directives.models import Directive, PendingUnit
from directives.presenters.dispatch_list import list_page
from directives.services import issuing
from directives.services.previewing import addition_of
from directives.views.stored import file_answer
from directives.workflow import DirectiveStatus
from units.requests import SignedIn


@require_safe
def directive_list(request: SignedIn) -> HttpResponse:
    """Issued dispatches that this person may read; the Centre's drafts above them."""
    page = list_page(request.user, request.GET.get("trang"))
    return render(request, "directives/dispatch_list.html", {"page": page})


@require_safe
def directive_file(request: SignedIn, pk: int) -> HttpResponseBase:
    """The very file that was uploaded, as a download; pasted words as a text file."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user).exclude(file=""), pk=pk)
    return file_answer(directive.file, name=directive.file_name)


@require_POST
def directive_discard(request: SignedIn, pk: int) -> HttpResponse:
    """Throw a draft away; nothing was given out from it."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user), pk=pk)
    issuing.discard_draft(directive_id=directive.pk, by=request.user)
    messages.success(request, f"Đã bỏ bản nháp “{directive.file_name}”.")
    return redirect("directive_list")


@once
def directive_number(request: SignedIn, pk: int) -> HttpResponse:
    """Fill in what the clerk stamped on later; a draft has these fields on its proposal."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user), pk=pk)
    rules.check_can_steer(request.user)
    if directive.status == DirectiveStatus.DRAFT:
        return redirect("directive_proposal", pk=pk)
    initial = {"version": directive.version, "number": directive.number, "issued_on": directive.issued_on}
    form = NumberForm(request.POST if request.method == "POST" else None, initial=initial)
    tried = try_form(form, lambda: issuing.fill_in_number(directive_id=pk, by=request.user, **form.cleaned_data))
    if tried.done is not None:
        messages.success(request, "Đã lưu số, ngày văn bản. Giá trị cũ còn trong nhật ký.")
        return redirect("directive_detail", pk=pk)
    if tried.conflict:
        form.data = with_version(request.POST, directive.version)
        form.add_error(None, tried.conflict)
    return render(request, "directives/dispatch_number.html", {"directive": directive, "form": form}, status=tried.status)


@once
def pending_decide(request: SignedIn, pk: int) -> HttpResponse:
    """Take a waiting unit in or leave it out, with a recorded reason."""
    seen = PendingUnit.objects.filter(directive__in=Directive.objects.visible_to(request.user))
    pending = get_object_or_404(seen.select_related("unit__area__parent", "directive"), pk=pk)
    rules.check_can_steer(request.user)
    if pending.outcome:
        messages.info(request, f"{pending.unit.name} đã được quyết định trước đó.")
        return redirect("directive_detail", pk=pending.directive_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: issuing.decide_pending(pending_id=pk, by=request.user, **form.cleaned_data)) is not None:
        words = "vào phạm vi, đã giao việc" if form.cleaned_data["take_in"] else "ngoài phạm vi"
        messages.success(request, f"Đã ghi quyết định: {pending.unit.name} {words}.")
        return redirect("directive_detail", pk=pending.directive_id)
    context = {"pending": pending, "directive": pending.directive, "form": form, "addition": addition_of(pending)}
    return render(request, "directives/dispatch_decide.html", context, status=422 if form.is_bound else 200)
