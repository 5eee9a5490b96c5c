"""Score tables are read as the truths beside them say, by the command itself."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from common import clock
from directives.models import Inspection, Score, ScoreBatch
from reading.files.workbook import read_workbook
from reading.scores.columns import SCORES
from reading.tables.layout import read_layouts
from tests.factories.units import ensure_units
from tests.reading.annex.truth import differences

SAMPLES = Path(__file__).parents[2] / "samples" / "scores"
REAL = Path(__file__).parents[4] / "shared" / "samples" / "real" / "scores"
UGLY = SAMPLES.parent / "ugly_scores"
PATHS = sorted(path for folder in (SAMPLES, UGLY) for path in folder.iterdir() if path.suffix in (".xlsx", ".xls", ".csv", ".docx"))
ON = date(2021, 3, 19)
"""The day on which a table that states none is read: its districts are those of that day."""


each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with clock.at(ON):
        yield


def truth_of(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text("utf-8"))
    return truth


def run(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """(exit status, document) of the command."""
    out = io.StringIO()
    try:
        call_command("import_scores", str(path), "--json", *options, stdout=out, stderr=io.StringIO())
    except SystemExit as stopped:
        return int(str(stopped.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


@pytest.mark.django_db
@each
def test_a_score_table_is_read_as_its_truth_says(path: Path) -> None:
    ensure_units()
    code, document = run(path, "--inspection", "new:Kiểm tra năm 2020", "--dry-run")
    assert differences(truth_of(path), document) == []
    assert code == 0
    assert not (Score.objects.exists() or Inspection.objects.exists() or ScoreBatch.objects.exists())


@pytest.mark.django_db
@each
def test_rows_and_errors_and_skipped_rows_are_all_rows_of_the_file(path: Path) -> None:
    ensure_units()
    _, document = run(path, "--inspection", "new:Kiểm tra", "--dry-run")
    places = {json.dumps(one["source"]) for one in [*document["rows"], *document["errors"]]}
    grids = read_workbook(path.read_bytes(), path.name).grids
    held = [(grid, layout) for grid, layout in zip(grids, read_layouts(grids, SCORES), strict=True) if layout.tables]
    assert sum(layout.skipped for _, layout in held) == document["skipped"]
    assert len(places) + document["skipped"] == sum(len(grid.rows) for grid, _ in held)


@pytest.mark.django_db
@pytest.mark.skipif(not REAL.is_dir(), reason="no real score tables lie beside the checkout")
def test_a_real_score_table_is_read_as_its_truth_says() -> None:
    ensure_units()
    for path in sorted(REAL.glob("*.truth.json")):
        truth = truth_of(path.with_name(path.name.removesuffix(".truth.json")))
        assert differences(truth, run(REAL / truth["file"], "--inspection", "new:Kiểm tra", "--dry-run")[1]) == []


@pytest.mark.django_db
@each
def test_stored_once_it_is_unchanged_the_second_time(path: Path) -> None:
    ensure_units()
    code, first = run(path, "--inspection", "new:Kiểm tra năm 2020")
    assert (code, Score.objects.count()) == (0, len(truth_of(path)["rows"]))
    _, second = run(path, "--inspection", str(first["inspection"]))
    assert {row["action"] for row in second["rows"]} == {"unchanged"}
    assert Score.objects.count() == len(first["rows"])
    assert all(batch.content is None for batch in ScoreBatch.objects.all())


def test_there_are_samples() -> None:
    assert [path.name for path in PATHS if path.parent == SAMPLES] == ["phu_luc_3_bang_diem.xlsx", "phu_luc_3_ghi_tay.xlsx"]
    assert len([path for path in PATHS if path.parent == UGLY]) == 6
