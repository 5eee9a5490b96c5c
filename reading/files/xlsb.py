"""An Excel binary workbook (.xlsb, [MS-XLSB] 2.1) as grids, read record by record.

A reader of our own, since those that there are build every cell between the first and the last of a sheet: two cells in opposite corners
would end the process. Values are those that are stored; formulas are never computed.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from common.errors import FileRefused
from common.text import clean
from reading.files.days import day_of, is_month_format
from reading.files.grid import Cell, Workbook
from reading.files.letters import Run
from reading.files.limits import MAX_LETTERS, MAX_SHEETS, MAX_TEXT
from reading.files.package import BROKEN, MAX_PART, Package, too_large
from reading.files.sheets import Sheets

MAIN_TYPE = "ms-excel.sheet.binary"
_MAIN = "xl/workbook.bin"
_MAX_RECORDS = 1_000_000  # of all parts: each costs as much as a cell
_ROW, _MERGE, _COLUMNS = 0, 176, 60
_SHEET, _BOOK = 156, 153
_STRING, _FONT, _FORMAT, _XF, _XFS_BEGIN, _XFS_END = 19, 43, 44, 47, 617, 618
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FONT_NAME = 21  # where the name of a font begins in its record
_BOLD = 600
_BROKEN = (*BROKEN, struct.error)
Record = tuple[int, bytes]


def read_xlsb(content: bytes, name: str) -> Workbook:
    """The visible sheets, or ``FileRefused``."""
    refused = FileRefused(
        "file_invalid", f"Tệp “{name}” là sổ Excel nhị phân (.xlsb) mà cổng không đọc được. Mở bằng Excel, lưu thành .xlsx rồi tải lên."
    )
    try:
        book = _Reader(Package(content, name)).read()
    except _BROKEN as error:
        raise refused from error
    if not book.grids:
        raise refused
    return book


@dataclass(frozen=True, slots=True)
class _Style:
    font: str | None = None
    bold: bool = False
    is_date: bool = False
    is_month: bool = False


_PLAIN = _Style()


class _Reader:
    """One workbook: its styles, its strings, then its sheets."""

    def __init__(self, package: Package) -> None:
        self._package, self._records = package, 0
        self._sheets = Sheets(package.name)
        self._styles: list[_Style] = []
        self._fonts: list[tuple[str | None, bool]] = []
        self._strings: list[tuple[Run, ...]] = []
        self._epoch = CALENDAR_WINDOWS_1900
        self._values: dict[int, Callable[[bytes], Cell | None]] = {
            2: self._rk, 3: self._error, 4: self._boolean, 5: self._real, 6: self._text, 7: self._shared,
            8: self._text, 9: self._real, 10: self._boolean, 11: self._error, 62: self._rich,
        }  # fmt: skip

    def read(self) -> Workbook:
        main = self._package.main or _MAIN
        related = self._package.related(main)
        parts = dict(related.values())
        if parts.get("styles", "") in self._package:
            self._read_styles(parts["styles"])
        if parts.get("sharedStrings", "") in self._package:
            self._read_strings(parts["sharedStrings"])
        bundles = 0
        for kind, data in self._of(main):
            if kind == _BOOK and data[0] & 1:
                self._epoch = CALENDAR_MAC_1904
            elif kind == _SHEET and bundles < MAX_SHEETS:
                bundles += 1
                relation, end = _wide(data, 8)
                title, _ = _wide(data, end)
                held, part = related.get(relation, ("", ""))
                if held == "worksheet" and struct.unpack_from("<I", data)[0] == 0:
                    self._read_sheet(clean(title), part)
        return self._sheets.book

    def _of(self, part: str) -> Iterator[Record]:
        """The records of a part."""
        with self._package.open(part) as source:
            while (kind := _number(source, 2)) is not None:
                size = _number(source, 4) or 0
                self._records += 1
                if self._records > _MAX_RECORDS or size > MAX_PART:
                    raise too_large(self._package.name)
                data = source.read(size)
                if len(data) < size:
                    raise EOFError(part)
                yield kind, data

    # ---- styles and strings ----

    def _read_styles(self, part: str) -> None:
        formats: dict[int, str] = {}
        in_cells = False
        for kind, data in self._of(part):
            if kind == _FONT:
                self._fonts.append((_wide(data, _FONT_NAME)[0], struct.unpack_from("<H", data, 4)[0] >= _BOLD))
            elif kind == _FORMAT:
                formats[struct.unpack_from("<H", data)[0]] = _wide(data, 2)[0]
            elif kind in (_XFS_BEGIN, _XFS_END):
                in_cells = kind == _XFS_BEGIN
            elif kind == _XF and in_cells:
                number, place = struct.unpack_from("<HH", data, 2)
                code = formats.get(number) or BUILTIN_FORMATS.get(number, "General")
                self._styles.append(_Style(*self._font(place), bool(is_date_format(code)), is_month_format(code)))

    def _font(self, place: int) -> tuple[str | None, bool]:
        return self._fonts[place] if place < len(self._fonts) else (None, False)

    def _read_strings(self, part: str) -> None:
        letters = 0
        for kind, data in self._of(part):
            if kind == _STRING:
                self._strings.append(tuple(self._runs(data, 0, None)))
                letters += len(data)
                if letters > 2 * MAX_LETTERS:
                    raise too_large(self._package.name)

    def _runs(self, data: bytes, start: int, own: str | None) -> Iterator[Run]:
        """A rich string: a font that is not its first says from which letter on it counts."""
        text, end = _wide(data, start + 1)
        changes: list[tuple[int, int]] = []
        if data[start] & 1:
            count = min(struct.unpack_from("<I", data, end)[0], MAX_TEXT)
            changes = [struct.unpack_from("<HH", data, end + 4 + 4 * place) for place in range(count)]
        starts = [(0, own), *((place, self._font(font)[0]) for place, font in changes)]
        for (place, font), (until, _) in zip(starts, [*starts[1:], (len(text), None)], strict=True):
            if until > place:
                yield text[place:until], font

    # ---- sheets ----

    def _read_sheet(self, title: str, part: str) -> None:
        self._sheets.open(title)
        row = 0
        for kind, data in self._of(part):
            if kind == _ROW:
                row = struct.unpack_from("<I", data)[0] + 1
                if data[11] & 0x10:
                    self._sheets.hide(rows=range(row, row + 1))
            elif kind in self._values:
                column, style = struct.unpack_from("<II", data)
                place = style & 0xFFFFFF
                self._style = self._styles[place] if place < len(self._styles) else _PLAIN
                cell = self._values[kind](data[8:])
                if cell is not None:
                    self._sheets.put(row, column + 1, cell)
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<IIII", data)
                self._sheets.merge(top + 1, left + 1, bottom + 1, right + 1)
            elif kind == _COLUMNS and struct.unpack_from("<H", data, 16)[0] & 1:
                first, last = struct.unpack_from("<II", data)
                self._sheets.hide(columns=range(first + 1, last + 2))
        self._sheets.close(shown=True)

    # ---- values ----

    def _rk(self, data: bytes) -> Cell:
        """A number in 30 bits: an integer or the upper half of a real one, perhaps in hundredths."""
        written = struct.unpack_from("<I", data)[0]
        if written & 2:
            number = float(struct.unpack_from("<i", data)[0] >> 2)
        else:
            number = struct.unpack("<d", struct.pack("<II", 0, written & ~3))[0]
        return self._number(number / 100 if written & 1 else number)

    def _real(self, data: bytes) -> Cell:
        return self._number(struct.unpack_from("<d", data)[0])

    def _number(self, number: float) -> Cell:
        style = self._style
        if style.is_date and (day := day_of(number, self._epoch)) is not None:
            return Cell.of_day(day, month=style.is_month)
        return Cell.of_number(number, font=style.font, bold=style.bold)

    def _error(self, data: bytes) -> Cell:
        return Cell(_ERRORS.get(data[0], "#N/A"), broken=True)

    def _boolean(self, data: bytes) -> Cell:
        return Cell("TRUE" if data[0] else "FALSE")

    def _text(self, data: bytes) -> Cell:
        return self._sheets.letters.cell(_wide(data, 0)[0], self._style.font, bold=self._style.bold)

    def _rich(self, data: bytes) -> Cell:
        return self._sheets.letters.of_runs(list(self._runs(data, 0, self._style.font)), bold=self._style.bold)

    def _shared(self, data: bytes) -> Cell:
        runs = self._strings[struct.unpack_from("<I", data)[0]]
        own = self._style.font
        if len(runs) == 1:
            return self._sheets.letters.cell(runs[0][0], runs[0][1] or own, bold=self._style.bold)
        return self._sheets.letters.of_runs([(text, font or own) for text, font in runs], bold=self._style.bold)


def _number(source: IO[bytes], most: int) -> int | None:
    """A number of one to ``most`` bytes, seven bits each; None at the end. Of a record's kind both bytes count as they are written."""
    value = 0
    for place in range(most):
        byte = source.read(1)
        if not byte:
            return None if place == 0 else value
        value |= (byte[0] & 0x7F) << (7 * place)
        if not byte[0] & 0x80:
            break
    return value


def _wide(data: bytes, start: int) -> tuple[str, int]:
    """A string with its length before it, and where it ends."""
    count = struct.unpack_from("<I", data, start)[0]
    if count == 0xFFFFFFFF:  # a string that is not there
        return "", start + 4
    end = start + 4 + 2 * count
    if end > len(data):
        raise EOFError("string")
    return data[start + 4 : end].decode("utf-16-le", "replace"), end
