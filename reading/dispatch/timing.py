"""The times of a point and of its lines: which of them are due dates, which have to be asked about, and which were not read.

How a time is written is read by ``common.due``; what the words beside it make of it stands in ``reading.vocabulary.times``. The rule of
both: a time is never wrong in silence. What is not sure becomes a reading that a person chooses from; words of time that are not understood
are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain

from common.due import Doubt, DueDate, DueKind, due_of_cell, find_due
from common.due_words import EITHER, SEPARATE
from common.workweek import AddWorkingDays, Signing, Workweek
from reading.dispatch.outline import Node, Segment
from reading.vocabulary.times import NOT_READ, Meaning, is_firm, row_of

_FIELD = re.compile(r"(?:^|[\s\-–+•(])(?:thời gian|thời hạn|tiến độ|lộ trình|kỳ hạn|hạn)(?:\s+\(?\w+\)?){0,4}\s*:\s*", re.I)
_OTHER_FIELD = re.compile(
    r"^[\-–+•*]?\s*(?:(?:cơ quan|đơn vị|bộ phận)\s+)?(?:chủ trì|phối hợp|thực hiện|kinh phí|sản phẩm)[^:.;]{0,30}:", re.I
)
_PART = re.compile(r"[.;](?=\s)")
_SENTENCE_END = re.compile(r"[.;](?=\s|$)|$")
_TIME_WORDS = re.compile(
    r"\d|định k[ỳì]|h[ằà]ng|mỗi|thường xuyên|liên tục|qu[ýí]|\b(?:tết|tuần|tháng|năm|ngày|thứ|lễ|kỳ họp)\b", re.I
)  # without any of these there is no time to look for
_CLAUSE_START = re.compile(r"(?:^|[.;:]\s+|^[\-–+]\s*)$")
_RECURS = re.compile(r"\b(?:định k[ỳì]|h[ằà]ng (?:năm|quý|tháng|tuần)|mỗi (?:năm|quý|tháng|tuần))\b", re.I)
_REPORT = re.compile(r"\bbáo cáo\b", re.I)
_FINISH = re.compile(r"\b(?:hoàn thành|xong|kết thúc|gửi|nộp|trình|báo cáo|thời hạn|hạn (?:cuối|chót))\b", re.I)
_NOT_READ = re.compile(r"(?<!\w)(?=[tncmhsv])(?:" + "|".join(f"(?:{row.words})" for row in NOT_READ) + ")", re.I)
_FROM_NOW = re.compile("|".join(f"(?:{row.words})" for row in NOT_READ if row.meaning == "from now"), re.I)
_SPEAKS_OF_TIME = re.compile(r"\d|\b(?:ngày|tháng|quý|tuần|năm|tết|khi|sau|trước|tiến độ)\b", re.I)
_MANNER = re.compile(
    r"^(?:khẩn trương|ngay|thường xuyên|liên tục|kịp thời|theo quy định|trong quá trình|(?:kể )?từ (?:ngày|khi))\b(?!.*\d)", re.I
)
_FOR_ALL = re.compile(
    r"\b(?:các|những|tất cả(?: các)?) (?:nội dung|nhiệm vụ|công việc|việc|điểm|cơ quan|đơn vị|địa phương)\b.{0,60}\b(?:nêu |nói )?trên\b"
    r"|^Báo cáo\b.{0,60}\b(?:các|của)\b|^Các (?:cơ quan|đơn vị|địa phương|nội dung|nhiệm vụ)\b"
    r"|\b(?:các|tất cả) (?:cơ quan|đơn vị)\b.{0,80}\b(?:hoàn thành|báo cáo|gửi)\b",
    re.I | re.S,
)
_SAYS_ONLY_THAT = re.compile(r"^(?:Thời gian|Thời hạn|Báo cáo|Các (?:cơ quan|đơn vị|địa phương|nội dung|nhiệm vụ))\b")
_WHEN_NEEDED = re.compile(r"\b(?:khó khăn|vướng mắc)\b", re.I)
_SEEN_BEFORE = 200  # letters before a time that may say what it is


@dataclass(frozen=True)
class Found:
    """A time of a point and where it was printed; ``start`` and ``end`` are offsets into the paragraph."""

    due: DueDate
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Times:
    """What some words say of their due date.

    ``due``: the date, or the phrase that has none ("định kỳ"). ``readings``: what it may be where the words do not decide; then ``due`` is
    None. ``unread``: words of time that were not understood.
    """

    due: Found | None = None
    readings: tuple[Found, ...] = ()
    unread: tuple[Found, ...] = ()

    @property
    def speaks(self) -> bool:
        return bool(self.due or self.readings or self.unread)

    @property
    def on(self) -> date | None:
        return self.due.due.on if self.due else None


NOTHING = Times()


@dataclass(frozen=True)
class Calendar:
    """What the document says about its own date; ``month`` and ``year`` where the day is blank."""

    issued_on: date | None = None
    year: int | None = None
    month: int | None = None
    add_working_days: AddWorkingDays = Workweek().walk

    @property
    def signing(self) -> Signing | None:
        return Signing(self.issued_on, self.add_working_days) if self.issued_on is not None else None

    @property
    def default_year(self) -> int | None:
        return None if self.issued_on else self.year

    @cached_property
    def first(self) -> date | None:
        """The earliest day on which the document can have been signed."""
        if self.issued_on is not None or self.year is None:
            return self.issued_on
        return date(self.year, self.month or 1, 1)

    def before(self, on: date) -> bool:
        """Whether a day lies before the document itself."""
        return self.first is not None and on < self.first


@dataclass(frozen=True)
class _Heard:
    """One phrase of time in its text. ``firm``: it states a limit and nothing else, so that it outweighs what is only asked about."""

    due: DueDate
    meaning: Meaning
    firm: bool = False


def times_of_text(text: str, calendar: Calendar) -> Times:
    """What one text says; offsets are those of the text itself, the paragraph is 0."""
    if not _TIME_WORDS.search(text) and ":" not in text:
        return NOTHING
    heard = list(_heard(text, calendar))
    heard = [one for one in heard if not _period_of_a_report(text, one, heard)]
    dated = [one for one in heard if one.meaning is Meaning.LIMIT and one.due.on]
    asked = [one for one in heard if one.meaning is Meaning.ASK]
    unread = [one.due for one in heard if one.meaning is Meaning.UNREAD]
    chosen: list[DueDate] = [one.due for one in dated]
    if asked and not any(one.firm for one in dated):
        return Times(
            None,
            tuple(_place(due) for one in heard if one in dated or one in asked for due in _readings(one.due, calendar)),
            _places(unread),
        )
    chosen += [one.due for one in sorted(heard, key=lambda one: not one.firm) if one.meaning is Meaning.LIMIT]
    return Times(_place(chosen[0]) if chosen else None, (), _places(unread))


def _place(due: DueDate) -> Found:
    return Found(due, 0, due.start, due.end)


def _places(dues: list[DueDate]) -> tuple[Found, ...]:
    return tuple(_place(due) for due in dues)


def _readings(due: DueDate, calendar: Calendar) -> Iterator[DueDate]:
    """What a doubtful phrase may mean: each of the times that it lists; of a day without its year that lies before the document this
    year's and the next one's.
    """
    if due.on is None:
        return
    if due.doubt is Doubt.SEVERAL:
        for part in SEPARATE.split(due.text)[:-1]:
            yield from find_due(part.strip(), default_year=due.on.year, field=True)
    yield due
    if due.assumed and calendar.before(due.on):
        day = min(due.on.day, 28) if due.on.month == 2 else due.on.day
        yield replace(due, on=date(due.on.year + 1, due.on.month, day))


# ---- one text ----


def _heard(text: str, calendar: Calendar) -> Iterator[_Heard]:
    """Every phrase of time that is a due date, is asked about or was not read; what only describes a thing is left out."""
    fields = [(found.end(), _sentence_end(text, found.end())) for found in (_FIELD.finditer(text) if ":" in text else ())]
    times = list(_times(text, fields, calendar))
    yield from _not_read(text, times)
    for due in times:
        in_field = any(start <= due.start <= start + 20 and due.start < end for start, end in fields)
        meaning = _meaning(text, due, calendar, in_field=in_field)
        if meaning is Meaning.UNREAD:
            yield _Heard(_with_words_before(text, due), meaning)
        elif meaning is not Meaning.THING:
            yield _Heard(_without_day(text, due), meaning, in_field or is_firm(due))
    for start, end in fields:
        value = text[start:end].strip()
        told = any(start <= due.start < end for due in times) or not _SPEAKS_OF_TIME.search(value) or _MANNER.match(value)
        if not told:
            yield _Heard(DueDate(value, DueKind.NONE, start=start, end=start + len(value)), Meaning.UNREAD)


def _with_words_before(text: str, due: DueDate) -> DueDate:
    """What was not read, with the words that say more: "trong tuần 4 tháng 9/2021"."""
    row = row_of(due, _clause(text[: due.start]), "")
    more = re.search(rf"(?:\b(?:trong|vào|trước|hết) )?(?:{row.before})$", text[: due.start], re.I) if row and row.before else None
    return replace(due, start=more.start(), text=text[more.start() : due.end]) if more else due


def _sentence_end(text: str, start: int) -> int:
    end = _SENTENCE_END.search(text, start)
    return end.start() if end else len(text)


def _times(text: str, fields: list[tuple[int, int]], calendar: Calendar) -> Iterator[DueDate]:
    """Every phrase of time, looked for only in the parts of a sentence that can hold one: most of a long point can't."""
    start = 0
    ends = [*(part.end() for part in _PART.finditer(text)), len(text)]
    for end in sorted({*ends, *chain.from_iterable(fields)}):
        piece = text[start:end]
        if _TIME_WORDS.search(piece):
            field_ = any(begin == start for begin, _ in fields)
            for due in find_due(piece, signing=calendar.signing, default_year=calendar.default_year, field=field_):
                yield replace(due, start=due.start + start, end=due.end + start)
        start = end


def _meaning(text: str, due: DueDate, calendar: Calendar, *, in_field: bool) -> Meaning:
    before, after = text[: due.start], text[due.end : due.end + _SEEN_BEFORE]
    if due.cited:
        return Meaning.THING
    match due.kind:
        case DueKind.NONE:  # only its beginning is written
            return Meaning.LIMIT if in_field else Meaning.THING
        case DueKind.RECURRING:
            return Meaning.LIMIT if in_field or _repeats(before, due, after) else Meaning.THING
        case DueKind.ONGOING:  # "thường xuyên" in running text is a manner, no time
            return Meaning.LIMIT if in_field or ("năm" in due.text.lower() and due.cued) else Meaning.THING
    row = row_of(due, _clause(before), after)
    meaning = row.means if row else Meaning.THING
    if in_field and meaning is not Meaning.UNREAD:
        meaning = Meaning.LIMIT
    if meaning is Meaning.THING and row and row.past and due.begins and calendar.first and due.begins > calendar.first:
        return Meaning.ASK  # what has happened does not lie in a time that is yet to come
    if meaning is Meaning.THING or meaning is Meaning.UNREAD:
        return meaning
    if due.invalid or due.year_missing or (due.doubt is Doubt.UNREAD and due.on is None):
        return Meaning.UNREAD
    if due.on is not None and calendar.before(due.on):
        # A limit that is past when the document is signed is a slip of its writer; any other time is that of something past.
        slip = in_field or due.assumed or (is_firm(due) and _FINISH.search(_clause(before)[-40:]))
        return Meaning.ASK if slip else Meaning.THING
    if due.kind == DueKind.SPAN and not in_field:
        return _of_span(text, due, calendar, meaning)
    return Meaning.ASK if due.doubt is not None else meaning


def _of_span(text: str, due: DueDate, calendar: Calendar, meaning: Meaning) -> Meaning:
    """In running text a span beside a recurring word, or begun before the document, need not be the time for the task."""
    if _RECURS.search(_sentence(text, due)):
        return Meaning.THING
    begun = due.begins is not None and calendar.before(due.begins) and (due.begins.day, due.begins.month) != (1, 1)
    if begun and not _FINISH.search(_clause(text[: due.start])[-20:]):
        return Meaning.ASK
    return Meaning.ASK if due.doubt is not None else meaning


def _clause(before: str) -> str:
    """The words before a time in its own clause; "…" stands for more."""
    words = before[-_SEEN_BEFORE:]
    ends = list(_PART.finditer(words))
    if ends:
        return words[ends[-1].end() :].lstrip()
    return words if len(words) == len(before) else f"…{words}"


def _sentence(text: str, due: DueDate) -> str:
    start = max((part.end() for part in _PART.finditer(text, 0, due.start)), default=0)
    return text[start : _sentence_end(text, due.end)]


def _without_day(text: str, due: DueDate) -> DueDate:
    """A day or month without a year beside "định kỳ", "hằng năm" comes every year; what only begins goes on."""
    if due.kind == DueKind.NONE:
        return replace(due, kind=DueKind.ONGOING)
    if due.assumed and _RECURS.search(_sentence(text, due)):
        return replace(due, kind=DueKind.RECURRING, on=None)
    return due


def _repeats(before: str, due: DueDate, after: str) -> bool:
    """Whether a recurring time is the point's own: it opens or ends what is asked, or says by which day.

    Behind a semicolon it is one of several asks; "báo cáo định kỳ" is the name of a report.
    """
    if due.text.lower() in ("định kỳ", "định kì") and not _CLAUSE_START.search(before):
        return False
    if re.search(r"\b(?:trước|chậm nhất|vào|ngày)\b|^định kỳ \w", due.text, re.I):
        return True
    if ";" in before:
        return False
    return _CLAUSE_START.search(before) is not None or re.match(r"\s*(?:[.;,]|$|báo cáo\b|gửi\b)", after) is not None


def _period_of_a_report(text: str, one: _Heard, heard: list[_Heard]) -> bool:
    """In "báo cáo kết quả trong quý III/2021 trước ngày 25/9/2021" the quarter is what the report is about."""
    if one.firm or one.due.kind in (DueKind.EXACT, DueKind.RELATIVE) or not _REPORT.search(_clause(text[: one.due.start])):
        return False
    end = _sentence_end(text, one.due.end)
    return any(other.firm and other.due.kind == DueKind.EXACT and one.due.end <= other.due.start < end for other in heard)


def _not_read(text: str, times: list[DueDate]) -> Iterator[_Heard]:
    """Words that set a limit in a way that is not understood, where a clause says that something is to be done by then."""
    for found in _NOT_READ.finditer(text):
        words = found[0].rstrip(" .")
        end = found.start() + len(words)
        known = any(due.start < end and found.start() < due.end for due in times)
        if not known and (_FROM_NOW.fullmatch(words) or _FINISH.search(_clause(text[: found.start()]))):
            yield _Heard(DueDate(words, DueKind.NONE, start=found.start(), end=end), Meaning.UNREAD)


# ---- points and their lines ----


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
    found = _FIELD.search(segment.text, 0, 60) if segment.kind != "head" else None
    return found is not None and not segment.text[: found.start()].strip("-–+• ")


def says_only_a_time(node: Node) -> bool:
    """Whether a point is a field of the one above: "b) Thời gian thực hiện: Quý II/2021"."""
    return len(node.segments) == 1 and node.cells is None and _FIELD.match(node.segments[0].text.strip()) is not None


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
        return Times(None, tuple(replace(found, due=one) for one in _readings(due, calendar)))
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
