"""Annexes are read as the truths beside them say, by the command itself."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from directives.models import Finding, ImportBatch, Inspection
from tests.directives.importing.truth import SAMPLES, differences, truth_of
from tests.factories.units import ensure_units

REAL = Path(__file__).parents[4] / "shared" / "samples" / "real" / "findings"
READ_NOW = sorted(path.name for path in SAMPLES.glob("*.xlsx"))
"""Other kinds of files (.xls, .csv, .docx) are refused for now."""


def run(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """(exit status, document) of the command."""
    out = io.StringIO()
    try:
        call_command("import_findings", str(path), "--json", *options, stdout=out, stderr=io.StringIO())
    except SystemExit as stopped:
        return int(str(stopped.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.mark.django_db
@pytest.mark.parametrize("name", READ_NOW)
def test_an_annex_is_read_as_its_truth_says(name: str) -> None:
    ensure_units()
    truth = truth_of(name)
    code, document = run(SAMPLES / name, "--inspection", "new:Kiểm tra năm 2020", "--dry-run")
    assert differences(truth, document) == []
    assert code == (1 if truth["file_errors"] else 0)
    assert not (Finding.objects.exists() or Inspection.objects.exists() or ImportBatch.objects.exists())


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents lie beside the checkout, they are not here")
@pytest.mark.parametrize("path", sorted(REAL.glob("*.xlsx")) if REAL.is_dir() else [], ids=lambda path: path.name)
def test_a_real_annex_is_read_as_its_truth_says(path: Path) -> None:
    ensure_units()
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    assert differences(truth, run(path, "--inspection", "new:Kiểm tra", "--dry-run")[1]) == []


def test_there_are_samples_of_every_kind() -> None:
    wanted = {
        "bang_don_gian",
        "nhom_huyen_hai_dong_tieu_de",
        "chu_tri_phoi_hop",
        "thoi_han",
        "loi_tung_dong",
        "co_mat_khau",
        "that_ra_la_pdf",
    }
    assert {f"{name}.xlsx" for name in wanted} <= set(READ_NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bang_xls_cu.xls", "xuat_tu_excel.csv", "phu_luc_bao_cao.docx", "danh_so_mot_dong.docx"])
def test_a_kind_of_file_that_is_not_read_yet_is_refused_with_what_to_do(name: str) -> None:
    code, document = run(SAMPLES / name, "--inspection", "new:Kiểm tra")
    assert code == 1 and [error["code"] for error in document["file_errors"]] == ["file_invalid"]
    assert ".xlsx" in document["file_errors"][0]["message"]
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("name", READ_NOW)
@pytest.mark.django_db
def test_rows_and_errors_and_skipped_rows_are_all_rows_of_the_file(name: str) -> None:
    """Nothing is dropped silently: the contract's sum holds for every sheet with findings."""
    from common.errors import FileRefused
    from directives.importing.layout import read_layout
    from directives.importing.reader import check_annex
    from directives.importing.workbook import read_workbook

    ensure_units()
    try:
        workbook = read_workbook((SAMPLES / name).read_bytes(), name)
    except FileRefused:
        assert truth_of(name)["file_errors"]
        return
    checked = check_annex(workbook, name).checked
    assert checked.source_rows + checked.skipped == sum(len(grid.rows) for grid in workbook.grids if read_layout(grid).tables)
