"""One officer takes over from another."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from common.acting import attempt
from common.errors import PortalError
from reports.services.replacing import replace_officer
from units import rules
from units.forms import NewPersonForm
from units.models import User
from units.requests import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def user_replace(request: SignedIn, pk: int) -> HttpResponse:
    """The new person's account; its password is in the answer, once."""
    rules.check_can_manage_users(request.user)
    user = get_object_or_404(User, pk=pk)
    form = NewPersonForm(request.POST or None)
    made = attempt(form, lambda: replace_officer(user_id=pk, by=request.user, **form.cleaned_data), (PortalError,))
    if made is not None:
        taker, password = made
        title = f"Đã thay {user.username} bằng {taker.username}"
        return render(request, "units/user_password.html", {"account": taker, "password": password, "title": title})
    return render(request, "reports/user_replace.html", {"form": form, "account": user, "post": user.open_post})
