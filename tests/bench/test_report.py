"""A measurement says truly whether it kept its limit, and the file has the form that programs read."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.report import COLUMNS, Measure, table, write


def test_a_value_is_held_against_its_limit_and_a_time_against_its_floor() -> None:
    assert Measure.within("list", "queries", 8, 8).ok
    assert not Measure.within("list", "queries", 9, 8).ok
    assert Measure.against("page", "ms", 26, 20, 1.3) == Measure("page", "ms", 26, 20, 1.3, 1.3, True)
    assert not Measure.against("page", "ms", 27, 20, 1.3).ok


def test_the_file_lists_the_named_fields_and_the_table_shows_what_failed(tmp_path: Path) -> None:
    measures = [Measure.within("list", "queries", 9, 8), Measure.against("page", "ms", 10.5, 10, 1.3)]
    write(measures, tmp_path / "build" / "bench.json")
    stored = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert [tuple(entry) for entry in stored] == [COLUMNS, COLUMNS]
    assert stored[0] == {"name": "list", "unit": "queries", "value": 9, "floor": None, "ratio": None, "limit": 8, "ok": False}
    header, first, second = table(measures).splitlines()
    assert header.split() == list(COLUMNS)
    assert (first.split()[-1], second.split()[-1]) == ("NO", "yes")
