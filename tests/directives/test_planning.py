"""What a proposal makes, rule by rule (docs/domain.md, "What issuing makes"), on units as values: no query, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from directives.proposing.planning import Plan, build_plan, joins, makes_what
from reading.dispatch.proposal import PlacedText, PointProposal, Proposal
from reading.groups import GENERAL, KNOWN_GROUPS, group_of_point, propose_groups
from units.models import Area, Unit

DUE = date(2021, 3, 31)
LEADS = ("ubnd-1", "ubnd-2")
POSTS = ("buudien-1", "buudien-2", "buudien-3")


def _units() -> dict[str, Unit]:
    """A province with three districts (1 to 3), a commune in each (11, 21, 31), post offices, an office with its centre, a department."""
    units: dict[str, Unit] = {}

    def add(code: str, kind: str, level: str, area: int, parent: str = "") -> None:
        place = Area(pk=area, level=level, kind="huyện", name=str(area))
        units[code] = Unit(pk=len(units) + 1, code=code, kind=kind, name=code, short_name=code, area=place, parent=units.get(parent))

    add("ubnd-0", "ubnd", "province", 100)
    add("vp", "vpubnd", "province", 100, "ubnd-0")
    add("tt", "kstthc", "province", 100, "vp")
    add("so", "so", "province", 100, "ubnd-0")
    add("buudien-0", "buudien", "province", 100)
    for number in (1, 2, 3):
        add(f"ubnd-{number}", "ubnd", "district", number, "ubnd-0")
        add(f"buudien-{number}", "buudien", "district", number, "buudien-0")
        add(f"ubnd-{number}1", "ubnd", "commune", 10 * number + 1, f"ubnd-{number}")
    return units


UNITS = _units()
COMMUNES = PlacedText("UBND các xã", ("ubnd-11", "ubnd-21", "ubnd-31"))


def plan(*points: PointProposal, recipients: tuple[PlacedText, ...] = (COMMUNES,), **options: Any) -> Plan:
    return build_plan(Proposal(points=list(points), recipients=recipients), units=UNITS, groups=[GENERAL], **options)


def point(key: str = "1", parent: str | None = None, **values: Any) -> PointProposal:
    return PointProposal(key, parent, values.pop("text", "Làm việc này."), **{"makes": "items", **values})


def doers(made: Plan) -> list[tuple[str, str, str]]:
    return [(item.point, item.responsible, item.accountable) for item in made.items]


def test_a_point_makes_an_item_for_each_lead() -> None:
    assert doers(plan(point(lead=LEADS))) == [("1", "ubnd-1", "ubnd-1"), ("1", "ubnd-2", "ubnd-2")]


def test_only_leaves_make_anything() -> None:
    made = plan(point(lead=LEADS), point("1.a", "1", lead=("ubnd-1",)), point("2", lead=("so",), makes="nothing"))
    assert doers(made) == [("1.a", "ubnd-1", "ubnd-1")]


def test_without_a_lead_nothing_is_made() -> None:
    assert plan(point(), point("2", makes="obligation", period="2021-Q1")) == Plan(leads={"1": (), "2": ()})


def test_a_unit_that_the_portal_does_not_know_gets_nothing() -> None:
    assert doers(plan(point(lead=("ubnd-9", "ubnd-1")))) == [("1", "ubnd-1", "ubnd-1")]


def test_a_report_makes_an_obligation_for_each_lead_and_no_item() -> None:
    made = plan(point(lead=LEADS, makes="obligation", period="2021-Q1", due_on=DUE, due_text="trong quý I/2021"))
    assert made.items == ()
    assert [(owed.unit, owed.period, owed.due_on, owed.due_text) for owed in made.obligations] == [
        ("ubnd-1", "2021-Q1", DUE, "trong quý I/2021"),
        ("ubnd-2", "2021-Q1", DUE, "trong quý I/2021"),
    ]


def test_whoever_leads_a_point_that_orders_a_report_owes_it_whatever_kind_of_unit_it_is() -> None:
    made = plan(point(lead=("ubnd-1", "buudien-1", "so"), makes="obligation", period="2021-Q1", due_on=DUE))
    assert [owed.unit for owed in made.obligations] == ["ubnd-1", "buudien-1", "so"]


def test_a_report_without_a_period_is_followed_as_an_item() -> None:
    spec = point(lead=("ubnd-1",), makes="obligation", due_kind="recurring")
    assert makes_what(spec) == "items"
    made = plan(spec)
    assert (doers(made), made.obligations, made.items[0].ongoing) == ([("1", "ubnd-1", "ubnd-1")], (), True)


@pytest.mark.parametrize(
    ("first", "second", "due"), [(DUE, date(2021, 3, 20), date(2021, 3, 20)), (DUE, None, DUE), (None, DUE, DUE), (None, None, None)]
)
def test_two_points_that_order_the_same_report_make_one_due_on_the_earlier_day(
    first: date | None, second: date | None, due: date | None
) -> None:
    made = plan(
        point(lead=("ubnd-1",), makes="obligation", period="2021-Q1", due_on=first),
        point("2", lead=LEADS, makes="obligation", period="2021-Q1", due_on=second),
    )
    assert {owed.unit: owed.due_on for owed in made.obligations} == {"ubnd-1": due, "ubnd-2": second}


def test_communes_among_the_recipients_do_the_work_for_their_district() -> None:
    made = plan(point(lead=LEADS, makes="commune_items"))
    assert doers(made) == [("1", "ubnd-11", "ubnd-1"), ("1", "ubnd-21", "ubnd-2")]
    assert [item.title for item in made.items] == ["Làm việc này – ubnd-11", "Làm việc này – ubnd-21"]


def test_without_communes_among_the_recipients_none_is_invented() -> None:
    assert plan(point(lead=LEADS, makes="commune_items"), recipients=()).items == ()


def test_a_commune_that_leads_is_answered_for_by_its_district() -> None:
    (item,) = plan(point(lead=("ubnd-11",), coordinating=("ubnd-1", "so"))).items
    assert (item.responsible, item.accountable, item.coordinating) == ("ubnd-11", "ubnd-1", ("so",))


def test_a_commune_without_a_district_answers_for_itself() -> None:
    ward = Unit(pk=99, code="ubnd-2025", kind="ubnd", name="x", short_name="x", area=Area(pk=99, level="commune"), parent=UNITS["ubnd-0"])
    made = build_plan(Proposal(points=[point(lead=("ubnd-2025",))]), units={**UNITS, "ubnd-2025": ward}, groups=[GENERAL])
    assert doers(made) == [("1", "ubnd-2025", "ubnd-2025")]


def test_a_title_does_not_begin_with_those_who_lead() -> None:
    shared = point(
        lead=LEADS, text="UBND huyện A, UBND huyện B chủ trì, phối hợp với C thay bảng; việc khác.", who="UBND huyện A, UBND huyện B"
    )
    assert plan(shared).items[0].title == "Chủ trì, phối hợp với C thay bảng"
    assert plan(point(lead=LEADS, text="UBND huyện A rà soát.", who="UBND huyện A")).items[0].title == "Rà soát"


def test_a_sub_unit_in_brackets_does_the_work_its_parent_answers() -> None:
    assert doers(plan(point(lead=("vp",), responsible_sub_unit=("tt",)))) == [("1", "tt", "vp")]


def test_a_sub_unit_of_another_lead_does_not() -> None:
    assert doers(plan(point(lead=("so", "vp"), responsible_sub_unit=("tt",)))) == [("1", "so", "so"), ("1", "tt", "vp")]


def test_a_unit_gets_one_item_a_point() -> None:
    assert doers(plan(point(lead=("vp", "tt", "vp"), responsible_sub_unit=("tt",)))) == [("1", "tt", "vp")]


def test_district_post_offices_beside_district_leads_are_each_districts_own() -> None:
    made = plan(point(lead=LEADS, coordinating=(*POSTS, "so")))
    assert [item.coordinating for item in made.items] == [("buudien-1", "so"), ("buudien-2", "so")]


def test_post_offices_that_are_not_named_do_not_coordinate() -> None:
    assert [item.coordinating for item in plan(point(lead=LEADS, coordinating=("so",))).items] == [("so",), ("so",)]


def test_beside_other_leads_all_named_units_coordinate() -> None:
    assert plan(point(lead=("buudien-0",), coordinating=POSTS)).items[0].coordinating == POSTS


def test_nobody_coordinates_with_himself() -> None:
    assert plan(point(lead=("so",), coordinating=("so", "vp"))).items[0].coordinating == ("vp",)


def test_words_that_name_no_unit_are_kept() -> None:
    assert plan(point(lead=("so",), coordinating_text="các cơ quan liên quan")).items[0].coordinating_text == "các cơ quan liên quan"


def test_no_date_in_the_text_no_due_date() -> None:
    made = plan(point(lead=LEADS, due_text="định kỳ", due_kind="recurring"))
    assert [(item.due_on, item.due_text, item.ongoing) for item in made.items] == [(None, "định kỳ", True)] * 2
    assert made.without_due_date == 2


@pytest.mark.parametrize(("covers", "due"), [(False, None), (True, DUE)])
def test_the_time_of_the_report_is_that_of_the_work_only_when_a_person_says_so(covers: bool, due: date | None) -> None:
    report = point("1.b", "1", lead=LEADS, makes="obligation", period="2021-Q1", due_on=DUE, due_covers_work=covers)
    own = point("1.c", "1", lead=("ubnd-1",), due_on=date(2021, 5, 1))
    made = plan(point(makes="nothing"), point("1.a", "1", lead=LEADS), report, own, point("2", lead=("so",)))
    assert {item.point: item.due_on for item in made.items} == {"1.a": due, "1.c": date(2021, 5, 1), "2": None}


@pytest.mark.parametrize(
    ("lead", "unit", "expected"),
    [
        (LEADS, "ubnd-3", True),
        (("ubnd-1",), "ubnd-3", False),
        (LEADS, "buudien-3", False),
        (LEADS, "ubnd-31", False),
        (("ubnd-1", "so"), "ubnd-3", False),
        (("buudien-1", "buudien-2"), "buudien-3", True),
    ],
)
def test_a_unit_that_waits_joins_points_that_speak_to_several_of_its_kind_and_level(
    lead: tuple[str, ...], unit: str, expected: bool
) -> None:
    assert joins(point(lead=lead), UNITS[unit], UNITS) is expected


def test_a_unit_that_is_taken_in_gets_what_its_peers_get() -> None:
    points = (
        point(lead=LEADS, makes="nothing"),
        point("1.a", "1", lead=LEADS, coordinating=POSTS[:2]),
        point("1.b", "1", lead=LEADS, makes="commune_items"),
        point("1.c", "1", lead=LEADS, makes="obligation", period="2021-Q1"),
        point("2", lead=("so",)),
    )
    before, after = plan(*points), plan(*points, taken_in=["ubnd-3"])
    added = [item for item in after.items if item not in before.items]
    assert [(item.point, item.responsible, item.accountable, item.coordinating) for item in added] == [
        ("1.a", "ubnd-3", "ubnd-3", ("buudien-3",)),
        ("1.b", "ubnd-31", "ubnd-3", ()),
    ]
    assert [owed.unit for owed in after.obligations if owed not in before.obligations] == ["ubnd-3"]
    assert after.leads["1"] == (*LEADS, "ubnd-3")


def test_a_title_that_a_person_wrote_wins() -> None:
    assert plan(point(lead=("so",), title="Tên ngắn")).items[0].title == "Tên ngắn"


def test_the_point_as_read_is_left_alone() -> None:
    spec = point(lead=LEADS, coordinating=POSTS)
    before = replace(spec)
    plan(spec, taken_in=["ubnd-3"])
    assert spec == before


# Requirement groups


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Khẩn trương hoàn thiện trụ sở, trang thiết bị và cơ sở vật chất khác.", "Cơ sở vật chất"),
        ("Niêm yết công khai; chuẩn bị hồ sơ ghi mẫu; đẩy mạnh tuyên truyền.", "Yêu cầu chung"),
        ("Sửa máy tính.", "Yêu cầu chung"),
        ("Phối hợp, theo dõi việc thực hiện.", "Yêu cầu chung"),
    ],
)
def test_a_point_belongs_to_the_only_group_that_it_speaks_of(text: str, group: str) -> None:
    assert group_of_point(text, [*KNOWN_GROUPS, GENERAL]) == group


def test_groups_are_those_that_the_text_speaks_of_and_the_general_one_last() -> None:
    assert [group.name for group in propose_groups("Sửa trụ sở. Đẩy mạnh tuyên truyền.")] == [
        "Cơ sở vật chất",
        "Thông tin tuyên truyền",
        "Yêu cầu chung",
    ]
