"""The tree of units and the page of one. What a person may not see does not exist for him: 404."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.errors import can
from directives import rules as directive_rules
from directives.presenters.scope_bar import scope_bar
from directives.scope import read_scope
from directives.views.past_days import of_any_day
from reports import rules
from reports.presenters.unit_list import unit_list_page
from reports.presenters.unit_page import unit_page
from units.models import Unit
from units.requests import SignedIn
from units.rules import check_can_keep_units


@require_safe
@of_any_day
def unit_list(request: SignedIn) -> HttpResponse:
    rules.check_has_post(request.user)
    params = {name: request.GET.get(name, "") for name in ("q", "pham_vi", "mo")}
    scope = read_scope(request.user, request.GET)
    page = unit_list_page(request.user, scope, params)
    steers = can(directive_rules.check_can_steer, request.user)
    context = {"page": page, "bar": scope_bar(request.user, scope), "keeps": _keeps(request), "steers": steers}
    return render(request, "reports/unit_list.html", context)


@require_safe
@of_any_day
def unit_detail(request: SignedIn, code: str) -> HttpResponse:
    units = Unit.objects.permitting(request.user).select_related("area__parent", "parent", "successor")
    unit = get_object_or_404(units, code=code)
    scope = read_scope(request.user, request.GET)
    page = unit_page(request.user, unit, scope)
    return render(request, "reports/unit_detail.html", {"page": page, "bar": scope_bar(request.user, scope), "keeps": _keeps(request)})


def _keeps(request: SignedIn) -> bool:
    return can(check_can_keep_units, request.user)


@require_safe
def my_unit(request: SignedIn) -> HttpResponse:
    """The page of the unit in which the person works."""
    rules.check_has_post(request.user)
    return redirect("unit_detail", code=request.user.unit.code)  # type: ignore[union-attr]
