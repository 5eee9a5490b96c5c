"""Importing results of inspections: upload, undo, throw away, and the files that go with it. The steps between are in ``import_batch``."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import FileRefused, Invalid
from common.formats import vn_num
from common.once import once
from directives import rules
from directives.exporting import import_marked as marking
from directives.exporting import import_template as templates
from directives.forms.dispatches import refuse
from directives.forms.imports import UploadForm
from directives.models import ImportBatch
from directives.presenters.imports import discard_losses, result_page, undo_losses, upload_page
from directives.services import importing
from directives.services.evidence import read_upload
from directives.views.asking import Question, ask
from directives.views.stored import file_answer
from directives.workflow import ImportStatus
from units.books import current_book, units_by_code
from units.requests import SignedIn


@once
def import_upload(request: SignedIn) -> HttpResponse:
    """Step 1: the file and where its findings go; one that can't be read comes back with the reason."""
    rules.check_can_import(request.user)
    form = UploadForm(request.POST, request.FILES, user=request.user) if request.method == "POST" else UploadForm(user=request.user)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            target = importing.target_of(**form.where())
            content = read_upload(upload)
            batch = importing.open_batch(by=request.user, target=target, content=content, file_name=upload.name, due_on=form.common_due())
        except FileRefused as error:
            form.add_error("file", error.message)
        except Invalid as error:
            refuse(form, error)
        else:
            if target.new_title and target.inspection is not None:
                there = f"Đợt kiểm tra “{target.inspection.title}” đã có trên cổng"
                messages.info(request, f"{there}: tệp này được nhập vào đợt đó, hạn chế đã có không ghi lần nữa.")
            return redirect("import_batch", pk=batch.pk)
    context = {"form": form, "sees_scores": rules.sees_scores(request.user), **upload_page()}
    return render(request, "directives/import_upload.html", context, status=422 if form.is_bound else 200)


def the_batch(request: SignedIn, pk: int) -> ImportBatch:
    """The batch; for those who may not import it does not exist."""
    if not rules.can(rules.check_can_import, request.user):
        raise Http404
    batches = ImportBatch.objects.select_related("inspection", "directive", "point__directive", "created_by", "undone_by")
    return get_object_or_404(batches, pk=pk)


@once
@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Take a committed import back after asking, or say what was built on it."""
    batch = the_batch(request, pk)
    if request.method != "POST":
        return (
            ask(
                request,
                Question(
                    "Hoàn tác lần nhập này?",
                    undo_losses(batch),
                    "Hoàn tác lần nhập",
                    reverse("import_batch", args=[pk]),
                    "Nếu có đơn vị đã cập nhật thì cổng không hoàn tác và nói rõ vướng ở đâu.",
                ),
            )
            if batch.status == ImportStatus.COMMITTED
            else redirect("import_batch", pk=pk)
        )
    undone = importing.undo_import(batch_id=batch.pk, by=request.user)
    if undone.obstacles:
        return render(request, "directives/import_result.html", result_page(batch, None, undone.obstacles), status=409)
    messages.success(request, f"Đã hoàn tác: bỏ {vn_num(undone.removed)} hạn chế, trả lại {vn_num(undone.restored)} giá trị cũ.")
    return redirect("import_batch", pk=pk)


@once
@require_http_methods(["GET", "HEAD", "POST"])
def import_discard(request: SignedIn, pk: int) -> HttpResponse:
    """Throw a draft away after asking; nothing was imported from it."""
    batch = the_batch(request, pk)
    if request.method != "POST":
        return (
            ask(
                request,
                Question(
                    "Bỏ tệp này?",
                    discard_losses(batch),
                    "Bỏ tệp",
                    reverse("import_batch", args=[pk]),
                    "Chưa nhập gì từ tệp này nên không đơn vị nào bị ảnh hưởng.",
                ),
            )
            if batch.status == ImportStatus.DRAFT
            else redirect("import_batch", pk=pk)
        )
    importing.discard_batch(batch_id=batch.pk, by=request.user)
    messages.success(request, f"Đã bỏ tệp “{batch.file_name}”, chưa nhập gì từ tệp này.")
    return redirect("import_upload")


@require_safe
def import_original(request: SignedIn, pk: int) -> HttpResponseBase:
    """The very file that was uploaded, as a download."""
    batch = the_batch(request, pk)
    return file_answer(batch.file, name=batch.file_name)


@require_safe
def import_marked(request: SignedIn, pk: int) -> HttpResponse:
    """The uploader's own workbook with the cells coloured and commented that were not understood."""
    batch = the_batch(request, pk)
    try:
        content = importing.content_of(batch)
        errors = importing.annex_of(batch, content).errors
    except FileRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("import_batch", pk=pk)
    return _download(marking.marked(content, batch.file_name, errors), marking.file_name(batch.file_name))


@require_safe
def import_template(request: SignedIn) -> HttpResponse:
    """The empty annex."""
    rules.check_can_import(request.user)
    book = current_book()
    return _download(templates.template([unit for code, unit in units_by_code().items() if book.by_code(code)]), templates.FILE_NAME)


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=templates.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _ask_undo(request: SignedIn, batch: ImportBatch) -> HttpResponse:
    back = reverse("import_batch", args=[batch.pk])
    if batch.status != ImportStatus.COMMITTED:
        return redirect(back)
    stays = "Nếu có đơn vị đã cập nhật thì cổng không hoàn tác và nói rõ vướng ở đâu."
    return ask(request, Question("Hoàn tác lần nhập này?", undo_losses(batch), "Hoàn tác lần nhập", back, stays))


def _ask_discard(request: SignedIn, batch: ImportBatch) -> HttpResponse:
    back = reverse("import_batch", args=[batch.pk])
    if batch.status != ImportStatus.DRAFT:
        return redirect(back)
    stays = "Chưa nhập gì từ tệp này nên không đơn vị nào bị ảnh hưởng."
    return ask(request, Question("Bỏ tệp này?", discard_losses(batch), "Bỏ tệp", back, stays))
