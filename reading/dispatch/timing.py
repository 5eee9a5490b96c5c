"""The times that one text states: which of them are due dates, which have to be asked about, and which were not read.

How a time is written is read by ``common.due``; what the words beside it make of it stands in ``reading.vocabulary.times``. The rule of
both: a time is never wrong in silence. What is not sure becomes a reading that a person chooses from; words of time that are not understood
are named.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain, pairwise

from common.due import Doubt, DueDate, DueKind, find_due
from common.due_words import EITHER, SEPARATE
from common.workweek import AddWorkingDays, Signing, Workweek
from reading.vocabulary import Phrase
from reading.vocabulary.times import NOT_READ, UNREAD_REST, Meaning, is_firm, row_of

FIELD = re.compile(r"(?:^|[\s\-–+•(])(?:thời gian|thời hạn|tiến độ|lộ trình|kỳ hạn|hạn)(?:\s+\(?\w+\)?){0,4}\s*:\s*", re.I)
_PART = re.compile(r"[.;](?=\s)")
_SENTENCE_END = re.compile(r"[.;](?=\s|$)|$")
_TIME_WORDS = re.compile(
    r"\d|định k[ỳì]|h[ằà]ng|mỗi|thường xuyên|liên tục|qu[ýí]|\b(?:tuần|tháng|năm|ngày|thứ)\b", re.I
)  # without any of these there is no time to look for
_CLAUSE_START = re.compile(r"(?:^|[.;:]\s+|^[\-–+]\s*)$")
_RECURS = re.compile(r"\b(?:định k[ỳì]|(?:h[ằà]ng|mỗi) (?:năm|quý|tháng|tuần|ngày))\b", re.I)
_REPORT = re.compile(r"\bbáo cáo\b", re.I)
_FINISH = re.compile(r"\b(?:hoàn (?:thành|tất)|xong|kết thúc|gửi|nộp|trình|báo cáo|thời hạn|hạn (?:cuối|chót)|dứt điểm)\b", re.I)
_DONE = re.compile(r"\b(?:hoàn (?:thành|tất)|xong|kết thúc|dứt điểm),? $", re.I)
_SPEAKS_OF_TIME = re.compile(r"\d|\b(?:ngày|tháng|quý|tuần|năm|tết|khi|sau|trước|tiến độ)\b", re.I)
_MANNER = re.compile(
    r"^(?:khẩn trương|ngay|thường xuyên|liên tục|kịp thời|theo quy định|trong quá trình|(?:kể )?từ (?:ngày|khi))\b(?!.*\d)", re.I
)
_OF_DAYS = re.compile(r"\bngày\b|\d[/.\-]\d", re.I)
_DAY_OF_MONTH = re.compile(r".* ngày \d{1,2}", re.I)  # "hằng tháng báo cáo trước ngày 28"
_NO_PART = (DueKind.RECURRING, DueKind.ONGOING, DueKind.RELATIVE)
_SEEN_BEFORE = 200  # letters before a time that may say what it is


def _any_of(rows: Iterable[Phrase]) -> re.Pattern[str]:
    """Begins where a word begins; a group for each row, named by what it needs."""
    words = "|".join(f"(?P<{row.meaning}_{number}>{row.words})" for number, row in enumerate(rows))
    return re.compile(rf"(?<!\w)(?=[ctmnvshđq\dí])(?:{words}){UNREAD_REST}", re.I)


_NOT_READ = _any_of(NOT_READ)
_LIMITS = _any_of(row for row in NOT_READ if row.meaning == "limit")


@dataclass(frozen=True)
class Found:
    """A time and where it was printed; ``start`` and ``end`` are offsets into the paragraph."""

    due: DueDate
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Times:
    """What some words say of their due date.

    ``due``: the date, or the phrase that has none ("định kỳ"). ``readings``: what it may be where the words do not decide; then ``due`` is
    None. ``unread``: words of time that were not understood, or that count from something whose day nobody knows yet.
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
    if not _TIME_WORDS.search(text) and ":" not in text and not any(_unread_words(text)):
        return NOTHING
    heard = list(_heard(text, calendar))
    heard = [one for one in heard if not _period_of_a_report(text, one, heard)]
    unread = [one.due for one in heard if one.meaning is Meaning.UNREAD]
    limits = [one for one in heard if one.meaning is Meaning.LIMIT]
    dated = [one for one in limits if one.due.on]
    asked = [one for one in heard if one.meaning is Meaning.ASK]
    either = any(EITHER.fullmatch(text[one.due.end : other.due.start].strip(" ,")) for one, other in pairwise(dated))
    if either or (asked and not any(one.firm for one in dated)):
        readings = (due for one in heard if one in dated or one in asked for due in readings_of(one.due, calendar))
        return Times(None, tuple(map(_place, readings)), tuple(map(_place, unread)))
    chosen = [one.due for one in (*dated, *sorted(limits, key=lambda one: not one.firm))]
    unread += [due for due in chosen[:1] if _is_open(text, due, calendar)]
    return Times(_place(chosen[0]) if chosen else None, (), tuple(map(_place, unread)))


def _is_open(text: str, due: DueDate, calendar: Calendar) -> bool:
    """Whether a limit counts from an event, or from something that is not said: nobody knows its day."""
    unsaid = due.kind == DueKind.RELATIVE and due.on is None and calendar.issued_on and _FINISH.search(_clause(text[: due.start]))
    return due.of_event or bool(unsaid)


def _place(due: DueDate) -> Found:
    return Found(due, 0, due.start, due.end)


def readings_of(due: DueDate, calendar: Calendar) -> Iterator[DueDate]:
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


def _heard(text: str, calendar: Calendar) -> Iterator[_Heard]:
    """Every phrase of time that is a due date, is asked about or was not read; what only describes a thing is left out."""
    fields = [(found.end(), _sentence_end(text, found.end())) for found in (FIELD.finditer(text) if ":" in text else ())]
    times = list(_times(text, fields, calendar))
    for unread in _not_read(text, times):
        times = [due for due in times if not unread.start <= due.start < unread.end]
        yield _Heard(unread, Meaning.UNREAD)
    for due in times:
        in_field = any(start <= due.start <= start + 20 and due.start < end for start, end in fields)
        meaning = _meaning(text, due, calendar, in_field=in_field)
        if meaning is Meaning.UNREAD:
            yield _Heard(due, meaning)
        elif meaning is not Meaning.THING:
            yield _Heard(_without_day(text, due), meaning, in_field or is_firm(due))
    for start, end in fields:
        value = text[start:end].strip()
        told = any(start <= due.start < end for due in times) or not _SPEAKS_OF_TIME.search(value) or _MANNER.match(value)
        if not told:
            yield _Heard(DueDate(value, DueKind.NONE, start=start, end=start + len(value)), Meaning.UNREAD)


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
            return Meaning.UNREAD if due.doubt else Meaning.LIMIT if in_field else Meaning.THING
        case DueKind.RECURRING:
            return Meaning.LIMIT if in_field or _repeats(before, due, after) else Meaning.THING
        case DueKind.ONGOING:  # "thường xuyên" in running text is a manner, no time
            return Meaning.LIMIT if in_field or ("năm" in due.text.lower() and due.cued) else Meaning.THING
    row = row_of(due, _clause(before), after)
    meaning = row.means if row else Meaning.THING
    meaning = Meaning.LIMIT if in_field else meaning
    if meaning is Meaning.THING and row and row.past and due.begins and calendar.first and due.begins > calendar.first:
        return Meaning.ASK  # what has happened does not lie in a time that is yet to come
    if meaning is Meaning.THING:
        return meaning
    if due.invalid or due.year_missing or (due.on is None and (due.doubt is Doubt.UNREAD or meaning is Meaning.ASK)):
        return Meaning.UNREAD
    if due.on is not None and calendar.before(due.on):
        # A limit that is past when the document is signed is a slip of its writer; any other time is that of something past.
        slip = in_field or due.assumed or (is_firm(due) and _FINISH.search(_clause(before)[-40:]))
        return Meaning.ASK if slip else Meaning.THING
    if not in_field and (due.kind == DueKind.SPAN or due.text.lower().startswith("từ")):
        return _of_span(text, due, calendar, meaning)
    return Meaning.ASK if due.doubt is not None else meaning


def _of_span(text: str, due: DueDate, calendar: Calendar, meaning: Meaning) -> Meaning:
    """In running text a span beside a recurring word, or begun before the document, need not be the time for the task."""
    if _RECURS.search(_sentence(text, due)):
        return Meaning.THING
    whole_years = due.begins is not None and (due.begins.day, due.begins.month) == (1, 1) and not _OF_DAYS.search(due.text)
    begun = due.begins is not None and calendar.before(due.begins) and not whole_years
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
    if re.search(r"\b(?:trước|chậm nhất|vào|ngày|cuối|lần)\b|^định kỳ \w", due.text, re.I):
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


def _unread_words(text: str) -> Iterator[re.Match[str]]:
    """Most rows need a word of completion: without one in the text they are not looked for."""
    return (_NOT_READ if _FINISH.search(text) else _LIMITS).finditer(text)


def _not_read(text: str, times: list[DueDate]) -> Iterator[DueDate]:
    """Words that set a limit in a way that is not understood. A time in them that is none by itself ("trước mùa lũ năm 2021") is a part."""
    for found in _unread_words(text):
        words = found[0].rstrip(" .,")
        start, end = found.start(), found.start() + len(words)
        inside = [due for due in times if due.start < end and start < due.end]
        read = any(due.start <= start or due.end > end or is_firm(due) or due.kind in _NO_PART for due in inside)
        before, needs = _clause(text[:start]), str(found.lastgroup).partition("_")[0]
        asked = needs == "limit" or (_FINISH if needs == "task" else _DONE).search(before)
        repeats = _DAY_OF_MONTH.fullmatch(words) and _RECURS.search(before)
        if asked and not read and not repeats:
            yield DueDate(words, DueKind.NONE, start=start, end=end)
