"""Who may see scores of named persons: the page of those who confirm it, and the administrators' two acts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.errors import PortalError
from directives.presenters.score_grants import grants_page
from directives.services import scores_granting
from units import rules, services
from units.models import User
from units.requests import SignedIn


@require_safe
def score_grants(request: SignedIn) -> HttpResponse:
    """What waits to be confirmed, and who holds the right."""
    rules.check_can_read_score_grants(request.user)
    return render(request, "directives/score_grants.html", grants_page(request.user))


@require_POST
def score_grant(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm what was asked for one account, or refuse it."""
    rules.check_can_read_score_grants(request.user)
    get_object_or_404(User, pk=pk)
    try:
        if "khong" in request.POST:
            services.refuse_scores(user_id=pk, by=request.user)
            messages.success(request, "Đã từ chối. Tài khoản không xem được bảng điểm.")
        else:
            scores_granting.confirm(user_id=pk, by=request.user)
            messages.success(request, "Đã xác nhận. Tài khoản xem được bảng điểm người của đơn vị mình; mỗi lượt xem đều được ghi sổ.")
    except PortalError as error:
        messages.error(request, error.message)
    return redirect("score_grants")


@require_POST
def user_scores(request: SignedIn, pk: int) -> HttpResponse:
    """An administrator asks for the right for this one account, or takes it away."""
    rules.check_can_manage_users(request.user)
    get_object_or_404(User, pk=pk)
    try:
        if "thoi" in request.POST:
            services.take_scores(user_id=pk, by=request.user)
            messages.success(request, "Tài khoản thôi xem bảng điểm.")
        else:
            scores_granting.ask(user_id=pk, by=request.user)
            messages.success(request, "Đã đề nghị. Tài khoản xem được khi một người của Trung tâm hoặc Văn phòng UBND Tỉnh xác nhận.")
    except PortalError as error:
        messages.error(request, error.message)
    return redirect("user_edit", pk=pk)
