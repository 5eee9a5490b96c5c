"""Units and holidays of the seed, from the data files: documents are read with them without a database."""

from __future__ import annotations

from datetime import date

from common.workweek import Signing, Workweek
from reading.dispatch import Proposal
from reading.dispatch import read as read_dispatch
from units.matching import UnitBook
from units.seed import Seed, rows

TODAY = date(2021, 3, 19)
REGISTER = Seed.read().register()
WORKWEEK = Workweek({date.fromisoformat(row["date"]): row["kind"] == "makeup_workday" for row in rows("holidays_vn_2020_2027.csv")})


def books(on: date | None = None, year: int | None = None) -> UnitBook:
    """As ``units.books.current_book`` gives them; today is ``TODAY``."""
    return REGISTER.book(on, year, today=TODAY)


def signed(on: date) -> Signing:
    """As ``common.workdays.signing``."""
    return Signing(on, WORKWEEK.walk)


def read(content: bytes, name: str) -> Proposal:
    """As ``directives.services.reading.read_dispatch``."""
    return read_dispatch(content, name, books=books, add_working_days=WORKWEEK.walk)
