"""What one reading has found so far, shared by the steps that judge it (warnings, questions)."""

from dataclasses import dataclass, field
from functools import cached_property

from common.text import match_key
from reading.dispatch.addressing import Context, Mention
from reading.dispatch.assignment import Assigned
from reading.dispatch.bodies import ADDRESSED
from reading.dispatch.ending import ListEntry
from reading.dispatch.outline import Node, Segment
from reading.dispatch.places import PlaceDoubt
from reading.dispatch.point_times import PointTimes
from reading.dispatch.proposal import Mark, PointProposal
from reading.dispatch.structure import Structure
from units.entries import BookUnit


@dataclass
class ReadPoint:
    """A point with the words behind its values."""

    node: Node
    proposal: PointProposal
    assigned: Assigned
    times: PointTimes = field(default_factory=PointTimes)
    leads: list[BookUnit] = field(default_factory=list)
    coordinating: list[BookUnit] = field(default_factory=list)
    sub_units: list[BookUnit] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    all_posts: Segment | None = None

    def mentions(self) -> list[Mention]:
        return [mention for _, mention in [*self.assigned.lead.mentions, *self.assigned.coordinating.mentions]]

    def doubts(self) -> list[tuple[Segment, PlaceDoubt]]:
        """Names that were not matched, with the paragraph that holds them."""
        named = [*self.assigned.lead.mentions, *self.assigned.coordinating.mentions]
        return [(segment, doubt) for segment, mention in named for doubt in mention.doubts]


@dataclass
class Reading:
    """One document as read, before it becomes a proposal."""

    context: Context
    structure: Structure
    converted: set[str] = field(default_factory=set)
    addressees: list[tuple[ListEntry, list[Mention]]] = field(default_factory=list)
    recipients: list[tuple[ListEntry, list[Mention]]] = field(default_factory=list)
    points: list[ReadPoint] = field(default_factory=list)

    def named_by(self, reference: str) -> list[BookUnit]:
        """The units that the point "1", "2.b" or "Điều 2" names, those below it included."""
        if reference.startswith(ADDRESSED):
            level, kind = reference.removeprefix(ADDRESSED).split()
            addressed = (
                unit for _, mentions in self.addressees for mention in mentions if mention.kind == "units" for unit in mention.units
            )
            return [unit for unit in addressed if (unit.area.level, unit.kind) == (level, kind)]
        parts = [point for point in self.points if point.proposal.key == reference or point.proposal.key.startswith(f"{reference}.")]
        units = [unit for point in parts for unit in [*point.leads, *point.coordinating]]
        return list({unit.code: unit for unit in units}.values())

    @cached_property
    def named(self) -> frozenset[str]:
        """Codes of every unit that a point names; a post office or commune named with its district names the district too.

        Asked when all points are read.
        """
        book = self.context.book
        codes: set[str] = set()
        for point in self.points:
            codes.update(unit.code for unit in [*point.leads, *point.coordinating, *point.sub_units])
            for mention in point.mentions():
                lower = [unit for unit in mention.units if unit.area.level == "commune" or unit.kind == "buudien"]
                words = match_key(mention.text) if lower else ""
                for unit in lower:
                    if match_key(unit.area.name) in words and (district := book.district_of(unit)) is not None:
                        codes.add(district.code)
        return frozenset(codes)

    @cached_property
    def idle_addressees(self) -> list[BookUnit]:
        """Addressed units that no point names."""
        addressed = {
            unit.code: unit for _, mentions in self.addressees for mention in mentions if mention.kind == "units" for unit in mention.units
        }
        return [unit for code, unit in addressed.items() if code not in self.named]
