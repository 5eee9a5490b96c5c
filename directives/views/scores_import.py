"""Importing a score table: upload, preview with all errors, commit or throw away. The Centre alone, as far as it may see scores."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import FileRefused, Invalid
from common.formats import vn_num
from directives import rules
from directives.forms.scores import ScoreUploadForm, refuse
from directives.importing.scores import neutral_name
from directives.models import ScoreBatch, ScoreReading
from directives.presenters import scores as presenters
from directives.services import scores
from directives.services.evidence import read_upload
from directives.views.scores_common import ask_purpose, note, state_purpose, stated_purpose
from directives.workflow import ImportStatus, ScorePurpose
from units.requests import SignedIn


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def score_upload(request: SignedIn) -> HttpResponse:
    """The file and the inspection it belongs to. Uploading states the purpose: to check and import it."""
    rules.check_can_import_scores(request.user)
    form = ScoreUploadForm(request.POST, request.FILES) if request.method == "POST" else ScoreUploadForm()
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["file"]
        upload.name = neutral_name(upload.name or "")  # people write names into file names
        try:
            target = scores.target_of(**form.where())
            batch = scores.open_scores(by=request.user, target=target, content=read_upload(upload), file_name=upload.name)
        except FileRefused as error:
            form.add_error("file", error.message)
        except Invalid as error:
            refuse(form, error)
        else:
            state_purpose(request, ScorePurpose.CHECK)
            return redirect("score_batch", pk=batch.pk)
    return render(request, "directives/score_upload.html", {"form": form, **presenters.upload_page()}, status=422 if form.is_bound else 200)


def _the_batch(request: SignedIn, pk: int) -> ScoreBatch:
    """The batch; for those who may not import it does not exist."""
    if not rules.can(rules.check_can_import_scores, request.user):
        raise Http404
    return get_object_or_404(ScoreBatch.objects.select_related("inspection__directive"), pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def score_batch(request: SignedIn, pk: int) -> HttpResponse:
    """The preview of a draft; sent, it is committed. A committed one leads to the list: its file is gone."""
    batch = _the_batch(request, pk)
    if batch.status != ImportStatus.DRAFT:
        return redirect("score_list")
    if request.method == "POST":
        try:
            done = scores.commit_scores(batch_id=pk, by=request.user, only_valid="hop_le" in request.POST)
        except (Invalid, FileRefused) as error:
            messages.error(request, error.message)
            return redirect("score_batch", pk=pk)
        counts = done.counts
        words = f"Đã nhập bảng điểm: {vn_num(counts['created'])} người mới, {vn_num(counts['updated'])} cập nhật."
        messages.success(request, f"{words} Tệp tải lên đã được xóa khỏi cổng.")
        return redirect("score_list")
    if not stated_purpose(request):
        return ask_purpose(request)
    try:
        found = scores.preview_scores(batch)
    except (FileRefused, Invalid) as error:
        messages.error(request, error.message)
        return redirect("score_upload")
    note(request, ScoreReading.Kind.PREVIEW, [], people=len(found.planned))
    return render(request, "directives/score_preview.html", presenters.preview_page(batch, found))


@require_POST
def score_discard(request: SignedIn, pk: int) -> HttpResponse:
    """Throw a draft and its file away."""
    batch = _the_batch(request, pk)
    scores.discard_scores(batch_id=batch.pk, by=request.user)
    messages.success(request, "Đã bỏ bảng điểm, chưa nhập gì từ tệp này.")
    return redirect("score_upload")
