"""Where a person starts, and the overview of one dispatch."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from directives import rules as directive_rules
from reports import rules
from reports.presenters.overview import issued_directives, overview_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    rules.check_has_post(request.user)  # type: ignore[arg-type]
    return redirect(rules.home_of(request.user))  # type: ignore[arg-type]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One dispatch: the one issued last, or the one chosen by ``?van_ban=``."""
    user = request.user
    rules.check_can_see_overview(user)  # type: ignore[arg-type]
    directives = issued_directives(user)  # type: ignore[arg-type]
    if not directives:
        return render(request, "reports/overview_empty.html", {"can_steer": directive_rules.can(directive_rules.check_can_steer, user)})
    wanted = request.GET.get("van_ban", "")
    chosen = next((each for each in directives if str(each.pk) == wanted), None) if wanted else directives[0]
    if chosen is None:
        raise Http404("Không có văn bản này.")
    return render(request, "reports/overview.html", overview_page(user, directives, chosen))  # type: ignore[arg-type]
