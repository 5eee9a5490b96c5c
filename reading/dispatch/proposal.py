"""What was read from a dispatch: plain values that a person confirms before anything is stored.

Two printed forms: ``to_json`` is exactly what ``read_directive`` prints (docs/reading.md); ``to_storage`` keeps everything, so that a
draft can be shown, corrected and issued later (``from_storage`` is its inverse). Units are codes. A proposal never holds more than the
text says: no lead that is not named, no date that is not written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal

from common.plain import as_plain, made_of

Modality = Literal["direct", "request", "assign"]
Makes = Literal["items", "commune_items", "obligation", "nothing"]
ParagraphRole = Literal["header", "date", "addressees", "preamble", "point", "closing", "recipients", "signature"]


@dataclass(frozen=True)
class Source:
    """Where a value was read: a paragraph of the document (from 1), or the row of a table (both from 1)."""

    paragraph: int | None = None
    table: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class PlacedText:
    """A body of "Kính gửi" or "Nơi nhận" as printed, and the units that it names."""

    text: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineProposal:
    """A dash line of a point with what it says itself, so that a person can make a point of it; ``paragraph`` is where it stands."""

    text: str
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    due_text: str | None = None
    due_on: date | None = None
    due_kind: str | None = None
    paragraph: int | None = None


@dataclass
class PointProposal:
    """One numbered point. ``key``, ``parent``: docs/reading.md; ``label`` is as printed; ``paragraphs`` are all that belong to it.

    ``responsible_sub_unit`` holds the units in brackets that do the work for a lead ("Văn phòng UBND Tỉnh (Trung tâm …)").
    ``period`` is the reporting period of an obligation ("2021-Q1"). ``due_covers_work`` is a person's answer: the time of a reporting
    point is the time of the work as well. ``due_set``: the day is one that a person set, the words of the dispatch do not say it.
    ``title`` is a person's short title of the items, empty until somebody writes one. ``who`` are the words with which the text begins
    where they only name those who lead.
    """

    key: str
    parent: str | None
    text: str
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    coordinating_text: str | None = None
    due_text: str | None = None
    due_on: date | None = None
    source: Source | None = None
    lines: tuple[LineProposal, ...] = ()
    label: str = ""
    order: int = 0
    paragraphs: tuple[int, ...] = ()
    modality: Modality = "direct"
    makes: Makes = "nothing"
    responsible_sub_unit: tuple[str, ...] = ()
    due_kind: str | None = None
    period: str | None = None
    due_covers_work: bool = False
    due_set: bool = False
    title: str = ""
    who: str = ""

    @property
    def task(self) -> str:
        """The text without the names of those who lead: "UBND huyện X, UBND huyện Y thay bảng" → "thay bảng"."""
        return self.text.removeprefix(self.who).lstrip(" ,:;–-")


@dataclass(frozen=True)
class ReadTime:
    """One reading of a time: its words as printed, and the day that they would mean."""

    due_text: str
    due_on: date | None = None
    due_kind: str = ""


@dataclass(frozen=True)
class ReadWarning:
    """Something a person should look at; ``units`` where it is about units, ``point`` where it is about one point, ``line`` (from 1) where
    about one of its dash lines, ``readings`` of a doubtful time, ``words`` of time that were not read, ``text`` a name as printed.
    """

    code: str
    message: str
    units: tuple[str, ...] = ()
    point: str | None = None
    readings: tuple[ReadTime, ...] = ()
    words: str = ""
    line: int | None = None
    text: str = ""


@dataclass(frozen=True)
class Option:
    """One answer to a question; ``units`` are those it would bring in, ``time`` the due date that it would set."""

    value: str
    label: str
    units: tuple[str, ...] = ()
    time: ReadTime | None = None


@dataclass(frozen=True)
class Question:
    """A reading that the text does not force: a person chooses; ``default`` is the safe answer, which the command line takes.

    ``key`` is stable for one document ("due_of_report_or_work:1.c"); ``text`` is the doubtful phrase as printed. ``field`` tells where
    a name stands that is to be matched: "addressees", "recipients", "lead" or "coordinating". ``line`` counts the dash lines of the point
    from 1 where the question is about one of them.
    """

    key: str
    code: str
    message: str
    options: tuple[Option, ...]
    default: str
    text: str = ""
    point: str | None = None
    units: tuple[str, ...] = ()
    paragraph: int | None = None
    field: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Mark:
    """A piece of a paragraph (characters ``start`` to ``end``) from which a value was taken; ``ask``: it needs a look."""

    paragraph: int
    start: int
    end: int
    field: str
    point: str | None = None
    ask: bool = False


@dataclass(frozen=True)
class ParagraphText:
    """A paragraph of the document as read, with the part that it plays; ``point`` is the key of its point."""

    number: int
    text: str
    role: ParagraphRole
    point: str | None = None


@dataclass
class Heading:
    """What the heading of a dispatch says; a blank is None."""

    number: str | None = None
    symbol: str | None = None
    kind: str | None = None
    issuer: str | None = None
    place: str | None = None
    issued_on: date | None = None
    issued_text: str | None = None
    issued_year: int | None = None
    subject: str | None = None

    def read(self) -> dict[str, Any]:
        """By name, for a proposal."""
        return {each.name: getattr(self, each.name) for each in fields(Heading)}


@dataclass
class Proposal(Heading):
    """The whole breakdown of one dispatch."""

    signer: str | None = None
    signer_title: str | None = None
    signed_for: str | None = None
    addressees: tuple[PlacedText, ...] = ()
    points: list[PointProposal] = field(default_factory=list)
    recipients: tuple[PlacedText, ...] = ()
    warnings: tuple[ReadWarning, ...] = ()
    paragraphs: tuple[ParagraphText, ...] = ()
    marks: tuple[Mark, ...] = ()
    questions: tuple[Question, ...] = ()

    def point(self, key: str) -> PointProposal:
        """The point with this key; ``KeyError`` if there is none."""
        for point in self.points:
            if point.key == key:
                return point
        raise KeyError(key)

    def leaves(self) -> list[PointProposal]:
        """Points without points below them: only these make anything."""
        parents = {point.parent for point in self.points}
        return [point for point in self.points if point.key not in parents]

    @property
    def names_units(self) -> bool:
        """Whether a unit of this province is addressed or given work at all."""
        return any(point.lead or point.coordinating for point in self.points) or any(entry.units for entry in self.addressees)

    def to_json(self) -> dict[str, Any]:
        """What ``read_directive`` prints, key for key."""
        kept = self.to_storage()
        printed = {name: kept[name] for name in _PRINTED}
        points = [_point_json(point) for point in kept["points"]]
        warnings = [_warning_json(warning) for warning in kept["warnings"]]
        return {**printed, "points": points, "recipients": kept["recipients"], "warnings": warnings, "file_errors": []}

    def to_storage(self) -> dict[str, Any]:
        """Everything, as JSON values for the draft of a directive."""
        stored: dict[str, Any] = as_plain(self)
        return stored

    @classmethod
    def from_storage(cls, stored: dict[str, Any]) -> Proposal:
        """The proposal that ``to_storage`` gave."""
        return made_of(cls, stored)


def refusal_json(code: str, message: str) -> dict[str, Any]:
    """What ``read_directive`` prints of a file that as a whole can't be used."""
    return {**Proposal().to_json(), "file_errors": [{"code": code, "message": message}]}


_PRINTED = (
    "number", "symbol", "kind", "issuer", "place", "issued_on", "issued_text", "subject",
    "signer", "signer_title", "signed_for", "addressees",
)  # fmt: skip
_OF_LINE = ("text", "lead", "coordinating", "due_text", "due_on")
_OF_POINT = ("key", "parent", "text", "lead", "coordinating", "coordinating_text", "due_text", "due_on")


def _point_json(point: dict[str, Any]) -> dict[str, Any]:
    source = {name: place for name, place in (point["source"] or {}).items() if place is not None}
    lines = [{name: line[name] for name in _OF_LINE} for line in point["lines"]]
    return {**{name: point[name] for name in _OF_POINT}, "source": source or None, **({"lines": lines} if lines else {})}


def _warning_json(warning: dict[str, Any]) -> dict[str, Any]:
    readings = [{"due_text": one["due_text"], "due_on": one["due_on"]} for one in warning["readings"]]
    more = {**{name: warning[name] for name in ("units", "point", "words")}, "readings": readings}
    return {"code": warning["code"], "message": warning["message"], **{name: value for name, value in more.items() if value}}
