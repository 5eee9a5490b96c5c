"""Whose a day is, beside what the dispatch writes: the words of every page that shows the time of a point before it is given out."""

from datetime import date

from common.formats import vn_date


def due_words(due_on: date, written: str, *, by_centre: bool) -> str:
    """'31/03/2021, từ “trong quý I/2021”'; '25/09/2021, Trung tâm đặt; văn bản ghi “Quý III/2021”'."""
    if by_centre:
        return f"{vn_date(due_on)}, Trung tâm đặt" + (f"; văn bản ghi “{written}”" if written else "")
    return f"{vn_date(due_on)}, từ “{written}”" if written else vn_date(due_on)
