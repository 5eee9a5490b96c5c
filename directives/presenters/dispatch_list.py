"""The list of dispatches: issued ones with what they made, the Centre's drafts with what they still wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from common.page_parts import Pager
from common.paging import paged
from common.shares import percent
from directives import rules
from directives.models import Directive, Item, Obligation
from directives.proposing.answers import unanswered
from reading.dispatch.proposal import Proposal
from units.models import User

PAGE_SIZE = 25
DRAFTS_SHOWN = 20


@dataclass(frozen=True)
class DispatchRow:
    """An issued dispatch with what this reader sees of its items and reports."""

    directive: Directive
    items: int
    done: int
    obligations: int

    @property
    def percent(self) -> int:
        return percent(self.done, self.items)


@dataclass(frozen=True)
class DraftRow:
    """A draft, and how many questions still wait for an answer."""

    directive: Directive
    left: int


@dataclass(frozen=True)
class DispatchListPage:
    rows: Sequence[DispatchRow]
    drafts: Sequence[DraftRow]
    can_steer: bool
    pager: Pager


def list_page(user: User, page_number: str | None) -> DispatchListPage:
    """Numbers count what this reader may see, by the named sets of ``directives.querysets``."""
    issued = Directive.objects.visible_to(user).issued().order_by("-issued_at", "-id")
    page = paged(issued, PAGE_SIZE, page_number, reverse("directive_list"), "văn bản")
    ids = [directive.pk for directive in page.rows]
    items = Item.objects.visible_to(user).filter(directive__in=ids)
    totals, done = _by_directive(items), _by_directive(items.verified())
    owed = _by_directive(Obligation.objects.visible_to(user).filter(directive__in=ids))
    can_steer = rules.can(rules.check_can_steer, user)
    return DispatchListPage(
        rows=[DispatchRow(one, totals.get(one.pk, 0), done.get(one.pk, 0), owed.get(one.pk, 0)) for one in page.rows],
        drafts=draft_rows(user) if can_steer else [],
        can_steer=can_steer,
        pager=page.pager,
    )


def _by_directive(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("directive").annotate(Count("pk", distinct=True)))


def draft_rows(user: User) -> list[DraftRow]:
    """Drafts that this person may go on with, the newest first."""
    drafts = Directive.objects.visible_to(user).drafts().select_related("reading").order_by("-id")[:DRAFTS_SHOWN]
    return [DraftRow(one, len(unanswered(Proposal.from_storage(one.reading.proposal), one.reading.answers))) for one in drafts]
