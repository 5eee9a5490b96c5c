"""Every row of a sample is a finding, an error or passed over: nothing is dropped silently."""

from __future__ import annotations

import pytest

from common.errors import FileRefused
from reading.annex.columns import FINDINGS
from reading.annex.reader import check_annex
from reading.files.workbook import read_workbook
from reading.tables.layout import read_layouts
from tests.reading.annex.truth import SAMPLES, truth_of
from tests.seed import books

KINDS = (".xlsx", ".xls", ".csv", ".docx", ".ods", ".xlsb", ".rtf")
READ_NOW = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in KINDS)


@pytest.mark.parametrize("name", READ_NOW)
def test_rows_and_errors_and_skipped_rows_are_all_rows_of_the_file(name: str) -> None:
    """Nothing is dropped silently: rows + rows with errors + skipped = non-empty rows for every grid with findings."""
    try:
        workbook = read_workbook((SAMPLES / name).read_bytes(), name)
    except FileRefused:
        truth = truth_of(name)
        assert truth["file_errors"] or truth["accept_file_errors"]
        return
    checked = check_annex(workbook, name, books=books)
    layouts = zip(workbook.grids, read_layouts(workbook.grids, FINDINGS), strict=True)
    assert checked.source_rows + checked.skipped == sum(len(grid.rows) for grid, layout in layouts if layout.tables)
