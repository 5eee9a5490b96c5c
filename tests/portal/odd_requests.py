"""Requests that no browser of ours sends: what scanners, broken proxies, old scripts and curious people send.

``VALUES`` are odd values for every name that a page reads, in a query or a form; ``SHAPES`` and ``COOKIES`` are odd as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import quote

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from dongthap_remediation.environment import PROJECT

FORM = "application/x-www-form-urlencoded"
ROOMS = ("common", "units", "notifications", "directives", "reports", "dongthap_remediation")
# As they stand in an address or a form, encoded already.
VALUES: dict[str, str] = {
    "nul": "%00",
    "nul inside": "ab%00cd",
    "lone surrogate": "%ED%A0%80",
    "not utf-8": "%FF%FE%C3",
    "right to left": "%E2%80%AE%E2%81%A6a",
    "beyond bigint": "9" * 30,
    "beyond int": "4294967296",
    "negative": "-1",
    "zero": "0",
    "digits of another script": "%D9%A3",
    "superscript": "%C2%B2",
    "not a number": "NaN",
    "infinite": "1e999",
    "no such day": "31/02/2021",
    "before all days": "0000-00-00",
    "day of year 1": "0001-01-01",
    "after all days": "9999-12-31",
    "json": "%7B%22a%22:[",
    "quote": "%27%22%3E%3Cscript%3E",
    "percent": "%25s%25%25%7B0%7D",
    "keys of a page": "~~~",
    "key with a wrong day": "2021-99-99~1",
    "key beyond bigint": "2021-03-31~99999999999999999999",
    "key of nul": "2021-03-31~%00",
    "path upwards": "..%2F..%2Fetc%2Fpasswd",
    "other site": "https:%2F%2Fexample.org%2F",
    "over-long": "a" * 3000,
    "empty": "",
}


@cache
def names_that_pages_read() -> tuple[str, ...]:
    """Every field of every form, and every name that is asked of GET or POST directly. A new one joins by itself."""
    found: set[str] = set()
    waiting: list[Any] = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in ROOMS:
            found.update(getattr(kind, "base_fields", {}))
    for path in (path for room in ROOMS for path in (PROJECT / room).rglob("*.py")):
        text = path.read_text()
        found.update(re.findall(r"""(?:GET|POST|params)\.(?:get|getlist)\(\s*"([\w-]+)\"""", text))
        found.update(re.findall(r"""\bname="([\w-]+)\"""", text))
    for path in (PROJECT / "templates").rglob("*.html"):
        found.update(re.findall(r"""\bname="([\w-]+)\"""", path.read_text()))
    return tuple(sorted(found - {"viewport", "color-scheme", "htmx-config", "csrfmiddlewaretoken"}))


def query_of(value: str) -> str:
    return "&".join(f"{quote(name)}={value}" for name in names_that_pages_read())


def _form(body: bytes | str, content_type: str = FORM, **headers: str) -> dict[str, Any]:
    return {"method": "POST", "data": body, "content_type": content_type, **headers}


def _get(**headers: str) -> dict[str, Any]:
    return {"method": "GET", **headers}


def _upload(name: str, content: bytes = b"x") -> dict[str, Any]:
    files = {field: SimpleUploadedFile(name, content) for field in ("file", "uploads", "upload")}
    return _form(encode_multipart(BOUNDARY, files), MULTIPART_CONTENT)


SHAPES: dict[str, dict[str, Any]] = {
    "form in utf-7": _form("text=+AGEAYQ-&username=a", f"{FORM}; charset=utf-7"),
    "form in utf-16": _form("text=a", f"{FORM}; charset=utf-16"),
    "form in an unknown charset": _form("text=a", f"{FORM}; charset=klingon"),
    "form in base64": _form("text=a", f"{FORM}; charset=base64"),
    "parts in utf-7": _form(encode_multipart(BOUNDARY, {"text": "+AGEAYQ-"}), f"{MULTIPART_CONTENT}; charset=utf-7"),
    "parts in idna": _form(encode_multipart(BOUNDARY, {"text": "a" * 100}), f"{MULTIPART_CONTENT}; charset=idna"),
    "page in utf-7": {"method": "GET", "QUERY_STRING": "q=+AGEAYQ-", "CONTENT_TYPE": "text/plain; charset=utf-7"},
    "query in base64": {"method": "GET", "QUERY_STRING": "q=a&trang=a", "CONTENT_TYPE": "text/plain; charset=base64"},
    "parts without a boundary": _form("x", "multipart/form-data"),
    "parts with a wrong boundary": _form("x", "multipart/form-data; boundary=" + "é" * 90),
    "parts that break off": _form(encode_multipart(BOUNDARY, {"text": "abc"})[:-40], MULTIPART_CONTENT),
    "parts in broken base64": _form(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--{BOUNDARY}--\r\n",
        MULTIPART_CONTENT,
    ),
    "json": _form('{"text": ', "application/json"),
    "xml": _form("<a>", "text/xml"),
    "no content type": _form("a=b", ""),
    "nonsense as content type": _form("a=b", ";;;/="),
    "not utf-8 in a form": _form(b"text=\xff\xfe&note=\xc3", FORM),
    "nul in a name of a field": _form("%00=1&te%00xt=2"),
    "a field many times": _form("&".join(["text=a"] * 900)),
    "too many fields": _form("&".join(f"a{number}=1" for number in range(6000))),
    "too much": _form("text=" + "a" * 5_300_000),
    "a file called nul": _upload("\0.xlsx"),
    "a file called nothing": _upload(" "),
    "a file called upwards": _upload("../../etc/passwd"),
    "a file with a long name": _upload("a" * 600 + ".docx"),
    "an empty file": _upload("a.xlsx", b""),
    "PUT": {"method": "PUT", "data": b"x"},
    "DELETE": {"method": "DELETE"},
    "PATCH": {"method": "PATCH", "data": b"x"},
    "OPTIONS": {"method": "OPTIONS"},
    "HEAD": {"method": "HEAD"},
    "TRACE": {"method": "TRACE"},
    "a method of its own": {"method": "XYZZY"},
    "language": _get(HTTP_ACCEPT_LANGUAGE="x;q=é," * 600 + "\0-;;q=9"),
    "accept": _get(HTTP_ACCEPT=";;;q=é/*", HTTP_ACCEPT_ENCODING="gzip;q=x, \0", HTTP_ACCEPT_CHARSET="\0"),
    "host": _get(HTTP_HOST="a b\0é"),
    "host of another": _get(HTTP_HOST="example.org:99999"),
    "no host": _get(HTTP_HOST="", SERVER_NAME=""),
    "range": _get(HTTP_RANGE="bytes=9-1,-,x", HTTP_IF_RANGE="é"),
    "dates": _get(HTTP_IF_MODIFIED_SINCE="Thu, 99 Xyz 99999 99:99:99 GMT", HTTP_IF_UNMODIFIED_SINCE="\0"),
    "etags": _get(HTTP_IF_NONE_MATCH='"\0, W/é', HTTP_IF_MATCH='*,"'),
    "htmx": _get(HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://[::1", HTTP_HX_TARGET="\0é", HTTP_HX_PROMPT="%", HTTP_HX_BOOSTED="x"),
    "htmx, encoded": _get(HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="%00%FF", HTTP_HX_CURRENT_URL_URI_AUTOENCODED="true"),
    "htmx events": _get(HTTP_HX_REQUEST="true", HTTP_TRIGGERING_EVENT="{", HTTP_HX_HISTORY_RESTORE_REQUEST="no"),
    "referer": _get(HTTP_REFERER="http://[::1/\0", HTTP_ORIGIN="null"),
    "address": _get(REMOTE_ADDR="\0é", HTTP_X_FORWARDED_FOR="'", HTTP_X_FORWARDED_PROTO="\0", HTTP_X_FORWARDED_HOST="é"),
    "agent": _get(HTTP_USER_AGENT="\0é" * 5000, HTTP_X_REQUESTED_WITH="XMLHttpRequest"),
    "authorization": _get(HTTP_AUTHORIZATION="Basic \0é"),
    "length": {"method": "POST", "data": "text=a", "content_type": FORM, "CONTENT_LENGTH": "x"},
    "length below zero": {"method": "POST", "data": "text=a", "content_type": FORM, "CONTENT_LENGTH": "-5"},
}
COOKIES: dict[str, str] = {
    "session of nul": "sessionid=\0; csrftoken=\0",
    "session over-long": "sessionid=" + "a" * 4000,
    "messages": 'messages="[[\\"x\\""; may_quen=.....:1:x',
    "broken": 'a="; =; ;;; é=\\777; $Version=9; sessionid',
}


def odd_addresses(address: str) -> Iterator[str]:
    """The address with something odd in each place where it names a thing, at its end and below it."""
    parts = address.strip("/").split("/")
    for place, part in enumerate(parts):
        if any(letter.isdigit() for letter in part):
            for value in ("%00", "0", "-1", "9" * 30, "2147483648", "9223372036854775808", "%ED%A0%80", "a" * 3000, "%D9%A3"):
                yield "/" + "/".join([*parts[:place], value, *parts[place + 1 :]]) + "/"
    for end in ("%00", "%FF", "..%2F", "%E2%80%AE", "a" * 3000):
        yield f"{address}{end}"
