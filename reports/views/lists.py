"""Whole lists out and in by Excel: units, and accounts of many people at once. First a check that stores nothing, then all or nothing."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.acting import attempt
from common.downloads import workbook_answer
from common.lists import ListOutcome
from reports.exporting.lists import write_list
from reports.forms.lists import ListFileForm, UnitFileForm, sealed, unsealed
from units import account_list, rules, unit_list
from units.requests import SignedIn

_GET_OR_POST = ["GET", "HEAD", "POST"]
_AGAIN = "Trang kiểm tra đã quá một ngày hoặc không còn nguyên. Tải tệp lên lại để kiểm tra."
_UNIT_NOTES = (
    "Sửa ô nào thì chỉ ô ấy đổi. Đơn vị mới: thêm dòng, để trống mã; cấp trên ghi mã đơn vị. Ngày ghi như 01/07/2025.",
    "Không xóa đơn vị: ghi “Đến hết ngày” và “Đơn vị kế tiếp”. Dòng bỏ đi không đổi gì. Cách viết khác cách nhau bằng dấu ;",
)
_ACCOUNT_NOTES = (
    "Mỗi dòng một người. Dòng gợi ý là các đơn vị chưa có tài khoản: sửa họ tên, ghi địa chỉ thư, bỏ dòng không cần.",
    "Mật khẩu do cổng tạo, in thành phiếu sau khi thêm.",
)


@require_safe
def unit_list_file(request: SignedIn) -> HttpResponse:
    """All units of all times, in the form in which they come back."""
    rules.check_can_keep_units(request.user)
    return _workbook("Danh mục đơn vị", _UNIT_NOTES, unit_list.COLUMNS, unit_list.list_rows(), "danh-muc-don-vi")


@require_http_methods(_GET_OR_POST)
def unit_list_import(request: SignedIn) -> HttpResponse:
    rules.check_can_keep_units(request.user)
    columns, needed = unit_list.COLUMNS, unit_list.NEEDED
    form = UnitFileForm(request.POST or None, request.FILES or None, columns=columns, needed=needed)
    if "rows" in request.POST:
        found = unsealed(request.POST["rows"], request.user.pk)
        if found is None:
            messages.error(request, _AGAIN)
            return redirect("unit_list_import")
        reason, rows = found
        outcome = unit_list.import_units(by=request.user, rows=rows, reason=reason, store=True)
        if outcome.errors:
            return _checked(request, "reports/unit_list_import.html", outcome, "")
        messages.success(request, f"Đã ghi thay đổi của {len(outcome.changes)} đơn vị vào danh mục.")
        return redirect("unit_list")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        outcome = unit_list.import_units(by=request.user, rows=form.rows, reason=reason, store=False)
        return _checked(request, "reports/unit_list_import.html", outcome, sealed(form.rows, request.user.pk, reason))
    return render(request, "reports/unit_list_import.html", {"form": form, "outcome": None})


@require_safe
def account_list_file(request: SignedIn) -> HttpResponse:
    """The empty list of accounts, with a row for each unit that has none."""
    rules.check_can_manage_users(request.user)
    return _workbook("Tài khoản", _ACCOUNT_NOTES, account_list.COLUMNS, account_list.proposed_rows(), "danh-sach-tai-khoan")


@sensitive_variables("outcome")
@require_http_methods(_GET_OR_POST)
def account_list_import(request: SignedIn) -> HttpResponse:
    """The slips with the passwords are in the answer, once."""
    rules.check_can_manage_users(request.user)
    form = ListFileForm(request.POST or None, request.FILES or None, columns=account_list.COLUMNS, needed=account_list.NEEDED)
    if "rows" in request.POST:
        found = unsealed(request.POST["rows"], request.user.pk)
        if found is None:
            messages.error(request, _AGAIN)
            return redirect("account_list_import")
        outcome = account_list.import_accounts(by=request.user, rows=found[1], store=True)
        if outcome.errors or not outcome.made:
            return _checked(request, "reports/account_list_import.html", outcome, "")
        return render(request, "reports/account_slips.html", {"slips": outcome.made})
    checked = attempt(form, lambda: account_list.import_accounts(by=request.user, rows=form.rows, store=False))
    if checked is not None:
        return _checked(request, "reports/account_list_import.html", checked, sealed(form.rows, request.user.pk))
    return render(request, "reports/account_list_import.html", {"form": form, "outcome": None})


def _checked(request: SignedIn, template: str, outcome: ListOutcome, rows: str) -> HttpResponse:
    return render(request, template, {"form": None, "outcome": outcome, "rows": rows if outcome.changes and not outcome.errors else ""})


def _workbook(title: str, notes: Iterable[str], columns: dict[str, str], rows: list[dict[str, str]], name: str) -> HttpResponse:
    return workbook_answer(write_list(title, notes, columns, rows), f"{name}-{clock.today():%Y-%m-%d}.xlsx")
