"""One helper: a partial is a named part of its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_part(request: HttpRequest, page: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """``page`` whole, or only its partial ``part`` when htmx asks; the answers are cached apart."""
    wanted = f"{page}#{part}" if request.htmx else page  # type: ignore[attr-defined]
    response = render(request, wanted, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
