"""The measurements of reading annexes: 5,000 rows, 10,000 names, files that mean harm."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from common.errors import FileRefused
from common.text import fold
from directives.exporting.import_marked import marked
from directives.importing.plan import build_plan
from directives.services.reading import content_of_path
from reading.annex.reader import read_annex
from reading.files.whole import opens_whole
from reading.tables.told import RowError
from tests.bench.annexes import annex, read_plainly, spellings
from tests.bench.report import Measure
from tests.bench.timing import in_turn
from tests.samples import hostile
from units.books import current_book
from units.models import Unit
from units.names import parse

ROWS, NAMES, ROUNDS = 5_000, 10_000, 5
ON = date(2021, 3, 19)
_PROJECT = Path(__file__).parents[2]


def reading_measures() -> Iterator[Measure]:
    """In the order of the table. The database holds the units."""
    book = current_book(on=ON)
    communes = [unit for district in book.districts() for unit in book.communes_of(district)]
    content = annex(communes, ROWS)
    yield from _annex_measures(content)
    yield _marking_measure(content)
    yield _matching_measure(communes)
    yield _hostile_measure(content)


def _annex_measures(content: bytes) -> Iterator[Measure]:

    def whole() -> None:
        checked = read_annex(content, "phu-luc.xlsx", books=current_book, on=ON)
        assert len(build_plan(checked.rows, {}, None).rows) == ROWS, checked.errors[:1]

    times = in_turn(ROUNDS, whole, lambda: read_plainly(content))
    yield Measure.against(f"annex of {ROWS:,} rows: read, check, plan / openpyxl with fonts", "ms", *times, 2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phu-luc.xlsx"
        path.write_bytes(content)
        command = [sys.executable, "-m", "tests.reading.files.hostile_reader", str(path)]
        done = subprocess.run(command, cwd=_PROJECT, capture_output=True, text=True, check=True)
    ended, peak = json.loads(done.stdout)[path.name]
    assert ended == "read", ended
    yield Measure.within(f"annex of {ROWS:,} rows, peak memory of the whole process", "MiB", peak, 200)


def _matching_measure(communes: list[Unit]) -> Measure:
    names = spellings(communes, NAMES)
    assert len(set(names)) == NAMES
    table = dict.fromkeys((fold(name) for name in names), True)
    book = current_book(on=ON)

    def match() -> None:
        parse.cache_clear()
        assert all(book.match(name).unit is not None for name in names)

    times = in_turn(ROUNDS, match, lambda: [table[fold(name)] for name in names])
    return Measure.against(f"matching {NAMES:,} written names / fold + dictionary", "ms", *times, 20)


def _marking_measure(content: bytes) -> Measure:
    """The uploader's own workbook with a mark on every tenth row, beside reading the same file."""
    rows = read_annex(content, "phu-luc.xlsx", books=current_book, on=ON).rows[::10]
    errors = [
        RowError(row.source, "Đơn vị", "unit_unknown", "", "Không có đơn vị tên này.", grid=row.source["sheet"], place=2) for row in rows
    ]
    times = in_turn(
        3, lambda: marked(content, "phu-luc.xlsx", errors), lambda: read_annex(content, "phu-luc.xlsx", books=current_book, on=ON)
    )
    return Measure.against(f"marking {len(errors):,} of {ROWS:,} rows / reading them", "ms", *times, 3)


def _hostile_measure(content: bytes) -> Measure:
    """Each file as the pages read it, from the disk to the checked rows or the refusal, and the look before it is opened as a whole. The
    slowest is then measured in turn with openpyxl reading the annex of so many rows, so that what else the machine does meets both.
    """
    taken: dict[Path, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in hostile.make(Path(folder)):
            begun = time.process_time()
            ended = _ended(path)
            taken[path] = time.process_time() - begun
            assert ended == hostile.EXPECTED[path.name], f"{path.name}: {ended}"
        slowest = max(taken, key=lambda path: taken[path])
        times = in_turn(3, lambda: _ended(slowest), lambda: read_plainly(content))
    name = f"hostile files, the slowest of {len(taken)} ({slowest.name}) / openpyxl reading {ROWS:,} rows"
    return Measure.against(name, "ms", *times, 4)


def _ended(path: Path) -> str:
    """How a hostile file ends: "read" or the code of its refusal. Names are parsed anew, as those of a file that was never seen."""
    parse.cache_clear()
    try:
        content = content_of_path(path, path.name)
        opens_whole(content, path.name)
        read_annex(content, path.name, books=current_book, on=ON)
    except FileRefused as refusal:
        return refusal.code
    return "read"
