"""Committing an annex: findings and their items, once; the same file again changes nothing; a waiting unit's findings wait with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from directives.models import Finding, ImportBatch, Inspection, Item
from directives.services import importing, issuing
from directives.services.importing import Outcome, import_file, open_batch, target_of
from tests.factories.annexes import annex, row
from tests.factories.directives import Scene
from units.models import UnitAlias
from units.roles import Role

LONG, TRUNG, KHANH = "Xã Mỹ Long, huyện Cao Lãnh", "Xã Tân Hội Trung, huyện Cao Lãnh", "Xã Long Khánh A, huyện Hồng Ngự"


def run(scene: Scene, content: bytes, *, point: str = "", inspection: int | None = None, directive: bool = True, **more: Any) -> Outcome:
    target = target_of(
        inspection_id=inspection,
        new_title="" if inspection else "Kiểm tra năm 2020",
        directive_id=scene.directive.pk if directive else None,
        point_key=point,
    )
    return import_file(target=target, content=content, file_name="phu-luc.xlsx", by=more.pop("by", None), **more)


def items_of(outcome: Outcome) -> list[Item]:
    assert outcome.batch is not None
    items = Item.objects.filter(finding__inspection=outcome.batch.inspection)
    return list(items.select_related("responsible", "accountable", "site", "point", "group").order_by("number"))


def test_a_finding_becomes_an_item_of_the_inspected_commune(scene: Scene) -> None:
    """Under the point that speaks of inspected communes, due as the annex says, shown as coming from the annex."""
    outcome = run(scene, annex(row(1, LONG, "Chưa niêm yết đủ TTHC", due="31/3/2021", coordinating="Sở Nội vụ; các cơ quan liên quan")))
    (item,) = items_of(outcome)
    assert (item.point.key, item.responsible.code, item.accountable.code, item.site and item.site.code) == (
        "1.b", "ubnd-30115", "ubnd-873", "ubnd-30115",
    )  # fmt: skip
    assert {unit.code for unit in item.coordinating.all()} == {"so-noi-vu-87", "buudien-873"}
    assert (item.coordinating_text, item.title, item.group.name) == ("các cơ quan liên quan", "Chưa niêm yết đủ TTHC", "Niêm yết công khai")
    assert (item.due_on, item.due_text, item.due_source, item.status) == (date(2021, 3, 31), "31/3/2021", "annex", "todo")
    event = AuditEvent.objects.get(subject_kind="item", subject_id=item.pk)
    assert event.text == "giao nội dung từ kết quả kiểm tra, hạn 31/03/2021 theo phụ lục"
    assert sorted(event.party_codes) == ["buudien-873", "so-noi-vu-87", "ubnd-30115", "ubnd-873"]


@pytest.mark.parametrize(
    ("lead", "responsible", "accountable"),
    [
        (None, "ubnd-30115", "ubnd-873"),
        ("UBND xã", "ubnd-30115", "ubnd-873"),
        ("UBND huyện", "ubnd-30115", "ubnd-873"),  # the superior of the inspected unit answers, the unit does the work
        ("Bưu điện huyện", "buudien-873", "buudien-873"),
        ("Bưu điện xã Mỹ Long", "buudien-30115", "ubnd-873"),
        ("Bưu điện Tỉnh", "buudien-87", "buudien-87"),
        ("Trung tâm Kiểm soát TTHC và Phục vụ hành chính công", "kstthc-87", "vpubnd-87"),
        ("Bưu điện huyện; UBND xã", "buudien-873", "buudien-873"),
    ],
)
def test_who_does_the_work_and_who_answers_for_it(scene: Scene, lead: str | None, responsible: str, accountable: str) -> None:
    (item,) = items_of(run(scene, annex(row(1, LONG, "Chưa niêm yết", lead=lead))))
    assert (item.responsible.code, item.accountable.code, item.site and item.site.code) == (responsible, accountable, "ubnd-30115")
    doing = {item.responsible_id, item.accountable_id}
    assert not doing & {unit.pk for unit in item.coordinating.all()}
    if lead == "Bưu điện huyện; UBND xã":
        assert "ubnd-30115" in {unit.code for unit in item.coordinating.all()}


def test_the_same_file_twice_is_unchanged(scene: Scene) -> None:
    content = annex(row(1, LONG, "Chưa niêm yết", due="Quý I/2021"), row(2, TRUNG, "- Thiếu máy quét\n- Thiếu ghế", lead="UBND huyện"))
    first = run(scene, content)
    assert first.batch is not None and first.batch.result["counts"] == {"created": 3, "updated": 0, "unchanged": 0, "items": 3, "held": 0}
    before = list(Finding.objects.values()), list(Item.objects.values())
    second = run(scene, content, inspection=first.batch.inspection_id)
    assert [one["action"] for one in second.document["rows"]] == ["unchanged"] * 3
    assert (list(Finding.objects.values()), list(Item.objects.values())) == before


def test_a_changed_row_updates_its_finding_and_what_of_its_item_may_follow(scene: Scene) -> None:
    first = run(scene, annex(row(1, LONG, "Chưa niêm yết", due="31/3/2021"), row(2, TRUNG, "Thiếu ghế", due="31/3/2021")))
    inspection = first.batch and first.batch.inspection_id
    fresh, set_by_centre = items_of(first)
    scene.set_due(set_by_centre, date(2021, 3, 25))
    again = run(
        scene,
        annex(row(1, LONG, "Chưa  NIÊM yết", due="15/4/2021", lead="Bưu điện huyện"), row(2, TRUNG, "Thiếu ghế", due="15/4/2021")),
        inspection=inspection,
    )
    assert [one["action"] for one in again.document["rows"]] == ["update", "update"]
    fresh, set_by_centre = scene.again(fresh), scene.again(set_by_centre)
    assert (fresh.due_on, fresh.responsible.code, fresh.version) == (date(2021, 4, 15), "buudien-873", 2)
    assert (set_by_centre.due_on, set_by_centre.due_source) == (date(2021, 3, 25), "centre")
    assert Finding.objects.get(pk=set_by_centre.finding_id).due_on == date(2021, 4, 15)
    assert Finding.objects.count() == 2


def test_absence_closes_nothing(scene: Scene) -> None:
    first = run(scene, annex(row(1, LONG, "Chưa niêm yết", due="31/3/2021"), row(2, TRUNG, "Thiếu ghế")))
    before = list(Item.objects.values()), list(Finding.objects.values())
    again = run(scene, annex(row(1, LONG, "Chưa niêm yết", due="31/3/2021")), inspection=first.batch and first.batch.inspection_id)
    assert [one["action"] for one in again.document["rows"]] == ["unchanged"]
    assert (list(Item.objects.values()), list(Finding.objects.values())) == before


def test_who_does_a_begun_item_does_not_change_with_the_annex(scene: Scene) -> None:
    first = run(scene, annex(row(1, LONG, "Chưa niêm yết")))
    item = scene.progress(items_of(first)[0])
    run(scene, annex(row(1, LONG, "Chưa niêm yết", lead="Bưu điện huyện")), inspection=first.batch and first.batch.inspection_id)
    assert scene.again(item).responsible.code == "ubnd-30115"


def test_without_a_dispatch_findings_are_stored_without_items(scene: Scene) -> None:
    outcome = run(scene, annex(row(1, LONG, "Chưa niêm yết")), directive=False)
    assert Finding.objects.count() == 1 and items_of(outcome) == []
    assert outcome.document["warnings"] == []


def test_findings_of_a_waiting_unit_wait_and_those_of_an_outsider_stay(scene: Scene) -> None:
    rows = [row(1, LONG, "A"), row(2, "Xã Tân Hộ Cơ, huyện Tân Hồng", "B"), row(3, "Xã Mỹ Đông, huyện Tháp Mười", "C")]
    outcome = run(scene, annex(*rows))
    assert [(one["code"], one["units"]) for one in outcome.document["warnings"]] == [
        ("unit_pending", ["ubnd-29929"]),
        ("unit_outside_point", ["ubnd-30058"]),
    ]
    assert [item.title for item in items_of(outcome)] == ["A"] and Finding.objects.count() == 3


def test_taking_a_waiting_unit_in_turns_its_findings_into_items(scene: Scene) -> None:
    rows = [row(1, "Xã Tân Hộ Cơ, huyện Tân Hồng", "Chưa tuyên truyền", due="31/3/2021"), row(2, "Xã Mỹ Đông, huyện Tháp Mười", "C")]
    outcome = run(scene, annex(*rows))
    pending = scene.directive.pending_units.get()
    issuing.decide_pending(pending_id=pending.pk, by=scene.centre, take_in=True, reason="Theo ý kiến Lãnh đạo")
    (item,) = items_of(outcome)
    assert (item.title, item.responsible.code, item.accountable.code) == ("Chưa tuyên truyền", "ubnd-29929", "ubnd-869")
    assert (item.due_on, item.due_source, item.point.key) == (date(2021, 3, 31), "annex", "1.b")


def test_a_waiting_unit_that_is_left_out_keeps_its_findings_as_they_are(scene: Scene) -> None:
    outcome = run(scene, annex(row(1, "Xã Tân Hộ Cơ, huyện Tân Hồng", "Chưa tuyên truyền")))
    pending = scene.directive.pending_units.get()
    issuing.decide_pending(pending_id=pending.pk, by=scene.centre, take_in=False, reason="Không thuộc phạm vi")
    assert items_of(outcome) == [] and Finding.objects.count() == 1


def test_an_import_adds_and_drops_no_general_item(scene: Scene) -> None:
    before = list(Item.objects.filter(finding=None).values_list("pk", "version"))
    run(scene, annex(row(1, LONG, "A"), row(2, KHANH, "B")))
    assert list(Item.objects.filter(finding=None).values_list("pk", "version")) == before


def test_another_point_may_be_chosen_and_a_point_that_makes_no_items_may_not(scene: Scene) -> None:
    assert [item.point.key for item in items_of(run(scene, annex(row(1, LONG, "A")), point="1.a"))] == ["1.a"]
    for key in ("1", "9"):
        with pytest.raises(Invalid):
            run(scene, annex(row(1, LONG, "B")), point=key)


def test_an_annex_whose_rows_are_all_wrong_stores_nothing(scene: Scene) -> None:
    outcome = run(scene, annex(row(1, "Xã Không Có", "A")))
    assert outcome.batch is None and not Inspection.objects.exists() and not ImportBatch.objects.exists()


# ---- the draft of the page ----


def draft(scene: Scene, content: bytes) -> ImportBatch:
    target = target_of(inspection_id=None, new_title="Kiểm tra năm 2020", directive_id=scene.directive.pk)
    return open_batch(by=scene.centre, target=target, content=content, file_name="phu-luc.xlsx")


def test_one_choice_mends_all_equal_names_and_is_remembered_at_commit(scene: Scene) -> None:
    wrong = "Xã Mỹ Lòng, huyện Cao Lãnh"
    batch = draft(scene, annex(row(1, wrong, "A"), row(2, wrong, "B"), row(3, TRUNG, "C")))
    errors = importing.preview(batch).checked.errors
    assert {(error.code, error.name_key) for error in errors} == {("unit_unknown", errors[0].name_key)} and len(errors) == 2
    assert errors[0].suggestions[0].unit.code == "ubnd-30115"
    chosen = {errors[0].name_key: {"unit": "ubnd-30115", "text": errors[0].name, "district": ""}}
    batch, _ = importing.choose(batch_id=batch.pk, version=batch.version, by=scene.centre, changes=importing.Changes(units=chosen))
    assert importing.preview(batch).checked.errors == [] and not UnitAlias.objects.filter(text=wrong).exists()
    importing.commit_batch(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=False)
    assert UnitAlias.objects.get(text=wrong).unit.code == "ubnd-30115"
    assert importing.preview(draft(scene, annex(row(1, wrong, "Z")))).checked.errors == []


def test_errors_stop_a_commit_unless_only_the_valid_rows_are_wanted(scene: Scene) -> None:
    batch = draft(scene, annex(row(1, LONG, "A"), row(2, "Xã Không Có", "B")))
    with pytest.raises(Invalid, match="1 dòng có lỗi"):
        importing.commit_batch(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=False)
    assert not Finding.objects.exists()
    done = importing.commit_batch(batch_id=batch.pk, version=batch.version, by=scene.centre, only_valid=True)
    assert done.status == "committed" and [finding.text for finding in Finding.objects.all()] == ["A"]
    with pytest.raises(Forbidden, match="đã xong"):
        importing.commit_batch(batch_id=done.pk, version=done.version, by=scene.centre, only_valid=True)


def test_the_commit_checks_again_against_what_is_stored_by_then(scene: Scene) -> None:
    """Two drafts of the same file: the second commit finds the first one's findings."""
    inspection = Inspection.objects.create(title="Kiểm tra", directive=scene.directive)
    target = target_of(inspection_id=inspection.pk, new_title="", directive_id=None)
    batches = [open_batch(by=scene.centre, target=target, content=annex(row(1, LONG, "A")), file_name=name) for name in ("a", "b")]
    done = [importing.commit_batch(batch_id=one.pk, version=1, by=scene.centre, only_valid=False) for one in batches]
    assert [one.result["counts"]["created"] for one in done] == [1, 0] and Finding.objects.count() == 1


def test_somebody_faster_is_a_conflict_and_what_is_imported_is_not_imported_again(scene: Scene) -> None:
    batch = draft(scene, annex(row(1, LONG, "A"), row(2, LONG, "B")))
    (title,) = {table.grid.title for table in importing.preview(batch).checked.tables}
    importing.choose(batch_id=batch.pk, version=1, by=scene.centre, changes=importing.Changes(left_out={(title, 5): True}))
    with pytest.raises(Conflict):
        importing.commit_batch(batch_id=batch.pk, version=1, by=scene.centre, only_valid=False)
    importing.commit_batch(batch_id=batch.pk, version=2, by=scene.centre, only_valid=False)
    with pytest.raises(Forbidden, match="đã xong"):
        importing.commit_batch(batch_id=batch.pk, version=2, by=scene.centre, only_valid=False)
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(("unit", "role"), [("ubnd-873", Role.OFFICER), ("ubnd-87", Role.LEADER), ("vpubnd-87", Role.VERIFIER)])
def test_only_the_centre_and_administrators_import(scene: Scene, unit: str, role: Role) -> None:
    batch = draft(scene, annex(row(1, LONG, "A")))
    person = scene.person(unit, role)
    for act in (
        lambda: importing.commit_batch(batch_id=batch.pk, version=1, by=person, only_valid=True),
        lambda: importing.discard_batch(batch_id=batch.pk, by=person),
        lambda: importing.choose(batch_id=batch.pk, version=1, by=person, changes=importing.Changes()),
        lambda: run(scene, annex(row(1, LONG, "A")), by=person),
    ):
        with pytest.raises(Forbidden):
            act()
    assert importing.commit_batch(batch_id=batch.pk, version=1, by=scene.person("kstthc-87", Role.ADMIN), only_valid=True)


@pytest.mark.parametrize("count", [20, 600])
def test_the_queries_of_an_import_do_not_grow_with_its_rows(scene: Scene, count: int) -> None:
    content = annex(
        *(row(place, (LONG, TRUNG, KHANH)[place % 3], f"Hạn chế thứ {place}", due="31/3/2021") for place in range(1, count + 1))
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run(scene, content)
    assert len(queries) <= 60
    assert Item.objects.filter(finding__isnull=False).count() == count
