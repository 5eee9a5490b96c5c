"""The number under which a report was received."""

from __future__ import annotations

from common.formats import code_nb
from common.text import fold
from reports.models import Report


def receipt_code(report: Report) -> str:
    """'BC‑2021‑Q1‑CL‑07': the period, the letters of the unit's area, the report's own number (which makes it unique)."""
    letters = "".join(word[0] for word in fold(report.unit.area.name).upper().split())
    return code_nb(f"BC-{report.period.code}-{letters}-{report.pk:02d}")
