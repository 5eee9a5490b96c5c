"""Which rows of a grid are persons with their scores. The rows themselves are told apart by ``layout``: the column of names takes the place
of the findings, that of scores is one of the others, so groups, totals, notes and signatures are passed over by the same rules.

Invariant of the contract: entries + skipped = non-empty rows of a grid that holds a header of scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reading.files.grid import Grid
from reading.scores.columns import ScoreField, ScoreHeader, ScoreHints, find_headers
from reading.tables import rows as kinds
from reading.tables.columns import Field
from reading.tables.headers import HeaderHints
from reading.tables.layout import Entry, Layout, Table, read_layout

_AS_FINDING = {ScoreField.NAME: Field.FINDING, ScoreField.SCORE: Field.REMEDY}


@dataclass
class ScoreTable:
    """One header and the rows under it. ``table`` is what ``layout`` made of them, for finding the place of a row."""

    header: ScoreHeader
    table: Table
    entries: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    continues: ScoreTable | None = None


@dataclass
class ScoreLayout:
    """The score tables of a file and how many rows of their grids were passed over knowingly."""

    tables: list[ScoreTable] = field(default_factory=list)
    skipped: int = 0


def read_score_layout(
    grids: Sequence[Grid], hints: Mapping[str, ScoreHints] | None = None, default: ScoreHints | None = None
) -> ScoreLayout:
    """All score tables of a file, in order; a Word table without a header goes on with the one before it when it has as many columns.
    ``hints``: what a person said about headers, by the grid's title (``default`` for the others).
    """
    found = ScoreLayout()
    before: ScoreTable | None = None
    lines: list[str] = []
    for grid in grids:
        parts = _parts(grid, (hints or {}).get(grid.title, default))
        if not parts and before is not None and grid.is_table and not _is_other_table(grid, before):
            _go_on(grid, before, found)
            before = found.tables[-1]
            continue
        before = None
        above = lines if grid.is_table and not found.tables else []
        for part, headers in parts:
            layout = read_layout(part, _hints(headers[0]), above=above)
            above = _take(part, headers, layout, found)
        if parts:
            before = found.tables[-1] if grid.is_table and found.tables else None
        elif grid.is_table and not found.tables:
            lines = [*lines, *grid.above, *(cell.words for _, _, cell in grid.cells())]
    return found


def _parts(grid: Grid, hints: ScoreHints | None) -> list[tuple[Grid, list[ScoreHeader]]]:
    """The grid cut where a header with other columns begins; a header that is printed again belongs to the same part."""
    headers = find_headers(grid, hints)
    groups: list[list[ScoreHeader]] = []
    for header in headers:
        if groups and groups[-1][0].columns == header.columns:
            groups[-1].append(header)
        else:
            groups.append([header])
    parts = []
    for place, group in enumerate(groups):
        first = group[0].top if place else 0
        end = groups[place + 1][0].top if place + 1 < len(groups) else max(grid.rows) + 1
        rows = {number: row for number, row in grid.rows.items() if first <= number < end}
        parts.append((replace(grid, rows=rows), group))
    return parts


def _hints(header: ScoreHeader) -> HeaderHints:
    """What ``layout`` is told about the columns: every one of them, so that none is read by its own words."""
    columns: dict[int, Field | None] = dict.fromkeys(header.headings)
    for index, held in header.columns:
        if columns[index] is None:  # a column of posts may be that of units too
            columns[index] = _AS_FINDING.get(held) if isinstance(held, ScoreField) else held
    for index in header.places(ScoreField.NAME)[1:]:
        columns[index] = None  # the rest of the name is read beside its first column
    return HeaderHints(columns, row=header.top)


def _is_other_table(grid: Grid, before: ScoreTable) -> bool:
    """Whether a Word table without a header of scores is something else than the next page of the one before it."""
    first = next(iter(grid.rows.values()), {})
    return grid.width != before.table.grid.width or not any(kinds.is_number(cell.words) for cell in first.values())


def _go_on(grid: Grid, before: ScoreTable, found: ScoreLayout) -> None:
    layout = read_layout(grid, goes_on=before.table)
    entries = [entry for table in layout.tables for entry in table.entries]
    table = layout.tables[-1] if layout.tables else before.table
    found.tables.append(ScoreTable(before.header, table, entries, _notes(grid, entries, []), before))
    found.skipped += len(grid.rows) - len(entries)


def _take(part: Grid, headers: list[ScoreHeader], layout: Layout, found: ScoreLayout) -> list[str]:
    """Keep the tables of one part; returns the lines below its last person, the title of what may follow."""
    header_rows = {number for header in headers for number in range(header.top, header.last + 1)}
    made: list[ScoreTable] = []
    for table in layout.tables:
        entries = [entry for entry in table.entries if entry.row not in header_rows]
        made.append(ScoreTable(headers[0], table, entries, continues=made[-1] if made and table.continues is not None else None))
    kept = [entry for one in made for entry in one.entries]
    notes = _notes(part, kept, headers)
    for one in made:
        one.notes = notes
    found.tables += made
    found.skipped += len(part.rows) - len(kept)
    last = max((entry.row for entry in kept), default=0)
    return [" ".join(cell.words for cell in row.values()) for number, row in part.rows.items() if number > max(last, headers[-1].last)]


def _notes(grid: Grid, entries: list[Entry], headers: list[ScoreHeader]) -> list[str]:
    """The lines of a grid that are neither persons nor headers: there a scale other than 10 is stated."""
    taken = {entry.row for entry in entries} | {number for header in headers for number in range(header.top, header.last + 1)}
    return [" ".join(cell.words for cell in row.values()) for number, row in grid.rows.items() if number not in taken]
