"""A list that a person keeps in a workbook: its rows as read, and what becomes of them, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ListRow:
    """One row of the workbook, numbered as Excel shows it; ``cells`` by field, only of columns that the workbook has."""

    number: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass(frozen=True)
class ListError:
    """What is wrong with one cell: row, heading of its column ("" for the row as a whole), what it says, what is accepted."""

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class ListChange:
    row: int
    name: str
    words: str


@dataclass(frozen=True)
class ListOutcome:
    """What an import changes, or did; ``made`` is what it hands over once (passwords of new accounts)."""

    changes: Sequence[ListChange]
    errors: Sequence[ListError]
    unchanged: int
    made: Sequence[Any] = ()
