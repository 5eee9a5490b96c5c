"""Units and areas as plain values: what the book of units holds, and whoever reads a document gets.

Rows of the database (``units.models``) say the same things of themselves in the same words (``AreaWords``, ``UnitWords``). A value is
equal to another of the same unit, whichever book it came from; it is never saved: where a foreign key is written, its ``pk`` is enough.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, Self

from units.names import inline


class Labelled(StrEnum):
    """Values of a column, each with the words for the screen."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def pairs(cls) -> list[tuple[str, str]]:
        """As Django wants the choices of a field."""
        return [(member.value, member.label) for member in cls]


class Level(Labelled):
    """Of areas; since 1/7/2025 there is none between province and commune."""

    PROVINCE = "province", "cấp tỉnh"
    DISTRICT = "district", "cấp huyện"
    COMMUNE = "commune", "cấp xã"


class UnitKind(Labelled):
    """What an organisation is; each area has at most one of a kind, but for the Sở and the others."""

    UBND = "ubnd", "UBND"
    POST = "buudien", "Bưu điện"
    OFFICE = "vpubnd", "Văn phòng UBND"
    CENTRE = "kstthc", "Trung tâm Kiểm soát TTHC và Phục vụ hành chính công"
    DEPARTMENT = "so", "Sở"
    OTHER = "khac", "Cơ quan khác"


NAMED_KINDS = (UnitKind.DEPARTMENT, UnitKind.OTHER)
"""Kinds of units with a name of their own that can be added by it; UBND and post offices follow from an area."""


class _Area(Protocol):
    @property
    def level(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def parent(self) -> Self | None: ...


class _Unit(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def area(self) -> _Area: ...


class AreaWords:
    """The words by which an area is called, alone and with its kind."""

    def __str__(self: _Area) -> str:
        return f"{self.kind} {self.name}"

    @property
    def label(self: _Area) -> str:
        """'Huyện Cao Lãnh', 'TP Cao Lãnh', 'Xã Mỹ Long': never a bare homonym."""
        return f"TP {self.name}" if self.kind == "thành phố" else f"{self.kind[:1].upper()}{self.kind[1:]} {self.name}"


class UnitWords:
    """How a unit is called, and at which level it stands."""

    def __str__(self: _Unit) -> str:
        return self.name

    @property
    def level(self: _Unit) -> str:
        return self.area.level

    @property
    def narrow_name(self: _Unit) -> str:
        """The full name, but the Centre's is too long for a menu."""
        return self.short_name if self.kind == UnitKind.CENTRE else self.name

    @property
    def inline_name(self: _Unit) -> str:
        """The short name inside a sentence: 'huyện Lai Vung', 'UBND Tỉnh'."""
        return inline(self.short_name)

    @property
    def qualified_name(self: _Unit) -> str:
        """The full name, with the district of a commune: 'UBND xã Tân Phước, huyện Tân Hồng'. Rows need ``area__parent``."""
        if self.area.level == Level.COMMUNE and self.area.parent is not None and self.area.parent.level == Level.DISTRICT:
            return f"{self.name}, {self.area.parent.kind} {self.area.parent.name}"
        return self.name


class Lasting:
    """What has a first and a last day, both included; None where the list knows none."""

    valid_from: date | None
    valid_to: date | None

    def in_force(self, first: date, last: date) -> bool:
        """On at least one day of this period."""
        return (self.valid_from is None or self.valid_from <= last) and (self.valid_to is None or self.valid_to >= first)


@dataclass(frozen=True, eq=False)
class BookArea(AreaWords, Lasting):
    """A piece of land: its code names it only together with its period."""

    pk: int
    code: str
    level: str
    kind: str
    name: str
    parent: "BookArea | None" = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def parent_id(self) -> int | None:
        return self.parent.pk if self.parent is not None else None

    def __eq__(self, other: object) -> bool:
        return self.pk == other.pk if isinstance(other, BookArea) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.pk)


@dataclass(frozen=True, eq=False)
class BookUnit(UnitWords, Lasting):
    """An organisation: who commands it (``parent_id``), where it works (``area``), and when it is in force."""

    pk: int
    code: str
    kind: str
    name: str
    short_name: str
    area: BookArea
    parent_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def area_id(self) -> int:
        return self.area.pk

    def __eq__(self, other: object) -> bool:
        return self.code == other.code if isinstance(other, BookUnit) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.code)


@dataclass(frozen=True)
class Spelling:
    """Another way in which documents write a unit's name: everywhere or in the area ``within`` only, in documents from ``before`` on
    no more.
    """

    text: str
    unit: str
    within: int | None = None
    before: date | None = None
