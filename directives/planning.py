"""What issuing a dispatch will create: computed from the confirmed proposal, shown as a preview, then made by ``services.issuing``.

Source: reference of the dispatch, section 6: only leaf points make anything. One that orders a report makes an obligation for each lead; one that
orders district UBND to direct communes makes an item for each commune among the recipients under a lead (the commune responsible, the district
accountable); any other makes an item for each lead. A sub-unit in brackets is responsible, its parent accountable. "Bưu điện cấp huyện" beside
district leads is each district's own. Nothing is invented: no lead, no item; no date in the text, no due date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from units.models import Unit

from directives.grouping import GroupSpec, group_of_point
from directives.reading.proposal import PointProposal, Proposal

TITLE_LENGTH = 150
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


@dataclass(frozen=True)
class PlannedObligation:
    """One report that will be owed."""

    point: str
    unit: str
    period: str
    due_on: date | None
    due_text: str


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


def item_title(point: PointProposal) -> str:
    """The first thing that the point asks, short enough for a list."""
    first = point.text.split(";")[0].split(". ")[0].strip().rstrip(".:…")
    if len(first) > TITLE_LENGTH:
        first = first[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",") + "…"
    return first[:1].upper() + first[1:]


def joins(point: PointProposal, unit: Unit, units: Mapping[str, Unit]) -> bool:
    """Whether a unit that waits would be a lead of this point: the point speaks to several units of its kind and level."""
    peers = [units[code] for code in point.lead if code in units]
    return len(peers) > 1 and all(peer.kind == unit.kind and peer.level == unit.level for peer in peers)


def _own_coordinating(point: PointProposal, lead: Unit, leads: list[Unit], units: Mapping[str, Unit], posts: Mapping[int, Unit]) -> tuple[str, ...]:
    """"Bưu điện cấp huyện" beside district leads is each district's own; other coordinating units go with every item."""
    districts = [unit for unit in leads if unit.kind == Unit.Kind.UBND and unit.level == "district"]
    named = [units[code] for code in point.coordinating if code in units]
    if not districts:
        return tuple(unit.code for unit in named)
    own_posts = [unit for unit in named if unit.kind == Unit.Kind.POST and unit.level == "district"]
    others = [unit.code for unit in named if unit not in own_posts]
    own = [posts[lead.area_id].code] if own_posts and lead.area_id in posts else []
    return tuple([*own, *others])


def build_plan(
    proposal: Proposal, *, units: Mapping[str, Unit], groups: Iterable[GroupSpec], taken_in: Iterable[str] = (), waiting: Iterable[str] = ()
) -> Plan:
    """What the proposal makes. ``units`` by code; ``taken_in``: waiting units that the Centre takes in; ``waiting``: those left for later.

    Works on values alone, with no query: the preview, the issue and a later decision compute the same.
    """
    groups = list(groups)
    taken = [units[code] for code in taken_in if code in units]
    parents = {point.parent for point in proposal.points}
    posts = {unit.area_id: unit for unit in units.values() if unit.kind == Unit.Kind.POST}
    work_due = _due_of_work(proposal)
    recipients = [code for recipient in proposal.recipients for code in recipient.units]
    communes = [units[code] for code in dict.fromkeys(recipients) if code in units and units[code].kind == Unit.Kind.UBND and units[code].level == "commune"]
    items: list[PlannedItem] = []
    obligations: list[PlannedObligation] = []
    leads_by_point: dict[str, tuple[str, ...]] = {}
    for point in proposal.points:
        leads = [units[code] for code in point.lead if code in units]
        leads += [unit for unit in taken if unit not in leads and joins(point, unit, units)]
        leads_by_point[point.key] = tuple(unit.code for unit in leads)
        if point.key in parents or point.makes == "nothing":
            continue
        if point.makes == "obligation":
            obligations += [PlannedObligation(point.key, lead.code, point.period or "", point.due_on, point.due_text or "") for lead in leads]
            continue
        due_on, due_text = (point.due_on, point.due_text or "") if point.due_on else work_due.get(point.parent or "", (None, point.due_text or ""))
        for lead in leads:
            doers = [lead]
            if point.makes == "commune_items":
                doers = [commune for commune in communes if commune.parent_id == lead.pk]
            elif point.responsible_sub_unit:
                doers = [units[code] for code in point.responsible_sub_unit if code in units and units[code].parent_id == lead.pk] or [lead]
            coordinating = _own_coordinating(point, lead, leads, units, posts)
            title = point.title or item_title(point)
            items += [
                PlannedItem(
                    point=point.key,
                    title=f"{title} – {doer.short_name}" if point.makes == "commune_items" else title,
                    responsible=doer.code,
                    accountable=lead.code,
                    coordinating=tuple(code for code in coordinating if code not in (doer.code, lead.code)),
                    coordinating_text=point.coordinating_text or "",
                    due_on=due_on,
                    due_text=due_text,
                    ongoing=point.due_kind in ONGOING,
                    group=group_of_point(point.text, groups),
                )
                for doer in doers
            ]
    return Plan(tuple(items), tuple(obligations), tuple(waiting), leads_by_point)


def _due_of_work(proposal: Proposal) -> dict[str, tuple[date | None, str]]:
    """Where the Centre reads the time of a reporting point as the time of the work too: parent key → its date for the points beside it."""
    return {
        point.parent: (point.due_on, point.due_text or "")
        for point in proposal.points
        if point.makes == "obligation" and point.parent and point.due_covers_work
    }
