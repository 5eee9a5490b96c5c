"""Where a person starts: the overview, the leaders' sheet, the own work."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common import clock
from common.errors import can
from directives import rules as directive_rules
from directives.models import Directive
from directives.presenters.scope_bar import scope_bar
from directives.scope import read_scope
from directives.views.past_days import asked_day, of_any_day
from reports import rules
from reports.presenters.changes import changes_page
from reports.presenters.leader import leader_page
from reports.presenters.my_work import is_commune, my_work_page
from reports.presenters.overview import overview_page
from reports.presenters.settings import first_steps
from units.requests import SignedIn
from units.rules import check_can_keep_units


@require_safe
def home(request: SignedIn) -> HttpResponse:
    rules.check_has_post(request.user)
    return redirect(rules.home_of(request.user))


@require_safe
@of_any_day
def overview(request: SignedIn) -> HttpResponse:
    """All dispatches that are followed, or what was chosen of them."""
    user = request.user
    rules.check_can_see_overview(user)
    scope = read_scope(user, request.GET)
    if not scope.directives:
        return _nothing(request)
    return render(request, "reports/overview.html", {"page": overview_page(user, scope), "bar": scope_bar(user, scope)})


@require_safe
@of_any_day
def leader(request: SignedIn) -> HttpResponse:
    """The same in two minutes; for everybody who sees all work, because the Centre prints it."""
    rules.check_can_see_overview(request.user)
    scope = read_scope(request.user, request.GET)
    if not scope.directives:
        return _nothing(request)
    return render(request, "reports/leader.html", {"page": leader_page(request.user, scope), "bar": scope_bar(request.user, scope)})


@require_safe
@of_any_day
def changes(request: SignedIn) -> HttpResponse:
    """What changed since the end of a day, of the last week where none is named."""
    rules.check_can_see_overview(request.user)
    since, week = asked_day(request, "tu"), clock.today() - timedelta(days=7)
    page = changes_page(request.user, request.GET, since if since and since < clock.today() else week)
    return render(request, "reports/changes.html", {"page": page, "bar": scope_bar(request.user, page.scope)})


def _nothing(request: SignedIn) -> HttpResponse:
    """Nothing is followed: nothing was issued yet, or all of it has ended."""
    ended = Directive.objects.visible_to(request.user).issued().exists()
    can_steer = directive_rules.can(directive_rules.check_can_steer, request.user)
    steps = first_steps(request.user) if not ended and can(check_can_keep_units, request.user) else []
    return render(request, "reports/overview_empty.html", {"can_steer": can_steer, "ended": ended, "steps": steps})


@require_safe
def my_work(request: SignedIn) -> HttpResponse:
    """The work of the own unit; a commune gets the plain page."""
    user = request.user
    rules.check_has_work(user)
    page = my_work_page(user, user.unit)  # type: ignore[arg-type]
    return render(request, f"reports/my_work{'_commune' if is_commune(page.unit) else ''}.html", {"page": page})
