"""The times of a point and of its lines: whose each time is, among the paragraphs of one point, and what is meant for all points."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from common.due import Doubt, due_of_cell, find_due
from common.due_words import EITHER
from reading.dispatch.outline import Node, Segment
from reading.dispatch.timing import FIELD, NOTHING, Calendar, Found, Times, readings_of, times_of_text

_OTHER_FIELD = re.compile(
    r"^[\-–+•*]?\s*(?:(?:cơ quan|đơn vị|bộ phận)\s+)?(?:chủ trì|phối hợp|thực hiện|kinh phí|sản phẩm)[^:.;]{0,30}:", re.I
)
_FOR_ALL = re.compile(
    r"\b(?:các|những|tất cả(?: các)?) (?:nội dung|nhiệm vụ|công việc|việc|điểm|cơ quan|đơn vị|địa phương)\b.{0,60}\b(?:nêu |nói )?trên\b"
    r"|^Báo cáo\b.{0,60}\b(?:các|của)\b|^Các (?:cơ quan|đơn vị|địa phương|nội dung|nhiệm vụ)\b"
    r"|\b(?:các|tất cả) (?:cơ quan|đơn vị)\b.{0,80}\b(?:hoàn thành|báo cáo|gửi)\b",
    re.I | re.S,
)
_SAYS_ONLY_THAT = re.compile(r"^(?:Thời gian|Thời hạn|Báo cáo|Các (?:cơ quan|đơn vị|địa phương|nội dung|nhiệm vụ))\b")
_WHEN_NEEDED = re.compile(r"\b(?:khó khăn|vướng mắc)\b", re.I)


@dataclass(frozen=True)
class LineTimes:
    """A dash line of a point, and its own time: that of its words, or of the paragraph of time right below it."""

    segment: Segment
    times: Times


@dataclass
class PointTimes:
    """What a point says of its own due date, and what each of its lines says."""

    own: Times = NOTHING
    lines: list[LineTimes] = field(default_factory=list)

    @property
    def of_lines(self) -> bool:
        """Whether its lines state times that are not the point's."""
        return self.own.due is None and any(line.times.speaks for line in self.lines)

    def each(self) -> Iterator[tuple[int | None, Times]]:
        """The times of the point and of its lines, these with their numbers from 1; what both say is the point's."""
        yield None, self.own
        for number, line in enumerate(self.lines, start=1):
            if line.times != self.own:
                yield number, line.times


def times_of_segment(segment: Segment, calendar: Calendar) -> Times:
    """What one paragraph states, with its places in the paragraph."""
    return _moved(times_of_text(segment.text, calendar), segment)


def _moved(times: Times, segment: Segment) -> Times:
    def moved(found: Found) -> Found:
        return Found(found.due, segment.paragraph, segment.start + found.start, segment.start + found.end)

    return Times(moved(times.due) if times.due else None, tuple(map(moved, times.readings)), tuple(map(moved, times.unread)))


def states_a_time(segment: Segment) -> bool:
    """Whether a paragraph or line says nothing but a time: "Thời hạn hoàn thành: …"."""
    found = FIELD.search(segment.text, 0, 60) if segment.kind != "head" else None
    return found is not None and not segment.text[: found.start()].strip("-–+• ")


def says_only_a_time(node: Node) -> bool:
    """Whether a point is a field of the one above: "b) Thời gian thực hiện: Quý II/2021"."""
    return len(node.segments) == 1 and node.cells is None and FIELD.match(node.segments[0].text.strip()) is not None


def times_of_point(node: Node, calendar: Calendar) -> PointTimes:
    """The own time of a point: beside its label, in a field, in its only further paragraph, or the same in all of them."""
    if node.style == "annex":  # the title of a plan names its period
        return PointTimes()
    below = _fields_of_lines(node)
    said = {id(segment): times_of_segment(segment, calendar) for segment in node.segments}
    lines = [LineTimes(segment, _of_line(segment, below, said)) for segment in node.segments if segment.kind == "dash"]
    if node.cells is not None:
        own = _of_cells(node.cells.due, calendar)
        return PointTimes(own if own.speaks or not node.segments else said[id(node.segments[0])], lines)
    fields = [segment for segment in node.segments if states_a_time(segment) and id(segment) not in below]
    for segment in [*(one for one in node.segments if one.kind == "head"), *fields]:
        if said[id(segment)].speaks:
            return PointTimes(said[id(segment)], lines)
    bodies = [segment for segment in node.segments if segment.kind != "head" and id(segment) not in below]
    plain = [segment for segment in bodies if segment.kind == "plain"]
    if len(bodies) == 1 or len(plain) == 1:
        only = (plain or bodies)[0]
        if said[id(only)].speaks and (only.kind == "plain" or not below):
            return PointTimes(said[id(only)], lines)
    if len(below) == 1:  # one paragraph of time below the last of several lines may be meant for all of them
        found = said[next(iter(below))]
        return PointTimes(Times(None, (found.due,) if found.due else found.readings, found.unread), lines)
    own_days = [line.times.on for line in lines] if below else [said[id(segment)].on for segment in bodies]
    if len(own_days) > 1 and own_days[0] is not None and set(own_days) == {own_days[0]}:
        return PointTimes(next(line.times for line in lines) if below else said[id(bodies[0])], lines)
    return PointTimes(_of_paragraphs([said[id(segment)] for segment in plain]), lines)


def _of_paragraphs(said: list[Times]) -> Times:
    """What one of several paragraphs of a point says, or several of them differently: no line carries it, so it is asked about."""
    readings = [found for times in said for found in ((times.due,) if times.due else times.readings) if found.due.on]
    return Times(None, tuple(readings), tuple(found for times in said for found in times.unread))


def _of_line(segment: Segment, below: dict[int, list[Segment]], said: dict[int, Times]) -> Times:
    for held, over in below.items():
        if any(one is segment for one in over) and said[held].speaks:
            return said[held]
    return said[id(segment)]


def _fields_of_lines(node: Node) -> dict[int, list[Segment]]:
    """Paragraphs of time (by identity) that belong to lines of a point, each with its lines: the one right above, and where that is a "+"
    below a line that ends in a colon, all of these.

    Several of them belong each to the line above it; a single one only where it is a paragraph of its own right below one of several lines.
    """
    tasks = [one for one in node.segments if one.kind == "dash" and not states_a_time(one) and not _OTHER_FIELD.match(one.text)]
    fields = [one for one in node.segments if states_a_time(one)]
    if len(tasks) < 2 or not fields or (len(fields) == 1 and fields[0].kind == "dash"):
        return {}
    held: dict[int, list[Segment]] = {}
    above: list[Segment] = []
    for segment in node.segments:
        if any(segment is one for one in tasks):
            nested = segment.text.startswith("+") and above and (above[0].text.rstrip().endswith(":") or above[-1].text.startswith("+"))
            above = [*above, segment] if nested else [segment]
        elif any(segment is one for one in fields) and above:
            held[id(segment)] = above
    return held


def _of_cells(segments: list[Segment], calendar: Calendar) -> Times:
    """The cell of a task table: its words are the phrase."""
    if not segments:
        return NOTHING
    text = " ".join(segment.text for segment in segments)
    due = due_of_cell(text, signing=calendar.signing, default_year=calendar.default_year)
    if due is None:
        return NOTHING
    first = segments[0]
    found = Found(due, first.paragraph, first.start, first.start + len(first.text))
    if due.cited or (due.on is None and (due.doubt is not None or due.invalid or due.year_missing)):
        return Times(None, (), (found,))
    doubtful = due.doubt is not None and not (due.doubt is Doubt.SEVERAL and _are_apart(text, calendar))
    if due.on is not None and (doubtful or calendar.before(due.on)):
        return Times(None, tuple(replace(found, due=one) for one in readings_of(due, calendar)))
    return Times(found)


def _are_apart(text: str, calendar: Calendar) -> bool:
    """Whether a cell holds several times of which each says one day: the first counts."""
    times = [due for due in find_due(text, signing=calendar.signing, default_year=calendar.default_year, field=True) if due.on]
    return len(times) > 1 and times[0].doubt is None and not EITHER.search(text)


def time_for_all(tail: list[Segment], closing: list[Segment], calendar: Calendar) -> tuple[Times, Segment | None]:
    """A paragraph after the last point that sets one time for all of them, and that time.

    The closing words count only if that is all they say.
    """
    for segment in [*tail, *closing]:
        if segment in closing and not _SAYS_ONLY_THAT.match(segment.text):
            continue
        if _WHEN_NEEDED.search(segment.text) or not _FOR_ALL.search(segment.text):
            continue
        if (times := times_of_segment(segment, calendar)).speaks:
            return times, segment
    return NOTHING, None
