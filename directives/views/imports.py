"""Importing results of inspections in three steps: upload, preview, result. Nothing is written to findings and items before the third."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.errors import Conflict, FileRefused, Invalid
from common.formats import vn_num
from directives import rules
from directives.exporting import import_template as templates
from directives.forms.dispatches import refuse
from directives.forms.imports import ChoicesForm, UploadForm
from directives.forms.unit_list import UnitNames
from directives.models import ImportBatch
from directives.presenters.import_preview import preview_page
from directives.presenters.imports import result_page, upload_page
from directives.services import importing
from directives.services.evidence import read_upload
from directives.services.issuing import units_by_code
from directives.services.undoing import undo_import
from directives.workflow import ImportStatus
from units.requests import SignedIn

log = logging.getLogger(__name__)


def import_upload(request: SignedIn) -> HttpResponse:
    """Step 1: the file and where its findings go; one that can't be read comes back with the reason."""
    rules.check_can_import(request.user)
    form = UploadForm(request.POST, request.FILES, user=request.user) if request.method == "POST" else UploadForm(user=request.user)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            target = importing.target_of(**form.where())
            content = read_upload(upload)
            batch = importing.open_batch(by=request.user, target=target, content=content, file_name=upload.name)
        except FileRefused as error:
            form.add_error("file", error.message)
        except Invalid as error:
            refuse(form, error)
        else:
            return redirect("import_batch", pk=batch.pk)
    return render(request, "directives/import_upload.html", {"form": form, **upload_page()}, status=422 if form.is_bound else 200)


def _batch(request: SignedIn, pk: int) -> ImportBatch:
    """The batch; for those who may not import it does not exist."""
    if not rules.can(rules.check_can_import, request.user):
        raise Http404
    batches = ImportBatch.objects.select_related("inspection", "directive", "point__directive", "created_by", "undone_by")
    return get_object_or_404(batches, pk=pk)


def import_batch(request: SignedIn, pk: int) -> HttpResponse:
    """Step 2 of a draft, step 3 of what is committed."""
    batch = _batch(request, pk)
    if batch.status != ImportStatus.DRAFT:
        if request.method == "POST":
            messages.info(request, "Lần nhập này đã xong, xem kết quả ở dưới.")
            return redirect("import_batch", pk=pk)
        return render(request, "directives/import_result.html", result_page(batch, request.GET.get("trang")))
    units = units_by_code()
    preview = importing.preview(batch, units=units)
    names = UnitNames({code: unit for code, unit in units.items() if preview.annex.book.by_code(code)}, preview.annex.book)
    if request.method != "POST":
        form = ChoicesForm(batch=batch, preview=preview, names=names)
        return _show(request, batch, preview, form)
    form = ChoicesForm(request.POST, batch=batch, preview=preview, names=names)
    if request.POST.get("version") != str(batch.version):
        messages.warning(request, "Có người vừa sửa lần nhập này. Chưa lưu những gì anh/chị vừa gửi; trang này là bản mới nhất.")
        return _show(request, batch, preview, ChoicesForm(batch=batch, preview=preview, names=names), status=409)
    if not form.is_valid():
        return _show(request, batch, preview, form, status=422)
    return _act(request, batch, preview, form)


def _act(request: SignedIn, batch: ImportBatch, preview: importing.Preview, form: ChoicesForm) -> HttpResponse:
    """Keep the decisions; only where nothing was decided anew is what the person saw what is committed."""
    button = request.POST.get("viec", "")
    try:
        version = form.cleaned_data["version"]
        batch, changed = importing.choose(batch_id=batch.pk, version=version, by=request.user, units=form.units(), columns=form.columns())
        if changed:
            messages.success(request, "Đã ghi các lựa chọn và kiểm tra lại. Chưa nhập gì; xem lại rồi bấm nhập.")
        elif button in ("nhap", "nhap-hop-le"):
            done = importing.commit_batch(batch_id=batch.pk, version=batch.version, by=request.user, only_valid=button == "nhap-hop-le")
            messages.success(request, f"Đã nhập {vn_num(done.result['counts']['created'])} hạn chế.")
        else:
            messages.info(request, "Đã kiểm tra lại, không có gì thay đổi.")
    except (Invalid, Conflict) as error:
        form.add_error(None, error.message)
        return _show(request, batch, preview, form, status=409 if isinstance(error, Conflict) else 422)
    return redirect("import_batch", pk=batch.pk)


def _show(request: SignedIn, batch: ImportBatch, preview: importing.Preview, form: ChoicesForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = preview_page(batch, preview, form, request.GET.get("trang"))
    return render(request, "directives/import_preview.html", context, status=status)


@require_POST
def import_undo(request: SignedIn, pk: int) -> HttpResponse:
    """Take a committed import back, or say what was built on it."""
    batch = _batch(request, pk)
    undone = undo_import(batch_id=batch.pk, by=request.user)
    if undone.obstacles:
        return render(request, "directives/import_result.html", result_page(batch, None, undone.obstacles), status=409)
    messages.success(request, f"Đã hoàn tác: bỏ {vn_num(undone.removed)} hạn chế, trả lại {vn_num(undone.restored)} giá trị cũ.")
    return redirect("import_batch", pk=pk)


@require_POST
def import_discard(request: SignedIn, pk: int) -> HttpResponse:
    """Throw a draft away; nothing was imported from it."""
    batch = _batch(request, pk)
    importing.discard_batch(batch_id=batch.pk, by=request.user)
    messages.success(request, f"Đã bỏ tệp “{batch.file_name}”, chưa nhập gì từ tệp này.")
    return redirect("import_upload")


@require_safe
def import_original(request: SignedIn, pk: int) -> HttpResponseBase:
    """The very file that was uploaded, as a download."""
    batch = _batch(request, pk)
    try:
        content = batch.file.open("rb")
    except FileNotFoundError as error:
        log.error("import %s: its file is gone from the store", batch.pk)
        raise Http404 from error
    answer = FileResponse(content, as_attachment=True, filename=batch.file_name, content_type=templates.CONTENT_TYPE)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@require_safe
def import_template(request: SignedIn) -> HttpResponse:
    """The empty annex."""
    rules.check_can_import(request.user)
    answer = HttpResponse(templates.template(), content_type=templates.CONTENT_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{templates.FILE_NAME}"'
    return answer
