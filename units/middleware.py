"""What stands between a request and the views: log-in, a given password that must be changed, and words that came too late."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.safestring import mark_safe

from common.html_forms import fill_form
from units import keeping
from units.models import KeptWords

ALLOWED = frozenset({"password_change", "logout"})
Respond = Callable[[HttpRequest], HttpResponse]


class LogInFirstMiddleware(LoginRequiredMiddleware):
    """Django's, but a form that came after the log-in ran out is kept, and the log-in leads back to the page on which it stands.

    By its own address the form cannot be opened: many take only POST.
    """

    def handle_no_permission(self, request: Any, view_func: Any) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD") or "HX-Request" in request.headers:  # pages that save themselves keep their words (portal.js)
            return super().handle_no_permission(request, view_func)
        kept = keeping.keep_form(request)
        answer = redirect_to_login(keeping.page_of_form(request), settings.LOGIN_URL)
        answer["Location"] += f"&gui={'giu' if kept else 'chua'}"
        return answer


class MustChangePasswordMiddleware(MiddlewareMixin):
    """Sends whoever still uses a given password to ``password_change``. Stands behind ``LogInFirstMiddleware``."""

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the request through: people with a password of their own, pages open to everybody, and the way out."""
        user = request.user
        if not user.is_authenticated or not user.must_change_password or not getattr(view, "login_required", True):
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in ALLOWED:
            return None
        return HttpResponseRedirect(reverse("password_change"))


class KeptWordsMiddleware:
    """Gives kept words back on the page of their form, and forgets them once the form was taken. Who has none kept costs no query.

    ``base.html`` prints ``request.kept_place`` where the note about it stands.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "_cached_user", None)  # a view that never asked who it is gets no query from here
        if user is None or not user.is_authenticated or not request.session.get(keeping.FLAG):
            return response
        if request.method == "POST" and response.status_code < 400:
            _remember(request, something=keeping.forget(user, action=request.path))
        elif getattr(request, "kept_here", None) and _is_page(response):
            _give_back(request, response)
        return response

    def process_view(self, request: Any, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> None:
        """Before the page is drawn: what of it was kept."""
        if request.method != "GET" or request.headers.get("HX-Request") or not request.user.is_authenticated:
            return
        if request.session.get(keeping.FLAG):
            rows = list(keeping.kept_for(request.user))
            _remember(request, something=bool(rows))
            request.kept_here = [row for row in rows if row.page.partition("?")[0] == request.path]
            if request.kept_here:
                request.kept_place = mark_safe(f"<!-- {token_hex(16)} -->")  # noqa: S308 - letters of our own


def _remember(request: Any, *, something: bool) -> None:
    if not something:
        request.session.pop(keeping.FLAG, None)


def _is_page(response: HttpResponse) -> bool:
    return response.status_code == 200 and not response.streaming and response.get("Content-Type", "").startswith("text/html")


def _give_back(request: Any, response: HttpResponse) -> None:
    page, notes = response.content.decode(), []
    for row in request.kept_here:
        filled = fill_form(page, at=request.get_full_path(), action=row.action, words=row.fields)
        page = filled if filled is not None else page
        notes.append({"row": row, "filled": filled is not None, "words": _readable(row)})
    note = render_to_string("components/kept_words.html", {"kept": notes}, request)
    response.content = page.replace(request.kept_place, note, 1)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def _readable(row: KeptWords) -> list[str]:
    """What a person typed, of all that a form sends: sentences and words, no marks of the server."""
    return list(dict.fromkeys(value.strip() for _, value in row.fields if " " in value.strip() or "\n" in value.strip()))
