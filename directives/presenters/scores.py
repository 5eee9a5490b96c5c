"""Scores for the pages: rows, one person with what was done for him, the log. Names pass through here only after the reading was noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.http import QueryDict
from django.urls import reverse

from common.page_parts import Pager
from common.paging import Paged, paged
from common.vocabulary import State
from directives import rules
from directives.forms.scores import ScoreFilter
from directives.models import Score, ScoreFollowUp, ScoreReading
from directives.presenters.item_actions import Action
from directives.querysets import ScoreQuerySet
from reading.scores.values import DEFAULT_SCALE
from units.models import Unit, User
from units.roles import Role

PAGE_SIZE = 50
Kind = ScoreFollowUp.Kind
MARKS = {
    Kind.COMMEND: State("done", "circle-check", Kind.COMMEND.label),
    Kind.REMIND: State("soon", "bell", Kind.REMIND.label),
    Kind.REASSIGN: State("block", "user", Kind.REASSIGN.label),
}
ACTS = {Kind.COMMEND: "Ghi biểu dương", Kind.REMIND: "Ghi nhắc nhở", Kind.REASSIGN: "Bố trí lại công việc"}


@dataclass(frozen=True)
class ScoreLine:
    """One person, and what was done because of the score."""

    score: Score

    @property
    def points(self) -> str:
        return points_of(self.score.score, self.score.max_score)

    @property
    def marks(self) -> list[State]:
        """Of a row of ``seen_scores``, each kind once."""
        standing: list[ScoreFollowUp] = self.score.standing  # type: ignore[attr-defined]
        return [MARKS[Kind(kind)] for kind in dict.fromkeys(one.kind for one in standing)]


@dataclass(frozen=True)
class ScoreListPage:
    """One page of the persons that fit the address; ``conditions`` are those that are on."""

    form: ScoreFilter
    conditions: Mapping[str, str]
    rows: Sequence[ScoreLine]
    pager: Pager
    can_import: bool
    can_read_log: bool


@dataclass(frozen=True)
class FollowUp:
    """What was done, and whether this reader may take it back."""

    done: ScoreFollowUp
    can_withdraw: bool

    @property
    def mark(self) -> State:
        return MARKS[Kind(self.done.kind)]


@dataclass(frozen=True)
class ScorePage(ScoreLine):
    """One person: the score, what was done for him, the acts that this reader may do by hand."""

    follow_ups: Sequence[FollowUp]
    acts: Sequence[Action]


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


def score_list_page(user: User, params: QueryDict) -> ScoreListPage:
    form = ScoreFilter(params, employers=employers_seen(user))
    conditions, found = form.conditions(), form.narrow(seen_scores(user)).in_order()
    page = paged(found, PAGE_SIZE, params.get("trang"), reverse("score_list"), "người", conditions)
    return ScoreListPage(
        form=form,
        conditions=conditions,
        rows=[ScoreLine(score) for score in page.rows],
        pager=page.pager,
        can_import=rules.can(rules.check_can_import_scores, user),
        can_read_log=rules.can(rules.check_can_read_score_log, user),
    )


def score_page(user: User, score: Score) -> ScorePage:
    found = list(score.follow_ups.select_related("made_by", "withdrawn_by").order_by("-pk"))
    for one in found:
        one.score = score
    may = rules.can(rules.check_can_follow_up, user, score)
    acts = [Action(kind, label, MARKS[kind].icon, reverse(f"score_{kind}", args=[score.pk])) for kind, label in ACTS.items()]
    follow_ups = [FollowUp(one, rules.can(rules.check_can_withdraw_follow_up, user, one)) for one in found]
    return ScorePage(score, follow_ups, acts if may else [])


def log_page(params: QueryDict) -> Paged[ScoreReading]:
    """Who looked, when, why, at how many; whose scores they were stays in the database."""
    readings = ScoreReading.objects.select_related("reader", "reader_unit").defer("scores")
    return paged(readings, PAGE_SIZE, params.get("trang"), reverse("score_log"), "lượt xem")


def may_open_list(user: User) -> bool:
    """Whether a link to the list leads anywhere; an administrator reads the log alone."""
    return user.role != Role.ADMIN


def counted(user: User) -> int:
    """How many persons there are for this reader, before any name is shown."""
    return Score.objects.visible_to(user).count()
