"""Acts of one page: the steps of the table, setting the due date, withdrawing a file. Each is a POST and ends in a message."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.acting import VersionForm, tell, try_form, with_version
from common.errors import Conflict
from common.formats import code_nb, vn_date
from common.once import once
from directives import rules
from directives.forms.items import DueForm, ReasonForm
from directives.models import Evidence, Item
from directives.presenters.item_actions import label_of
from directives.presenters.item_forms import form_page
from directives.services import evidence, items
from directives.views.asking import Question, ask
from directives.views.items_common import check_first, seen_item
from directives.workflow import ITEM_FLOW
from units.requests import SignedIn


@once
def item_step(request: SignedIn, number: int, act: str) -> HttpResponse:
    """A step of the table: one click, or a form where it needs a reason."""
    step = ITEM_FLOW[act]
    if request.method != "POST" and not step.needs:
        return HttpResponseNotAllowed(["POST"])
    item = seen_item(request, number)
    check_first(request, item, act)
    service, done = partial(items.take, act=act), step.done.format(code=code_nb(item.code))
    if step.needs:
        form = ReasonForm(request.POST or None, step=step, initial={"version": item.version})
        return _act(request, item, form, step.label, step.icon, done, service)
    return _one_click(request, item, service, done, stale=f"Trang đã cũ. Xem lại nội dung rồi bấm “{step.label}” lần nữa.")


@once
def item_due(request: SignedIn, number: int) -> HttpResponse:
    """The Centre sets, moves or takes away the due date."""
    item = seen_item(request, number)
    check_first(request, item, "due")
    step = ITEM_FLOW["due"]
    form = DueForm(request.POST or None, item=item, initial={"version": item.version})
    day = form.cleaned_data.get("due_on") if form.is_bound and form.is_valid() else None
    done = f"Đã đặt hạn {vn_date(day)} cho {code_nb(item.code)}." if day else f"Đã bỏ hạn của {code_nb(item.code)}."
    return _act(request, item, form, label_of(step, item), step.icon, done, items.set_due)


def _one_click(request: SignedIn, item: Item, act: Callable[..., object], done: str, *, stale: str) -> HttpResponse:
    """An act that asks for nothing but the version; its result is said on the item's page."""
    form = VersionForm(request.POST)
    if form.is_valid():
        tell(request, lambda: act(item_id=item.pk, version=form.cleaned_data["version"], by=request.user), done, (Conflict,))
    else:
        messages.error(request, stale)
    return redirect("item_detail", number=item.number)


def _act(
    request: SignedIn, item: Item, form: VersionForm, heading: str, icon: str, done: str, service: Callable[..., Item]
) -> HttpResponse:
    """Show the form; once it is complete, act and say what happened. Fields of the form are the service's own words."""

    def act() -> Item:
        return service(item_id=item.pk, by=request.user, **{key: value for key, value in form.cleaned_data.items() if key != "remove"})

    tried = try_form(form, act)
    if tried.done is not None:
        messages.success(request, done)
        return redirect("item_detail", number=item.number)
    if tried.conflict:
        item = seen_item(request, item.number)
        form.data = with_version(form.data, item.version)
    context = {"page": form_page(request.user, item, heading), "form": form, "icon_name": icon, "conflict": tried.conflict}
    return render(request, "directives/item_act.html", context, status=tried.status)


@once
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take a file back; the trace stays."""
    file = get_object_or_404(Evidence.objects.visible_to(request.user).standing().select_related("item"), pk=pk)
    back = f"{reverse('item_detail', args=[file.item.number])}#minh-chung"
    if request.method != "POST":
        rules.check_can_withdraw_evidence(request.user, file)
        stays = "Trung tâm vẫn thấy tệp trong mục đã rút; cần thì thêm lại tệp."
        losses = [f"Tệp “{file.name}” không còn là minh chứng của {code_nb(file.item.code)}; các đơn vị không thấy nữa."]
        return ask(request, Question("Rút lại tệp này?", losses, "Rút lại tệp", back, stays))
    evidence.withdraw_evidence(evidence_id=file.pk, by=request.user)
    messages.success(request, f"Đã rút tệp “{file.name}”. Lịch sử vẫn ghi lại việc này.")
    return redirect(back)
