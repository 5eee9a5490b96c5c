"""Importing a score table: the pages of the Centre, as far as it may see scores."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common.acting import attempt
from common.once import once
from directives import rules
from directives.forms.file_choices import FileChoicesForm
from directives.forms.scores import ScoreUploadForm
from directives.forms.unit_list import UnitNames
from directives.models import ScoreBatch, ScoreReading
from directives.presenters import scores_import as presenters
from directives.presenters.file_choices import FilePreview
from directives.services.evidence import read_upload
from directives.services.importing import Obstacle, Undone
from directives.services.scores import SCORE_TABLES, Preview, target_of
from directives.views.import_pages import ImportPages
from directives.views.scores_common import ask_purpose, note, state_purpose, stated_purpose
from directives.workflow import ScorePurpose
from reading.scores.reader import neutral_name
from units.requests import SignedIn


class ScorePages(ImportPages[ScoreBatch, Preview, FileChoicesForm]):
    """Each look is noted before the names leave the portal."""

    imports = SCORE_TABLES
    urls = "score"

    def form(self, data: Any, batch: ScoreBatch, found: Preview, names: UnitNames, page: str | None) -> FileChoicesForm:
        return FileChoicesForm(data, batch=batch, checked=found.checked, names=names)

    def commit(self, request: SignedIn, batch: ScoreBatch, found: Preview, *, only_valid: bool) -> None:
        SCORE_TABLES.commit(batch_id=batch.pk, version=batch.version, by=request.user, only_valid=only_valid)
        messages.success(request, "Đã nhập bảng điểm. Tệp tải lên đã được xóa khỏi cổng.")

    def preview_page(
        self, batch: ScoreBatch, found: Preview, form: FileChoicesForm, page: str | None
    ) -> FilePreview[presenters.ScoreRow, Preview]:
        return presenters.preview_page(batch, found, form, page)

    def result_page(self, batch: ScoreBatch, page: str | None, obstacles: Sequence[Obstacle]) -> presenters.ScoreResult:
        return presenters.ScoreResult(batch, obstacles)

    def refused(self, request: SignedIn) -> HttpResponse | None:
        return None if stated_purpose(request) else ask_purpose(request)

    def looked(self, request: SignedIn, people: int) -> None:
        note(request, ScoreReading.Kind.PREVIEW, [], people=people)

    def losses(self, batch: ScoreBatch) -> list[str]:
        return presenters.losses_of(batch)

    def undone_words(self, undone: Undone) -> str:
        return presenters.undo_words(undone.removed, undone.restored)


PAGES = ScorePages()


@require_http_methods(["GET", "HEAD", "POST"])
@once
def score_upload(request: SignedIn) -> HttpResponse:
    """The file and the inspection it belongs to. Uploading states the purpose: to check and import it."""
    rules.check_can_import_scores(request.user)
    form = ScoreUploadForm(request.POST, request.FILES) if request.method == "POST" else ScoreUploadForm()
    batch = attempt(form, lambda: _open(request, form))
    if batch is not None:
        state_purpose(request, ScorePurpose.CHECK)
        return redirect("score_batch", pk=batch.pk)
    context = {"form": form, "page": presenters.upload_page(), "kept_days": settings.SCORES_KEPT_DAYS}
    return render(request, "directives/score_upload.html", context, status=422 if form.is_bound else 200)


def _open(request: SignedIn, form: ScoreUploadForm) -> ScoreBatch:
    """Keep the file as a draft, under a neutral name: people write names into file names."""
    upload = form.cleaned_data["file"]
    upload.name = neutral_name(upload.name or "")
    target = target_of(**form.where())
    return SCORE_TABLES.open(by=request.user, target=target, content=read_upload(upload), file_name=upload.name)


score_batch, score_undo, score_discard = PAGES.views()
