"""What is told of rows that can't be taken as they are, of any table: errors, warnings, rows left out."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.text import match_key
from reading.files.grid import Cell
from units.entries import BookUnit
from units.matching import Candidate

_DITTO = re.compile(r"[\s(\-–]*(?:nt|n/t|n\.t\.?|như trên|như dòng trên|như ý trên|tương tự(?: như)? trên|[\"”“″〃]|''|,,)[\s)\-–.]*")
_LONGEST_DITTO = 24
EXAMPLE_UNIT = "Xã Mỹ Long, huyện Cao Lãnh"


def is_ditto(cell: Cell) -> bool:
    """Whether a cell says "the same as above": "nt", "như trên", a ditto mark."""
    return 0 < len(cell.text) <= _LONGEST_DITTO and _DITTO.fullmatch(match_key(cell.text)) is not None


def words_of_broken(value: str | None) -> str:
    """What is said of a cell without a value that can be read; ``value`` is what Excel shows, None for a formula never computed."""
    shown = f"lỗi {value}" if value else "công thức chưa có kết quả"
    return f"Ô này là {shown}. Mở tệp bằng Excel, gõ thẳng giá trị vào ô rồi lưu lại."


@dataclass(frozen=True)
class RowError:
    """One thing that keeps a row out. ``name_key`` is the choice that mends it, ``row_text`` what the page shows of the row; ``grid`` and
    ``place`` name the cell as corrections do (``choices.Choices.cells``; no place where the table has no such column); ``unit`` is the
    inspected unit, where the row names one.
    """

    source: dict[str, Any]
    column: str
    code: str
    value: str | None
    message: str
    suggestions: tuple[Candidate, ...] = ()
    name: str = ""
    name_key: str = ""
    row_text: str = ""
    grid: str = ""
    place: int | None = None
    unit: BookUnit | None = None


@dataclass(frozen=True)
class FileWarning:
    """Something to look at that blocks nothing. ``readings``: of a date that may be meant otherwise, as it stands first."""

    code: str
    message: str
    source: dict[str, Any] | None = None
    units: tuple[str, ...] = ()
    readings: tuple[date, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A row that a person chose to leave out."""

    source: dict[str, Any]
    grid: str
    row_text: str
