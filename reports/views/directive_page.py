"""The page of a dispatch."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from directives.models import Directive
from directives.workflow import DirectiveStatus
from reports.presenters.directive_page import directive_page
from units.requests import SignedIn


@require_safe
def directive_detail(request: SignedIn, pk: int) -> HttpResponse:
    """Whoever may read the dispatch reads it here; a draft is still a proposal."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user).select_related("reading"), pk=pk)
    if directive.status == DirectiveStatus.DRAFT:
        return redirect("directive_proposal", pk=pk)
    return render(request, "reports/directive_detail.html", {"page": directive_page(request.user, directive)})
