"""Passing on what units that have ended left, and the work by the units of today."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.acting import attempt
from common.errors import PortalError
from common.once import once
from directives import rules as directive_rules
from reports import rules
from reports.forms.passing import PassOnForm, ReasonedForm
from reports.passing import plan_of
from reports.presenters.passing import choosable, left_page, now_page, pass_page
from reports.services.passing import pass_on, pass_on_all
from units.models import Unit
from units.presenters import unit_choices
from units.requests import SignedIn
from units.succession import Succession

_GET_OR_POST = ["GET", "HEAD", "POST"]
_WHY_SHOWN = 5


@once
@require_http_methods(_GET_OR_POST)
def unit_left(request: SignedIn) -> HttpResponse:
    """Every unit that has ended with work left, and the act for all that need no choice."""
    directive_rules.check_can_steer(request.user)
    form = ReasonedForm(request.POST or None)
    done = attempt(form, lambda: pass_on_all(by=request.user, **form.cleaned_data), (PortalError,))
    if done is not None:
        messages.success(request, f"Đã bàn giao {len(done.done)} đơn vị.")
        if done.left:
            said = "; ".join(f"{unit.qualified_name}: {why}" for unit, why in done.left[:_WHY_SHOWN])
            more = f"; và {len(done.left) - _WHY_SHOWN} đơn vị khác" if len(done.left) > _WHY_SHOWN else ""
            messages.warning(request, f"Chưa bàn giao {len(done.left)} đơn vị: {said}{more}.")
        return redirect("unit_left")
    return render(request, "reports/unit_left.html", {"page": left_page(), "form": form})


@once
@require_http_methods(_GET_OR_POST)
def unit_pass_on(request: SignedIn, code: str) -> HttpResponse:
    """The preview of one unit with the choices that a person makes, and the act. ``xem``: look again with these choices."""
    directive_rules.check_can_steer(request.user)
    unit = get_object_or_404(Unit.objects.permitting(request.user), code=code)
    succession = Succession.on(clock.today())
    plan = plan_of(unit, succession=succession)
    looking = request.POST.get("viec") == "xem"
    form = PassOnForm(request.POST or None, numbers=choosable(plan), looking=looking)
    if request.method == "POST" and form.is_valid():
        receiver, chosen = form.cleaned_data["receiver"], form.chosen()
        if not looking:
            given = {"reason": form.cleaned_data["reason"], "stamp": form.cleaned_data["stamp"]}
            done = attempt(
                form,
                lambda: pass_on(unit_id=unit.pk, by=request.user, receiver=receiver, chosen=chosen, **given),
                (PortalError,),
            )
            if done is not None:
                messages.success(request, f"Đã bàn giao {len(done.moves)} nội dung của {done.unit.name}.")
                return redirect("unit_left")
        plan = plan_of(unit, succession=Succession.on(clock.today()), receiver=receiver, chosen=chosen)
    context = {"page": pass_page(plan, form), "form": form, "units": unit_choices()}
    return render(request, "reports/unit_pass_on.html", context)


@require_safe
def unit_now(request: SignedIn) -> HttpResponse:
    """Followed work by the units of today."""
    rules.check_can_see_overview(request.user)
    return render(request, "reports/unit_now.html", {"page": now_page(request.user)})
