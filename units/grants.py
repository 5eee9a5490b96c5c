"""Guardian's rows: a person holds exactly the grants that ``units.roles`` gives to the post in which he works now, and none without one.

Only this module writes them, called by ``units.services`` and by who adds units.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Permission
from django.db import transaction

from units.models import Membership, Unit, UnitUserObjectPermission, User
from units.querysets import forget_reach
from units.roles import ROLES, SCORE_REACH, Reach


@transaction.atomic
def write(users: Iterable[User]) -> None:
    """For these people exactly the rows that follow now; for everybody after units were added (a new root is part of "everywhere")."""
    by_id = {user.pk: user for user in users}
    memberships = {one.user_id: one for one in Membership.objects.current().filter(user__in=by_id)}
    permissions = {one.codename: one for one in Permission.objects.filter(content_type__app_label="units", content_type__model="unit")}
    centres = list(Unit.objects.filter(kind=Unit.Kind.CENTRE).values_list("pk", flat=True))
    roots = list(Unit.objects.filter(parent=None).values_list("pk", flat=True))
    wanted: set[tuple[int, int, int]] = set()
    for user in by_id.values():
        membership = memberships.get(user.pk) if user.is_active else None
        if membership is not None:
            over = {Reach.OWN: [membership.unit_id], Reach.EVERYWHERE: roots, Reach.CENTRE: centres}
            grants = list(ROLES[membership.role].grants)
            if membership.scores_given_at is not None:
                grants.append(("see_scores", SCORE_REACH[membership.role]))
            wanted |= {(user.pk, permissions[name].pk, unit) for name, reach in grants for unit in over[reach]}
        user.__dict__.pop("membership", None)
        forget_reach(user)
    held = {
        (row.user_id, row.permission_id, row.content_object_id): row.pk for row in UnitUserObjectPermission.objects.filter(user__in=by_id)
    }
    UnitUserObjectPermission.objects.filter(pk__in=[pk for grant, pk in held.items() if grant not in wanted]).delete()
    UnitUserObjectPermission.objects.bulk_create(
        UnitUserObjectPermission(user_id=user, permission_id=permission, content_object_id=unit)
        for user, permission, unit in sorted(wanted - held.keys())
    )
