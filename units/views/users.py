"""The administrators' pages of accounts. Every act is a service's; what it refuses is said beside the field or on top of the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from common.errors import Invalid, PortalError
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import accounts, presenters, rules, services
from units.forms import AccountFilter, AccountForm, PersonForm, PostForm
from units.models import Unit, User

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    """All accounts by group, state and words."""
    rules.check_can_manage_users(request.user)
    form = AccountFilter(request.GET)
    conditions = form.conditions()
    page = presenters.users_page(request.GET, conditions)
    return render(request, "units/user_list.html", {**page, "form": form, "filtered": conditions, "accounts": User.objects.count()})


@never_cache
@require_http_methods(GET_OR_POST)
def user_create(request: HttpRequest) -> HttpResponse:
    """A new account; its password is in the answer, once."""
    rules.check_can_manage_users(request.user)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        try:
            user, password = services.create_user(by=request.user, **form.cleaned_data)
        except Invalid as error:
            _complain(form, error)
        else:
            return _show_password(request, user, password, "Đã thêm tài khoản")
    return render(request, "units/user_create.html", {"form": form, "units": Unit.objects.with_area()})


@require_http_methods(GET_OR_POST)
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its name and address, its posts, and the acts on it."""
    rules.check_can_manage_users(request.user)
    user = get_object_or_404(accounts.all_accounts(), pk=pk)
    form = PersonForm(request.POST or None, initial={"full_name": user.full_name, "email": user.email})
    if form.is_valid():
        services.update_user(user_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã lưu thông tin tài khoản.")
        return redirect("user_edit", pk=pk)
    return _edit_page(request, user, form=form)


@require_POST
def user_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the person another unit or role from today."""
    rules.check_can_manage_users(request.user)
    user = get_object_or_404(accounts.all_accounts(), pk=pk)
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            services.move_user(user_id=pk, by=request.user, **form.cleaned_data)
        except Invalid as error:
            _complain(form, error)
        else:
            messages.success(request, "Đã chuyển vị trí công tác. Quyền xem và làm đổi theo ngay.")
            return redirect("user_edit", pk=pk)
    return _edit_page(request, user, post_form=form)
