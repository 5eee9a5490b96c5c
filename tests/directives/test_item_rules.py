"""Who may do what with an item, as one table: person × act × status, for a commune's item and for the Centre's own."""

from __future__ import annotations

import pytest

from directives import rules
from directives.models import Item
from directives.workflow import ITEM_FLOW, ItemRight, ItemStatus
from tests.factories.directives import Scene
from units.models import User
from units.roles import Role

STATUSES = tuple(ItemStatus.values)
BEFORE_CLAIM, BEFORE_VERIFIED, EVER = {"todo", "doing"}, {"todo", "doing", "claimed"}, set(STATUSES)
CLAIMED, VERIFIED, WITHDRAWN = {"claimed"}, {"verified"}, {"withdrawn"}

ACTS = [step.name for step in ITEM_FLOW.steps if step.sources and step.who != ItemRight.OWNS]  # a file has its own test below
PEOPLE: dict[str, tuple[str, Role]] = {
    "the Centre": ("kstthc-87", Role.CENTRE),
    "Văn phòng's verifier": ("vpubnd-87", Role.VERIFIER),
    "a leader": ("ubnd-87", Role.LEADER),
    "an administrator": ("vpubnd-87", Role.ADMIN),
    "a Sở": ("so-noi-vu-87", Role.READER),
    "the commune": ("ubnd-30115", Role.OFFICER),
    "its district": ("ubnd-873", Role.OFFICER),
    "the district's post office": ("buudien-873", Role.OFFICER),
    "the provincial post office": ("buudien-87", Role.OFFICER),
    "a neighbouring commune": ("ubnd-30103", Role.OFFICER),
    "another district": ("ubnd-870", Role.OFFICER),
    "another district's post office": ("buudien-870", Role.OFFICER),
}
NOTHING: dict[str, set[str]] = {}
WORKS = {"update": BEFORE_CLAIM, "start": {"todo"}, "claim": BEFORE_CLAIM, "take_back": CLAIMED, "evidence": BEFORE_VERIFIED, "note": EVER}
DOES = {**WORKS, "difficulty": BEFORE_CLAIM}
TAKES_PART = {"evidence": BEFORE_VERIFIED, "note": EVER, "difficulty": BEFORE_CLAIM}
VERIFIES = {"verify": CLAIMED, "return": CLAIMED, "reopen": VERIFIED}

CORRECTS = {"due": BEFORE_VERIFIED, "give": BEFORE_CLAIM, "drop": BEFORE_VERIFIED, "restore": WITHDRAWN}

TABLE: dict[tuple[str, str], dict[str, dict[str, set[str]]]] = {
    ("1.b", "ubnd-30115"): {
        "the Centre": {**VERIFIES, "note": EVER, **CORRECTS},
        "Văn phòng's verifier": NOTHING,
        "a leader": NOTHING,
        "an administrator": NOTHING,
        "a Sở": NOTHING,
        "the commune": DOES,
        "its district": DOES,
        "the district's post office": TAKES_PART,
        "the provincial post office": TAKES_PART,  # commands the coordinating one
        "a neighbouring commune": NOTHING,
        "another district": NOTHING,
        "another district's post office": NOTHING,
    },
    ("3.b", "kstthc-87"): {
        "the Centre": {**WORKS, **CORRECTS},  # never verifies its own work; it answers difficulties, so it raises none
        "Văn phòng's verifier": VERIFIES,
        "a leader": NOTHING,
        "an administrator": NOTHING,
        "a Sở": NOTHING,
        "the commune": NOTHING,
        "its district": NOTHING,
        "the district's post office": NOTHING,
        "the provincial post office": TAKES_PART,
        "a neighbouring commune": NOTHING,
        "another district": NOTHING,
        "another district's post office": NOTHING,
    },
}


def test_the_table_is_complete() -> None:
    for rows in TABLE.values():
        assert rows.keys() == PEOPLE.keys()
        assert all(cells.keys() <= set(ACTS) for cells in rows.values())
    assert {role for _, role in PEOPLE.values()} == set(Role)
    assert {act for rows in TABLE.values() for cells in rows.values() for act in cells} == set(ACTS)


def what_may_be_done(person: User, item: Item) -> set[str]:
    """All asked of one person about one item, as a page asks for its buttons."""
    return {act for act in ACTS if rules.can(rules.check_item, person, item, act)}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("which", TABLE, ids=lambda which: which[0])
def test_each_person_may_do_exactly_what_the_table_says(scene: Scene, which: tuple[str, str], status: str) -> None:
    item = scene.reach_status(scene.item(*which), status)
    assert item.status == status
    allowed = {name: what_may_be_done(scene.person(*post), scene.again(item)) for name, post in PEOPLE.items()}
    assert allowed == {name: {act for act, statuses in cells.items() if status in statuses} for name, cells in TABLE[which].items()}


def test_who_updated_an_item_never_verifies_it_even_after_moving_to_another_post(scene: Scene) -> None:
    from units.models import Unit
    from units.services import move_user

    item = scene.item("3.b", "kstthc-87")
    helper = scene.person("kstthc-87", Role.CENTRE, "helper")
    scene.progress(item, by=helper)
    scene.claim(item)
    move_user(user_id=helper.pk, by=None, unit=Unit.objects.get(code="vpubnd-87"), role=Role.VERIFIER)
    assert not rules.can(rules.check_item, scene.person("vpubnd-87", Role.VERIFIER, "helper"), scene.again(item), "verify")
    assert rules.can(rules.check_item, scene.verifier, scene.again(item), "verify")


def test_who_added_evidence_counts_as_one_who_did_the_work(scene: Scene) -> None:
    from units.models import Unit
    from units.services import move_user

    item = scene.item("3.b", "kstthc-87")
    helper = scene.person("kstthc-87", Role.CENTRE, "helper")
    scene.evidence(item, by=helper)
    scene.claim(item)
    move_user(user_id=helper.pk, by=None, unit=Unit.objects.get(code="vpubnd-87"), role=Role.VERIFIER)
    assert not rules.can(rules.check_item, scene.person("vpubnd-87", Role.VERIFIER, "helper"), scene.again(item), "verify")


def test_the_general_item_of_a_commune_waits_for_its_findings_and_says_which(scene: Scene) -> None:
    general = scene.item("1.b", "ubnd-30115")
    finding = scene.finding_item("ubnd-30115", "Chưa niêm yết")
    officer = scene.person("ubnd-30115")
    with pytest.raises(rules.Forbidden, match=finding.code):
        rules.check_item(officer, general, "claim")
    assert rules.can(rules.check_item, officer, finding, "claim")
    scene.claim(finding)
    assert rules.can(rules.check_item, officer, general, "claim")
    scene.send_back(finding)
    assert not rules.can(rules.check_item, officer, general, "claim")


def test_findings_of_a_neighbouring_commune_hold_nobody_up(scene: Scene) -> None:
    scene.finding_item("ubnd-30103", "Chưa niêm yết")
    assert rules.can(rules.check_item, scene.person("ubnd-30115"), scene.item("1.b", "ubnd-30115"), "claim")


@pytest.mark.parametrize(("status", "may"), [("todo", True), ("doing", True), ("claimed", False), ("verified", False)])
def test_a_file_is_withdrawn_by_the_unit_that_added_it_while_the_item_is_open(scene: Scene, status: str, may: bool) -> None:
    item = scene.item("1.b", "ubnd-30115")
    file = scene.evidence(item, by=scene.person("buudien-873"))
    scene.reach_status(item, status)
    file.item = scene.again(item)
    assert rules.can(rules.check_can_withdraw_evidence, scene.person("buudien-873"), file) is may
    for other in (scene.person("ubnd-30115"), scene.person("ubnd-873"), scene.centre, scene.person("buudien-870")):
        assert not rules.can(rules.check_can_withdraw_evidence, other, file)


def test_a_closed_account_may_do_nothing(scene: Scene) -> None:
    officer = scene.person("ubnd-30115")
    officer.is_active = False
    assert not any(rules.can(rules.check_item, officer, scene.item("1.b", "ubnd-30115"), act) for act in ACTS)
