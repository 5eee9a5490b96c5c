"""A point that is taken back after it was given: its items together, by one act, told once a unit."""

from collections.abc import Sequence

from django.db import transaction

from common.errors import Conflict, Forbidden
from common.formats import vn_num
from directives import rules
from directives.models import Item, Point
from directives.notices import point_topic
from directives.services.items import drop
from directives.services.recording import record_directive
from notifications import notices
from units.models import User


def check_can_drop_point(user: User, point: Point) -> None:
    """The Centre, while the dispatch is followed and something of the point is left to be done."""
    rules.check_can_steer(user)
    rules.check_followed(point.directive)
    if not Item.objects.filter(point=point).unfinished().exists():
        raise Forbidden(f"Điểm {point.key} không còn nội dung nào phải làm nên không có gì để rút.")


def stamp_of(items: Sequence[Item]) -> int:
    """What was seen: it grows with every act on one of the items, and with every item that is added."""
    return sum(item.version for item in items)


def items_of_point(point: Point) -> Sequence[Item]:
    """All but those withdrawn before, verified ones too."""
    rows = Item.objects.filter(point=point).counted().select_related("responsible", "accountable").with_flags()
    return list(rows.order_by("responsible__sort_key", "number"))


@transaction.atomic
def drop_point(*, point_id: int, version: int, by: User, reason: str) -> int:
    """Withdraw all of the point that is not verified; returns how many items. ``version`` is the ``stamp_of`` what the person saw."""
    point = Point.objects.select_related("directive").get(pk=point_id)
    list(Item.objects.select_for_update(of=("self",)).filter(point=point).order_by("pk"))
    items = items_of_point(point)
    if version != stamp_of(items):
        raise Conflict("Có nội dung của điểm này vừa được cập nhật sau khi anh/chị mở trang. Chưa rút gì; xem lại rồi làm lần nữa.")
    check_can_drop_point(by, point)
    going = [item for item in items if item.is_unfinished]
    for item in going:
        drop(item_id=item.pk, version=item.version, by=by, reason=reason, tell=False)
    units = {unit.pk: unit for item in going for unit in (item.responsible, item.accountable)}
    record_directive(
        point.directive,
        by=by,
        verb="point_withdrawn",
        text=f"rút điểm {point.key}, {vn_num(len(going))} nội dung: “{reason.strip()}”",
        parties=[unit.code for unit in units.values()],
        data={"point": point.key, "reason": reason.strip(), "items": [item.number for item in going]},
    )
    notices.tell(topic=point_topic(point, version), unit_ids=sorted(units), by=by)
    return len(going)
