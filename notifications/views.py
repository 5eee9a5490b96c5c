"""The inbox of every person, and the Centre's book of mails."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.acting import tell
from common.errors import Conflict
from common.formats import vn_num
from notifications import rules, services
from notifications.models import OutboundMessage
from notifications.presenters import inbox_page, mail_page, post_page
from units.requests import SignedIn


@require_safe
def inbox(request: SignedIn) -> HttpResponse:
    """A person's own messages; looking marks nothing as read."""
    return render(request, "notifications/inbox.html", {"page": inbox_page(request.user, request.GET)})


@require_POST
def inbox_read(request: SignedIn, pk: int) -> HttpResponse:
    """One message is read; somebody else's does not exist."""
    message = get_object_or_404(OutboundMessage.objects.of(request.user), pk=pk)
    services.mark_read(user=request.user, message_id=message.pk)
    return redirect("inbox")


@require_POST
def inbox_read_all(request: SignedIn) -> HttpResponse:
    services.mark_all_read(user=request.user)
    messages.success(request, "Đã đánh dấu đã đọc tất cả thông báo.")
    return redirect("inbox")


@require_safe
def mail_list(request: SignedIn) -> HttpResponse:
    """Everybody's mails, the newest first."""
    rules.check_can_see_post(request.user)
    return render(request, "notifications/mail_list.html", {"page": post_page(request.GET)})


@require_safe
def mail_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One mail with its text, as it was or would be sent."""
    rules.check_can_see_post(request.user)
    message = get_object_or_404(OutboundMessage.objects.select_related("recipient", "unit__area__parent"), pk=pk)
    return render(request, "notifications/mail_detail.html", {"page": mail_page(message)})


@require_POST
def mail_retry(request: SignedIn, pk: int) -> HttpResponse:
    """A troubled mail goes out again."""
    rules.check_can_send_again(request.user)
    get_object_or_404(OutboundMessage, pk=pk)
    again = partial(services.send_again, message_id=pk, by=request.user)
    tell(request, again, "Thư được xếp vào hàng chờ gửi lại.", (Conflict,))
    return redirect("mail_detail", pk=pk)


@require_POST
def mail_retry_all(request: SignedIn) -> HttpResponse:
    """All mails that failed, are unsure or wait go out again; back to the page on which it was asked."""
    rules.check_can_send_again(request.user)
    count = services.send_all_again(by=request.user)
    if count:
        messages.success(request, f"Đã xếp {vn_num(count)} thư vào hàng gửi. Cổng thử ngay; thư nào không còn đúng thì không gửi nữa.")
    else:
        messages.info(request, "Không còn thư nào chờ gửi lại.")
    here = request.POST.get("ve", "")
    return redirect(here if here in ("mail_list", "reminder_plan") else "mail_list")
