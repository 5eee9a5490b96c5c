"""The uploader's own workbook back, the cells coloured and commented that were not understood: mend it and upload it again.

An .xlsx keeps everything that openpyxl keeps; of other files, and of those that it can't open, a new .xlsx holds the cells where they
stood.
"""

import io
import logging
import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from pathlib import PurePath

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet
from PIL.Image import DecompressionBombError

from reading.files.whole import opens_whole
from reading.files.workbook import read_workbook
from reading.tables.told import RowError

log = logging.getLogger(__name__)
_BAD = PatternFill("solid", fgColor="F8D7DA")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_AUTHOR = "Cổng theo dõi khắc phục hạn chế"
_LONGEST_CELL = 32_000
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CANT_OPEN = (
    InvalidFileException, zipfile.BadZipFile, DecompressionBombError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
)  # fmt: skip


def file_name(original: str) -> str:
    """The name of the copy: "phu-luc.xls" → "phu-luc - dong loi.xlsx"."""
    return f"{PurePath(original).stem[:100]} - dong loi.xlsx"


def marked(content: bytes, name: str, errors: Sequence[RowError]) -> bytes:
    """The workbook with a mark on each cell that keeps its row out; the comment says what would be accepted."""
    book, sheets = _own(content, name, {error.grid for error in errors}) or _anew(content, name)
    by_cell: dict[tuple[str, int, int], list[RowError]] = defaultdict(list)
    for error in errors:
        by_cell[error.grid, error.source["row"], error.place or 1].append(error)
    firsts = {title: _firsts(book[title]) for title in {sheets[grid] for grid, _, _ in by_cell}}
    for (grid, row, place), found in by_cell.items():
        title = sheets[grid]
        _mark(book[title], *firsts[title].get((row, place), (row, place)), [error.message for error in found])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _own(content: bytes, name: str, grids: set[str]) -> tuple[Book, dict[str, str]] | None:
    """The file itself, and the sheet of each grid; None where it is no .xlsx, would cost too much as a whole, or openpyxl can't."""
    if not opens_whole(content, name):
        return None
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
    except _CANT_OPEN as error:
        log.info("workbook is written anew: %s", error)
        return None
    return (book, {grid: grid for grid in grids}) if grids <= set(book.sheetnames) else None


def _anew(content: bytes, name: str) -> tuple[Book, dict[str, str]]:
    """The cells as they were read, at their places. All of them as text: what looks like a formula stays what it is."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets: dict[str, str] = {}
    for grid in read_workbook(content, name).grids:
        sheet = book.create_sheet(_title(grid.title, book))
        sheets[grid.title] = sheet.title
        for row, column, cell in grid.cells():
            written = sheet.cell(row, column)
            written.value = _CONTROL.sub("", cell.text)[:_LONGEST_CELL]
            written.data_type = "s"
            written.alignment = _WRAPPED
    return book, sheets


def _title(title: str, book: Book) -> str:
    """A sheet name that Excel takes."""
    bare = _NOT_IN_TITLE.sub(" ", title)[:31].strip() or "Bảng"
    return bare if bare not in book.sheetnames else f"{bare[:27]} ({len(book.sheetnames)})"


def _firsts(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Of every cell in a merged block its first one, the only one that can hold a comment."""
    return {
        place: (block.min_row, block.min_col)
        for block in sheet.merged_cells.ranges
        for place in product(range(block.min_row, block.max_row + 1), range(block.min_col, block.max_col + 1))
    }


def _mark(sheet: Worksheet, row: int, place: int, messages: list[str]) -> None:
    cell = sheet.cell(row, place)
    cell.fill = _BAD
    before = [cell.comment.text] if cell.comment is not None else []
    cell.comment = Comment("\n".join(dict.fromkeys([*before, *messages])), _AUTHOR, height=120, width=320)
    if cell.value is None:
        cell.font = Font(bold=True)
