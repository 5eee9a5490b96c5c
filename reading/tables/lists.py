"""A list with fixed headings, as the portal itself hands it out: its rows by field. Other columns are left alone, whatever they hold."""

from collections.abc import Collection, Mapping

from common.errors import FileRefused
from common.lists import ListRow
from common.text import match_key
from reading.files.grid import Grid
from reading.files.workbook import read_workbook
from reading.tables.columns import bare


def read_list(content: bytes, name: str, *, columns: Mapping[str, str], needed: Collection[str]) -> list[ListRow]:
    """The rows below the first header that has all ``needed`` columns; ``columns``: the heading of each field. May raise ``FileRefused``
    with ``header_missing`` or ``no_rows`` besides what a file that can't be read gives.
    """
    wanted = {match_key(heading): field for field, heading in columns.items()} | {
        bare(heading): field for field, heading in columns.items()
    }
    for grid in read_workbook(content, name).grids:
        for number in grid.rows:
            places = _places(grid, number, wanted)
            if set(places.values()) >= set(needed):
                rows = _rows(grid, number, places)
                if not rows:
                    raise FileRefused("no_rows", f"Tệp “{name}” không có dòng nào dưới tiêu đề. Điền các dòng rồi tải lên.")
                return rows
    headings = ", ".join(f"“{columns[field]}”" for field in columns if field in needed)
    raise FileRefused(
        "header_missing", f"Tệp “{name}” không có dòng tiêu đề với các cột {headings}. Tải danh sách từ cổng về rồi điền vào đó."
    )


def _places(grid: Grid, number: int, wanted: Mapping[str, str]) -> dict[int, str]:
    """Which field each column of a header row holds; the first of two columns counts."""
    found: dict[int, str] = {}
    for index, cell in grid.rows[number].items():
        field = wanted.get(match_key(cell.words)) or wanted.get(bare(cell.words))
        if field is not None and field not in found.values():
            found[index] = field
    return found


def _rows(grid: Grid, header: int, places: Mapping[int, str]) -> list[ListRow]:
    rows = []
    for number in grid.rows:
        cells = {field: grid.at(number, index).words.strip() for index, field in places.items()}
        if number > header and any(cells.values()):
            rows.append(ListRow(number, cells))
    return rows
