"""From a file to checked scores: workbook → layout → columns → checks. No message repeats a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from common.errors import FileRefused
from reading.files.workbook import read_workbook
from reading.scores.checks import CheckedScores, check_scores
from reading.scores.columns import SCORE_LABELS, Held, ScoreHeader, ScoreHints, guess_header
from reading.scores.layout import ScoreTable, read_score_layout
from reading.tables.choices import Choices
from reading.tables.stated import days_in, encoding_warnings
from units.books import current_book
from units.matching import UnitBook

_HEADER_MISSING = (
    "Không thấy bảng điểm trong tệp này. Cần một dòng tiêu đề, ví dụ “STT”, “Họ và tên”, “Chức vụ”, “Đơn vị”, “Điểm”; "
    "có nhiều cột điểm thì phải có cột “Tổng”."
)


def neutral_name(name: str) -> str:
    """What a score file is called in refusals: its kind alone, since people put names into file names."""
    return f"bảng điểm{PurePath(name.lower()).suffix[:6]}"


def read_scores(
    content: bytes, name: str, *, choices: Choices | None = None, on: date | None = None, year: int | None = None
) -> CheckedScores:
    """Raises ``FileRefused`` as the contract lists. ``choices``: what a person decided about this file; ``on``, ``year``: the time of the
    dispatch, for a table that states none.
    """
    choices = choices or Choices()
    workbook = read_workbook(content, neutral_name(name))
    layout = read_score_layout(choices.corrected(workbook).grids, *_hints(choices))
    if not layout.tables:
        raise FileRefused("header_missing", _HEADER_MISSING)
    checked = check_scores(layout, _book(layout.tables, on, year), units=choices.units, left_out=choices.left_out)
    if not checked.rows and not checked.errors:
        raise FileRefused("no_rows", "Bảng điểm chưa có dòng nào dưới tiêu đề. Kiểm tra lại tệp rồi tải lên.")
    checked.warnings += encoding_warnings(workbook)
    return checked


@dataclass(frozen=True)
class ScoreGuess:
    """The row of a grid that looks most like a header, for a person to say what its columns hold; ``examples``: the first cells below."""

    title: str
    header: ScoreHeader
    examples: dict[int, str]


def guess_score_headers(content: bytes, name: str) -> list[ScoreGuess]:
    """One for each grid of a file without a score table; the way out of ``header_missing``."""
    found: list[ScoreGuess] = []
    for grid in read_workbook(content, neutral_name(name)).grids:
        header = guess_header(grid)
        if header is not None:
            below = [row for number, row in grid.rows.items() if number > header.last]
            examples = {index: next((row[index].words for row in below if index in row), "") for index in header.headings}
            found.append(ScoreGuess(grid.title, header, examples))
    return found


def _hints(choices: Choices) -> tuple[dict[str, ScoreHints], ScoreHints]:
    """(by title, for the other grids), as ``read_score_layout`` takes them."""
    remembered = {mark: _meaning(columns) for mark, columns in choices.mappings.items()}
    by_title = {
        title: ScoreHints(_meaning(choices.columns.get(title, {})), remembered, choices.headers.get(title))
        for title in {*choices.columns, *choices.headers}
    }
    return by_title, ScoreHints(remembered=remembered)


def _meaning(columns: Mapping[str, str]) -> dict[int, Held | None]:
    fields = {held.value: held for held in SCORE_LABELS}
    return {int(place): fields[value] if value else None for place, value in columns.items()}


def _book(tables: list[ScoreTable], on: date | None, year: int | None) -> UnitBook:
    """The units in force when the table was written: the day above it, else the dispatch's, else the year above it."""
    days = [day for table in tables for line in table.table.titles for day in days_in(line)]
    if days or on is not None:
        return current_book(on=max(days) if days else on)
    years = [table.table.year for table in tables if table.table.year is not None]
    return current_book(year=year or (min(years) if years else None))
