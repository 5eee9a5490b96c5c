"""What issuing a dispatch will create: computed from the confirmed proposal, shown as a preview, then made by ``services.issuing``.

Source (docs/domain.md, "What issuing makes"): only leaf points make anything. One that orders a report makes an obligation for each lead;
one that orders district UBND to direct communes makes an item for each commune among the recipients under a lead (the commune responsible,
the district accountable); any other makes an item for each lead. A district answers for a commune that leads, a parent for its sub-unit in
brackets, which is responsible. "Bưu điện cấp huyện" beside district leads is each district's own. Nothing is invented: no lead, no item;
no date in the text, no due date.

A unit owes one report a period: two points that order it make one obligation, due on the earlier day. A report whose period the text does
not say is followed as an item of its lead, so that it is not lost.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from directives.proposing.grouping import group_of_leaf
from directives.proposing.wording import item_title
from reading.dispatch.proposal import Makes, PointProposal, Proposal
from reading.groups import GroupSpec
from units.entries import BookUnit, UnitKind

ONGOING = ("ongoing", "recurring")


@dataclass(frozen=True)
class PlannedItem:
    """One item to be made; units are codes."""

    point: str
    title: str
    responsible: str
    accountable: str
    coordinating: tuple[str, ...]
    coordinating_text: str
    due_on: date | None
    due_text: str
    ongoing: bool
    group: str
    due_set: bool = False  # the Centre's day, not the dispatch's


@dataclass(frozen=True)
class PlannedObligation:
    """One report that will be owed."""

    point: str
    unit: str
    period: str
    due_on: date | None
    due_text: str
    due_set: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that issuing makes, in the order of the points."""

    items: tuple[PlannedItem, ...] = ()
    obligations: tuple[PlannedObligation, ...] = ()
    waiting: tuple[str, ...] = ()
    leads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def without_due_date(self) -> int:
        return sum(item.due_on is None for item in self.items)


def makes_what(point: PointProposal) -> Makes:
    """What a leaf point makes: as read or corrected, but no obligation without a period."""
    return "items" if point.makes == "obligation" and not point.period else point.makes


def joins(point: PointProposal, unit: BookUnit, units: Mapping[str, BookUnit]) -> bool:
    """Whether a unit that waits would be a lead of this point: the point speaks to several units of its kind and level."""
    peers = [units[code] for code in point.lead if code in units]
    return len(peers) > 1 and all(peer.kind == unit.kind and peer.level == unit.level for peer in peers)


def build_plan(
    proposal: Proposal,
    *,
    units: Mapping[str, BookUnit],
    groups: Iterable[GroupSpec],
    taken_in: Iterable[str] = (),
    waiting: Iterable[str] = (),
) -> Plan:
    """What the proposal makes. ``units`` by code; ``taken_in``: waiting units that the Centre takes in; ``waiting``: those left for later.

    Works on values alone, with no query: the preview, the issue and a later decision compute the same.
    """
    planner = _Planner(proposal, units, list(groups), [units[code] for code in taken_in if code in units])
    leads = {point.key: planner.leads(point) for point in proposal.points}
    items: dict[tuple[str, str], PlannedItem] = {}
    owed: dict[tuple[str, str], PlannedObligation] = {}
    for point in proposal.leaves():
        if makes_what(point) == "obligation":
            for obligation in planner.obligations(point, leads[point.key]):
                known = owed.get((obligation.period, obligation.unit))
                if known is None or _earlier(obligation.due_on, known.due_on):
                    owed[obligation.period, obligation.unit] = obligation
        elif point.makes != "nothing":
            for item in planner.items(point, leads[point.key]):
                items.setdefault((item.point, item.responsible), item)
    codes = {key: tuple(unit.code for unit in found) for key, found in leads.items()}
    return Plan(tuple(items.values()), tuple(owed.values()), tuple(waiting), codes)


def _earlier(day: date | None, than: date | None) -> bool:
    return day is not None and (than is None or day < than)


class _Planner:
    """The parts of one plan, from values that hold for the whole dispatch."""

    def __init__(self, proposal: Proposal, units: Mapping[str, BookUnit], groups: list[GroupSpec], taken: list[BookUnit]) -> None:
        self._proposal, self._units, self._groups, self._taken = proposal, units, groups, taken
        self._posts = {unit.area_id: unit for unit in units.values() if unit.kind == UnitKind.POST}
        self._due_of_work = {
            point.parent: (point.due_on, point.due_text or "", point.due_set)
            for point in proposal.points
            if point.makes == "obligation" and point.parent and point.due_covers_work
        }
        received = self._known(code for recipient in proposal.recipients for code in recipient.units)
        self._communes = [unit for unit in received if unit.kind == UnitKind.UBND and unit.level == "commune"]

    def _known(self, codes: Iterable[str]) -> list[BookUnit]:
        return [self._units[code] for code in dict.fromkeys(codes) if code in self._units]

    def leads(self, point: PointProposal) -> list[BookUnit]:
        """The leads as read, and the units that were taken in beside their peers."""
        found = self._known(point.lead)
        return found + [unit for unit in self._taken if unit not in found and joins(point, unit, self._units)]

    def obligations(self, point: PointProposal, leads: list[BookUnit]) -> list[PlannedObligation]:
        return [
            PlannedObligation(point.key, lead.code, point.period or "", point.due_on, point.due_text or "", point.due_set) for lead in leads
        ]

    def items(self, point: PointProposal, leads: list[BookUnit]) -> Iterator[PlannedItem]:
        title = point.title or item_title(point.task)
        due_on, due_text, due_set = self._due(point)
        group = group_of_leaf(point, self._proposal, self._groups)
        for lead in leads:
            coordinating = self._coordinating(point, lead, leads)
            for doer in self._doers(point, lead):
                answers = self._answers(doer, lead)
                yield PlannedItem(
                    point=point.key,
                    title=f"{title} – {doer.short_name}" if point.makes == "commune_items" else title,
                    responsible=doer.code,
                    accountable=answers.code,
                    coordinating=tuple(code for code in coordinating if code not in (doer.code, answers.code)),
                    coordinating_text=point.coordinating_text or "",
                    due_on=due_on,
                    due_text=due_text,
                    ongoing=point.due_kind in ONGOING,
                    group=group,
                    due_set=due_set,
                )

    def _doers(self, point: PointProposal, lead: BookUnit) -> list[BookUnit]:
        if point.makes == "commune_items":
            return [commune for commune in self._communes if commune.parent_id == lead.pk]
        return [unit for unit in self._known(point.responsible_sub_unit) if unit.parent_id == lead.pk] or [lead]

    def _answers(self, doer: BookUnit, lead: BookUnit) -> BookUnit:
        """A commune that leads for itself is answered for by its district, where there are districts."""
        if doer is not lead or doer.kind != UnitKind.UBND or doer.level != "commune":
            return lead
        return next((unit for unit in self._units.values() if unit.pk == doer.parent_id and unit.level == "district"), lead)

    def _due(self, point: PointProposal) -> tuple[date | None, str, bool]:
        """Its own time; else that of the reporting point beside it, where the Centre reads it as the time of the work too."""
        if point.due_on is not None:
            return point.due_on, point.due_text or "", point.due_set
        return self._due_of_work.get(point.parent or "", (None, point.due_text or "", False))

    def _coordinating(self, point: PointProposal, lead: BookUnit, leads: list[BookUnit]) -> tuple[str, ...]:
        """ "Bưu điện cấp huyện" beside district leads is each district's own; other coordinating units go with every item."""
        named = self._known(point.coordinating)
        if not any(unit.kind == UnitKind.UBND and unit.level == "district" for unit in leads):
            return tuple(unit.code for unit in named)
        posts = [unit for unit in named if unit.kind == UnitKind.POST and unit.level == "district"]
        own = [self._posts[lead.area_id].code] if posts and lead.area_id in self._posts else []
        return (*own, *(unit.code for unit in named if unit not in posts))
