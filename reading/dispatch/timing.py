"""Which of the times in a point is its due date (contract, "Due dates"). The phrases themselves are read by ``common.due``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from common.due import DueDate, DueKind, due_of_cell, find_due
from reading.dispatch.outline import Node, Segment

_FIELD = re.compile(r"(?:^|[\s\-–+•(])(?:thời gian|thời hạn|tiến độ|hạn)(?:\s+\w+){0,4}\s*:\s*", re.I)
_PART = re.compile(r"[.;](?=\s)")
_TIME_WORDS = re.compile(
    r"\d|định k[ỳì]|h[ằà]ng|mỗi|thường xuyên|liên tục|qu[ýí]", re.I
)  # without any of these there is no time to look for
_DONE = re.compile(r"\bđã\s+(?:\w+\s+){0,6}$", re.I)
_FINISH = re.compile(r"\b(?:hoàn thành|xong|kết thúc|thực hiện|báo cáo|gửi|nộp|trình)\s*(?:trong\s+)?[,:]?\s*$", re.I)
_CLAUSE_START = re.compile(r"(?:^|[.;:]\s+|^[\-–+]\s*)$")
_PERCENT = re.compile(r"[^.;]{0,140}?\d\s*%")
_TENS_OF_MONTHS = re.compile(r"\d{1,2}\s+tháng\s+$")
_NAMED_PERIOD = re.compile(
    r"(?:kế hoạch|quy hoạch|chương trình|chiến lược|đề án|mục tiêu|tầm nhìn|dự toán|nhiệm kỳ|chỉ tiêu|định hướng)\b[^.;,]{0,80}$", re.I
)
_OF_A_THING = re.compile(
    r"(?:hồ sơ|kết quả|số liệu|tình hình|danh sách|văn bản|nhiệm vụ|hạn chế|tồn tại"
    r"|phát sinh)\s+(?:[^.;,]{0,40}\s)?(?:đã\s+\w+(?:\s\w+){0,3}|phát sinh|tồn đọng|của)\s+$",
    re.I,
)
_ALL = re.compile(
    r"^(?:Thời gian|Thời hạn)\b|^Báo cáo\b.{0,60}\b(?:các|của)\b|\bcác (?:nội dung|nhiệm vụ|công việc|việc"
    r"|điểm)\b.{0,40}\b(?:nêu |nói )?trên\b|^Các (?:cơ quan|đơn vị|địa phương|nội dung|nhiệm vụ)\b"
    r"|\b(?:các|tất cả) (?:cơ quan|đơn vị)\b.{0,80}\b(?:hoàn thành|báo cáo|gửi)\b",
    re.I | re.S,
)
_WHEN_NEEDED = re.compile(r"\b(?:khó khăn|vướng mắc)\b", re.I)


@dataclass(frozen=True)
class Found:
    """A due date of a point and where it was printed; ``start`` and ``end`` are offsets into the paragraph."""

    due: DueDate
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Calendar:
    """What the document says about its own date."""

    issued_on: date | None = None
    year: int | None = None

    def before(self, on: date) -> bool:
        """Whether a day lies before the document itself."""
        if self.issued_on is not None:
            return on < self.issued_on
        return self.year is not None and on.year < self.year


def due_of_segment(segment: Segment, calendar: Calendar) -> Found | None:
    """The due date that one paragraph states."""
    found = _candidates(segment.text, calendar)
    if not found:
        return None
    chosen = next((due for due in found if due.on or due.invalid), found[0])
    return Found(chosen, segment.paragraph, segment.start + chosen.start, segment.start + chosen.end)


def due_of_field(segment: Segment, calendar: Calendar) -> Found | None:
    """The due date of a line that only states it ("- Thời gian thực hiện: …")."""
    field = _FIELD.search(segment.text, 0, 60) if segment.kind != "head" else None
    return due_of_segment(segment, calendar) if field and not segment.text[: field.start()].strip("-–+• ") else None


def _candidates(text: str, calendar: Calendar) -> list[DueDate]:
    fields = [(field.end(), _sentence_end(text, field.end())) for field in _FIELD.finditer(text)]
    found = []
    for due in _times(text, calendar):
        in_field = any(start <= due.start <= start + 20 and due.start < end for start, end in fields)
        if due.cited or (due.kind == DueKind.NONE and not due.invalid):
            continue
        if in_field or _states_a_limit(text, due):
            if due.on is not None and calendar.before(due.on):
                continue
            if not _describes(text, due, in_field=in_field):
                found.append(due)
    return found


def _times(text: str, calendar: Calendar) -> Iterator[DueDate]:
    """Every phrase of time, looked for only in the parts of a sentence that can hold one: most of a long point can't."""
    start = 0
    for end in [*(part.end() for part in _PART.finditer(text)), len(text)]:
        piece = text[start:end]
        if _TIME_WORDS.search(piece):
            for due in find_due(piece, signed_on=calendar.issued_on, default_year=None if calendar.issued_on else calendar.year):
                yield replace(due, start=due.start + start, end=due.end + start)
        start = end


def _sentence_end(text: str, start: int) -> int:
    end = re.compile(r"\.\s|$").search(text, start)
    return end.start() if end else len(text)


def _states_a_limit(text: str, due: DueDate) -> bool:
    before = text[: due.start]
    if due.kind == DueKind.RECURRING:
        return _repeats(before, due, text[due.end :])
    if due.kind == DueKind.ONGOING:
        return "năm" in due.text.lower() and due.cued  # "thường xuyên" in running text is a manner, no time
    if due.kind == DueKind.YEAR and re.match(r"(?:đến|tới)(?: hết)?(?: cuối)? năm", due.text, re.I):
        return (
            _CLAUSE_START.search(before) is not None
            or _FINISH.search(before) is not None
            or "hết" in due.text.lower()
            or "cuối" in due.text.lower()
        )
    return due.cued or _FINISH.search(before) is not None


def _repeats(before: str, due: DueDate, after: str) -> bool:
    """Whether a recurring time is the point's own: it opens or ends what is asked, or says by which day.

    Behind a semicolon it is one of several asks.
    """
    if re.search(r"\b(?:trước|chậm nhất|vào|ngày)\b|^định kỳ \w", due.text, re.I):
        return True
    if ";" in before:
        return False
    return _CLAUSE_START.search(before) is not None or re.match(r"\s*(?:[.;,]|$|báo cáo\b|gửi\b)", after) is not None


def _describes(text: str, due: DueDate, *, in_field: bool) -> bool:
    """A time that only describes a thing: a target that is measured, a past work, the period of a plan."""
    before, after = text[: due.start], text[due.end :]
    whole_period = due.kind in (DueKind.YEAR, DueKind.SPAN, DueKind.HALF_YEAR)
    if _TENS_OF_MONTHS.search(before) or _DONE.search(before) or _OF_A_THING.search(before):
        return True
    if due.text.lower().startswith(("đến", "tới")) and _CLAUSE_START.search(before) and _PERCENT.match(after):
        return True
    if whole_period and _PERCENT.match(after):
        return True
    return (
        whole_period
        and not in_field
        and _NAMED_PERIOD.search(before) is not None
        and not re.match(r"(?:hoàn thành|trong)\b", due.text, re.I)
    )


def due_of_point(node: Node, calendar: Calendar, shared: list[Segment]) -> Found | None:
    """The own due date of a point: beside its label, in a field line, in its only further paragraph, or the same in all of them."""
    if node.cells is not None:
        return _due_of_cells(node.cells.due, calendar) or (due_of_segment(node.segments[0], calendar) if node.segments else None)
    bodies = [segment for segment in node.segments if segment.kind != "head" and segment not in shared]
    for segment in node.segments:
        found = due_of_segment(segment, calendar) if segment.kind == "head" else due_of_field(segment, calendar)
        if found is not None:
            return found
    plain = [segment for segment in bodies if segment.kind == "plain"]
    only = (plain or bodies)[0] if len(bodies) == 1 or len(plain) == 1 else None
    if only is not None and (found := due_of_segment(only, calendar)) is not None:
        return found
    own = [due_of_segment(segment, calendar) for segment in bodies]
    if (
        len(own) > 1
        and own[0] is not None
        and own[0].due.on is not None
        and all(each is not None and each.due.on == own[0].due.on for each in own)
    ):
        return own[0]
    return None


def _due_of_cells(segments: list[Segment], calendar: Calendar) -> Found | None:
    if not segments:
        return None
    text = " ".join(segment.text for segment in segments)
    due = due_of_cell(text, signed_on=calendar.issued_on, default_year=None if calendar.issued_on else calendar.year)
    if due is None:
        return None
    first = segments[0]
    return Found(due, first.paragraph, first.start, first.start + len(first.text))


def due_for_all(tail: list[Segment], closing: list[Segment], calendar: Calendar) -> tuple[Found | None, Segment | None]:
    """A paragraph after the last point that sets one time for all of them, and that time.

    The closing words count only if that is all they say.
    """
    for segment in [*tail, *closing]:
        if segment in closing and not re.match(r"^(?:Thời gian|Thời hạn)\b|^Báo cáo\b|^Các (?:nội dung|nhiệm vụ)\b", segment.text):
            continue
        if _WHEN_NEEDED.search(segment.text) or not _ALL.search(segment.text):
            continue
        if (found := due_of_segment(segment, calendar)) is not None:
            return found, segment
    return None, None
