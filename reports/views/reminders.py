"""Who is told what today, the letter that a unit gets, and sending it now: for the Centre."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.once import once
from notifications.presenters import PostStanding
from reports import rules
from reports.presenters.reminder_letter import letter_page
from reports.presenters.reminder_page import FURTHEST, plan_page
from reports.presenters.reminders import sent_words
from reports.reminders import sending
from units.requests import SignedIn


def _day(request: SignedIn) -> date:
    """The day that the address asks for; today where it asks for none, or for one that nobody can plan."""
    today = clock.today()
    try:
        wanted = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return today
    return wanted if wanted <= today + FURTHEST else today


@require_safe
def reminder_plan(request: SignedIn) -> HttpResponse:
    """Today's reminders, or those of a day ahead; what went out on a past day stands in the book."""
    rules.check_can_send_reminders(request.user)
    on, today = _day(request), clock.today()
    if on < today:
        return redirect(f"{reverse('mail_list')}?ngay={on.isoformat()}")
    page = plan_page(on, today, request.GET.get("trang"))
    return render(
        request, "reports/reminder_plan.html", {"page": page, "standing": PostStanding(page.post, "reminder_plan"), "post": page.post}
    )


@require_safe
def reminder_letter(request: SignedIn, code: str) -> HttpResponse:
    """The letter that goes to this unit on that day; 404 where none does."""
    rules.check_can_send_reminders(request.user)
    on, today = _day(request), clock.today()
    page = letter_page(max(on, today), today, code)
    if page is None:
        raise Http404("Không có thư nào gửi đơn vị này trong ngày.")
    context = {"page": page, "letter": page.letter, "receivers": page.receivers, "post": page.post}
    return render(request, "reports/reminder_letter.html", context)


@require_POST
@once
def reminder_send(request: SignedIn) -> HttpResponse:
    """Send today's reminders now, but not to the units that were shown and not ticked."""
    rules.check_can_send_reminders(request.user)
    left_out = set(request.POST.getlist("hien")) - set(request.POST.getlist("gui"))
    sent = sending.send(on=clock.today(), by=request.user, without=left_out)
    show = messages.success if sent.digests else messages.info
    show(request, sent_words(sent))
    return redirect("reminder_plan")
