"""What people type and paste, without marks that nobody sees: the one hook for every field of every form.

A caption pasted from a mail brings bidirectional marks, one from Word control characters; a name with a mark in it is never found again.
Passwords are left as they are typed. Text in an old encoding keeps its soft hyphens, which are letters there.
"""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.deprecation import MiddlewareMixin

from common.text import printable

_SOFT_HYPHEN = "\u00ad"
_UNICODE_ALONE = re.compile("[\u0100-\u1eff]")  # letters that no text in an old encoding holds


class TypedTextMiddleware(MiddlewareMixin):
    """Cleans the fields of a sent form just before the view sees them."""

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> None:
        if request.method == "POST":
            request.POST = typed(request.POST)  # type: ignore[assignment]  # it is as immutable as the one that came


def typed(sent: QueryDict) -> QueryDict:
    """The same fields with printable text; the very same object where nothing had to be done."""
    cleaned = {name: values if "password" in name else [_text(value) for value in values] for name, values in sent.lists()}
    if all(values == cleaned[name] for name, values in sent.lists()):
        return sent
    found = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in cleaned.items():
        found.setlist(name, values)
    found._mutable = False
    return found


def _text(value: str) -> str:
    if _SOFT_HYPHEN in value and _UNICODE_ALONE.search(value) is None:
        return _SOFT_HYPHEN.join(map(printable, value.split(_SOFT_HYPHEN)))
    return printable(value)
