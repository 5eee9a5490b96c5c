"""Which explained names of a score table are remembered as spellings of units: never what may be a person's name."""

from collections.abc import Mapping
from typing import Any

from common.text import match_key
from reading.scores.checks import CheckedScores
from reading.tables.parties import district_in_key
from units import names


def spellings(choices: Mapping[str, Any], found: CheckedScores) -> dict[str, Mapping[str, str]]:
    """What a person said about units in this file, as far as the text surely speaks of a unit."""
    return {key: choice for key, choice in choices.get("units", {}).items() if _is_spelling(key, choice, found)}


def _is_spelling(key: str, choice: Mapping[str, str], found: CheckedScores) -> bool:
    """Whether a text surely speaks of a unit: it holds no name of a person in the file, and it names a kind of unit, a district, or a unit
    that is written nearly so. In a table with shifted columns a person may stand where the unit should: that is used and forgotten.
    """
    text = match_key(choice["text"])
    people = {match_key(row.full_name) for row in found.rows} | {match_key(error.row_text) for error in found.errors}
    if any(person and person in text for person in people):
        return False
    written = names.parse(choice["text"])
    if written.branch or written.kind or written.district:
        return True
    near = found.book.match(choice["text"], district=found.book.by_code(district_in_key(key)))
    return choice["unit"] in {one.unit.code for one in near.candidates}
