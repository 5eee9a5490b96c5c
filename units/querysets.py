"""Which units may this user see or act for? The one home of the answer: guardian's permissions on ``Unit``, inherited down both trees.

``reach(user)`` reads all grants of a person with one query and is kept on the request's user; every list starts there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import Q

if TYPE_CHECKING:
    from units.models import Membership, Unit, UnitAlias  # noqa: F401 - named as text below
    from units.roles import Right

_REACH_SQL = """
WITH RECURSIVE granted(codename, id) AS (
    SELECT p.codename, g.content_object_id
      FROM units_unituserobjectpermission g JOIN auth_permission p ON p.id = g.permission_id
     WHERE g.user_id = %s
    UNION
    SELECT granted.codename, child.id FROM units_unit child JOIN granted ON child.parent_id = granted.id
)
SELECT codename, array_agg(id), (SELECT count(*) FROM units_unit) FROM granted GROUP BY codename
"""


@dataclass(frozen=True)
class UnitReach:
    """The ids of the units over which a person holds each permission; ``unbounded`` are the permissions that he holds over all units."""

    by_permission: dict[str, frozenset[int]] = field(default_factory=dict)
    unbounded: frozenset[str] = frozenset()

    @property
    def everywhere(self) -> bool:
        """He sees the work of all units."""
        return "see_work" in self.unbounded

    def __getitem__(self, permission: str) -> frozenset[int]:
        return self.by_permission.get(permission, frozenset())

    def holds(self, permission: str, *unit_ids: int | None) -> bool:
        """Whether the permission is held over at least one of these units."""
        return not self[permission].isdisjoint(unit_ids)

    def over(self, permission: str, *columns: str) -> Q:
        """The condition that one of these columns names a unit over which the permission is held.

        Empty for who holds it over all units: a list of every unit costs to build, to send and to plan, and leaves nothing out.
        """
        if permission in self.unbounded:
            return Q()
        held = list(self[permission])
        condition = Q()
        for column in columns:
            condition |= Q(**{f"{column}__in": held})
        return condition


def reach(user: Any) -> UnitReach:
    """All grants of this person, inherited down both trees; nothing for anonymous and closed accounts. One query, once a request."""
    if not user.is_authenticated or not user.is_active:
        return UnitReach()
    known: UnitReach | None = user.__dict__.get("_unit_reach")
    if known is not None:
        return known
    with connection.cursor() as cursor:
        cursor.execute(_REACH_SQL, [user.pk])
        rows = cursor.fetchall()
    by_permission = {codename: frozenset(ids) for codename, ids, _ in rows}
    found = UnitReach(by_permission, frozenset(codename for codename, ids, units in rows if len(ids) == units))
    user.__dict__["_unit_reach"] = found
    return found


def forget_reach(user: Any) -> None:
    """Called by ``units.services`` when a person's grants change."""
    user.__dict__.pop("_unit_reach", None)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Named sets of posts."""

    def current(self) -> MembershipQuerySet:
        """Those in which somebody works now: open, and confirmed where a second person has to."""
        return self.filter(Q(post_asked_at=None) | Q(post_given_at__isnull=False), ended_on=None)

    def waiting(self, right: Right) -> MembershipQuerySet:
        """Open posts of accounts in use for which ``right`` was asked and not given yet."""
        return self.filter(**{f"{right}_asked_at__isnull": False, f"{right}_given_at": None}, ended_on=None, user__is_active=True)

    def seeing_scores(self) -> MembershipQuerySet:
        """Those whose accounts may see scores of named persons now."""
        return self.current().filter(scores_given_at__isnull=False, user__is_active=True)


class UnitQuerySet(models.QuerySet["Unit"]):
    """Named sets of units."""

    def permitting(self, user: Any, permission: str = "see_work") -> UnitQuerySet:
        """Units over which ``user`` holds ``permission``."""
        return self.filter(reach(user).over(permission, "pk"))

    def active_on(self, day: date) -> UnitQuerySet:
        """Units in force on ``day`` (both ends of a period included)."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))

    def with_area(self) -> UnitQuerySet:
        """Joins the area, which every label needs."""
        return self.select_related("area__parent")

    def ended_by(self, day: date) -> UnitQuerySet:
        """Units that are over on ``day``."""
        return self.filter(valid_to__lt=day)


class AliasQuerySet(models.QuerySet["UnitAlias"]):
    """Named sets of other spellings."""

    def standing(self) -> AliasQuerySet:
        """Those that nobody dropped."""
        return self.filter(dropped_at=None)
