"""What django-axes calls: the rule of ``units.doors`` at every check of a password, and where a request comes from."""

import ipaddress
import secrets
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessLog
from django.conf import settings
from django.contrib.auth import authenticate, update_session_auth_hash
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from units import doors
from units.models import User

_COOKIE = "may_quen"
_COOKIE_DAYS = 180
_MOST_ACCOUNTS = 8  # of one machine that several people use
_IPV6_HOME = 64  # one customer has at least that many bits to himself


class Doors(AxesDatabaseHandler):
    """Named in ``AXES_HANDLER``. The request remembers a refusal for the page that tells it (``refusal_of``)."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """django-axes asks this once for each try, before the password is looked at. The try is counted here."""
        refusal = doors.begin(try_of(request, credentials))
        request.door_refusal = refusal  # type: ignore[attr-defined]
        return refusal is None

    def user_login_failed(self, sender: object, credentials: dict[str, Any], request: Any = None, **kwargs: object) -> None:
        """The last of the tries that a source has says at once that it was the last."""
        if request is None:
            return
        if getattr(request, "door_refusal", None) is None:
            refusal = doors.standing(try_of(request, credentials))
            request.door_refusal = refusal if refusal is not None and refusal.because_of == "source" else None
        request.axes_locked_out = request.door_refusal is not None
        request.axes_credentials = credentials

    def user_logged_in(self, sender: object, request: Any, user: User, **kwargs: object) -> None:
        doors.forgive(try_of(request, {"username": user.username}))
        AccessLog.objects.create(
            username=user.username,
            ip_address=request.axes_ip_address,
            user_agent=request.axes_user_agent[:255],
            http_accept=request.axes_http_accept,
            path_info=request.axes_path_info[:255],
            attempt_time=request.axes_attempt_time,
        )


def try_of(request: HttpRequest, credentials: dict[str, Any] | None) -> doors.Try:
    """Who gives a password, and from where. Worked out once a request, because a log-in that succeeds changes who asks."""
    known: doors.Try | None = getattr(request, "door_try", None)
    if known is None:
        known = request.door_try = _read_try(request, credentials)  # type: ignore[attr-defined]
    return known


def _read_try(request: HttpRequest, credentials: dict[str, Any] | None) -> doors.Try:
    name = str((credentials or {}).get("username") or "")[:150]
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated and user.username == name
    browser = doors.SIGNED_IN if signed_in else _known_browser(request, name)
    return doors.Try(name, client_address(request), browser)


def proves_himself(request: Any, password: str) -> bool:
    """Whether the person who is signed in knows the account's password; wrong ones count as at the log-in."""
    found = authenticate(request, username=request.user.username, password=password)
    if found is None or found.pk != request.user.pk:
        return False
    doors.forgive(try_of(request, {"username": request.user.username}))
    if found.password != request.user.password:  # hashed anew just now: the session goes on
        update_session_auth_hash(request, found)
    return True


def forgive(request: HttpRequest | None, name: str) -> None:
    """Called when the password was right but the account may not log in (closed): the try is not held against its source."""
    if request is not None:
        doors.forgive(try_of(request, {"username": name}))


def refusal_of(request: HttpRequest) -> doors.Refusal | None:
    refusal: doors.Refusal | None = getattr(request, "door_refusal", None)
    return refusal


def know_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """From now on this browser is one in which this account has logged in: a signed cookie that names neither."""
    number, accounts = _read_cookie(request)
    mark = _mark(user.username)
    accounts = [*(one for one in accounts if one != mark), mark][-_MOST_ACCOUNTS:]
    response.set_signed_cookie(
        _COOKIE,
        ".".join([number or secrets.token_hex(12), *accounts]),
        salt=_COOKIE,
        max_age=_COOKIE_DAYS * 24 * 60 * 60,
        path=request.path,  # the log-in page alone gets it back
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def client_address(request: HttpRequest) -> str | None:
    """The address that the connection comes from or, behind a proxy that the settings name, the one that this proxy wrote down.

    What the visitor himself puts into such a header stands further left and is never read. Of an IPv6 address the network counts.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.CLIENT_ADDRESS_HEADER:
        key = "HTTP_" + settings.CLIENT_ADDRESS_HEADER.upper().replace("-", "_")
        written = [part.strip() for part in request.META.get(key, "").split(",")]
        text = written[-settings.PROXIES] if len(written) >= settings.PROXIES and written[-settings.PROXIES] else text
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), _IPV6_HOME), strict=False).network_address)
    return str(address)


def _known_browser(request: HttpRequest, name: str) -> str:
    number, accounts = _read_cookie(request)
    return f"{doors.KNOWN}{number}" if number and _mark(name) in accounts else doors.STRANGER


def _read_cookie(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        text = request.get_signed_cookie(_COOKIE, "", salt=_COOKIE, max_age=_COOKIE_DAYS * 24 * 60 * 60)
    except (signing.BadSignature, ValueError):
        return "", []
    number, *accounts = (text or "").split(".")
    return number, accounts


def _mark(name: str) -> str:
    return salted_hmac(_COOKIE, name).hexdigest()[:16]
