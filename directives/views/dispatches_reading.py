"""Reading a dispatch in three steps: upload, look through the proposal, confirm. Nothing is given out before the third."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from common.acting import refuse, try_form
from common.errors import Conflict, FileRefused, Invalid
from common.formats import vn_num
from common.once import once
from common.page_parts import steps_of
from directives import rules
from directives.forms.dispatches import BY_HAND, HAND_NAME, ConfirmForm, UploadForm
from directives.forms.proposal import ADDED, ProposalForm
from directives.models import Directive
from directives.presenters.dispatch_list import draft_rows
from directives.presenters.dispatch_plan import confirm_page
from directives.presenters.links import point_anchor
from directives.presenters.proposal import STEPS, part_page, proposal_page
from directives.proposing.answers import unanswered
from directives.services import issuing
from directives.services.correcting import Act, correct_draft
from directives.services.evidence import inspect
from directives.services.reading import read_dispatch
from directives.views.dispatches_common import OPEN, directory_of, form_of, names_of, typed_values, wanted_act
from directives.workflow import DirectiveStatus
from reading.dispatch.proposal import Proposal
from units.requests import SignedIn


@once
def directive_upload(request: SignedIn) -> HttpResponse:
    """Step 1: a file or pasted words; what can't be read comes back with the reason and the way on: typing the points by hand."""
    rules.check_can_steer(request.user)
    by_hand = request.POST.get("cach") == BY_HAND
    form = UploadForm(request.POST, request.FILES, by_hand=by_hand) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            draft = _by_hand(request, form) if by_hand else _read(request, form)
        except FileRefused as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", error.message)
        else:
            return redirect(reverse("directive_proposal", args=[draft.pk]) + (f"?sua={ADDED}" if by_hand else ""))
    context = {"form": form, "steps": steps_of(STEPS, 1), "drafts": draft_rows(request.user)}
    return render(request, "directives/dispatch_upload.html", context, status=422 if form.is_bound else 200)


_NO_UNITS = (
    "Văn bản không nêu đơn vị nào của Tỉnh. Xem lại có đúng văn bản giao việc cho Tỉnh không; "
    "đúng thì chọn đơn vị cho từng điểm, hoặc bỏ bản nháp này rồi nhập tay."
)


def _read(request: SignedIn, form: UploadForm) -> Directive:
    content, name = form.content()
    proposal = read_dispatch(content, name)
    draft = issuing.save_draft(by=request.user, proposal=proposal, file_name=name, content=content)
    messages.success(request, f"Đã đọc {vn_num(len(proposal.points))} điểm và lưu bản nháp. Chưa giao việc cho ai.")
    if not proposal.names_units:
        messages.warning(request, _NO_UNITS)
    return draft


def _by_hand(request: SignedIn, form: UploadForm) -> Directive:
    """A scan or a photograph is kept as the original; without any file there is none."""
    found = inspect(form.cleaned_data["file"]) if form.cleaned_data["file"] else None
    content, name = (found.content, found.name) if found else (b"", HAND_NAME)
    messages.success(request, "Đã mở bản nháp trống. Nhập tay từng điểm; chưa giao việc cho ai.")
    return issuing.save_draft(by=request.user, proposal=Proposal(), file_name=name, content=content)


def _draft(request: SignedIn, pk: int) -> Directive | None:
    """The draft, or None for a dispatch that is issued by now and only looked at; whoever may not see drafts finds nothing."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user), pk=pk)
    rules.check_can_steer(request.user)
    if directive.status != DirectiveStatus.DRAFT and request.method != "POST":
        return None
    rules.check_can_edit_draft(request.user, directive)
    return directive


def directive_proposal(request: SignedIn, pk: int) -> HttpResponse:
    """Step 2: what was read beside the words, everything correctable part by part; what is sent is kept as a whole or not at all."""
    directive = _draft(request, pk)
    if directive is None:
        return redirect("directive_detail", pk=pk)
    if request.method != "POST":
        wanted = request.GET.get("sua", "")
        if wanted and request.htmx:
            return _show_part(request, directive, wanted)
        form = form_of(directive, parts=request.GET.getlist(OPEN), focused=wanted)
        return _show(request, directive, form, missing="thieu" in request.GET)
    if request.POST.get("version") != str(directive.version):
        return _show_conflict(request, directive)
    form = form_of(directive, request.POST, parts=request.POST.getlist(OPEN))
    if not form.is_valid():
        return _show(request, directive, form, status=422)
    return _save(request, directive, form)


def _show_part(request: SignedIn, directive: Directive, wanted: str) -> HttpResponse:
    """One part, opened; the address then names all that are open, so that the page can be loaded again with them."""
    part = part_page(directive, form_of(directive, focused=wanted), wanted)
    if part is None:
        raise Http404
    response = render(request, "directives/dispatch_part.html", {"part": part, "directive": directive})
    opened = dict.fromkeys(filter(None, [*request.GET.getlist(OPEN), wanted]))
    response["HX-Replace-Url"] = f"{request.path}?{urlencode({OPEN: list(opened)}, doseq=True)}"
    return response


@require_safe
def directive_units(request: SignedIn, pk: int) -> JsonResponse:
    """The lines from which units are chosen (``static/js/units.js``): groups, then units of the time of the dispatch."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user), pk=pk)
    rules.check_can_edit_draft(request.user, directive)
    return JsonResponse({"lines": names_of(Proposal.from_storage(directive.reading.proposal)).offered()})


def _save(request: SignedIn, directive: Directive, form: ProposalForm) -> HttpResponse:
    button = request.POST.get("viec", "")
    act = wanted_act(button, form)
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
    if button == "xem":
        return redirect("directive_confirm", pk=saved.pk)
    if changes or not button.startswith("sua:"):
        messages.success(request, f"Đã lưu bản nháp, {vn_num(len(changes))} chỗ thay đổi." if changes else "Không có chỗ nào thay đổi.")
    return redirect(reverse("directive_proposal", args=[saved.pk]) + _place(button, act, saved))


def _place(button: str, act: Act | None, directive: Directive) -> str:
    """Back to the point that was worked on, to the part that was asked for, or else to what is left to decide."""
    name, _, wanted = button.partition(":")
    if name == "sua":
        return f"?{urlencode({'sua': wanted})}#sua-{wanted}"
    if act is not None and act.kind == "add":
        return f"?sua={ADDED}#sua-{ADDED}"
    key = act.key if act is not None else wanted
    proposal = Proposal.from_storage(directive.reading.proposal)
    if any(point.key == key for point in proposal.points):
        return f"#{point_anchor(key)}"
    return "#phai-chon" if unanswered(proposal, directive.reading.answers) else ""


def _show(request: SignedIn, directive: Directive, form: ProposalForm, *, status: int = 200, missing: bool = False) -> HttpResponse:
    context = {"page": proposal_page(directive, form), "form": form, "directive": directive, "missing": missing}
    return render(request, "directives/dispatch_proposal.html", context, status=status)


def _show_conflict(request: SignedIn, directive: Directive) -> HttpResponse:
    """Somebody else was faster: the draft as it is now, and beside it what was typed here and is not kept."""
    form = form_of(directive, parts=request.POST.getlist(OPEN))
    context = {"page": proposal_page(directive, form), "form": form, "directive": directive, "typed": typed_values(request.POST, form)}
    return render(request, "directives/dispatch_proposal.html", {**context, "conflict": True}, status=409)


@once
def directive_confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Step 3: what will be made, by unit; issued only when a person says that it was checked."""
    directive = _draft(request, pk)
    if directive is None:
        return redirect("directive_detail", pk=pk)
    if unanswered(Proposal.from_storage(directive.reading.proposal), directive.reading.answers):
        return redirect(reverse("directive_proposal", args=[pk]) + "?thieu=1")
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial={"version": directive.version})
    tried = try_form(form, lambda: issuing.issue_directive(directive_id=pk, by=request.user, version=form.cleaned_data["version"]))
    if (made := tried.done) is not None:
        messages.success(request, f"Đã giao {vn_num(made.items)} nội dung và {vn_num(made.obligations)} báo cáo.")
        return redirect("directive_detail", pk=pk)
    if tried.conflict:
        form.data = {"version": str(directive.version)}  # look again, and tick again
        form.add_error(None, tried.conflict)
    context = {"page": confirm_page(directive), "form": form, "directive": directive}
    return render(request, "directives/dispatch_confirm.html", context, status=tried.status)
