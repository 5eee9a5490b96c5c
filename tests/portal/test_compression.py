"""Pages travel compressed, files that are compressed already do not."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse

from dongthap_remediation.compression import TextGZipMiddleware


@pytest.mark.parametrize(
    ("kind", "encoding"),
    [
        ("text/html; charset=utf-8", "gzip"),
        ("application/json", "gzip"),
        ("image/jpeg", ""),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ""),
    ],
)
def test_only_text_is_compressed(kind: str, encoding: str) -> None:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"
    answer = TextGZipMiddleware(lambda _: HttpResponse(b"x" * 4000, content_type=kind))(request)
    assert answer.get("Content-Encoding", "") == encoding
