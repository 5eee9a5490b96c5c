"""What passing on the work of a unit that has ended would do: what goes where, what waits for a choice, who gains and who loses sight.

Reads only; ``reports.services.passing`` does exactly what a ``Plan`` says, and refuses where ``stamp`` is no longer that of the preview.
Decisions behind it: docs/adr/0012.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Q

from common import clock
from common.errors import can
from common.quarters import Quarter
from directives.models import Difficulty, Item, Obligation
from directives.services.moving import Move
from directives.workflow import DirectiveStatus
from reports.left_behind import not_accepted
from reports.models import Report
from units import rules as unit_rules
from units.models import Membership, Unit
from units.succession import Succession


@dataclass(frozen=True)
class OwedMove:
    """A report that is owed: to the successor, or ended where there is none (``to`` is None) or where it owes the same one already."""

    obligation: Obligation
    to: Unit | None
    owes_already: bool = False

    @property
    def label(self) -> str:
        return f"Báo cáo {Quarter.parse(self.obligation.period.code).label}, văn bản {self.obligation.directive.reference}"


@dataclass(frozen=True)
class Sight:
    """A unit that gains or loses sight of so many items."""

    unit: Unit
    count: int


@dataclass(frozen=True)
class Plan:
    """``heir`` is the successor at the end of the chain. ``undecided`` are items for which a person has to choose; ``stop`` says why
    nothing can be passed on now.
    """

    unit: Unit
    heir: Unit | None
    chain: Sequence[Unit]
    moves: Sequence[Move]
    undecided: Sequence[Item]
    owed: Sequence[OwedMove]
    difficulties: Sequence[Difficulty]
    difficulty_to: Mapping[int, Unit]
    stuck_undecided: Sequence[Difficulty]
    people: Sequence[Membership]
    people_stay: Sequence[Membership]
    stop: str
    succession: Succession

    @property
    def parts(self) -> Sequence[Unit]:
        return self.succession.parts(self.unit)

    @property
    def is_empty(self) -> bool:
        return not (self.moves or self.undecided or self.owed or self.difficulties or self.stuck_undecided or self.people)

    @property
    def is_ready(self) -> bool:
        """Something can be passed on and nothing waits for a choice."""
        return not (self.is_empty or self.stop or self.undecided or self.stuck_undecided)

    @property
    def why_not(self) -> str:
        if self.stop:
            return self.stop
        if self.undecided:
            return f"còn {len(self.undecided)} nội dung phải chọn đơn vị nhận"
        if self.stuck_undecided:
            return f"còn {len(self.stuck_undecided)} vướng mắc chưa rõ đơn vị nhận"
        return ""

    @cached_property
    def stamp(self) -> str:
        """Of all that would be done: another one means that something changed since the preview."""
        said = [
            self.unit.pk,
            self.heir.pk if self.heir else 0,
            [(m.item.pk, m.item.version, m.responsible.pk, m.accountable.pk) for m in self.moves],
            [item.pk for item in self.undecided],
            [(one.obligation.pk, one.to.pk if one.to else 0, one.owes_already) for one in self.owed],
            [(row.pk, row.version, self.difficulty_to[row.pk].pk) for row in self.difficulties],
            [post.pk for post in self.people],
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:24]

    @cached_property
    def gains(self) -> list[Sight]:
        return gains_of(self.moves, self.succession)

    @cached_property
    def loses(self) -> list[Sight]:
        return loses_of(self.moves, self.succession)


def gains_of(moves: Sequence[Move], succession: Succession) -> list[Sight]:
    """Units that do or answer for items that they did not have."""
    counts: Counter[int] = Counter()
    for move in moves:
        before = {move.item.responsible_id, move.item.accountable_id}
        counts.update({move.responsible.pk, move.accountable.pk} - before)
    return _sights(counts, succession)


def loses_of(moves: Sequence[Move], succession: Succession) -> list[Sight]:
    """Units that did or answered for items and see them no longer: neither they nor any unit below takes part any more."""
    counts: Counter[int] = Counter()
    for move in moves:
        after = {move.responsible.pk, move.accountable.pk, *(unit.pk for unit in move.item.coordinating.all())}
        after |= {move.site_id} if move.site_id else set()
        for pk in {move.item.responsible_id, move.item.accountable_id}:
            if not any(succession.within(one, pk) for one in after):
                counts[pk] += 1
    return _sights(counts, succession)


def _sights(counts: Mapping[int, int], succession: Succession) -> list[Sight]:
    rows = [Sight(succession.units[pk], count) for pk, count in counts.items()]
    return sorted(rows, key=lambda row: (-row.count, row.unit.sort_key))


def plan_of(unit: Unit, *, succession: Succession, receiver: Unit | None = None, chosen: Mapping[int, Unit] | None = None) -> Plan:
    """``receiver`` takes what has no successor of its own; ``chosen``: number of an item → the unit that takes it (parts of a split)."""
    unit = succession.units[unit.pk]
    heir = succession.heir(unit)
    where = _Where(unit, heir, receiver, chosen or {}, succession)
    of_unit = Q(responsible=unit.pk) | Q(accountable=unit.pk)
    items = Item.objects.followed().unfinished().filter(of_unit).order_by("number")
    rows = list(items.prefetch_related(Prefetch("coordinating", Unit.objects.only("pk"))))
    moves, undecided = [], []
    for item in rows:
        move = where.move(item)
        if move is None:
            undecided.append(item)
        else:
            moves.append(move)
    going = {move.item.pk: move for move in moves}
    stuck = list(Difficulty.objects.followed().open().filter(unit=unit.pk).select_related("unit").order_by("pk"))
    difficulty_to = {row.pk: to for row in stuck if (to := where.of_difficulty(row, going)) is not None}
    posts = list(Membership.objects.filter(unit=unit.pk, ended_on=None, user__is_active=True).select_related("user", "unit").order_by("pk"))
    follow = [post for post in posts if heir is not None and can(unit_rules.check_role_fits, post.role, heir)]
    return Plan(
        unit=unit,
        heir=heir,
        chain=succession.chain(unit),
        moves=moves,
        undecided=undecided,
        owed=_owed(unit, heir),
        difficulties=[row for row in stuck if row.pk in difficulty_to],
        difficulty_to=difficulty_to,
        stuck_undecided=[row for row in stuck if row.pk not in difficulty_to],
        people=follow,
        people_stay=[post for post in posts if post not in follow],
        stop=_stop(unit, succession),
        succession=succession,
    )


def _stop(unit: Unit, succession: Succession) -> str:
    if not succession.has_ended(unit):
        return f"{unit.name} đang hoạt động nên chưa bàn giao. Quản trị ghi ngày kết thúc trước."
    waiting = Report.objects.submitted().filter(unit=unit.pk, directive__status=DirectiveStatus.ISSUED).select_related("period").first()
    if waiting is not None:
        return f"{waiting.title} của {unit.name} đang chờ duyệt. Chấp nhận hoặc trả lại báo cáo trước rồi bàn giao."
    return ""


def _owed(unit: Unit, heir: Unit | None) -> list[OwedMove]:
    mine = list(not_accepted().filter(unit=unit.pk).select_related("period", "directive", "unit").order_by("pk"))
    if heir is None:
        return [OwedMove(one, None) for one in mine]
    others = set(Obligation.objects.filter(unit=heir.pk).values_list("directive_id", "period_id")) if mine else set()
    return [OwedMove(one, heir, (one.directive_id, one.period_id) in others) for one in mine]


@dataclass(frozen=True)
class _Where:
    """Where each thing of the unit goes."""

    unit: Unit
    heir: Unit | None
    receiver: Unit | None
    chosen: Mapping[int, Unit]
    succession: Succession

    def move(self, item: Item) -> Move | None:
        """None where a person has to choose who takes it."""
        units, own = self.succession.units, item.responsible_id == self.unit.pk
        responsible = self._doer(item) if own else units[item.responsible_id]
        if responsible is None:
            return None
        accountable = units[item.accountable_id]
        if own or accountable.pk == self.unit.pk:
            accountable = self._answering(item, responsible, accountable)
        if not self.succession.is_active(accountable):
            return None
        if (responsible.pk, accountable.pk) == (item.responsible_id, item.accountable_id):
            return None
        return Move(item, responsible, accountable, item.site_id or (self.unit.pk if own else None))

    def _doer(self, item: Item) -> Unit | None:
        if item.number in self.chosen:
            return self.chosen[item.number]
        if self.succession.parts(self.unit):
            return self.receiver
        if self.heir is not None:
            return self.receiver or self.heir
        if item.site_id is not None and (heir := self._today(self.succession.units[item.site_id])) is not None:
            return heir
        return self.receiver

    def _answering(self, item: Item, responsible: Unit, before: Unit) -> Unit:
        """A successor of who answered, else who answers today for the unit that does it (for its heir, where it waits to be passed on)."""
        succession = self.succession
        if before.pk == self.unit.pk and item.responsible_id != self.unit.pk:
            if item.number in self.chosen:
                return self.chosen[item.number]
            today = self._today(responsible)
            return self.heir or (succession.answering(today) if today is not None else self.receiver or before)
        if not succession.has_ended(before):
            return before
        other = succession.heir(before) if before.pk != self.unit.pk else None
        return other or succession.answering(responsible)

    def _today(self, unit: Unit) -> Unit | None:
        """Who it is today; None of one that was split, and where a chain ends with nobody."""
        if self.succession.is_active(unit):
            return unit
        return None if self.succession.parts(unit) else self.succession.heir(unit)

    def of_difficulty(self, row: Difficulty, going: Mapping[int, Move]) -> Unit | None:
        """With its item; one raised in general goes to the successor."""
        move = going.get(row.item_id or 0)
        if move is not None:
            return move.responsible if move.item.responsible_id == self.unit.pk else move.accountable
        return self.receiver or (None if self.succession.parts(self.unit) else self.heir)


def plans_of(units: Sequence[Unit]) -> list[Plan]:
    """Of several units, without any choice of a person."""
    succession = Succession.on(clock.today())
    return [plan_of(unit, succession=succession) for unit in units]
