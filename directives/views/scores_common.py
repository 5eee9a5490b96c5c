"""The purpose that a reader has stated: kept in the session for a while, by the machine's clock; never in an address."""

import time

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from directives.forms.scores import PurposeForm
from directives.models import Score
from directives.presenters.scores import counted
from directives.services.scores_following import note_reading
from directives.workflow import ScorePurpose
from units.requests import SignedIn

_KEY = "score_purpose"


def stated_purpose(request: SignedIn) -> str:
    """The purpose, "" when none was stated or its time is over."""
    kept = request.session.get(_KEY) or {}
    purpose = str(kept.get("purpose", ""))
    return purpose if purpose in ScorePurpose.values and time.time() < float(kept.get("until", 0)) else ""


def state_purpose(request: SignedIn, purpose: str) -> None:
    request.session[_KEY] = {"purpose": purpose, "until": time.time() + 60 * settings.SCORES_PURPOSE_MINUTES}


def forget_purpose(request: SignedIn) -> None:
    request.session.pop(_KEY, None)


def ask_purpose(request: SignedIn, *, form: PurposeForm | None = None, status: int = 200) -> HttpResponse:
    """The page that stands before any name."""
    context = {
        "form": form or PurposeForm(initial={"next": request.get_full_path()}),
        "people": counted(request.user),
        "minutes": settings.SCORES_PURPOSE_MINUTES,
    }
    return render(request, "directives/score_purpose.html", context, status=status)


def note(request: SignedIn, kind: str, scores: list[int], people: int | None = None) -> None:
    """Log what is about to be shown under the stated purpose."""
    note_reading(by=request.user, purpose=stated_purpose(request), kind=kind, scores=scores, people=people)


def safe_next(address: str) -> str:
    """Only pages of scores: the list where anything else is asked for."""
    home = reverse("score_list")
    return address if address.startswith(home) and "\\" not in address and "//" not in address else home


def purpose_words(request: SignedIn) -> str:
    return ScorePurpose(stated_purpose(request)).label


def get_score(request: SignedIn, pk: int) -> Score:
    """The person's score, as far as this reader sees it, or 404."""
    return get_object_or_404(Score.objects.visible_to(request.user).with_parts(), pk=pk)
