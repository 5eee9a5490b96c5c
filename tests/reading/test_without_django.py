"""The readers work where Django was never loaded: nothing that they import or call on the way asks for a model, a query or a setting."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
SAMPLES = PROJECT / "tests" / "samples"
READING = """
import json, sys
from pathlib import Path
from reading.annex.reader import read_annex
from reading.scores.reader import read_scores
from tests.seed import books, read

samples = Path("tests/samples")
dispatch = read((samples / "directives/cong_van_that.docx").read_bytes(), "cong_van_that.docx")
annex = read_annex((samples / "findings/bang_don_gian.xlsx").read_bytes(), "bang_don_gian.xlsx", books=books)
scores = read_scores((samples / "scores/phu_luc_3_bang_diem.xlsx").read_bytes(), "phu_luc_3_bang_diem.xlsx", books=books)
loaded = sorted({name.partition(".")[0] for name in sys.modules} & {"django", "psycopg2", "celery", "redis", "guardian"})
print(json.dumps([len(dispatch.points), len(annex.rows), len(scores.rows), loaded]))
"""


def test_a_dispatch_an_annex_and_a_score_table_are_read_without_django() -> None:
    done = subprocess.run([sys.executable, "-c", READING], cwd=PROJECT, capture_output=True, text=True, check=True, env={})
    truths = [SAMPLES / name for name in ("findings/bang_don_gian.truth.json", "scores/phu_luc_3_bang_diem.truth.json")]
    rows = [len(json.loads(truth.read_text("utf-8"))["rows"]) for truth in truths]
    assert json.loads(done.stdout) == [8, *rows, []]
