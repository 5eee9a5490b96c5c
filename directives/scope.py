"""Of which dispatches a page speaks: of all that are followed, of those that order a report for one quarter, or of one, followed or not.

The scope stands in the address (``van_ban``, ``quy``), else it is the one that the person keeps; it narrows what a page counts and lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from common.quarters import Quarter
from directives.models import Directive
from directives.querysets import DirectiveQuerySet, ItemQuerySet
from units.models import User
from units.querysets import reach

DISPATCH, PERIOD = "van_ban", "quy"
ALL = "tat-ca"
# As text: every page reads its scope, and the same two as expressions cost more to put together than the database needs to answer.
_GROUPS = """
ARRAY(SELECT json_build_object('pk', g.id, 'name', g.name) FROM directives_requirementgroup g
       WHERE g.directive_id = directives_directive.id ORDER BY g.position, g.id)
"""
_PERIODS = """
ARRAY(SELECT DISTINCT p.code FROM directives_obligation o JOIN directives_period p ON p.id = o.period_id
       WHERE o.directive_id = directives_directive.id)
"""
Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Scope:
    """``followed`` are the dispatches of which the reader may choose, the one issued last first; ``chosen`` may be one that is not followed
    any more. ``period`` is a quarter's code, "" for all.
    """

    followed: Sequence[Directive]
    chosen: Directive | None = None
    period: str = ""
    sees_all: bool = False
    """Whether the reader may see every dispatch."""
    keeps: bool = False
    """Whether he keeps a choice: an address without one would mean that."""

    @property
    def whole(self) -> Scope:
        """The same without a choice."""
        return replace(self, chosen=None, period="")

    @cached_property
    def directives(self) -> Sequence[Directive]:
        """Those of which the page speaks."""
        if self.chosen is not None:
            return [self.chosen]
        return [each for each in self.followed if not self.period or self.period in each.period_codes]  # type: ignore[attr-defined]

    @cached_property
    def ids(self) -> list[int]:
        return [each.pk for each in self.directives]

    @property
    def one(self) -> Directive | None:
        """The only dispatch of the page, chosen or the only one there is."""
        return self.directives[0] if len(self.directives) == 1 else None

    @cached_property
    def names(self) -> dict[int, str]:
        """What rows call its dispatches by; nothing where there is one alone."""
        return {} if self.one else {each.pk: each.number_and_symbol for each in self.directives}

    @property
    def is_whole(self) -> bool:
        return self.chosen is None and not self.period

    @property
    def periods(self) -> list[str]:
        """Quarters for which the followed dispatches order a report, the latest first."""
        codes = {code for each in self.followed for code in each.period_codes}  # type: ignore[attr-defined]
        return sorted(codes, key=Quarter.parse, reverse=True)

    @property
    def params(self) -> dict[str, str]:
        """What links carry, so that a number and its list speak of the same; nothing where nothing else could be meant."""
        if self.chosen is not None:
            return {DISPATCH: str(self.chosen.pk)}
        if self.period:
            return {PERIOD: self.period}
        return {DISPATCH: ALL} if len(self.followed) > 1 or self.keeps else {}

    def items(self, items: ItemQuerySet) -> ItemQuerySet:
        """Those of its dispatches, but for what was withdrawn."""
        return self.all_items(items).counted()

    def all_items(self, items: ItemQuerySet) -> ItemQuerySet:
        """What was withdrawn too. Who only takes part in work may not read its dispatch: of everything that is followed the items are
        asked, not the dispatches.
        """
        return items.followed() if self.is_whole and not self.sees_all else items.filter(directive__in=self.ids)

    def reports(self, rows: Rows) -> Rows:
        """Of reports, or of duties to report: those of its dispatches, for its quarter where it has one."""
        found = rows.filter(directive__in=self.ids)
        return found.filter(period__code=self.period) if self.period else found


def read_scope(user: User, params: Mapping[str, Any]) -> Scope:
    """What the address asks for, else what the person keeps. 404 for an address that names nothing that he may see."""
    seen = Directive.objects.visible_to(user)
    everything = Scope(list(_with_parts(seen.followed())), sees_all=reach(user).everywhere, keeps=bool(user.scope))
    asked = bool(params.get(DISPATCH) or params.get(PERIOD))
    wanted = params if asked else dict(parse_qsl(user.scope))
    scope = _asked(everything, seen if asked else None, wanted.get(DISPATCH, ""), wanted.get(PERIOD, ""))
    if asked and scope is None:
        raise Http404("Không có văn bản hoặc kỳ báo cáo này.")
    return scope or everything


def _asked(everything: Scope, seen: DirectiveQuerySet | None, dispatch: str, period: str) -> Scope | None:
    """``seen``: also those among which an address may choose, although they are followed no more."""
    if dispatch == ALL:
        return everything
    if dispatch:
        chosen = next((each for each in everything.followed if str(each.pk) == dispatch), None)
        if chosen is None and seen is not None and dispatch.isdecimal() and len(dispatch) < 10:
            chosen = _with_parts(seen.issued()).filter(pk=int(dispatch)).first()
        return replace(everything, chosen=chosen) if chosen else None
    return replace(everything, period=period) if period in everything.periods else None


def _with_parts(directives: DirectiveQuerySet) -> DirectiveQuerySet:
    """Each with its requirement groups (``group_rows``) and the quarters for which it orders a report (``period_codes``)."""
    return directives.order_by("-issued_at", "-pk").annotate(group_rows=RawSQL(_GROUPS, ()), period_codes=RawSQL(_PERIODS, ()))  # noqa: S611 - fixed text
