"""Whose work a finding is, under one point of a dispatch (docs/reading.md, "Units of a row"; docs/domain.md,
"What issuing makes").

Pure. If the first lead is the superior of the inspected unit, the unit is responsible and that lead accountable; otherwise the lead is
responsible and the inspected unit its site. Further leads coordinate, beside the units that the point itself names. A unit that waits for a
decision, or that belongs to no lead of the point, gets no item.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reading.groups import GroupSpec, group_of_finding
from units.entries import BookUnit, Level, UnitKind
from units.tree import answers_for, district_around

Held = Literal["", "pending", "outside"]
TITLE_LENGTH = 300


@dataclass(frozen=True)
class FindingFacts:
    """What of a finding decides its item. ``leads`` are those that the annex names."""

    unit: BookUnit
    text: str
    heading: str
    remedy: str
    leads: tuple[BookUnit, ...]
    coordinating: tuple[BookUnit, ...]
    coordinating_text: str
    due_on: date | None
    due_text: str
    ongoing: bool
    due_note: str = ""


@dataclass(frozen=True)
class Duty:
    """The item that a finding makes. ``by_centre``: the Centre set its due date, for the point or for rows that state none. ``due_note``:
    what a person chose of a doubtful date, for the history.
    """

    title: str
    group: str
    responsible: BookUnit
    accountable: BookUnit
    site: BookUnit
    coordinating: tuple[BookUnit, ...]
    coordinating_text: str
    due_on: date | None
    due_text: str
    from_annex: bool
    ongoing: bool
    by_centre: bool = False
    due_note: str = ""


@dataclass(frozen=True)
class PointFacts:
    """A point as stored: its leads and coordinating units, the due date of its general items, the units that wait, the groups."""

    leads: tuple[BookUnit, ...]
    coordinating: tuple[BookUnit, ...]
    coordinating_text: str
    due_on: date | None
    due_text: str
    pending: frozenset[int]
    groups: tuple[GroupSpec, ...]
    due_by_centre: bool = False


class Duties:
    """Computes duties under one point. ``units``: all units, with their areas."""

    def __init__(self, point: PointFacts, units: Mapping[str, BookUnit]) -> None:
        self._point = point
        self._by_id = {unit.pk: unit for unit in units.values()}
        self._of_area = {(unit.area_id, unit.kind): unit for unit in units.values()}
        self._leads = {unit.pk for unit in point.leads}
        self.groups = tuple(group.name for group in point.groups)

    def held(self, unit: BookUnit) -> Held:
        """Why a finding of this unit makes no item; "" when it makes one."""
        homes = {one.pk for one in self._homes(unit)}
        if homes & self._leads:
            return ""
        return "pending" if homes & self._point.pending else "outside"

    def duty(self, facts: FindingFacts, *, group: str = "", common_due: date | None = None) -> Duty:
        """``group``: what a person chose instead of the proposed one. ``common_due``: for a finding to which neither the annex nor the
        point gives a day; work that goes on all the time gets none.
        """
        unit = facts.unit
        leads = facts.leads or (unit,)
        first = leads[0]
        if unit.parent_id == first.pk:
            responsible, accountable = unit, first
        else:
            responsible, accountable = first, self._accountable(first)
        from_annex = facts.due_on is not None
        common = common_due if not from_annex and self._point.due_on is None and not facts.ongoing else None
        return Duty(
            title=facts.text if len(facts.text) <= TITLE_LENGTH else facts.text[: TITLE_LENGTH - 1].rstrip() + "…",
            group=group if group in self.groups else self._proposed(facts),
            responsible=responsible,
            accountable=accountable,
            site=unit,
            coordinating=self._coordinating(unit, [*leads[1:], *facts.coordinating], {responsible.pk, accountable.pk}),
            coordinating_text=facts.coordinating_text or self._point.coordinating_text,
            due_on=facts.due_on or self._point.due_on or common,
            due_text=facts.due_text if from_annex or not self._point.due_on else self._point.due_text,
            from_annex=from_annex,
            ongoing=facts.ongoing,
            by_centre=common is not None or (not from_annex and self._point.due_by_centre),
            due_note=facts.due_note if from_annex else "",
        )

    def answering(self, unit: BookUnit) -> BookUnit:
        """Who answers for a finding of this unit where the annex names nobody."""
        return self._accountable(unit)

    def _proposed(self, facts: FindingFacts) -> str:
        return group_of_finding(facts.text, self._point.groups, heading=facts.heading, remedy=facts.remedy)

    def _homes(self, unit: BookUnit) -> Iterable[BookUnit]:
        """The unit, its superiors, and the UBND of its district: whose work it may be part of."""
        above: BookUnit | None = unit
        while above is not None:
            yield above
            above = self._by_id.get(above.parent_id) if above.parent_id else None
        district = self._district_of(unit)
        if district is not None:
            yield district

    def _district_of(self, unit: BookUnit) -> BookUnit | None:
        area = district_around(unit)
        return self._of_area.get((area.pk, UnitKind.UBND)) if area is not None else None

    def _accountable(self, unit: BookUnit) -> BookUnit:
        return answers_for(unit, district=self._district_of(unit), superior=self._by_id.get(unit.parent_id or 0))

    def _coordinating(self, unit: BookUnit, named: Sequence[BookUnit], doing: set[int]) -> tuple[BookUnit, ...]:
        """Those that the annex names, then the point's: of its district post offices the unit's own, others as they are."""
        district = self._district_of(unit)
        posts = [one for one in self._point.coordinating if one.kind == UnitKind.POST and one.area.level == Level.DISTRICT]
        own = [one for one in posts if district is not None and one.area_id == district.area_id]
        found = [*named, *(own if district is not None else posts), *(one for one in self._point.coordinating if one not in posts)]
        return tuple({one.pk: one for one in found if one.pk not in doing}.values())
