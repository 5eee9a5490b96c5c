"""Score tables with rows shuffled, columns swapped, blocks merged, bytes cut: refused with a reason or read; the sums add up."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import FileRefused
from reading.files.workbook import read_workbook
from reading.scores.columns import SCORES
from reading.scores.reader import read_scores
from reading.tables.layout import read_layouts
from tests.seed import books

SAMPLES = Path(__file__).parents[2] / "samples" / "scores"
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix == ".xlsx")
CODES = {"file_invalid", "file_encrypted", "file_too_large", "header_missing", "no_rows"}


def mutated(name: str, seed: int) -> bytes:
    """The sample with some rows in another order, two columns swapped, cells dropped or overwritten, and blocks merged."""
    chance = random.Random(seed)
    book = openpyxl.load_workbook(SAMPLES / name)
    sheet = book.worksheets[0]
    for block in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(block))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for _ in range(chance.randrange(4)):
        one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
        rows[one], rows[other] = rows[other], rows[one]
    if chance.random() < 0.5:
        one, other = chance.randrange(len(rows[0])), chance.randrange(len(rows[0]))
        for row in rows:
            row[one], row[other] = row[other], row[one]
    for _ in range(chance.randrange(8)):
        rows[chance.randrange(len(rows))][chance.randrange(len(rows[0]))] = chance.choice(
            [None, "x", "8/10", 99, "Cộng", "Họ và tên", "Điểm", "=1+1"]
        )
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(place, column).value = value
    for _ in range(chance.randrange(3)):
        top, left = chance.randrange(1, len(rows)), chance.randrange(1, len(rows[0]))
        sheet.merge_cells(start_row=top, start_column=left, end_row=top + chance.randrange(3), end_column=left + chance.randrange(1, 3))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(NAMES), seed=st.integers(0, 100_000))
def test_every_row_of_a_spoilt_table_is_a_person_an_error_or_passed_over(name: str, seed: int) -> None:
    content = mutated(name, seed)
    try:
        checked = read_scores(content, name, books=books)
    except FileRefused as refusal:
        if refusal.code not in CODES:
            raise
        return
    grids = read_workbook(content, name).grids
    kept = [grid for grid in grids if read_layouts([grid], SCORES)[0].tables]
    persons = {tuple(row.source.items()) for row in checked.rows}
    assert len(persons) + checked.rows_with_errors + checked.skipped == sum(len(grid.rows) for grid in kept)
    assert not persons & {tuple(error.source.items()) for error in checked.errors}


@settings(max_examples=15, deadline=None)
@given(name=st.sampled_from(NAMES), part=st.floats(0.01, 0.99))
def test_a_file_that_was_cut_is_refused_with_a_reason(name: str, part: float) -> None:
    content = (SAMPLES / name).read_bytes()
    with pytest.raises(FileRefused) as refused:
        read_scores(content[: int(len(content) * part)], name, books=books)
    assert refused.value.code in CODES
