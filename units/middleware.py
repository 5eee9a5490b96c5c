"""A password that an administrator gave opens nothing but the page where it is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

ALLOWED = frozenset({"password_change", "logout"})


class MustChangePasswordMiddleware:
    """Sends whoever still uses a given password to ``password_change``. Stands behind ``LoginRequiredMiddleware``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the request through: people with a password of their own, pages open to everybody, and the way out."""
        user = request.user
        if not user.is_authenticated or not user.must_change_password or not getattr(view, "login_required", True):
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in ALLOWED:
            return None
        return HttpResponseRedirect(reverse("password_change"))
