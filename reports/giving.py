"""What giving an item to another unit would do: what goes along, what is written of it and goes away, who gains and who loses sight.

Reads only; ``reports.services.giving`` does exactly what a ``Giving`` says, and refuses where ``stamp`` is no longer that of the preview.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from common.errors import Invalid
from common.formats import code_nb
from directives.models import Difficulty, Evidence, Item
from directives.services.moving import Move
from directives.workflow import ItemStatus
from reports.models import Entry, Report
from reports.passing import Sight, gains_of, loses_of
from units.models import Unit, User
from units.querysets import reach
from units.succession import Succession


@dataclass(frozen=True)
class Giving:
    """One item on its way. ``evidence`` and what other units raised stay with the item under the names of who added them; ``drafts`` are
    entries of reports that were never handed in, of units that no longer have the item.
    """

    move: Move
    evidence: int
    difficulties: Sequence[Difficulty]
    difficulty_to: Mapping[int, Unit]
    drafts: Sequence[Entry]
    left: Sequence[Item]
    """Items of findings of the old unit under the same point: each is an item of its own and stays."""
    succession: Succession

    @property
    def receiver(self) -> Unit:
        return self.move.responsible

    @property
    def changes_accountable(self) -> bool:
        return self.move.accountable.pk != self.move.item.accountable_id

    @cached_property
    def stamp(self) -> str:
        """Of all that would be done: another one means that something changed since the preview."""
        said = [
            self.move.item.pk,
            self.move.item.version,
            self.receiver.pk,
            self.move.accountable.pk,
            self.evidence,
            [(row.pk, row.version, self.difficulty_to[row.pk].pk) for row in self.difficulties],
            [(entry.pk, entry.version) for entry in self.drafts],
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:24]

    @cached_property
    def gains(self) -> list[Sight]:
        return gains_of([self.move], self.succession)

    @cached_property
    def loses(self) -> list[Sight]:
        return loses_of([self.move], self.succession)


def leaving(move: Move) -> set[int]:
    """Units that did the item or answered for it and no longer do."""
    return {move.item.responsible_id, move.item.accountable_id} - {move.responsible.pk, move.accountable.pk}


def giving_of(item: Item, receiver: Unit, *, by: User, succession: Succession) -> Giving:
    """``Invalid`` where it can't go to this unit, or not now."""
    move = _move(item, receiver, by, succession)
    gone = leaving(move)
    _check_not_under_review(item, gone)
    stuck = list(Difficulty.objects.open().filter(item=item, unit__in=gone).select_related("unit").order_by("pk"))
    to = {row.pk: move.responsible if row.unit_id == item.responsible_id else move.accountable for row in stuck}
    findings = Item.objects.unfinished().findings_of(item) if item.finding_id is None else Item.objects.none()
    return Giving(
        move=move,
        evidence=Evidence.objects.standing().filter(item=item).count(),
        difficulties=stuck,
        difficulty_to=to,
        drafts=list(_drafts(item, gone)),
        left=list(findings.order_by("number")),
        succession=succession,
    )


def _move(item: Item, receiver: Unit, by: User, succession: Succession) -> Move:
    to = succession.units[receiver.pk]
    if to.pk == item.responsible_id:
        raise Invalid(f"{to.qualified_name} đang thực hiện nội dung này. Chọn đơn vị khác.", field="receiver")
    if not succession.is_active(to):
        raise Invalid(f"{to.qualified_name} không hoạt động hôm nay. Chọn đơn vị đang hoạt động.", field="receiver")
    if not reach(by).holds("steer_work", to.pk):
        raise Invalid(f"Trung tâm không giao việc cho {to.qualified_name}. Chọn đơn vị khác.", field="receiver")
    if item.finding_id is None:
        same = Item.objects.filter(point=item.point_id, responsible=to.pk, site=item.site_id, finding=None).exclude(pk=item.pk).first()
        if same is not None:
            raise Invalid(_there_already(same, to), field="receiver")
    return Move(item, to, succession.answering(to), item.site_id)


def _there_already(same: Item, to: Unit) -> str:
    what = f"{to.qualified_name} đã có {code_nb(same.code)} của cùng điểm, cùng nơi được kiểm tra"
    if same.status == ItemStatus.WITHDRAWN:
        return f"{what} (đã rút). Khôi phục nội dung ấy rồi rút nội dung này."
    return f"{what}. Cổng không gộp hai nội dung: rút một trong hai, hoặc chọn đơn vị khác."


def _check_not_under_review(item: Item, gone: set[int]) -> None:
    """A report that waits for the Centre is judged as it was handed in."""
    waiting = Report.objects.submitted().filter(directive=item.directive_id, unit__in=gone, entries__item=item)
    if report := waiting.select_related("period", "unit").first():
        raise Invalid(
            f"{report.title[:1].upper()}{report.title[1:]} của {report.unit.name} có nội dung này đang chờ duyệt."
            " Chấp nhận hoặc trả lại báo cáo trước rồi giao nội dung cho đơn vị khác."
        )


def _drafts(item: Item, gone: set[int]) -> Sequence[Entry]:
    """What was handed in once stays as it was, with the Centre's remarks: it is only no longer asked for."""
    rows = Entry.objects.filter(item=item, report__unit__in=gone, report__submissions=None)
    return rows.select_related("report__unit", "report__period").order_by("pk")  # type: ignore[return-value]
