"""Scores for the pages: rows, one person with what was done for him, the log. Names pass through here only after the reading was noted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import QueryDict
from django.urls import reverse

from common.paging import pager_of
from directives import rules
from directives.forms.scores import ScoreFilter, threshold_words
from directives.models import Score, ScoreFollowUp, ScoreReading
from directives.querysets import ScoreQuerySet
from reading.scores.values import DEFAULT_SCALE
from units.models import Unit, User
from units.roles import Role

PAGE_SIZE = 50
MARKS = {"commend": ("done", "circle-check"), "remind": ("soon", "bell"), "reassign": ("block", "user")}
ACTS = {"commend": ("Ghi biểu dương", "circle-check"), "remind": ("Ghi nhắc nhở", "bell"), "reassign": ("Bố trí lại công việc", "user")}


@dataclass(frozen=True)
class ScoreLine:
    """One person in a list; ``marks`` are (tone, icon, words) of what was done."""

    score: Score
    points: str
    marks: list[tuple[str, str, str]]
    url: str


def points_of(score: Decimal, max_score: Decimal) -> str:
    """ "8,5"; "85/100" on another scale."""
    text = f"{score.normalize():f}".replace(".", ",")
    return text if max_score == DEFAULT_SCALE else f"{text}/{max_score.normalize():f}"


def seen_scores(user: User) -> ScoreQuerySet:
    """What this person may see, with what a row shows."""
    standing = ScoreFollowUp.objects.standing()
    return Score.objects.visible_to(user).with_parts().prefetch_related(Prefetch("follow_ups", queryset=standing, to_attr="standing"))


def employers_seen(user: User) -> list[Unit]:
    """The bodies whose staff this person sees; the choice of a list."""
    ids = Score.objects.visible_to(user).order_by().values("employer").distinct()
    return list(Unit.objects.with_area().filter(pk__in=ids))


def score_list_page(user: User, params: QueryDict) -> dict[str, Any]:
    """One page of the persons that fit the address. ``shown`` are the ids for the log."""
    form = ScoreFilter(params, employers=employers_seen(user))
    conditions = form.conditions()
    page: Page[Score] = Paginator(form.narrow(seen_scores(user)).in_order(), PAGE_SIZE).get_page(params.get("trang"))
    return {
        "form": form,
        "rows": [_line(score) for score in page],
        "shown": [score.pk for score in page],
        "hidden": list(conditions.items()),
        "filtered": bool(conditions),
        "clear_url": reverse("score_list"),
        "pager": pager_of(page, reverse("score_list"), "người", conditions),
        "can_import": rules.can(rules.check_can_import_scores, user),
        "can_read_log": rules.can(rules.check_can_read_score_log, user),
        "thresholds": (threshold_words(settings.SCORES_GOOD_SHARE), threshold_words(settings.SCORES_WEAK_SHARE)),
    }


def _line(score: Score) -> ScoreLine:
    standing: list[ScoreFollowUp] = score.standing  # type: ignore[attr-defined]
    kinds = dict.fromkeys(one.kind for one in standing)
    marks = [(*MARKS[kind], ScoreFollowUp.Kind(kind).label) for kind in kinds]
    return ScoreLine(score, points_of(score.score, score.max_score), marks, reverse("score_detail", args=[score.pk]))


def score_page(user: User, score: Score) -> dict[str, Any]:
    """One person: the score, what was done for him, the acts that this reader may do by hand."""
    found = list(score.follow_ups.select_related("made_by", "withdrawn_by").order_by("-pk"))
    for one in found:
        one.score = score
    may = rules.can(rules.check_can_follow_up, user, score)
    return {
        "score": score,
        "points": points_of(score.score, score.max_score),
        "follow_ups": [
            {"done": one, "mark": MARKS[one.kind], "can_withdraw": rules.can(rules.check_can_withdraw_follow_up, user, one)}
            for one in found
        ],
        "acts": [(kind, *words, reverse(f"score_{kind}", args=[score.pk])) for kind, words in ACTS.items()] if may else [],
        "side": score.employer.name,
    }


def log_page(params: QueryDict) -> dict[str, Any]:
    """Who looked, when, why, at how many; whose scores they were stays in the database."""
    readings = ScoreReading.objects.select_related("reader", "reader_unit").defer("scores")
    page: Page[ScoreReading] = Paginator(readings, PAGE_SIZE).get_page(params.get("trang"))
    return {"readings": list(page), "pager": pager_of(page, reverse("score_log"), "lượt xem")}


def may_open_list(user: User) -> bool:
    """Whether a link to the list leads anywhere; an administrator reads the log alone."""
    return user.role != Role.ADMIN


def counted(user: User) -> int:
    """How many persons there are for this reader, before any name is shown."""
    return Score.objects.visible_to(user).count()
