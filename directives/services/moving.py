"""Items that go to other units, many at once: the rows, a line of history each. Who may, and why, is decided by the act that calls it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from common.audit import event_of, record_many
from common.errors import Conflict
from directives.models import Difficulty, Item
from directives.workflow import ITEM_FLOW
from units.models import Unit, User


@dataclass(frozen=True)
class Move:
    """An item as it was seen, and its units from now on. ``site``: where it was inspected, so that a place keeps its work apart."""

    item: Item
    responsible: Unit
    accountable: Unit
    site_id: int | None


def lock_items(item_ids: Iterable[int]) -> dict[int, int]:
    """Locks these items for the transaction; returns their versions."""
    rows = Item.objects.select_for_update(of=("self",)).filter(pk__in=list(item_ids)).order_by("pk")
    return dict(rows.values_list("pk", "version"))


@transaction.atomic
def move_items(moves: Sequence[Move], *, by: User, reason: str, units: Mapping[int, Unit], act: str = "pass_on") -> None:
    """One update for all items with the same new units, one line of history an item, of this ``act`` of the table. What is finished stays
    where it was done.
    """
    step = ITEM_FLOW[act]
    kept = {step.keeps: reason} if step.keeps else {}
    versions = lock_items(move.item.pk for move in moves)
    if any(versions.get(move.item.pk) != move.item.version for move in moves):
        raise Conflict("Có nội dung vừa được cập nhật sau khi anh/chị xem trước. Chưa chuyển gì; xem lại rồi làm lần nữa.")
    together: dict[tuple[int, int, int | None], list[int]] = defaultdict(list)
    for move in moves:
        together[move.responsible.pk, move.accountable.pk, move.site_id].append(move.item.pk)
    try:
        with transaction.atomic():
            for (responsible, accountable, site), ids in together.items():
                Item.objects.filter(pk__in=ids).update(
                    responsible=responsible, accountable=accountable, site=site, version=F("version") + 1, **kept
                )
    except IntegrityError as error:
        raise Conflict("Đơn vị nhận đã có một nội dung của cùng điểm, cùng nơi được kiểm tra. Chưa chuyển gì; chọn đơn vị khác.") from error
    record_many(
        event_of(
            by=by,
            verb=f"item.{step.verb}",
            text=step.words.format(what=_words(move, units), reason=reason),
            subject_kind="item",
            subject_id=move.item.pk,
            subject_label=f"{move.item.code} {move.item.title}",
            party_codes={units[pk].code for pk in _parties(move)},
            data={
                "reason": reason,
                "responsible": [units[move.item.responsible_id].code, move.responsible.code],
                "accountable": [units[move.item.accountable_id].code, move.accountable.code],
            },
        )
        for move in moves
    )


@transaction.atomic
def move_difficulties(moves: Mapping[int, Unit], rows: Sequence[Difficulty], *, by: User, reason: str) -> None:
    """Open difficulties go to the unit that has the work now; ``moves`` by their id."""
    together: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        together[moves[row.pk].pk].append(row.pk)
    for unit_id, ids in together.items():
        Difficulty.objects.filter(pk__in=ids).update(unit=unit_id, version=F("version") + 1)
    record_many(
        event_of(
            by=by,
            verb="difficulty.passed_on",
            text=f"chuyển vướng mắc “{row.title}” từ {row.unit.name} sang {moves[row.pk].name}: “{reason}”",
            subject_kind="difficulty",
            subject_id=row.pk,
            subject_label=row.title,
            party_codes=[row.unit.code, moves[row.pk].code],
            data={"reason": reason},
        )
        for row in rows
    )


def _parties(move: Move) -> set[int]:
    ids = (move.item.responsible_id, move.item.accountable_id, move.responsible.pk, move.accountable.pk, move.site_id)
    return {pk for pk in ids if pk is not None}


def _words(move: Move, units: Mapping[int, Unit]) -> str:
    said = []
    if move.item.responsible_id != move.responsible.pk:
        said.append(f"thực hiện từ {units[move.item.responsible_id].qualified_name} sang {move.responsible.qualified_name}")
    if move.item.accountable_id != move.accountable.pk:
        said.append(f"chủ trì từ {units[move.item.accountable_id].qualified_name} sang {move.accountable.qualified_name}")
    return "chuyển " + ", ".join(said)
