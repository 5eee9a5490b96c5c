"""Reading a dispatch in three steps: upload, look through the proposal, confirm. Nothing is given out before the third."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.errors import Conflict, FileRefused, Invalid
from common.formats import vn_num
from common.once import once
from directives import rules
from directives.forms.dispatches import ConfirmForm, UploadForm, refuse
from directives.forms.proposal import ProposalForm
from directives.models import Directive
from directives.presenters.dispatch_list import draft_rows
from directives.presenters.dispatch_plan import confirm_page
from directives.presenters.proposal import point_anchor, proposal_page, steps
from directives.proposing.answers import unanswered
from directives.services import issuing
from directives.services.correcting import Act, correct_draft
from directives.views.dispatches_common import directory_of, form_of, typed_values, wanted_act
from directives.workflow import DirectiveStatus
from reading.dispatch.proposal import Proposal
from reading.dispatch.reader import read
from units.requests import SignedIn


@once
def directive_upload(request: SignedIn) -> HttpResponse:
    """Step 1: a file or pasted words; what can't be read comes back with the reason, the pasted words still there."""
    rules.check_can_steer(request.user)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        content, name = form.content()
        try:
            proposal = read(content, name)
            draft = issuing.save_draft(by=request.user, proposal=proposal, file_name=name, content=content)
        except FileRefused as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", error.message)
        else:
            messages.success(request, f"Đã đọc {vn_num(len(proposal.points))} điểm và lưu bản nháp. Chưa giao việc cho ai.")
            return redirect("directive_proposal", pk=draft.pk)
    context = {"form": form, "steps": steps(1), "drafts": draft_rows(request.user)}
    return render(request, "directives/dispatch_upload.html", context, status=422 if form.is_bound else 200)


def _draft(request: SignedIn, pk: int) -> Directive | None:
    """The draft, or None for a dispatch that is issued by now and only looked at; whoever may not see drafts finds nothing."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user), pk=pk)
    rules.check_can_steer(request.user)
    if directive.status != DirectiveStatus.DRAFT and request.method != "POST":
        return None
    rules.check_can_edit_draft(request.user, directive)
    return directive


def directive_proposal(request: SignedIn, pk: int) -> HttpResponse:
    """Step 2: what was read beside the words, everything correctable; one form, kept as a whole or not at all."""
    directive = _draft(request, pk)
    if directive is None:
        return redirect("directive_detail", pk=pk)
    if request.method != "POST":
        return _show(request, directive, form_of(directive), missing="thieu" in request.GET)
    if request.POST.get("version") != str(directive.version):
        return _show_conflict(request, directive)
    form = form_of(directive, request.POST)
    if not form.is_valid():
        return _show(request, directive, form, status=422)
    return _save(request, directive, form)


def _save(request: SignedIn, directive: Directive, form: ProposalForm) -> HttpResponse:
    act = wanted_act(request.POST.get("viec", ""), form)
    try:
        saved, changes = correct_draft(
            directive_id=directive.pk,
            version=form.cleaned_data["version"],
            by=request.user,
            posted=form.posted(),
            answers=form.answers(by=request.user.pk),
            act=act,
            directory=directory_of(form),
        )
    except Conflict:
        return _show_conflict(request, Directive.objects.get(pk=directive.pk))
    except Invalid as error:
        refuse(form, error)
        return _show(request, directive, form, status=422)
    if request.POST.get("viec") == "xem":
        return redirect("directive_confirm", pk=saved.pk)
    messages.success(request, f"Đã lưu bản nháp, {vn_num(len(changes))} chỗ thay đổi." if changes else "Không có chỗ nào thay đổi.")
    return redirect(reverse("directive_proposal", args=[saved.pk]) + _place(act, saved))


def _place(act: Act | None, directive: Directive) -> str:
    """Back to the point that was worked on, where it still is."""
    keys = {point.key for point in Proposal.from_storage(directive.reading.proposal).points}
    return f"#{point_anchor(act.key)}" if act is not None and act.key in keys else ""


def _show(request: SignedIn, directive: Directive, form: ProposalForm, *, status: int = 200, missing: bool = False) -> HttpResponse:
    context = {**proposal_page(directive, form), "missing": missing}
    return render(request, "directives/dispatch_proposal.html", context, status=status)


def _show_conflict(request: SignedIn, directive: Directive) -> HttpResponse:
    """Somebody else was faster: the draft as it is now, and beside it what was typed here and is not kept."""
    form = form_of(directive)
    context = {**proposal_page(directive, form), "conflict": True, "typed": typed_values(request.POST, form)}
    return render(request, "directives/dispatch_proposal.html", context, status=409)


@once
def directive_confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Step 3: what will be made, by unit; issued only when a person says that it was checked."""
    directive = _draft(request, pk)
    if directive is None:
        return redirect("directive_detail", pk=pk)
    if unanswered(Proposal.from_storage(directive.reading.proposal), directive.reading.answers):
        return redirect(reverse("directive_proposal", args=[pk]) + "?thieu=1")
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial={"version": directive.version})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = issuing.issue_directive(directive_id=pk, by=request.user, version=form.cleaned_data["version"])
        except Conflict as error:
            form.data = {"version": str(directive.version)}  # look again, and tick again
            form.add_error(None, error.message)
            status = 409
        except Invalid as error:
            refuse(form, error)
        else:
            messages.success(request, f"Đã giao {vn_num(made.items)} nội dung và {vn_num(made.obligations)} báo cáo.")
            return redirect("directive_detail", pk=pk)
    return render(request, "directives/dispatch_confirm.html", {**confirm_page(directive), "form": form}, status=status)
