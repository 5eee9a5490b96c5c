"""Coming in, going out, and one's own account."""

from functools import partial
from math import ceil
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from units import keeping, lockout, presenters, rules, services
from units.forms import LoginForm, PasswordForm
from units.requests import SignedIn


class PortalLoginView(LoginView):
    """Django's log-in with the portal's words. Too many wrong passwords are answered by ``kept_out``."""

    template_name = "units/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
    redirect_field_name = REDIRECT_FIELD_NAME

    def form_valid(self, form: Any) -> HttpResponse:
        """Without "keep me" the session ends with the browser; in any case ``SESSION_COOKIE_AGE`` after the last act."""
        response = super().form_valid(form)
        if not form.cleaned_data["remember"]:
            self.request.session.set_expiry(0)
        services.note_login(user=form.get_user())
        lockout.know_browser(self.request, response, form.get_user())
        keeping.know_writer(self.request, response, form.get_user())
        if keeping.kept_for(form.get_user()).exists():
            self.request.session[keeping.FLAG] = True
        return response


def kept_out(request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """429: no password is taken for a while; why, how long, and what can be done (``AXES_LOCKOUT_CALLABLE``)."""
    refusal = lockout.refusal_of(request)
    if refusal is None:
        raise RuntimeError("kept out without a reason")
    seconds = max(1, ceil((refusal.until - timezone.now()).total_seconds()))
    page = presenters.KeptOutPage(refusal, str((credentials or {}).get("username", "")), presenters.duration_words(seconds))
    answer = render(request, "units/locked.html", {"page": page}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


@require_safe
def account(request: SignedIn) -> HttpResponse:
    """What the portal knows about the person who looks."""
    return render(request, "units/account.html", {"confirms": rules.confirms(request.user)})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: SignedIn) -> HttpResponse:
    """Change one's own password; at the first log-in the only page that opens."""
    user = request.user
    form = PasswordForm(user, partial(lockout.proves_himself, request), request.POST or None)
    if form.is_valid():
        services.change_own_password(user=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        return redirect("password_changed")
    return render(request, "units/password_change.html", {"form": form, "forced": user.must_change_password})


@require_safe
def password_changed(request: SignedIn) -> HttpResponse:
    return render(request, "units/password_changed.html")
