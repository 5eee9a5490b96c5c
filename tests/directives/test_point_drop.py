"""A point is taken back: its items together, shown first, told once a unit."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from common.errors import Conflict, Forbidden, Invalid
from common.models import AuditEvent
from directives.models import Item, Point
from directives.services.withdrawing import drop_point, items_of_point, stamp_of
from notifications.models import OutboundMessage
from tests.factories.directives import Scene
from units.models import User
from units.roles import Role

REASON = "UBND Tỉnh bỏ điểm này"


def point_of(scene: Scene, key: str = "1.b") -> Point:
    return Point.objects.get(directive=scene.directive, key=key)


def drop(scene: Scene, point: Point, by: User | None = None, reason: str = REASON) -> int:
    return drop_point(point_id=point.pk, version=stamp_of(items_of_point(point)), by=by or scene.centre, reason=reason)


def page(user: User, point: Point) -> tuple[int, str]:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("point_drop", args=[point.pk]))
    return answer.status_code, answer.content.decode()


def test_its_items_go_together_and_each_unit_hears_once(scene: Scene) -> None:
    point, district = point_of(scene), scene.person("ubnd-873")
    scene.reach_status(scene.item("1.b", "ubnd-30115"), "claimed")
    scene.reach_status(scene.item("1.b", "ubnd-29980"), "verified")
    before = OutboundMessage.objects.filter(recipient=district).count()
    status, text = page(scene.centre, point)
    assert status == 200
    assert "<b>2 nội dung</b> của 2 đơn vị" in text and "1 nội dung đã xác nhận hoàn thành giữ nguyên" in text
    assert drop(scene, point) == 2
    found = dict(Item.objects.filter(point=point).values_list("responsible__code", "status"))
    assert found == {"ubnd-30115": "withdrawn", "ubnd-30103": "withdrawn", "ubnd-29980": "verified"}
    new = OutboundMessage.objects.filter(recipient=district).order_by("-pk")[
        : OutboundMessage.objects.filter(recipient=district).count() - before
    ]
    assert [each.title for each in new] == [
        f"Trung tâm rút điểm 1.b của văn bản {scene.directive.reference}: 2 nội dung không phải thực hiện nữa"
    ]
    assert AuditEvent.objects.filter(verb="item.withdrawn").count() == 2
    event = AuditEvent.objects.get(verb="directive.point_withdrawn")
    assert event.text == f"rút điểm 1.b, 2 nội dung: “{REASON}”"


def test_what_changed_meanwhile_stops_all_of_it(scene: Scene) -> None:
    point = point_of(scene)
    seen = stamp_of(items_of_point(point))
    scene.progress(scene.item("1.b", "ubnd-30115"))
    with pytest.raises(Conflict, match="Chưa rút gì"):
        drop_point(point_id=point.pk, version=seen, by=scene.centre, reason=REASON)
    assert not Item.objects.withdrawn().exists()


def test_a_point_with_nothing_left_is_not_withdrawn_again(scene: Scene) -> None:
    point = point_of(scene)
    drop(scene, point)
    with pytest.raises(Forbidden, match=r"Điểm 1\.b không còn nội dung nào"):
        drop(scene, point)
    assert page(scene.centre, point)[0] == 403


def test_without_a_reason_nothing_goes(scene: Scene) -> None:
    with pytest.raises(Invalid, match="Ghi căn cứ"):
        drop(scene, point_of(scene), reason=" ")
    assert not Item.objects.withdrawn().exists()


@pytest.mark.parametrize(("unit", "role"), [("ubnd-873", Role.OFFICER), ("ubnd-87", Role.LEADER)])
def test_only_the_centre_may(scene: Scene, unit: str, role: Role) -> None:
    point = point_of(scene)
    with pytest.raises(Forbidden, match="Chỉ cán bộ theo dõi"):
        drop(scene, point, by=scene.person(unit, role))
    assert page(scene.person(unit, role), point)[0] == 403
