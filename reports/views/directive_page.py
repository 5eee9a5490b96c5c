"""The page of a dispatch, and the steps that end following it or take it up again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.acting import try_form, with_version
from common.once import once
from directives.forms.items import ReasonForm
from directives.models import Directive
from directives.rules import check_directive
from directives.workflow import DIRECTIVE_FLOW, DirectiveStatus
from reports.presenters.directive_page import directive_page, step_page
from reports.services.following import take_step
from units.requests import SignedIn


@require_safe
def directive_detail(request: SignedIn, pk: int) -> HttpResponse:
    """Whoever may read the dispatch reads it here; a draft is still a proposal."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user).select_related("reading"), pk=pk)
    if directive.status == DirectiveStatus.DRAFT:
        return redirect("directive_proposal", pk=pk)
    return render(request, "reports/directive_detail.html", {"page": directive_page(request.user, directive)})


@once
def directive_step(request: SignedIn, pk: int, act: str) -> HttpResponse:
    """A step of the table, with what is left named and a reason."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user).issued(), pk=pk)
    check_directive(request.user, directive, act)
    step = DIRECTIVE_FLOW[act]
    form = ReasonForm(request.POST or None, step=step, initial={"version": directive.version})
    tried = try_form(form, lambda: take_step(directive_id=pk, by=request.user, act=act, **form.cleaned_data))
    if tried.done is not None:
        messages.success(request, step.done)
        return redirect("directive_detail", pk=pk)
    if tried.conflict:
        form.data = with_version(request.POST, directive.version)
    context = {"directive": directive, "page": step_page(directive, step), "form": form, "conflict": tried.conflict}
    return render(request, "reports/directive_step.html", context, status=tried.status)
