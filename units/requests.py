"""The request as views behind the log-in get it, and what its form is told."""

from django.forms import BaseForm
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from common.errors import Invalid, PortalError
from units.models import User


class SignedIn(HttpRequest):
    """The log-in middleware lets nobody else through."""

    user: User
    htmx: HtmxDetails


def complain(form: BaseForm, error: PortalError) -> None:
    """What a service refused, beside the field that it names, else on top of the form."""
    form.add_error(error.field if isinstance(error, Invalid) and error.field in form.fields else None, error.message)
