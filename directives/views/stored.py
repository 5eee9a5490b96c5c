"""Handing out a file of the store: the one place that says with which headers."""

import logging

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

log = logging.getLogger(__name__)
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""For whatever a browser would make of a file that somebody sent: it runs nothing, loads nothing, belongs to no page of the portal."""
DOWNLOAD = "application/octet-stream"


def file_answer(file: FieldFile, *, name: str, content_type: str = DOWNLOAD, inline: bool = False) -> FileResponse:
    """A stored file under ``name``; a download unless ``inline``. One that is gone from the store is a 404 and stands in the log."""
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        log.error("gone from the store: %s of %s %s", file.name, file.instance._meta.label, file.instance.pk)
        raise Http404 from error
    answer = FileResponse(
        content, as_attachment=not inline, filename=name, content_type=str(content_type)
    )  # a server refuses what is no plain text
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
