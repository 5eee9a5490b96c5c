"""Day and month that Excel may have swapped: a file typed as 31/3 on a machine set to month/day keeps 04/05 as the fifth of April.

What can't be a swapped date stays text, what can becomes a real one. So where all real dates of a column have a day up to 12 while its
dates in text all have one above, or where a real date lies outside the period that the title states and would lie in it the other way
round, both readings are shown and a person decides (docs/reading.md, "What counts as a time"). Nothing is changed by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.due import DueKind, due_of_cell, find_due
from reading.annex.choices import SWAP, WHOLE_COLUMN
from reading.annex.columns import Field
from reading.files.grid import EMPTY, Cell
from reading.tables.layout import Table

Answers = Mapping[str, Mapping[int, str]]
_LAST_MONTH = 12
_PERIODS = (DueKind.MONTH, DueKind.QUARTER, DueKind.HALF_YEAR, DueKind.SPAN)  # a year holds both readings


@dataclass(frozen=True)
class DayMonth:
    """One doubtful date, in a row of a grid: ``stands`` as the file has it, ``swapped`` the other way round; ``answer``: ``SWAP`` or
    ``KEEP`` once a person said which is meant.
    """

    source: dict[str, Any]
    grid: str
    stands: date
    swapped: date
    answer: str = ""

    @property
    def meant(self) -> date:
        """What counts: the file, until a person says otherwise."""
        return self.swapped if self.answer == SWAP else self.stands

    @property
    def note(self) -> str:
        """What a person chose, for the preview and the history: "tệp ghi 04/05/2021, đã chọn đổi ngày và tháng"; "" while nobody did."""
        if self.answer == SWAP:
            return f"tệp ghi {self.stands:%d/%m/%Y}, đã chọn đổi ngày và tháng"
        return f"đã chọn giữ như tệp, không phải {self.swapped:%d/%m/%Y}" if self.answer else ""


class DueColumn:
    """The due dates of one table and of those that go on with it. ``answers``: by grid and row, what a person said."""

    def __init__(self, tables: Sequence[Table], answers: Answers) -> None:
        self._answers = answers
        cells = [entry.cells.get(Field.DUE, EMPTY) for table in tables for entry in table.entries]
        real = {cell.day for cell in cells if cell.day is not None}
        could_be = bool(real) and all(day.day <= _LAST_MONTH for day in real)
        self._all = could_be and set(_days_above_twelve(cells)) == {True}
        self._periods = [
            (due.begins, due.on) for line in tables[0].titles for due in find_due(line) if due.kind in _PERIODS and due.begins and due.on
        ]

    def doubt(self, day: date | None, grid: str, source: dict[str, Any]) -> DayMonth | None:
        """Of the real date in a row; None where nothing is doubtful."""
        other = self._swapped(day) if day is not None else None
        if day is None or other is None:
            return None
        said = self._answers.get(grid, {})
        return DayMonth(source, grid, day, other, said.get(source["row"], said.get(WHOLE_COLUMN, "")))

    def _swapped(self, day: date) -> date | None:
        """The other reading of a real date that is doubtful; None where it is not."""
        if day.day > _LAST_MONTH or day.day == day.month:
            return None
        other = day.replace(month=day.day, day=day.month)
        return other if self._all or (not self._stated(day) and self._stated(other)) else None

    def _stated(self, day: date) -> bool:
        return any(begin <= day <= end for begin, end in self._periods)


def _days_above_twelve(cells: Iterable[Cell]) -> Iterable[bool]:
    """Of every date that is text in the file. What a person typed on the page says nothing about the machine."""
    for cell in cells:
        if cell.day is None and cell.text and not cell.mended:
            due = due_of_cell(cell.text, default_year=2000)  # a leap year: it has every day
            if due is not None and due.kind is DueKind.EXACT and due.on and not due.doubt:
                yield due.on.day > _LAST_MONTH


def due_columns(tables: Iterable[Table], answers: Answers) -> dict[int, DueColumn]:
    """By the identity of the table; a table that goes on with another shares its column."""
    chains: dict[int, list[Table]] = {}
    for table in tables:
        chain = chains[id(table.continues)] if table.continues is not None and id(table.continues) in chains else []
        chain.append(table)
        chains[id(table)] = chain
    columns = {id(chain): DueColumn(chain, answers) for chain in chains.values()}
    return {name: columns[id(chain)] for name, chain in chains.items()}
