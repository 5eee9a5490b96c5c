"""Grants: guardian holds exactly what the role of the open membership gives, inherited down both trees."""

from __future__ import annotations

from datetime import date

import pytest

from common.errors import can
from tests.factories.units import make_user
from units.models import Unit, UnitUserObjectPermission, User
from units.querysets import reach
from units.roles import ROLES, Role
from units.rules import check_role_fits

pytestmark = pytest.mark.usefixtures("units_loaded")

ALL = "tất cả"
PLACES = {
    # one post for each role: where, and over which units each permission is held
    ("centre", "kstthc-87"): {"see_work": ALL, "steer_work": ALL, "verify_work": ALL, "do_work": {"kstthc-87"}},
    ("verifier", "vpubnd-87"): {"see_work": ALL, "verify_work": {"kstthc-87"}},
    ("leader", "ubnd-87"): {"see_work": ALL},
    ("admin", "kstthc-87"): {"see_work": ALL},
    ("reader", "so-noi-vu-87"): {"see_work": {"so-noi-vu-87"}},
    ("officer", "ubnd-30115"): {"see_work": {"ubnd-30115"}, "do_work": {"ubnd-30115"}},
    ("officer", "buudien-30115"): {"see_work": {"buudien-30115"}, "do_work": {"buudien-30115"}},
}


def held(user: User) -> dict[str, set[str]]:
    codes = dict(Unit.objects.values_list("pk", "code"))
    return {permission: {codes[pk] for pk in units} for permission, units in reach(User.objects.get(pk=user.pk)).by_permission.items()}


@pytest.mark.parametrize(("post", "expected"), PLACES.items(), ids=lambda value: "-".join(value) if isinstance(value, tuple) else "")
def test_a_role_holds_exactly_its_grants(post: tuple[str, str], expected: dict[str, object]) -> None:
    everything = set(Unit.objects.values_list("code", flat=True))
    assert held(make_user(*post)) == {name: everything if units == ALL else units for name, units in expected.items()}


def test_every_role_is_in_the_table() -> None:
    assert {role for role, _ in PLACES} == set(Role) == set(ROLES)


def test_a_district_officer_reaches_the_communes_but_not_the_post_offices_nor_neighbours() -> None:
    district = Unit.objects.get(code="ubnd-873")
    own = set(Unit.objects.filter(area__parent=district.area, kind="ubnd").values_list("code", flat=True)) | {"ubnd-873"}
    assert len(own) == 19
    assert held(make_user(Role.OFFICER, "ubnd-873")) == {"see_work": own, "do_work": own}


def test_the_provincial_post_office_reaches_its_own_tree_only() -> None:
    posts = set(Unit.objects.filter(kind="buudien").values_list("code", flat=True))
    assert held(make_user(Role.OFFICER, "buudien-87")) == {"see_work": posts, "do_work": posts}


def test_grants_are_rows_on_the_units_themselves_and_no_more() -> None:
    user = make_user(Role.CENTRE, "kstthc-87")
    rows = UnitUserObjectPermission.objects.filter(user=user).values_list("permission__codename", "content_object__code")
    roots = ("buudien-87", "ubnd-87")
    assert sorted(rows) == sorted(
        [(name, root) for name in ("see_work", "steer_work", "verify_work") for root in roots] + [("do_work", "kstthc-87")]
    )


FITS = {
    "ubnd-87": {"leader", "admin"},
    "vpubnd-87": {"verifier", "leader", "admin"},
    "kstthc-87": {"centre", "admin"},
    "so-noi-vu-87": {"reader", "officer"},
    "ubnd-873": {"officer"},
    "ubnd-30115": {"officer"},
    "buudien-87": {"officer"},
    "buudien-873": {"officer"},
    "buudien-30115": {"officer"},
}


@pytest.mark.parametrize("code", FITS)
def test_a_role_fits_its_kinds_of_unit_only(code: str) -> None:
    unit = Unit.objects.with_area().get(code=code)
    assert {role.value for role in Role if can(check_role_fits, role, unit)} == FITS[code]


def test_reach_of_a_closed_account_is_empty() -> None:
    user = make_user(Role.LEADER, "ubnd-87")
    user.is_active = False
    assert reach(user).by_permission == {}


def test_the_day_of_a_membership_is_the_portals(settings: object) -> None:
    settings.PORTAL_TODAY = date(2021, 2, 22)  # type: ignore[attr-defined]
    membership = make_user(Role.READER, "so-noi-vu-87").membership
    assert membership is not None
    assert membership.started_on == date(2021, 2, 22)
