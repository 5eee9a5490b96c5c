"""Forms that act: what a service refuses comes back at the form, and what somebody else did meanwhile is no overwriting."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from common.errors import FileRefused, Invalid, PortalError

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
