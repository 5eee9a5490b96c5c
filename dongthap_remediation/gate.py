"""What no browser of ours sends is answered before any room hears of it: 400 or 413, in words, never a 500.

A NUL letter cannot be stored, compared or searched in PostgreSQL, so it is no text: not in an address, a query or a form. A body that is
no form of ours (another charset, broken parts, too much of it) is refused where it is read first.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters

NUL = "\0"
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class PortalRequest(WSGIRequest):
    """Everything that comes is UTF-8, as every page of the portal is.

    Django believes the charset of a content type before any middleware can look at it, and fails on one that is no charset of text.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class PortalHandler(WSGIHandler):
    request_class = PortalRequest


class GateMiddleware:
    """First of all: looks at the address and the query; and, before a view is asked, at the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            return _not_taken()
        if _has_nul(request.GET):
            return _not_taken()
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content and _is_for_people(request):
            return _no_such_method(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> HttpResponse | None:
        """The form is read here, for the first time."""
        try:
            form = request.POST
        except _TOO_MUCH:
            return HttpResponse(render_to_string("413.html"), status=413)
        except (BadRequest, MultiPartParserError, UnreadablePostError, ValueError):
            return _not_taken()
        names = [file.name or "" for files in request.FILES.lists() for file in files[1]]
        return _not_taken() if _has_nul(form) or any(NUL in name for name in names) else None


def _has_nul(values: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in found) for name, found in values.lists())


def _not_taken() -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def _is_for_people(request: HttpRequest) -> bool:
    """Pages behind the log-in; what is open (health, log-in) answers machines as well, and without asking the database who it is."""
    return request.resolver_match is not None and bool(getattr(request.resolver_match.func, "login_required", True))


def _no_such_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """405 with a page; what the address takes stays in ``Allow``."""
    from units.keeping import page_above

    page = render(request, "405.html", {"page": page_above(request.path)}, status=405)
    page.headers["Allow"] = response.headers.get("Allow", "")
    return page
