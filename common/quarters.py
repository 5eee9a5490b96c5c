"""A quarter of a year and the window of data that its report covers."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, order=True)
class Quarter:
    """Quarter ``number`` (1–4) of ``year``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"a quarter is 1 to 4, not {self.number}")

    @classmethod
    def parse(cls, code: str) -> Self:
        """'2021-Q1' → Quarter(2021, 1); ValueError for anything else."""
        found = re.fullmatch(r"(\d{4})-Q([1-4])", code)
        if not found:
            raise ValueError(f"not the code of a quarter: {code!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The calendar quarter in which ``day`` lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        return f"Quý {_ROMAN[self.number - 1]}/{self.year}"

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        month = 3 * self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def data_from(self) -> date:
        """Decree 09/2019/NĐ-CP, Điều 12: data run from day 15 of the month before the quarter …"""
        return date(self.year - 1, 12, 15) if self.number == 1 else date(self.year, 3 * self.number - 3, 15)

    @property
    def data_to(self) -> date:
        """… to day 14 of its last month."""
        return date(self.year, 3 * self.number, 14)

    def __str__(self) -> str:
        return self.label
