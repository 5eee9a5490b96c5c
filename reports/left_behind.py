"""What units that have ended still hold: open work that nobody does until the Centre passes it on (``reports.services.passing``)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from common import clock
from common.formats import vn_num
from directives.models import Difficulty, Item, Obligation
from directives.querysets import ObligationQuerySet
from reports.dashboard import count_of
from reports.models import Report
from reports.workflow import ReportStatus
from units.models import Membership, Unit


@dataclass(frozen=True)
class Left:
    """One unit that has ended, and how much hangs on it."""

    unit: Unit
    items: int
    reports: int
    stuck: int
    people: int

    @property
    def words(self) -> str:
        """'3 nội dung, 1 báo cáo, 2 tài khoản'."""
        accounts = f"{vn_num(self.people)} tài khoản" if self.people else ""
        return ", ".join(filter(None, (left_words(self.items, self.reports, self.stuck), accounts)))


def left_words(items: int, reports: int, stuck: int) -> str:
    """What is none is not said."""
    counts = ((items, "nội dung"), (reports, "báo cáo"), (stuck, "vướng mắc"))
    return ", ".join(f"{vn_num(count)} {words}" for count, words in counts if count)


def left_sets(on: date | None = None) -> dict[str, QuerySet[Any]]:
    """The work that units which are over still hold, each thing once, and these units: named sets, counted beside others in one query."""
    ended = Unit.objects.ended_by(on or clock.today()).values("pk")
    items = Item.objects.followed().unfinished()
    reports, stuck = not_accepted(), Difficulty.objects.followed().open()
    holding = (
        Q(pk__in=items.values("responsible"))
        | Q(pk__in=items.values("accountable"))
        | Q(pk__in=reports.values("unit"))
        | Q(pk__in=stuck.values("unit"))
    )
    return {
        "left_units": Unit.objects.filter(holding, pk__in=ended),
        "left_items": items.filter(Q(responsible__in=ended) | Q(accountable__in=ended)),
        "left_reports": reports.filter(unit__in=ended),
        "left_stuck": stuck.filter(unit__in=ended),
    }


def left_counts() -> dict[str, int]:
    """One query."""
    sets = {name: count_of(rows) for name, rows in left_sets().items()}
    return Unit.objects.order_by("pk").values(**sets).first() or dict.fromkeys(sets, 0)


def left_behind(on: date | None = None) -> list[Left]:
    """Every unit that is over and still holds work, reports or difficulties of dispatches that are followed; one query.

    Accounts alone are no work: they are counted where something else is left, or where a successor can take them.
    """
    ended = Unit.objects.ended_by(on or clock.today()).select_related("area__parent", "successor__area__parent")
    rows = ended.annotate(
        left_items=count_of(Item.objects.followed().unfinished().filter(Q(responsible=OuterRef("pk")) | Q(accountable=OuterRef("pk")))),
        left_reports=count_of(not_accepted().filter(unit=OuterRef("pk"))),
        left_stuck=count_of(Difficulty.objects.followed().open().filter(unit=OuterRef("pk"))),
        left_people=count_of(Membership.objects.filter(unit=OuterRef("pk"), ended_on=None, user__is_active=True)),
    )
    holding = Q(left_items__gt=0) | Q(left_reports__gt=0) | Q(left_stuck__gt=0) | Q(left_people__gt=0, successor__isnull=False)
    return [
        Left(unit, unit.left_items, unit.left_reports, unit.left_stuck, unit.left_people)  # type: ignore[attr-defined]
        for unit in rows.filter(holding).order_by("sort_key", "pk")
    ]


def not_accepted() -> ObligationQuerySet:
    """Owed reports of dispatches that are followed which the Centre has not accepted."""
    accepted = Report.objects.filter(
        directive=OuterRef("directive"), period=OuterRef("period"), unit=OuterRef("unit"), status=ReportStatus.ACCEPTED
    )
    return Obligation.objects.followed().filter(~Exists(accepted))
