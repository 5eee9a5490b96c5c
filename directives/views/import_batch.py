"""One import between upload and result: say what columns hold, look through and mend, commit, wait for a worker."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from common.errors import Conflict, FileRefused, Forbidden, Invalid
from common.formats import vn_num
from directives.forms.dispatches import refuse
from directives.forms.import_choices import ChoicesForm
from directives.forms.import_headers import HeaderForm
from directives.forms.unit_list import UnitNames
from directives.models import ImportBatch, ImportRun
from directives.presenters.import_preview import preview_page
from directives.presenters.imports import columns_page, progress_page, result_page
from directives.services import import_runs, importing
from directives.views.imports import the_batch
from directives.workflow import ImportStatus
from units.books import units_by_code
from units.requests import SignedIn


def import_batch(request: SignedIn, pk: int) -> HttpResponse:
    """What the batch is at: done, being committed by a worker, without a header, or to be looked through."""
    batch = the_batch(request, pk)
    if batch.status != ImportStatus.DRAFT:
        return _result(request, batch)
    run = ImportRun.objects.filter(batch=batch).first()
    if run is not None and run.finished_at is None:
        return render(request, "directives/import_progress.html", progress_page(batch, run))
    units = units_by_code()
    try:
        preview = importing.preview(batch)
    except FileRefused as refusal:
        return _columns(request, batch, refusal)
    names = UnitNames({code: unit for code, unit in units.items() if preview.checked.book.by_code(code)}, preview.checked.book)
    page = request.GET.get("trang")
    fresh = ChoicesForm(batch=batch, preview=preview, names=names, page_number=page)
    if request.method != "POST":
        if run is not None and run.error:
            messages.error(request, run.error)
        return _show(request, batch, preview, fresh)
    if (request.POST.get("version"), request.POST.get("mark")) != (str(batch.version), fresh.page_mark()):
        messages.warning(request, "Có người vừa sửa lần nhập này. Chưa lưu những gì anh/chị vừa gửi; trang này là bản mới nhất.")
        return _show(request, batch, preview, fresh, status=409)
    form = ChoicesForm(request.POST, batch=batch, preview=preview, names=names, page_number=page)
    return _act(request, batch, preview, form) if form.is_valid() else _show(request, batch, preview, form, status=422)


def _result(request: SignedIn, batch: ImportBatch) -> HttpResponse:
    if request.method == "POST":
        messages.info(request, "Lần nhập này đã xong, xem kết quả ở dưới.")
        return redirect("import_batch", pk=batch.pk)
    return render(request, "directives/import_result.html", result_page(batch, request.GET.get("trang")))


def _act(request: SignedIn, batch: ImportBatch, preview: importing.Preview, form: ChoicesForm) -> HttpResponse:
    """Keep the decisions; only where nothing was decided anew is what the person saw what is committed."""
    button = request.POST.get("viec", "")
    try:
        version = form.cleaned_data["version"]
        batch, changed = importing.choose(batch_id=batch.pk, version=version, by=request.user, changes=form.changes())
        if changed:
            messages.success(request, "Đã ghi các lựa chọn và kiểm tra lại. Chưa nhập gì; xem lại rồi bấm nhập.")
        elif button in ("nhap", "nhap-hop-le"):
            _commit(request, batch, rows=len(preview.plan.rows), only_valid=button == "nhap-hop-le")
        else:
            messages.info(request, "Đã kiểm tra lại, không có gì thay đổi.")
    except Conflict as error:
        form.add_error(None, error.message)
        return _show(request, batch, preview, form, status=409)
    except Invalid as error:
        refuse(form, error)
        return _show(request, batch, preview, form, status=422)
    except Forbidden as error:  # somebody was faster: what became of it stands on the page
        messages.warning(request, error.message)
    return redirect(_address(request, batch))


def _address(request: SignedIn, batch: ImportBatch) -> str:
    """The page of the preview on which the person was; the batch itself once there is no preview any more."""
    page, address = request.GET.get("trang", ""), reverse("import_batch", args=[batch.pk])
    still = page.isdecimal() and ImportBatch.objects.filter(pk=batch.pk, status=ImportStatus.DRAFT).exists()
    return f"{address}?trang={page}" if still else address


def _commit(request: SignedIn, batch: ImportBatch, *, rows: int, only_valid: bool) -> None:
    """At once, or by a worker when it takes long."""
    if rows >= import_runs.LONG_ROWS:
        import_runs.ask_commit(batch_id=batch.pk, version=batch.version, by=request.user, only_valid=only_valid)
        return
    done = importing.commit_batch(batch_id=batch.pk, version=batch.version, by=request.user, only_valid=only_valid)
    messages.success(request, f"Đã nhập {vn_num(done.result['counts']['created'])} hạn chế.")


def _show(request: SignedIn, batch: ImportBatch, preview: importing.Preview, form: ChoicesForm, status: int = 200) -> HttpResponse:
    return render(request, "directives/import_preview.html", preview_page(batch, preview, form), status=status)


def _columns(request: SignedIn, batch: ImportBatch, refusal: FileRefused) -> HttpResponse:
    """No header of findings was found: a person says what the columns of the likeliest row hold."""
    guesses = importing.ANNEXES.guesses_of(batch) if refusal.code == "header_missing" else []
    form = HeaderForm(request.POST or None, batch=batch, guesses=guesses)
    if request.method == "POST" and form.is_valid():
        try:
            importing.choose(batch_id=batch.pk, version=form.cleaned_data["version"], by=request.user, changes=form.changes())
        except (Invalid, Conflict) as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghép cột. Chưa nhập gì; xem lại rồi bấm nhập.")
            return redirect("import_batch", pk=batch.pk)
    return render(request, "directives/import_columns.html", columns_page(batch, form, refusal), status=422 if form.is_bound else 200)
