"""A spreadsheet file as grids. What it is, its content says, never its name; what can't be read is refused with what to do.

The sheet's XML is walked row by row with openpyxl's own parser: its worksheets would build every cell of a merged block and every gap, so
that a small hostile file could fill the memory. Sizes are capped before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from common.errors import FileRefused
from common.text import clean, decode_legacy
from directives.filetypes import DOC, DOCX, PDF, XLS, XLSX, sniff
from directives.importing.grid import Cell, Grid, Merge, Workbook

MAX_UNPACKED = 100 * 1024 * 1024  # bytes of all parts together: 5,000 findings are 2 MB
MAX_PARTS = 2_000
MAX_CELLS = 400_000  # with something in them
MAX_COLUMNS = 200  # an annex has about ten; what lies further right is not looked at
MAX_MERGES = 50_000
MAX_TEXT = 32_767  # letters of one cell, as in Excel itself
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,  # of either XML parser
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    EOFError,
    OSError,
)


def read_workbook(content: bytes, name: str) -> Workbook:
    """The visible sheets of a file, or ``FileRefused`` with ``file_invalid``, ``file_encrypted`` or ``file_too_large``."""
    if not content.strip():
        raise FileRefused("file_invalid", f"Tệp “{name}” rỗng. Kiểm tra lại tệp rồi tải lên.")
    head = content[:1024].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise FileRefused("file_invalid", f"Tệp “{name}” là trang web, không phải Excel. Mở bằng Excel, lưu thành .xlsx rồi tải lên.")
    try:
        kind = sniff(content, io.BytesIO(content), name)
    except FileRefused as refusal:
        if refusal.code == "file_encrypted":
            raise
        raise FileRefused("file_invalid", f"Không đọc được tệp “{name}”. Mở bằng Excel, lưu thành .xlsx rồi tải lên.") from refusal
    if (reader := _READERS.get(kind)) is None:
        words = _OTHER_KINDS.get(kind, "không phải bảng tính")
        raise FileRefused("file_invalid", f"Tệp “{name}” {words}. Mở tệp, đưa bảng hạn chế vào Excel, lưu thành .xlsx rồi tải lên.")
    return reader(content, name)


_OTHER_KINDS = {
    PDF: "là PDF",
    DOCX: "là Word; cổng chưa đọc bảng trong Word",
    DOC: "là Word đời cũ",
    XLS: "là Excel đời cũ (.xls); cổng chưa đọc loại này",
}


def _read_xlsx(content: bytes, name: str) -> Workbook:
    _check_package(content, name)
    try:
        opened = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        reader = _XlsxReader(opened, name)
        return reader.read()
    except _BROKEN as error:
        raise FileRefused(
            "file_invalid", f"Tệp “{name}” bị hỏng, không mở được. Mở bằng Excel, lưu lại thành .xlsx rồi tải lên."
        ) from error


_READERS: dict[str, Callable[[bytes, str], Workbook]] = {XLSX: _read_xlsx}
"""One reader a kind of file; each builds the same grids."""


def _check_package(content: bytes, name: str) -> None:
    """Refuse what would unpack to an absurd size; an archive gives no more bytes than its directory says."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("file_encrypted", f"Tệp “{name}” có mật khẩu. Bỏ mật khẩu, lưu lại rồi tải lên.")
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _too_large(name)


def _too_large(name: str) -> FileRefused:
    return FileRefused(
        "file_too_large",
        f"Tệp “{name}” mở ra quá lớn nên cổng không đọc. Chép riêng bảng hạn chế sang một tệp Excel mới rồi tải lên.",
    )


class _SheetParser(WorkSheetParser):  # type: ignore[misc]
    """openpyxl's parser, which drops the formula where values are asked for; one without a stored value has to be told."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        cell["formula"] = element.find(FORMULA_TAG) is not None
        return cell


class _XlsxReader:
    """Turns the visible sheets of an opened workbook into grids."""

    def __init__(self, opened: Any, name: str) -> None:
        self._opened, self._name = opened, name
        self._book = Workbook()
        self._cells = 0
        self._fonts = [font.name for font in opened._fonts]
        self._styles = [style.fontId for style in opened._cell_styles]
        self._texts: dict[tuple[str, str | None], str] = {}

    def read(self) -> Workbook:
        for sheet in self._opened.worksheets:
            if sheet.sheet_state == "visible":
                self._book.grids.append(self._sheet(sheet))
        return self._book

    def _sheet(self, sheet: Any) -> Grid:
        grid = Grid({"sheet": clean(sheet.title)}, title=clean(sheet.title))
        with sheet._get_source() as source:
            parser = _SheetParser(
                source,
                sheet._shared_strings,
                data_only=True,
                epoch=self._opened.epoch,
                date_formats=self._opened._date_formats,
                timedelta_formats=self._opened._timedelta_formats,
            )
            for number, row in parser.parse():
                cells = dict(self._row(row))
                if cells:
                    grid.rows.setdefault(number, {}).update(cells)
            self._merge(grid, parser)
        grid.arrange()
        return grid

    def _row(self, row: list[dict[str, Any]]) -> Iterator[tuple[int, Cell]]:
        for raw in row:
            if raw["column"] > MAX_COLUMNS:
                continue
            cell = self._cell(raw)
            if cell is None:
                continue
            self._cells += 1
            if self._cells > MAX_CELLS:
                raise _too_large(self._name)
            yield raw["column"], cell

    def _cell(self, raw: dict[str, Any]) -> Cell | None:
        value = raw["value"]
        if raw["data_type"] == "e":
            return Cell(str(value), broken=True)
        if value is None:
            return Cell("", broken=True) if raw["formula"] else None
        if isinstance(value, datetime):
            return Cell(f"{value:%d/%m/%Y}", day=value.date())
        if isinstance(value, date):
            return Cell(f"{value:%d/%m/%Y}", day=value)
        if isinstance(value, bool):
            return Cell("TRUE" if value else "FALSE")
        if isinstance(value, float):
            return Cell(str(int(value)) if value.is_integer() else f"{value:.10g}")
        text = self._text(str(value), raw["style_id"])
        return Cell(text) if text else None

    def _text(self, value: str, style: int) -> str:
        """The lines of a cell, each cleaned; the same words in the same font are read once."""
        font = self._fonts[self._styles[style]] if style < len(self._styles) else None
        known = self._texts.get((value, font))
        if known is None:
            decoded, converted = decode_legacy(value[:MAX_TEXT], font)
            self._book.converted = self._book.converted or converted
            lines = [clean(line) for line in decoded.replace("_x000D_", "\n").replace("\r", "\n").split("\n")]
            known = self._texts[value, font] = "\n".join(line for line in lines if line)
        return known

    def _merge(self, grid: Grid, parser: _SheetParser) -> None:
        blocks = parser.merged_cells.mergeCell if parser.merged_cells is not None else ()
        if len(blocks) > MAX_MERGES:
            raise _too_large(self._name)
        for block in blocks:
            left, top, right, bottom = range_boundaries(block.ref)
            if left <= MAX_COLUMNS:
                grid.merge(Merge(top, left, bottom, min(right, MAX_COLUMNS)))
