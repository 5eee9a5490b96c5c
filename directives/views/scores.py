"""Scores of named persons: the list, one person, what follows for him, the export, the log of who looked. Each look is noted first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.acting import attempt
from common.downloads import workbook_answer
from common.once import once
from directives import rules
from directives.exporting import scores as exporting
from directives.forms.scores import FOLLOW_UP_FORMS, ExportForm, PurposeForm, ScoreFilter
from directives.models import Score, ScoreFollowUp, ScoreReading
from directives.presenters import scores as presenters
from directives.services import scores_following as following
from directives.views.scores_common import (
    ask_purpose,
    forget_purpose,
    get_score,
    note,
    purpose_words,
    safe_next,
    state_purpose,
    stated_purpose,
)
from units.requests import SignedIn

_DONE = {"commend": "Đã ghi biểu dương.", "remind": "Đã ghi nhắc nhở.", "reassign": "Đã ghi bố trí lại công việc."}


@require_safe
def score_list(request: SignedIn) -> HttpResponse:
    """The persons whom this reader's side answers for, once he has said why."""
    rules.check_can_see_scores(request.user)
    if not stated_purpose(request):
        return ask_purpose(request)
    page = presenters.score_list_page(request.user, request.GET)
    note(request, ScoreReading.Kind.LIST, [row.score.pk for row in page.rows])
    context = {"page": page, "export_form": ExportForm(), "purpose": purpose_words(request)}
    return render(request, "directives/score_list.html", context)


@require_POST
def score_purpose(request: SignedIn) -> HttpResponse:
    """Ask for the purpose of looking; without one nothing is shown."""
    rules.check_can_see_scores(request.user)
    if "thoi" in request.POST:
        forget_purpose(request)
        messages.success(request, "Đã thôi xem bảng điểm.")
        return redirect("score_list")
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return ask_purpose(request, form=form, status=422)
    state_purpose(request, form.cleaned_data["purpose"])
    return redirect(safe_next(form.cleaned_data["next"]))


@require_safe
def score_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One person's score and what was done for him."""
    score = get_score(request, pk)
    if not stated_purpose(request):
        return ask_purpose(request)
    note(request, ScoreReading.Kind.PERSON, [score.pk])
    return render(request, "directives/score_detail.html", {"page": presenters.score_page(request.user, score), "score": score})


@require_http_methods(["GET", "HEAD", "POST"])
@once
def score_follow(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """Write down one act for one person, by hand."""
    score = get_score(request, pk)
    rules.check_can_follow_up(request.user, score)
    form = FOLLOW_UP_FORMS[kind](request.POST if request.method == "POST" else None)
    if attempt(form, lambda: following.follow_up(score_id=pk, by=request.user, kind=kind, **form.cleaned_data)) is not None:
        messages.success(request, _DONE[kind])
        return redirect("score_detail", pk=pk)
    if not stated_purpose(request):
        return ask_purpose(request)
    note(request, ScoreReading.Kind.PERSON, [score.pk])
    context = {"page": presenters.ScoreLine(score), "score": score, "form": form, "kind": kind, "label": ScoreFollowUp.Kind(kind).label}
    return render(request, "directives/score_follow.html", context, status=422 if form.is_bound else 200)


@require_POST
def score_withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Take back what was written by mistake."""
    mine = ScoreFollowUp.objects.filter(score__in=Score.objects.visible_to(request.user))
    found = get_object_or_404(mine, pk=pk)
    following.withdraw_follow_up(follow_up_id=found.pk, by=request.user)
    messages.success(request, "Đã rút lại việc đã ghi.")
    return redirect("score_detail", pk=found.score_id)


@require_POST
def score_export(request: SignedIn) -> HttpResponse:
    """The rows of the list with these conditions; names are masked unless they are asked for."""
    rules.check_can_see_scores(request.user)
    if not stated_purpose(request):
        return redirect("score_list")
    form = ExportForm(request.POST)
    named = form.is_valid() and form.cleaned_data["names"]
    wanted = ScoreFilter(request.POST, employers=presenters.employers_seen(request.user))
    scores = list(wanted.narrow(presenters.seen_scores(request.user)).in_order())
    note(request, ScoreReading.Kind.EXPORT_NAMED if named else ScoreReading.Kind.EXPORT, [score.pk for score in scores])
    content = exporting.export_scores(scores, named=named, today=clock.today())
    return workbook_answer(content, f"bang-diem-{clock.today():%Y-%m-%d}.xlsx")


@require_safe
def score_log(request: SignedIn) -> HttpResponse:
    """Who looked, when and why."""
    rules.check_can_read_score_log(request.user)
    context = {"page": presenters.log_page(request.GET), "can_open": presenters.may_open_list(request.user)}
    return render(request, "directives/score_log.html", context)
