"""Words of forms that came too late: kept for who typed them, given back on the page of the form, forgotten when sent or after a day.

The one mechanism for every form of the portal (``units.middleware``). Who typed them is known by the session, or by a signed cookie where
the session has run out; who that is not sees nothing of them, also on the same machine.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from units.models import KeptWords, User

KEPT_FOR = timedelta(days=1)
MOST_FORMS = 10  # of one person; the oldest goes first
FLAG = "giu_chu"  # in the session of who has something kept: nobody else costs a query
_COOKIE = "nguoi_viet"
_COOKIE_DAYS = 30
_SECRET = "password"  # noqa: S105 - part of the names of fields that are never kept
_NO_WORDS = "csrfmiddlewaretoken"


def keep_form(request: HttpRequest) -> KeptWords | None:
    """Keep what this refused POST brought; None where nobody knows whose it is, or it brought no words."""
    user = _writer(request)
    fields = [
        [name, value] for name, values in request.POST.lists() for value in values if name != _NO_WORDS and _SECRET not in name.lower()
    ]
    if user is None or not fields or not is_from_here(request) or request.path == reverse(settings.LOGIN_URL):
        return None
    now = timezone.now()
    with transaction.atomic():
        forget_late_words()
        KeptWords.objects.filter(user=user, action=request.path).delete()
        row = KeptWords.objects.create(
            user=user, page=page_of_form(request), action=request.path, fields=fields, with_files=any(request.FILES.values()), kept_at=now
        )
        KeptWords.objects.filter(pk__in=list(kept_for(user).values_list("pk", flat=True)[MOST_FORMS:])).delete()
    return row


def kept_for(user: User) -> QuerySet[KeptWords]:
    """What is kept for this person now, the latest first."""
    return KeptWords.objects.filter(user=user, kept_at__gt=timezone.now() - KEPT_FOR)


def forget(user: User, **which: Any) -> bool:
    """Forget what is kept for this person (``action=`` sent now, ``pk=`` not wanted); whether something is still kept."""
    KeptWords.objects.filter(user=user, **which).delete()
    return kept_for(user).exists()


def forget_late_words() -> int:
    """Words of forms that came too late and that nobody came back for; returns how many."""
    return KeptWords.objects.filter(kept_at__lte=timezone.now() - KEPT_FOR).delete()[0]


def know_writer(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Whose forms this browser sends from now on. The cookie ends with the browser where the session does."""
    response.set_signed_cookie(
        _COOKIE,
        str(user.pk),
        salt=_COOKIE,
        max_age=None if request.session.get_expire_at_browser_close() else _COOKIE_DAYS * 24 * 60 * 60,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this portal sent the form: words that another site slipped in must never stand in anybody's form."""
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit_safely(source).netloc == request.get_host()


def page_of_form(request: HttpRequest) -> str:
    """The page on which the form stands: where it was sent from or, when the browser does not say, the nearest page above its address."""
    source = urlsplit_safely(request.headers.get("Referer") or "")
    if source.netloc == request.get_host() and _opens(source.path) and source.path != reverse(settings.LOGIN_URL):
        return source.path + (f"?{source.query}" if source.query else "")
    return page_above(request.path)


def page_above(path: str) -> str:
    """The nearest address above ``path`` that the portal has."""
    parts = path.strip("/").split("/")
    above = ("/" + "/".join(parts[:length]) + "/" for length in range(len(parts) - 1, 0, -1))
    return next((page for page in above if _opens(page)), "/")


def urlsplit_safely(address: str) -> Any:
    try:
        return urlsplit(address)
    except ValueError:  # "http://[::1"
        return urlsplit("")


def _opens(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _writer(request: HttpRequest) -> User | None:
    if isinstance(request.user, User):
        return request.user
    try:
        text = request.get_signed_cookie(_COOKIE, "", salt=_COOKIE, max_age=_COOKIE_DAYS * 24 * 60 * 60) or ""
        return User.objects.filter(pk=int(text), is_active=True).first()
    except (signing.BadSignature, ValueError):
        return None
