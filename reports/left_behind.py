"""What units that have ended still hold: open work that nobody does until the Centre passes it on (``reports.services.passing``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

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
        """'3 nội dung, 1 báo cáo'."""
        return left_words([self])


def left_words(left: Sequence[Left]) -> str:
    """Of several together; what is none is not said."""
    counts = [
        (sum(one.items for one in left), "nội dung"),
        (sum(one.reports for one in left), "báo cáo"),
        (sum(one.stuck for one in left), "vướng mắc"),
        (sum(one.people for one in left), "tài khoản"),
    ]
    return ", ".join(f"{vn_num(count)} {words}" for count, words in counts if count)


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
