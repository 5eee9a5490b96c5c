"""Dataclasses kept as JSON and made again from it, by the types of their fields: a field that is added needs no second and third place."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


def as_plain(value: Any) -> Any:
    """A dataclass, or what is in one, as JSON values: dates as ISO text, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return as_plain(asdict(value))
    if isinstance(value, dict):
        return {key: as_plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value.value if isinstance(value, Enum) else value


def made_of(kind: Callable[..., Made], plain: Any) -> Made:
    """The dataclass of which ``as_plain`` made this; fields that were not kept then have their default."""
    found: Made = _maker(kind)(plain)
    return found


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """For fields of JSON values, dates, enums, other dataclasses, sequences of these, and each of them or None."""
    origin, parts = get_origin(kind), get_args(kind)
    make: Any = kind
    if is_dataclass(kind):
        makers = {name: _maker(part) for name, part in get_type_hints(kind).items()}
        return lambda value: make(**{name: makers[name](one) for name, one in value.items()})
    if origin in (Union, UnionType):
        make = _maker(parts[0])
        return lambda value: None if value is None else make(value)
    if origin in (tuple, list, Sequence):
        make, whole = _maker(parts[0]), tuple if origin is tuple else list
        return lambda value: whole(map(make, value))
    if kind is date:
        return date.fromisoformat
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else lambda value: value
