"""What a person taught about a spelling is asked before the rules, where it was taught; what can't be taught is not promised."""

from __future__ import annotations

import pytest

from common.errors import Invalid
from tests.factories.units import ensure_units, make_user, unit
from tests.units.test_matching import IN_2021, seen
from units.books import current_book
from units.matching import UnitBook
from units.models import UnitAlias, User
from units.roles import Role
from units.spellings import remember_alias

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    ensure_units()
    return make_user(Role.ADMIN, "kstthc-87", "tt.quantri")


def book() -> UnitBook:
    return current_book(IN_2021)


@pytest.mark.parametrize(
    ("text", "code", "again"),
    [
        ("BĐ T.Mười", "buudien-872", "bđ T. Mười"),  # "BĐ T" reads as Bưu điện Tỉnh, of another province
        ("BĐT Mười", "buudien-872", "BĐT. Mười"),
        ("UB T.Mười", "ubnd-872", "UB T. MƯỜI"),
        ("Điểm giao dịch chợ Mỹ Long", "buudien-30115", "điểm giao dịch  chợ Mỹ Long"),
        ("P. HC tổng hợp", "vpubnd-87", "P.HC tổng hợp"),
    ],
)
def test_a_spelling_that_was_explained_is_read_so_whatever_the_rules_make_of_it(text: str, code: str, again: str, admin: User) -> None:
    assert book().match(text).unit is None
    remember_alias(by=admin, unit=unit(code), text=text)
    for written in (text, again):
        assert getattr(book().match(written).unit, "code", None) == code


def test_a_spelling_taught_for_one_district_says_nothing_in_another(admin: User) -> None:
    long, hung = unit("ubnd-30115"), unit("ubnd-877")
    remember_alias(by=admin, unit=long, text="T.Mỹ L", within=long.area.parent)
    found = book()
    district, other = found.by_code("ubnd-873"), found.by_code(hung.code)
    assert seen(found.match("T.Mỹ L", district=district)) == long.code
    assert found.match("T.Mỹ L", district=other).unit is None


def test_a_commune_taught_without_a_district_is_not_taken_for_one_of_another_district(admin: User) -> None:
    remember_alias(by=admin, unit=unit("ubnd-30115"), text="Mỹ Lòng")
    found = book()
    assert seen(found.match("Mỹ Lòng")) == "ubnd-30115"
    assert found.match("Mỹ Lòng", district=found.by_code("ubnd-876")).unit is None


def test_a_bare_spelling_follows_the_column_in_which_it_stands(admin: User) -> None:
    remember_alias(by=admin, unit=unit("ubnd-30115"), text="Mỹ Lòng")
    assert seen(book().match("Mỹ Lòng", branch="buudien")) == "buudien-30115"


@pytest.mark.parametrize("text", ["Tân Phước", "Bưu điện xã Tân Phước", "Bưu điện", "UBND xã", "UBND cấp huyện"])
def test_a_name_that_several_bear_and_one_that_only_points_are_not_taught(text: str, admin: User) -> None:
    assert not book().is_spelling(text)
    with pytest.raises(Invalid, match="tên chung"):
        remember_alias(by=admin, unit=unit("ubnd-30115"), text=text)


def test_the_last_word_counts(admin: User) -> None:
    remember_alias(by=admin, unit=unit("ubnd-30115"), text="Mỹ Lòng", within=unit("ubnd-30115").area.parent)
    UnitAlias.objects.create(unit=unit("ubnd-30103"), text="Mỹ Lòng", key="mỹ lòng", within=unit("ubnd-30115").area.parent)
    found = book()
    assert seen(found.match("Mỹ Lòng", district=found.by_code("ubnd-873"))) == "ubnd-30103"
