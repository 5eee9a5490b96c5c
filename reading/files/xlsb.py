"""An Excel binary workbook (.xlsb, [MS-XLSB] 2.1) as grids, read record by record.

A reader of our own, since those that there are build every cell between the first and the last of a sheet: two cells in opposite corners
would end the process. Values are those that are stored; formulas are never computed.
"""

import struct
from collections.abc import Callable, Iterator
from typing import IO

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from common.text import clean
from reading.files import refusals
from reading.files.grid import Cell
from reading.files.letters import Run
from reading.files.limits import MAX_LETTERS, MAX_SHEETS, MAX_TEXT
from reading.files.package import MAX_PART, Package
from reading.files.sheets import PLAIN, Look, Sheets, cut

_MAX_RECORDS = 1_000_000  # of all parts: each costs as much as a cell
_ROW, _MERGE = 0, 176
_SHEET, _BOOK = 156, 153
_STRING, _FONT, _FORMAT, _XF, _XFS_BEGIN, _XFS_END = 19, 43, 44, 47, 617, 618
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FONT_NAME = 21  # where the name of a font begins in its record
Record = tuple[int, bytes]


def read_xlsb(package: Package, sheets: Sheets) -> None:
    """The visible sheets; a workbook without one was not understood."""
    if not _Reader(package, sheets).read():
        raise ValueError("no sheet")


class _Reader:
    """One workbook: its styles, its strings, then its sheets."""

    def __init__(self, package: Package, sheets: Sheets) -> None:
        self._package, self._sheets, self._records = package, sheets, 0
        self._looks: list[Look] = []
        self._look = PLAIN
        self._fonts: list[str | None] = []
        self._strings: list[list[Run]] = []
        self._values: dict[int, Callable[[bytes], Cell | None]] = {
            2: self._rk, 3: self._error, 4: self._boolean, 5: self._real, 6: self._text, 7: self._shared,
            8: self._text, 9: self._real, 10: self._boolean, 11: self._error, 62: self._rich,
        }  # fmt: skip

    def read(self) -> int:
        """How many sheets were read."""
        main = self._package.main or "xl/workbook.bin"
        related = self._package.related(main)
        parts = dict(related.values())
        if parts.get("styles", "") in self._package:
            self._read_styles(parts["styles"])
        if parts.get("sharedStrings", "") in self._package:
            self._read_strings(parts["sharedStrings"])
        bundles = found = 0
        for kind, data in self._of(main):
            if kind == _BOOK and data[0] & 1:
                self._sheets.epoch = CALENDAR_MAC_1904
            elif kind == _SHEET and bundles < MAX_SHEETS:
                bundles += 1
                relation, end = _wide(data, 8)
                title, _ = _wide(data, end)
                held, part = related.get(relation, ("", ""))
                if held == "worksheet" and struct.unpack_from("<I", data)[0] == 0:
                    self._read_sheet(clean(title), part)
                    found += 1
        return found

    def _of(self, part: str) -> Iterator[Record]:
        """The records of one part of the package."""
        with self._package.open(part) as source:
            while (kind := _number(source, 2)) is not None:
                size = _number(source, 4) or 0
                self._records += 1
                if self._records > _MAX_RECORDS or size > MAX_PART:
                    raise refusals.too_large(self._package.name)
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
                self._fonts.append(_wide(data, _FONT_NAME)[0])
            elif kind == _FORMAT:
                formats[struct.unpack_from("<H", data)[0]] = _wide(data, 2)[0]
            elif kind in (_XFS_BEGIN, _XFS_END):
                in_cells = kind == _XFS_BEGIN
            elif kind == _XF and in_cells:
                number, place = struct.unpack_from("<HH", data, 2)
                code = formats.get(number) or BUILTIN_FORMATS.get(number, "General")
                self._looks.append(Look.of(self._font(place), code))

    def _font(self, place: int) -> str | None:
        return self._fonts[place] if place < len(self._fonts) else None

    def _read_strings(self, part: str) -> None:
        letters = 0
        for kind, data in self._of(part):
            if kind == _STRING:
                self._strings.append(self._runs(data, 0, None))
                letters += len(data)
                if letters > 2 * MAX_LETTERS:
                    raise refusals.too_large(self._package.name)

    def _runs(self, data: bytes, start: int, own: str | None) -> list[Run]:
        """A rich string: a font that is not its first says from which letter on it counts."""
        text, end = _wide(data, start + 1)
        count = min(struct.unpack_from("<I", data, end)[0], MAX_TEXT) if data[start] & 1 else 0
        changes = [struct.unpack_from("<HH", data, end + 4 + 4 * place) for place in range(count)]
        return cut(text, own, [(place, self._font(font)) for place, font in changes])

    # ---- sheets ----

    def _read_sheet(self, title: str, part: str) -> None:
        self._sheets.open(title)
        row = 0
        for kind, data in self._of(part):
            if kind == _ROW:
                row = struct.unpack_from("<I", data)[0] + 1
            elif kind in self._values:
                column, style = struct.unpack_from("<II", data)
                place = style & 0xFFFFFF
                self._look = self._looks[place] if place < len(self._looks) else PLAIN
                cell = self._values[kind](data[8:])
                if cell is not None:
                    self._sheets.put(row, column + 1, cell)
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<IIII", data)
                self._sheets.merge(top + 1, left + 1, bottom + 1, right + 1)
        self._sheets.close()

    # ---- values ----

    def _rk(self, data: bytes) -> Cell:
        """A number in 30 bits: an integer or the upper half of a real one, perhaps in hundredths."""
        written = struct.unpack_from("<I", data)[0]
        if written & 2:
            number = float(struct.unpack_from("<i", data)[0] >> 2)
        else:
            number = struct.unpack("<d", struct.pack("<II", 0, written & ~3))[0]
        return self._sheets.number(number / 100 if written & 1 else number, self._look)

    def _real(self, data: bytes) -> Cell:
        return self._sheets.number(struct.unpack_from("<d", data)[0], self._look)

    def _error(self, data: bytes) -> Cell:
        return Cell(_ERRORS.get(data[0], "#N/A"), broken=True)

    def _boolean(self, data: bytes) -> Cell:
        return Cell("TRUE" if data[0] else "FALSE")

    def _text(self, data: bytes) -> Cell:
        return self._sheets.cell(_wide(data, 0)[0], self._look.font)

    def _rich(self, data: bytes) -> Cell:
        return self._sheets.of_runs(self._runs(data, 0, self._look.font))

    def _shared(self, data: bytes) -> Cell:
        runs = [(text, font or self._look.font) for text, font in self._strings[struct.unpack_from("<I", data)[0]]]
        return self._sheets.cell(*runs[0]) if len(runs) == 1 else self._sheets.of_runs(runs)


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
