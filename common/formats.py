"""How dates, numbers, codes and sizes are written in Vietnamese: the one home, for pages, messages, exports and mails alike."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # that of the settings: everybody lives in it
NON_BREAKING_HYPHEN = "\u2011"


def vn_date(value: date | datetime | None) -> str:
    """``31/03/2021``; a moment gives its day in Asia/Ho_Chi_Minh, None gives nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(ZONE)
    return f"{value:%d/%m/}{value.year:04d}"


KNOWN_YEARS = range(2000, 2101)
"""Of the days that a person types: another year is a slip."""
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")


def read_date(text: str) -> date:
    """The day that a person typed as 31/03/2021 (also 31-3-2021, 31.3.2021); ``ValueError`` with a Vietnamese sentence else."""
    if (found := _DAY.fullmatch(text.strip())) is None:
        raise ValueError("Ghi ngày theo dạng ngày/tháng/năm, ví dụ 31/03/2021.")
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Không có ngày {text.strip()}. Sửa lại ngày.") from None


def vn_datetime(value: datetime | None) -> str:
    """``08:50, 19/03/2021`` in Asia/Ho_Chi_Minh; None gives nothing."""
    if value is None:
        return ""
    if value.tzinfo is not None:
        value = value.astimezone(ZONE)
    return f"{value:%H:%M}, {vn_date(value)}"


def vn_num(value: int | float | Decimal | None) -> str:
    """``1.234`` and ``45,5``: a point between thousands, a comma before at most one decimal, half up. None gives nothing."""
    if value is None:
        return ""
    rounded = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{rounded:,f}".removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,"))


def vn_percent(value: int | float | Decimal | None) -> str:
    """``40%`` and ``45,5%``; ``value`` is already in per cent (``common.shares``). Only all is ``100%``, only none ``0%``."""
    if value is None:
        return ""
    return f"{vn_num(min(max(value, 0.1), 99.9) if 0 < value < 100 else value)}%"


def code_nb(value: object) -> str:
    """A code that never breaks across lines: its hyphens become U+2011 (``ND‑044``). For the screen alone: never search by it."""
    return str(value).replace("-", NON_BREAKING_HYPHEN)


def file_size(value: int | None) -> str:
    """``240 kB``, ``2,4 MB`` (1 kB = 1024 bytes); never ``0 kB`` for a file that holds something."""
    if value is None:
        return ""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024)) if value else 0} kB"
    return f"{vn_num(value / 1024 / 1024)} MB"
