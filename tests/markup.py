"""Pages as a browser reads them: how a template is broken into lines is the formatter's matter, and no test depends on it."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

_BLOCKS = (
    r"address|article|aside|blockquote|body|br|caption|col|colgroup|datalist|dd|details|div|dl|dt|fieldset|footer|form|h[1-4]|head|header|hr"
    r"|html|legend|li|link|main|meta|nav|ol|optgroup|option|p|script|section|select|summary|table|tbody|td|tfoot|th|thead|title|tr|ul"
    r"|circle|line|polyline|rect|svg|text"
)
_AROUND = re.compile(rf" ?(</?(?:{_BLOCKS})(?=[ />])[^>]*>) ?")
_KEPT = re.compile(r"(<(?:pre|textarea|script)\b.*?</(?:pre|textarea|script)>)", re.S)
_TAG = re.compile(r"<[a-zA-Z][^>]*>")


def flat(html: str) -> str:
    """White space as it is shown: none beside a block, one space elsewhere; what is kept as typed stays."""
    return "".join(part if _KEPT.match(part) else _flat(part) for part in _KEPT.split(html))


def _flat(html: str) -> str:
    html = _TAG.sub(lambda tag: re.sub(r"\s*(/?)>$", r"\1>", tag[0]), re.sub(r"\s+", " ", html))
    return _AROUND.sub(r"\1", html)


class Flat:
    """Innermost middleware of the tests; a browser that is served gets what was written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        served = "SERVER_SOFTWARE" in request.META
        if not served and not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            response.content = flat(response.content.decode()).encode()
        return response
