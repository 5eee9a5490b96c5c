"""Annexes are read as the truths beside them say, by the command itself."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from common import clock
from directives.models import Finding, ImportBatch, Inspection
from tests.factories.units import ensure_units
from tests.reading.annex.truth import SAMPLES, differences, truth_of

REAL = Path(__file__).parents[4] / "shared" / "samples" / "real" / "findings"
ENDINGS = (".xlsx", ".xls", ".csv", ".docx", ".ods", ".xlsb", ".rtf")
UGLY = [path for name in ("ugly", "ugly2", "ugly3") for path in sorted((Path(__file__).parents[2] / "samples" / name).iterdir())]
INSPECTED = date(2021, 3, 19)
"""The day on which a file that states none is read: its districts are those of that day."""
READ_NOW = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in ENDINGS)


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
    assert code == (1 if document["file_errors"] else 0)
    assert not (Finding.objects.exists() or Inspection.objects.exists() or ImportBatch.objects.exists())


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path in UGLY if path.suffix in ENDINGS], ids=lambda path: path.name)
def test_an_ugly_annex_goes_in_without_help(path: Path) -> None:
    """Layouts of our own, whose truths were written before the reader saw the files (``tests.samples.ugly``, ``ugly2``, ``ugly3``)."""
    ensure_units()
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    with clock.at(INSPECTED):
        assert differences(truth, run(path, "--inspection", "new:Kiểm tra", "--dry-run")[1]) == []


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents lie beside the checkout, they are not here")
@pytest.mark.parametrize("path", [path for path in sorted(REAL.glob("*.*")) if path.suffix in ENDINGS], ids=lambda path: path.name)
def test_a_real_annex_is_read_as_its_truth_says(path: Path) -> None:
    ensure_units()
    truth = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    assert differences(truth, run(path, "--inspection", "new:Kiểm tra", "--dry-run")[1]) == []


def test_there_are_samples_of_every_kind() -> None:
    assert {Path(name).suffix for name in READ_NOW} == set(ENDINGS)
    assert all((SAMPLES / name).with_suffix(".truth.json").is_file() for name in READ_NOW)
