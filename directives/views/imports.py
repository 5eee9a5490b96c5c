"""Importing results of inspections: the pages of an annex, and the files that go with it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.acting import attempt
from common.downloads import workbook_answer
from common.errors import FileRefused
from common.formats import vn_num
from common.once import once
from common.page_parts import steps_of
from directives import rules
from directives.exporting import import_marked as marking
from directives.exporting import import_template as templates
from directives.forms.import_choices import ChoicesForm
from directives.forms.imports import UploadForm
from directives.forms.unit_list import UnitNames
from directives.models import ImportBatch, ImportRun
from directives.presenters.file_choices import STEPS
from directives.presenters.import_preview import AnnexPreview, preview_page
from directives.presenters.imports import ImportResult, losses_of, result_page, upload_page
from directives.services import import_runs, importing
from directives.services.evidence import read_upload
from directives.services.importing import ANNEXES, Obstacle, Preview, Undone
from directives.views.import_pages import ImportPages
from directives.views.stored import file_answer
from units.books import current_book
from units.requests import SignedIn


class AnnexPages(ImportPages[ImportBatch, Preview, ChoicesForm]):
    """A long annex is committed by a worker."""

    imports = ANNEXES
    urls, stays = "import", "Nếu có đơn vị đã cập nhật thì cổng không hoàn tác và nói rõ vướng ở đâu."

    def form(self, data: Any, batch: ImportBatch, found: Preview, names: UnitNames, page: str | None) -> ChoicesForm:
        return ChoicesForm(data, batch=batch, preview=found, names=names, page_number=page)

    def waiting(self, request: SignedIn, batch: ImportBatch) -> HttpResponse | None:
        run = ImportRun.objects.filter(batch=batch).first()
        if run is not None and run.finished_at is None:
            return render(request, "directives/import_progress.html", {"batch": batch, "run": run, "steps": steps_of(STEPS, 3)})
        if run is not None and run.error and request.method != "POST":
            messages.error(request, run.error)
        return None

    def commit(self, request: SignedIn, batch: ImportBatch, found: Preview, *, only_valid: bool) -> None:
        if len(found.planned) >= import_runs.LONG_ROWS:
            import_runs.ask_commit(batch_id=batch.pk, version=batch.version, by=request.user, only_valid=only_valid)
            return
        done = ANNEXES.commit(batch_id=batch.pk, version=batch.version, by=request.user, only_valid=only_valid)
        messages.success(request, f"Đã nhập {vn_num(done.result['counts']['created'])} hạn chế.")

    def preview_page(self, batch: ImportBatch, found: Preview, form: ChoicesForm, page: str | None) -> AnnexPreview:
        return preview_page(batch, found, form)

    def result_page(self, batch: ImportBatch, page: str | None, obstacles: Sequence[Obstacle]) -> ImportResult:
        return result_page(batch, page, obstacles)

    def losses(self, batch: ImportBatch) -> list[str]:
        return losses_of(batch)

    def undone_words(self, undone: Undone) -> str:
        return f"bỏ {vn_num(undone.removed)} hạn chế, trả lại {vn_num(undone.restored)} giá trị cũ"


PAGES = AnnexPages()


@once
def import_upload(request: SignedIn) -> HttpResponse:
    """Step 1: the file and where its findings go; one that can't be read comes back with the reason."""
    rules.check_can_import(request.user)
    form = UploadForm(request.POST, request.FILES, user=request.user) if request.method == "POST" else UploadForm(user=request.user)
    batch = attempt(form, lambda: _open(request, form))
    if batch is not None:
        return redirect("import_batch", pk=batch.pk)
    context = {"form": form, "sees_scores": rules.sees_scores(request.user), "page": upload_page(), "steps": steps_of(STEPS, 1)}
    return render(request, "directives/import_upload.html", context, status=422 if form.is_bound else 200)


def _open(request: SignedIn, form: UploadForm) -> ImportBatch:
    """Keep the file as a draft, and say where it goes if that is another place than was written."""
    upload = form.cleaned_data["file"]
    target = importing.target_of(**form.where())
    content = read_upload(upload)
    batch = importing.open_batch(by=request.user, target=target, content=content, file_name=upload.name, due_on=form.common_due())
    if target.new_title and target.inspection is not None:
        there = f"Đợt kiểm tra “{target.inspection.title}” đã có trên cổng"
        messages.info(request, f"{there}: tệp này được nhập vào đợt đó, hạn chế đã có không ghi lần nữa.")
    return batch


import_batch, import_undo, import_discard = PAGES.views()


@require_safe
def import_original(request: SignedIn, pk: int) -> HttpResponseBase:
    """The very file that was uploaded, as a download."""
    batch = PAGES.find(request, pk)
    return file_answer(batch.file, name=batch.file_name)


@require_safe
def import_marked(request: SignedIn, pk: int) -> HttpResponse:
    """The uploader's own workbook with the cells coloured and commented that were not understood."""
    batch = PAGES.find(request, pk)
    try:
        content = importing.content_of(batch)
        errors = importing.annex_of(batch, content).errors
    except FileRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("import_batch", pk=pk)
    return workbook_answer(marking.marked(content, batch.file_name, errors), marking.file_name(batch.file_name))


@require_safe
def import_template(request: SignedIn) -> HttpResponse:
    """The empty annex."""
    rules.check_can_import(request.user)
    return workbook_answer(templates.template(current_book().units.values()), templates.FILE_NAME)
