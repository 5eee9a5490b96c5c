"""What no page, no admin form and no SQL may do to an item, its evidence and its history: the database refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from common.models import AuditEvent
from directives.models import Evidence, Item
from directives.workflow import ITEM_FLOW, ItemStatus
from tests.factories.directives import Scene


def sql(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


ALLOWED = set(ITEM_FLOW.moves())
ILLEGAL = [(source, target) for source in ItemStatus for target in ItemStatus if source != target and (source, target) not in ALLOWED]


def test_the_illegal_steps_are_all_that_the_workflow_does_not_name() -> None:
    assert len(ILLEGAL) == 20 - len(ALLOWED)


@pytest.mark.parametrize(("source", "target"), ILLEGAL)
def test_sql_can_not_take_a_step_that_the_workflow_does_not_know(scene: Scene, source: str, target: str) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), source)
    now, claimer, verifier = timezone.now(), scene.person("ubnd-30115").pk, scene.centre.pk
    claimed = target in ("claimed", "verified")
    with pytest.raises(IntegrityError, match="item_steps"):
        sql(
            "UPDATE directives_item SET status = %s, claimed_at = %s, claimed_by_id = %s, claimed_on = %s, verified_at = %s,"
            " verified_by_id = %s, back_reason = 'x' WHERE id = %s",
            target,
            now if claimed else None,
            claimer if claimed else None,
            now.date() if claimed else None,
            now if target == "verified" else None,
            verifier if target == "verified" else None,
            item.pk,
        )
    assert scene.again(item).status == source


@pytest.mark.parametrize("status", ["doing", "claimed", "verified"])
def test_an_item_can_not_be_born_half_done(scene: Scene, status: str) -> None:
    item = scene.item("1.b", "ubnd-30115")
    with pytest.raises(IntegrityError, match="item_steps"), transaction.atomic():
        Item.objects.create(
            number=9999, directive=item.directive, point=item.point, group=item.group, title="x", responsible=item.accountable,
            accountable=item.accountable, status=status,
        )  # fmt: skip


def refused(scene: Scene, name: str, item: Item, **values: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**values)


@pytest.mark.parametrize(
    ("status", "reason"), [("claimed", "  "), ("verified", ""), ("verified", "  ")]
)  # a claim is taken back without one
def test_a_step_back_without_a_reason_is_refused(scene: Scene, status: str, reason: str) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), status)
    nobody = {"claimed_at": None, "claimed_by": None, "claimed_on": None, "verified_at": None, "verified_by": None}
    refused(scene, "item_steps", item, status="doing", back_reason=reason, **nobody)


CONSTRAINTS: list[tuple[str, str, Callable[[Scene], dict[str, Any]]]] = [
    ("item_percent_in_range", "todo", lambda _: {"percent": 101}),
    ("item_claimed_by_someone", "claimed", lambda _: {"claimed_by": None}),
    ("item_claimed_by_someone", "claimed", lambda _: {"claimed_on": None}),
    ("item_claimed_by_someone", "doing", lambda scene: {"claimed_by": scene.centre}),
    ("item_verified_by_someone", "verified", lambda _: {"verified_by": None}),
    ("item_verified_by_someone", "doing", lambda scene: {"verified_at": timezone.now(), "verified_by": scene.centre}),
    ("item_fixer_never_verifies", "verified", lambda scene: {"verified_by": scene.person("ubnd-30115")}),
    ("item_updated_at_and_by", "doing", lambda _: {"updated_by": None}),
    ("item_due_has_source", "todo", lambda _: {"due_source": "centre"}),
    ("item_due_has_source", "todo", lambda _: {"due_on": "2021-03-31"}),
    ("item_steps", "todo", lambda _: {"number": 8888}),
]


@pytest.mark.parametrize(("name", "status", "values"), CONSTRAINTS)
def test_the_database_keeps_what_must_never_be_false(
    scene: Scene, name: str, status: str, values: Callable[[Scene], dict[str, Any]]
) -> None:
    item = scene.reach_status(scene.item("1.b", "ubnd-30115"), status)
    refused(scene, name, item, **values(scene))


def test_every_check_of_an_item_has_a_test_that_it_refuses() -> None:
    own_tests = {"item_status_known", "item_one_a_point_and_unit"}
    checks = {constraint.name for constraint in Item._meta.constraints}
    assert checks - own_tests == {name for name, _, _ in CONSTRAINTS} - {"item_steps"}


def test_a_status_that_is_none_is_refused_even_without_the_trigger(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    sql("SET LOCAL session_replication_role = replica")  # leaves triggers out until the test's rollback
    with pytest.raises(IntegrityError, match="violates check constraint"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(status="done")


def test_a_point_gives_a_unit_one_general_item(scene: Scene) -> None:
    item = scene.item("1.b", "ubnd-30115")
    with pytest.raises(IntegrityError, match="item_one_a_point_and_unit"), transaction.atomic():
        Item.objects.create(
            number=9999, directive=item.directive, point=item.point, group=item.group, title="x", responsible=item.responsible,
            accountable=item.accountable,
        )  # fmt: skip


def test_a_finding_gives_one_item(scene: Scene) -> None:
    item = scene.finding_item("ubnd-30115", "Chưa niêm yết")
    with pytest.raises(IntegrityError, match="finding"), transaction.atomic():
        Item.objects.create(
            number=9999, directive=item.directive, point=item.point, group=item.group, title="x", responsible=item.responsible,
            accountable=item.accountable, finding=item.finding,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("evidence_caption_given", {"caption": ""}),
        ("evidence_taken_before_added", {"taken_at": timezone.now() + timedelta(days=1)}),
        ("evidence_original_whole", {"original": "originals/aa/aa"}),
        ("evidence_withdrawn_at_and_by", {"withdrawn_at": timezone.now()}),
    ],
)
def test_the_database_keeps_evidence_true(scene: Scene, name: str, values: dict[str, Any]) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Evidence.objects.filter(pk=file.pk).update(**values)


def test_one_file_stands_once_in_an_item(scene: Scene) -> None:
    file = scene.evidence(scene.item("1.b", "ubnd-30115"))
    file.pk = None
    with pytest.raises(IntegrityError, match="evidence_file_once_an_item"), transaction.atomic():
        file.save(force_insert=True)


@pytest.mark.parametrize("statement", ["UPDATE common_auditevent SET text = 'x'", "DELETE FROM common_auditevent"])
def test_history_is_never_changed_or_removed(scene: Scene, statement: str) -> None:
    before = list(AuditEvent.objects.values_list("pk", "text"))
    assert before
    with pytest.raises(DatabaseError, match="audit_append_only"):
        sql(statement)
    assert list(AuditEvent.objects.values_list("pk", "text")) == before


def test_an_item_with_evidence_is_not_deleted(scene: Scene) -> None:
    from django.db.models import ProtectedError

    item = scene.item("1.b", "ubnd-30115")
    scene.evidence(item)
    with pytest.raises(ProtectedError):
        item.delete()
