"""What committing checked scores would do, and the document that ``import_scores`` prints. Writes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from directives.importing.document import error_row, warning_row
from reading.scores.checks import CheckedScores, ScoreRow

Action = Literal["create", "update", "unchanged"]

COMPARED = ("position", "staff_kind", "score", "max_score", "grade", "note", "employer_id")


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


def counts_of(planned: Sequence[PlannedScore]) -> dict[str, int]:
    """How many rows there are of each action."""
    counted = Counter(row.action for row in planned)
    return {"created": counted["create"], "updated": counted["update"], "unchanged": counted["unchanged"]}


def score_document(checked: CheckedScores, planned: Sequence[PlannedScore]) -> dict[str, Any]:
    """What ``import_scores`` prints. It holds names: it is printed where it was asked for and kept nowhere."""
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
