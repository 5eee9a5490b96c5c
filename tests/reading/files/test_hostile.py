"""Files that mean harm are refused for the right reason or read, with little memory, and nothing outside them is ever opened."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from common.errors import FileRefused
from reading.annex.columns import FINDINGS
from reading.files.limits import MAX_COLUMNS
from reading.files.workbook import read_workbook
from reading.tables.layout import read_layouts
from tests.samples import hostile

MOST_MEMORY = 300  # MiB of the whole process
PROJECT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """How every file ended and how much memory it took, each in a process of its own, two at a time."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = [str(path) for path in hostile.make(folder)]
    command = [sys.executable, "-m", "tests.reading.files.hostile_reader"]
    readers = [subprocess.Popen([*command, *paths[part::2]], cwd=PROJECT, stdout=subprocess.PIPE, text=True) for part in (0, 1)]
    found: dict[str, list[Any]] = {}
    for reader in readers:
        found |= json.loads(reader.communicate()[0])
    for path in paths:
        Path(path).unlink()
    return found


@pytest.mark.parametrize("name", hostile.MAKERS)
def test_a_hostile_file_ends_as_it_should(name: str, outcomes: dict[str, list[Any]]) -> None:
    ended, memory = outcomes[name]
    assert ended == hostile.EXPECTED[name]
    assert 20 < memory <= MOST_MEMORY


@pytest.mark.parametrize("maker", [hostile.external_links, hostile.foreign_entity, hostile.foreign_styles])
def test_nothing_outside_the_file_is_opened(maker: Callable[[str], bytes]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.xlsx"
        with contextlib.suppress(FileRefused):
            read_workbook(maker(address), "a.xlsx")
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("maker", [hostile.foreign_entity, hostile.foreign_styles])
def test_no_file_of_the_server_is_read_into_a_cell(maker: Callable[[str], bytes], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật của máy chủ", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        read_workbook(maker(secret.as_uri()), "a.xlsx")
    assert refused.value.code == "file_invalid"


def test_a_refusal_says_what_to_do_and_names_the_file() -> None:
    for maker, words in (
        (hostile.zip_bomb, "quá lớn"),
        (hostile.workbook_with_macros, "macro"),
        (hostile.encrypted_zip, "mật khẩu"),
        (hostile.web_page, "trang web"),
    ):
        with pytest.raises(FileRefused) as refused:
            read_workbook(maker(), "Phụ lục.xlsx")
        assert words in refused.value.message
        assert "“Phụ lục.xlsx”" in refused.value.message
        assert refused.value.message.endswith(".")


def test_a_row_with_something_only_far_to_the_right_still_counts() -> None:
    """Columns that no annex has are not read, and no row is lost from the sum for it."""
    workbook = read_workbook(hostile.all_columns(), "a.xlsx")
    (grid,) = workbook.grids
    assert len(grid.rows) == 32
    assert max(max(row) for row in grid.rows.values()) <= MAX_COLUMNS + 1
    (layout,) = read_layouts(workbook.grids, FINDINGS)
    assert layout.skipped + sum(len(table.entries) for table in layout.tables) == 32
