"""The Centre gives an item to another unit: what belongs to it goes along, in one act that was shown before."""

from django.db import transaction

from common import clock
from common.errors import Conflict, Invalid
from directives import rules
from directives.models import Difficulty, Item
from directives.notices import item_topic
from directives.services.items import MAX_NOTE, lock_item
from directives.services.moving import move_difficulties, move_items
from directives.workflow import ITEM_FLOW
from notifications import notices
from reports.giving import Giving, giving_of
from reports.models import Entry, Report
from units.models import Unit, User
from units.succession import Succession
from units.unit_services import hold


@transaction.atomic
def give_item(*, item_id: int, version: int, by: User, receiver: Unit, reason: str, stamp: str) -> Giving:
    """Do what the preview with this ``stamp`` said; another one means that something changed since, and nothing is done."""
    hold()
    directive_id = Item.objects.values_list("directive", flat=True).get(pk=item_id)
    list(Report.objects.select_for_update().filter(directive=directive_id).order_by("pk").values_list("pk"))  # reports before items
    item = lock_item(item_id, version)
    rules.check_item(by, item, "give")
    reason = _reasoned(reason)
    list(Difficulty.objects.select_for_update().filter(item=item).order_by("pk").values_list("pk"))
    plan = giving_of(item, receiver, by=by, succession=Succession.on(clock.today()))
    if plan.stamp != stamp:
        raise Conflict("Những gì sẽ chuyển đã khác lúc anh/chị xem trước. Chưa giao; xem lại bên dưới rồi bấm giao lần nữa.")
    told = [item.responsible_id, item.accountable_id, plan.receiver.pk, plan.move.accountable.pk]
    move_items([plan.move], by=by, reason=reason, units=plan.succession.units, act="give")
    item.coordinating.remove(plan.receiver)
    if plan.difficulties:
        move_difficulties(plan.difficulty_to, plan.difficulties, by=by, reason=reason)
    Entry.objects.filter(pk__in=[entry.pk for entry in plan.drafts]).delete()
    item.version += 1
    notices.tell(topic=item_topic(item, ITEM_FLOW["give"].verb), unit_ids=told, by=by)
    return plan


def _reasoned(reason: str) -> str:
    step, reason = ITEM_FLOW["give"], reason.strip()
    if not reason:
        raise Invalid(step.needs, field="reason")
    if len(reason) > MAX_NOTE:
        raise Invalid(f"Lý do dài quá {MAX_NOTE} chữ. Rút gọn rồi gửi lại.", field="reason")
    return reason
