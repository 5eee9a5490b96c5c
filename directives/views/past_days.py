"""Pages that can be read as of a past day: the address says it (``?tinh_den=15-03-2021``), every query of the page follows."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase

from common import clock
from common.formats import vn_date
from common.past import PARAM, as_of
from directives.forms.fields import VnDateField
from units.querysets import reach
from units.requests import SignedIn

Args = ParamSpec("Args")
Answer = TypeVar("Answer", bound=HttpResponseBase)
View = Callable[Concatenate[SignedIn, Args], Answer]


def of_any_day(view: View[Args, Answer]) -> View[Args, Answer]:
    """The page of the day that is asked for; who reads it may what he may today. A day that can't be shown is said, and today is shown."""

    @wraps(view)
    def shown(request: SignedIn, /, *args: Args.args, **kwargs: Args.kwargs) -> Answer:
        reach(request.user)
        with as_of(asked_day(request)):
            return view(request, *args, **kwargs)

    return shown


def asked_day(request: SignedIn, name: str = PARAM) -> date | None:
    """A day that is not over is said, as one that can't be read."""
    text = request.GET.get(name, "").strip()
    try:
        day: date | None = VnDateField(required=False).clean(text)
    except ValidationError as error:
        messages.warning(request, f"Không xem được ngày “{text[:20]}”. {' '.join(error.messages)} Dưới đây là số liệu hôm nay.")
        return None
    if day and day > clock.today():
        messages.warning(request, f"Ngày {vn_date(day)} chưa đến. Dưới đây là số liệu hôm nay.")
    return day
