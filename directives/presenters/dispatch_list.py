"""The list of dispatches: issued ones with what they made, the Centre's drafts with what they still wait for."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse

from common.paging import pager_of
from common.shares import percent
from directives import rules
from directives.models import Directive, Item, Obligation
from directives.proposing.answers import unanswered
from directives.querysets import ItemQuerySet
from reading.dispatch.proposal import Proposal
from units.models import User

PAGE_SIZE = 25
DRAFTS_SHOWN = 20


def list_page(user: User, page_number: str | None) -> dict[str, Any]:
    """Numbers count what this reader may see, by the named sets of ``directives.querysets``."""
    issued = Directive.objects.visible_to(user).issued().order_by("-issued_at", "-id")
    page = Paginator(issued, PAGE_SIZE).get_page(page_number)
    ids = [directive.pk for directive in page]
    items = Item.objects.visible_to(user).filter(directive__in=ids)
    totals, done = _by_directive(items), _by_directive(items.verified())
    owed = dict(Obligation.objects.visible_to(user).filter(directive__in=ids).order_by().values_list("directive").annotate(Count("pk")))
    can_steer = rules.can(rules.check_can_steer, user)
    return {
        "rows": [
            {
                "directive": directive,
                "items": totals.get(directive.pk, 0),
                "done": done.get(directive.pk, 0),
                "percent": percent(done.get(directive.pk, 0), totals.get(directive.pk, 0)),
                "obligations": owed.get(directive.pk, 0),
                "items_url": f"{reverse('item_list')}?van_ban={directive.pk}",
            }
            for directive in page
        ],
        "drafts": draft_rows(user) if can_steer else [],
        "can_steer": can_steer,
        "pager": pager_of(page, reverse("directive_list"), "văn bản"),
    }


def _by_directive(items: ItemQuerySet) -> dict[int, int]:
    return dict(items.order_by().values_list("directive").annotate(Count("pk", distinct=True)))


def draft_rows(user: User) -> list[dict[str, Any]]:
    """Drafts that this person may go on with, the newest first."""
    drafts = Directive.objects.visible_to(user).drafts().select_related("reading").order_by("-id")[:DRAFTS_SHOWN]
    return [
        {
            "directive": draft,
            "left": len(unanswered(Proposal.from_storage(draft.reading.proposal), draft.reading.answers)),
            "url": reverse("directive_proposal", args=[draft.pk]),
        }
        for draft in drafts
    ]
