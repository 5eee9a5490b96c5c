"""One helper: a partial is a named part of its page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_part(request: HttpRequest, page: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """``page`` whole, or only its partial ``part`` when htmx asks; the answers are cached apart.

    Going back to a page that htmx no longer has asks for the whole page, although htmx asks.
    """
    htmx = request.htmx  # type: ignore[attr-defined]
    wanted = f"{page}#{part}" if htmx and not htmx.history_restore_request else page
    response = render(request, wanted, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
