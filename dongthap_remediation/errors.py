"""What the portal refuses becomes a page in plain Vietnamese, never a 500: for whatever a view did not turn into a message of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.errors import Conflict, Forbidden, PortalError

REFUSED = {
    Conflict: (409, "Nội dung đã được người khác sửa"),
    PortalError: (400, "Chưa làm được việc này"),
}


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason. Only our own refusals are shown, bare or as the cause of Django's; a library's words are for no person."""
    refusal = exception if isinstance(exception, PortalError) else getattr(exception, "__cause__", None)
    return render(request, "403.html", {"exception": refusal.message if isinstance(refusal, PortalError) else ""}, status=403)


class RefusalMiddleware:
    """Answers an uncaught ``PortalError``: ``Forbidden`` with 403, ``Conflict`` with 409, the others with 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for an exception that left a view; anything but a refusal stays an error."""
        if not isinstance(exception, PortalError):
            return None
        if isinstance(exception, Forbidden):
            return forbidden(request, exception)
        status, title = next(answer for kind, answer in REFUSED.items() if isinstance(exception, kind))
        return render(request, "refused.html", {"title": title, "reason": exception.message, "status": status}, status=status)
