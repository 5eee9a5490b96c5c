"""The request as views behind the log-in get it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from units.models import User


class SignedIn(HttpRequest):
    """The log-in middleware lets nobody else through."""

    user: User
    htmx: HtmxDetails
