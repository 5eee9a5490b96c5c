"""Who took over from whom, on a day: chains of successors followed to their end, and who answers for a unit's work then."""

from collections.abc import Iterable
from datetime import date

from units.models import Unit
from units.seed import split_units
from units.tree import answers_for


class Succession:
    """All units with their successors, in memory; one query (``Succession.on``)."""

    def __init__(self, units: Iterable[Unit], on: date) -> None:
        self.units = {unit.pk: unit for unit in units}
        self._on = on
        active = (unit for unit in self.units.values() if self.is_active(unit))
        self._ubnd_of = {unit.area_id: unit for unit in active if unit.kind == Unit.Kind.UBND}

    @classmethod
    def on(cls, day: date) -> "Succession":
        return cls(Unit.objects.with_area(), day)

    def is_active(self, unit: Unit) -> bool:
        return (unit.valid_from is None or unit.valid_from <= self._on) and (unit.valid_to is None or unit.valid_to >= self._on)

    def has_ended(self, unit: Unit) -> bool:
        return unit.valid_to is not None and unit.valid_to < self._on

    def heir(self, unit: Unit) -> Unit | None:
        """Who has the work of an ended unit today: its successor, or that one's where it has ended too. None where the chain ends with
        nobody, or comes back to itself.
        """
        seen: set[int] = set()
        at: Unit | None = unit
        while at is not None and self.has_ended(at):
            if at.pk in seen:
                return None
            seen.add(at.pk)
            at = self.units.get(at.successor_id) if at.successor_id else None
        return at if at is not None and at.pk != unit.pk and self.is_active(at) else None

    def parts(self, unit: Unit) -> list[Unit]:
        """All that took a part of a unit which was split; a person says which of them a piece of its work belongs to."""
        codes = split_units().get(unit.code, [])
        by_code = {one.code: one for one in self.units.values()} if codes else {}
        found = (by_code.get(code) for code in codes)
        return [one for one in found if one is not None and self.is_active(one)]

    def chain(self, unit: Unit) -> list[Unit]:
        """The successors of a unit in their order, as far as the chain goes."""
        found: list[Unit] = []
        at = unit
        while at.successor_id and (following := self.units.get(at.successor_id)) is not None and following not in (unit, *found):
            found.append(following)
            at = following
        return found

    def answering(self, unit: Unit) -> Unit:
        """Who answers for its work today."""
        area = unit.area if unit.area.level == "district" else unit.area.parent
        district = self._ubnd_of.get(area.pk) if area is not None and area.level == "district" else None
        superior = self.units.get(unit.parent_id) if unit.parent_id else None
        return answers_for(unit, district=district, superior=superior)

    def within(self, unit_id: int, superior_id: int) -> bool:
        """Whether the unit is this one or stands under it: who sees the superior's work sees its own."""
        at: int | None = unit_id
        while at is not None:
            if at == superior_id:
                return True
            above = self.units.get(at)
            at = above.parent_id if above is not None else None
        return False

    def predecessors(self) -> dict[int, list[Unit]]:
        """Of each unit of today the ended ones whose chain leads to it."""
        found: dict[int, list[Unit]] = {}
        for unit in self.units.values():
            if self.has_ended(unit) and (heir := self.heir(unit)) is not None:
                found.setdefault(heir.pk, []).append(unit)
        return found
