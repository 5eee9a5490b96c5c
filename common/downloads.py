"""A workbook that the portal made, as an answer."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """To be kept under ``name``, never shown by a browser."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=WORKBOOK, headers={"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"})
