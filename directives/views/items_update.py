"""Progress with its files, and files alone: what a unit sends about its work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.errors import Conflict, FileRefused, Forbidden, Invalid
from common.formats import code_nb
from common.once import once
from directives import rules
from directives.forms.items import EvidenceForm, UpdateForm, refuse
from directives.models import Item
from directives.presenters.item_actions import verifier_of
from directives.presenters.item_forms import form_page, saved_words, update_conflict
from directives.services.evidence import add_files
from directives.services.updates import update_with_files
from directives.views.items_common import check_first, seen_item, with_version
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
    if not form.is_valid():
        return _show_update(request, item, form, status=422)
    return _save_update(request, item, form)


def _save_update(request: SignedIn, item: Item, form: UpdateForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        saved = update_with_files(
            item_id=item.pk,
            version=data["version"],
            by=request.user,
            percent=data["percent"],
            note=data["note"],
            expected_on=data["expected_on"],
            start=data["state"] != "todo",
            claim=data["state"] == "claim",
            confirmed=data["confirmed"],
            late_reason=data.get("late_reason", ""),
            **form.sent(),
        )
    except Conflict as error:
        item = seen_item(request, item.number)
        form.data = with_version(form.data, item)
        return _show_update(request, item, form, status=409, conflict=update_conflict(error.message, item))
    except (Invalid, FileRefused) as error:
        refuse(form, error)
        return _show_update(request, item, form, status=422)
    messages.success(request, saved_words(saved.item, claimed=data["state"] == "claim", files=len(saved.files)))
    return redirect("item_detail", number=item.number)


def _show_update(request: SignedIn, item: Item, form: UpdateForm, status: int = 200, conflict: str = "") -> HttpResponse:
    context = {
        **form_page(request.user, item, ITEM_FLOW["update"].label),
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
    if request.method == "POST" and form.is_valid():
        try:
            files = add_files(item_id=item.pk, by=request.user, **form.sent())
        except (Invalid, FileRefused) as error:
            refuse(form, error)
        else:
            messages.success(request, f"Đã thêm {len(files)} tệp minh chứng cho {code_nb(item.code)}.")
            return redirect("item_detail", number=item.number)
    context = {**form_page(request.user, item, ITEM_FLOW["evidence"].label), "form": form, "files_lost": bool(request.FILES)}
    return render(request, "directives/item_evidence.html", context, status=422 if form.is_bound else 200)
