"""Importing a score table: upload, look through and mend, commit or throw away, undo. The Centre alone, as far as it may see scores."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.errors import Conflict, FileRefused, Forbidden, Invalid
from common.once import once
from directives import rules
from directives.forms.scores import ScoreUploadForm, refuse
from directives.forms.scores_choices import ScoreChoicesForm, ScoreHeaderForm, asked_headers, seen_scores
from directives.forms.unit_list import UnitNames
from directives.models import ScoreBatch, ScoreReading
from directives.presenters import scores_import as presenters
from directives.services import scores
from directives.services.evidence import read_upload
from directives.views.asking import Question, ask
from directives.views.scores_common import ask_purpose, note, state_purpose, stated_purpose
from directives.workflow import ImportStatus, ScorePurpose
from reading.scores.reader import neutral_name
from units.books import units_by_code
from units.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
@once
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
    return get_object_or_404(ScoreBatch.objects.select_related("inspection__directive", "created_by", "undone_by"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def score_batch(request: SignedIn, pk: int) -> HttpResponse:
    """What the table is at: done (numbers without names, its file is gone), without a header, or to be looked through and mended."""
    batch = _the_batch(request, pk)
    if batch.status != ImportStatus.DRAFT:
        return _result(request, batch)
    try:
        preview = scores.preview_scores(batch)
    except FileRefused as refusal:
        return _columns(request, batch, refusal)
    except Invalid as error:
        messages.error(request, error.message)
        return redirect("score_upload")
    file, units = seen_scores(batch, preview), units_by_code()
    names = UnitNames({code: unit for code, unit in units.items() if file.book.by_code(code)}, file.book)
    fresh = ScoreChoicesForm(file=file, names=names)
    if request.method != "POST":
        return _show(request, batch, preview, fresh)
    if (request.POST.get("version"), request.POST.get("mark")) != (str(batch.version), fresh.page_mark()):
        messages.warning(request, "Có người vừa sửa bảng điểm này. Chưa lưu những gì anh/chị vừa gửi; trang này là bản mới nhất.")
        return _show(request, batch, preview, fresh, status=409)
    form = ScoreChoicesForm(request.POST, file=file, names=names)
    return _act(request, batch, preview, form) if form.is_valid() else _show(request, batch, preview, form, status=422)


def _act(request: SignedIn, batch: ScoreBatch, preview: scores.Preview, form: ScoreChoicesForm) -> HttpResponse:
    """Keep the decisions; only where nothing was decided anew is what the person saw what is committed."""
    button = request.POST.get("viec", "")
    try:
        version = form.cleaned_data["version"]
        batch, changed = scores.choose_scores(batch_id=batch.pk, version=version, by=request.user, changes=form.changes())
        if changed:
            messages.success(request, "Đã ghi các lựa chọn và kiểm tra lại. Chưa nhập gì; xem lại rồi bấm nhập.")
        elif button in ("nhap", "nhap-hop-le"):
            scores.commit_scores(batch_id=batch.pk, version=batch.version, by=request.user, only_valid=button == "nhap-hop-le")
            messages.success(request, "Đã nhập bảng điểm. Tệp tải lên đã được xóa khỏi cổng.")
        else:
            messages.info(request, "Đã kiểm tra lại, không có gì thay đổi.")
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
        return _show(request, batch, preview, form, status=409 if isinstance(error, Conflict) else 422)
    except Forbidden as error:  # somebody was faster: what became of it stands on the page
        messages.warning(request, error.message)
    return redirect("score_batch", pk=batch.pk)


def _show(request: SignedIn, batch: ScoreBatch, preview: scores.Preview, form: ScoreChoicesForm, status: int = 200) -> HttpResponse:
    """The preview, once the reader has said why; each look is noted before the names leave the portal."""
    if not stated_purpose(request):
        return ask_purpose(request)
    page = presenters.preview_page(batch, preview, form, request.GET.get("trang"))
    note(request, ScoreReading.Kind.PREVIEW, [], people=page["shown"])
    return render(request, "directives/score_preview.html", page, status=status)


def _columns(request: SignedIn, batch: ScoreBatch, refusal: FileRefused) -> HttpResponse:
    """No header of scores was found: a person says what the columns of the likeliest row hold. The first cells below it may be names."""
    headers = asked_headers(scores.SCORE_TABLES.guesses_of(batch)) if refusal.code == "header_missing" else []
    form = ScoreHeaderForm(request.POST or None, version=batch.version, headers=headers)
    if request.method == "POST" and form.is_valid():
        try:
            scores.choose_scores(batch_id=batch.pk, version=form.cleaned_data["version"], by=request.user, changes=form.changes())
        except (Invalid, Conflict) as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghép cột. Chưa nhập gì; xem lại rồi bấm nhập.")
            return redirect("score_batch", pk=batch.pk)
    if not stated_purpose(request):
        return ask_purpose(request)
    note(request, ScoreReading.Kind.PREVIEW, [], people=len(headers))
    page = presenters.columns_page(batch, form, refusal)
    return render(request, "directives/score_columns.html", page, status=422 if form.is_bound else 200)


def _result(request: SignedIn, batch: ScoreBatch) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, "Bảng điểm này đã nhập xong, xem kết quả ở dưới.")
        return redirect("score_batch", pk=batch.pk)
    return render(request, "directives/score_result.html", presenters.result_page(batch))


@once
@require_http_methods(["GET", "HEAD", "POST"])
def score_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Take a committed table back after asking, or say what was built on it."""
    batch = _the_batch(request, pk)
    if request.method != "POST":
        return _ask_undo(request, batch) if batch.status == ImportStatus.COMMITTED else redirect("score_batch", pk=pk)
    undone = scores.undo_scores(batch_id=batch.pk, by=request.user)
    if undone.obstacles:
        return render(request, "directives/score_result.html", presenters.result_page(batch, undone.obstacles), status=409)
    messages.success(request, f"Đã hoàn tác: {presenters.undo_words(undone.removed, undone.restored)}.")
    return redirect("score_batch", pk=pk)


@once
@require_http_methods(["GET", "HEAD", "POST"])
def score_discard(request: SignedIn, pk: int) -> HttpResponse:
    """Throw a draft and its file away, after asking."""
    batch = _the_batch(request, pk)
    if request.method != "POST":
        return _ask_discard(request, batch) if batch.status == ImportStatus.DRAFT else redirect("score_batch", pk=pk)
    scores.discard_scores(batch_id=batch.pk, by=request.user)
    messages.success(request, "Đã bỏ bảng điểm, chưa nhập gì từ tệp này.")
    return redirect("score_upload")


def _ask_undo(request: SignedIn, batch: ScoreBatch) -> HttpResponse:
    words = presenters.undo_words(batch.counts.get("created", 0), batch.counts.get("updated", 0))
    losses = [f"Cổng {words}; điểm đã bỏ không lấy lại được, muốn có phải nhập lại tệp."]
    return ask(request, Question("Hoàn tác lần nhập này?", losses, "Hoàn tác lần nhập", reverse("score_batch", args=[batch.pk])))


def _ask_discard(request: SignedIn, batch: ScoreBatch) -> HttpResponse:
    losses = ["Bảng điểm đang xem trước và những gì đã sửa trên trang không còn trên cổng."]
    return ask(request, Question("Bỏ bảng này?", losses, "Bỏ bảng", reverse("score_batch", args=[batch.pk]), "Chưa nhập gì từ bảng này."))
