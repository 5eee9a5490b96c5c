"""Who may see scores of named persons: the page of those who confirm it, and the administrators' two acts."""

from __future__ import annotations

from collections.abc import Callable

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
    if "khong" in request.POST:
        _decide(request, pk, services.refuse_scores, "Đã từ chối. Tài khoản không xem được bảng điểm.")
    else:
        done = "Đã xác nhận. Tài khoản xem được bảng điểm người của đơn vị mình; mỗi lượt xem đều được ghi sổ."
        _decide(request, pk, scores_granting.confirm, done)
    return redirect("score_grants")


@require_POST
def user_scores(request: SignedIn, pk: int) -> HttpResponse:
    """An administrator asks for the right for this one account, or takes it away."""
    rules.check_can_manage_users(request.user)
    if "thoi" in request.POST:
        _decide(request, pk, services.take_scores, "Tài khoản thôi xem bảng điểm.")
    else:
        done = "Đã đề nghị. Tài khoản xem được khi một người của Trung tâm hoặc Văn phòng UBND Tỉnh xác nhận."
        _decide(request, pk, scores_granting.ask, done)
    return redirect("user_edit", pk=pk)


def _decide(request: SignedIn, pk: int, act: Callable[..., object], done: str) -> None:
    """Do it for this account, or say why not."""
    get_object_or_404(User, pk=pk)
    try:
        act(user_id=pk, by=request.user)
    except PortalError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
