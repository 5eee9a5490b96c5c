"""Where a person starts: the overview of one dispatch, the leaders' sheet, the own work."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from directives import rules as directive_rules
from directives.models import Directive
from reports import rules
from reports.presenters.leader import leader_page
from reports.presenters.my_work import is_commune, my_work_page
from reports.presenters.overview import issued_directives, overview_page
from units.requests import SignedIn


@require_safe
def home(request: SignedIn) -> HttpResponse:
    rules.check_has_post(request.user)
    return redirect(rules.home_of(request.user))


@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """One dispatch: the one issued last, or the one chosen by ``?van_ban=``."""
    user = request.user
    rules.check_can_see_overview(user)
    directives = issued_directives(user)
    if not directives:
        return render(request, "reports/overview_empty.html", {"can_steer": directive_rules.can(directive_rules.check_can_steer, user)})
    return render(request, "reports/overview.html", {"page": overview_page(user, directives, chosen_directive(request, directives))})


@require_safe
def leader(request: SignedIn) -> HttpResponse:
    """The dispatch issued last, or the one chosen by ``?van_ban=``; for everybody who sees all work, because the Centre prints it."""
    rules.check_can_see_overview(request.user)
    directives = issued_directives(request.user)
    if not directives:
        return render(request, "reports/overview_empty.html", {"can_steer": False})
    return render(request, "reports/leader.html", {"page": leader_page(request.user, chosen_directive(request, directives))})


@require_safe
def my_work(request: SignedIn) -> HttpResponse:
    """The work of the own unit; a commune gets the plain page."""
    user = request.user
    rules.check_has_work(user)
    page = my_work_page(user, user.unit)  # type: ignore[arg-type]
    return render(request, f"reports/my_work{'_commune' if is_commune(page.unit) else ''}.html", {"page": page})


def chosen_directive(request: SignedIn, directives: Sequence[Directive]) -> Directive:
    """The one that the address asks for, else the one issued last; 404 for one that is not there."""
    wanted = request.GET.get("van_ban", "")
    chosen = next((each for each in directives if str(each.pk) == wanted), None) if wanted else directives[0]
    if chosen is None:
        raise Http404("Không có văn bản này.")
    return chosen
