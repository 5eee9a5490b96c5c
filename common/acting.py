"""Forms that act: what a service refuses comes back at the form, and what somebody else did meanwhile is no overwriting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from common.errors import Conflict, FileRefused, Invalid, PortalError

T = TypeVar("T")


class VersionForm(forms.Form):
    """``version`` is what the person saw; another one in the database means that somebody was faster."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


def refuse(form: forms.BaseForm, error: PortalError) -> None:
    """Show a service's refusal at the field that it names, a file's at the field of files, else above the form."""
    named = error.field if isinstance(error, Invalid) else None
    wanted = ("uploads", "file") if isinstance(error, FileRefused) else (named,)
    form.add_error(next((name for name in wanted if name in form.fields), None), error.message)


def attempt(form: forms.BaseForm, act: Callable[[], T], refusals: tuple[type[PortalError], ...] = (Invalid, FileRefused)) -> T | None:
    """Act once the form is complete; None where it is not, or where the service refuses what was typed. What is not among ``refusals``,
    as a conflict, is the view's matter.
    """
    if not form.is_valid():
        return None
    try:
        return act()
    except refusals as error:
        refuse(form, error)
        return None


@dataclass(frozen=True)
class Tried(Generic[T]):
    """What came of a form: what the service returned, or the status of the page that shows it again and what somebody else did."""

    done: T | None
    status: int = 200
    conflict: str = ""


def try_form(form: forms.BaseForm, act: Callable[[], T]) -> Tried[T]:
    """As ``attempt``, where somebody else may have been faster: nothing is overwritten, and the page says so."""
    try:
        return Tried(attempt(form, act), 422 if form.is_bound else 200)
    except Conflict as error:
        return Tried(None, 409, error.message)


def tell(request: HttpRequest, act: Callable[[], object], done: str, refusals: tuple[type[PortalError], ...] = (PortalError,)) -> bool:
    """Act where there is no form to come back to: the next page says that it was done, or why not."""
    try:
        act()
    except refusals as error:
        messages.error(request, error.message)
        return False
    messages.success(request, done)
    return True


def is_old(request: HttpRequest, version: int) -> bool:
    """Whether what is sent was begun on another version of the thing."""
    sent = request.POST.get("version", "")
    return sent.isdecimal() and sent != str(version)


def with_version(data: Mapping[str, Any], version: int, **more: str) -> dict[str, Any]:
    """What was typed, now upon the version that the person is shown: sent once more, it is meant."""
    return {**{name: data[name] for name in data}, "version": str(version), **more}
