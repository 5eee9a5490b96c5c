"""The leaders' page: one dispatch on one sheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import rules
from reports.presenters.leader import leader_page
from reports.presenters.overview import issued_directives
from reports.views.overview import chosen_directive
from units.requests import SignedIn


@require_safe
def leader(request: SignedIn) -> HttpResponse:
    """The dispatch issued last, or the one chosen by ``?van_ban=``; for everybody who sees all work, because the Centre prints it."""
    rules.check_can_see_overview(request.user)
    directives = issued_directives(request.user)
    if not directives:
        return render(request, "reports/overview_empty.html", {"can_steer": False})
    return render(request, "reports/leader.html", {"page": leader_page(request.user, chosen_directive(request, directives))})
