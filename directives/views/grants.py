"""What a second person confirms: the page of those who do, and the administrators' two acts on the right to see scores."""

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.acting import tell
from directives.presenters.grants import grants_page
from units import rules, services
from units.models import User
from units.requests import SignedIn
from units.roles import Right

_GIVEN = {
    Right.POST: "Đã xác nhận. Tài khoản đăng nhập và làm việc được ở vị trí này.",
    Right.SCORES: "Đã xác nhận. Tài khoản xem được bảng điểm người của đơn vị mình; mỗi lượt xem đều được ghi sổ.",
}
_REFUSED = {
    Right.POST: "Đã từ chối. Vị trí này kết thúc, tài khoản không mở được gì.",
    Right.SCORES: "Đã từ chối. Tài khoản không xem được bảng điểm.",
}


@require_safe
def grants(request: SignedIn) -> HttpResponse:
    """What waits to be confirmed, and who may see scores."""
    rules.check_can_read_grants(request.user)
    return render(request, "directives/grants.html", {"page": grants_page(request.user)})


@require_POST
def grant(request: SignedIn, pk: int, right: Right) -> HttpResponse:
    """Confirm what was asked for one account, or refuse it."""
    rules.check_can_read_grants(request.user)
    if "khong" in request.POST:
        _decide(request, pk, partial(services.refuse, right=right), _REFUSED[right])
    else:
        _decide(request, pk, partial(services.confirm, right=right), _GIVEN[right])
    return redirect("grants")


@require_POST
def user_scores(request: SignedIn, pk: int) -> HttpResponse:
    """An administrator asks for the right to see scores for this one account, or takes it away."""
    rules.check_can_manage_users(request.user)
    if "thoi" in request.POST:
        _decide(request, pk, services.take_scores, "Tài khoản thôi xem bảng điểm.")
    else:
        done = "Đã đề nghị. Tài khoản xem được khi một người của Trung tâm hoặc Văn phòng UBND Tỉnh xác nhận."
        _decide(request, pk, services.ask_scores, done)
    return redirect("user_edit", pk=pk)


def _decide(request: SignedIn, pk: int, act: Callable[..., object], done: str) -> None:
    """Do it for this account, or say why not."""
    get_object_or_404(User, pk=pk)
    tell(request, lambda: act(user_id=pk, by=request.user), done)
