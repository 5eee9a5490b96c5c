"""Pagination by key: a page starts after, or ends before, the key of a row that the reader saw; the last page is read from the end.

Never by OFFSET: a deep page costs what the first one costs. Counts beside it are capped, so that they cost the same too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan, LessThanOrEqual
from django.db.models.sql import Query

COUNT_CAP = 10_000
LAST = "cuoi"
_SEPARATOR = "~"

Key = tuple[Any, ...]


class _Row(Func):
    """``(a, b)``: PostgreSQL compares rows with one index condition; ``a > x OR (a = x AND b > y)`` would walk all equal ``a``."""

    function = ""
    output_field = BooleanField()


@dataclass(frozen=True)
class KeyOrder:
    """An ascending order whose last field is unique; ``parsers`` read one part of a key from an address each."""

    fields: tuple[str, ...]
    parsers: tuple[Callable[[str], Any], ...]

    def key_of(self, row: Model) -> str:
        """The key of a row, for an address."""
        return _SEPARATOR.join(str(getattr(row, field)) for field in self.fields)

    def parse(self, text: str) -> Key | None:
        """The key in an address; None for what is none."""
        parts = text.split(_SEPARATOR)
        if len(parts) != len(self.parsers):
            return None
        try:
            return tuple(parser(part) for parser, part in zip(self.parsers, parts, strict=True))
        except ValueError:
            return None

    def _sides(self, key: Key) -> tuple[_Row, _Row]:
        return _Row(*(F(field) for field in self.fields)), _Row(*(Value(part) for part in key))

    def after(self, key: Key) -> GreaterThan:
        return GreaterThan(*self._sides(key))

    def before(self, key: Key) -> LessThan:
        return LessThan(*self._sides(key))

    def up_to(self, key: Key) -> LessThanOrEqual:
        return LessThanOrEqual(*self._sides(key))


def row_id(text: str) -> int:
    """Parser for ids and numbers in a key. A number that no column could hold is refused like any other nonsense."""
    number = int(text)
    if not 0 <= number < 2**31:
        raise ValueError(text)
    return number


BY_DUE = KeyOrder(("due_key", "id"), (date.fromisoformat, row_id))
BY_NUMBER = KeyOrder(("number",), (row_id,))


@dataclass(frozen=True)
class Place:
    """Where in the order a page lies: at the start, after a key, before a key, or at the end."""

    after: Key | None = None
    before: Key | None = None
    last: bool = False

    @classmethod
    def read(cls, order: KeyOrder, *, after: str, before: str) -> Self:
        """From the two parameters of an address; nonsense is the start."""
        if before == LAST:
            return cls(last=True)
        if before and (key := order.parse(before)) is not None:
            return cls(before=key)
        return cls(after=order.parse(after) if after else None)


@dataclass(frozen=True)
class KeyPage:
    """The rows of one page and whether there are rows on either side."""

    rows: list[Any]
    has_previous: bool
    has_next: bool


def read_page(queryset: QuerySet[Any], order: KeyOrder, place: Place, size: int, *, last_size: int | None = None) -> KeyPage:
    """One query. ``last_size``: how many rows the last page has, where the total is known: pages then fall where counting puts them."""
    down = [f"-{field}" for field in order.fields]
    if place.last:
        size = last_size or size
        found = list(queryset.order_by(*down)[: size + 1])
        return KeyPage(found[:size][::-1], len(found) > size, has_next=False)
    if place.before is not None:
        found = list(queryset.filter(order.before(place.before)).order_by(*down)[: size + 1])
        return KeyPage(found[:size][::-1], len(found) > size, has_next=True)
    if place.after is not None:
        queryset = queryset.filter(order.after(place.after))
    found = list(queryset.order_by(*order.fields)[: size + 1])
    return KeyPage(found[:size], place.after is not None, len(found) > size)


def rows_before(queryset: QuerySet[Any], order: KeyOrder, place: Place) -> QuerySet[Any] | None:
    """The rows whose count tells the position of a page (``first_position``); None where the total tells it."""
    if place.before is not None:
        return queryset.filter(order.before(place.before))
    if place.after is not None:
        return queryset.filter(order.up_to(place.after))
    return None


def first_position(place: Place, *, shown: int, total: int, before: int) -> int | None:
    """The position (from 1) of the first row of a page; None where a capped count does not tell it."""
    if place.last:
        return total - shown + 1 if total <= COUNT_CAP else None
    if place.before is not None:
        return before - shown + 1 if before <= COUNT_CAP else None
    if place.after is not None:
        return before + 1 if before <= COUNT_CAP else None
    return 1


def capped_counts(sets: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each set has, all in one query; more than ``COUNT_CAP`` is said as ``COUNT_CAP + 1``."""
    parts: list[str] = []
    params: list[Any] = []
    for queryset in sets.values():
        try:
            sql, values = _ones(queryset).sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608 - the ORM's own SQL, values go as parameters
        params += values
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        row: Sequence[int] = cursor.fetchone() or ()
    return dict(zip(sets, row, strict=True))


def _ones(queryset: QuerySet[Any]) -> Query:
    """A 1 for each row, up to one more than the cap. One copy: a page counts seven sets, and each further step of a queryset is a copy."""
    query = queryset.query.clone()
    query.clear_ordering(force=True)
    query.clear_select_clause()
    query.add_annotation(Value(1), "one")
    query.set_limits(high=COUNT_CAP + 1)
    return query


def count_words(count: int, words: Callable[[int], str] = str) -> str:
    """A count that may be capped, in words for the screen: "12", "hơn 10.000"."""
    return f"hơn {words(COUNT_CAP)}" if count > COUNT_CAP else words(count)
