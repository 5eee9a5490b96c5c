"""From a file to checked rows, whatever kind of table it holds: workbook → layout → checks. Writes nothing; the units are those of the
file's own time.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from common.errors import FileRefused
from reading.files.grid import Workbook
from reading.tables.checks import Checked
from reading.tables.choices import Choices
from reading.tables.columns import Columns
from reading.tables.headers import HeaderReader, TableHeader
from reading.tables.layout import Layout, Table, read_layouts
from reading.tables.stated import days_in, encoding_warnings
from units.matching import Books, UnitBook

Found = TypeVar("Found", bound=Checked)  # type: ignore[type-arg]
Decided = TypeVar("Decided", bound=Choices)


@dataclass(frozen=True)
class TableKind(Generic[Found, Decided]):
    """A kind of file: its columns, how its rows are checked, what is said of a file that holds no such table or none of its rows.

    ``years``: in which years the rows of a file speak that states no time itself.
    """

    columns: Columns
    check: Callable[[Sequence[Layout], UnitBook, Decided], Found]
    missing: str
    empty: str
    years: Callable[[Sequence[Table]], Iterable[int]] = lambda _: ()


def read_tables(
    workbook: Workbook,
    name: str,
    kind: TableKind[Found, Decided],
    choices: Decided,
    *,
    books: Books,
    on: date | None = None,
    year: int | None = None,
) -> Found:
    """Raises ``FileRefused`` with ``header_missing`` or ``no_rows``. ``choices``: what a person decided about this file; ``on``, ``year``:
    the time of the dispatch that it belongs to, for a file that states none.
    """
    layouts = read_layouts(choices.corrected(workbook).grids, kind.columns, *choices.hints())
    tables = [table for layout in layouts for table in layout.tables]
    if not tables:
        raise FileRefused("header_missing", kind.missing.format(name))
    found = kind.check(layouts, books(*_time_of(kind, tables, on, year)), choices)
    if not found.rows and not found.errors:
        raise FileRefused("no_rows", kind.empty.format(name))
    found.warnings += encoding_warnings(workbook)
    return found


def _time_of(kind: TableKind[Found, Decided], tables: Sequence[Table], on: date | None, year: int | None) -> tuple[date | None, int | None]:
    """When the file was written: the day above its tables, else the dispatch's, else a year that it states."""
    days = [day for table in tables for line in table.titles for day in days_in(line)]
    if days or on is not None:
        return (max(days) if days else on), None
    stated = [table.year for table in tables if table.year is not None]
    return None, year or min(stated or kind.years(tables), default=None)


@dataclass(frozen=True)
class HeaderGuess:
    """The row of a grid that looks most like a header, for a person to say what its columns hold; ``examples``: the first cells below."""

    title: str
    header: TableHeader
    examples: dict[int, str]


def guess_headers(workbook: Workbook, columns: Columns) -> list[HeaderGuess]:
    """One for each grid in which no header of this kind was found; the way out of ``header_missing``."""
    found = []
    for grid, layout in zip(workbook.grids, read_layouts(workbook.grids, columns), strict=True):
        header = None if layout.tables else HeaderReader(grid, columns).guess()
        if header is not None:
            below = [row for number, row in grid.rows.items() if number > header.last]
            examples = {index: next((row[index].words for row in below if index in row), "") for index in header.headings}
            found.append(HeaderGuess(grid.title, header, examples))
    return found
