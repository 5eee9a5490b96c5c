"""The JSON document of an import (docs/reading.md): rows with their action, errors, warnings, what was passed over, file errors."""

from typing import Any

from common.errors import FileRefused
from directives.importing.plan import ImportPlan
from reading.annex.checks import Annex, CheckedRow
from reading.tables.told import FileWarning, RowError


def document_of(checked: Annex, plan: ImportPlan) -> dict[str, Any]:
    return {
        "rows": [_row(planned.row, planned.action) for planned in plan.rows],
        "errors": [error_row(error) for error in checked.errors],
        "warnings": [warning_row(warning) for warning in [*checked.warnings, *plan.warnings]],
        "skipped": checked.skipped,
        "file_errors": [],
    }


def refusal_of(refusal: FileRefused) -> dict[str, Any]:
    """The document of a file that as a whole can't be used."""
    return {"rows": [], "errors": [], "warnings": [], "skipped": 0, "file_errors": [{"code": refusal.code, "message": refusal.message}]}


def _row(row: CheckedRow, action: str) -> dict[str, Any]:
    return {
        "source": row.source,
        "unit": row.unit.code,
        "finding": row.finding,
        "cause": row.cause or None,
        "remedy": row.remedy or None,
        "due_text": row.due_text or None,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "lead": [unit.code for unit in row.leads],
        "coordinating": [unit.code for unit in row.coordinating],
        "coordinating_text": row.coordinating_text or None,
        "note": row.note or None,
        "action": action,
    }


def error_row(error: RowError) -> dict[str, Any]:
    return {
        "source": error.source,
        "column": error.column,
        "code": error.code,
        "value": error.value,
        "suggestions": [one.unit.code for one in error.suggestions],
        "message": error.message,
    }


def warning_row(warning: FileWarning) -> dict[str, Any]:
    told: dict[str, Any] = {"source": warning.source, "code": warning.code, "message": warning.message}
    if warning.readings:
        told["readings"] = [{"due_text": f"{day:%d/%m/%Y}", "due_on": day.isoformat()} for day in warning.readings]
    return {**told, "units": list(warning.units)} if warning.units else told
