"""The points of a proposal: units and dates of every node, with what it inherits and what it will make.

Source: docs/domain.md, "What issuing makes".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from common.due import DueKind
from common.quarters import Quarter
from common.workweek import AddWorkingDays
from reading.dispatch.addressing import Addressing, Mention
from reading.dispatch.assignment import Assigner, Named
from reading.dispatch.findings import ReadPoint
from reading.dispatch.outline import Node, Segment
from reading.dispatch.point_times import LineTimes, says_only_a_time, states_a_time, time_for_all, times_of_point
from reading.dispatch.proposal import LineProposal, Makes, Mark, Modality, ParagraphRole, PointProposal
from reading.dispatch.structure import Structure
from reading.dispatch.timing import Calendar, Times
from reading.files.labels import DASH
from units.entries import BookUnit

_ADVERBS = (
    r"(?:(?:có trách nhiệm|chịu trách nhiệm|khẩn trương|kịp thời|thường xuyên|(?:nêu|nói) trên|lập|tổng hợp|gửi|nộp"
    r"|định kỳ(?:\s+h[ằà]ng \w+|\s+trước ngày [^,]{1,30})?)[\s,]+)*"
)
_REPORT = re.compile(rf"^{_ADVERBS}báo cáo\b(?!\s+viên)", re.I)
_DIRECT_COMMUNES = re.compile(
    r"^chỉ đạo\s+(?:các\s+)?(?:UBND|[ỦU][yỷ] ban nhân dân)\s+(?:cấp xã|(?:các\s+)?(?:xã|phường|thị trấn)\b)", re.I
)
_ONGOING = re.compile(r"^(?:phối hợp,\s*)?(?:theo dõi|thường xuyên|tiếp tục|duy trì|đôn đốc)\b", re.I)  # work without an end, never overdue
_VERB = re.compile(r"^(?:Giao|Đề nghị|Yêu cầu|Phân công)\s*:?\s+", re.I)
_QUARTER = re.compile(r"\bqu[ýí]\s*(I{1,3}V?|IV|[1-4])\s*(?:[/\-]|\s+năm\s+)\s*(\d{4})", re.I)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass
class PointReader:
    """Reads the points in order, so that each finds its parent's values."""

    addressing: Addressing
    structure: Structure
    add_working_days: AddWorkingDays
    done: dict[str, ReadPoint] = field(default_factory=dict)

    def read(self) -> list[ReadPoint]:
        calendar = _calendar(self.structure, self.add_working_days)
        assigner = Assigner(self.addressing)
        shared = self._time_for_all(calendar)
        modality = self._spoken()
        parents = {node.parent.key for node in self.structure.nodes if node.parent}
        for order, node in enumerate(self.structure.nodes):
            self._point(node, order, assigner, calendar, modality)
        self._ask_above()
        for point in self.done.values():
            self._date(point, shared)
        for point in self.done.values():
            self._makes(point, leaf=point.node.key not in parents)
        return list(self.done.values())

    def _time_for_all(self, calendar: Calendar) -> Times:
        """The time that a paragraph below the points gives to all of them: it is no part of the last one. One that only says "Thời gian
        thực hiện: …" is the last point's, also where it closes the document."""
        times, source = time_for_all(self.structure.tail, self.structure.closing, calendar)
        body = [node for node in self.structure.nodes if not node.key.startswith("PL")]
        last = body[-1] if body else None
        if last is None:
            return times
        if source is not None and source in last.segments:
            last.segments.remove(source)
            self._plays(source, "closing", None)
        for segment in self.structure.closing:
            if segment is not source and states_a_time(segment):
                last.segments.append(segment)
                self._plays(segment, "point", last.key)
        return times

    def _ask_above(self) -> None:
        """A labelled point that says nothing but a time ("b) Thời gian thực hiện: …") may say it for the points beside it."""
        for point in self.done.values():
            parent, own = self.done.get(point.proposal.parent or ""), point.times.own
            if parent is not None and own.due and own.due.due.on and not parent.times.own.speaks and says_only_a_time(point.node):
                parent.times.own = Times(None, (own.due,))

    def _plays(self, segment: Segment, role: ParagraphRole, key: str | None) -> None:
        paragraphs = self.structure.paragraphs
        paragraphs[segment.paragraph - 1] = replace(paragraphs[segment.paragraph - 1], role=role, point=key)

    def _spoken(self) -> Modality:
        """How the preamble speaks to all: "UBND Tỉnh chỉ đạo:", "Sở Nội vụ đề nghị:"."""
        preamble = [paragraph.text for paragraph in self.structure.paragraphs if paragraph.role == "preamble"]
        ending = next((text for text in reversed(preamble) if text.rstrip().endswith(":")), "")
        verbs: list[str] = re.findall(r"\b(?:đề nghị|yêu cầu|chỉ đạo|giao|kết luận)\b", ending.lower())
        return "request" if verbs and verbs[-1] == "đề nghị" else "direct"

    def _point(self, node: Node, order: int, assigner: Assigner, calendar: Calendar, modality: Modality) -> None:
        parent = self.done.get(node.parent.key) if node.parent else None
        assigned = assigner.of_point(node)
        proposal = PointProposal(
            key=node.key,
            parent=node.parent.key if node.parent else None,
            text=node.text,
            source=node.source,
            label=node.label,
            order=order,
            paragraphs=tuple(dict.fromkeys(segment.paragraph for segment in node.segments)),
            modality=assigned.modality or (parent.proposal.modality if parent else modality),
        )
        point = ReadPoint(node, proposal, assigned, times_of_point(node, calendar))
        self._units(point, parent)
        proposal.lead = tuple(unit.code for unit in point.leads)
        proposal.coordinating = tuple(unit.code for unit in point.coordinating)
        proposal.coordinating_text = "; ".join(assigned.groups) or None
        proposal.responsible_sub_unit = tuple(unit.code for unit in point.sub_units)
        proposal.lines = tuple(self._line(point, line, assigner) for line in point.times.lines)
        proposal.who = _who(point)
        self.done[node.key] = point

    def _units(self, point: ReadPoint, parent: ReadPoint | None) -> None:
        assigned = point.assigned
        own = [mention for _, mention in assigned.lead.mentions if mention.kind != "person"]
        if own:
            point.leads = self._named(own)
            point.sub_units = _unique(unit for mention in own for unit in mention.sub_units)
            point.references = [mention.reference for mention in own if mention.kind == "reference"]
        elif parent is not None:
            point.leads, point.sub_units, point.references = list(parent.leads), list(parent.sub_units), list(parent.references)
        coordinating = []
        for segment, mention in assigned.coordinating.mentions:
            units = mention.units or self._relative(mention, point.leads)
            if (
                mention.relative == "district"
                and mention.branch == "buudien"
                and len(units) > len(_districts(point.leads, self.addressing))
            ):
                point.all_posts = segment
            coordinating += units
        point.coordinating = [unit for unit in _unique(coordinating) if unit not in point.leads]
        for name, named in (("lead", assigned.lead), ("coordinating", assigned.coordinating)):
            point.marks += _marks(point, name, named)

    def _relative(self, mention: Mention, leads: list[BookUnit]) -> list[BookUnit]:
        """ "Bưu điện cấp huyện" beside leads of certain districts: those districts' own; else all of them."""
        if mention.relative != "district":
            return []
        book = self.addressing.context.book
        districts = _districts(leads, self.addressing)
        if not districts:
            return self.addressing.whole(mention)
        found = (book.post_of(unit) if mention.branch == "buudien" else book.ubnd_of(unit) for unit in districts)
        return [unit for unit in found if unit is not None]

    def _line(self, point: ReadPoint, line: LineTimes, assigner: Assigner) -> LineProposal:
        """A dash line with what it says itself; one that names nobody is led by who leads the point, one with an unknown body by nobody."""
        assigned = assigner.of_segment(line.segment)
        own = [mention for _, mention in assigned.lead.mentions if mention.kind != "person"]
        leads = self._named(own) if own else self._above_lines(point)
        coordinating = _unique(
            unit
            for _, mention in assigned.coordinating.mentions
            for unit in (mention.units or self._relative(mention, leads or point.leads))
        )
        point.marks += _time_marks(line.times, point.node.key)
        dash = DASH.match(line.segment.text)
        due = line.times.due.due if line.times.due else None
        return LineProposal(
            text=line.segment.text[dash.end() if dash else 0 :],
            lead=tuple(unit.code for unit in leads),
            coordinating=tuple(unit.code for unit in coordinating if unit not in leads),
            due_text=due.text if due else None,
            due_on=due.on if due else None,
            due_kind=str(due.kind) if due else None,
            paragraph=line.segment.paragraph,
        )

    def _named(self, mentions: Iterable[Mention]) -> list[BookUnit]:
        return _unique(unit for mention in mentions for unit in (mention.units or self.addressing.whole(mention)))

    def _above_lines(self, point: ReadPoint) -> list[BookUnit]:
        """Who leads a point by the words that are in none of its lines; else all who lead it."""
        lines = [id(line.segment) for line in point.times.lines]
        named = [mention for segment, mention in point.assigned.lead.mentions if id(segment) not in lines and mention.kind != "person"]
        return self._named(named) or point.leads

    def _date(self, point: ReadPoint, shared: Times) -> None:
        """The point's own time, else its parent's, else the one for all; none where its lines have their own or a person is asked."""
        proposal, own = point.proposal, point.times.own
        point.marks += _time_marks(own, point.node.key)
        found = own.due
        if found is None and not own.speaks and not point.times.of_lines:
            parent = self.done.get(proposal.parent or "")
            if parent is not None and parent.proposal.due_text:
                above = parent.proposal
                proposal.due_text, proposal.due_on, proposal.due_kind = above.due_text, above.due_on, above.due_kind
                return
            if not point.node.key.startswith("PL"):
                found = shared.due
        if found is not None:
            proposal.due_text, proposal.due_on, proposal.due_kind = found.due.text, found.due.on, str(found.due.kind)
        elif _ONGOING.match(_own_words(point)):
            proposal.due_kind = str(DueKind.ONGOING)

    def _makes(self, point: ReadPoint, *, leaf: bool) -> None:
        proposal = point.proposal
        proposal.makes = self._made(point) if leaf else "nothing"
        if proposal.makes == "obligation":
            proposal.period = _period(proposal)
            if proposal.period is None:  # a report that is owed for no known period is an ordinary item: no duty is invented
                proposal.makes = "items"

    def _made(self, point: ReadPoint) -> Makes:
        if point.node.style == "annex":
            return "nothing"
        words = _own_words(point)
        if _REPORT.match(words):
            return "obligation"
        if _DIRECT_COMMUNES.match(words) and _districts(point.leads, self.addressing):
            return "commune_items"
        return "items"


def _calendar(structure: Structure, add_working_days: AddWorkingDays) -> Calendar:
    header = structure.header
    month = re.search(r"tháng\s*(\d{1,2})", header.issued_text or "", re.I)
    number = int(month[1]) if month and 1 <= int(month[1]) <= 12 else None
    return Calendar(header.issued_on, header.issued_year, number, add_working_days)


def _own_words(point: ReadPoint) -> str:
    """The task of a point without the words that say who does it."""
    segment = next((segment for segment in point.node.segments if segment.text.strip(" :")), None)
    if segment is None:
        return ""
    start = 0
    if verb := _VERB.match(segment.text):
        start = verb.end()
    for held, mention in point.assigned.lead.mentions:
        if held is segment and mention.start <= start + 6:
            start = max(start, mention.end)
    words = segment.text[start:].strip(" :,–-")
    if not words and len(point.node.segments) > 1:
        return point.node.segments[1].text.strip(" -–+")
    return words


def _who(point: ReadPoint) -> str:
    """The names of those who lead, where the text begins with them and says something else behind them; else nothing."""
    text, end = point.proposal.text, 0
    first = next(iter(point.node.segments), None)
    for segment, mention in point.assigned.lead.mentions:
        if segment is not first or text[end : mention.start].strip(" ,;") not in ("", "và"):
            break
        end = mention.end
    said = first is not None and text.startswith(first.text[:end]) and text[end:].strip(" .,:;–-")
    return text[:end] if said else ""


def _period(point: PointProposal) -> str | None:
    """The reporting period: the quarter that the due phrase or the text names, else the one in which the report is due."""
    for text in (point.due_text or "", point.text):
        if found := _QUARTER.search(text):
            number = _ROMAN.get(found[1].upper()) or int(found[1])
            return Quarter(int(found[2]), number).code
    if point.due_on is not None and point.due_kind not in (DueKind.RECURRING, DueKind.ONGOING):
        return Quarter.of(point.due_on).code
    return None


def _districts(leads: list[BookUnit], addressing: Addressing) -> list[BookUnit]:
    """The districts in which leads work, as UBND; none for leads of the whole province."""
    book = addressing.context.book
    found = (book.district_of(unit) for unit in leads if unit.area.level != "province")
    return _unique(unit for unit in found if unit is not None)


def _unique(units: Iterable[BookUnit]) -> list[BookUnit]:
    return list({unit.code: unit for unit in units}.values())


def _time_marks(times: Times, key: str) -> list[Mark]:
    doubtful = [*times.readings, *times.unread]
    return [
        Mark(found.paragraph, found.start, found.end, "due", key, ask=found is not times.due)
        for found in [*([times.due] if times.due else []), *doubtful]
    ]


def _marks(point: ReadPoint, name: str, named: Named) -> list[Mark]:
    marks = []
    for segment, mention in named.mentions:
        start = segment.start + mention.start
        marks.append(Mark(segment.paragraph, start, segment.start + mention.end, name, point.node.key, ask=mention.kind == "unknown"))
        marks += [
            Mark(segment.paragraph, segment.start + doubt.start, segment.start + doubt.end, name, point.node.key, ask=True)
            for doubt in mention.doubts
        ]
    return marks
