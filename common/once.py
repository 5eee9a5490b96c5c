"""A form that is sent twice is done once: by an impatient second click, a slow line, a page sent again.

Each form that creates or decides something carries a key of its own (``{% once %}``); the view under ``@once`` does its work together with
one row for this key and these words, unique in the database. An identical post, also one at the same moment, waits for the first, does
nothing and leads to the page to which the first one led. What was refused leaves no row: corrected, it is sent under the same key. Another
text under the same key (a page taken back by the browser) is another post, so nothing that somebody wrote is dropped.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from common.models import SentForm

FIELD = "gui"
KEPT = timedelta(days=30)
"""After this a page that was left open counts as new."""
_KEY = re.compile(r"[0-9a-f]{32}")
_SAID = "Nội dung này được gửi hai lần liền nhau; cổng chỉ ghi một lần."
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def once(view: View) -> View:
    """A view whose success is a redirect. Forms without a key are done as ever."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.POST.get(FIELD, "") if request.method == "POST" else ""
        if not _KEY.fullmatch(key):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            row, is_first = SentForm.objects.get_or_create(sender=request.user.pk or 0, key=key, digest=_digest(request))
            if not is_first:
                messages.success(request, _SAID)
                return redirect(row.address)
            answer = view(request, *args, **kwargs)
            if isinstance(answer, HttpResponse) and answer.has_header("Location"):
                SentForm.objects.filter(pk=row.pk).update(address=answer.headers["Location"])
            else:
                row.delete()
        return answer

    return cast("View", guarded)


def _digest(request: HttpRequest) -> str:
    """Of all that was sent, where to, and of the names and sizes of the files."""
    said: list[Any] = [request.path, sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")]
    said += [(name, file.name, file.size) for name, files in sorted(request.FILES.lists()) for file in files]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def forget_sent_forms() -> int:
    """Drop the rows that are older than ``KEPT``; returns how many. For the daily retention."""
    return SentForm.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()[0]
