"""Two people at the same moment, in two real connections: one act happens, the other is told; nothing is half done or done twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from common.errors import Conflict, Forbidden
from common.models import AuditEvent
from directives.models import Item, Obligation
from directives.services import issuing, items
from directives.services.issuing import Issued
from tests.factories.directives import Scene, issue
from tests.factories.dispatches import draft_of
from tests.factories.units import ensure_units, make_user
from tests.racing import at_once
from units.models import User
from units.roles import Role
from units.services import close_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_updates_of_the_same_page_keep_one_and_tell_the_other() -> None:
    ensure_units()
    scene = Scene(issue())
    item = scene.item("1.b", "ubnd-30115")
    people = [make_user(Role.OFFICER, "ubnd-30115", "xa.mot"), make_user(Role.OFFICER, "ubnd-873", "huyen.hai")]

    def update(person: User, percent: int) -> Callable[[], object]:
        return lambda: items.update_progress(item_id=item.pk, version=item.version, by=person, percent=percent, note=f"Đạt {percent}")

    results = at_once(update(people[0], 30), update(people[1], 60))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Item"]
    kept = next(result for result in results if isinstance(result, Item))
    item.refresh_from_db()
    assert (item.percent, item.progress_note) == (kept.percent, f"Đạt {kept.percent}")
    assert AuditEvent.objects.filter(verb="item.progress", subject_id=item.pk).count() == 1


def test_a_draft_is_issued_once_however_many_press_the_button() -> None:
    draft = draft_of()
    results = at_once(*[lambda: issuing.issue_directive(directive_id=draft.pk, by=None)] * 4)
    made = [result for result in results if isinstance(result, Issued)]
    assert len(made) == 1 and all(isinstance(result, Forbidden) for result in results if result is not made[0])
    assert (Item.objects.count(), Obligation.objects.count()) == (made[0].items, made[0].obligations) == (26, 8)


def test_a_waiting_unit_is_decided_once() -> None:
    draft = draft_of()
    issuing.issue_directive(directive_id=draft.pk, by=None)
    pending = draft.pending_units.get()
    centre = [make_user(Role.CENTRE, "kstthc-87", name) for name in ("tt.mot", "tt.hai")]

    def decide(person: User, take_in: bool) -> Callable[[], object]:
        return lambda: issuing.decide_pending(pending_id=pending.pk, by=person, take_in=take_in, reason="Theo ý kiến")

    results = at_once(decide(centre[0], True), decide(centre[1], False))
    assert sum(isinstance(result, Conflict) for result in results) == 1
    pending.refresh_from_db()
    assert Item.objects.count() == (29 if pending.outcome == "taken_in" else 26)


def test_two_administrators_who_close_each_other_leave_one() -> None:
    first, second = (make_user(Role.ADMIN, "kstthc-87", name) for name in ("qt.mot", "qt.hai"))
    at_once(lambda: close_user(user_id=second.pk, by=first), lambda: close_user(user_id=first.pk, by=second))
    assert User.objects.filter(is_active=True, memberships__role=Role.ADMIN, memberships__ended_on=None).exists()
