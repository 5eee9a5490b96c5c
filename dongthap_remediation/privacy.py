"""No page and no file of the portal stays on a disk: they name people and show their work, and the machines are shared.

Static files are answered before this middleware (whitenoise) and stay cacheable.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NOTHING_KEPT = "private, no-store"


class NothingKeptMiddleware:
    """``Cache-Control: private, no-store`` on whatever a view, a refusal or an error page answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Cache-Control"] = NOTHING_KEPT
        return response
