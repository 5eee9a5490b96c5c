"""The seed: complete, linked, and stored once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import Holiday
from tests.factories.units import make_user
from units.loading import load_units
from units.models import Area, Unit, UnitAlias, User
from units.querysets import reach
from units.roles import Role

pytestmark = pytest.mark.usefixtures("units_loaded")


def rows() -> dict[str, list[tuple[object, ...]]]:
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in (Area, Unit, UnitAlias, Holiday)}


def test_the_units_of_2021_are_all_there() -> None:
    of_2021 = Area.objects.exclude(valid_from=date(2025, 7, 1))
    assert {level: of_2021.filter(level=level).count() for level in ("province", "district", "commune")} == {
        "province": 1,
        "district": 12,
        "commune": 143,
    }
    assert (
        Unit.objects.filter(kind="ubnd", area__in=of_2021).count() == Unit.objects.filter(kind="buudien", area__in=of_2021).count() == 156
    )
    offices = Unit.objects.filter(kind__in=["vpubnd", "kstthc", "so"]).order_by("code")
    assert list(offices.values_list("code", "parent__code")) == [
        ("kstthc-87", "vpubnd-87"),
        ("so-noi-vu-87", "ubnd-87"),
        ("so-tttt-87", "ubnd-87"),
        ("so-tu-phap-87", "ubnd-87"),
        ("vpubnd-87", "ubnd-87"),
    ]


@pytest.mark.parametrize(
    ("code", "name", "short_name", "parent"),
    [
        ("ubnd-87", "UBND tỉnh Đồng Tháp", "UBND Tỉnh", None),
        ("ubnd-873", "UBND huyện Cao Lãnh", "Huyện Cao Lãnh", "ubnd-87"),
        ("ubnd-866", "UBND thành phố Cao Lãnh", "TP Cao Lãnh", "ubnd-87"),
        ("ubnd-30115", "UBND xã Mỹ Long", "Xã Mỹ Long", "ubnd-873"),
        ("buudien-87", "Bưu điện Tỉnh", "Bưu điện Tỉnh", None),
        ("buudien-873", "Bưu điện huyện Cao Lãnh", "Bưu điện huyện Cao Lãnh", "buudien-87"),
        ("buudien-30115", "Bưu điện xã Mỹ Long", "Bưu điện xã Mỹ Long", "buudien-873"),
        ("kstthc-87", "Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "Trung tâm KSTTHC và PVHCC", "vpubnd-87"),
    ],
)
def test_codes_names_and_superiors_are_those_of_the_glossary(code: str, name: str, short_name: str, parent: str | None) -> None:
    unit = Unit.objects.get(code=code)
    assert (unit.name, unit.short_name, unit.parent.code if unit.parent else None) == (name, short_name, parent)


def _below(code: str) -> int:
    """How many units this one and the chains of ``parent`` below it have."""
    parents = dict(Unit.objects.values_list("code", "parent__code"))
    found = {code}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return len(found)


def test_the_two_trees_are_complete() -> None:
    """Every unit but the two roots lies below one of them, those of 2025 too."""
    assert _below("ubnd-87") == 156 + 5 + 102
    assert _below("buudien-87") == 156
    assert set(Unit.objects.filter(parent=None).values_list("code", flat=True)) == {"ubnd-87", "buudien-87"}


def test_units_of_2025_follow_with_their_own_codes_and_links() -> None:
    taken_over = Unit.objects.get(code="ubnd-30226")
    assert (taken_over.name, taken_over.valid_to) == ("UBND xã Tân Thành", date(2025, 6, 30))
    assert taken_over.successor is not None
    assert (taken_over.successor.code, taken_over.successor.name, taken_over.successor.valid_from) == (
        "ubnd-30226-2025",
        "UBND xã Lai Vung",
        date(2025, 7, 1),
    )
    of_2025 = Unit.objects.filter(valid_from=date(2025, 7, 1))
    assert (of_2025.count(), of_2025.filter(code__endswith="-2025").count()) == (102, 45), "a code of its own where 2021 had it too"
    assert set(of_2025.values_list("parent__code", "area__parent__code")) == {("ubnd-87", "82")}
    in_force = Unit.objects.active_on(date(2025, 7, 1)).filter(kind__in=["ubnd", "vpubnd", "kstthc", "so"]).exclude(pk__in=of_2025)
    assert sorted(in_force.values_list("code", flat=True)) == ["kstthc-87", "so-noi-vu-87", "so-tu-phap-87", "ubnd-87", "vpubnd-87"]
    assert not Unit.objects.filter(kind="ubnd", area__level="commune", valid_to=date(2025, 6, 30), successor=None).exists()
    assert not (Unit.objects.active_on(date(2021, 3, 19)) & of_2025).exists()


def test_an_area_whose_kind_changed_keeps_its_organisation() -> None:
    city = Unit.objects.with_area().get(code="ubnd-868")
    assert (city.area.valid_from, city.valid_from) == (date(2020, 11, 1), None)


def test_loading_again_changes_nothing_and_asks_little() -> None:
    before = rows()
    with CaptureQueriesContext(connection) as queries:
        assert load_units() == {"areas": 0, "units": 0, "aliases": 0, "holidays": 0}
    assert rows() == before
    assert len(queries) <= 8, "savepoint, four tables, no bulk statement for nothing"


def test_loading_again_leaves_what_an_administrator_corrected() -> None:
    Unit.objects.filter(code="so-tttt-87").update(valid_to=date(2025, 2, 28))
    Holiday.objects.filter(date=date(2021, 1, 1)).update(name="Năm mới")
    load_units()
    assert Unit.objects.get(code="so-tttt-87").valid_to == date(2025, 2, 28)
    assert Holiday.objects.get(date=date(2021, 1, 1)).name == "Năm mới"


def test_units_that_arrive_later_are_in_the_reach_of_who_sees_everything() -> None:
    leader = make_user(Role.LEADER, "ubnd-87")
    Unit.objects.filter(successor__valid_from=date(2025, 7, 1)).update(successor=None)
    Unit.objects.filter(valid_from=date(2025, 7, 1)).delete()
    load_units()
    assert reach(User.objects.get(pk=leader.pk)).everywhere


def test_the_command_prints_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_units", "--json")
    assert capsys.readouterr().out == '{"added": {"areas": 0, "units": 0, "aliases": 0, "holidays": 0}}\n'
