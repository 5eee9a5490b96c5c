"""What can't be taken back is asked about first: a page that says what goes, with the button that does it. Works without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True)
class Question:
    """``title`` asks, ``losses`` are what goes, ``stays`` what does not; ``button`` does it, ``back_url`` leads away from it."""

    title: str
    losses: Sequence[str]
    button: str
    back_url: str
    stays: str = ""


def ask(request: HttpRequest, question: Question) -> HttpResponse:
    """The page; its form posts to the address at which it stands."""
    return render(request, "directives/confirm.html", {"question": question})
