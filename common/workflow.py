"""Transition tables: of each thing that has a status, one row an act, with all that the portal knows of that act.

The tables stand in ``<room>/workflow.py``. Rules, services, buttons, pages, history, notices, the trigger in the database
(``common.triggers``) and the drawing (``docs/workflow.md``) are made from them, so a new status or act is a row and its words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from common import clock
from common.errors import Forbidden, Invalid


@dataclass(frozen=True)
class News:
    """What the units of a thing are told of an act. ``title`` may hold ``{…}``, filled in where the words are asked for."""

    title: str
    headline: str
    tone: str = ""


@dataclass(frozen=True)
class Step:
    """One act. ``sources`` are the statuses in which it may be done, ``target`` the one that follows; None: the status stays.

    ``who`` and ``awaits`` name rights in the room's ``rules.py``: whose act it is, and what else it waits for. ``first`` names the step
    that is taken before where the thing is not that far yet. ``not_now`` says why not in another status: one sentence, or one a status;
    the latter stands on the page beside the buttons, as that of an act that is awaited.
    """

    name: str
    verb: str
    sources: tuple[str, ...]
    target: str | None
    label: str
    who: str
    words: str = ""
    """Of the history, after the name of who did it; the service fills in ``{…}``."""
    icon: str = "info-circle"
    tone: str = ""
    needs: str = ""
    """Asks for the reason without which it is not done; "" where none is needed."""
    not_now: str | Mapping[str, str] = ""
    awaits: tuple[str, ...] = ()
    first: str = ""
    sets: tuple[str, ...] = ()
    """Times and people, by their prefix: "claimed" sets ``claimed_at``, ``claimed_by`` and, where there is one, the day ``claimed_on``."""
    clears: tuple[str, ...] = ()
    keeps: str = ""
    """The column that keeps the reason; an act that gives none empties it."""
    undoes: str = ""
    """The verb of the act that it takes back: what the history kept as ``before`` stands again."""
    changes: bool = True
    """Whether it makes a new version of the thing; what stands beside it (a note, a file) does not."""
    news: News | None = None
    link: str = ""
    """The page where it is done, if that is one of its own: the name of its address and a query."""
    path: str = ""
    """Else the end of its address, where a page or a click is made from this row alone."""
    button: str = ""
    """The button's icon, where it is not that of the history."""
    primary: bool = False
    hint: str = ""
    done: str = ""
    """What the person reads when it is done."""


@dataclass(frozen=True)
class Right:
    """``check`` raises ``Forbidden``; ``party`` says whether the act is this person's business at all: to others nothing is explained."""

    check: Callable[[Any, Any], None]
    party: Callable[[Any, Any], bool]


@dataclass
class Workflow:
    """The table of one thing. ``thing`` is its name in the history ("item.claimed"), ``noun`` its name on the screen."""

    thing: str
    noun: str
    statuses: type[models.TextChoices]
    people: type[models.TextChoices]
    steps: tuple[Step, ...]

    def __getitem__(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)

    @property
    def named(self) -> dict[str, Step]:
        """For templates: ``{{ steps.accept.label }}``."""
        return {step.name: step for step in self.steps}

    def by_verb(self, verb: str) -> Step:
        return next(step for step in self.steps if step.verb == verb)

    def leading(self, status: str, who: str) -> Step | None:
        """The step by which these people bring the thing into this status."""
        return next((step for step in self.steps if step.target == status and step.who == who), None)

    @property
    def initial(self) -> str:
        """The status in which the thing begins: the first one."""
        return str(self.statuses.values[0])

    def moves(self, *, needing: str = "") -> list[tuple[str, str]]:
        """Pairs of statuses that may follow each other; ``needing``: those that no act makes without a reason kept in this column."""
        pairs: dict[tuple[str, str], bool] = {}
        for step in self.steps:
            for source in step.sources if step.target else ():
                pair = (str(source), str(step.target))
                pairs[pair] = pairs.get(pair, True) and bool(step.needs) and step.keeps == needing
        return [pair for pair, always in pairs.items() if always or not needing]

    def verbs(self, *who: str) -> tuple[str, ...]:
        """The verbs in the history of acts that change the thing; with ``who`` of all that these people do."""
        return tuple(f"{self.thing}.{step.verb}" for step in self.steps if (step.who in who if who else step.changes))

    def looks(self) -> dict[str, tuple[str, str]]:
        """Icon and tone of each act in the history, by its verb."""
        return {f"{self.thing}.{step.verb}": (step.icon, step.tone) for step in self.steps if step.verb}

    def begins(self, step: Step) -> tuple[str, ...]:
        """The statuses in which a person may do it: where a step comes first, those of that one too."""
        return (*step.sources, *(self[step.first].sources if step.first else ()))

    def refusal(self, step: Step, status: str) -> str:
        """Why it can't be done in this status; "" where it can."""
        if status in self.begins(step):
            return ""
        words = step.not_now if isinstance(step.not_now, str) else step.not_now.get(status, "")
        words = words or "Không thể “{label}” khi {noun} đang ở tình trạng “{status}”."
        return words.format(label=step.label.lower(), noun=self.noun, status=self.statuses(status).label)

    def explains(self, step: Step, status: str) -> bool:
        """Whether somebody whose act it is reads why he can't do it now."""
        return status in self.begins(step) or (not isinstance(step.not_now, str) and status in step.not_now)

    def check(self, name: str, thing: Any, user: Any, rights: Mapping[str, Right]) -> None:
        """Raise ``Forbidden`` unless this person may do it now: his right, the status, and what else it waits for."""
        step = self[name]
        rights[step.who].check(user, thing)
        if why := self.refusal(step, thing.status):
            raise Forbidden(why)
        for each in step.awaits:
            rights[each].check(user, thing)

    def advance(self, name: str, thing: Any, *, by: Any, reason: str = "", **also: Any) -> Step:
        """The only line of the portal that assigns a status. Times and people of the step go with it, and what the act changes besides.

        The caller holds the lock, has asked the rules, and writes the history. Raises ``Forbidden`` in a wrong status, ``Invalid`` without
        the reason that the step needs.
        """
        step = self[name]
        if thing.status not in step.sources:
            raise Forbidden(self.refusal(step, thing.status))
        if step.needs and not reason.strip():
            raise Invalid(step.needs, field="reason")
        values = {**self._times(step, thing, by), **({step.keeps: reason.strip()} if step.keeps else {}), **also}
        thing.status = step.target or thing.status
        thing.version += 1
        for field, value in values.items():
            setattr(thing, field, value)
        thing.save(update_fields=["status", "version", *values])
        return step

    @staticmethod
    def _times(step: Step, thing: Any, by: Any) -> dict[str, Any]:
        now = clock.now()
        found: dict[str, Any] = {}
        for prefixes, values in ((step.clears, (None, None, None)), (step.sets, (now, by, now.date()))):
            named = ((f"{prefix}_{suffix}", value) for prefix in prefixes for suffix, value in zip(("at", "by", "on"), values, strict=True))
            found |= {name: value for name, value in named if _has(thing, name)}
        return found


def _has(thing: models.Model, field: str) -> bool:
    try:
        thing._meta.get_field(field)
    except FieldDoesNotExist:
        return False
    return True
