"""What a committed score table teaches: spellings of units and columns of a header, as an annex does. Never what may be a person's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.text import match_key
from directives.models import ImportMapping
from directives.services.import_memory import remember_header, remember_names
from reading.scores.checks import CheckedScores
from reading.tables.layout import Table
from reading.tables.parties import district_in_key
from units import names
from units.models import User


def remember_choices(choices: Mapping[str, Any], found: CheckedScores, *, by: User) -> None:
    """Keep what a person said about this file's units and columns for the next ones."""
    units = {key: choice for key, choice in choices.get("units", {}).items() if _is_spelling(key, choice, found)}
    remember_names({"units": units}, found.book, by=by)
    for table in found.first_tables:
        _remember_columns(table, choices.get("columns", {}).get(table.grid.title, {}), by=by)


def _is_spelling(key: str, choice: Mapping[str, str], found: CheckedScores) -> bool:
    """Whether a text surely speaks of a unit: it holds no name of a person in the file, and it names a kind of unit, a district, or a unit
    that is written nearly so. In a table with shifted columns a person may stand where the unit should: that is used and forgotten.
    """
    text = match_key(choice["text"])
    people = {match_key(row.full_name) for row in found.rows} | {match_key(error.row_text) for error in found.errors}
    if any(person and person in text for person in people):
        return False
    written = names.parse(choice["text"])
    if written.role or written.kind or written.district:
        return True
    near = found.book.match(choice["text"], district=found.book.by_code(district_in_key(key)))
    return choice["unit"] in {one.unit.code for one in near.candidates}


def _remember_columns(table: Table, chosen: Mapping[str, str], *, by: User) -> None:
    """By fingerprint and place alone: what stands in the header is not kept, since it may be a person whom somebody took for one."""
    said = {str(table.header.position(int(place))): held for place, held in chosen.items() if int(place) in table.headings}
    if said:
        remember_header(ImportMapping.Kind.SCORES, table.header.mark, [], said, by=by)
