"""From a file to checked scores, what committing them would do, and the contract's document (``import_scores``). Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, Literal

from common.errors import FileRefused
from directives.importing.choices import Choices
from directives.importing.document import error_row, warning_row
from directives.importing.scores_checks import CheckedScores, ScoreRow, check_scores
from directives.importing.scores_columns import SCORE_LABELS, Held, ScoreHeader, ScoreHints, guess_header
from directives.importing.scores_layout import ScoreTable, read_score_layout
from directives.importing.stated import days_in, encoding_warnings
from directives.importing.workbook import read_workbook
from units.books import current_book
from units.matching import UnitBook

Action = Literal["create", "update", "unchanged"]
COMPARED = ("position", "staff_kind", "score", "max_score", "grade", "note", "employer_id")
_HEADER_MISSING = (
    "Không thấy bảng điểm trong tệp này. Cần một dòng tiêu đề, ví dụ “STT”, “Họ và tên”, “Chức vụ”, “Đơn vị”, “Điểm”; "
    "có nhiều cột điểm thì phải có cột “Tổng”."
)


@dataclass(frozen=True)
class StoredScore:
    """A score of the inspection as it is stored; ``values`` holds the fields of ``COMPARED``."""

    pk: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class PlannedScore:
    """One row and what becomes of it."""

    row: ScoreRow
    action: Action
    stored: StoredScore | None = None


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


def values_of(row: ScoreRow) -> dict[str, Any]:
    """The fields of a score as they are stored and compared."""
    return {
        "position": row.position[:200],
        "staff_kind": row.staff_kind,
        "score": row.score,
        "max_score": row.max_score,
        "grade": row.grade[:60],
        "note": row.note,
        "employer_id": row.employer.pk,
    }


def plan_scores(rows: list[ScoreRow], stored: Mapping[tuple[int, str], StoredScore]) -> list[PlannedScore]:
    """``stored``: scores of the inspection by ``ScoreRow.key``. Absence from the file changes nothing."""
    planned = []
    for row in rows:
        known = stored.get(row.key)
        action: Action = "create"
        if known is not None:
            action = "unchanged" if all(known.values[name] == value for name, value in values_of(row).items()) else "update"
        planned.append(PlannedScore(row, action, known))
    return planned


def counts_of(planned: list[PlannedScore]) -> dict[str, int]:
    """How many of each action."""
    counted = Counter(row.action for row in planned)
    return {"created": counted["create"], "updated": counted["update"], "unchanged": counted["unchanged"]}


def score_document(checked: CheckedScores, planned: list[PlannedScore]) -> dict[str, Any]:
    """The contract's JSON. It holds names: it is printed where it was asked for and kept nowhere."""
    return {
        "rows": [_row(one.row, one.action) for one in planned],
        "errors": [error_row(error) for error in checked.errors],
        "warnings": [warning_row(warning) for warning in checked.warnings],
        "skipped": checked.skipped,
        "file_errors": [],
    }


def _row(row: ScoreRow, action: str) -> dict[str, Any]:
    return {
        "source": row.source,
        "full_name": row.full_name,
        "position": row.position or None,
        "unit": row.unit.code,
        "staff_kind": row.staff_kind,
        "score": float(row.score),
        "max_score": int(row.max_score),
        "grade": row.grade or None,
        "note": row.note or None,
        "action": action,
    }
