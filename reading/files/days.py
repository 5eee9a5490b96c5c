"""Days as spreadsheets keep them: serial numbers, and formats that show a date or only its month."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from openpyxl.utils.datetime import from_excel

_LITERAL = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[[^\]]*\]")


def day_of(number: float, epoch: datetime) -> date | None:
    """A serial day; None for a time of day or what lies outside the calendar, which are shown as numbers."""
    try:
        found = from_excel(number, epoch)
    except (ValueError, OverflowError):
        return None
    if isinstance(found, timedelta) or not isinstance(found, date):
        return None
    return found.date() if isinstance(found, datetime) else found


def is_month_format(code: str) -> bool:
    """Whether a format shows month and year and no day: "mm/yyyy", "mmm-yy"."""
    bare = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
    return "m" in bare and "y" in bare and "d" not in bare
