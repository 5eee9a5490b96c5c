"""Dataclasses as JSON and back, by the types of their fields."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.plain import as_plain, made_of


class Tone(StrEnum):
    SOON = "soon"


@dataclass(frozen=True)
class Part:
    on: date | None
    tone: Tone
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Whole:
    name: str
    part: Part | None
    parts: Sequence[Part] = ()
    days: tuple[date, ...] = ()


def test_what_was_kept_is_made_again() -> None:
    whole = Whole("Báo cáo", Part(date(2021, 3, 31), Tone.SOON, (1, 2)), [Part(None, Tone.SOON)], (date(2021, 4, 1),))
    kept = as_plain(whole)
    assert made_of(Whole, json.loads(json.dumps(kept))) == whole
    assert kept["part"] == {"on": "2021-03-31", "tone": "soon", "places": [1, 2]} and kept["days"] == ["2021-04-01"]


def test_what_was_kept_before_a_field_was_there_has_its_default() -> None:
    assert made_of(Whole, {"name": "Cũ", "part": None}) == Whole("Cũ", None)
