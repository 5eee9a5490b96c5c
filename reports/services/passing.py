"""Passing on: the open work of a unit that has ended goes to who took over, in one act of the Centre (docs/adr/0012)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from common import clock
from common.audit import event_of, record, record_many
from common.errors import Conflict, Invalid, PortalError
from common.formats import vn_num
from directives import rules as directive_rules
from directives.models import Obligation
from directives.services.items import MAX_NOTE
from directives.services.moving import move_difficulties, move_items
from notifications import notices
from notifications.notices import Notice
from reports.left_behind import left_behind
from reports.models import Entry, Report
from reports.passing import OwedMove, Plan, plan_of
from reports.workflow import ReportStatus
from units import services as unit_services
from units.models import Unit, User
from units.succession import Succession
from units.unit_services import hold

_WITH_UNIT = (ReportStatus.DRAFT, ReportStatus.RETURNED)


@dataclass(frozen=True)
class PassedOn:
    """What one act on several units did: those that it passed on, and those that it left, with the reason."""

    done: Sequence[Unit]
    left: Sequence[tuple[Unit, str]]


@transaction.atomic
def pass_on(
    *, unit_id: int, by: User, reason: str, stamp: str, receiver: Unit | None = None, chosen: Mapping[int, Unit] | None = None
) -> Plan:
    """Do what the preview with this ``stamp`` said; another one means that something changed since, and nothing is done."""
    directive_rules.check_can_steer(by)
    reason = _reasoned(reason)
    hold()
    succession = Succession.on(clock.today())
    _check_receivers(succession, [receiver, *(chosen or {}).values()])
    plan = plan_of(succession.units[unit_id], succession=succession, receiver=receiver, chosen=chosen)
    if plan.stop:
        raise Conflict(plan.stop)
    if plan.is_empty:
        raise Conflict(f"{plan.unit.name} không còn gì chưa bàn giao; có thể người khác vừa bàn giao xong.")
    if plan.why_not:
        raise Invalid(f"Chưa bàn giao được: {plan.why_not}.", field="receiver")
    if plan.stamp != stamp:
        raise Conflict("Danh sách bàn giao đã khác lúc anh/chị xem trước. Chưa chuyển gì; xem lại bên dưới rồi bấm bàn giao lần nữa.")
    _do(plan, by, reason)
    return plan


@transaction.atomic
def pass_on_all(*, by: User, reason: str) -> PassedOn:
    """Every unit that has ended and needs no choice; each whole or not at all, the others are named with what they wait for."""
    directive_rules.check_can_steer(by)
    reason = _reasoned(reason)
    hold()
    succession = Succession.on(clock.today())
    done, left = [], []
    for one in left_behind():
        plan = plan_of(one.unit, succession=succession)
        if not plan.is_ready:
            left.append((plan.unit, plan.why_not or "không có đơn vị kế tiếp nhận tài khoản"))
            continue
        try:
            with transaction.atomic():
                _do(plan, by, reason)
        except PortalError as error:
            left.append((plan.unit, error.message))
        else:
            done.append(plan.unit)
    return PassedOn(done, left)


def _reasoned(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid("Ghi căn cứ bàn giao, ví dụ số nghị quyết.", field="reason")
    if len(reason) > MAX_NOTE:
        raise Invalid(f"Căn cứ dài quá {MAX_NOTE} chữ. Rút gọn rồi gửi lại.", field="reason")
    return reason


def _check_receivers(succession: Succession, receivers: Sequence[Unit | None]) -> None:
    for one in receivers:
        if one is not None and not succession.is_active(one):
            raise Invalid(f"{one.qualified_name} không hoạt động hôm nay. Chọn đơn vị đang hoạt động.", field="receiver")


def _do(plan: Plan, by: User, reason: str) -> None:
    if plan.moves:
        move_items(plan.moves, by=by, reason=reason, units=plan.succession.units)
    if plan.difficulties:
        move_difficulties(plan.difficulty_to, plan.difficulties, by=by, reason=reason)
    _pass_reports(plan, by, reason)
    for post in plan.people:
        unit_services.carry_user(user_id=post.user_id, by=by, unit=plan.heir)  # type: ignore[arg-type]
    takers = {unit.pk: unit for unit in _takers(plan)}
    event = record(
        by=by,
        verb="unit.passed_on",
        text=f"bàn giao {_words(plan)} của {plan.unit.name} cho {_listed(list(takers.values()))}: “{reason}”",
        subject_kind="unit",
        subject_id=plan.unit.pk,
        subject_label=plan.unit.name,
        party_codes=[plan.unit.code, *(unit.code for unit in takers.values())],
        data={"reason": reason, "items": [move.item.number for move in plan.moves]},
    )
    gains = {sight.unit.pk: sight.count for sight in plan.gains}
    told = {
        pk: Notice(
            f"Nhận bàn giao {f'{vn_num(gains[pk])} nội dung' if pk in gains else 'việc'} của {plan.unit.qualified_name}",
            reverse("my_work"),
            f"“{reason}”",
            "Nhận bàn giao",
        )
        for pk in takers
    }
    notices.show_each(told, by=by, topic=f"passed_on:{event.pk}")


def _pass_reports(plan: Plan, by: User, reason: str) -> None:
    moved = [one for one in plan.owed if one.to is not None and not one.owes_already]
    ended = [one for one in plan.owed if one.to is None or one.owes_already]
    if plan.heir is not None:
        along = {move.item.pk for move in plan.moves if plan.heir.pk in (move.responsible.pk, move.accountable.pk)}
        for one in plan.owed:
            _carry_draft(one, plan.heir, along)
        Obligation.objects.filter(pk__in=[one.obligation.pk for one in moved]).update(unit=plan.heir)
    Obligation.objects.filter(pk__in=[one.obligation.pk for one in ended]).delete()
    record_many(
        event_of(
            by=by,
            verb="directive.obligation_passed_on" if one in moved else "directive.obligation_ended",
            text=f"{_owed_words(plan, one)}: “{reason}”",
            subject_kind="directive",
            subject_id=one.obligation.directive_id,
            subject_label=one.obligation.directive.reference,
            party_codes={plan.unit.code, *([one.to.code] if one.to else [])},
            data={
                "reason": reason,
                "period": one.obligation.period.code,
                "unit": plan.unit.code,
                "due_on": one.obligation.due_on and one.obligation.due_on.isoformat(),
                "point": one.obligation.point_id,
            },
        )
        for one in plan.owed
    )


def _owed_words(plan: Plan, one: OwedMove) -> str:
    label = f"báo cáo {one.obligation.period.label}"
    if one.to is None:
        return f"kết thúc nghĩa vụ {label} của {plan.unit.name}, không có đơn vị kế tiếp"
    if one.owes_already:
        return f"kết thúc nghĩa vụ {label} của {plan.unit.name}; {one.to.name} đã phải nộp báo cáo này"
    return f"chuyển nghĩa vụ {label} từ {plan.unit.name} sang {one.to.name}"


def _carry_draft(one: OwedMove, heir: Unit, item_ids: set[int]) -> None:
    """What was written of the items that go along, into the heir's own report where that is its turn; the old one stays as it was."""
    owed = one.obligation
    old = Report.objects.filter(directive=owed.directive_id, period=owed.period_id, unit=owed.unit_id, status__in=_WITH_UNIT).first()
    if old is None:
        return
    entries = list(Entry.objects.filter(report=old, item__in=item_ids))
    new, made = Report.objects.select_for_update().get_or_create(directive=old.directive, period=old.period, unit=heir)
    if new.status not in _WITH_UNIT:
        return
    if made:
        new.remarks, new.saved_at, new.saved_by = old.remarks, old.saved_at, old.saved_by
        new.save(update_fields=["remarks", "saved_at", "saved_by"])
    written = set(Entry.objects.filter(report=new).values_list("item_id", flat=True))
    for entry in entries:
        entry.pk, entry.report, entry._state.adding = None, new, True
    Entry.objects.bulk_create([entry for entry in entries if entry.item_id not in written])


def _takers(plan: Plan) -> list[Unit]:
    """The units that have something now that they did not have."""
    found = [sight.unit for sight in plan.gains]
    found += plan.difficulty_to.values()
    found += [one.to for one in plan.owed if one.to is not None]
    found += [plan.heir] if plan.people and plan.heir else []
    return list({unit.pk: unit for unit in found}.values())


def _listed(units: Sequence[Unit]) -> str:
    names = ", ".join(unit.name for unit in units[:6])
    return f"{names} và {len(units) - 6} đơn vị khác" if len(units) > 6 else names or "không đơn vị nào"


def _words(plan: Plan) -> str:
    counts = [
        (len(plan.moves), "nội dung"),
        (len(plan.owed), "báo cáo"),
        (len(plan.difficulties), "vướng mắc"),
        (len(plan.people), "tài khoản"),
    ]
    return ", ".join(f"{vn_num(count)} {words}" for count, words in counts if count)
