"""Evidence files, served only to who may see their item, as what their content is and never as what their name says."""

from __future__ import annotations

import logging
from pathlib import PurePath

from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from directives import filetypes
from directives.models import Evidence
from units.querysets import reach
from units.requests import SignedIn

log = logging.getLogger(__name__)


@require_safe
def evidence_file(request: SignedIn, pk: int) -> HttpResponseBase:
    """Photos in the page, everything else as a download; a withdrawn file only for those who steer."""
    files = Evidence.objects.visible_to(request.user)
    if not reach(request.user)["steer_work"]:
        files = files.standing()
    file = get_object_or_404(files, pk=pk)
    etag = quote_etag(file.sha256)
    known = get_conditional_response(request, etag=etag)
    answer: HttpResponseBase = known if known is not None and known.status_code == 304 else _open(file)
    answer.headers["ETag"] = etag
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _open(file: Evidence) -> FileResponse:
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        log.error("evidence %s: its file is gone from the store", file.pk)
        raise Http404 from error
    inline = file.content_type in filetypes.SHOWN_INLINE
    return FileResponse(content, as_attachment=not inline, filename=download_name(file), content_type=file.content_type)


def download_name(file: Evidence) -> str:
    """The file's own name with the ending that its content has: what is a PDF is not opened as a web page."""
    ending = filetypes.EXTENSIONS[file.content_type]
    known = {ending, *filetypes.OTHER_EXTENSIONS.get(file.content_type, ())}
    return file.name if PurePath(file.name).suffix.lower() in known else file.name + ending
