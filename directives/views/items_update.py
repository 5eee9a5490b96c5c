"""Progress with its files, and files alone: what a unit sends about its work."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.acting import attempt, try_form, with_version
from common.errors import Forbidden
from common.formats import code_nb
from common.once import once
from directives import rules
from directives.forms.items import EvidenceForm, UpdateForm
from directives.models import Item
from directives.presenters.item_actions import verifier_of
from directives.presenters.item_forms import form_page, saved_words, update_conflict
from directives.services.evidence import add_files
from directives.services.updates import update_with_files
from directives.views.items_common import check_first, seen_item
from directives.workflow import ITEM_FLOW
from units.requests import SignedIn


def _claim_refusal(request: SignedIn, item: Item) -> str:
    try:
        rules.check_item(request.user, item, "claim")
    except Forbidden as error:
        return error.message
    return ""


@once
def item_update(request: SignedIn, number: int) -> HttpResponse:
    """How far the work is, with the files that show it: one form, one transaction."""
    item = seen_item(request, number)
    check_first(request, item, "update")
    refusal = _claim_refusal(request, item)
    given: dict[str, Any] = {"item": item, "verifier": verifier_of(item), "claim_refusal": refusal}
    if request.method != "POST":
        wants_claim = "xong" in request.GET and not refusal
        form = UpdateForm(initial=UpdateForm.initial_for(item, claim=wants_claim), **given)
        return _show_update(request, item, form)
    form = UpdateForm(request.POST, request.FILES, **given)
    tried = try_form(form, lambda: update_with_files(item_id=item.pk, by=request.user, **form.update(), **form.sent()))
    if tried.conflict:
        now = seen_item(request, number)
        form.data = with_version(form.data, now.version)
        return _show_update(request, now, form, status=409, conflict=update_conflict(tried.conflict, now))
    if (saved := tried.done) is None:
        return _show_update(request, item, form, status=tried.status)
    messages.success(request, saved_words(saved.item, claimed=form.cleaned_data["state"] == "claim", files=len(saved.files)))
    return redirect("item_detail", number=number)


def _show_update(request: SignedIn, item: Item, form: UpdateForm, status: int = 200, conflict: str = "") -> HttpResponse:
    context = {
        "page": form_page(request.user, item, ITEM_FLOW["update"].label),
        "form": form,
        "conflict": conflict,
        "files_lost": bool(request.FILES),
    }
    return render(request, "directives/item_update.html", context, status=status)


@once
def item_evidence(request: SignedIn, number: int) -> HttpResponse:
    """Files alone; a coordinating unit may send them too."""
    item = seen_item(request, number)
    rules.check_item(request.user, item, "evidence")
    form = EvidenceForm(request.POST, request.FILES) if request.method == "POST" else EvidenceForm()
    files = attempt(form, lambda: add_files(item_id=item.pk, by=request.user, **form.sent()))
    if files is not None:
        messages.success(request, f"Đã thêm {len(files)} tệp minh chứng cho {code_nb(item.code)}.")
        return redirect("item_detail", number=item.number)
    context = {"page": form_page(request.user, item, ITEM_FLOW["evidence"].label), "form": form, "files_lost": bool(request.FILES)}
    return render(request, "directives/item_evidence.html", context, status=422 if form.is_bound else 200)
