"""An item is given to another unit: shown first, then done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common import clock
from common.acting import refuse, try_form, with_version
from common.errors import Invalid
from common.formats import code_nb
from common.once import once
from directives.models import Item
from directives.views.items_common import check_first, seen_item
from reports.forms.giving import GiveForm
from reports.giving import Giving, giving_of
from reports.presenters.giving import give_page
from reports.services.giving import give_item
from units.models import Unit
from units.presenters import unit_choices
from units.requests import SignedIn
from units.succession import Succession


@once
@require_http_methods(["GET", "HEAD", "POST"])
def item_give(request: SignedIn, number: int) -> HttpResponse:
    """``xem``: only show what would go where; else do what was shown (``stamp``)."""
    item = seen_item(request, number)
    check_first(request, item, "give")
    looking = request.POST.get("viec") == "xem"
    form = GiveForm(request.POST or None, looking=looking, initial={"version": item.version})
    status, conflict, plan = 200, "", None
    if looking:
        form.data = with_version(form.data, item.version)
        plan = _shown(request, form, item)
        status = 200 if form.is_valid() else 422
    else:
        tried = try_form(form, lambda: give_item(item_id=item.pk, by=request.user, **form.cleaned_data))
        if tried.done is not None:
            messages.success(request, f"Đã giao {code_nb(item.code)} cho {tried.done.receiver.qualified_name}.")
            return redirect("item_detail", number=number)
        status, conflict = tried.status, tried.conflict
        if conflict:
            item = seen_item(request, number)
            form.data = with_version(form.data, item.version)
        if form.is_bound and (conflict or set(form.errors) == {"reason"}):
            plan = _shown(request, form, item)
    context = {"page": give_page(request.user, item, plan), "form": form, "conflict": conflict, "units": unit_choices()}
    return render(request, "reports/item_give.html", context, status=status)


def _shown(request: SignedIn, form: GiveForm, item: Item) -> Giving | None:
    """The preview for the unit that was chosen; None where there is none, and the form says why."""
    receiver: Unit | None = form.cleaned_data.get("receiver") if form.is_bound and (form.is_valid() or form.cleaned_data) else None
    if receiver is None:
        return None
    try:
        return giving_of(item, receiver, by=request.user, succession=Succession.on(clock.today()))
    except Invalid as error:
        refuse(form, error)
        return None
