"""Every named set of dispatches, items and their parts. Dashboards count these sets, lists filter by them, so the two can't differ.

``visible_to(user)`` is where every page starts: an item is seen by its responsible, accountable, site and coordinating units and by the
superiors of these (``units.querysets.reach`` inherits down both trees); a dispatch by the units that it names and their superiors.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import BooleanField, Case, Exists, F, Func, IntegerField, OuterRef, Q, TextField, Value, When

from common import clock, vocabulary
from common.models import AuditEvent
from directives.workflow import (
    FIXING_VERBS,
    OPEN,
    OPEN_DIFFICULTY,
    DifficultyStatus,
    DirectiveStatus,
    ItemStatus,
)
from units.querysets import reach

if TYPE_CHECKING:
    from directives.models import (  # noqa: F401 - the classes below name them in strings
        Difficulty,
        Directive,
        Evidence,
        Item,
        Obligation,
        Score,
        ScoreFollowUp,
    )

NEWS_KINDS = ("item", "difficulty", "directive", "report")
QUIET_VERBS = ("item.assigned", "directive.uploaded", "directive.corrected", "directive.discarded")
"""What the issue of a dispatch already says, or what happens to a draft that is the Centre's alone."""
ROW_COLUMNS = (
    *("id", "number", "title", "status", "back_reason", "due_on", "responsible_id", "directive_id", "is_blocked"),
    *("responsible__kind", "responsible__short_name", "accountable__short_name", "point__key"),
)
_CODE = re.compile(r"\bND[\s\-‑–]*(\d+)\b", re.IGNORECASE)


# Conditions of the named sets of items. Lists filter by them, aggregates count by them: one meaning each.


def is_overdue(on: date) -> Q:
    """The unit's turn and the due date is before the day; a due date is inclusive, no due date is never overdue."""
    return Q(status__in=OPEN, due_on__lt=on)


def is_due_soon(on: date) -> Q:
    """The unit's turn, due within ``DUE_SOON_DAYS`` of the day, both ends included."""
    return Q(status__in=OPEN, due_on__gte=on, due_on__lte=on + timedelta(days=vocabulary.DUE_SOON_DAYS))


def is_urgent(on: date) -> Q:
    """Overdue or due soon; the two never overlap."""
    return is_overdue(on) | is_due_soon(on)


def is_returned() -> Q:
    """Sent back or reopened with a reason and not claimed since: shown as "Cần bổ sung"."""
    return Q(status=ItemStatus.DOING) & ~Q(back_reason="")


def is_done_in_time() -> Q:
    """Verified, and the claim that was verified was made on or before the due date."""
    return Q(status=ItemStatus.VERIFIED, claimed_on__lte=F("due_on"))


def is_done_late() -> Q:
    """Verified, claimed after the due date."""
    return Q(status=ItemStatus.VERIFIED, claimed_on__gt=F("due_on"))


def is_open_in_time(on: date) -> Q:
    """Not verified, with a due date that is not missed; a claimed item is judged by the day of its claim."""
    return Q(status__in=OPEN, due_on__gte=on) | Q(status=ItemStatus.CLAIMED, claimed_on__lte=F("due_on"))


def is_open_overdue(on: date) -> Q:
    """Not verified, and the due date is missed; a claimed item is judged by the day of its claim."""
    return is_overdue(on) | Q(status=ItemStatus.CLAIMED, claimed_on__gt=F("due_on"))


def _urgency(on: date, own: int | None) -> tuple[Any, ...]:
    """Overdue before due soon is the order of their dates: one rank holds both."""
    rank = Case(When(is_urgent(on), then=0), When(is_returned(), then=1), default=2, output_field=IntegerField())
    nearness = () if own is None else (Case(When(responsible=own, then=0), default=1, output_field=IntegerField()),)
    return rank, "due_key", *nearness, "number"


def _pk_among(rows: models.QuerySet[Any]) -> Func:
    """``id = ANY(ARRAY(…))``: of an array the planner takes the index; ``IN (…)`` beside other conditions makes it walk the table."""
    return Func(F("pk"), ArraySubquery(rows), template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=BooleanField())


def news(user: Any) -> models.QuerySet[AuditEvent]:
    """What happened to the work that this person sees, newest first: acts of, or about, the units in his reach."""
    events = AuditEvent.objects.filter(subject_kind__in=NEWS_KINDS).exclude(verb__in=QUIET_VERBS)
    found = reach(user)
    if found.everywhere:
        return events
    from units.models import Unit

    codes = list(Unit.objects.filter(pk__in=found["see_work"]).values_list("code", flat=True))
    return events.filter(party_codes__overlap=codes) if codes else events.none()


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Named sets of dispatches."""

    def visible_to(self, user: Any) -> DirectiveQuerySet:
        """Drafts are the Centre's; an issued one is read by the units that it names and by who sees everything."""
        found = reach(user)
        if found["steer_work"]:
            return self.all()
        issued = self.issued()
        if found.everywhere:
            return issued
        from directives.models import DirectiveUnit, Item

        named = DirectiveUnit.objects.filter(found.over("see_work", "unit"), directive=OuterRef("pk"))
        parts = Item.objects.filter(found.over("see_work", "responsible", "accountable"), directive=OuterRef("pk"))
        return issued.filter(Exists(named) | Exists(parts))

    def issued(self) -> DirectiveQuerySet:
        """Given out, followed or not any more."""
        return self.exclude(status=DirectiveStatus.DRAFT)

    def followed(self) -> DirectiveQuerySet:
        """Issued, and nobody has ended it yet."""
        return self.filter(status=DirectiveStatus.ISSUED)

    def drafts(self) -> DirectiveQuerySet:
        return self.filter(status=DirectiveStatus.DRAFT)

    def latest_issued(self) -> Directive | None:
        """The directive issued last, or None."""
        return self.issued().order_by("-issued_at", "-id").first()


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Named sets of owed reports."""

    def visible_to(self, user: Any) -> ObligationQuerySet:
        return self.filter(reach(user).over("see_work", "unit"))

    def followed(self) -> ObligationQuerySet:
        """Of dispatches that are followed."""
        return self.filter(directive__status=DirectiveStatus.ISSUED)


class ItemQuerySet(models.QuerySet["Item"]):
    """Named sets of items."""

    def visible_to(self, user: Any) -> ItemQuerySet:
        found = reach(user)
        if found.everywhere:
            return self.all()
        if not found["see_work"]:
            return self.none()
        coordinated = self.model.coordinating.through.objects.filter(found.over("see_work", "unit")).values("item")
        return self.filter(found.over("see_work", "responsible", "accountable", "site") | Q(_pk_among(coordinated)))

    def followed(self) -> ItemQuerySet:
        """Of dispatches that are followed: what is late, waits or is stuck among the others is nobody's turn any more."""
        return self.filter(directive__status=DirectiveStatus.ISSUED)

    def coordinated_by(self, unit_id: int) -> ItemQuerySet:
        """Items in which this unit only takes part: it neither does them nor answers for them."""
        taking_part = self.model.coordinating.through.objects.filter(unit=unit_id).values("item")
        return self.filter(pk__in=taking_part).exclude(Q(responsible=unit_id) | Q(accountable=unit_id))

    def verifiable_by(self, user: Any) -> ItemQuerySet:
        """Claimed items that wait for this very person: the set twin of ``rules.check_item`` for "verify" (who fixes never verifies)."""
        found = reach(user)
        if not found["verify_work"]:
            return self.none()
        fixed = AuditEvent.objects.filter(subject_kind="item", subject_id__isnull=False, actor_id=user.pk, verb__in=FIXING_VERBS)
        mine = user.unit.pk if user.unit else None
        own = Q(responsible=mine) | Q(claimed_by=user.pk) | Q(pk__in=fixed.values("subject_id"))
        return self.claimed().followed().filter(found.over("verify_work", "responsible")).exclude(own)

    def most_urgent(self, rows: int, on: date, own: int | None = None) -> list[int]:
        """The ids of the first ``rows``: overdue, due soon, sent back, then the rest; inside each by due date, the unit's ``own`` before
        those of units below it.
        """
        return self.first_ids(rows, *_urgency(on, own))

    def first_ids(self, rows: int, *order: Any) -> list[int]:
        """The ids of the first ``rows`` in an order that has no ties: what is sorted are a few columns, not whole rows (``by_id``)."""
        return list(self.order_by(*order).values_list("pk", flat=True)[:rows])

    def by_id(self, *ids: list[int]) -> list[list[Item]]:
        """The rows of several lists of ids, each in its order, by one query; what was deleted meanwhile is left out."""
        rows = {row.id: row for row in self.order_by().filter(pk__in={pk for each in ids for pk in each})}
        return [[rows[pk] for pk in each if pk in rows] for each in ids]

    def of_unit(self, unit_id: int) -> ItemQuerySet:
        """Items that this unit does or answers for."""
        return self.filter(Q(responsible=unit_id) | Q(accountable=unit_id))

    def findings_of(self, general: Item) -> ItemQuerySet:
        """The items of findings for which this general item of a unit waits; one that was passed on waits for those of its own site."""
        place = {} if general.site_id is None else {"site": general.site_id}
        return self.filter(point=general.point_id, responsible=general.responsible_id, finding__isnull=False, **place)

    def general_of(self, finding: Item) -> Item | None:
        """The general item that waits for this one of a finding: that of its own site, else the unit's."""
        same = self.filter(Q(site=None) | Q(site=finding.site_id), point=finding.point_id, responsible=finding.responsible_id, finding=None)
        return same.order_by(F("site").asc(nulls_last=True)).first()

    def visible_beside(self, user: Any, unit_id: int) -> ItemQuerySet:
        """What this person sees, for sets in which the unit takes part: who sees the unit's work sees all of these (``visible_to``)."""
        return self if reach(user).holds("see_work", unit_id) else self.visible_to(user)

    def counted(self) -> ItemQuerySet:
        """All but what was withdrawn: every number and every list starts from these."""
        return self.exclude(status=ItemStatus.WITHDRAWN)

    def withdrawn(self) -> ItemQuerySet:
        """The Centre took them back after they were given: to be read, not to be done."""
        return self.filter(status=ItemStatus.WITHDRAWN)

    def todo(self) -> ItemQuerySet:
        return self.filter(status=ItemStatus.TODO)

    def doing(self) -> ItemQuerySet:
        return self.filter(status=ItemStatus.DOING)

    def claimed(self) -> ItemQuerySet:
        """Waiting for the verifier: the unit's clock stands still."""
        return self.filter(status=ItemStatus.CLAIMED)

    def verified(self) -> ItemQuerySet:
        return self.filter(status=ItemStatus.VERIFIED)

    def open(self) -> ItemQuerySet:
        """Items that are the unit's turn: not begun, or being done."""
        return self.filter(status__in=OPEN)

    def unfinished(self) -> ItemQuerySet:
        """To be done, and not verified yet."""
        return self.exclude(status__in=(ItemStatus.VERIFIED, ItemStatus.WITHDRAWN))

    def overdue(self, on: date | None = None) -> ItemQuerySet:
        """The unit's turn and the due date is missed."""
        return self.filter(is_overdue(on or clock.today()))

    def due_soon(self, on: date | None = None) -> ItemQuerySet:
        """The unit's turn, due within seven days."""
        return self.filter(is_due_soon(on or clock.today()))

    def urgent(self, on: date | None = None) -> ItemQuerySet:
        """Overdue or due soon."""
        return self.filter(is_urgent(on or clock.today()))

    def due_until(self, day: date) -> ItemQuerySet:
        """Due on this day or before, asked of ``due_key``: it stands in the indexes by unit, and no due date lies behind all others."""
        return self.filter(due_key__lte=day)

    def no_due_date(self) -> ItemQuerySet:
        return self.filter(due_on=None)

    def returned(self) -> ItemQuerySet:
        """Shown as "Cần bổ sung"."""
        return self.filter(is_returned())

    def blocked(self) -> ItemQuerySet:
        """Has an open difficulty ("Đang vướng mắc"); overlaps the stored states. There are few: their items are found first."""
        from directives.models import Difficulty

        return self.filter(_pk_among(Difficulty.objects.filter(status__in=OPEN_DIFFICULTY, item__isnull=False).values("item")))

    def with_flags(self) -> ItemQuerySet:
        """Adds ``is_blocked`` for the pages."""
        return self.annotate(is_blocked=Exists(self._open_difficulties()))

    def as_rows(self, *more: str, **computed: Any) -> ItemQuerySet:
        """What a row of a table shows (``presenters.item_rows``) as named values, in one query: five objects a row cost more than it.

        ``computed`` are expressions besides, each by its name.
        """
        found = self.annotate(is_blocked=Exists(self._open_difficulties()), **computed)
        return found.values_list(*ROW_COLUMNS, *more, *computed, named=True)  # type: ignore[return-value]

    def matching(self, words: str) -> ItemQuerySet:
        """Search without accents in code and title; every word must occur. A code may be written ND-044, ND 044, nd44 or 44."""
        found = self
        for word in _CODE.sub(r"\1", words).split():
            by_text = Q(search__contains=Func(Value(word), function="f_fold", output_field=TextField()))
            found = found.filter(by_text | Q(number=int(word)) if word.isdecimal() and len(word) < 10 else by_text)
        return found

    def imported_by(self, batch_id: int) -> ItemQuerySet:
        """Made by this import of an annex; none once it was undone."""
        from directives.models import ImportedRow

        made = Q(action=ImportedRow.Action.CREATE) | Q(before__made_item=True)
        return self.filter(finding__in=ImportedRow.objects.filter(made, batch=batch_id).values("finding"))

    @staticmethod
    def _open_difficulties() -> models.QuerySet[Difficulty]:
        from directives.models import Difficulty

        return Difficulty.objects.filter(item=OuterRef("pk"), status__in=OPEN_DIFFICULTY)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Named sets of evidence."""

    def visible_to(self, user: Any) -> EvidenceQuerySet:
        from directives.models import Item

        return self.filter(item__in=Item.objects.visible_to(user))

    def standing(self) -> EvidenceQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class DifficultyQuerySet(models.QuerySet["Difficulty"]):
    """Named sets of difficulties."""

    def visible_to(self, user: Any) -> DifficultyQuerySet:
        """Who sees its item sees it, and who sees the work of the unit that raised it."""
        found = reach(user)
        if found.everywhere or not found["see_work"]:
            return self.all() if found.everywhere else self.none()
        from directives.models import Item

        return self.filter(found.over("see_work", "unit") | Q(item__in=Item.objects.visible_to(user)))

    def of_unit_for(self, user: Any, unit_id: int) -> DifficultyQuerySet:
        """What this person sees of those raised by this unit, or on work that it does or answers for: all, where he sees its work."""
        seen = self if reach(user).holds("see_work", unit_id) else self.visible_to(user)
        return seen.filter(Q(unit=unit_id) | Q(item__responsible=unit_id) | Q(item__accountable=unit_id))

    def open(self) -> DifficultyQuerySet:
        return self.filter(status__in=OPEN_DIFFICULTY)

    def in_state(self, status: str) -> DifficultyQuerySet:
        """While it is open it counts where its dispatch is followed; what is solved stays solved."""
        found = self.filter(status=status)
        return found.followed() if status in OPEN_DIFFICULTY else found

    def waiting(self) -> DifficultyQuerySet:
        """The Centre's turn: nobody has answered yet."""
        return self.in_state(DifficultyStatus.WAITING)

    def pressing(self) -> DifficultyQuerySet:
        """What leaders ask about: before UBND Tỉnh first, then without an answer; each raised first in front."""
        rank = Case(When(status=DifficultyStatus.ESCALATED, then=0), default=1, output_field=IntegerField())
        return self.followed().filter(status__in=(DifficultyStatus.ESCALATED, DifficultyStatus.WAITING)).order_by(rank, "raised_at", "pk")

    def followed(self) -> DifficultyQuerySet:
        """Raised in general, or on work that is still to be done under a dispatch that is followed."""
        to_do = Q(item__directive__status=DirectiveStatus.ISSUED) & ~Q(item__status=ItemStatus.WITHDRAWN)
        return self.filter(Q(item=None) | to_do)

    def answerable_by(self, user: Any) -> DifficultyQuerySet:
        """The set twin of ``rules.check_difficulty`` for those that wait: what this person's menu counts."""
        return self.waiting().filter(reach(user).over("steer_work", "unit"))

    def open_first(self) -> DifficultyQuerySet:
        """The open ones before the closed ones, each raised last in front."""
        closed = Case(When(status=DifficultyStatus.RESOLVED, then=1), default=0, output_field=IntegerField())
        return self.order_by(closed, "-raised_at", "-pk")

    def with_parts(self) -> DifficultyQuerySet:
        """Joins what a row of a list shows, so that it costs no further query."""
        return self.select_related("unit", "item__directive", "item__point", "item__responsible", "item__accountable")


class ScoreQuerySet(models.QuerySet["Score"]):
    """Named sets of scores. Each side sees its own staff, the Centre all, and only who was given ``see_scores`` (``units.roles``)."""

    def visible_to(self, user: Any) -> ScoreQuerySet:
        return self.filter(reach(user).over("see_scores", "employer"))

    def good(self, share: float) -> ScoreQuerySet:
        """At or over this share of the scale. A filter only: nothing follows from it (docs/domain.md, trap 15)."""
        return self.filter(score__gte=F("max_score") * Value(Decimal(str(share))))

    def weak(self, share: float) -> ScoreQuerySet:
        """Under this share of the scale. A filter only."""
        return self.filter(score__lt=F("max_score") * Value(Decimal(str(share))))

    def named(self) -> ScoreQuerySet:
        """Scores whose persons' names are still kept."""
        return self.filter(pseudonymised_at=None)

    def with_parts(self) -> ScoreQuerySet:
        """What a row shows, in the same query."""
        return self.select_related("unit__area__parent", "employer", "inspection")

    def in_order(self) -> ScoreQuerySet:
        """By unit, then as they stood in the file: no order by name or score is kept."""
        return self.order_by("unit__sort_key", "pk")


class ScoreFollowUpQuerySet(models.QuerySet["ScoreFollowUp"]):
    """Named sets of what was done because of a score."""

    def standing(self) -> ScoreFollowUpQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)
