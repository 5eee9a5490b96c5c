"""The administrators' pages of accounts. Every act is a service's; what it refuses is said beside the field or on top of the page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.acting import attempt, tell
from common.errors import PortalError
from units import accounts, presenters, rules, services
from units.forms import AccountFilter, AccountForm, PersonForm, PostForm
from units.models import User
from units.requests import SignedIn

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def user_list(request: SignedIn) -> HttpResponse:
    """All accounts by group, state and words."""
    rules.check_can_manage_users(request.user)
    form = AccountFilter(request.GET)
    conditions = form.conditions()
    page = presenters.users_page(request.GET, conditions)
    return render(request, "units/user_list.html", {"page": page, "form": form, "filtered": conditions, "totals": accounts.totals()})


@require_http_methods(GET_OR_POST)
def user_create(request: SignedIn) -> HttpResponse:
    """A new account; its password is in the answer, once."""
    rules.check_can_manage_users(request.user)
    form = AccountForm(request.POST or None)
    made = attempt(form, lambda: services.open_account(by=request.user, **form.cleaned_data), (PortalError,))
    if made is not None:
        user, password = made
        return _show_password(request, user, password, "Đã thêm tài khoản")
    return render(request, "units/user_create.html", {"form": form, "units": presenters.unit_choices()})


@require_http_methods(GET_OR_POST)
def user_edit(request: SignedIn, pk: int) -> HttpResponse:
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
def user_move(request: SignedIn, pk: int) -> HttpResponse:
    """Give the person another unit or role from today."""
    rules.check_can_manage_users(request.user)
    user = get_object_or_404(accounts.all_accounts(), pk=pk)
    form = PostForm(request.POST)
    if attempt(form, lambda: services.move_user(user_id=pk, by=request.user, **form.cleaned_data), (PortalError,)) is not None:
        messages.success(request, "Đã chuyển vị trí công tác. Quyền xem và làm đổi theo ngay.")
        return redirect("user_edit", pk=pk)
    return _edit_page(request, user, post_form=form)


@require_POST
def user_reset_password(request: SignedIn, pk: int) -> HttpResponse:
    """Set a new password, which the answer shows once."""
    rules.check_can_manage_users(request.user)
    user = get_object_or_404(User, pk=pk)
    password = services.reset_password(user_id=pk, by=request.user)
    return _show_password(request, user, password, "Đã đặt lại mật khẩu")


@require_POST
def user_close(request: SignedIn, pk: int) -> HttpResponse:
    return _act(request, pk, services.close_user, "Tài khoản đã ngừng dùng; người dùng bị đưa ra khỏi cổng ngay.")


@require_POST
def user_reopen(request: SignedIn, pk: int) -> HttpResponse:
    return _act(request, pk, services.reopen_user, "Tài khoản được dùng lại.")


@require_POST
def user_unlock(request: SignedIn, pk: int) -> HttpResponse:
    return _act(request, pk, services.unlock_user, "Đã mở chặn. Người dùng nhập lại mật khẩu được ngay.")


def _act(request: SignedIn, pk: int, service: Callable[..., Any], done: str) -> HttpResponse:
    """One act without a form; a refusal is told on the account's page, where its reason can be seen."""
    rules.check_can_manage_users(request.user)
    get_object_or_404(User, pk=pk)
    tell(request, lambda: service(user_id=pk, by=request.user), done)
    return redirect("user_edit", pk=pk)


def _edit_page(request: SignedIn, user: Any, *, form: Form | None = None, post_form: Form | None = None) -> HttpResponse:
    post = user.posts[0] if user.posts else None
    context = {
        "form": form or PersonForm(initial={"full_name": user.full_name, "email": user.email}),
        "post_form": post_form or PostForm(initial={"unit": post.unit.qualified_name, "role": post.role} if post else None),
        "units": presenters.unit_choices(),
    }
    return render(request, "units/user_edit.html", {"page": presenters.account_page(user, request.user), **context})


def _show_password(request: SignedIn, user: User, password: str, title: str) -> HttpResponse:
    return render(request, "units/user_password.html", {"account": user, "password": password, "title": title})
